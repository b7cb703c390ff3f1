"""The numbers that were counted in the playing of drummers."""

from __future__ import annotations

import numpy as np
import pytest

from perf_engine.core.drums.kit import COUNT, HAT, HIGH_TOM, KICK, LOW_TOM, RIDE, SNARE
from perf_engine.core.drums.patterns import BEATS, feel
from perf_engine.core.drums.recurrence import FEATURES, FEELS, STRAIGHT

EACH = pytest.mark.parametrize("number", range(len(FEELS)))


@EACH
def test_tables_have_the_shapes_of_their_feel(number):
    table, places = feel(number), BEATS * FEELS[number]
    themes, patterns = len(table.themes), len(table.strikes)
    assert table.tempo.shape == table.pattern.shape == (themes,)
    assert table.themes.shape == (themes, places, COUNT)
    assert table.strikes.shape == (patterns, places, COUNT)
    assert table.weights.shape == (COUNT, FEATURES)
    for name in ("velocity", "spread", "timing", "looseness"):
        assert getattr(table, name).shape == (places, COUNT)
    assert table.fills.shape[1:] == (places, COUNT)


@EACH
def test_numbers_are_in_their_ranges(number):
    table = feel(number)
    assert 0.0 < table.strikes.min() < table.strikes.max() < 1.0
    assert set(table.pattern.tolist()) <= set(range(len(table.strikes)))
    assert 40.0 < np.exp(table.tempo.min()) < np.exp(table.tempo.max()) < 300.0
    assert 1.0 < table.velocity.min() < table.velocity.max() < 127.0


@EACH
def test_a_bar_resembles_the_one_before(number):
    weights = feel(number).weights
    assert (weights[[KICK, SNARE, HAT, RIDE], 2] > 0.3).all()


@EACH
def test_a_bar_returns_to_the_theme(number):
    weights = feel(number).weights
    assert (weights[[KICK, SNARE, HAT, RIDE], 3] > 0.3).all()


def test_kick_and_snare_are_where_everybody_knows_them():
    table = feel(STRAIGHT)
    usual = table.themes.mean(axis=0)
    assert usual[0, KICK] == usual[:, KICK].max()
    assert {4, 12} == set(np.argsort(usual[:, SNARE])[-2:].tolist())
    assert table.velocity[4, SNARE] > table.velocity[5, SNARE] + 15.0  # between are ghost notes


@EACH
def test_themes_differ_and_so_do_fills_which_have_toms(number):
    themes, fills = feel(number).themes, feel(number).fills
    assert len(themes) >= 16
    assert len({row.tobytes() for row in themes}) == len(themes)
    assert len(fills) >= 8
    assert len({row.tobytes() for row in fills}) == len(fills)
    toms = slice(LOW_TOM, HIGH_TOM + 1)
    assert fills[:, :, toms].sum(axis=(1, 2)).min() > themes[:, :, toms].sum(axis=(1, 2)).max()
