"""One mind: what it feeds, foresees and remembers."""

import numpy as np

from perf_engine.core.improviser import Improviser, Taste
from perf_engine.core.turns import turn
from perf_engine.core.vocabulary import PEDAL

SOLO = turn("solo", 0, 0, going=False)
TASTE = Taste()


def wander(mind, events, now=0.0, taste=TASTE):
    found = []
    for _ in range(events):
        thought = mind.foresee(SOLO, taste, now, mind.stream.held)
        mind.feed(thought.part, thought.key, thought.velocity, thought.onset)
        now = thought.onset
        found.append(thought)
    return found


def test_a_restored_mind_goes_on_as_it_would_have(weights):
    mind = Improviser(weights, seed=7)
    wander(mind, 40)
    snapshot = mind.snapshot()
    expected = wander(mind, 40, mind.now)
    other = Improviser(weights, seed=1)
    other.restore(snapshot)
    assert wander(other, 40, other.now) == expected


def test_nothing_is_foreseen_before_what_is_known(weights):
    mind = Improviser(weights, seed=2)
    mind.feed(0, 60, 80, 0.0)
    for after in np.linspace(0.0, 12.0, 60):
        assert mind.foresee(SOLO, Taste(), after, {}).onset >= after


def test_a_release_of_what_is_not_held_is_nothing_and_a_restrike_is_two_events(weights):
    mind = Improviser(weights)
    mind.feed(0, 60, 0, 0.0)
    assert not mind.held(0, 60)
    mind.feed(0, 60, 80, 1.0)
    mind.feed(0, 60, 90, 2.0)
    assert mind.held(0, 60)
    mind.feed(0, 60, 0, 3.0)
    assert not mind.held(0, 60)


def test_an_event_before_the_last_happens_with_it(weights):
    mind = Improviser(weights)
    mind.feed(0, 60, 80, 5.0)
    mind.feed(0, 64, 80, 4.0)
    assert mind.now == 5.0


def test_surprise_is_a_positive_number_of_nats(weights):
    mind = Improviser(weights)
    mind.feed(0, 60, 80, 0.0)
    assert mind.surprise(0, 64, 80, 0.5) > 0


def test_a_tilt_moves_the_loudness_and_nothing_else_that_is_drawn_with_it(weights):
    plain, louder, softer = (
        wander(Improviser(weights, seed=3), 1, taste=Taste(tilt=tilt))[0] for tilt in (0.0, 30, -30)
    )
    assert softer.velocity < plain.velocity < louder.velocity
    assert (softer.key, softer.onset) == (plain.key, plain.onset) == (louder.key, louder.onset)


def test_a_hand_that_is_full_presses_the_pedal_no_more_often_than_it_would_have(weights):
    pressed = []
    for full in (False, True):
        mind, taste = Improviser(weights, seed=4), Taste(nucleus=1.0)
        mind.feed(0, 60, 80, 0.0)
        thoughts = [mind.foresee(SOLO, taste, 0.0, mind.stream.held, full) for _ in range(2000)]
        pressed.append(sum(t.mine and t.key == PEDAL and t.velocity > 0 for t in thoughts))
        if full:
            assert all(t.key == PEDAL for t in thoughts if t.mine and t.velocity > 0)
    assert 0 < pressed[1] <= 2 * pressed[0] + 10
