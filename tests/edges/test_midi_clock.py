"""MIDI clock over a real JACK server: into the engine, and out of it."""

from __future__ import annotations

import statistics
import time

import pytest

from tests.edges.keystation import Keystation, on_stage
from tests.support.concert import PATIENCE, Ear
from tests.support.jack_servers import PERIOD, RATE
from tests.support.peers import THOROUGH, line_within, require_module

require_module("rtmidi")

TICK, START, CONTINUE, STOP = 0xF8, 0xFA, 0xFB, 0xFC
SECONDS = 90 if THOROUGH else 10
TRIES = 5  # a machine that stands still spoils some; a clock that is wrong is wrong in each
SETTLING = 8.0  # seconds until the tempo is found
TEMPO, JITTER = 100.0, 2.0  # beats a minute, ms
A_PERIOD = PERIOD / RATE  # seconds
LONGEST = 6  # periods from a strike's time to the synth, in the median: to JACK, and through it
READINGS = 3  # one after another, in each of which tempo and beat are those of the clock
A_TICK = 60.0 / 100.0 / 24.0  # seconds, at 100 beats a minute


def asked(ear: Ear, address: str) -> object:
    """The answer to a question without arguments."""
    before = len(ear.told(address))
    ear.say(address)
    assert ear.until(lambda: len(ear.told(address)) > before)
    return ear.told(address)[-1][0]


def test_the_engine_follows_a_clock_that_comes_in(start, jack) -> None:
    with on_stage(start, jack, "--mode", "listen") as (keys, engine):
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            ear.say("/perf/clock", "midi")
            assert ear.until(lambda: ear.told("/perf/pulse"))
            keys.clock(TEMPO, 0.0)
            keys.until(lambda: keys.clock_began is not None)
            began = keys.clock_began
            time.sleep(8 * 24 * A_TICK)
            assert asked(ear, "/perf/transport") == 1
            until, followed = time.monotonic() + PATIENCE, 0
            while followed < READINGS:  # after ticks that a machine which stood still made late
                before = time.monotonic()
                beat = asked(ear, "/perf/beat")
                after = time.monotonic()
                tempo = asked(ear, "/perf/tempo")
                earliest, latest = ((at - began) / A_TICK / 24 for at in (before, after))
                near = tempo == pytest.approx(100.0, rel=0.02)
                near = near and earliest - 0.1 < beat < latest + 0.02
                followed = followed + 1 if near else 0
                assert time.monotonic() < until, (earliest, beat, latest, tempo)
                time.sleep(0.5)
            keys.clock(0, 0)
            assert ear.until(lambda: asked(ear, "/perf/transport") == 0)


def test_by_itself_the_engine_follows_a_clock_while_it_runs(start, jack) -> None:
    with on_stage(start, jack, "--mode", "listen") as (keys, engine):
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            assert asked(ear, "/perf/clock") == "auto"
            assert asked(ear, "/perf/transport") == 0
            keys.clock(TEMPO, 0.0)
            assert ear.until(lambda: asked(ear, "/perf/transport") == 1)
            assert ear.until(lambda: asked(ear, "/perf/tempo") == pytest.approx(TEMPO, rel=0.02))
            keys.clock(0, 0)
            assert ear.until(lambda: asked(ear, "/perf/transport") == 0)
            assert asked(ear, "/perf/clock") == "auto"


@pytest.mark.timeout(TRIES * SECONDS + 180)
def test_strikes_are_on_the_beat_of_a_clock_that_comes_in(
    start, jack, capsys: pytest.CaptureFixture[str]
) -> None:
    step = 60.0 / TEMPO / 4
    with on_stage(start, jack, "--mode", "solo", "--seed", "1") as (keys, engine):
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            ear.say("/perf/clock", "midi")
            for name, value in (("quantise", 1.0), ("grid", 4), ("density", 1.5)):
                ear.say(f"/perf/param/{name}", value)
            keys.notes.clear()
            keys.clock(TEMPO, JITTER)
            keys.until(lambda: keys.clock_began is not None)
            began = keys.clock_began
            while time.monotonic() < began + SETTLING:
                keys.rest(0.05)
            keys.notes.clear()
            for _ in range(TRIES):
                off = stretch(keys, began, step)
                delay = statistics.median(off)
                beside = sorted(1000.0 * abs(one - delay) for one in off)
                p50, p99 = (beside[int(share * (len(beside) - 1))] for share in (0.5, 0.99))
                with capsys.disabled():
                    print(
                        f"\n{len(off)} strikes on four steps a beat of a MIDI clock with {JITTER} "
                        f"ms of jitter, {1000 * delay:.2f} ms after the step in the median, and "
                        f"beside that by p50 {p50:.2f}, p99 {p99:.2f}, at most {beside[-1]:.2f} "
                        f"ms; JACK's period is {1000 * A_PERIOD:.2f} ms"
                    )
                if delay < LONGEST * A_PERIOD and p50 <= 1000 * A_PERIOD + 1.0:
                    break
            keys.clock(0, 0)
    assert -JITTER / 1000 < delay < LONGEST * A_PERIOD
    assert p50 <= 1000 * A_PERIOD + 1.0


def stretch(keys: Keystation, began: float, step: float) -> list[float]:
    """How far strikes are off the nearest step, so many of them at least."""
    before, until = len(keys.strikes), time.monotonic() + SECONDS
    while time.monotonic() < until or len(keys.strikes) <= before + SECONDS:
        assert time.monotonic() < until + PATIENCE, "the machine plays too little"
        keys.rest(0.05)
    return [(note.at - began + step / 2) % step - step / 2 for note in keys.strikes[before:]]


def test_synthesizers_get_the_engines_clock(start, jack) -> None:
    with on_stage(start, jack, "--mode", "listen", "--midi-clock-out") as (keys, engine):
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            ear.say("/perf/tempo", 100.0)
            ear.say("/perf/transport", 1)
            assert int(line_within(keys.process, PATIENCE).split()[1]) == START
            medians: list[float] = []
            while not medians or medians[-1] != pytest.approx(24 * A_TICK, rel=0.05):
                assert len(medians) < TRIES, medians
                arrived = [line_within(keys.process, PATIENCE).split() for _ in range(24 * 4)]
                assert [int(status) for _, status in arrived] == [TICK] * 24 * 4
                at = [float(time) for time, _ in arrived]
                beats = [later - sooner for sooner, later in zip(at, at[24:], strict=False)]
                medians.append(statistics.median(beats))
            ear.say("/perf/transport", 0)
            statuses = []
            while STOP not in statuses:
                statuses.append(int(line_within(keys.process, PATIENCE).split()[1]))
            assert set(statuses) <= {TICK, STOP}
            ear.say("/perf/transport", 1)
            assert int(line_within(keys.process, PATIENCE).split()[1]) == 0xF2
            assert int(line_within(keys.process, PATIENCE).split()[1]) == CONTINUE
