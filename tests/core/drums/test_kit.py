"""The instruments of a kit and their keys."""

from __future__ import annotations

import pytest

from perf_engine.core.drums.kit import COUNT, CRASH, HAT, KEYS, KICK, NAMES, RIDE, SNARE, instrument


def test_each_instrument_has_a_key_of_its_own():
    assert len(NAMES) == len(KEYS) == len(set(KEYS)) == COUNT
    assert [instrument(key) for key in KEYS] == list(range(COUNT))


@pytest.mark.parametrize(
    ("key", "one"), [(35, KICK), (40, SNARE), (37, SNARE), (44, HAT), (57, CRASH), (59, RIDE)]
)
def test_other_keys_stand_for_the_nearest_instrument(key, one):
    assert instrument(key) == one


def test_keys_without_an_instrument_have_none():
    assert instrument(54) is None  # a tambourine
    assert instrument(0) is None
