from __future__ import annotations

import numpy as np
import pytest

from perf_engine.training.data import sketches as module
from perf_engine.training.data.sketches import alike, containment, sketch
from tests.training.invented import played, tune


def test_a_movement_is_found_in_the_whole():
    whole = np.concatenate([tune(1), tune(2), tune(3)])
    movement, all_of_it = sketch(played(tune(2))), sketch(played(whole))
    assert containment(movement, all_of_it) == pytest.approx(1, abs=0.25)
    assert alike([all_of_it, movement]) == [(0, 1)]


def test_containment_is_exact_for_short_pieces_and_nothing_for_empty_ones():
    short = played(tune(1, 100))
    assert containment(sketch(short), sketch(short)) == 1
    assert containment(sketch(short), sketch(played(tune(2, 100)))) == 0
    assert containment(sketch(short), sketch(played(tune(1, 5)))) == 0


def test_what_is_alike_does_not_depend_on_how_many_hashes_are_compared_at_once(monkeypatch):
    sketches = [sketch(played(tune(n % 40), seed=n, wrong=0.02)) for n in range(90)]
    at_once = alike(sketches)
    assert at_once == sorted(at_once)
    assert {(i, i + 40) for i in range(40)} <= set(at_once)
    monkeypatch.setattr(module, "AT_A_TIME", 700)
    assert alike(sketches) == at_once
    assert alike([]) == []
