"""When a voice foresees anew: at once, or at its pace."""

from itertools import pairwise

import pytest

from perf_engine.core.turns.schedule import AT_ONCE, Schedule


def test_without_a_pace_it_foresees_at_once_and_nothing_before_what_was_asked_last():
    schedule = Schedule()
    assert schedule.after is None
    schedule.ask(1.0, 0.02)
    schedule.ask(2.0, 0.02)
    assert schedule.at == AT_ONCE
    assert schedule.take(5.0, 0.02) == 2.0
    assert schedule.after is None


def test_at_a_pace_it_foresees_once_in_so_many_seconds_however_often_it_is_asked():
    schedule, times = Schedule(), []
    schedule.keep_pace(0.5, 0.0, 0.0)
    for i in range(100):
        now = i * 0.1
        schedule.ask(now + 0.02, 0.02)
        if schedule.at <= now:
            assert schedule.take(now, 0.02) >= now + 0.02, "not before it is foreseen"
            times.append(now)
    assert 15 <= len(times) <= 20
    assert all(later - sooner > 0.3 for sooner, later in pairwise(times))


def test_phases_spread_voices_over_the_pace():
    schedules = [Schedule() for _ in range(4)]
    for place, schedule in enumerate(schedules):
        schedule.ask(1.0, 0.0)
        schedule.keep_pace(0.4, place / 4, 1.0)
    times = sorted(schedule.at for schedule in schedules)
    assert [later - sooner for sooner, later in pairwise(times)] == pytest.approx([0.1] * 3)


def test_a_pace_of_zero_is_none():
    schedule = Schedule()
    schedule.keep_pace(0.5, 0.3, 10.0)
    schedule.keep_pace(0.0, 0.3, 11.0)
    schedule.ask(11.0, 0.0)
    assert schedule.at == AT_ONCE


@pytest.mark.parametrize("pace", [0.0, 0.5])
def test_what_is_late_is_foreseen_from_now_on(pace: float):
    schedule = Schedule()
    schedule.keep_pace(pace, 0.0, 0.0)
    assert not schedule.late(100.0), "nobody asked"
    schedule.ask(1.0, 0.0)
    assert schedule.late(9.9)
    schedule.drop(9.9, 10.0, 0.02)
    assert not schedule.late(9.9)
    assert schedule.after == 10.02
    assert schedule.at == AT_ONCE if not pace else 10.0 <= schedule.at <= 10.5
