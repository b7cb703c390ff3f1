"""Cables and servers that come and go in the middle of playing, and a panic, on a real JACK."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fcntl import ioctl
from functools import partial

import pytest

from tests.edges.keystation import (
    CLEARED,
    NOTE_OFF,
    NOTE_ON,
    OUT,
    Heard,
    Keystation,
    at_the_keyboard,
    on_stage,
    play,
)
from tests.support.concert import PATIENCE, ROOT, STARTED, TAKEOVER, Ear, Engine, play_phrase
from tests.support.peers import jack_name, jack_server, line_within, require_module

require_module("rtmidi")

NOTES = 10_000
AHEAD = 64  # messages that may be on their way: fewer than any queue on that way holds
A_MESSAGE = 0.001  # seconds, on a MIDI cable


@contextmanager
def listening(engine: Engine, flag: int = 2) -> Iterator[Ear]:
    ear = Ear(engine.port)
    with ear.socket:
        ear.register("now", flag=flag)
        yield ear


def heard(ear: Ear) -> list[tuple[int, int]]:
    """Pitch and velocity of what the engine heard from players."""
    return [(pitch, velocity) for _, pitch, velocity in ear.told("/perf/heard")]


def keyboards(ear: Ear) -> list[str]:
    """The MIDI keyboards that the engine says it hears."""
    answer = "/perf/midi/keyboards.reply"
    before = len(ear.told(answer))
    ear.say("/perf/midi/keyboards")
    assert ear.until(lambda: len(ear.told(answer)) > before)
    return list(ear.told(answer)[-1])


def plays_on(ear: Ear, before: int) -> bool:
    return len(ear.notes) >= before + 8


def strike_until_heard(keys: Keystation, ear: Ear, pitch: int) -> None:
    """Strike a key anew until the engine hears it: the port is open from then on."""
    turns = 0
    while (pitch, 90) not in heard(ear):
        assert turns < 5 * PATIENCE, "the keyboard is not heard again"
        turns += 1
        keys.play(NOTE_ON, pitch, 90)
        ear.until(lambda: (pitch, 90) in heard(ear), 0.1)
        keys.play(NOTE_OFF, pitch, 0)


# First: the server that the others share is not there yet, and /dev/shm has room for two.
def test_a_jack_server_goes_and_comes_back_while_playing_over_osc_goes_on(start) -> None:
    with ExitStack() as stage:
        name = stage.enter_context(jack_name())
        with jack_server(name=name) as jack, at_the_keyboard(jack) as keys:
            engine = stage.enter_context(start(*OUT, *TAKEOVER, env=jack))
            while "Keystation" not in line_within(engine.process, STARTED):
                pass
            ear = stage.enter_context(listening(engine))
            play(keys)
            keys.until(lambda: keys.strikes)
            keys.play(NOTE_ON, 40, 90)
            assert ear.until(lambda: (40, 90) in heard(ear))
        assert ear.until(lambda: (40, 0) in heard(ear)), "what was held is not released"
        for turn in range(3):  # nobody but OSC clients is there now
            play_phrase(ear, [60 + turn, 64 + turn, 67 + turn])
            assert ear.until(partial(plays_on, ear, len(ear.notes))), "OSC clients play no more"
        with jack_server(name=name), at_the_keyboard(jack) as again:
            strike_until_heard(again, ear, 41)
            again.until(lambda: again.strikes)
            engine.process.terminate()
            assert engine.process.wait(PATIENCE) == 0
            again.rest()
            assert again.sounding == set()


@pytest.mark.timeout(600)
def test_of_ten_thousand_notes_none_is_lost(start, jack) -> None:
    played = [(21 + 7 * turn % 88, 1 + turn % 127) for turn in range(NOTES)]
    with on_stage(start, jack, "--mode", "duet") as (keys, engine), listening(engine) as ear:
        heard, waits = Heard(keys, ear), 0
        for pitch, loudness in played:
            for velocity in (loudness, 0):
                heard.play(pitch, velocity)
                time.sleep(A_MESSAGE)
                if not ear.until(partial(heard.reaches, len(heard.played) - AHEAD), 1.0):
                    waits += 1  # all that is on its way may be missed: what is heard next tells
                    assert waits < PATIENCE, f"nothing is heard after {heard.count}"
                keys.rest(0.0)
        heard.all_of_it()
        print(f"{len(heard.missed)} strikes lay too long where something stood still")
        assert len(heard.missed) < NOTES / 10
        assert keys.strikes, "the machine is not heard"
        engine.process.terminate()
        assert engine.process.wait(PATIENCE) == 0
        keys.rest()
    assert keys.sounding == set()


@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_a_keyboard_goes_and_comes_back_while_the_machine_plays_on(start, jack, how: str) -> None:
    with ExitStack() as stage:
        keys, engine = stage.enter_context(on_stage(start, jack, *TAKEOVER))
        ear = stage.enter_context(listening(engine))
        keys.play(NOTE_ON, 40, 90)
        assert ear.until(lambda: (40, 90) in heard(ear))
        assert "Keystation" in " ".join(keyboards(ear))
        getattr(keys.process, how)()
        assert ear.until(lambda: (40, 0) in heard(ear)), "what was held is not released"
        while keyboards(ear):  # the engine looks at the ports twice a second
            pass
        assert ear.until(partial(plays_on, ear, len(ear.notes))), "the machine does not play on"
        again = stage.enter_context(at_the_keyboard(jack))
        strike_until_heard(again, ear, 41)
        again.until(lambda: len(again.controls) >= CLEARED)
        again.until(lambda: again.strikes)
        engine.process.terminate()
        assert engine.process.wait(PATIENCE) == 0
        again.rest()
        assert again.sounding == set()


def test_a_panic_over_osc_reaches_the_synth_in_its_order(start, jack) -> None:
    with on_stage(start, jack, *TAKEOVER) as (keys, engine), listening(engine) as ear:
        play(keys)
        keys.until(lambda: keys.strikes and keys.sounding)
        ear.say("/perf/panic")
        ends = [(0xB0, 64, 0), (0xB0, 123, 0), (0xB0, 120, 0), (0xE0, 0, 64), (0xB0, 121, 0)]
        keys.until(lambda: tuple(keys.messages[-len(ends) :]) == tuple(ends))
        assert keys.sounding == set()


def test_all_sound_off_from_a_keyboard_silences_everybody(start, jack) -> None:
    with on_stage(start, jack, *TAKEOVER) as (keys, engine), listening(engine) as ear:
        play(keys)
        assert ear.until(lambda: ear.notes)
        keys.until(lambda: keys.sounding)
        before = len(keys.messages)
        keys.play(0xB0, 120, 0)
        assert ear.until(lambda: ear.told("/perf/flush"))
        keys.until(lambda: (0xBF, 121, 0) in keys.messages[before:])
        keys.rest()
        assert keys.sounding == set()


def test_the_enter_key_silences_everybody(tmp_path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "perf_engine", "play", "--osc-port", "0", "--no-midi"]
    process = subprocess.Popen(
        [*command, *TAKEOVER],
        stdin=theirs,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),
    )
    try:
        while "is ready on port" not in (line := line_within(process, STARTED)):
            pass
        ear = Ear(int(line.rstrip(".").rpartition(" ")[2]))
        with ear.socket:
            ear.register("now")
            play_phrase(ear)
            assert ear.until(lambda: ear.notes)
            os.write(ours, b"\n")
            assert ear.until(lambda: [0, 120, 0, 0.0] in ear.told("/perf/cc"))
            ear.say("/perf/quit")
            assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        for end in (ours, theirs):
            os.close(end)
