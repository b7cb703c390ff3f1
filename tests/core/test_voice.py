"""The ways of playing together, through the whole instrument in simulated time."""

import math
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_performer import play, scale, unreleased

from perf_engine.core.controls import Settings
from perf_engine.core.ensemble import VoicePlan
from perf_engine.core.follower import CANON
from perf_engine.core.gru import Weights, tensor_shapes
from perf_engine.core.messages import (
    Dismiss,
    Flush,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prepare,
    Prime,
    PrimeNote,
    Release,
    SetControls,
    SetMode,
    Start,
    Stop,
    Strike,
    TakeOver,
    TurnPassed,
)
from perf_engine.core.performer import Performer
from perf_engine.core.speaker import NEVER_SILENT
from perf_engine.core.vocabulary import Vocabulary

CLOCK = {"windowed": 1, "count_in": 3.0, "call_length": 5.0}


def performer_in(weights, mode, seed=1, **controls):
    chosen = Settings.defaults().changed(controls)
    return Performer(weights, mode=mode, seed=seed, settings=chosen)


def of(said, *kinds):
    return [m for m in said if isinstance(m, kinds)]


def phrase(at, keys=(60, 62, 64, 65), step=0.25):
    """A plan: keys one after another, the last let go as the others are."""
    notes = []
    for i, key in enumerate(keys):
        notes.append((at + i * step, NoteOn(0, key, 80, "a")))
        notes.append((at + i * step + 0.9 * step, NoteOff(0, key, "a")))
    return notes


# call and response


@pytest.mark.parametrize("lead", [0.0, 20.0, 200.0])
@pytest.mark.parametrize("seed", range(5))
def test_by_the_clock_an_answer_fills_its_window_and_no_more(weights, seed, lead):
    performer = performer_in(weights, "call_response", seed, **CLOCK, lead=lead)
    said = play(performer, [(0.0, Start()), *phrase(3.5)], 14.0)
    onsets = [m.due for m in of(said, Strike)]
    assert onsets[0] == 8.0
    assert 4 <= len(onsets) <= 60
    assert max(onsets) < 13.0
    assert max(m.due for m in of(said, Release)) == 13.0
    assert performer.sounding() == []
    assert not of(said, Flush)  # nothing is cut off that a client has scheduled


def test_whose_turn_it_is_is_told_with_its_time_and_length(weights):
    performer = performer_in(weights, "call_response", **CLOCK)
    said = play(performer, [(0.0, Start()), *phrase(3.5)], 13.5)
    assert [(m.phase, m.seconds, m.due) for m in of(said, TurnPassed)] == [
        ("count_in", 3.0, 0.0), ("call", 5.0, 3.0), ("answer", 5.0, 8.0), ("count_in", 3.0, 13.0),
    ]  # fmt: skip


def test_no_call_no_answer_however_long_the_clock_goes_on(weights):
    performer = performer_in(weights, "call_response", **CLOCK)
    said = play(performer, [(0.0, Start())], 100.0)
    assert of(said, Strike) == []
    assert len(of(said, TurnPassed)) > 20
    assert performer.decisions < 100


def test_a_player_who_goes_on_through_the_answer_is_heard_and_does_not_end_it(weights):
    performer = performer_in(weights, "call_response", **CLOCK)
    said = play(performer, [(0.0, Start()), *phrase(3.5), *phrase(9.0), *phrase(10.5)], 14.0)
    assert not of(said, Flush)
    assert max(m.due for m in of(said, Release)) == 13.0
    assert any(m.due > 11.5 for m in of(said, Strike))


def test_a_key_held_into_the_answer_does_not_hold_it_up(weights):
    performer = performer_in(weights, "call_response", **CLOCK)
    chord = [(7.0, NoteOn(0, key, 80)) for key in (48, 55, 60, 64, 67, 72, 76)]
    said = play(performer, [(0.0, Start()), *chord], 14.0)
    assert of(said, Strike)[0].due == 8.0


@pytest.mark.parametrize("seed", range(5))
def test_by_silence_it_answers_once_the_phrase_has_ended_for_as_long_as_it_was(weights, seed):
    performer = performer_in(weights, "call_response", seed)
    said = play(performer, [(0.0, Start()), *phrase(1.0, range(60, 76))], 60.0)
    answer = next(m for m in of(said, TurnPassed) if m.phase == "answer")
    ended = 1.0 + 15.9 * 0.25
    assert ended + 0.3 <= answer.due <= ended + 1.55
    assert answer.seconds == pytest.approx(15.9 * 0.25)
    onsets = [m.due for m in of(said, Strike)]
    assert onsets[0] == answer.due
    assert len(onsets) >= 4
    assert max(m.due for m in of(said, Release)) == answer.due + answer.seconds
    assert [m.phase for m in of(said, TurnPassed)] == ["call", "answer", "rest"]


def test_by_silence_a_player_who_strikes_has_the_turn_at_once(weights):
    performer = performer_in(weights, "call_response", lead=200.0)
    play(performer, [(0.0, Start()), *phrase(1.0, range(60, 76))], 7.0)
    assert performer.sounding()
    performer.hear(NoteOn(0, 60, 80), 7.0)
    said = performer.advance(7.0)
    assert of(said, Flush)
    assert performer.sounding() == []
    assert of(said, TurnPassed)[-1].phase == "call"
    assert of(play(performer, [], 9.0), Strike) == []  # the key is held: the phrase goes on


def test_by_silence_a_prime_is_answered(weights):
    performer = performer_in(weights, "call_response")
    performer.command(Prime([PrimeNote(i * 0.2, 60 + i, 80, 0.3) for i in range(8)]), 0.0)
    assert of(play(performer, [], 10.0), Strike)


def test_after_a_panic_the_clock_begins_again_with_the_next_note(weights):
    performer = performer_in(weights, "call_response", **CLOCK)
    said = play(performer, [(0.0, Start()), (4.0, Panic())], 30.0)
    assert of(said, TurnPassed)[-1].phase == "rest"
    said = play(performer, phrase(30.0), 32.0)
    assert [(m.phase, m.due) for m in of(said, TurnPassed)] == [("count_in", 30.0)]


def test_who_plays_while_it_is_stopped_begins_nothing(weights):
    performer = performer_in(weights, "call_response", **CLOCK)
    performer.command(Stop(), 0.0)
    assert of(play(performer, phrase(3.5), 50.0), TurnPassed) == []
    performer.command(Start(), 50.0)
    said = play(performer, [], 53.5)
    assert [(m.phase, m.due) for m in of(said, TurnPassed)] == [("count_in", 50.0), ("call", 53.0)]


def test_a_pedal_that_stays_down_does_not_hold_the_phrase_open(weights):
    performer = performer_in(weights, "call_response")
    plan = [(0.0, Start()), (0.5, Pedal(0, 127)), *phrase(1.0)]
    said = play(performer, plan, 4.0)
    answer = next(m for m in of(said, TurnPassed) if m.phase == "answer")
    assert answer.due < 1.975 + 1.55


def test_time_that_was_lost_begins_the_count_in_again(weights):
    performer = performer_in(weights, "call_response", **CLOCK)
    play(performer, [(0.0, Start())], 4.0)
    performer.resume(1000.0)
    assert [(m.phase, m.due) for m in of(performer.advance(1000.0), TurnPassed)] == [
        ("count_in", 1000.0)
    ]


# accompany


def parts_played(performer, own):
    words = performer.weights.vocabulary.parts
    return {words[e.part] for e in performer.remembered() if e.own is own}


@pytest.mark.parametrize(("role", "human", "machine"), [
    (0, "melody", {"accompaniment", "bass"}), (1, "melody", {"accompaniment"}),
    (2, "melody", {"bass"}), (3, "accompaniment", {"melody"}),
])  # fmt: skip
def test_each_plays_in_the_parts_of_its_role(weights, role, human, machine):
    performer = performer_in(weights, "accompany", role=role)
    said = play(performer, [(0.0, Start()), *scale(20.0)], 20.0)
    assert of(said, Strike)
    assert parts_played(performer, own=False) == {human}
    assert parts_played(performer, own=True) == machine


@pytest.mark.parametrize("role", range(4))
def test_who_plays_without_a_rest_is_accompanied_all_the_same(weights, role):
    performer = performer_in(weights, "accompany", role=role, lead=20.0)
    busy = [note for i in range(800) for note in phrase(i * 0.05, keys=(60 + i % 24,), step=0.05)]
    onsets = [m.due for m in of(play(performer, [(0.0, Start()), *busy], 40.0), Strike)]
    assert max(b - a for a, b in pairwise([0.0, *onsets])) <= NEVER_SILENT + 0.02 + 0.05


def test_machines_that_accompany_a_player_owe_nothing_to_each_other(weights):
    plans = [VoicePlan("accompany", seed) for seed in (1, 2)]
    performer = Performer(weights, voices=plans)
    said = play(performer, [(0.0, Start()), *phrase(0.0)], 20.0)
    assert of(said, Strike)[-1].due > 2.0, "they went on"
    for voice in performer._voices:
        assert voice.company
        assert voice._turn(1.5).owes
        assert not voice._turn(20.0).owes


def test_another_role_or_mode_lets_go_of_the_machines_keys_and_of_the_players_where_they_are(
    weights
):
    for change in (SetControls((("role", 3),)), SetMode("duet")):
        performer = performer_in(weights, "accompany")
        play(performer, [(0.0, Start()), *scale(8.0), (8.0, NoteOn(0, 72, 80))], 9.0)
        performer.command(change, 9.0)
        assert performer.sounding() == []
        assert of(performer.advance(9.0), Flush)
        play(performer, [], 9.5)
        performer.hear(NoteOff(0, 72), 9.5)
        held = performer._voices[0].improviser.stream.held
        assert 72 not in {code % 129 for code in held}
        words = performer.weights.vocabulary.parts
        last = [e for e in performer.remembered() if not e.own][-1]
        assert (words[last.part], last.key, last.velocity) == ("melody", 72, 0)


def test_a_model_without_the_parts_cannot_accompany_and_nothing_changes(weights):
    words = Vocabulary(("piano", "melody"))
    shapes = tensor_shapes(weights.sizes, words)
    piano = Weights(
        {name: weights.tensors[name][tuple(slice(n) for n in shape)]
         for name, shape in shapes.items()}, weights.sizes, words,
    )
    with pytest.raises(ValueError, match="accompany needs a model with the part accompaniment"):
        Performer(piano, mode="accompany")
    performer = Performer(piano)
    with pytest.raises(ValueError, match="accompany needs"):
        performer.command(SetMode("accompany"), 0.0)
    assert performer.mode() == "duet"

    performer = Performer(weights)
    performer.command(Prepare(piano), 0.0)
    performer.command(SetMode("accompany"), 0.0)
    with pytest.raises(ValueError, match="no part accompaniment, which is being played"):
        performer.command(TakeOver(), 0.0)
    assert performer.weights is weights
    performer.command(Dismiss(), 0.0)
    with pytest.raises(ValueError, match="no part accompaniment"):
        performer.command(Prepare(piano), 0.0)


# follow


@pytest.mark.parametrize("lead", [0.0, 20.0, 200.0])
def test_a_parallel_line_is_as_the_player_is(weights, lead):
    performer = performer_in(weights, "follow", interval=7, interval_2=-12, lead=lead)
    plan = phrase(1.0)
    said = play(performer, [(0.0, Start()), *plan], 5.0)
    for kind, heard in ((Strike, NoteOn), (Release, NoteOff)):
        asked = {(at, m.pitch + by) for at, m in plan if isinstance(m, heard) for by in (7, -12)}
        assert {(m.due, m.pitch) for m in of(said, kind)} == asked
    assert {m.velocity for m in of(said, Strike)} == {80}


@pytest.mark.parametrize("lead", [0.0, 20.0, 200.0])
@pytest.mark.parametrize("delay", [0.05, 1.7])
def test_a_canon_comes_after_its_delay(weights, lead, delay):
    performer = performer_in(
        weights, "follow", motion=CANON, canon_delay=delay, interval=0, lead=lead
    )
    plan = [*phrase(1.0), (2.0, Pedal(0, 100)), (2.5, Pedal(0, 0))]
    said = play(performer, [(0.0, Start()), *plan], 8.0)
    asked = {(at + delay, m.pitch) for at, m in plan if isinstance(m, NoteOn)}
    assert {(m.due, m.pitch) for m in of(said, Strike)} == asked
    ends = {(at + delay, m.pitch) for at, m in plan if isinstance(m, NoteOff)}
    assert {(m.due, m.pitch) for m in of(said, Release)} == ends
    if lead / 1000.0 <= delay:
        said_at = 1.0 + delay - lead / 1000.0
        again = performer_in(weights, "follow", motion=CANON, canon_delay=delay, lead=lead)
        play(again, [(0.0, Start()), *plan], said_at - 0.01)
        assert again.sounding() == []
        assert of(play(again, [], said_at + 0.001), Strike)


@pytest.mark.parametrize("ending", [
    Stop(), Panic(), SetMode("duet"), SetControls((("mute", 1),)), SetControls((("motion", 0),)),
])  # fmt: skip
def test_a_canon_that_is_ended_says_nothing_more(weights, ending):
    performer = performer_in(weights, "follow", motion=CANON, canon_delay=2.0)
    play(performer, [(0.0, Start()), *phrase(1.0)], 3.1)
    assert performer.sounding()
    performer.command(ending, 3.1)
    assert performer.sounding() == []
    performer.advance(3.1)
    performer.command(SetMode("listen"), 3.1)
    assert of(play(performer, [], 20.0), Strike) == []


def test_who_follows_keeps_within_the_fingers_it_has_and_lets_go_in_the_end(weights):
    performer = performer_in(weights, "follow", polyphony=2, longest_note=1.0)
    chord = [(1.0, NoteOn(0, key, 80)) for key in (60, 64, 67)]
    said = play(performer, [(0.0, Start()), *chord], 5.0)
    assert [m.pitch for m in of(said, Strike)] == [72, 76]
    assert [(m.pitch, m.due) for m in of(said, Release)] == [(72, 2.0), (76, 2.0)]


# whatever happens

TURNED = st.sampled_from([
    {"windowed": 1, "count_in": 0.0, "call_length": 1.0}, {"windowed": 0},
    {"motion": CANON, "canon_delay": 0.3, "lead": 200.0}, {"motion": 1, "interval_3": 3},
    {"role": 3},
])  # fmt: skip
keys = st.integers(58, 66)
things = st.one_of(
    st.builds(NoteOn, st.just(0), keys, st.integers(1, 127), st.sampled_from("ab"),
              st.one_of(st.none(), st.floats(0, 3))),
    st.builds(NoteOff, st.just(0), keys, st.sampled_from("ab")),
    st.builds(Pedal, st.just(0), st.integers(0, 127), st.just("a")),
    st.builds(SetMode, st.sampled_from(["call_response", "accompany", "follow"])),
    TURNED.map(lambda changes: SetControls(tuple(changes.items()))),
    st.builds(Stop), st.builds(Start), st.builds(Panic),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    gaps=st.lists(st.tuples(st.floats(0, 3), things), max_size=20),
    mode=st.sampled_from(["call_response", "accompany", "follow"]), first=TURNED,
    last=st.sampled_from([Panic(), Stop()]),
)
def test_whatever_is_turned_nothing_hangs_and_wake_up_times_change_nothing(
    weights, gaps, mode, first, last
):
    now, messages = 0.0, [(0.0, Start())]
    for gap, thing in gaps:
        now += gap
        messages.append((now, thing))
    messages.append((now + 1.0, last))
    runs = []
    for step in (None, 0.03, 0.5):
        performer = performer_in(weights, mode, **first)
        said = play(performer, messages, now + 1.0, step)
        assert unreleased(said)[0] == []
        assert performer.sounding() == []
        assert performer.finite()
        assert all(math.isfinite(m.due) for m in of(said, Strike, Release, TurnPassed))
        runs.append(of(said, Strike, Release, TurnPassed))
    assert runs[0] == runs[1] == runs[2]
