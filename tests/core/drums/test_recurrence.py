"""The inputs from which a strike is foreseen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.drums.recurrence import FEATURES, features, logits

SHARES = np.array([[0.9, 0.1], [0.5, 0.2], [0.2, 0.8]])
YES, NO = np.ones(2, bool), np.zeros(2, bool)


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=9))
def test_logits_are_the_logarithms_of_odds(shares):
    found = logits(np.array(shares))
    assert 1.0 / (1.0 + np.exp(-found)) == pytest.approx(shares)


def test_what_was_struck_counts_against_what_was_to_be_expected():
    found = features(SHARES[1], SHARES[0], YES, NO, YES)
    assert found.shape == (2, FEATURES)
    assert found[:, 0] == pytest.approx([1.0, 1.0])
    assert found[:, 2] == pytest.approx([0.5, 0.8])  # struck in the last bar
    assert found[:, 3] == pytest.approx([-0.5, -0.2])  # not struck in the theme
    assert found[:, 4] == pytest.approx([0.1, 0.9])  # struck at the place before
