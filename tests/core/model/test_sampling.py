"""Draws follow the probabilities, masks and conditions, exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.model.sampling import (
    cumulated,
    draw,
    draw_moment,
    nucleus,
    probabilities,
    surviving,
)
from perf_engine.core.model.vocabulary import time_bin_edges

EDGES = time_bin_edges(160)
uniform = st.floats(0, 1, exclude_max=True)


@given(st.integers(0, 2**31), uniform)
def test_what_is_not_allowed_is_never_drawn(seed, u):
    random = np.random.default_rng(seed)
    allowed = random.random(129) < 0.1
    allowed[5] = True
    p = nucleus(probabilities(random.standard_normal(129).astype(np.float32), 1.0, allowed), 0.9)
    assert allowed[draw(p, u)]
    assert p.sum() == pytest.approx(1.0, abs=1e-5)


def test_nothing_allowed_is_an_error_not_a_guess():
    p = probabilities(np.zeros(4, np.float32), 1.0, np.zeros(4, bool))
    with pytest.raises(ValueError, match="must have a sum above 0, not 0"):
        draw(p, 0.5)


@given(st.integers(0, 2**31), uniform, st.floats(0, 10), st.floats(0.3, 2.0))
def test_a_moment_is_never_before_what_is_known_not_to_have_happened(seed, u, least, hazard):
    random = np.random.default_rng(seed)
    p = cumulated(probabilities(2 * random.standard_normal(160).astype(np.float32)))
    moment = draw_moment(p, EDGES, u, least, hazard=hazard)
    assert moment is not None
    assert moment >= least - 1e-9
    later = draw_moment(p, EDGES, max(u, min(0.999999, u + 0.3)), least, hazard=hazard)
    assert later >= moment - 1e-9


@given(st.floats(0, 5), uniform)
def test_at_most_is_kept(span, u):
    p = cumulated(np.full(160, 1 / 160, np.float32))
    moment = draw_moment(p, EDGES, u, 1.0, 1.5 + span)
    assert moment is not None
    assert 1.0 <= moment <= 1.5 + span


def test_nothing_left_is_said():
    p = np.zeros(160, np.float32)
    p[3] = 1.0
    p = cumulated(p)
    assert draw_moment(p, EDGES, 0.5, 1.0) is None
    assert surviving(p, EDGES, 0.0) == 1.0
    assert surviving(p, EDGES, 1.0) == 0.0


def test_draws_have_the_conditioned_distribution():
    random = np.random.default_rng(0)
    p = cumulated(probabilities(random.standard_normal(160).astype(np.float32)))
    found = [draw_moment(p, EDGES, u, 0.5) for u in random.random(4000)]
    expected = surviving(p, EDGES, 2.0) / surviving(p, EDGES, 0.5)
    assert np.mean(np.array(found) >= 2.0) == pytest.approx(expected, abs=0.03)
