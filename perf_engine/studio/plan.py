"""The plan of a performer in an audition: notes to play, and commands to the machine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

from perf_engine.core.messages import Command, HeardMessage, NoteOff, NoteOn, Pedal
from perf_engine.protocol.midi import PEDAL, PEDAL_DOWN

from .notes import Note, Performance

Doing: TypeAlias = HeardMessage | Command  # an action of a performer: a note or a command
Plan: TypeAlias = Sequence[tuple[float, Doing]]  # (seconds from the beginning, action)

SHORTEST: Final = 0.002  # seconds; strikes of one key this close are one strike


def messages(
    performance: Performance, player: int = 0, source: str = ""
) -> list[tuple[float, HeardMessage]]:
    """The plan of one player who plays all of this: (seconds, message), releases before strikes.

    A key struck again before its release is released at that moment. At one time the lower key
    comes first and the pedal last, of releases and of strikes alike: models learn that order.
    """
    by_pitch: dict[int, list[Note]] = {}
    for note in performance.notes:
        mine = by_pitch.setdefault(note.pitch, [])
        if not mine or note.onset - mine[-1].onset >= SHORTEST:
            mine.append(note)
    found: list[tuple[float, bool, int, HeardMessage]] = []  # time, strikes, key
    for move in performance.pedal:
        down = move.value >= PEDAL_DOWN
        found.append((move.time, down, PEDAL, Pedal(player, move.value, source)))
    for pitch, notes in by_pitch.items():
        nexts = [n.onset for n in notes[1:]] + [math.inf]
        for note, following in zip(notes, nexts, strict=True):
            end = min(max(note.end, note.onset + SHORTEST / 2), following)
            found.append((note.onset, True, pitch, NoteOn(player, pitch, note.velocity, source)))
            found.append((end, False, pitch, NoteOff(player, pitch, source)))
    found.sort(key=lambda f: f[:3])
    return [(time, message) for time, _, _, message in found]
