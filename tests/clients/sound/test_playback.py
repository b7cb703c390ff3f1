"""Finished music on the sound device."""

import os
import signal
from pathlib import Path

import pytest

from perf_engine.clients.sound.playback import Event, perform
from tests.support.jack_ear import Tape, rms
from tests.support.peers import jack_server, require_sound

require_sound()

MUSIC = [
    Event(0.0, 0, 60, 100),
    Event(0.1, 0, -1, 127),
    Event(1.0, 0, 60, 0),
    Event(1.0, 1, 64, 100),
    Event(2.5, 1, 64, 0),
    Event(2.5, 0, -1, 0),
]


def test_music_is_heard_to_its_end(monkeypatch, tmp_path) -> None:
    with jack_server(period=1024) as env:
        for name, value in {**env, "CI": "1"}.items():  # pyfluidsynth then prints a line of its own
            monkeypatch.setenv(name, value)
        begun: list[str] = []
        tapes: list[Tape] = []

        def begin(device: str) -> None:
            begun.append(device)
            tapes.append(Tape(dict(os.environ), tmp_path / "tape.wav", 2.0))

        perform(MUSIC, begun=begin)
        assert begun == ["system, JACK"]
        assert rms(tapes[0].samples()) > 5e-3


def test_a_stop_by_hand_ends_the_sound(monkeypatch) -> None:
    with jack_server(period=1024) as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)

        def stop(device: str) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            perform([*MUSIC, Event(500.0, 0, 60, 0)], begun=stop)


def own_children() -> list[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(number) for task in tasks for number in task.read_text().split()]


def test_a_process_that_is_killed_while_it_plays_is_reported(monkeypatch) -> None:
    with jack_server(period=1024) as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        before = own_children()

        def kill(device: str) -> None:
            (child,) = set(own_children()).difference(before)
            os.kill(child, signal.SIGKILL)

        with pytest.raises(OSError, match="the sound's process was ended by signal 9"):
            perform([*MUSIC, Event(500.0, 0, 60, 0)], begun=kill)


def test_a_process_that_fails_without_a_word_is_reported(monkeypatch) -> None:
    monkeypatch.setattr("perf_engine.clients.sound.playback.MODULE", "perf_engine.no_such_module")
    with pytest.raises(OSError, match="the sound's process ended with exit status 1"):
        perform(MUSIC)


def test_so_does_one_that_has_not_read_a_long_piece(monkeypatch) -> None:
    monkeypatch.setattr("perf_engine.clients.sound.playback.MODULE", "perf_engine.no_such_module")
    with pytest.raises(OSError, match="the sound's process ended with exit status 1"):
        perform([Event(n / 10, 0, 60, 100) for n in range(100_000)])  # no pipe holds so much


def test_without_a_device_it_says_so(monkeypatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "none_there")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    with pytest.raises(OSError, match="No sound device is there"):
        perform(MUSIC)


def test_a_soundfont_that_is_missing_is_named(monkeypatch, tmp_path) -> None:
    with jack_server(period=1024) as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(OSError, match=r"mine\.sf2"):
            perform(MUSIC, str(tmp_path / "mine.sf2"))
