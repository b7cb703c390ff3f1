"""Counts of progressions: what was played often becomes a little less likely, in bounded space."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory import count_table
from perf_engine.core.memory.count_table import CELLS, MOST
from perf_engine.core.memory.harmony_counts import (
    BOUND,
    HarmonyCounts,
    Progression,
    pitch_classes,
    varied,
)
from perf_engine.core.memory.phrase_counts import NATS as PHRASES
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.midi import PEDAL

C, G, AM = (60, 64, 67), (59, 62, 67), (57, 60, 64)
chords = st.lists(st.integers(0, 127), min_size=3, max_size=6, unique=True)


def play(counts: HarmonyCounts, *played: tuple[int, ...]) -> HarmonyCounts:
    """Strike the notes of each chord one after another, once those of the last have ended."""
    for chord in played:
        for size in range(1, len(chord) + 1):
            counts.played(chord[:size])
    return counts


def against(counts: HarmonyCounts, held: tuple[int, ...], key: int, amount: float = 1.0) -> float:
    nats = counts.against(amount, held)
    return 0.0 if nats is None or nats[key] == -np.inf else float(nats[key])


def test_a_progression_that_was_played_is_less_likely_the_more_often_up_to_a_bound() -> None:
    found = []
    for times in (0, 1, 3, 8, 200):
        counts = play(HarmonyCounts(), *(G, C) * times, AM, G)
        found.append(against(counts, (60, 64), 67))
    assert found == pytest.approx([0.0, -0.5 * np.log(2.0), -np.log(2.0), -np.log(3.0), -BOUND])
    assert -PHRASES.min() > BOUND  # a phrase that returns is more conspicuous than a cadence


def test_another_progression_to_the_same_chord_is_as_likely_as_ever() -> None:
    counts = play(HarmonyCounts(), *(G, C) * 9, AM)
    assert against(counts, (60, 64), 67) == 0.0
    assert against(play(counts, G), (60, 64), 67) < 0.0


def test_it_is_the_same_progression_in_every_key_and_order_of_notes() -> None:
    counts = play(HarmonyCounts(), G, C)
    for shift in range(-12, 13):
        for chord in permutations(C):
            *held, last = (key + shift for key in chord)
            play(counts, (48, 50, 52), tuple(key + shift for key in reversed(G)))
            assert against(counts, tuple(held), last) < 0.0
            assert against(counts, tuple(held), last + 1) == 0.0


def test_a_chord_that_is_struck_again_or_in_part_is_no_other_harmony() -> None:
    counts = play(HarmonyCounts(), G, C)
    assert counts._sum == 1
    play(counts, C, (72, 76, 79), (64, 67, 72, 76))
    assert counts._sum == 1
    counts.played((64, 67))
    assert against(counts, (64, 67), 60) == 0.0


def test_a_harmony_grows_while_notes_join_it_and_those_that_end_begin_another() -> None:
    progression = Progression()
    assert not progression.struck(pitch_classes(G))  # the first leads on from none
    assert progression.struck(pitch_classes(C))
    triad = progression.number
    assert progression.struck(pitch_classes((*C, 71)))
    assert progression.number != triad
    assert progression._before == pitch_classes(G)
    assert progression.struck(pitch_classes((64, 67, 71, 74)))
    assert progression._before == pitch_classes((*C, 71))


def test_two_notes_are_no_harmony_and_a_pedal_is_no_note() -> None:
    counts = play(HarmonyCounts(), G, (60, 64), C)
    assert counts._sum == 1
    assert counts.against(1.0, (60,)) is None
    assert counts.against(1.0, (60, PEDAL, KEY_COUNT + PEDAL)) is None
    assert pitch_classes((0, KEY_COUNT + 12, 2 * KEY_COUNT + 14, PEDAL)) == 0b101


def test_the_amount_scales_it_and_0_is_nothing() -> None:
    counts = play(HarmonyCounts(), G, C, G)
    whole = against(counts, (60, 64), 67)
    assert whole < 0.0
    assert against(counts, (60, 64), 67, 0.5) == pytest.approx(whole / 2.0)
    assert counts.against(0.0, (60, 64)) is None


def test_a_pause_leaves_the_counts_and_what_is_forgotten_may_return() -> None:
    counts = play(HarmonyCounts(), *(G, C) * 3)
    counts.pause()
    assert counts.against(1.0, (60, 64)) is None
    assert against(play(counts, G), (60, 64), 67) < 0.0
    counts.forget()
    assert counts._sum == 0
    assert against(play(counts, AM, G), (60, 64), 67) == 0.0


@given(st.lists(chords, max_size=12), chords, st.floats(0.01, 1.0), st.integers(0, 99))
def test_whatever_was_played_harmonies_change_as_often_and_no_key_is_nearly_excluded(
    played, held, amount: float, seed: int
) -> None:
    counts = play(HarmonyCounts(), *map(tuple, played))
    assert counts._sum == int(counts._counts.sum())
    nats = counts.against(amount, held)
    keys = np.random.default_rng(seed).dirichlet(np.ones(KEY_COUNT)).astype(np.float32)
    found = varied(keys, nats)
    assert found.dtype == np.float32
    assert found.sum() == pytest.approx(1.0, abs=1e-5)
    if nats is None:
        assert found is keys
        return
    assert nats.shape == (KEY_COUNT,)
    leads = nats > -np.inf
    assert (nats[leads] >= -BOUND - 1e-6).all()
    assert (nats <= 0.0).all()
    assert found[leads].sum() == pytest.approx(keys[leads].sum(), abs=1e-5)
    assert np.array_equal(found[~leads], keys[~leads])
    assert (found[leads] >= keys[leads] * np.exp(-BOUND) * 0.999).all()


def test_what_was_all_played_as_often_changes_nothing() -> None:
    """After weeks, when everything was played often, the music is as full as on the first day."""
    counts = play(HarmonyCounts(), G, C)
    keys = np.full(KEY_COUNT, 1.0 / KEY_COUNT, np.float32)
    counts._counts[:] = MOST
    assert varied(keys, counts.against(1.0, (60, 64))) == pytest.approx(keys)


def test_where_no_key_that_leads_on_can_come_nothing_changes() -> None:
    counts = play(HarmonyCounts(), G, C)
    nats = counts.against(1.0, (60, 64))
    assert nats is not None
    keys = np.where(nats == -np.inf, np.float32(0.1), np.float32(0.0))
    assert varied(keys, nats) is keys


@given(st.lists(chords, min_size=2, max_size=8))
def test_what_is_foreseen_of_a_strike_is_what_it_counts(played) -> None:
    """The number of the progression is the same before the strike and after it."""
    progression = Progression()
    for chord in played:
        for size in range(1, len(chord) + 1):
            before = progression.numbers(pitch_classes(chord[: size - 1]))
            foreseen = -1 if before is None else int(before[chord[size - 1] % 12])
            new = progression.struck(pitch_classes(chord[:size]))
            assert foreseen == (progression.number if new else -1)


def test_a_full_table_is_halved_and_no_count_runs_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_table, "FULL", 400)
    counts = play(HarmonyCounts(), *(G, C) * 2000)
    assert counts._counts.shape == (CELLS,)
    assert counts._counts.max() <= MOST
    random = np.random.default_rng(1)
    for _ in range(1000):
        counts.played(random.choice(128, 4, replace=False).tolist())
        assert counts._sum < 400


def test_weeks_take_no_more_room_than_the_first_hour() -> None:
    counts, random = HarmonyCounts(), np.random.default_rng(2)
    for _ in range(3000):
        keys = random.choice(88, 4, replace=False).tolist()
        counts.against(1.0, keys[:3])
        counts.played(keys)
    assert counts._counts.nbytes == CELLS
