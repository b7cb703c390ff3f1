"""Primers, the music that the machine continues: a melody in steps, or a MIDI file's notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Final

from perf_engine.core.messages import PrimeNote
from perf_engine.protocol.midi import PEDAL_DOWN
from perf_engine.studio.notes import Note, PedalMove, Performance, read_midi

PRIMER: Final = "primer"  # the track that a primer stands in
HOLD, OFF = -2, -1  # steps of a grid that strike nothing, as Magenta's melody primers have them
STEP: Final = 0.25  # seconds: eighths at 120 beats a minute
VELOCITY: Final = 80
MOST_STEPS: Final = 10_000
LONGEST: Final = 600.0  # seconds; a note is remembered no longer
SHORTEST: Final = 0.001
LONGEST_NAME: Final = 24  # characters


@dataclass(frozen=True, slots=True)
class Primer:
    """Notes to continue, the pedal, and the time at which the machine begins, in seconds."""

    name: str  # fits in a file's name
    music: Performance
    seconds: float

    def remembered(self) -> tuple[PrimeNote, ...]:
        """The notes as the machine is given them."""
        return tuple(
            PrimeNote(n.onset, n.pitch, n.velocity, min(max(n.duration, SHORTEST), LONGEST))
            for n in self.music.notes
        )


NOTHING: Final = Primer("alone", Performance(), 0.0)


def of_steps(text: str, step: float = STEP, velocity: int = VELOCITY) -> Primer:
    """Read a melody, one step a word: a pitch, -2 (nothing changes) or -1 (the note ends).

    A pitch ends what sounds. Pitches joined by + are struck together. Commas and brackets are
    allowed. Raises ValueError.
    """
    words = text.strip().removeprefix("[").removesuffix("]").replace(",", " ").split()
    if not words:
        raise ValueError("a primer needs at least one pitch, such as 60")
    if len(words) > MOST_STEPS:
        raise ValueError(f"a primer must have 1..{MOST_STEPS} steps, not {len(words)}")
    if not step > 0.0:
        raise ValueError(f"a step must last longer than 0 s, not {step:g}")
    notes: list[Note] = []
    struck: tuple[int, ...] = ()
    since = 0
    for place, word in enumerate([*words, str(OFF)]):
        pitches = _pitches(word, place)
        if pitches is None:
            continue
        held = (place - since) * step
        notes += [Note(since * step, pitch, velocity, held, PRIMER) for pitch in struck]
        struck, since = pitches, place
    if not notes:
        raise ValueError(f"a primer needs at least one pitch, such as 60, not only {text.strip()}")
    name = "-".join(word for word in words if word not in (str(HOLD), str(OFF)))
    return Primer(_name(name), Performance.of(notes), len(words) * step)


def _pitches(word: str, place: int) -> tuple[int, ...] | None:
    """The pitches that a step strikes, none where it ends the note; None where it holds."""
    if word == str(HOLD):
        return None
    if word == str(OFF):
        return ()
    found = [int(one) for one in word.split("+") if re.fullmatch(r"\d{1,3}", one)]
    if len(found) != word.count("+") + 1 or max(found) > 127:
        raise ValueError(
            f"step {place + 1} of the primer must be a pitch 0..127, {HOLD} (hold) or {OFF} (off),"
            f" not {word}"
        )
    return tuple(dict.fromkeys(found))


def of_file(path: str | PathLike[str], seconds: float | None = None) -> Primer:
    """Read the notes of a MIDI file, or of its first `seconds`, from the first onset on.

    Raises OSError, or ValueError where it cannot be read or holds no notes.
    """
    read = read_midi(path)
    if not read.notes:
        raise ValueError(f"{path} holds no notes")
    start = read.notes[0].onset
    end = read.end - start if seconds is None else min(seconds, read.end - start)
    notes = [
        Note(
            n.onset - start,
            n.pitch,
            n.velocity,
            min(n.duration, end - (n.onset - start)),
            PRIMER,
        )
        for n in read.notes
        if n.onset - start < end
    ]
    pedal = [PedalMove(max(0.0, p.time - start), p.value, PRIMER) for p in read.pedal]
    pedal = [p for p in pedal if p.time < end]
    if pedal and pedal[-1].value >= PEDAL_DOWN:
        pedal.append(PedalMove(end, 0, PRIMER))
    return Primer(_name(Path(path).stem), Performance.of(notes, pedal), end)


def _name(text: str) -> str:
    """A text as a part of a file's name on any system."""
    return re.sub(r"[^A-Za-z0-9_+-]+", "-", text).strip("-")[:LONGEST_NAME] or PRIMER
