"""A phrase of a player's past comes again, whole, in the present key, and never by force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.controls import Settings
from perf_engine.core.memory.history import UNKNOWN, Past, PlayedEvent
from perf_engine.core.messages import NoteOff, NoteOn, SetControls
from perf_engine.core.model.vocabulary import KEY_COUNT, Vocabulary
from perf_engine.core.playing.improviser import Improviser
from perf_engine.core.playing.performer import Performer
from perf_engine.core.playing.themes import (
    FEWEST,
    MISSES,
    MOST,
    RECENT,
    SURE,
    Theme,
    ThemeEvent,
    shift_into,
    theme_at,
    theme_before,
    within,
)
from perf_engine.core.steering.measures import MAJOR
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import Strike
from perf_engine.studio.offline import offline

WORDS = Vocabulary(("piano", "melody"), dt_count=160, velocity_count=33)
TUNE = (60, 64, 67, 72, 71, 67)
STEP, HELD = 0.2, 0.15  # seconds from strike to strike, and until a release


def phrase(keys, before=1.0, own=False, part=0, velocity=70):
    """A phrase after a pause, as remembered events."""
    found = []
    for i, key in enumerate(keys):
        wait = before if i == 0 else STEP - HELD
        found.append(PlayedEvent(part, key, velocity + i, WORDS.dt_class(wait), own))
        found.append(PlayedEvent(part, key, 0, WORDS.dt_class(HELD), own))
    return found


def past_of(*phrases, most=1000):
    past = Past(most)
    for events in phrases:
        for event in events:
            past.add(event)
    return past


def struck(events):
    return [event.key for event in events if event.velocity]


def test_a_phrase_is_found_from_any_of_its_strikes_with_its_times_and_velocities():
    past = past_of(phrase((50, 52, 53, 55, 57)), phrase(TUNE), phrase((80, 81, 83, 84, 86)))
    for start in range(10, 10 + 2 * len(TUNE)):
        events = theme_at(past, start, WORDS)
        assert struck(events) == list(TUNE)
        assert [e.velocity for e in events if e.velocity] == [70 + i for i in range(len(TUNE))]
        assert sum(e.wait for e in events) == pytest.approx(STEP * len(TUNE) - 0.05, rel=0.05)
        assert [e.key for e in events if not e.velocity] == list(TUNE)


def test_what_the_machine_played_meanwhile_is_left_out_but_its_time_is_kept():
    tune = phrase(TUNE)
    mixed = [*tune[:4], *phrase((40,), before=0.05, own=True), *tune[4:]]
    pedal = [PlayedEvent(0, PEDAL, 127, 0, False)]
    events = theme_at(past_of(phrase((50,)), mixed, pedal, phrase((30,))), 6, WORDS)
    assert struck(events) == list(TUNE)
    assert sum(e.wait for e in events) == pytest.approx(STEP * len(TUNE) + 0.15, rel=0.05)


def test_a_phrase_that_is_too_short_or_the_machines_is_no_theme():
    assert theme_at(past_of(phrase((50,)), phrase(TUNE[: FEWEST - 1])), 4, WORDS) == []
    assert theme_at(past_of(phrase(TUNE, own=True), phrase(TUNE, own=True)), 14, WORDS) == []


def test_a_long_phrase_is_cut_off_and_releases_of_unknown_keys_are_left_out():
    keys = tuple(40 + i % 40 for i in range(2 * MOST))
    stray = [PlayedEvent(0, 99, 0, 0, False)]
    tune = phrase(keys)
    events = theme_at(past_of(phrase((50,)), tune[:1], stray, tune[1:]), 4, WORDS)
    assert struck(events) == list(keys[:MOST])
    assert 99 not in [e.key for e in events]


@given(st.floats(0.0, 1.0, exclude_max=True))
def test_what_was_played_just_now_is_no_theme(where):
    recent = phrase((80,) * RECENT)
    assert theme_before(past_of(recent[:RECENT]), where, WORDS) == []
    found = theme_before(past_of(phrase(TUNE), recent[: RECENT - 2]), where, WORDS)
    assert struck(found)[:5] in ([], list(TUNE)[:5])


@given(st.lists(st.integers(20, 100), min_size=1, max_size=20), st.integers(0, 11))
def test_a_shift_brings_most_keys_into_the_scale_by_fewest_semitones(keys, tonic):
    def inside(shift):
        return sum((key + shift - tonic) % 12 in MAJOR for key in keys)

    shift = shift_into(keys, tonic)
    assert -6 <= shift <= 5
    assert inside(shift) == max(inside(s) for s in range(12))
    assert all(inside(s) < inside(shift) for s in range(-6, 6) if abs(s) < abs(shift))


def test_octaves_bring_a_theme_into_the_register():
    assert within(TUNE, 0, 127) == 0
    assert within(TUNE, 40, 65) == -12
    assert within(TUNE, 70, 127) == 12
    assert within(TUNE, 60, 66) is None


def test_a_theme_goes_on_event_by_event_and_says_when():
    theme = Theme([ThemeEvent(0.0, 60, 70), ThemeEvent(0.2, 60, 0), ThemeEvent(0.3, 64, 80)], 1, 2)
    assert theme.due(1.0) is None
    assert theme.share_of_part().masses == {1: 1.0}
    assert theme.share_of_key().masses == {62: 1.0}
    assert theme.share_of_velocity(32).masses == {17: 1.0}
    assert theme.share_of_key().weight == SURE
    theme.took(62, 70, 10.0)
    assert theme.due(1.0) == pytest.approx(10.2)
    assert theme.due(2.0) == pytest.approx(10.1)
    theme.skip({KEY_COUNT + 62: 10.0})
    assert theme.share_of_key().masses == {62: 1.0}
    theme.skip({})  # the key is released already, so that its release is left out
    assert theme.share_of_key().masses == {66: 1.0}
    assert theme.due(1.0) == pytest.approx(10.5)
    theme.took(66, 80, 10.5)
    assert theme.over


def test_a_theme_is_dropped_after_too_many_other_strikes_and_a_release_counts_nothing():
    events = [ThemeEvent(0.1, key, 70) for key in TUNE]
    theme = Theme(events, 0)
    for _ in range(5):
        theme.took(99, 0, 1.0)
    for _ in range(MISSES):
        theme.took(99, 70, 1.0)
    theme.took(60, 70, 1.0)
    for _ in range(MISSES):
        theme.took(99, 70, 1.0)
        assert not theme.over
    theme.took(99, 70, 1.0)
    assert theme.over


def test_a_strike_whose_velocity_is_unknown_leaves_it_to_the_network():
    assert Theme([ThemeEvent(0.0, 60, UNKNOWN)], 0).share_of_velocity(32) is None


def played(start, keys=TUNE, shift=0):
    for i, key in enumerate(keys):
        at = start + 0.25 * i
        yield at, NoteOn(0, key + shift, 75)
        yield at + 0.2, NoteOff(0, key + shift)


def tunes(count=8):
    """A player who plays the tune again and again, each time after a pause."""
    for n in range(count):
        yield from played(3.0 * n, TUNE)


def quotes(weights, chance, seed):
    """How often the machine alone played the whole tune's intervals, after a player had left."""
    settings = Settings.defaults().changed({"recall_themes": chance, "imitation": 0.0})
    performer = Performer(weights, mode="takeover", seed=seed, settings=settings)
    said = offline(performer, list(tunes()), 56.0).performance().notes
    keys = [n.pitch for n in said if n.track.startswith("machine") and n.onset > 24.0]
    steps = np.diff(keys).tolist()
    tune = np.diff(TUNE).tolist()[:4]
    return sum(steps[i : i + len(tune)] == tune for i in range(len(steps)))


def test_a_theme_comes_back_if_it_is_asked_for_and_else_hardly(weights):
    assert quotes(weights, 1.0, 0) + quotes(weights, 1.0, 1) > 3
    assert quotes(weights, 0.0, 0) == 0


def test_at_zero_no_theme_is_drawn(weights, monkeypatch):
    asked = []
    monkeypatch.setattr(Improviser, "take_up", lambda *arguments: bool(asked.append(arguments)))

    def strikes(changes):
        performer = Performer(weights, mode="takeover", seed=5)
        plan = [(0.0, SetControls(changes)), *tunes(3)]
        said = []
        for at, message in plan:
            while performer.due() < at:
                said += performer.advance(performer.due())
            if isinstance(message, SetControls):
                performer.command(message, at)
            else:
                performer.hear(message, at)
        while performer.due() < 20.0:
            said += performer.advance(performer.due())
        return [s for s in said if isinstance(s, Strike)]

    assert strikes((("recall_themes", 0.0),))
    assert asked == []
    assert strikes((("recall_themes", 1.0),))
    assert asked
