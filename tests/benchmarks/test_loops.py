"""Loops: a passage that is played over and over is found, and music is none."""

from __future__ import annotations

import random

from benchmarks.loops import LEAST_LOOP, Loops, repeats


def test_a_loop_is_found_and_music_is_none() -> None:
    passage = [60, 64, 67, 72, 71, 67, 65]
    assert repeats(passage * 8, 7)
    assert not repeats(passage * 3, 7)
    assert not repeats([60, 62] * 8, 2)  # a trill
    assert repeats([60, 62] * LEAST_LOOP, 2)
    looped, free = Loops(), Loops()
    chance = random.Random(1)
    assert any(looped.add(pitch) for pitch in passage * 30)
    assert not any(free.add(chance.randrange(60, 72)) for _ in range(2000))
