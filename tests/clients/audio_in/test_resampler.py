"""A stream at another rate is the same sound, however it is cut into blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.clients.audio_in.resampler import Resampler


def tone(rate: int, hz: float = 1000.0, seconds: float = 0.25) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate).astype(np.float32)


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [(48000, 40000), (44100, 40000), (96000, 16000), (16000, 40000), (8000, 8000)],
)
def test_a_tone_stays_the_same_tone_and_is_as_late_as_said(rate: int, wanted: int) -> None:
    resampler = Resampler(rate, wanted)
    made = resampler.feed(tone(rate))
    assert abs(len(made) - 0.25 * wanted) <= 1
    times = np.arange(len(made)) / wanted - resampler.delay
    settled = times > 0.005
    wanted_tone = np.sin(2 * np.pi * 1000.0 * times)
    assert np.abs(made - wanted_tone)[settled].max() < 2e-3
    assert resampler.delay < 0.002


def test_what_the_new_rate_cannot_hold_is_not_folded_into_it() -> None:
    made = Resampler(48000, 16000).feed(tone(48000, 11_000.0))
    assert np.abs(made[200:]).max() < 0.01


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([(48000, 40000), (44100, 32000), (16000, 56000)]),
    st.lists(st.integers(0, 700), min_size=1, max_size=12),
)
def test_blocks_give_the_same_as_one_piece(rates: tuple[int, int], sizes: list[int]) -> None:
    sound = np.random.default_rng(1).standard_normal(sum(sizes)).astype(np.float32)
    one, many = Resampler(*rates), Resampler(*rates)
    cuts = np.cumsum(sizes)[:-1]
    pieces = [many.feed(piece) for piece in np.split(sound, cuts)]
    np.testing.assert_allclose(np.concatenate(pieces), one.feed(sound), atol=1e-6)
