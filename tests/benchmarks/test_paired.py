"""The signed-rank test agrees with counting out every sign, and with its symmetry."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.paired import FEWEST, signed_rank


def counted_out(differences):
    """The share of all signs whose positive ranks sum to at least as much; no ties."""
    ranks = np.argsort(np.argsort(np.abs(differences))) + 1
    above = ranks[np.asarray(differences) > 0].sum()
    sums = [
        sum(itertools.compress(ranks, signs))
        for signs in itertools.product((0, 1), repeat=len(ranks))
    ]
    return np.mean(np.asarray(sums) >= above)


@given(st.lists(st.integers(-1000, 1000).filter(bool), min_size=12, max_size=12, unique_by=abs))
def test_it_is_what_counting_out_every_sign_gives(differences):
    assert signed_rank(differences) == pytest.approx(counted_out(differences), abs=0.01)


@given(st.lists(st.integers(-5, 5).filter(bool), min_size=FEWEST, max_size=60))
def test_it_takes_no_side(differences):
    turned = signed_rank([-d for d in differences])
    assert signed_rank(differences) + turned == pytest.approx(1.0, abs=0.1)


def test_nothing_is_said_of_too_few():
    with pytest.raises(ValueError, match="not 9"):
        signed_rank([1.0] * 9 + [0.0] * 20)


def test_all_above_is_hardly_chance():
    assert signed_rank([1.0 + i for i in range(30)]) < 1e-6
