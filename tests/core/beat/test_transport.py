import pytest

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.transport import Locate, Observe, Run, SetTempo, conduct


def test_a_clock_does_as_it_is_told():
    clock = BeatClock()
    for now, command in enumerate((SetTempo(60.0), Locate(4.0), Run(True))):
        conduct(clock, command, float(now))
    assert clock.beat_at(5.0) == pytest.approx(7.0)
    conduct(clock, Run(False), 5.0)
    assert not clock.running
    conduct(clock, Observe(9.0), 6.0)
    assert clock.beat_at(7.0) == pytest.approx(10.0)


def test_what_is_out_of_range_changes_nothing():
    clock = BeatClock()
    with pytest.raises(ValueError, match="tempo"):
        conduct(clock, SetTempo(1000.0), 0.0)
    assert clock.tempo == 120.0
