"""A keyboard and a synth on JACK play with the engine through its own MIDI bridge."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from concert import (
    PATIENCE,
    PHRASE,
    ROOT,
    STARTED,
    TAKEOVER,
    Ear,
    Engine,
    Note,
    account,
    assert_music,
)
from concert import strikes as struck_of
from peers import line_within, require_module, run_process

require_module("rtmidi")

KEYBOARD = str(Path(__file__).parents[1] / "clients" / "jack_keyboard.py")
NOTE_OFF, NOTE_ON, CONTROL, BEND = 0x80, 0x90, 0xB0, 0xE0
CLEARED = 4 * 16  # control changes that end everything on an output just opened


@dataclass
class Keystation:
    """The keyboard's process: keys to play on, and what arrived at its synth."""

    process: subprocess.Popen[str]
    notes: list[Note] = field(default_factory=list)
    controls: list[tuple[int, int, int]] = field(default_factory=list)  # channel, number, value

    def play(self, *message: int) -> None:
        self.process.stdin.write(" ".join(map(str, message)) + "\n")
        self.process.stdin.flush()

    def hear(self, seconds: float) -> None:
        """Take the next message that arrives at the synth."""
        at, status, first, second = line_within(self.process, seconds).split()
        kind, channel = int(status) & 0xF0, int(status) & 0x0F
        if kind == CONTROL:
            self.controls.append((channel, int(first), int(second)))
        elif kind == BEND:
            assert (int(first), int(second)) == (0, 64)
        else:
            velocity = int(second) if kind == NOTE_ON else 0
            self.notes.append(Note(float(at), int(first), velocity))

    @property
    def strikes(self) -> list[Note]:
        return struck_of(self.notes)

    @property
    def sounding(self) -> set[int]:
        return account(self.notes)[0]

    def until(self, enough: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Hear until it is enough; fails where that takes too long."""
        end = time.monotonic() + seconds
        while not enough():
            self.hear(end - time.monotonic())

    def rest(self, seconds: float = 0.3) -> None:
        """Hear what still comes, until nothing has come for so many seconds."""
        while select.select([self.process.stdout], [], [], seconds)[0]:
            self.hear(PATIENCE)


@contextmanager
def at_the_keyboard(jack: dict[str, str]) -> Iterator[Keystation]:
    with run_process(sys.executable, KEYBOARD, "Keystation", env=jack) as process:
        assert line_within(process, STARTED) == "ready"
        yield Keystation(process)


@contextmanager
def on_stage(start, jack: dict[str, str], *options: str) -> Iterator[tuple[Keystation, Engine]]:
    """A keyboard, an engine, and the bridge that it started, connected."""
    with at_the_keyboard(jack) as keys, start(*options, env=jack) as engine:
        wait_for_ports(engine.process)
        keys.until(lambda: len(keys.controls) == CLEARED)  # the bridge clears a synth it finds
        yield keys, engine


def wait_for_ports(engine: subprocess.Popen[str]) -> None:
    while "Keystation" not in line_within(engine, STARTED):
        pass


def bridge_of(engine: Engine) -> int:
    """The pid of the bridge that an engine started."""
    pid = engine.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert len(children) == 1
    return int(children[0])


def play(keys: Keystation, pitches: tuple[int, ...] = PHRASE) -> None:
    for pitch in pitches:
        keys.play(NOTE_ON, pitch, 90)
        time.sleep(0.08)
        keys.play(NOTE_OFF, pitch, 0)
        time.sleep(0.04)


def test_a_keyboard_and_the_machine_play_a_duet(start, jack) -> None:
    with on_stage(start, jack, "--mode", "duet") as (keys, engine):
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now", flag=2)
            turns = 0
            while len(keys.strikes) < 16:
                assert turns < 60, "the machine does not join in"
                turns += 1
                play(keys)
                keys.rest(0.0)
            ear.rest()
            heard = [tuple(arguments) for arguments in ear.told("/perf/heard")]
            strikes = [pitch for _, pitch, velocity in heard if velocity]
            assert strikes[: len(PHRASE)] == list(PHRASE)
            assert len(strikes) == turns * len(PHRASE)
            ear.say("/perf/quit")
        assert engine.process.wait(30) == 0
        keys.rest()
    assert_music(keys.notes, 16)


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGINT", "quit"])
def test_what_the_synth_plays_ends_with_the_engine(start, jack, how: str) -> None:
    with on_stage(start, jack, *TAKEOVER) as (keys, engine):
        play(keys)
        keys.until(lambda: len(keys.strikes) >= 4 and keys.sounding)
        if how == "quit":
            ear = Ear(engine.port)
            with ear.socket:
                ear.say("/perf/quit")
        else:
            engine.process.send_signal(getattr(signal, how))
        keys.until(lambda: not keys.sounding, 10.0)
        engine.process.wait(30)
        keys.rest()
    assert keys.sounding == set()


def test_a_bridge_that_ends_leaves_no_note_and_comes_back(start, jack) -> None:
    with on_stage(start, jack, *TAKEOVER) as (keys, engine):
        play(keys)
        keys.until(lambda: len(keys.strikes) >= 4 and keys.sounding)
        os.kill(bridge_of(engine), signal.SIGTERM)
        keys.until(lambda: not keys.sounding)
        before = len(keys.strikes)
        keys.until(lambda: len(keys.strikes) >= before + 4)
        engine.process.terminate()
        assert engine.process.wait(30) == 0
        keys.rest()
    assert keys.sounding == set()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_bridge_of_its_own_lets_go_when_the_engine_is_gone(start, jack, how: int) -> None:
    """No pipe from the engine ends here: its silence alone tells."""
    with at_the_keyboard(jack) as keys, start("--no-midi", *TAKEOVER) as engine:
        bridge = (sys.executable, "-m", "perf_engine.clients.midi", "--engine-port")
        with run_process(*bridge, str(engine.port), env=jack, cwd=ROOT) as process:
            assert "Keystation" in line_within(process, STARTED)
            play(keys)
            keys.until(lambda: len(keys.strikes) >= 4 and keys.sounding)
            engine.process.send_signal(how)
            try:
                keys.until(lambda: not keys.sounding, 10.0)
                keys.rest()
                assert keys.sounding == set()
            finally:
                engine.process.send_signal(signal.SIGCONT)
