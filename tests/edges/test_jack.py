"""A keyboard and a synth on JACK play with the engine through its own MIDI bridge."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from tests.edges.keystation import OUT, Heard, at_the_keyboard, bridge_of, on_stage, play
from tests.support.concert import PATIENCE, PHRASE, ROOT, STARTED, TAKEOVER, Ear, assert_music
from tests.support.peers import line_within, require_module, run_process

require_module("rtmidi")

LONG = 10.0  # seconds that a machine which stands still may add
SOON = 0.5  # seconds: the shortest pause of whatever starts a bridge again


def test_a_keyboard_and_the_machine_play_a_duet(start, jack) -> None:
    with on_stage(start, jack, "--mode", "duet") as (keys, engine):
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now", flag=2)
            heard, turns = Heard(keys, ear), 0
            while len(keys.strikes) < 16:
                assert turns < 60, "the machine does not join in"
                for place, pitch in enumerate(PHRASE):
                    heard.play(pitch, 30 + (turns * len(PHRASE) + place) % 90)
                    time.sleep(0.08)
                    heard.play(pitch, 0)
                    time.sleep(0.04)
                turns += 1
                keys.rest(0.0)
                ear.rest(0.0)
            heard.all_of_it()
            strikes = [note.pitch for note in ear.heard if note.velocity]
            assert len(strikes) > len(heard.missed)
            ear.say("/perf/quit")
        assert engine.process.wait(PATIENCE) == 0
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
        keys.until(lambda: not keys.sounding)
        engine.process.wait(PATIENCE)
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
        assert engine.process.wait(PATIENCE) == 0
        keys.rest()
    assert keys.sounding == set()


def test_what_a_killed_bridge_left_sounding_is_ended_by_the_next(start, jack) -> None:
    with on_stage(start, jack, *TAKEOVER) as (keys, engine):
        play(keys)
        keys.until(lambda: len(keys.strikes) >= 4 and keys.sounding)
        os.kill(bridge_of(engine), signal.SIGKILL)
        keys.until(lambda: not keys.sounding)
        before, until = len(keys.strikes), time.monotonic() + PATIENCE
        while not keys.listen(3.0, lambda: len(keys.strikes) >= before + 4):
            assert time.monotonic() < until, "the machine is not heard again"
            play(keys)  # the next may not be there yet when a phrase begins
        engine.process.terminate()
        assert engine.process.wait(PATIENCE) == 0
        keys.rest()
    assert keys.sounding == set()


def test_however_often_the_bridge_is_killed_nothing_sounds_on(start, jack) -> None:
    """Ten times in a row: there is no pause before the silence, and none that grows.

    A machine that stands still keeps some of the silences waiting; a pause would be before most of
    them, and one that grows before all of the last.
    """
    with on_stage(start, jack, "--mode", "solo", "--set", "density=2") as (keys, engine):
        took = []
        for _ in range(10):
            before = len(keys.strikes)
            keys.until(lambda known=before: len(keys.strikes) >= known + 3 and keys.sounding)
            os.kill(bridge_of(engine), signal.SIGKILL)
            killed = time.monotonic()
            keys.until(lambda: not keys.sounding)
            took.append(keys.notes[-1].at - killed)
        engine.process.terminate()
        assert engine.process.wait(PATIENCE) == 0
        keys.rest()
    assert keys.sounding == set()
    assert sum(seconds < SOON for seconds in took) >= 7, took
    assert min(took[-3:]) < SOON, took
    assert max(took) < LONG, took


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_bridge_of_its_own_lets_go_when_the_engine_is_gone(start, jack, how: int) -> None:
    """No pipe from the engine ends here: its silence alone tells."""
    with at_the_keyboard(jack) as keys, start("--no-midi", *TAKEOVER) as engine:
        module = "perf_engine.clients.midi.process"
        bridge = (sys.executable, "-m", module, *OUT, "--engine-port")
        with run_process(*bridge, str(engine.port), env=jack, cwd=ROOT) as process:
            assert "Keystation" in line_within(process, STARTED)
            play(keys)
            keys.until(lambda: len(keys.strikes) >= 4 and keys.sounding)
            engine.process.send_signal(how)
            try:
                keys.until(lambda: not keys.sounding)
                keys.rest()
                assert keys.sounding == set()
            finally:
                engine.process.send_signal(signal.SIGCONT)


def bound(ear: Ear) -> tuple[list[list[object]], list[list[object]]]:
    """The answers to a binding, (done, failed), by a bridge that did not stand still meanwhile."""
    for _ in range(3):
        ear.messages.clear()
        ear.say("/perf/midi/bind", 74, "share")
        assert ear.until(lambda: ear.told("/perf/done") or ear.told("/perf/fail"))
        if "did not confirm" not in str(ear.told("/perf/fail")):
            break
    return ear.told("/perf/done"), ear.told("/perf/fail")


def test_a_binding_is_done_when_it_is_kept_and_fails_where_it_cannot_be(
    start, jack, tmp_path
) -> None:
    """A home that takes no file: here a file stands in a folder's place, which stops root too."""
    home = tmp_path / "home"
    home.write_text("no folder")
    said = []
    for config in (home, tmp_path / "another"):
        with on_stage(start, {**jack, "XDG_CONFIG_HOME": str(config)}) as (_, engine):
            ear = Ear(engine.port)
            with ear.socket:
                ear.register("now")
                said.append(bound(ear))
    refused, kept = said
    assert refused[0] == []
    assert "the binding lasts until the MIDI bridge ends, and is not stored" in str(refused[1])
    assert kept == ([["/perf/midi/bind"]], [])
    assert (tmp_path / "another" / "perf_engine" / "midi_bindings.json").is_file()
