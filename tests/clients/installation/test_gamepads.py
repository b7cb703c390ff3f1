"""Gamepads: what Linux's joystick devices say, through named pipes in their place."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.installation.devices import SCAN_EVERY
from perf_engine.clients.installation.gamepads import Gamepads, _heard
from perf_engine.core.installation.gesture import source_of


def event(kind: int, number: int, value: int) -> bytes:
    return struct.pack("=IhBB", 1000, value, kind, number)


class Pad:
    """A device that says what a test writes, and the sensor that reads it."""

    def __init__(self, folder: Path) -> None:
        self.path, self.folder = folder / "js0", folder
        os.mkfifo(self.path)
        self.end = os.open(self.path, os.O_RDWR)  # so that a reader's opening does not wait
        self.heard: list[tuple[object, float]] = []
        self.wanted = True
        self.gamepads = Gamepads(
            lambda source, value, now: self.heard.append((source, value)),
            lambda: self.wanted,
            folder,
        )

    def say(self, *events: bytes) -> None:
        os.write(self.end, b"".join(events))

    def unplug(self) -> None:
        os.close(self.end)
        self.path.unlink()

    def plug_in(self) -> None:
        os.mkfifo(self.path)
        self.end = os.open(self.path, os.O_RDWR)


@pytest.fixture
def pad(tmp_path: Path) -> Iterator[Pad]:
    pad = Pad(tmp_path)
    yield pad
    pad.gamepads.close()


def test_axes_and_buttons_are_passed_on_and_count_from_1(pad: Pad) -> None:
    pad.gamepads.turn(0.0)
    pad.say(event(2, 0, 32767), event(2, 1, -32767), event(1, 3, 1), event(1, 3, 0))
    assert pad.gamepads.turn(0.1) == 4
    assert pad.heard == [
        (source_of("gamepad axis 1"), 1.0),
        (source_of("gamepad axis 2"), -1.0),
        (source_of("gamepad button 4"), 1.0),
        (source_of("gamepad button 4"), 0.0),
    ]


def test_the_state_that_a_device_tells_when_it_is_opened_is_no_gesture(pad: Pad) -> None:
    pad.gamepads.turn(0.0)
    pad.say(event(0x82, 0, 100), event(0x81, 0, 1))
    pad.gamepads.turn(0.1)
    assert pad.heard == []


def test_without_a_map_no_device_is_open(pad: Pad) -> None:
    pad.wanted = False
    pad.gamepads.turn(0.0)
    assert not pad.gamepads.open
    pad.wanted = True
    pad.gamepads.turn(SCAN_EVERY)
    assert pad.gamepads.open
    pad.wanted = False
    pad.gamepads.turn(2 * SCAN_EVERY)
    assert not pad.gamepads.open
    assert pad.gamepads.problems == ()


def test_a_device_that_is_unplugged_is_taken_again(pad: Pad) -> None:
    pad.gamepads.turn(0.0)
    assert pad.gamepads.open
    pad.unplug()
    pad.gamepads.turn(0.1)
    assert not pad.gamepads.open
    pad.gamepads.turn(SCAN_EVERY)
    assert pad.gamepads.problems == (f"no gamepad is at {pad.folder}/js0",)
    pad.plug_in()
    pad.gamepads.turn(2 * SCAN_EVERY)
    pad.say(event(1, 0, 1))
    pad.gamepads.turn(2 * SCAN_EVERY + 0.1)
    assert pad.heard == [(source_of("gamepad button 1"), 1.0)]
    assert pad.gamepads.problems == ()


def test_a_device_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "js0").symlink_to(tmp_path / "nowhere")
    gamepads = Gamepads(lambda source, value, now: None, lambda: True, tmp_path)
    gamepads.turn(0.0)
    assert gamepads.problems == (
        f"the gamepad {tmp_path}/js0 cannot be opened (No such file or directory)",
    )


@given(st.integers(-32768, 32767), st.integers(0, 255), st.sampled_from(["axis", "button"]))
def test_an_axis_is_between_its_ends(value: int, number: int, kind: str) -> None:
    source, heard = _heard(kind, number, value)
    assert source == source_of(f"gamepad {kind} {number + 1}")
    if kind == "axis":
        assert -1.0 <= heard <= 1.0
