import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.controls import Settings
from perf_engine.core.messages import NoteOff, NoteOn, Panic, Pedal, SetControls, SetMode, Stop
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import ControlChange, Flush, Release, Strike
from perf_engine.studio.demo import plan
from perf_engine.studio.offline import offline
from tests.studio.studio_fakes import Echo


def sounding(recording):
    """What is held when everything in a recording has happened, by its own notes."""
    held = set()
    for said in recording.said:
        if isinstance(said, Strike):
            held.add((said.voice, said.pitch))
        elif isinstance(said, Release):
            held.remove((said.voice, said.pitch))
        else:
            key = said.voice, PEDAL
            (held.add if said.value >= 64 else held.discard)(key)
    return held


@pytest.mark.timeout(20)
def test_an_hour_passes_without_waiting():
    recording = offline(Echo(), [(3000.0, NoteOn(0, 60, 64)), (3000.1, NoteOff(0, 60))], 3600.0)
    assert recording.said == (Strike(0, 72, 64, 3000.5), Release(0, 72, 3000.75))
    assert recording.heard[0] == (3000.0, NoteOn(0, 60, 64))
    assert recording.ended == 3600.0


def test_messages_are_heard_when_they_are_played_and_in_their_order():
    class Listener(Echo):
        def hear(self, message, now):
            heard.append((now, message.pitch))
            super().hear(message, now)

    heard = []
    times = [0.0, 0.0, 0.2, 0.70000001, 3.0, 9.0]
    plan = [(t, NoteOn(0, 60 + i, 64)) for i, t in enumerate(times)]
    offline(Listener(), plan, 9.0)
    assert heard == [(t, 60 + i) for i, t in enumerate(times[:-1])] + [
        (9.0, 60 + i)
        for i in range(5)  # let go at the end
    ]


def test_what_the_human_holds_at_the_end_is_let_go():
    recording = offline(Echo(), [(0.0, NoteOn(0, 60, 64)), (0.5, Pedal(0, 127))], 2.0)
    assert recording.heard[-2:] == ((2.0, NoteOff(0, 60)), (2.0, Pedal(0, 0)))
    assert all(n.end <= 2.0 for n in recording.performance().notes)


numbers = st.sampled_from([0.0, 0.001, 0.5, 1.0, -1.0, -math.inf, math.inf, math.nan])
sayings = st.one_of(
    st.builds(Strike, st.integers(0, 2), st.integers(60, 63), st.integers(1, 127), numbers),
    st.builds(Release, st.integers(0, 2), st.integers(60, 63), numbers),
    st.builds(ControlChange, st.integers(0, 2), st.just(64), st.sampled_from([0, 127]), numbers),
    st.builds(Flush, st.integers(0, 2)),
)


class Wild:
    """Says whatever it is given, and wants to be called whenever it is told."""

    def __init__(self, sayings, dues, keeps_word):
        self.sayings, self.dues, self.keeps_word = iter(sayings), iter(dues), keeps_word
        self.panicked = False

    def hear(self, message, now):
        pass

    def on_kit(self, message):
        return False

    def command(self, command, now):
        self.panicked |= isinstance(command, Panic)

    def advance(self, now):
        if self.panicked and self.keeps_word:
            self.sayings, self.panicked = iter(()), False
            return [s for v in range(3) for s in (Flush(v), ControlChange(v, 64, 0, now))] + [
                Release(v, p, now) for v in range(3) for p in range(128)
            ]
        return next(self.sayings, [])

    def due(self):
        return next(self.dues, math.inf)


@given(st.lists(st.lists(sayings, max_size=4), max_size=8), st.lists(numbers, max_size=8))
@settings(deadline=None)
def test_whatever_the_performer_says_its_notes_end(sayings, dues):
    recording = offline(Wild(sayings, dues, keeps_word=False), [(0.1, NoteOn(0, 60, 64))], 1.0)
    assert sounding(recording) == set(recording.hung)
    for note in recording.performance().notes:
        assert math.isfinite(note.end)
        assert note.end <= 3.0


@given(st.lists(st.lists(sayings, max_size=4), max_size=8), st.lists(numbers, max_size=8))
@settings(deadline=None)
def test_a_performer_that_keeps_its_word_leaves_nothing_sounding(sayings, dues):
    recording = offline(Wild(sayings, dues, keeps_word=True), [(0.1, NoteOn(0, 60, 64))], 1.0)
    assert recording.hung == ()
    assert sounding(recording) == set()


@pytest.mark.timeout(20)
def test_a_performer_that_always_wants_to_be_called_does_not_stop_time():
    class Restless(Echo):
        def due(self):
            return -math.inf

    assert offline(Restless(), [(0.5, NoteOn(0, 60, 64))], 2.0).said


@pytest.mark.parametrize("mode", ["duet", "takeover", "solo", "listen"])
def test_the_instrument_itself_leaves_nothing_sounding_and_repeats_itself(mode, weights):
    def once():
        performer = Performer(weights, mode=mode, seed=5)
        return offline(performer, [(0.0, SetMode(mode)), *plan()[:60]], 12.0)

    recording = once()
    assert recording.hung == ()
    assert sounding(recording) == set()
    assert recording == once()
    assert bool(recording.said) == (mode != "listen")


def test_in_the_demonstrations_plan_the_machine_goes_on_alone(weights):
    recording = offline(Performer(weights, seed=1), plan(), 40.0)
    assert any(s.due > 20.0 for s in recording.said if isinstance(s, Strike))
    assert {n.track for n in recording.performance().notes} == {"human", "machine"}


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_a_stop_among_releases_sent_ahead_leaves_nothing_sounding(weights, seed):
    plan = [(0.0, SetControls((("lead", 200.0),))), (3.0 + 0.013 * seed, Stop())]
    assert offline(Performer(weights, mode="solo", seed=seed), plan, 4.0).hung == ()


def test_stopped_and_panicked_it_stays_silent(weights):
    performer = Performer(weights, mode="solo", seed=1)
    recording = offline(performer, [(5.0, Stop())], 20.0)
    assert recording.said
    assert all(s.due <= 5.25 for s in recording.said)


def test_what_is_struck_on_drums_has_tracks_of_its_own():
    controls = Settings.defaults().changed({"drum_players": "1"})
    performer = Performer(load_model()[0], mode="drums", seed=1, settings=controls)
    beats = [(0.1 + 0.5 * n, NoteOn(n % 2, 60, 90, duration=0.1)) for n in range(40)]
    performance = offline(performer, beats, 20.0).performance()
    assert {note.track for note in performance.notes} == {
        "human",
        "human 2 drums",
        "machine drums",
    }
