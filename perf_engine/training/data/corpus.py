"""A corpus: a folder of MIDI files, and the events that are read from each."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from perf_engine.midi_files.reader import SUFFIXES
from perf_engine.protocol.midi import PEDAL

from .events import DRUMS, Events
from .layouts import Known, known_of
from .metre import Grid, Metre
from .roles import Rules
from .selection import Selection
from .tracks import Unusable, read_file, tracks_of

FEWEST_NOTES: Final = 32
SHORTEST_PIECE: Final = 5.0  # seconds
LONGEST_PIECE: Final = 6 * 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Found:
    """A path in a corpus, with `/`, and the reason why it cannot be read, if it cannot."""

    path: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file of a source, the facts its corpus gives, and the reason if it is not read."""

    source: str
    path: str
    file: Path
    known: Known
    reason: str | None

    @property
    def name(self) -> str:
        """Source and path."""
        return f"{self.source}/{self.path}"


def files_of(source: str, corpus: Path) -> Iterator[File]:
    """The files of a corpus, in order of their paths. Raises OSError where it is no folder."""
    found, tables = find_files(corpus)
    known = known_of(corpus, [one.path for one in found], tables)
    for one in found:
        said = known.get(one.path, Known())
        yield File(source, one.path, corpus / one.path, said, one.reason or said.reason)


def find_files(corpus: Path) -> tuple[list[Found], list[str]]:
    """All files below a folder named like MIDI files, and the tables (csv, json), by path.

    Linked folders are not entered. Raises OSError where the corpus is no folder.
    """
    if not corpus.is_dir():
        raise NotADirectoryError(f"a corpus must be a folder, and {corpus} is none")
    found: list[Found] = []
    tables: list[str] = []

    def unreadable(error: OSError) -> None:
        path = Path(error.filename).relative_to(corpus).as_posix()
        found.append(Found(path, f"a folder that cannot be read: {error.strerror}"))

    for folder, folders, files in os.walk(corpus, onerror=unreadable):
        here = Path(folder)
        for name in (*folders, *files):
            path = here / name
            suffix = path.suffix.lower()
            relative = path.relative_to(corpus).as_posix()
            if suffix in SUFFIXES:
                found.append(Found(relative, _oddity(path)))
            elif name in folders:
                if path.is_symlink():
                    found.append(Found(relative, "a linked folder, not gone into"))
            elif suffix in (".csv", ".tsv", ".json"):
                tables.append(relative)
    return sorted(found, key=lambda f: f.path), sorted(tables)


def _oddity(path: Path) -> str | None:
    """The reason why something named like a MIDI file is no file."""
    if path.is_file():
        return None
    if path.is_dir():
        return "a folder, not a file"
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if path.is_symlink() and error.errno in (errno.ENOENT, errno.ELOOP):
            return "a link that leads nowhere"
        return f"cannot be read: {error.strerror}"
    kind = next((kind for test, kind in _KINDS if test(mode)), "something")
    return f"a link to {kind}, not a plain file" if path.is_symlink() else "not a plain file"


_KINDS: Final = (
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def read_events(path: Path, rules: Rules, selection: Selection) -> Events:
    """The events of a MIDI file. Raises Unusable where it is broken, too large or too short."""
    file = read_file(path)
    tracks = tracks_of(file)
    if not selection.drums and tracks and all(t.drums for t in tracks):
        raise Unusable("no notes but drums'")
    events = selection.perform(tracks, rules)
    if events.notes < FEWEST_NOTES:
        raise Unusable(f"{events.notes} notes, fewer than {FEWEST_NOTES}")
    if events.seconds < SHORTEST_PIECE:
        raise Unusable(f"shorter than {SHORTEST_PIECE:g} s")
    if events.seconds > LONGEST_PIECE:
        hours = events.seconds / 3600
        raise Unusable(f"{hours:.3g} hours, longer than {LONGEST_PIECE / 3600:g}")
    events = replace(events, mended=file.mended)
    if selection.metre:
        onset = events.start + events.dt.cumsum(dtype="float64")
        struck = (events.velocity > 0) & (events.key != PEDAL)
        drums = bool((events.part == DRUMS).all())  # drums alone follow a click
        grid = Grid.of_beats(file.beats)
        metre = Metre.unknown(len(onset)) if grid is None else grid.at(onset, struck, drums)
        events = replace(events, metre=metre)
    return events
