"""Music varied as it is played live keeps its law, and its metre goes with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.model.vocabulary import KEY_COUNT, PARTS
from perf_engine.protocol.midi import PEDAL
from perf_engine.training.data.metre import Metre, bar_class
from perf_engine.training.learn.variation import (
    CHORD,
    Stretch,
    Variation,
    levelled,
    loosened,
    shuffled,
)

DRUMS = len(PARTS)
WORDS = (*PARTS, "drums")


def chords(count=12, pace=0.5, part=1, loudness=70):
    """Chords of three, each held for a beat: releases and strikes at one time."""
    moments = []
    for n in range(count):
        keys = [48 + n % 5, 60 + n % 7, 72 + n % 3]
        moments += [(n * pace, part, key, loudness) for key in keys]
        moments += [((n + 1) * pace, part, key, 0) for key in keys]
    moments.sort(key=lambda m: (m[0], m[3] > 0, m[2]))
    onset, parts, keys, velocities = (np.array(x) for x in zip(*moments, strict=True))
    metre = Metre(
        np.zeros(len(onset), np.float32),
        np.array([bar_class(4, False, round(t / pace) % 4) for t in onset], np.uint8),
        np.full(len(onset), pace, np.float32),
    )
    return Stretch(
        np.diff(onset, prepend=0).astype(np.float32),
        parts.astype(np.uint8),
        keys.astype(np.uint8),
        velocities.astype(np.uint8),
        metre,
    )


def lawful(stretch):
    down = set()
    for code, velocity in zip(
        (stretch.part.astype(int) * KEY_COUNT + stretch.key).tolist(),
        stretch.velocity.tolist(),
        strict=True,
    ):
        assert (code in down) == (velocity == 0)
        down ^= {code}
    assert (stretch.dt >= 0).all()


EVERYTHING = Variation(
    constant=1.0, flattened=0.5, shuffled=1.0, loose=1.0, undrummed=0.5, pianist=0.3
)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**31), drums=st.booleans())
def test_however_music_is_varied_strikes_and_releases_alternate(seed, drums):
    rng = np.random.default_rng(seed)
    stretch = chords(part=DRUMS if drums else 1)
    varied = EVERYTHING.varied(stretch, rng, [DRUMS], WORDS)
    varied = EVERYTHING.as_played(varied, rng, [DRUMS])
    lawful(varied)
    assert varied.metre is not None
    assert len(varied.metre) == len(varied.dt)
    assert np.isfinite(varied.metre.phase).all()


def test_shuffled_chords_are_the_same_chords_at_the_same_times():
    stretch = chords()
    orders = set()
    for seed in range(20):
        found = shuffled(stretch, np.random.default_rng(seed))
        assert np.array_equal(found.dt, stretch.dt)
        lawful(found)
        for at in np.unique(stretch.onset):
            here = stretch.onset == at
            assert sorted(found.key[here].tolist()) == sorted(stretch.key[here].tolist())
        orders.add(tuple(found.key[:3].tolist()))
    assert len(orders) > 3


def test_what_is_struck_later_than_a_chord_is_long_keeps_its_place():
    keys = np.array([60, 64, 67], np.uint8)
    wide = Stretch(
        np.array([0, CHORD * 0.8, CHORD * 0.8], np.float32),
        np.zeros(3, np.uint8),
        keys,
        np.full(3, 60, np.uint8),
    )
    found = [shuffled(wide, np.random.default_rng(seed)).key.tolist() for seed in range(20)]
    assert all(one[2] == 67 for one in found)
    assert {tuple(one[:2]) for one in found} == {(60, 64), (64, 60)}


def test_loose_playing_is_a_little_beside_the_beat_and_the_metre_says_so():
    stretch = chords(40)
    found = loosened(stretch, np.random.default_rng(1))
    apart = (found.onset - found.onset[0]) - stretch.onset
    assert 0.002 < np.abs(apart).mean() < 0.05
    phase = (found.metre.phase.astype(float) + 0.5) % 1 - 0.5
    moved = np.diff(phase * 0.5)
    assert moved == pytest.approx(np.diff(found.onset - stretch.onset), abs=1e-3)
    lawful(found)


def test_a_player_of_one_loudness_gets_another_and_others_keep_theirs():
    stretch = chords()
    uneven = Stretch(
        stretch.dt,
        stretch.part,
        stretch.key,
        np.where(stretch.velocity > 0, 40 + stretch.key % 8, 0).astype(np.uint8),
    )
    levels = set()
    for seed in range(20):
        found = levelled(stretch, np.random.default_rng(seed), constant=True, flattened=False)
        struck = found[stretch.notes]
        assert struck.min() == struck.max() > 0
        assert not found[~stretch.notes].any()
        levels.add(int(struck[0]))
        kept = levelled(uneven, np.random.default_rng(seed), constant=True, flattened=False)
        assert np.array_equal(kept, uneven.velocity)
        flat = levelled(uneven, np.random.default_rng(seed), constant=False, flattened=True)
        assert len(set(flat[uneven.notes].tolist())) == 1
    assert len(levels) > 8


def test_the_pedal_has_no_loudness_to_vary():
    key = np.array([PEDAL, 60, 60, PEDAL], np.uint8)
    velocity = np.array([127, 70, 0, 0], np.uint8)
    stretch = Stretch(np.zeros(4, np.float32), np.zeros(4, np.uint8), key, velocity)
    found = levelled(stretch, np.random.default_rng(0), constant=True, flattened=True)
    assert found[0] == 127


def test_drums_are_left_out_as_often_as_it_is_told_and_never_of_drums_alone():
    tune, kit = chords(part=1), chords(part=DRUMS)
    order = np.argsort(np.concatenate([tune.onset, kit.onset]), kind="stable")
    onset = np.concatenate([tune.onset, kit.onset])[order]
    both = Stretch(
        np.diff(onset, prepend=0).astype(np.float32),
        *(
            np.concatenate([getattr(tune, n), getattr(kit, n)])[order]
            for n in ("part", "key", "velocity")
        ),
    )
    varied = Variation(undrummed=0.5)
    found = [
        DRUMS in varied.as_played(both, np.random.default_rng(n), [DRUMS]).part for n in range(60)
    ]
    assert 0.3 < np.mean(found) < 0.7
    alone = Variation(undrummed=1.0).as_played(kit, np.random.default_rng(0), [DRUMS])
    assert len(alone.dt) == len(kit.dt)


def test_the_metre_is_told_in_its_share_with_and_without_bars_and_sometimes_for_a_while():
    stretch, varied = chords(60), Variation(measured=0.5, barred=0.75, interrupted=0.5)
    told = [varied.told(stretch, np.random.default_rng(seed)) for seed in range(400)]
    there = [one for one in told if one is not None]
    assert 0.4 < len(there) / 400 < 0.6
    assert 0.65 < np.mean([one.bar.any() for one in there]) < 0.85
    whole = [not np.isnan(one.phase).any() for one in there]
    assert 0.4 < np.mean(whole) < 0.6
    assert (
        Variation().told(
            Stretch(*(getattr(stretch, n) for n in ("dt", "part", "key", "velocity"))),
            np.random.default_rng(0),
        )
        is None
    )
