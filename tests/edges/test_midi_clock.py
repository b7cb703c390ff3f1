"""MIDI clock over a real JACK server: into the engine, and out of it."""

from __future__ import annotations

import statistics
import time

import pytest
from concert import PATIENCE, Ear
from keystation import on_stage
from peers import PERIOD, RATE, THOROUGH, line_within, require_module

require_module("rtmidi")

TICK, START, CONTINUE, STOP = 0xF8, 0xFA, 0xFB, 0xFC
SECONDS = 90 if THOROUGH else 10
SETTLING = 8.0  # seconds until the tempo is found
TEMPO, JITTER = 100.0, 2.0  # beats a minute, ms
A_PERIOD = PERIOD / RATE  # seconds
LONGEST = 6  # periods from a strike's time to the synth, in the median: to JACK, and through it
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
            before = time.monotonic()
            beat = asked(ear, "/perf/beat")
            after = time.monotonic()
            assert asked(ear, "/perf/tempo") == pytest.approx(100.0, rel=0.02)
            assert asked(ear, "/perf/transport") == 1
            earliest, latest = ((at - began) / A_TICK / 24 for at in (before, after))
            assert earliest - 0.1 < beat < latest + 0.02, "a busy machine may be late, never early"
            keys.clock(0, 0)
            assert ear.until(lambda: asked(ear, "/perf/transport") == 0)


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
            until = time.monotonic() + SETTLING + SECONDS
            while time.monotonic() < until:
                keys.rest(0.05)
            keys.clock(0, 0)
    off = [(note.at - began + step / 2) % step - step / 2 for note in keys.strikes
           if note.at > began + SETTLING]  # fmt: skip
    delay = statistics.median(off)
    beside = sorted(1000.0 * abs(one - delay) for one in off)
    p50, p99 = (beside[int(share * (len(beside) - 1))] for share in (0.5, 0.99))
    with capsys.disabled():
        print(
            f"\n{len(off)} strikes on four steps a beat of a MIDI clock with {JITTER} ms of "
            f"jitter, {1000 * delay:.2f} ms after the step in the median, and beside that by p50 "
            f"{p50:.2f}, p99 {p99:.2f}, at most {beside[-1]:.2f} ms; JACK's period is "
            f"{1000 * A_PERIOD:.2f} ms"
        )
    assert len(off) > SECONDS
    assert -JITTER / 1000 < delay < LONGEST * A_PERIOD
    assert p50 <= 1000 * A_PERIOD + 1.0


def test_synthesizers_get_the_engines_clock(start, jack) -> None:
    with on_stage(start, jack, "--mode", "listen", "--midi-clock-out") as (keys, engine):
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            ear.say("/perf/tempo", 100.0)
            ear.say("/perf/transport", 1)
            arrived = [line_within(keys.process, PATIENCE).split() for _ in range(1 + 24 * 4)]
            assert [int(status) for _, status in arrived] == [START, *[TICK] * 24 * 4]
            at = [float(time) for time, _ in arrived[1:]]
            beats = [later - sooner for sooner, later in zip(at, at[24:], strict=False)]
            assert statistics.median(beats) == pytest.approx(24 * A_TICK, rel=0.05)
            ear.say("/perf/transport", 0)
            statuses = []
            while STOP not in statuses:
                statuses.append(int(line_within(keys.process, PATIENCE).split()[1]))
            assert set(statuses) <= {TICK, STOP}
            ear.say("/perf/transport", 1)
            assert int(line_within(keys.process, PATIENCE).split()[1]) == 0xF2
            assert int(line_within(keys.process, PATIENCE).split()[1]) == CONTINUE
