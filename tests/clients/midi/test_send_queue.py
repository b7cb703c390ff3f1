import math

from perf_engine.clients.midi.send_queue import Schedule
from perf_engine.protocol.notes import ControlChange, Release, Strike


def test_what_is_due_leaves_earliest_first_and_the_rest_waits():
    schedule = Schedule()
    late, early, far = Strike(0, 60, 90, 2.0), Strike(0, 64, 90, 1.0), Strike(0, 67, 90, 3.0)
    for played in (late, early, far):
        schedule.add(played)
    assert schedule.next_due == 1.0
    assert list(schedule.due(2.0)) == [early, late]
    assert schedule.next_due == 3.0
    assert list(schedule.due(9.0)) == [far]
    assert schedule.next_due == math.inf


def test_a_chord_leaves_together_in_the_order_it_came():
    schedule = Schedule()
    chord = [Strike(0, pitch, 90, 1.0) for pitch in (67, 60, 64)]
    for strike in chord:
        schedule.add(strike)
    assert list(schedule.due(0.999)) == []
    assert list(schedule.due(1.0)) == chord


def test_a_restrike_stays_release_then_strike_when_the_clocks_are_measured_in_between():
    schedule = Schedule()
    release, strike = Release(0, 60, 1.0), Strike(0, 60, 90, 0.9995)
    schedule.add(release)
    schedule.add(strike)
    assert list(schedule.due(2.0)) == [release, strike]


def test_a_flush_drops_the_strikes_of_its_voice_only():
    schedule = Schedule()
    mine, other = Strike(0, 60, 90, 1.0), Strike(1, 60, 90, 1.0)
    schedule.add(mine)
    schedule.add(other)
    schedule.flush(0)
    assert list(schedule.due(2.0)) == [other]


def test_a_flush_hastens_the_releases_that_wait():
    schedule = Schedule()
    release, pedal_up = Release(0, 60, 1.0), ControlChange(0, 64, 0, 1.1)
    schedule.add(release)
    schedule.add(pedal_up)
    schedule.add(ControlChange(0, 64, 127, 1.2))
    schedule.flush(0)
    assert list(schedule.due(0.0)) == [release, pedal_up]
    assert list(schedule.due(9.0)) == []


def test_after_a_flush_releases_go_out_at_once_and_strikes_at_their_time():
    schedule = Schedule()
    schedule.flush(0)
    release, strike = Release(0, 60, 1.0), Strike(0, 60, 90, 1.0)
    schedule.add(release)
    assert list(schedule.due(0.0)) == [release]
    schedule.add(strike)
    later = Release(0, 60, 1.5)
    schedule.add(later)
    assert list(schedule.due(0.0)) == []
    assert list(schedule.due(1.0)) == [strike]
    assert list(schedule.due(1.5)) == [later]


def test_a_strike_that_a_flush_dropped_holds_nothing_back():
    schedule = Schedule()
    schedule.add(Strike(0, 60, 90, 5.0))
    schedule.flush(0)
    strike = Strike(0, 60, 90, 1.0)
    schedule.add(strike)
    assert list(schedule.due(1.0)) == [strike]
