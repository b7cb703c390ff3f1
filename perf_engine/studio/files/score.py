"""Scores in MusicXML: notes on a grid, a part of two staves for each track, through partitura.

Free playing has no bars, so onsets and ends are moved to the nearest step of a beat. No pitch is
lost: two strikes of one key in one step become two steps. A staff has two voices; a note that
would need a third ends the first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from os import PathLike
from typing import Any, Final

import numpy as np

from perf_engine.files.whole_file import write_whole
from perf_engine.studio.notes import Note, Performance

TEMPO: Final = 120.0  # beats a minute
STEPS: Final = 4  # of a beat: sixteenths
MIDDLE: Final = 60  # the upper staff has the pitches from here on
VOICES: Final = 2  # of a staff


@dataclass(frozen=True, slots=True)
class Meter:
    """The time signature: beats of a bar, and the note that is one beat."""

    beats: int = 4
    unit: int = 4

    @classmethod
    def of(cls, text: str) -> Meter:
        """Read a text such as 3/4. Raises ValueError."""
        beats, _, unit = text.partition("/")
        if not (beats.isdecimal() and 1 <= int(beats) <= 32 and unit in ("2", "4", "8")):
            raise ValueError(f"meter must be 1..32 over 2, 4 or 8, such as 4/4, not {text}")
        return cls(int(beats), int(unit))


@dataclass(slots=True)
class Chord:
    """The notes of a staff that are struck in one step; times in steps from the beginning."""

    onset: int
    end: int
    pitches: tuple[int, ...]
    staff: int
    voice: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """The grid and the bars that all parts share; `bar` is a bar's length in steps."""

    tempo: float
    steps: int
    meter: Meter
    bar: int
    bars: int

    @classmethod
    def of(cls, parts: Iterable[Sequence[Chord]], tempo: float, steps: int, meter: Meter) -> Sheet:
        """The sheet on which all chords of some parts have a place. Raises ValueError."""
        bar, rest = divmod(steps * 4 * meter.beats, meter.unit)
        if rest:
            raise ValueError(f"steps must be 2 or more in {meter.beats}/{meter.unit}, not {steps}")
        end = max(chord.end for part in parts for chord in part)
        return cls(tempo, steps, meter, bar, -(-end // bar))


def chords(notes: Sequence[Note], tempo: float = TEMPO, steps: int = STEPS) -> list[Chord]:
    """The notes of a track on the grid, as chords in two staves of two voices."""
    second = tempo / 60.0 * steps  # steps a second
    last: dict[int, int] = {}  # the latest step of each pitch
    placed: list[tuple[int, int, int, int]] = []  # staff, onset, end, pitch
    for note in sorted(notes, key=lambda n: (n.onset, n.pitch)):
        onset = max(round(note.onset * second), last.get(note.pitch, -1) + 1)
        last[note.pitch] = onset
        end = max(round(note.end * second), onset + 1)
        placed.append((1 if note.pitch >= MIDDLE else 2, onset, end, note.pitch))
    found: list[Chord] = []
    for staff in (1, 2):
        mine = sorted(one for one in placed if one[0] == staff)
        struck = [
            Chord(onset, max(one[2] for one in ones), tuple(one[3] for one in ones), staff)
            for onset, group in groupby(mine, key=lambda one: one[1])
            for ones in [list(group)]
        ]
        _end_before_restrikes(struck)
        _into_voices(struck)
        found += struck
    return found


def _end_before_restrikes(struck: Sequence[Chord]) -> None:
    """End each chord where one of its pitches is struck again."""
    again: dict[int, int] = {}
    for chord in reversed(struck):
        chord.end = min([chord.end, *(again[p] for p in chord.pitches if p in again)])
        again.update(dict.fromkeys(chord.pitches, chord.onset))


def _into_voices(struck: Sequence[Chord]) -> None:
    """Give each chord the first voice that is free; where none is, the chord before it ends."""
    before: list[Chord | None] = [None] * VOICES
    for chord in struck:
        free = [i for i, one in enumerate(before) if one is None or one.end <= chord.onset]
        place = free[0] if free else 0
        sounding = before[place]
        if sounding is not None and sounding.end > chord.onset:
            sounding.end = chord.onset
        chord.voice, before[place] = place + 1, chord
    for chord in struck:
        chord.voice += VOICES * (chord.staff - 1)


def write_score(
    path: str | PathLike[str],
    performance: Performance,
    tempo: float = TEMPO,
    steps: int = STEPS,
    meter: Meter = Meter(),
) -> None:
    """Write a MusicXML file. Raises OSError, ModuleNotFoundError without partitura."""
    tracks = dict.fromkeys(note.track for note in performance.notes)
    found = {track: chords(performance.track(track).notes, tempo, steps) for track in tracks}
    if not found:
        raise ValueError("there are no notes to write")
    sheet = Sheet.of(found.values(), tempo, steps, meter)
    partitura = _partitura()
    parts = [
        _part(partitura, f"P{number}", track, mine, sheet)
        for number, (track, mine) in enumerate(found.items(), 1)
    ]
    text = partitura.save_musicxml(partitura.score.Score(parts))
    write_whole(path, text)


def _part(partitura: Any, name: str, track: str, found: Sequence[Chord], sheet: Sheet) -> Any:
    score, steps, bar = partitura.score, sheet.steps, sheet.bar
    part = score.Part(name, part_name=track, quarter_duration=steps)
    part.add(score.TimeSignature(sheet.meter.beats, sheet.meter.unit), 0)
    part.add(score.Tempo(sheet.tempo), 0)
    part.add(score.Clef(1, "G", 2, 0), 0)
    part.add(score.Clef(2, "F", 4, 0), 0)
    notes = _array(found, steps)
    part.add(score.KeySignature(*_key(partitura, notes)), 0)
    for number in range(sheet.bars):
        measure = score.Measure(number=number + 1, name=str(number + 1))
        part.add(measure, number * bar, (number + 1) * bar)
    _add_notes(score, part, found, partitura.musicanalysis.estimate_spelling(notes), steps, bar)
    for voice, onset, end in silences(found, sheet.bars, bar):
        for begin, stop in pieces(onset, end, steps, bar):
            rest = score.Rest(
                voice=voice, staff=_staff(voice), symbolic_duration=_symbol(stop - begin, steps)
            )
            part.add(rest, begin, stop)
    return part


def _add_notes(
    score: Any, part: Any, found: Sequence[Chord], spelling: Any, steps: int, bar: int
) -> None:
    """Add the notes, each in as many tied pieces as it takes to write it."""
    spelt = iter(spelling)
    for number, chord in enumerate(found):
        for key in range(len(chord.pitches)):
            step, alter, octave = next(spelt)
            before = None
            for place, (begin, stop) in enumerate(pieces(chord.onset, chord.end, steps, bar)):
                note = score.Note(
                    str(step),
                    int(octave),
                    int(alter),
                    id=f"n{number}-{key}-{place}",
                    voice=chord.voice,
                    staff=chord.staff,
                    symbolic_duration=_symbol(stop - begin, steps),
                )
                note.tie_prev = before
                if before is not None:
                    before.tie_next = note
                part.add(note, begin, stop)
                before = note


def pieces(onset: int, end: int, steps: int, bar: int) -> Iterator[tuple[int, int]]:
    """A length of steps as note values: within a bar, and from a beat on where it passes one."""
    known = sorted((values for values in _values(steps)), reverse=True)
    while onset < end:
        limit = min(end, onset - onset % bar + bar)
        beat = onset - onset % steps + steps
        if onset % steps and beat < limit:
            limit = beat
        length = next(value for value in known if value <= limit - onset)
        yield onset, onset + length
        onset += length


def silences(found: Sequence[Chord], bars: int, bar: int) -> Iterator[tuple[int, int, int]]:
    """Voice, onset and end of each rest; the second voice of a staff rests only beside notes."""
    for voice in range(1, 2 * VOICES + 1):
        mine = sorted((c.onset, c.end) for c in found if c.voice == voice)
        used = {at // bar for onset, end in mine for at in range(onset, end)}
        always = voice % VOICES == 1
        free = 0
        for onset, end in [*mine, (bars * bar, bars * bar)]:
            for number in range(free // bar, -(-onset // bar)):
                begin, stop = max(free, number * bar), min(onset, (number + 1) * bar)
                if begin < stop and (always or number in used):
                    yield voice, begin, stop
            free = max(free, end)


def _staff(voice: int) -> int:
    return (voice - 1) // VOICES + 1


@cache
def _values(steps: int) -> dict[int, tuple[str, int]]:
    """Note values by their length in steps: name, and number of dots."""
    found = {}
    for halvings, name in enumerate(("whole", "half", "quarter", "eighth", "16th", "32nd")):
        length, rest = divmod(4 * steps, 1 << halvings)
        if not rest and length:
            found[length] = name, 0
            if length % 2 == 0:
                found[length + length // 2] = name, 1
    return found


def _symbol(length: int, steps: int) -> dict[str, Any]:
    name, dots = _values(steps)[length]
    return {"type": name, "dots": dots}


def _array(found: Sequence[Chord], steps: int) -> Any:
    """The notes as partitura's analysis takes them, in the order of the chords."""
    fields = [("onset_beat", "f4"), ("duration_beat", "f4"), ("pitch", "i4"), ("voice", "i4")]
    rows = [
        (c.onset / steps, (c.end - c.onset) / steps, pitch, c.voice)
        for c in found
        for pitch in c.pitches
    ]
    return np.array(rows, dtype=fields)


def _key(partitura: Any, notes: Any) -> tuple[int, str]:
    """The signature of the key that the notes are nearest to: fifths, and major or minor."""
    fifths, mode = partitura.utils.key_name_to_fifths_mode(
        str(partitura.musicanalysis.estimate_key(notes))
    )
    return int(fifths), str(mode)


def pitches_of(path: str | PathLike[str]) -> list[int]:
    """The pitches of a MusicXML file, sorted; tied notes count once."""
    partitura = _partitura()
    notes = partitura.load_musicxml(str(path)).note_array()
    return sorted(int(pitch) for pitch in notes["pitch"])


def _partitura() -> Any:
    with _without("fluidsynth"):
        import partitura
    return partitura


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Hide a module: with pyfluidsynth installed, partitura would fetch a SoundFont when loaded."""
    modules: Any = sys.modules
    kept = modules.get(module)
    modules[module] = None
    try:
        yield
    finally:
        del modules[module]
        if kept is not None:
            modules[module] = kept
