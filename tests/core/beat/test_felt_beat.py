"""The beat that the machine plays to: given, heard, carried on; and times that are bent to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.beat.transport import Locate, Run, SetTempo
from perf_engine.core.harmony.guide import GiveChart


def steady(beat, begin=0.0, period=0.5, count=32):
    for n in range(count):
        beat.struck(begin + n * period, 60 + n % 3, 90 if n % 4 == 0 else 70)
    return begin + count * period


def felt():
    return FeltBeat(BeatClock())


# which beat


def test_a_steady_player_is_played_with_and_nobody_is_not():
    beat = felt()
    assert beat.line(0.0, 1.0) is None
    now = steady(beat)
    line = beat.line(now, 1.0)
    assert line.pull > 0.8
    assert line.period == pytest.approx(0.5, rel=0.01)
    assert (line.beat + (now - line.at) / line.period) % 1.0 == pytest.approx(0.0, abs=0.05)


def test_bars_are_those_that_are_heard_or_those_of_a_clock():
    beat = felt()
    assert beat.bars(0.0, 1.0) is None
    now = steady(beat)
    bars, line = beat.bars(now, 1.0), beat.line(now, 1.0)
    assert (bars.period, bars.pull) == (line.period, line.pull)
    assert bars.bar == 4
    assert not bars.triple
    assert (round(bars.beat_at(now)) - bars.first) % 4 == 0  # the loud strikes begin bars
    assert bars.time_of(bars.beat_at(3.3)) == pytest.approx(3.3)
    assert beat.bars(now, 0.0) is None
    assert beat.bars(now, 0.5).pull == pytest.approx(0.5 * bars.pull)
    beat.conduct(SetTempo(90.0), now)
    beat.conduct(Locate(7.0), now)
    beat.conduct(Run(True), now)
    given = beat.bars(now, 1.0)
    assert (given.bar, given.first, given.swing, given.pull) == (4, 0, 1.0, 1.0)
    assert given.period == pytest.approx(2 / 3)
    assert given.beat_at(now) == pytest.approx(7.0)


def test_drums_give_the_beat_and_no_chord_and_leave_the_machine_its_own():
    beat, other = felt(), felt()
    for n in range(48):
        for key in (36, 41, 48):
            beat.struck(0.5 * n, key, 90, drum=True)
            other.struck(0.5 * n, key, 90)
        for key in (60, 64, 67):
            beat.struck(0.5 * n + 0.02, key, 70, own=True)
            other.struck(0.5 * n + 0.02, key, 70, own=True)
    for one in (beat, other):
        one.hear_all(24.0)
    assert beat.pulse(24.0).beat == other.pulse(24.0).beat
    assert beat.line(24.0, 1.0).pull > 0.8
    assert beat.harmony.sounds(24.0, beat.frame(24.0)).chord == "C"
    assert other.harmony.sounds(24.0, other.frame(24.0)).chord != "C"


@pytest.mark.parametrize(("bar", "parts"), [(3, 2), (4, 3), (3, 3)])
def test_in_three_and_in_triplets_bars_say_so(bar, parts):
    beat = felt()
    for n in range(48):
        for part in range(parts):
            loud = 100 if (n % bar, part) == (0, 0) else 76 if part == 0 else 55
            low = (n % bar, part) == (0, 0)
            beat.struck(0.6 * (n + part / parts), 48 if low else 67, loud)
    bars = beat.bars(28.8, 1.0)
    assert bars.triple == (parts == 3)
    assert bars.bar == bar


def test_together_says_how_far_and_nothing_at_zero():
    beat = felt()
    now = steady(beat)
    assert beat.line(now, 0.0) is None
    assert beat.line(now, 0.5).pull == pytest.approx(0.5 * beat.line(now, 1.0).pull)


def test_a_player_without_a_beat_is_not_pulled():
    beat, rng, now = felt(), np.random.default_rng(2), 0.0
    for _ in range(150):
        now += float(np.exp(rng.normal(np.log(0.4), 0.6)))
        beat.struck(now, 60, 70)
    line = beat.line(now + 0.01, 1.0)
    assert line is None or line.pull < 0.3


def test_when_the_player_has_gone_the_tempo_stays():
    beat = felt()
    end = steady(beat)
    beat.count(end)
    before = beat.line(end, 1.0)
    for n in range(200):  # the machine plays on, not quite in time
        beat.struck(end + 0.13 + 0.31 * n, 50, 60, own=True)
    after = beat.line(end + 60.0, 1.0)
    assert (after.period, after.pull) == (before.period, before.pull)
    sure = beat.pulse(end).confidence
    assert beat.pulse(end + 60.0).confidence == pytest.approx(sure, abs=0.02)
    assert beat.pulse(end + 90.0).confidence < 0.1 < sure


def test_alone_the_machine_s_own_beat_is_told_and_not_played_to():
    beat = felt()
    for n in range(64):
        beat.struck(0.4 * n, 60, 80, own=True)
    assert beat.line(25.6, 1.0) is None
    assert beat.pulse(25.6).tempo == pytest.approx(150.0, rel=0.02)


def test_a_clock_that_runs_gives_the_beat_and_one_that_stands_does_not():
    clock = BeatClock()
    beat = FeltBeat(clock)
    end = steady(beat)
    clock.set_tempo(97.0, end)
    assert beat.line(end, 1.0).period == pytest.approx(0.5, rel=0.01)
    clock.run(end)
    line = beat.line(end + 1.0, 0.7)
    assert (line.pull, line.period) == (0.7, 60.0 / 97.0)
    clock.stop(end + 2.0)
    assert beat.line(end + 2.0, 1.0).period == pytest.approx(0.5, rel=0.01)


def test_one_that_is_not_to_listen_has_no_beat_of_its_own():
    beat = felt()
    now = steady(beat)
    beat.listens = False
    assert beat.line(now, 1.0) is None
    beat.clock.run(now)
    assert beat.line(now, 1.0).pull == 1.0


def test_it_can_be_forgotten():
    beat = felt()
    beat.forget()
    now = steady(beat)
    assert beat.line(now, 1.0) is not None
    beat.forget()
    assert beat.line(now, 1.0) is None


def test_under_overload_the_machine_s_own_strikes_are_not_taken():
    beat = felt()
    beat.overloaded = True
    beat.struck(1.0, 60, 90, own=True)
    assert not beat.hear(2.0)
    beat.struck(1.0, 60, 90)
    assert beat.hear(2.0)


@given(
    gaps=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=60),
    own=st.lists(st.booleans(), min_size=60, max_size=60),
    pauses=st.lists(st.booleans(), min_size=60, max_size=60),
)
def test_whenever_strikes_are_heard_the_beat_is_the_same(gaps, own, pauses):
    at_once, in_pauses, now = felt(), felt(), 0.0
    for gap, mine, pause in zip(gaps, own, pauses, strict=False):
        now += gap
        for beat in (at_once, in_pauses):
            beat.struck(now + 0.02 * mine, 60, 80, own=mine)
        if pause:
            in_pauses.hear_all(now)
            in_pauses.pulse(now)
            in_pauses.prepare()
        if mine:  # a decision
            for beat in (at_once, in_pauses):
                beat.count(now)
            assert_alike(at_once.line(now + 0.04, 1.0), in_pauses.line(now + 0.04, 1.0))
    assert_alike(at_once.line(now + 1.0, 1.0), in_pauses.line(now + 1.0, 1.0))
    in_pauses.prepare()
    for beat in (at_once, in_pauses):
        beat.count(now + 1.0)
    assert_alike(at_once.line(now + 1.0, 1.0), in_pauses.line(now + 1.0, 1.0))
    assert at_once.pulse(now) == in_pauses.pulse(now)


def assert_alike(one, other):
    """Two lines are equal to the bit, or there is none."""
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one[:3] == other[:3]
        assert np.array_equal(one.density, other.density)


def test_what_answers_a_strike_at_once_is_played_to_the_beat_before_it():
    beat = felt()
    now = steady(beat)
    beat.count(now)
    before = beat.line(now, 1.0)
    beat.struck(now + 0.1, 60, 90)
    beat.hear_all(now + 0.1)
    beat.count(now + 0.1)  # the decision that follows the strike
    assert beat.line(now, 1.0)[:3] == before[:3]
    told = beat.pulse(now + 0.1)
    assert beat.line(now, 1.0)[:3] == before[:3]  # to tell of the beat changes nothing
    beat.count(now + 0.11)
    assert beat.line(now, 1.0)[:3] != before[:3]
    assert beat.pulse(now + 0.1) == told
    assert not beat.prepare()
    beat.struck(now + 0.2, 60, 90)
    beat.struck(now + 0.2, 64, 90)
    assert beat.hear(now + 0.2)
    assert beat.prepare()
    assert not beat.prepare()
    assert beat.hear(now + 0.2)  # the next strike counts the one before
    assert beat.prepare()


def test_more_strikes_than_may_wait_are_heard_at_once():
    beat = felt()
    for n in range(1000):
        beat.struck(0.01 * n, 60, 70)
    assert len(beat._struck) <= 128


def test_the_chord_is_heard_in_what_players_strike_and_of_the_machine_alone():
    felt = FeltBeat(BeatClock())
    for pitch in (48, 64, 67, 72):
        felt.struck(1.0, pitch, 80)
    felt.hear_all(1.0)
    heard = felt.harmony.sounds(1.1, felt.frame(1.1))
    assert heard.chord == "C"
    for pitch in (42, 58, 61, 66):
        felt.struck(1.5, pitch, 80, own=True)
    felt.hear_all(1.5)
    assert felt.harmony.sounds(1.1, felt.frame(1.1)) == heard
    alone = FeltBeat(BeatClock())
    for at in (1.0, 1.6, 2.2):
        for pitch in (42, 58, 61, 66):
            alone.struck(at, pitch, 80, own=True)
    alone.hear_all(3.0)
    assert alone.harmony.sounds(3.0, alone.frame(3.0)).chord == "F#"


def test_a_release_ends_what_is_held_for_the_chord():
    felt = FeltBeat(BeatClock())
    for pitch in (48, 64, 67, 72):
        felt.struck(1.0, pitch, 80)
        felt.struck(1.2, pitch, 0)
    felt.struck(4.0, 61, 80)
    felt.hear_all(4.0)
    assert felt.harmony.sounds(4.0, felt.frame(4.0)).chord != "C"


def test_a_chart_keeps_its_place_when_a_tempo_is_set_or_the_clock_starts():
    clock = BeatClock()
    felt = FeltBeat(clock)
    felt.harmony.give(GiveChart("| C | F | G | Am |"))
    felt.step(0.0)

    def chord(now):
        return felt.harmony.chord(now, felt.step(now)).name

    assert [chord(now) for now in (0.1, 2.1, 4.1)] == ["C", "F", "G"]
    felt.conduct(SetTempo(60.0), 4.5)  # a beat of the third bar has passed
    assert [chord(now) for now in (7.3, 7.6)] == ["G", "Am"]
    felt.conduct(Locate(4.0), 8.0)
    felt.conduct(Run(True), 8.0)  # the chart counts with the clock from now on
    assert [chord(now) for now in (8.1, 11.8, 12.1)] == ["F", "F", "G"]
    felt.conduct(Run(False), 12.5)
    assert chord(12.6) == "G"


def test_a_refused_command_of_the_clock_changes_nothing():
    beat, other = felt(), felt()
    for one in (beat, other):
        steady(one)
        one.hear_all(15.5)  # the last strike waits to be counted
    for command in (SetTempo(9999.0), Locate(1e12)):
        with pytest.raises(ValueError, match="must be"):
            beat.conduct(command, 15.5)
    assert_alike(beat.line(15.5, 1.0), other.line(15.5, 1.0))
