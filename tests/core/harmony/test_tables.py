"""The numbers that were counted in songs."""

from __future__ import annotations

import pytest

from perf_engine.core.harmony import tables
from perf_engine.core.harmony.chords import KINDS


@pytest.mark.parametrize(
    ("name", "rows", "whole"),
    [
        ("MELODY", len(KINDS), 1000),
        ("OTHERS", len(KINDS), 1000),
        ("BASS", len(KINDS), 1000),
        ("KEY", 2, 1000),
    ],
)
def test_each_row_is_a_distribution(name, rows, whole):
    table = getattr(tables, name)
    assert len(table) == rows
    for row in table:
        assert len(row) == 12
        assert sum(row) == pytest.approx(whole, abs=8)
        assert min(row) >= 0


def test_chords_of_each_mode_are_a_distribution():
    assert len(tables.CHORDS) == 2 * len(KINDS)
    for mode in (tables.CHORDS[: len(KINDS)], tables.CHORDS[len(KINDS) :]):
        assert sum(map(sum, mode)) == pytest.approx(1000.0, abs=5.0)


def test_tonic_and_dominant_are_what_theory_says():
    major, minor = tables.CHORDS[0], tables.CHORDS[len(KINDS) + 1]
    assert major[0] == max(major)  # C in C major
    assert minor[0] == max(minor)  # Cm in C minor
    dominant = tables.FOLLOWS[2 * 4 + 0]  # from a seventh chord to a major one
    assert dominant[5] == max(dominant)  # a fourth upwards


def test_it_changes_about_every_third_beat():
    assert 0.2 < tables.CHANGE < 0.45
