"""The limiter: nothing leaves it above the ceiling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from perf_engine.synthesis.limiter import CEILING, GRAIN, Limiter

RATE = 44_100
PARTS = st.lists(st.integers(1, 5), min_size=1, max_size=6)


def noise(grains: int, loudness: float, seed: int = 0):
    random = np.random.default_rng(seed)
    return random.uniform(-loudness, loudness, (grains * GRAIN, 2)).astype(np.float32)


@given(
    arrays(
        np.float32, (4 * GRAIN, 2), elements=st.floats(-1000.0, 1000.0, width=32), fill=st.just(0.0)
    )
)
def test_nothing_is_above_the_ceiling(samples) -> None:
    limiter = Limiter(RATE)
    for _ in range(3):
        assert np.abs(limiter.limit(samples)).max() <= CEILING


def test_what_is_quiet_passes_unchanged_one_grain_later() -> None:
    samples = noise(20, 0.9)
    limited = Limiter(RATE).limit(samples)
    assert np.array_equal(limited[GRAIN:], samples[:-GRAIN])


@given(PARTS, st.floats(0.1, 50.0))
def test_the_size_of_the_blocks_changes_nothing(parts, loudness) -> None:
    samples = noise(sum(parts), loudness)
    whole, some = Limiter(RATE), Limiter(RATE)
    pieces, place = [], 0
    for grains in parts:
        pieces.append(some.limit(samples[place : place + grains * GRAIN]))
        place += grains * GRAIN
    assert np.array_equal(whole.limit(samples), np.concatenate(pieces))


def test_the_gain_moves_without_a_jump() -> None:
    level = np.full((400 * GRAIN, 2), 0.5, np.float32)
    level[100 * GRAIN : 200 * GRAIN] = 5.0
    limiter = Limiter(RATE)
    limited = limiter.limit(level)[GRAIN:]
    gain = limited / level[:-GRAIN]
    assert np.abs(np.diff(gain[:, 0])).max() < 1.0 / GRAIN
    assert gain[-1, 0] == pytest.approx(1.0)
    assert gain[150 * GRAIN, 0] == pytest.approx(CEILING / 5.0)
