"""The ledger releases everything, once."""

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.ledger import AFTER, Ledger
from perf_engine.core.messages import ControlChange, Flush, Release, Strike

moves = st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(60, 63)), max_size=40)


@given(moves)
def test_each_strike_is_released_exactly_once(moves):
    ledger, said = Ledger(0), []
    for i, (strike, key, pitch) in enumerate(moves):
        said += ledger.strike(key, pitch, 80, float(i)) if strike else ledger.release(key, float(i))
    said += ledger.silence(100.0)
    sounding = set()
    for message in said:
        if isinstance(message, Strike):
            assert message.pitch not in sounding
            sounding.add(message.pitch)
        elif isinstance(message, Release):
            sounding.remove(message.pitch)
    assert not sounding
    assert ledger.silence(101.0) == [Flush(0)]


def test_a_strike_sent_for_later_is_released_again_after_it():
    ledger = Ledger(1)
    ledger.strike(60, 60, 80, 5.0)
    assert ledger.silence(4.9) == [Flush(1), Release(1, 60, 4.9), Release(1, 60, 5.0 + AFTER)]


def test_the_pedal_comes_up():
    ledger = Ledger(0)
    ledger.sustain(100, 1.0)
    assert ControlChange(0, 64, 0, 2.0) in ledger.silence(2.0)
    assert not ledger.pedal


def test_a_pedal_sent_for_later_comes_up_again_after_it():
    ledger = Ledger(0)
    ledger.sustain(100, 5.0)
    up = ControlChange(0, 64, 0, 4.9)
    assert ledger.silence(4.9) == [Flush(0), up, ControlChange(0, 64, 0, 5.0 + AFTER)]
    assert ledger.silence(4.95) == [Flush(0)]


def test_releases_for_one_client_forget_nothing():
    ledger = Ledger(0)
    ledger.strike(60, 67, 80, 1.0)
    assert Release(0, 67, 2.0) in ledger.releases(2.0)
    assert ledger.sounding() == [67]
    assert ledger.release(60, 3.0) == [Release(0, 67, 3.0)]
