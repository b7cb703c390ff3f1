"""The ledger releases everything, once."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perf_engine.core.playing.ledger import AFTER, ON_ITS_WAY, Ledger
from perf_engine.protocol.notes import ControlChange, Flush, Release, Strike

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


def test_a_release_sent_for_later_that_a_flush_may_drop_is_said_again():
    ledger = Ledger(0)
    ledger.strike(60, 60, 80, 1.0)
    ledger.sustain(100, 1.0)
    ledger.release(60, 2.1)
    ledger.sustain(0, 2.1)
    again = [Flush(0), Release(0, 60, 2.0), ControlChange(0, 64, 0, 2.0)]
    assert ledger.releases(2.0) == ledger.silence(2.0) == again
    assert ledger.releases(2.1) == [Flush(0), Release(0, 60, 2.1), ControlChange(0, 64, 0, 2.1)]
    assert ledger.silence(2.0 + ON_ITS_WAY) == [Flush(0)]


def test_a_pedal_sent_for_later_comes_up_after_it():
    ledger = Ledger(0)
    ledger.sustain(100, 5.0)
    up = [ControlChange(0, 64, 0, 4.9), ControlChange(0, 64, 0, 5.0 + AFTER)]
    assert ledger.silence(4.9) == [Flush(0), *up]


class Client:
    """Plays what it is sent when it is due, or a little later; a flush it heeds or not."""

    def __init__(self, heeds, late):
        self.heeds, self.late, self.waiting, self.sounding = heeds, late, [], set()

    def take(self, message, now):
        self.pass_time(now)
        if not isinstance(message, Flush):
            self.waiting.append(message)
        elif self.heeds:
            self.waiting.clear()

    def pass_time(self, now):
        self.waiting.sort(key=lambda m: m.due)
        while self.waiting and self.waiting[0].due + self.late <= now:
            message = self.waiting.pop(0)
            key = getattr(message, "pitch", "pedal")
            down = isinstance(message, Strike) or getattr(message, "value", 0) > 0
            (self.sounding.add if down else self.sounding.discard)(key)


acts = st.one_of(
    st.tuples(st.just("strike"), st.integers(0, 2)),
    st.tuples(st.just("release"), st.integers(0, 2)),
    st.tuples(st.just("pedal"), st.sampled_from([0, 100])),
    st.tuples(st.just("silence"), st.just(0)),
)
gaps, leads = st.sampled_from([0.0, 0.01, 0.1, 0.3, 2.0]), st.sampled_from([0.0, 0.02, 0.2])


@pytest.mark.parametrize("heeds", [True, False])
@pytest.mark.parametrize("late", [0.0, 0.4])
@given(st.lists(st.tuples(acts, gaps, leads), max_size=30))
@example([(("strike", 0), 0.0, 0.0), (("release", 0), 0.1, 0.2)])
def test_whether_a_client_heeds_a_flush_or_not_silence_is_silence(heeds, late, plan):
    ledger, client, now, last = Ledger(0), Client(heeds, late), 0.0, 0.0
    for (act, value), gap, lead in [*plan, (("silence", 0), 0.0, 0.0)]:
        now += gap
        due = last = max(last, now + lead)
        if act == "strike":
            said = ledger.strike(value, 60 + value, 80, due)
        elif act == "release":
            said = ledger.release(value, due)
        elif act == "pedal":
            said = ledger.sustain(value, due)
        else:
            said = ledger.silence(now)
        for message in said:
            client.take(message, now)
    client.pass_time(now + 5.0)
    assert not client.sounding


def test_the_pedal_comes_up():
    ledger = Ledger(0)
    ledger.sustain(100, 1.0)
    assert ControlChange(0, 64, 0, 2.0) in ledger.silence(2.0)
    assert ledger.silence(2.0 + ON_ITS_WAY) == [Flush(0)]


def test_a_pedal_sent_for_later_comes_up_again_after_it():
    ledger = Ledger(0)
    ledger.sustain(100, 5.0)
    up = ControlChange(0, 64, 0, 4.9)
    assert ledger.silence(4.9) == [Flush(0), up, ControlChange(0, 64, 0, 5.0 + AFTER)]
    assert ledger.silence(5.0 + AFTER + ON_ITS_WAY) == [Flush(0)]


def test_releases_for_one_client_forget_nothing():
    ledger = Ledger(0)
    ledger.strike(60, 67, 80, 1.0)
    assert Release(0, 67, 2.0) in ledger.releases(2.0)
    assert ledger.sounding() == [67]
    assert ledger.release(60, 3.0) == [Release(0, 67, 3.0)]
