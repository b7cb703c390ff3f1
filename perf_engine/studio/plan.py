"""What a performer is going to do in an audition: play, and tell the machine things."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

from perf_engine.core.messages import Command, HeardMessage, NoteOff, NoteOn, Pedal

from .notes import Note, Performance

Doing: TypeAlias = HeardMessage | Command  # what a performer does: plays, or tells
Plan: TypeAlias = Sequence[tuple[float, Doing]]  # (seconds from the beginning, what is done)

SHORTEST: Final = 0.002  # seconds; strikes of one key this close are one strike


def messages(
    performance: Performance, player: int = 0, source: str = ""
) -> list[tuple[float, HeardMessage]]:
    """The plan of one player who plays all of this: (seconds, message), releases before strikes.

    A key struck again before it was let go is let go at that moment.
    """
    by_pitch: dict[int, list[Note]] = {}
    for note in performance.notes:
        mine = by_pitch.setdefault(note.pitch, [])
        if not mine or note.onset - mine[-1].onset >= SHORTEST:
            mine.append(note)
    found: list[tuple[float, int, HeardMessage]] = []
    for move in performance.pedal:
        found.append((move.time, 1, Pedal(player, move.value, source)))
    for pitch, notes in by_pitch.items():
        nexts = [n.onset for n in notes[1:]] + [math.inf]
        for note, following in zip(notes, nexts, strict=True):
            end = min(max(note.end, note.onset + SHORTEST / 2), following)
            found.append((note.onset, 2, NoteOn(player, pitch, note.velocity, source)))
            found.append((end, 0, NoteOff(player, pitch, source)))
    found.sort(key=lambda f: f[:2])
    return [(time, message) for time, _, message in found]
