"""Another model learns what happened and takes over: nothing hangs, whatever happens around it."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf_engine.core.memory.handover import Successor
from perf_engine.core.memory.recent_events import MOST
from perf_engine.core.messages import (
    Dismiss,
    NoteOff,
    NoteOn,
    Panic,
    Prepare,
    Prime,
    PrimeNote,
    Reset,
    SetControls,
    SetMode,
    Start,
    Stop,
    TakeOver,
)
from perf_engine.core.model.gru import StreamingGRU, Styled, Weights, tensor_shapes
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Event, Vocabulary
from perf_engine.core.playing.improviser import Improviser
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.notes import Heard, Release, Strike
from tests.core.playing.performances import anything, play, scale, unreleased
from tests.support.styled_model import styled


def other_weights(
    parts=("bass", "piano"), hidden=24, dt_count=64, velocity_count=9, seed=11
) -> Weights:
    """A model of another width, with the parts elsewhere and other bins."""
    sizes, vocabulary = Sizes(hidden, 4, 8, 12), Vocabulary(parts, dt_count, velocity_count)
    random = np.random.default_rng(seed)
    shapes = tensor_shapes(sizes, vocabulary)
    return Weights(
        {n: (0.3 * random.standard_normal(s)).astype(np.float32) for n, s in shapes.items()},
        sizes,
        vocabulary,
    )


OTHER = other_weights()


def learn_all(performer):
    while performer.learn():
        pass


def test_it_knows_what_a_stream_told_the_same_from_the_beginning_knows(weights):
    mind, expected = Improviser(weights, seed=5), StreamingGRU(OTHER)
    random, words = np.random.default_rng(2), OTHER.vocabulary
    successor, now, last = None, 0.0, 0.0
    for count in range(60):
        if count == 20:
            successor = Successor(OTHER, mind, (0,))
        now += float(random.exponential(0.2))
        key, velocity = int(random.integers(60, 66)), int(random.integers(1, 128))
        if mind.held(0, key):
            velocity = 0
        mind.feed(0, key, velocity, now)
        dt = words.dt_class(0.0 if count == 0 else now - last)
        expected.feed(Event(1, dt, key, words.velocity_class(velocity)), now)
        last = now
        if successor is not None and count % 2:
            successor.learn()
    taken = successor.take_over()
    assert np.array_equal(taken.stream.hidden, expected.hidden)
    assert taken.now == mind.now
    assert taken.random is mind.random
    assert {code - 129 for code in taken.stream.held} == set(mind.stream.held)
    assert list(taken.stream.held.values()) == list(mind.stream.held.values())


def test_what_happened_in_parts_it_does_not_have_is_left_out_with_its_time_kept(weights):
    mind = Improviser(weights)
    mind.feed(0, 60, 80, 0.0)
    mind.feed(1, 72, 80, 0.4)
    mind.feed(0, 60, 0, 1.0)
    taken = Successor(OTHER, mind, (0,)).take_over()
    assert [(e.dt, e.part) for e in taken.recollection.events()] == [(0.0, 1), (1.0, 1)]
    assert dict(taken.stream.held) == {}


def test_a_part_that_is_being_played_must_be_there(weights):
    performer = Performer(weights)
    with pytest.raises(ValueError, match="no part piano, which is in use; it has bass, lead"):
        performer.command(Prepare(other_weights(parts=("bass", "lead"))), 0.0)
    assert performer.learn() == 0
    with pytest.raises(ValueError, match="no model is being prepared"):
        performer.command(TakeOver(), 0.0)
    performer.command(Prepare(OTHER), 0.0)
    with pytest.raises(ValueError, match="another model is being prepared"):
        performer.command(Prepare(OTHER), 0.0)
    performer.command(Dismiss(), 0.0)
    performer.command(Prepare(OTHER), 0.0)


def test_a_model_that_is_being_prepared_changes_no_note(weights):
    runs = []
    for prepare in (False, True):
        performer = Performer(weights, seed=3)
        said = play(performer, scale(2.0), 2.0)
        if prepare:
            performer.command(Prepare(OTHER), 2.0)
        while performer.due() < 8.0:
            performer.learn()
            said += performer.advance(performer.due())
        if prepare:
            performer.command(Dismiss(), 8.0)
        runs.append(said)
    assert runs[0] == runs[1]
    assert any(isinstance(m, Strike) for m in runs[0])


def test_what_sounds_goes_on_sounding_and_is_released_by_the_new_model(weights):
    performer = Performer(weights, mode="solo", seed=2)
    said = play(performer, [(0.0, Start())], 6.0)
    while not performer.sounding():
        said += performer.advance(performer.due())
    now = performer._now
    sounding = performer.sounding()
    performer.command(Prepare(OTHER), now)
    learn_all(performer)
    performer.command(TakeOver(), now)
    assert performer.weights is OTHER
    assert performer.sounding() == sounding
    assert not any(isinstance(m, Release) and m.due <= now for m in performer.advance(now))
    said = play(performer, [(now + 20.0, Panic())], now + 20.0)
    ended = {m.pitch for m in said if isinstance(m, Release)}
    assert {pitch for _, pitch in sounding} <= ended
    assert any(isinstance(m, Strike) for m in said)
    assert performer.sounding() == []


def test_a_key_that_a_player_holds_is_known_and_let_go(weights):
    performer = Performer(weights, mode="listen")
    performer.hear(NoteOn(0, 60, 80, "a"), 0.0)
    performer.command(Prepare(OTHER), 0.1)
    performer.command(TakeOver(), 0.2)
    mind = performer._voices[0].improviser
    assert mind.held(1, 60)
    performer.hear(NoteOff(0, 60, "a"), 1.0)
    assert not mind.held(1, 60)
    assert performer.held() == []


def test_a_prime_goes_on_in_the_new_model(weights):
    performer = Performer(weights, seed=4)
    notes = [PrimeNote(i * 0.2, 60 + i, 80, 0.3, "bass" if i % 2 else None) for i in range(8)]
    performer.command(Prime([*notes, PrimeNote(9.0, 90, 80, 1.0, "melody")]), 0.0)
    performer.advance(0.002)
    performer.command(Prepare(OTHER), 0.003)
    performer.command(TakeOver(), 0.004)
    assert performer.busy
    play(performer, [], 2.0)
    assert not performer.busy
    assert not [
        c
        for c in performer._voices[0].improviser.stream.held
        if c not in performer._voices[0].speaker.hands.held
    ]
    parts = {e.part for e in performer._voices[0].improviser.recollection.events()}
    assert parts == {0, 1}


def test_who_forgets_while_another_learns_is_followed_by_one_that_knows_nothing(weights):
    performer = Performer(weights, mode="listen")
    play(performer, scale(), 5.0)
    performer.command(Prepare(OTHER), 5.0)
    performer.learn()
    performer.command(Reset(), 5.0)
    performer.command(TakeOver(), 5.0)
    stream = performer._voices[0].improviser.stream
    assert np.array_equal(stream.hidden, OTHER.tensors["start"])


def test_a_model_whose_state_is_not_finite_is_refused_and_the_old_plays_on(weights):
    broken = Weights.laid_out(
        {**OTHER.layout(), "recurrent": np.full_like(OTHER.recurrent, np.nan)},
        OTHER.sizes,
        OTHER.vocabulary,
    )
    performer = Performer(weights, mode="solo", seed=1)
    play(performer, [(0.0, Start())], 3.0)
    performer.command(Prepare(broken), 3.0)
    learn_all(performer)
    with pytest.raises(ValueError, match="not finite"):
        performer.command(TakeOver(), 3.0)
    performer.command(Dismiss(), 3.0)
    assert any(isinstance(m, Strike) for m in play(performer, [], 10.0))


def test_only_the_last_events_are_learnt(weights):
    performer = Performer(weights, mode="listen")
    play(performer, scale(200.0), 200.0)
    performer.command(Prepare(OTHER), 200.0)
    assert performer.learn() == MOST - 1


def swapped(weights, messages, mode, begin, swap, step, learn, until):
    """All that is said where another model is prepared and takes over at two given times."""
    performer = Performer(weights, mode=mode, seed=1)
    performer.advance(0.0)
    events = sorted(
        [*messages, (begin, Prepare(OTHER)), (swap, TakeOver())], key=lambda event: event[0]
    )
    advance = performer.advance

    def advance_and_learn(now):
        for _ in range(learn):
            performer.learn()
        return advance(now)

    performer.advance = advance_and_learn
    return performer, play(performer, events, until, step)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    gaps=st.lists(st.tuples(st.floats(0, 2), anything), max_size=20),
    mode=st.sampled_from([mode for mode in MODES if mode != "accompany"]),
    begin=st.floats(0, 8),
    learning=st.floats(0, 3),
    last=st.sampled_from([Panic(), Stop()]),
)
def test_whenever_it_takes_over_nothing_hangs_and_wake_up_times_change_nothing(
    weights, gaps, mode, begin, learning, last
):
    now, messages = 0.0, []
    accompany = SetMode("accompany")  # whose parts the other does not have
    for gap, message in gaps:
        now += gap
        messages.append((now, SetMode("follow") if message == accompany else message))
    until = max(now, begin + learning) + 1.0
    messages.append((until, last))
    runs = []
    for step, learn in ((None, 1), (0.02, 0), (0.4, 3)):
        performer, said = swapped(
            weights, messages, mode, begin, begin + learning, step, learn, until
        )
        assert performer.weights is OTHER
        assert unreleased(said)[0] == []
        assert performer.sounding() == []
        assert performer.finite()
        runs.append([m for m in said if isinstance(m, Strike | Release | Heard)])
    assert runs[1] == runs[0]
    assert runs[2] == runs[0]


def test_the_seed_goes_on_counting(weights):
    performer = Performer(weights, mode="solo", seed=7)
    play(performer, [(0.0, Start())], 3.0)
    before = performer._voices[0].improviser.random
    performer.command(Prepare(OTHER), 3.0)
    performer.command(TakeOver(), 3.0)
    performer.command(SetControls((("lead", 0.0),)), 3.0)
    assert performer._voices[0].improviser.random is before
    assert performer.due() < math.inf


def test_a_style_goes_on_in_another_model_by_its_name_and_one_that_it_lacks_is_none(weights):
    performer = Performer(styled(weights, ("folk", "jazz")), mode="solo", seed=1)
    chosen = (("style", "jazz"), ("style_2", "folk"), ("morph", 0.25))
    performer.command(SetControls(chosen), 0.0)
    play(performer, [(0.0, Start())], 3.0)
    performer.command(Prepare(styled(OTHER, ("jazz", "waltz"))), 3.0)
    learn_all(performer)
    performer.command(TakeOver(), 3.0)
    assert (performer.get("style"), performer.get("style_2")) == (1, 0)
    voice = performer._voices[0]
    assert voice.improviser.stream.styled == Styled(1, 0, 0.25)
    assert voice.improviser.settings == voice.settings
    assert any(isinstance(m, Strike) for m in play(performer, [], 10.0))
