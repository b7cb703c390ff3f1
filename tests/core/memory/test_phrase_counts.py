"""Counts of phrases: what was played often becomes less likely, in bounded space."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory.phrase_counts import PhraseCounts
from perf_engine.core.model.vocabulary import KEY_COUNT

MOTIF = (60, 62, 64, 65, 67)
keys = st.integers(0, 127)


def after(*played: int) -> PhraseCounts:
    counts = PhraseCounts()
    for key in played:
        counts.played(key)
    return counts


def test_a_phrase_that_was_played_is_less_likely_the_more_often() -> None:
    found = []
    for times in range(4):
        nats = after(*MOTIF * times, *MOTIF[:4]).against(1.0)
        assert nats is not None
        found.append(float(nats[67]))
    assert found == pytest.approx([-2.0 * np.log(times + 1.0) for times in range(4)])


def test_it_is_the_same_phrase_in_another_key() -> None:
    nats = after(*MOTIF, *(key + 7 for key in MOTIF[:4])).against(1.0)
    assert nats is not None
    assert nats[67 + 7] < 0.0
    assert nats[67] == 0.0


def test_the_amount_scales_it_and_0_is_nothing() -> None:
    counts = after(*MOTIF, *MOTIF[:4])
    whole, half = counts.against(1.0), counts.against(0.5)
    assert whole is not None
    assert half == pytest.approx(whole / 2.0)
    assert counts.against(0.0) is None


def test_before_four_strikes_nothing_is_known() -> None:
    assert after(60, 62, 64).against(1.0) is None


def test_after_a_pause_a_phrase_begins_and_the_counts_stay() -> None:
    counts = after(*MOTIF * 3)
    counts.pause()
    assert counts.against(1.0) is None
    for key in MOTIF[:4]:
        counts.played(key)
    nats = counts.against(1.0)
    assert nats is not None
    assert nats[67] < 0.0


def test_what_is_forgotten_may_return() -> None:
    counts = after(*MOTIF * 3)
    counts.forget()
    assert counts.against(1.0) is None
    for key in MOTIF[:4]:
        counts.played(key)
    assert not np.any(counts.against(1.0))


@given(st.lists(keys, max_size=60), st.floats(0.01, 1.0))
def test_whatever_was_played_no_key_gains_and_none_is_excluded(played, amount: float) -> None:
    nats = after(*played).against(amount)
    assert (nats is None) == (len(played) < 4)
    if nats is not None:
        assert nats.shape == (KEY_COUNT,)
        assert (nats <= 0.0).all()
        assert np.isfinite(nats).all()


@given(st.lists(keys, min_size=5, max_size=40))
def test_each_phrase_counts_once_for_each_time(played) -> None:
    counts = after(*played)
    assert int(counts._counts.sum()) == counts._sum == len(played) - 4
