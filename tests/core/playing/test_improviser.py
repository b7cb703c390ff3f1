"""One mind: what it feeds, foresees and remembers."""

import math
from dataclasses import replace

import numpy as np
import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.playing.improviser import RESTRUCK, Improviser, Taste
from perf_engine.core.turns.modes import Turn, turn
from perf_engine.protocol.midi import PEDAL

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
        until = math.inf if full else -math.inf
        thoughts = [mind.foresee(SOLO, taste, 0.0, mind.stream.held, until) for _ in range(2000)]
        pressed.append(sum(t.mine and t.key == PEDAL and t.velocity > 0 for t in thoughts))
        if full:
            assert all(t.key == PEDAL for t in thoughts if t.mine and t.velocity > 0)
    assert 0 < pressed[1] <= 2 * pressed[0] + 10


def phrases(times):
    """A phrase of ten notes, played so often: (key, velocity, onset)."""
    for again in range(times):
        for i, key in enumerate((60, 67, 63, 72, 70, 55, 58, 62, 65, 69)):
            at = again * 2.0 + i * 0.2
            yield key, 80, at
            yield key, 0, at + 0.1


def nats(mind, imitation):
    """The surprise of each event of a repeated phrase."""
    found = []
    for key, velocity, at in phrases(8):
        found.append(mind.surprise(0, key, velocity, at, imitation))
        mind.feed(0, key, velocity, at)
    return found


def test_a_repeated_phrase_surprises_less_with_imitation_and_reset_forgets_it(weights):
    mind = Improviser(weights, seed=1)
    with_memory = nats(mind, 1.0)
    half = len(with_memory) // 2
    mind.reset()
    assert nats(mind, 1.0) == with_memory
    mind.reset()
    without = nats(mind, 0.0)
    assert sum(with_memory[half:]) < 0.5 * sum(without[half:])
    assert with_memory[:2] == without[:2]  # nothing has been struck before


def test_imitation_takes_up_a_phrase_and_without_it_the_memory_changes_nothing(weights):
    def continued(imitation, remembers):
        mind = Improviser(weights, seed=3)
        for key, velocity, at in phrases(6):
            mind.feed(0, key, velocity, at)
        for key, velocity, at in list(phrases(1))[:8]:
            mind.feed(0, key, velocity, 20.0 + at)
        if not remembers:
            mind.imitation.forget()
        turn = Turn(frozenset({0}), frozenset())
        return [
            mind.foresee(turn, TASTE._replace(imitation=imitation), 20.8, ()) for _ in range(60)
        ]

    taken_up = sum(t is not None and t.key == 70 for t in continued(1.0, True))
    by_itself = sum(t is not None and t.key == 70 for t in continued(0.0, True))
    assert taken_up > by_itself + 20
    assert continued(0.0, True) == continued(0.0, False)


def test_a_harmony_draws_the_keys_that_are_struck(weights):
    favoured = tuple(2.0 if c in (0, 4, 7) else -2.0 for c in range(12))

    def inside(harmony):
        mind = Improviser(weights, seed=5)
        struck = []
        for _ in range(80):
            thought = mind.foresee(
                Turn(frozenset({0}), frozenset()), TASTE._replace(harmony=harmony), 0.0, ()
            )
            assert thought is not None
            if thought.velocity and thought.key != PEDAL:
                struck.append(thought.key % 12 in (0, 4, 7))
        return sum(struck) / len(struck)

    assert inside(favoured) > inside(None) + 0.3


def test_gravity_leads_what_is_struck_up_or_down(weights):
    def mean(nats):
        mind = Improviser(weights, seed=5)
        taste = TASTE._replace(gravity=(nats, 64.0))
        thoughts = [mind.foresee(Turn(frozenset({0})), taste, 0.0, ()) for _ in range(80)]
        struck = [t.key for t in thoughts if t is not None and t.velocity and t.key != PEDAL]
        return sum(struck) / len(struck)

    assert mean(-1.5) + 10.0 < mean(0.0) < mean(1.5) - 10.0


def test_what_is_owed_beside_others_waits_for_nobody_when_it_is_due(weights):
    mind = Improviser(weights, seed=2)
    turn = Turn(frozenset({2}), frozenset({1}), owes=True)
    for _ in range(20):
        thought = mind.foresee(turn, TASTE, 5.0, (), by=5.0)
        assert thought is not None
        assert (thought.mine, thought.part, thought.onset) == (True, 2, 5.0)
        assert thought.velocity > 0


def test_a_worn_key_is_not_struck_unless_it_is_the_only_one(weights):
    def struck(**taste):
        mind = Improviser(weights, seed=2)
        thoughts = [
            mind.foresee(Turn(frozenset({0}), frozenset()), TASTE._replace(**taste), 0.0, ())
            for _ in range(40)
        ]
        return {t.key for t in thoughts if t is not None and t.velocity and t.key != PEDAL}

    assert struck(worn=60, register_low=60, register_high=61) == {61}
    assert struck(worn=60, register_low=60, register_high=60) == {60}


@pytest.mark.parametrize(
    ("fed", "own", "rate"), [(60, True, 1.0), (60, True, 4.0), (61, True, 1.0), (60, False, 1.0)]
)
def test_it_strikes_its_key_again_only_after_a_while_even_the_only_one(weights, fed, own, rate):
    mind = Improviser(weights, seed=2)
    mind.tune(Settings.defaults().changed({"tempo_scale": rate}))
    mind.feed(0, fed, 80, 5.0, own)
    mind.feed(0, fed, 0, 5.001, own)
    only = TASTE._replace(register_low=60, register_high=60)
    tastes = (only._replace(hazard=hazard) for hazard in (1.0, 50.0) for _ in range(100))
    alone = Turn(frozenset({0}), frozenset())
    found = [mind.foresee(alone, taste, 5.002, ()) for taste in tastes]
    struck = [t.onset for t in found if t.mine and t.velocity and t.key != PEDAL]
    early = [onset for onset in struck if onset < 5.0 + RESTRUCK]
    assert struck
    assert bool(early) == (fed != 60 or not own)


def heard_at(mind, times):
    for place, at in enumerate(times):
        mind.feed(0, 60 + place, 80, at)
    return mind


def test_a_tempo_scale_stretches_all_time_that_is_heard_and_foreseen(weights):
    plain, fast = Improviser(weights, seed=6), Improviser(weights, seed=6)
    fast.tune(Settings.defaults().changed({"tempo_scale": 2.0}))
    heard_at(plain, (0.0, 0.5, 0.6, 2.0))
    heard_at(fast, (0.0, 0.25, 0.3, 1.0))
    assert np.array_equal(plain.stream.hidden, fast.stream.hidden)
    assert [e.dt for e in plain.recollection.events()] == [e.dt for e in fast.recollection.events()]
    assert fast.now == 1.0
    slow, quick = (mind.foresee(SOLO, TASTE, mind.now, {}) for mind in (plain, fast))
    assert quick == replace(slow, onset=1.0 + (slow.onset - 2.0) / 2.0)


def test_turning_the_tempo_scale_moves_no_event_that_was(weights):
    mind = heard_at(Improviser(weights, seed=6), (0.0, 0.5, 2.0))
    snapshot = mind.snapshot()
    for scale in (0.25, 4.0, 1.0, 3.0):
        mind.tune(Settings.defaults().changed({"tempo_scale": scale}))
        assert mind.now == pytest.approx(2.0)
    mind.feed(0, 70, 80, 2.5)
    assert mind.recollection.events()[-1].dt == pytest.approx(1.5)
    mind.restore(snapshot)
    assert mind.now == pytest.approx(2.0)
    mind.remember(0, 72, 80, 1.0, 9.0)
    assert mind.recollection.events()[-1].dt == pytest.approx(3.0)
    assert mind.now == pytest.approx(9.0)


def test_influence_moves_the_state_part_of_the_way_and_nothing_else(weights):
    start = Improviser(weights).stream.hidden.copy()
    moved, minds = {}, {}
    for influence in (0.0, 0.5, 1.0):
        minds[influence] = mind = Improviser(weights)
        mind.tune(Settings.defaults().changed({"influence": influence}))
        heard_at(mind, (0.0,))
        moved[influence] = mind.stream.hidden - start
        mind.feed(0, 60, 0, 1.5)
        assert (mind.now, set(mind.stream.held)) == (1.5, set())
        assert mind.recollection.events() == minds[0.0].recollection.events()
    assert not moved[0.0].any()
    assert np.allclose(moved[0.5], moved[1.0] / 2.0, atol=1e-6)
    own = Improviser(weights)
    own.tune(Settings.defaults().changed({"influence": 0.0}))
    own.feed(0, 60, 80, 0.0, own=True)
    assert np.allclose(own.stream.hidden - start, moved[1.0])


def test_frozen_the_state_stays_and_the_playing_goes_on(weights):
    mind = heard_at(Improviser(weights, seed=1), (0.0, 0.5))
    mind.tune(Settings.defaults().changed({"freeze": 1}))
    frozen = mind.stream.hidden.copy()
    thoughts = wander(mind, 40, 0.5)
    mind.feed(0, 90, 80, mind.now + 1.0)
    mind.remember(0, 91, 80, 1.0, mind.now + 1.0)
    assert np.array_equal(mind.stream.hidden, frozen)
    assert len({t.key for t in thoughts}) > 5
    assert mind.held(0, 90)
    mind.tune(Settings.defaults())
    mind.feed(0, 92, 80, mind.now + 1.0)
    assert not np.array_equal(mind.stream.hidden, frozen)


def test_who_takes_over_goes_on_as_it_was_tuned(weights):
    mind, other = heard_at(Improviser(weights, seed=6), (0.0, 0.5)), Improviser(weights)
    mind.tune(Settings.defaults().changed({"tempo_scale": 2.0, "freeze": 1}))
    other.go_on_from(mind, lambda code: code)
    frozen = other.stream.hidden.copy()
    assert other.now == mind.now
    other.feed(0, 72, 80, 1.0)
    assert other.recollection.events()[-1].dt == pytest.approx(1.0)
    assert np.array_equal(other.stream.hidden, frozen)


@pytest.mark.parametrize("novelty", [0.0, 1.0])
def test_phrases_are_counted_while_novelty_is_asked_for_and_kept_by_who_takes_over(
    weights, novelty
):
    mind, other = Improviser(weights, seed=6), Improviser(weights)
    mind.tune(Settings.defaults().changed({"novelty": novelty}))
    for n, key in enumerate((60, 62, 64, 65, 67, 60, 62, 64, 65)):
        mind.feed(0, key, 80, 0.2 * n, own=True)
        mind.feed(0, key, 0, 0.2 * n + 0.1, own=True)
    other.go_on_from(mind, lambda code: code)
    nats = other.phrases.against(1.0)
    assert (nats is not None and nats[67] < 0.0) == bool(novelty)
    other.reset()
    assert other.phrases.against(1.0) is None


@pytest.mark.parametrize("novelty", [0.0, 1.0])
def test_progressions_are_counted_while_novelty_is_asked_for_and_kept_by_who_takes_over(
    weights, novelty
):
    mind, other = Improviser(weights, seed=6), Improviser(weights)
    mind.tune(Settings.defaults().changed({"novelty": novelty}))
    for chord in ((59, 62, 67), (60, 64, 67), (57, 60, 64), (59, 62, 67)):
        mind.sounds(chord)
    other.go_on_from(mind, lambda code: code)
    nats = other.harmonies.against(1.0, (60, 64))
    assert (nats is not None and nats[67] < 0.0) == bool(novelty)
    other.reset(counts=False)
    assert other.harmonies.against(1.0, (60, 64)) is None
    assert (other.harmonies._sum > 0) == bool(novelty)
    other.reset()
    assert other.harmonies._sum == 0


def test_a_progression_that_was_played_often_is_drawn_less_often(weights):
    """The key that would lead to it once more is drawn less often, and never not at all."""
    mine_alone = Turn(frozenset({0}), owes=True)

    def drawn(novelty: float, held: tuple[int, ...] = (60, 64)) -> float:
        mind = Improviser(weights, seed=3)
        mind.tune(Settings.defaults().changed({"novelty": novelty}))
        for chord in ((59, 62, 67), (60, 64, 67)) * 60 + ((59, 62, 67),):
            mind.sounds(chord)
        for key in held:
            mind.feed(0, key, 80, 0.0, own=True)
        found = 0
        for _ in range(400):
            mine = set(held)
            thought = mind.foresee(mine_alone, Taste(), 0.0, mine, by=0.0, late=True, joins=0)
            found += thought is not None and thought.key % 12 == 7
        return found / 400

    often, seldom = drawn(0.0), drawn(1.0)
    assert often > 0.02
    assert 0.0 < seldom < 0.7 * often


def strikes_by(mind, theory, pauses=False):
    """What a mind strikes by rules of some strength, and whether it computes in pauses."""
    mind.tune(Settings.defaults().changed({"theory": theory}))
    for n, key in enumerate((60, 62, 64, 65, 67, 69, 71, 72, 74)):
        mind.feed(0, key, 80, 0.2 * n)
        mind.feed(0, key, 0, 0.2 * n + 0.1)
    found, now = [], mind.now
    for _ in range(60):
        thought = mind.foresee(SOLO, TASTE, now, mind.stream.held)
        mind.feed(thought.part, thought.key, thought.velocity, thought.onset, own=True)
        while pauses and mind.stream.prepare():
            pass
        now = thought.onset
        found.append(thought)
    return found


def test_rules_are_followed_only_if_theory_is_above_0(weights, monkeypatch):
    asked = []

    def pushed(scene, amount):
        asked.append(scene)

    monkeypatch.setattr("perf_engine.core.playing.improviser.push", pushed)
    usual = strikes_by(Improviser(weights, 3), 0.0)
    assert not asked
    assert strikes_by(Improviser(weights, 3), 1.0) == usual  # a push of nothing
    assert asked[0].inside == 0b101010110101  # it has heard C major
    assert any(scene.line for scene in asked)


def test_by_the_rules_too_the_same_seed_gives_the_same_whatever_the_pauses(weights):
    plain, other = (strikes_by(Improviser(weights, 3), theory) for theory in (0.0, 1.0))
    assert plain != other
    assert strikes_by(Improviser(weights, 3), 1.0, pauses=True) == other


def test_a_mind_that_follows_rules_goes_on_from_a_snapshot(weights):
    mind = Improviser(weights, 3)
    strikes_by(mind, 1.0)
    snapshot, other = mind.snapshot(), Improviser(weights)
    other.tune(mind.settings)
    other.restore(snapshot)
    assert wander(other, 40, other.now) == wander(mind, 40, mind.now)


@pytest.mark.parametrize("depth", [1, 64, 90, 126])
def test_a_pedal_is_a_switch_to_the_mind_however_deep_it_is(weights, depth):
    minds = []
    for value in (depth, 127):
        mind = Improviser(weights, 1)
        mind.feed(0, 60, 80, 0.0)
        minds.append((mind, mind.surprise(0, PEDAL, value, 0.5)))
        mind.feed(0, PEDAL, value, 0.5)
        mind.remember(0, 64, 80, 0.1, 1.0)
        mind.feed(0, PEDAL, 0, 1.5)
        mind.remember(0, PEDAL, value, 0.1, 2.0)
    (one, nats), (other, as_trained) = minds
    assert nats == as_trained
    assert np.array_equal(one.stream.hidden, other.stream.hidden)


def test_what_the_machine_does_with_the_pedal_is_a_switch(weights):
    mind = Improviser(weights, 3)
    turn = Turn(mine=frozenset({0}))
    found = []
    for at in range(400):
        thought = mind.foresee(turn, Taste(register_low=1, register_high=0), float(at), ())
        if thought is not None and thought.mine and thought.velocity:
            found.append((thought.key, thought.velocity))
    assert found
    assert set(found) == {(PEDAL, 127)}
