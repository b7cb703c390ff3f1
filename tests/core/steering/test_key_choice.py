"""Which key is struck, and how loud."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.model.gru import StreamingGRU
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.core.steering.key_choice import (
    clinging,
    in_chord,
    in_scale,
    leaning,
    loudness,
    strikeable,
)
from perf_engine.core.steering.scales import keys_in
from perf_engine.core.steering.taste import Taste
from perf_engine.protocol.midi import PEDAL

C_MAJOR = keys_in("major", 0, 0, 0, 127)
masses = st.integers(0, 2**32).map(
    lambda seed: np.random.default_rng(seed).dirichlet(np.full(KEY_COUNT, 0.3)).astype(np.float32)
)


@given(masses, st.floats(0.0, 0.999))
def test_of_what_is_outside_a_share_comes_inside_in_proportion(p, strength):
    found = in_scale(p, Taste(scale=C_MAJOR, scale_strength=strength))
    assert np.isclose(found.sum(), p.sum(), atol=1e-4)
    assert np.allclose(found[~C_MAJOR], p[~C_MAJOR] * (1.0 - strength), atol=1e-6)
    inside = p[C_MAJOR]
    if inside.sum() > 1e-3:
        assert np.allclose(found[C_MAJOR] * inside.sum(), inside * found[C_MAJOR].sum(), atol=1e-4)


@given(masses, st.integers(0, 2**32))
def test_a_chord_favours_keys_and_leaves_sum_and_pedal(p, seed):
    nats = np.random.default_rng(seed).uniform(-5.0, 2.0, KEY_COUNT).astype(np.float32)
    found = in_chord(p, nats)
    assert np.isclose(found.sum(), p.sum(), atol=1e-4)
    assert found[PEDAL] == p[PEDAL]
    keys = (p[:PEDAL] > 1e-3) & (found[:PEDAL] > 0.0)
    ratios = np.log(found[:PEDAL][keys] / p[:PEDAL][keys]) - nats[:PEDAL][keys]
    assert np.ptp(ratios) < 1e-2 if keys.any() else True
    assert in_chord(p, None) is p


@given(masses)
def test_without_a_scale_or_strength_nothing_is_changed(p):
    assert in_scale(p, Taste()) is p
    assert np.allclose(in_scale(p, Taste(scale=C_MAJOR, scale_strength=0.0)), p, atol=1e-6)


def test_at_full_strength_only_the_scale_is_struck_and_the_pedal_if_it_may():
    taste = Taste(scale=C_MAJOR, register_low=60, register_high=72)
    allowed = strikeable([64, KEY_COUNT + 65], 0, taste, full=False, pedal=True)
    assert [key for key in range(KEY_COUNT) if allowed[key]] == [60, 62, 65, 67, 69, 71, 72, PEDAL]
    assert not strikeable([], 0, taste, full=True, pedal=False).any()
    half = strikeable([], 0, taste._replace(scale_strength=0.5), full=False, pedal=False)
    assert half[61]


@given(
    st.tuples(st.integers(1, 127), st.integers(1, 127)).map(sorted),
    st.floats(0.0, 0.999),
    st.floats(0.0, 0.999),
)
def test_a_velocity_lies_between_the_softest_and_the_loudest(weights, ends, one, other):
    stream = StreamingGRU(weights)
    taste = Taste(softest=ends[0], loudest=ends[1])
    assert ends[0] <= loudness(stream, 0, 10, 60, taste, (one, other)) <= ends[1]


@given(masses, st.floats(0.0, 2.0), st.sets(st.integers(0, KEY_COUNT - 1)))
def test_who_clings_lets_go_less_often_of_its_own_keys_in_that_part(p, nats, held):
    before, elsewhere = p.copy(), {3}
    kept = clinging(p, 1, {KEY_COUNT + key for key in held} | elsewhere, nats)
    mine = np.isin(np.arange(KEY_COUNT), list(held))
    assert np.allclose(kept[mine], p[mine] * np.exp(-nats), atol=1e-6)
    assert np.array_equal(kept[~mine], p[~mine])
    assert np.array_equal(p, before)


@given(
    st.floats(-3.0, 3.0),
    st.floats(30.0, 90.0),
    st.one_of(st.none(), st.lists(st.floats(-2.0, 2.0), min_size=12, max_size=12)),
    st.integers(0, 1000),
)
def test_gravity_leans_as_far_as_an_octave_and_the_pedal_is_as_likely_as_ever(
    nats, middle, harmony, seed
):
    logits = np.random.default_rng(seed).normal(0.0, 2.0, KEY_COUNT).astype(np.float32)
    before, after = logits, leaning(logits, harmony, nats, middle)
    if harmony is not None:
        before = leaning(logits, harmony)
    lean = (after - before)[:PEDAL]
    keys = np.arange(PEDAL)
    assert np.allclose(lean[keys >= middle + 12], nats, atol=1e-4)
    assert np.allclose(lean[keys <= middle - 12], -nats, atol=1e-4)
    assert np.all(np.diff(lean) * np.sign(nats) >= -1e-4)
    assert np.isclose(softmax(after)[PEDAL], softmax(logits)[PEDAL], rtol=1e-3)


def softmax(logits):
    p = np.exp(logits.astype(np.float64) - logits.max())
    return p / p.sum()
