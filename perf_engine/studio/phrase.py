"""A short phrase for two hands, written for this project: a question, a breath, an answer.

Four bars of 4/4, about fifteen seconds, in a bright G that never quite says so. Two bars breathe in
the middle and at the end, where a partner may speak.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from .notes import Note, PedalMove, Performance

PULSE: Final = 0.80  # seconds a beat before the tempo bends
BEGINNING: Final = 0.25  # seconds of silence before the first note
ROLL: Final = 0.014  # seconds between the keys of a chord, from low to high
AHEAD: Final = 0.018  # seconds that the melody leads the left hand

# bar-by-bar: (beat, pitch, beats held, velocity); keys struck on one beat are rolled upwards
# Music, a bar or two a line.
# fmt: off
RIGHT: Final = (
    (0.0, 76, 1.45, 74), (1.5, 71, 0.55, 58), (2.0, 74, 0.52, 66), (2.5, 72, 0.50, 60),
    (3.0, 69, 1.05, 64), (4.0, 67, 0.27, 50), (4.25, 69, 0.27, 54), (4.5, 72, 0.50, 63),
    (5.0, 71, 0.90, 57), (5.0, 66, 1.05, 44),
    # a breath
    (8.0, 81, 0.95, 86), (8.0, 74, 0.90, 62), (9.0, 79, 0.48, 75), (9.5, 76, 0.50, 69),
    (10.0, 74, 0.36, 66), (10.333, 76, 0.36, 72), (10.667, 72, 0.36, 62), (11.0, 69, 0.97, 68),
    (11.0, 66, 0.90, 51), (12.0, 71, 1.60, 60), (12.0, 67, 1.70, 47), (12.0, 62, 1.80, 45),
    (13.75, 74, 0.30, 41), (14.0, 76, 1.20, 38),
)
# fmt: on
# Music, a bar or two a line.
# fmt: off
LEFT: Final = (
    (0.0, 41, 0.95, 56), (0.5, 48, 0.60, 42), (1.0, 57, 0.60, 45), (1.5, 60, 0.70, 43),
    (2.0, 52, 0.70, 46), (3.0, 50, 0.95, 50), (3.5, 57, 0.70, 40), (4.0, 60, 0.90, 43),
    (5.0, 50, 1.10, 46), (5.5, 57, 0.80, 36),
    # a breath
    (8.0, 42, 0.95, 62), (8.5, 50, 0.60, 47), (9.0, 57, 0.60, 50), (9.5, 60, 0.60, 48),
    (10.0, 45, 0.90, 54), (10.5, 52, 0.60, 44), (11.0, 50, 0.95, 51), (11.5, 60, 0.60, 42),
    (12.0, 43, 2.60, 52), (12.5, 50, 2.10, 38), (13.0, 57, 2.00, 37), (13.5, 59, 1.60, 35),
)
# fmt: on
PEDAL: Final = (  # (beat, value): half the way where the line should stay clear
    (0.08, 127),
    (1.93, 0),
    (2.10, 90),
    (2.95, 0),
    (3.10, 110),
    (4.90, 0),
    (5.10, 127),
    (6.40, 0),
    (8.08, 127),
    (9.92, 0),
    (10.10, 84),
    (10.95, 0),
    (11.10, 100),
    (11.93, 0),
    (12.12, 127),
    (15.40, 0),
)


@cache
def seconds_at(beat: float) -> float:
    """The time of a beat: the pulse hurries into each phrase and broadens towards its end."""
    second = 0.0
    step = 1 / 96
    for i in range(round(beat / step)):
        at = i * step
        within = at % 8 / 8  # beats into the phrase of two bars
        bend = 1.05 - 0.16 * within + 0.30 * within**3
        if at >= 12:
            bend += 0.05 * (at - 12)
        second += PULSE * bend * step
    return BEGINNING + second


def phrase() -> Performance:
    """The phrase as a performance: both hands and the pedal in the track `human`."""
    notes = [*_hand(RIGHT, -AHEAD), *_hand(LEFT, 0.0)]
    pedal = [PedalMove(round(seconds_at(beat), 4), value, "human") for beat, value in PEDAL]
    return Performance.of(notes, pedal)


def _hand(written: tuple[tuple[float, int, float, int], ...], shift: float) -> list[Note]:
    notes = []
    for beat, pitch, held, velocity in written:
        below = sum(other == beat and under < pitch for other, under, _, _ in written)
        onset = seconds_at(beat) + shift + ROLL * below
        duration = seconds_at(beat + held) - seconds_at(beat)
        notes.append(Note(round(onset, 4), pitch, velocity, round(duration, 4), "human"))
    return notes
