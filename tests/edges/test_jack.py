"""A keyboard and a synth on JACK play with the engine through its own MIDI bridge."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from concert import PHRASE, ROOT, STARTED, TAKEOVER, Ear, assert_music
from keystation import at_the_keyboard, bridge_of, on_stage, play
from peers import line_within, require_module, run_process

require_module("rtmidi")

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
                ear.rest(0.0)  # before the kernel's room for it is full
            wanted = turns * len(PHRASE)
            assert ear.until(lambda: sum(bool(v) for _, _, v in ear.told("/perf/heard")) >= wanted)
            ear.settle()
            heard = [tuple(arguments) for arguments in ear.told("/perf/heard")]
            strikes = [pitch for _, pitch, velocity in heard if velocity]
            assert strikes[: len(PHRASE)] == list(PHRASE)
            assert len(strikes) == wanted
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


def test_what_a_killed_bridge_left_sounding_is_ended_by_the_next(start, jack) -> None:
    with on_stage(start, jack, *TAKEOVER) as (keys, engine):
        play(keys)
        keys.until(lambda: len(keys.strikes) >= 4 and keys.sounding)
        os.kill(bridge_of(engine), signal.SIGKILL)
        keys.until(lambda: not keys.sounding)
        before = len(keys.strikes)
        play(keys)
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
