"""Trust follows what came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.trust import SUREST, Trust

CAME = (0.3, 0.6, 0.9)
lengths, shares = st.integers(0, 20), st.floats(0.01, 0.9)


@given(shares, lengths, st.lists(st.booleans(), max_size=200), st.floats(-1, 1))
def test_a_weight_is_a_share_whatever_came(alone, length, outcomes, doubt):
    trust = Trust(CAME, alone)
    for came in outcomes:
        trust.judge(length, came)
    assert 0.0 <= trust.weight(length, doubt) <= SUREST
    assert trust.weight(length, doubt) >= trust.weight(length, 1.0)


def test_it_grows_with_what_comes_and_goes_with_what_does_not():
    trust = Trust(CAME, 0.25)
    before = trust.weight(0)
    for _ in range(50):
        trust.judge(0, True)
    assert trust.weight(0) > max(before, 0.9)
    for _ in range(200):
        trust.judge(0, False)
    assert trust.weight(0) == 0.0
    assert trust.weight(1) == pytest.approx(0.6 - 0.4 / 3)  # other lengths are judged apart


def test_the_weight_is_the_likeliest_where_the_network_is_right_so_often_alone():
    """w maximises s log(a + w (1 - a)) + (1 - s) log(1 - w)."""
    share, alone = 0.6, 0.25
    w = Trust((share,), alone).weight(0)
    derivative = share * (1 - alone) / (alone + w * (1 - alone)) - (1 - share) / (1 - w)
    assert derivative == pytest.approx(0.0, abs=1e-9)


def test_counts_come_back():
    trust, other = Trust(CAME, 0.2), Trust(CAME, 0.2)
    for came in (True, False, True):
        trust.judge(1, came)
    other.restore(trust.counts())
    assert other.counts() == trust.counts()
