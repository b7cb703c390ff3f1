"""A performer that is played to, and a scale to play."""

import math
from collections import Counter

from hypothesis import strategies as st

from perf_engine.core.beat.transport import Run, SetTempo
from perf_engine.core.messages import (
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Reset,
    Seed,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
)
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.notes import Release, Strike

HEARD = (NoteOn, NoteOff, Pedal, SourceLost)


def play(performer, messages, until, step=None):
    """Messages as (time, message); wakes when something is due, or every `step` seconds."""
    said, now, waiting = [], 0.0, list(messages)
    while now < until:
        wake = performer.due() if step is None else now + step
        now = max(now, min(wake, waiting[0][0] if waiting else math.inf, until))
        while waiting and waiting[0][0] <= now:
            at, message = waiting.pop(0)
            if isinstance(message, HEARD):
                performer.hear(message, at)
            else:
                performer.command(message, at)
        said += performer.advance(now)
    while performer.due() <= until:
        said += performer.advance(until)
    return said


def scale(until=4.0):
    notes = []
    for i in range(int(until / 0.25)):
        pitch = 60 + (0, 2, 4, 5, 7)[i % 5]
        notes.append((i * 0.25, NoteOn(0, pitch, 80, "a")))
        notes.append((i * 0.25 + 0.2, NoteOff(0, pitch, "a")))
    return notes


def unreleased(said):
    """(voice, pitch) that sound in the end, and whether each release met a strike."""
    sounding, repeats = Counter(), 0
    for message in said:
        if isinstance(message, Strike):
            assert not sounding[message.voice, message.pitch]
            sounding[message.voice, message.pitch] = 1
        elif isinstance(message, Release):
            if not sounding[message.voice, message.pitch]:
                repeats += 1
            sounding[message.voice, message.pitch] = 0
    return [note for note, count in sounding.items() if count], repeats


pitches = st.integers(55, 70)
anything = st.one_of(
    st.builds(
        NoteOn,
        st.just(0),
        pitches,
        st.integers(1, 127),
        st.sampled_from("ab"),
        st.one_of(st.none(), st.floats(0, 3)),
    ),
    st.builds(NoteOff, st.just(0), pitches, st.sampled_from("ab")),
    st.builds(Pedal, st.just(0), st.integers(0, 127), st.sampled_from("ab")),
    st.builds(SourceLost, st.sampled_from("ab")),
    st.builds(SetMode, st.sampled_from(MODES)),
    st.builds(Stop),
    st.builds(Start),
    st.builds(Reset),
    st.builds(Panic),
    st.builds(Seed, st.integers(0, 9)),
    st.sampled_from(
        [
            SetControls((("transpose", 7),)),
            SetControls((("transpose", -48),)),
            SetControls((("mute", 1),)),
            SetControls((("mute", 0),)),
            SetControls((("lead", 0.0),)),
            SetControls((("lead", 200.0),)),
            SetControls((("share", 1.0),)),
            SetControls((("polyphony", 1),)),
            SetControls((("longest_note", 0.1),)),
            SetControls((("windowed", 1), ("count_in", 0.1), ("call_length", 1.0))),
            SetControls((("windowed", 0),)),
            SetControls((("motion", 0), ("interval_2", -5))),
            SetControls((("motion", 1),)),
            SetControls((("motion", 2), ("canon_delay", 0.5))),
            SetControls((("canon_delay", 0.05), ("interval", 0))),
            SetControls((("role", 1),)),
            SetControls((("role", 3),)),
            SetControls((("quantise", 1.0), ("lead", 0.0))),
            SetControls((("quantise", 0.5),)),
            SetControls((("tempo_scale", 4.0),)),
            SetControls((("tempo_scale", 0.25),)),
            SetControls((("density", 4.0),)),
            SetControls((("freeze", 1),)),
            SetControls((("scale", "pitches"), ("scale_pitches", 1))),
            SetControls((("velocity_scale", 0.0),)),
            Run(True),
            Run(False),
            SetTempo(61.0),
        ]
    ),
)
