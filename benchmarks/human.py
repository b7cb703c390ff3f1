"""A human for the benchmarks: real performances, piece after piece, or passages of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from perf_engine.core.messages import HeardMessage
from perf_engine.midi_files.reader import SUFFIXES
from perf_engine.studio.measure.statistics import FEWEST_NOTES
from perf_engine.studio.notes import Note, PedalMove, Performance, read_midi
from perf_engine.studio.phrase import phrase
from perf_engine.studio.plan import messages

PAUSE = 3.0  # seconds between two pieces
T = TypeVar("T")
FEWEST_CALLED = 6  # notes of a passage


def midi_files(places: Iterable[Path]) -> list[Path]:
    """The files named, and the MIDI files in the folders named, at any depth.

    Raises ValueError where a folder holds none.
    """
    found: list[Path] = []
    for place in places:
        inside = sorted(p for p in place.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not inside and not place.is_file():
            raise ValueError(f"{place} holds no MIDI file ({' or '.join(SUFFIXES)})")
        found += [place] if place.is_file() else inside
    return found


def readable(paths: Iterable[Path], read: Callable[[Path], T | None]) -> Iterator[tuple[Path, T]]:
    """Yield each file with what is read of it; one that cannot be read, or gives None, is left out.

    `read` raises OSError or ValueError for a file that cannot be read.
    """
    for path in paths:
        try:
            found = read(path)
        except (OSError, ValueError):
            continue
        if found is not None:
            yield path, found


class Pieces:
    """Real performances in random order, without end."""

    def __init__(self, paths: Sequence[Path], seed: int) -> None:
        """Take files; without paths, the shipped phrase in every key."""
        self._paths, self._random = list(paths), random.Random(seed)
        self._invented, self._short = not paths, set[Path]()

    def __iter__(self) -> Iterator[Performance]:
        """Raises ValueError where none of the files is of use."""
        while True:
            if self._invented:
                shift = self._random.randrange(-6, 6)
                played = phrase()
                notes = [
                    Note(n.onset, n.pitch + shift, n.velocity, n.duration, n.track)
                    for n in played.notes
                ]
                yield Performance.of(notes, played.pedal)
                continue
            if self._short.issuperset(self._paths):
                raise ValueError(f"none of the files is MIDI with at least {FEWEST_NOTES} notes")
            path = self._random.choice(self._paths)
            try:
                piece = read_midi(path)
            except ValueError:
                self._paths.remove(path)
                continue
            if len(piece.notes) < FEWEST_NOTES:
                self._short.add(path)
                continue
            yield piece


def plan(
    mode: str,
    pieces: Iterator[Performance],
    start: float,
    seconds: float,
    turns: float,
    patience: float,
) -> tuple[list[tuple[float, HeardMessage]], list[tuple[float, float]]]:
    """The human's plan for so many seconds, and the times when only the machine plays.

    The human plays piece after piece; in takeover, only in every second turn of so many seconds;
    in solo, nothing.
    """
    if mode == "solo":
        return [], [(start, start + seconds)]
    found: list[tuple[float, HeardMessage]] = []
    free: list[tuple[float, float]] = []
    now, end = start, start + seconds
    while now < end - PAUSE:
        until = min(end, now + turns) if mode == "takeover" else end
        while now < until - PAUSE:
            piece = beginning(next(pieces), until - PAUSE - now)
            found += [(now + at, message) for at, message in messages(piece)]
            now += piece.end + (PAUSE if mode != "takeover" else patience / 2)
        if mode == "takeover":
            free.append((now + patience + 1.0, min(end, now + turns)))
            now += turns
    return found, free


def passages(
    paths: Sequence[Path], count: int, seconds: float, seed: int, tracks: Sequence[str] = ()
) -> list[tuple[str, Performance]]:
    """Stretches of real music from random places, each from a note on, with the file's name.

    They take some tracks only, where the files have them. Raises ValueError where too few files
    can be read, or have enough notes.
    """
    chance, tried = random.Random(seed), 0
    found: list[tuple[str, Performance]] = []
    known: dict[Path, Performance | None] = {}
    while paths and len(found) < count and tried < 20 * count + 100:
        tried += 1
        path = chance.choice(paths)
        if path not in known:
            try:
                known[path] = read_midi(path)
            except (OSError, ValueError):
                known[path] = None
        piece = known[path]
        if piece is None:
            continue
        piece = piece.track(*tracks) if tracks else piece
        starts = [n.onset for n in piece.notes if n.onset < piece.end - seconds]
        if not starts:
            continue
        start = chance.choice(starts)
        rest = [p for p in piece.pedal if p.time >= start]
        part = Performance.of([n for n in piece.notes if n.onset >= start], rest)
        passage = beginning(part, seconds) if part.notes else part
        if len(passage.notes) >= FEWEST_CALLED:
            found.append((path.name, passage))
    if len(found) < count:
        raise ValueError(f"there is not enough music: {len(found)} of {count} passages found")
    return found


def beginning(piece: Performance, seconds: float) -> Performance:
    """The first seconds of a piece, from its first note on; notes that sound at the end end."""
    first = piece.notes[0].onset
    notes = [
        Note(
            n.onset - first,
            n.pitch,
            n.velocity,
            min(n.duration, seconds - n.onset + first),
            n.track,
        )
        for n in piece.notes
        if n.onset - first < seconds
    ]
    end = max(n.end for n in notes)
    pedal = [PedalMove(p.time - first, p.value) for p in piece.pedal if 0.0 <= p.time - first < end]
    return Performance.of(notes, [*pedal, PedalMove(end, 0)])
