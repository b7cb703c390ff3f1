"""A voice: what it hears and is told, and the modes through the whole instrument."""

import math
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.controls import Settings
from perf_engine.core.memory.saved_state import HIDDEN, SavedState
from perf_engine.core.messages import (
    Dismiss,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prepare,
    Prime,
    PrimeNote,
    Recall,
    Reset,
    Seed,
    SetControls,
    SetMode,
    Start,
    Stop,
    TakeOver,
)
from perf_engine.core.model.gru import Weights, tensor_shapes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.follower import CANON
from perf_engine.core.playing.performer import Performer
from perf_engine.core.playing.pressed_keys import Other
from perf_engine.core.playing.speaker import NEVER_SILENT
from perf_engine.core.playing.voice import Voice
from perf_engine.core.turns.modes import Parts
from perf_engine.protocol.notes import Flush, Release, Strike, TurnPassed
from tests.core.playing.performances import play, scale, unreleased

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


# what it hears


def voice_in(weights: Weights, mode: str = "listen", **controls: float) -> Voice:
    settings = Settings.defaults().changed(controls)
    return Voice(0, weights, settings, mode, 1, Parts(0, 0), FeltBeat(BeatClock()))


def test_a_voice_is_heard_in_the_part_it_plays_in(weights: Weights) -> None:
    listener = voice_in(weights)
    listener.hear(60, 80, 0.0)
    listener.hear(40, 80, 0.1, Other(3, 3, bound=False))
    assert listener.improviser.held(0, 60)
    assert listener.improviser.held(3, 40)
    assert not any(event.own for event in listener.improviser.recollection.events())


def test_a_key_is_let_go_by_whoever_holds_it(weights: Weights) -> None:
    listener = voice_in(weights)
    listener.hear(60, 80, 0.0, Other(1, 0, bound=False))
    listener.hear(60, 0, 0.1)  # a player's release of a key that a voice holds
    listener.hear(60, 0, 0.2, Other(2, 0, bound=False))
    assert listener.improviser.held(0, 60)
    listener.hear(60, 0, 0.3, Other(1, 0, bound=False))
    assert not listener.improviser.held(0, 60)


def test_what_a_voice_strikes_wakes_and_what_it_releases_does_not(weights: Weights) -> None:
    listener = voice_in(weights, "duet")
    listener.hear(60, 0, 0.0, Other(1, 0, bound=False))
    assert not listener.awake
    listener.hear(60, 80, 0.1, Other(1, 0, bound=False))
    assert listener.awake
    listener.awake = False
    listener.hear(60, 0, 0.2, Other(1, 0, bound=False))
    assert not listener.awake


@pytest.mark.parametrize("bound", [False, True])
def test_a_voice_that_follows_is_not_followed(weights: Weights, bound: bool) -> None:
    listener = voice_in(weights, "follow")
    listener.hear(60, 80, 0.0, Other(1, 0, bound))
    assert (listener.speaker.hands.keys == 0) is bound


def test_another_voice_ends_the_turn_of_one_that_takes_over(weights: Weights) -> None:
    listener = voice_in(weights, "takeover", patience=0.5)
    listener.hear(60, 80, 0.0)
    listener.hear(60, 0, 0.1)
    now = 0.1
    while not listener.speaker.hands.held:
        now = max(now, listener.decision())
        listener.decide(now)
    assert now > 0.6, "its patience comes first"
    done = listener.hear(62, 80, now + 0.1, Other(1, 0, bound=False))
    assert listener.speaker.hands.held == {}
    assert any(isinstance(said, Flush) for said in done.said)
    assert [velocity for _, velocity, _ in done.played] == [0] * len(done.played) != []


def test_what_it_plays_beside_others_hangs_on_mode_and_silence(weights: Weights) -> None:
    assert voice_in(weights, "duet").played == (0,)
    assert voice_in(weights, "listen").played == ()
    assert voice_in(weights, "duet", mute=1).played == ()
    assert len(voice_in(weights, "accompany").played) == 2
    assert voice_in(weights, "accompany").heard_as == 1


# what it is told


@pytest.fixture
def voice(weights: Weights) -> Voice:
    return Voice(0, weights, Settings.defaults(), "duet", 1, Parts(0, 0), FeltBeat(BeatClock()))


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (SetMode("dance"), "mode must be one of"),
        (Prime([PrimeNote(0.0, 60, 80, 1.0, "kazoo")]), "kazoo"),
        (Recall(SavedState("a", "m", "x", b"\0\0\0\0")), "the state a is of the model m"),
    ],
)
def test_what_a_voice_cannot_do_is_refused(voice: Voice, command, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        voice.check(command)


def test_a_voice_does_as_it_is_told(voice: Voice) -> None:
    state = SavedState("a", "", "", bytes(HIDDEN.itemsize * 32))
    for command in (SetMode("solo"), Stop(), Start(), Seed(3), Recall(state)):
        voice.check(command)
        voice.command(command, 1.0)
    assert (voice.mode, voice.stopped, voice.awake) == ("solo", False, True)
    assert not voice.improviser.stream.hidden.any()
    voice.command(Prime([PrimeNote(0.0, 60, 80, 1.0)]), 2.0)
    assert voice.memory.busy
    voice.command(Reset(), 3.0)
    assert not voice.memory.busy
    assert voice.improviser.stream.hidden.any()


def test_the_same_seed_begins_the_same_numbers(voice: Voice) -> None:
    voice.command(Seed(8), 0.0)
    first = voice.improviser.random.random(3).tolist()
    voice.command(Seed(8), 0.0)
    assert voice.improviser.random.random(3).tolist() == first


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
        ("count_in", 3.0, 0.0),
        ("call", 5.0, 3.0),
        ("answer", 5.0, 8.0),
        ("count_in", 3.0, 13.0),
    ]


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


@pytest.mark.parametrize(
    ("role", "human", "machine"),
    [
        (0, "melody", {"accompaniment", "bass"}),
        (1, "melody", {"accompaniment"}),
        (2, "melody", {"bass"}),
        (3, "accompaniment", {"melody"}),
    ],
)
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
    weights,
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
        {
            name: weights.tensors[name][tuple(slice(n) for n in shape)]
            for name, shape in shapes.items()
        },
        weights.sizes,
        words,
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
    with pytest.raises(ValueError, match="no part accompaniment, which is in use"):
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
        weights, "follow", motion=CANON, canon_delay=delay, interval=0, lead=lead, instrument="own"
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


@pytest.mark.parametrize(
    "ending",
    [
        Stop(),
        Panic(),
        SetMode("duet"),
        SetControls((("mute", 1),)),
        SetControls((("motion", 0),)),
    ],
)
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

TURNED = st.sampled_from(
    [
        {"windowed": 1, "count_in": 0.0, "call_length": 1.0},
        {"windowed": 0},
        {"motion": CANON, "canon_delay": 0.3, "lead": 200.0},
        {"motion": 1, "interval_3": 3},
        {"role": 3},
    ]
)
keys = st.integers(58, 66)
things = st.one_of(
    st.builds(
        NoteOn,
        st.just(0),
        keys,
        st.integers(1, 127),
        st.sampled_from("ab"),
        st.one_of(st.none(), st.floats(0, 3)),
    ),
    st.builds(NoteOff, st.just(0), keys, st.sampled_from("ab")),
    st.builds(Pedal, st.just(0), st.integers(0, 127), st.just("a")),
    st.builds(SetMode, st.sampled_from(["call_response", "accompany", "follow"])),
    TURNED.map(lambda changes: SetControls(tuple(changes.items()))),
    st.builds(Stop),
    st.builds(Start),
    st.builds(Panic),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    gaps=st.lists(st.tuples(st.floats(0, 3), things), max_size=20),
    mode=st.sampled_from(["call_response", "accompany", "follow"]),
    first=TURNED,
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


def test_a_voice_owes_sound_by_its_mode_its_turn_and_its_controls(weights):
    owes = {mode: performer_in(weights, mode) for mode in ("solo", "duet", "listen", "takeover")}
    for performer in owes.values():
        performer.command(Start(), 0.0)
        performer.advance(0.5)
    assert [mode for mode, one in owes.items() if one.owing() == 0] == ["solo"]
    takeover, solo = owes["takeover"], owes["solo"]
    takeover.hear(NoteOn(0, 60, 90, "a", 0.1), 1.0)
    takeover.advance(1.1, 50)
    assert takeover.owing() is None
    takeover.advance(30.0, 50)
    assert takeover.owing() == 0
    takeover.command(Panic(), 30.0)
    assert takeover.owing() is None
    for command, owing in ((Stop(), None), (Start(), 0), (SetControls((("mute", 1),)), None)):
        solo.command(command, 40.0)
        assert solo.owing() == owing


def test_the_machine_s_strikes_are_told_the_newest_first(weights):
    performer = performer_in(weights, "solo")
    performer.command(Start(), 0.0)
    said = performer.advance(20.0, 400)
    struck = [strike.pitch for strike in of(said, Strike)]
    performer.hear(NoteOn(0, 20, 90, "a", None), 20.0)
    told = [event.key for event in performer.strikes(0)]
    assert told == struck[::-1][: len(told)]
    assert len(told) > 3
    with pytest.raises(LookupError):
        performer.strikes(5)
