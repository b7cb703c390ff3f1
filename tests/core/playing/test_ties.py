"""A strike at the moment of another key's release is told apart from it, and moves no time."""

from __future__ import annotations

from copy import copy
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.controls import Settings
from perf_engine.core.memory.priming import events_of
from perf_engine.core.messages import Prime, PrimeNote
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.improviser import TIED_AFTER, Improviser
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.midi import PEDAL
from perf_engine.studio.offline import offline

SCALE = (60, 62, 64, 65, 67, 69, 71, 72)


@pytest.fixture
def hands(weights: Weights) -> Weights:
    """Weights of a model that takes a tie for a repetition."""
    found = copy(weights)
    found.repeats_at_ties = True
    return found


def told(mind: Improviser) -> list[tuple[int, int, float]]:
    """What a mind was told: key, velocity, and seconds since the event before."""
    return [(e.key, e.velocity, pytest.approx(e.dt)) for e in mind.recollection.events()]


def test_another_key_comes_a_little_later_and_what_follows_so_much_sooner(hands: Weights) -> None:
    mind = Improviser(hands)
    mind.feed(0, 60, 80, 1.0)
    mind.feed(0, 60, 0, 1.5)
    mind.feed(0, 62, 80, 1.5)
    assert mind.now == 1.5
    mind.feed(0, 62, 0, 2.0)
    assert mind.now == 2.0
    expected = [(60, 80, 0.0), (60, 0, 0.5), (62, 80, TIED_AFTER), (62, 0, 0.5 - TIED_AFTER)]
    assert told(mind) == expected


def test_of_a_chord_the_first_key_is_told_apart_and_all_are_at_one_time(hands: Weights) -> None:
    mind = Improviser(hands)
    for key, velocity in ((60, 80), (64, 80)):
        mind.feed(0, key, velocity, 0.0)
    for key, velocity in ((60, 0), (64, 0), (62, 80), (65, 80), (69, 80)):
        mind.feed(0, key, velocity, 1.0)
        assert mind.now == 1.0
    seconds = [e.dt for e in mind.recollection.events()][2:]
    assert seconds == pytest.approx([1.0, 0.0, TIED_AFTER, 0.0, 0.0])
    mind.feed(0, 62, 0, 1.004)  # before the moment at which the first was told
    assert mind.now == pytest.approx(1.004)
    mind.feed(0, 65, 0, 1.05)
    assert sum(e.dt for e in mind.recollection.events()) == pytest.approx(1.05)


@pytest.mark.parametrize(
    ("key", "part", "at"),
    [(60, 0, 1.0), (PEDAL, 0, 1.0), (62, 1, 1.0), (62, 0, 1.002)],
    ids=["the same key", "the pedal", "another part", "after a moment"],
)
def test_what_is_no_tie_is_told_as_it_is(hands: Weights, key: int, part: int, at: float) -> None:
    mind = Improviser(hands)
    mind.feed(0, 60, 80, 0.0)
    mind.feed(0, 60, 0, 1.0)
    mind.feed(part, key, 80, at)
    assert [e.dt for e in mind.recollection.events()] == pytest.approx([0.0, 1.0, at - 1.0])


def test_to_a_model_of_scores_a_tie_is_a_tie(weights: Weights) -> None:
    assert not weights.repeats_at_ties
    mind = Improviser(weights)
    mind.feed(0, 60, 80, 0.0)
    mind.feed(0, 60, 0, 1.0)
    mind.feed(0, 62, 80, 1.0)
    assert [e.dt for e in mind.recollection.events()] == [0.0, 1.0, 0.0]


@pytest.mark.parametrize("repeats", [False, True])
@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (((60, 80, 0.0), (60, 0, 1.0), (62, 80, 1.0)), 0),
        (((60, 80, 0.0), (60, 0, 1.0), (62, 80, 1.0), (65, 80, 1.0)), 0),
        (((60, 80, 0.0), (64, 80, 0.0), (60, 0, 1.0), (64, 0, 1.0), (62, 80, 1.0)), 0),
        (((60, 80, 0.0), (60, 0, 1.0), (62, 80, 1.02)), None),
        (((60, 80, 0.0), (60, 0, 1.0), (60, 80, 1.0)), None),
        (((60, 80, 0.0), (62, 80, 1.0), (60, 0, 1.0)), None),
        (((60, 80, 0.0), (60, 0, 1.0), (62, 80, 1.0), (62, 0, 2.0)), None),
        (((60, 80, 0.0), (60, 0, 1.0), (62, 80, 1.0), (65, 80, 1.5)), None),
    ],
    ids=["tie", "chord", "chords", "pause", "again", "overlap", "release", "later"],
)
def test_it_is_known_that_a_player_has_just_left_no_pause(
    weights: Weights,
    repeats: bool,
    events: tuple[tuple[int, int, float], ...],
    expected: int | None,
) -> None:
    model = copy(weights)
    model.repeats_at_ties = repeats
    for own in (False, True):
        mind = Improviser(model)
        for key, velocity, at in events:
            mind.feed(0, key, velocity, at, own=own)
        assert mind.struck_in_a_tie == (None if own else expected)


EVENT = st.tuples(
    st.integers(0, 1),
    st.integers(58, 63),
    st.integers(0, 1),
    st.sampled_from((0.0, 0.0, 4e-3, 0.3)),
)


@given(st.lists(EVENT, min_size=1, max_size=40), st.sampled_from((0.5, 1.0, 2.0)))
def test_the_clock_follows_what_happens_and_never_drifts(
    events: list[tuple[int, int, int, float]], rate: float
) -> None:
    weights, _ = load_model("general")
    mind = Improviser(weights)
    mind.tune(Settings.defaults().changed({"tempo_scale": rate}))
    now = last = 0.0
    mind.begin(now)
    for part, key, strike, wait in events:
        now += wait
        count = len(mind.recollection.events())
        mind.feed(part, key, 80 * strike, now)
        if len(mind.recollection.events()) > count:
            last = now
        assert mind.now == pytest.approx(last, abs=1e-9)
        elapsed = sum(e.dt for e in mind.recollection.events())
        assert rate * last - 1e-9 <= elapsed <= rate * last + TIED_AFTER + 1e-9
        assert all(e.dt >= 0.0 for e in mind.recollection.events())


def test_a_prime_is_told_as_the_same_notes_are_when_they_are_played(hands: Weights) -> None:
    notes = [PrimeNote(0.25 * n, key, 80, 0.25) for n, key in enumerate(SCALE)]
    primed, played = Improviser(hands), Improviser(hands)
    time = 0.0
    for event in events_of(notes, 0, hands.vocabulary):
        time += event.dt
        primed.remember(event.part, event.key, event.velocity, event.dt, 100.0)
        played.feed(event.part, event.key, event.velocity, time)
    assert told(primed) == told(played)
    assert np.allclose(primed.stream.hidden, played.stream.hidden, atol=1e-5)


def test_a_restored_mind_is_ahead_as_it_was(hands: Weights) -> None:
    mind, other = Improviser(hands), Improviser(hands)
    mind.feed(0, 60, 80, 0.0)
    mind.feed(0, 60, 0, 1.0)
    mind.feed(0, 62, 80, 1.0)
    other.restore(mind.snapshot())
    assert other.now == mind.now == 1.0
    for one in (mind, other):
        one.feed(0, 62, 0, 1.5)
    assert told(other) == told(mind)
    assert (other.stream.hidden == mind.stream.hidden).all()


def test_after_a_legato_line_the_machine_does_not_repeat_its_keys() -> None:
    weights, _ = load_model("general")
    line = [PrimeNote(0.25 * n, key, 80, 0.25) for n, key in enumerate((*SCALE, *SCALE[::-1]) * 2)]
    same = []
    for seed in range(4):
        settings = Settings.defaults().changed({"polyphony": 1})
        performer = Performer(weights, mode="solo", seed=seed, settings=settings)
        found = offline(performer, [(0.0, Prime(tuple(line)))], 12.0).performance().notes
        keys = [note.pitch for note in sorted(found, key=lambda note: note.onset)]
        assert len(keys) > 16
        same += [one == other for one, other in pairwise(keys)]
    assert np.mean(same) < 0.3
