"""What is counted of music to compare it: phrases, progressions, and how much of them returns."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

import pytest

from benchmarks.likeness import (
    MOST,
    LongPhrases,
    Phrases,
    Progressions,
    Sample,
    mean_similarity,
    returned,
    similarity,
)
from perf_engine.protocol.notes import Release, Strike

G, C, AM = (59, 62, 67), (60, 64, 67), (57, 60, 64)


def test_phrases_do_not_depend_on_the_key_and_days_can_be_compared() -> None:
    def counted(pitches: list[int]) -> Counter[tuple[int, ...]]:
        phrases = Phrases()
        for pitch in pitches:
            phrases.add(pitch)
        return phrases.counts

    tune, other = [60, 64, 67, 72, 67, 64, 60], [60, 61, 63, 66, 61, 60]
    higher = [pitch + 5 for pitch in tune]
    assert similarity(counted(tune), counted(higher)) == pytest.approx(1.0)
    assert similarity(counted(tune), counted(other)) == 0.0
    assert similarity(Counter(), counted(tune)) == 0.0
    assert mean_similarity([counted(tune), Counter(), counted(higher)]) == pytest.approx(1.0)
    assert math.isnan(mean_similarity([counted(tune)]))


def chords(found: Progressions, played: Iterable[tuple[int, ...]], voice: int = 0) -> Progressions:
    for chord in played:
        for pitch in chord:
            found.add(Strike(voice, pitch, 80, 0.0))
        for pitch in chord:
            found.add(Release(voice, pitch, 1.0))
    return found


def test_progressions_do_not_depend_on_the_key_and_each_voice_has_its_own() -> None:
    found = chords(Progressions(), [G, C]).sample.counts
    higher = chords(Progressions(), [tuple(pitch + 5 for pitch in chord) for chord in (G, C)])
    assert found == higher.sample.counts
    assert sum(found.values()) == 1
    apart = Progressions()
    for chord, voice in ((G, 0), (C, 1)):
        chords(apart, [chord], voice)
    assert not apart.sample.counts
    assert chords(Progressions(), [AM, C]).sample.counts != found


def test_long_phrases_do_not_depend_on_the_key() -> None:
    found = []
    for shift in (0, 3, 12):
        phrases = LongPhrases()
        for pitch in (60, 62, 64, 65, 67, 69, 71, 72):
            phrases.add(pitch + shift)
        found.append(phrases.sample.counts)
    assert found[0] == found[1] == found[2]
    assert sum(found[0].values()) == 2


def test_a_share_of_what_is_played_had_been_played_before() -> None:
    assert returned(Counter("aab"), Counter("ac")) == pytest.approx(2 / 3)
    assert returned(Counter("ab"), Counter()) == 0.0
    assert math.isnan(returned(Counter(), Counter("a")))


def test_samples_of_any_size_take_bounded_space_and_can_be_compared() -> None:
    small, large = Sample(), Sample()
    for number in range(0, 4000, 2):
        small.add(number)
    for number in range(100_000):
        large.add(number)
        assert len(large.counts) <= MOST
    assert len(small.counts) == 2000
    mine, other = small.beside(large)
    assert 100 < len(mine) < 1000
    assert returned(mine, other) == 1.0
    assert returned(other, mine) < 0.05
