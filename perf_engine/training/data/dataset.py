"""The data set on disk: all pieces end to end in four memory-mapped arrays, and a table of them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import Unfit, check_plain, text_of

from .corpus import File, files_of, read_events
from .layouts import Known
from .metre import COLUMNS as METRE
from .metre import Metre
from .pieces import SPLITS, Member, group, sides
from .reading import read_all
from .roles import Rules
from .selection import Selection
from .sketches import sketch
from .tracks import Unusable
from .unfinished import COLUMNS, Reading, Unfinished

FORMAT: Final = 1
LARGEST_TABLE: Final = 1 << 30  # bytes
METHOD: Final = 3  # version of the reading; another one begins an unfinished data set anew

CORPORA, FOLDERS = STYLES = ("corpora", "folders")  # the sources of a piece's style name

Progress = Callable[[int, int, str], None]  # files done, files in all, the file just done
Columns = tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One performance in the data set: events start to start + length of the arrays.

    `group` is equal for performances of the same piece, `split` is train, validation or test,
    `notes` counts strikes without the pedal, `style` is the name of its style, where it has one.
    """

    name: str
    source: str
    split: str
    group: int
    start: int
    length: int
    notes: int
    seconds: float
    style: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of `prepare`: its pieces, and (source, path, reason) of every file left out.

    `mended` are source, path and oddity of every file that was read all the same.
    """

    pieces: tuple[Piece, ...]
    skipped: tuple[tuple[str, str, str], ...]
    mended: tuple[tuple[str, str, str], ...] = ()

    @property
    def events(self) -> int:
        """The number of all events."""
        return sum(piece.length for piece in self.pieces)


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """A prepared data set, read only; its arrays stay on disk until they are looked at."""

    parts: tuple[str, ...]
    sources: tuple[str, ...]
    pieces: tuple[Piece, ...]
    dt: NDArray[np.float32]
    part: NDArray[np.uint8]
    key: NDArray[np.uint8]
    velocity: NDArray[np.uint8]
    measured: Metre | None = None  # of all events, where it was kept

    @property
    def styles(self) -> tuple[str, ...]:
        """The names of all styles, in order."""
        return tuple(sorted({piece.style for piece in self.pieces if piece.style}))

    @classmethod
    def open(cls, path: Path) -> Dataset:
        """The data set in a folder. Raises ValueError where there is none, or none of this kind."""
        try:
            table = value_of(text_of(path / "dataset.json", LARGEST_TABLE))
            found = table["format"]
        except FileNotFoundError:
            raise ValueError(f"there is no data set in {path}; `prepare` makes one") from None
        except Unfit:
            raise
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(f"dataset.json in {path} is not a data set's: {error!r}") from error
        if found != FORMAT:
            raise ValueError(
                f"the data set in {path} has format {found} and this version reads {FORMAT};"
                " prepare it again"
            )
        try:
            kinds = {**COLUMNS, **(METRE if table.get("metre") else {})}
            arrays = {name: _column(path / f"{name}.npy") for name in kinds}
            pieces = tuple(_piece(piece) for piece in table["pieces"])
            parts, sources = (_names(name, table[name]) for name in ("parts", "sources"))
            events = int(table["events"])
        except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
            raise ValueError(f"the data set in {path} is damaged: {error!r}") from error
        for name, kind in kinds.items():
            if arrays[name].dtype != kind or arrays[name].shape != (events,):
                raise ValueError(f"{name}.npy in {path} must hold {events} events")
        if any(p.start < 0 or p.length < 1 or p.start + p.length > events for p in pieces):
            raise ValueError(f"the data set in {path} has a piece outside its {events} events")
        measured = Metre(*(arrays.pop(name) for name in METRE)) if table.get("metre") else None
        return cls(parts, sources, pieces, **arrays, measured=measured)

    def events(self, piece: Piece) -> Columns:
        """A piece's dt, part, key and velocity, each (piece.length,): views, nothing is copied."""
        at = slice(piece.start, piece.start + piece.length)
        return self.dt[at], self.part[at], self.key[at], self.velocity[at]

    def metre(self, piece: Piece) -> Metre | None:
        """The positions of a piece's events in beat and bar: views; None if they were not kept."""
        at = slice(piece.start, piece.start + piece.length)
        return None if self.measured is None else self.measured[at]


def _column(path: Path) -> NDArray[Any]:
    """A column on the disk. Raises OSError or ValueError."""
    check_plain(path)
    try:
        found = np.load(path, mmap_mode="r")
    except OSError:
        raise
    except Exception as error:  # the header of a foreign file can raise anything
        raise ValueError(f"{path.name} is no array: {error}") from error
    if not isinstance(found, np.ndarray):  # several, in an archive
        raise ValueError(f"{path.name} is no array")
    return found


def _piece(said: Any) -> Piece:
    """The piece of a table. Raises ValueError or TypeError."""
    piece = Piece(**said)
    words, counts = ("name", "source", "split", "style"), ("group", "start", "length", "notes")
    for names, kind in ((words, str), (counts, int), (("seconds",), (int, float))):
        for name in names:
            value = getattr(piece, name)
            if isinstance(value, bool) or not isinstance(value, kind):
                raise ValueError(f"{name} of a piece cannot be {value!r:.40}")
    return piece


def _names(what: str, said: Any) -> tuple[str, ...]:
    """The names in a list of a table. Raises ValueError."""
    if not isinstance(said, list) or not all(isinstance(name, str) for name in said):
        raise ValueError(f"{what} must be a list of names, not {said!r:.40}")
    return tuple(said)


def prepare(
    corpora: Sequence[Path],
    out: Path,
    *,
    workers: int | None = None,
    validation: float = 0.05,
    seed: int = 0,
    selection: Selection | None = None,
    rules: Rules | None = None,
    styles: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read every MIDI file below the corpora into a data set at `out`, split by piece.

    A corpus is a folder and its name is the source's. Unusable files are listed, with the
    reason, in `out/skipped.tsv`, odd ones that could be read in `out/mended.tsv`;
    of files that play the same, in any key, the first by name is kept. With `styles` a piece has a
    style: the name of its corpus ("corpora"), or ("folders") of the folder in it that it lies in.

    The result does not depend on `workers` (None: one a core; 1: in this process). An earlier data
    set at `out` is replaced, but only when the new one is whole; an interrupted run is continued
    where the files and the way of reading are the same.
    Raises ValueError for doubled or empty corpora, a bad share or an `out` that holds other
    things or where no file can be used, OSError where a folder cannot be read or written.
    """
    out, selection, rules = out.resolve(), selection or Selection(), rules or Rules.read()
    names = [corpus.resolve().name for corpus in corpora]
    if not names or len(set(names)) != len(names):
        raise ValueError(f"corpora must be folders of different names, not {names}")
    if not 0 <= validation < 0.5:
        raise ValueError(f"validation must be 0 to below 0.5, not {validation}")
    if styles is not None and styles not in STYLES:
        raise ValueError(f"styles must be one of {', '.join(STYLES)}, not {styles}")
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be at least 1, not {workers}")
    if out.exists() and not (out / "dataset.json").exists() and any(out.iterdir()):
        raise ValueError(f"{out} holds something else than a data set; name another folder")
    found = sorted(
        (
            file
            for name, corpus in zip(names, corpora, strict=True)
            for file in files_of(name, corpus)
        ),
        key=lambda file: (file.source, file.path),
    )
    half = out.with_name(f".{out.name}.half")
    columns = {**COLUMNS, **(METRE if selection.metre else {})}
    with Unfinished(half, _plan(found, selection, rules), columns) as unfinished:
        read = partial(_read, rules=rules, selection=selection)
        _fill(unfinished, found, read, workers or os.cpu_count() or 1, progress)
        skipped = tuple(
            (f.source, f.path, e.reason)
            for f, e in zip(found, unfinished.entries, strict=True)
            if not e.length
        )
        if len(skipped) == len(found):
            unfinished.discard()
            why = f"; {skipped[0][1]}: {skipped[0][2]}" if skipped else ""
            raise ValueError(f"no usable MIDI file among {len(found)} in the corpora{why}")
        pieces = _pieces(found, unfinished, validation, seed, styles)
        table = {
            "format": FORMAT,
            "parts": list(selection.parts),
            "sources": sorted({file.source for file in found}),
            "events": sum(piece.length for piece in pieces),
            "seed": seed,
            "validation": validation,
            "selection": asdict(selection),
            "metre": selection.metre,
            "rules": rules.digest,
            "pieces": [asdict(piece) for piece in pieces],
        }
        mended = tuple(
            (f.source, f.path, e.mended)
            for f, e in zip(found, unfinished.entries, strict=True)
            if e.mended
        )
        unfinished.finish(json.dumps(table, indent=1), skipped, mended)
        _replace(half, out)
    return Summary(pieces, skipped, mended)


def _plan(found: Sequence[File], selection: Selection, rules: Rules) -> str:
    """A hash of all that reading depends on: the files, their sizes and times, the settings."""
    lines = [repr((METHOD, asdict(selection), rules.digest))]
    for file in found:
        try:
            status = file.file.stat()
            state = (status.st_size, status.st_mtime_ns)
        except OSError:
            state = (-1, -1)
        lines.append(repr((file.name, file.reason, state)))
    return sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()


def _read(file: Path, rules: Rules, selection: Selection) -> Reading | str:
    """Return a file's events and hashes, or the reason if it is unusable; never raise for it."""
    try:
        events = read_events(file, rules, selection)
        return Reading(events, events.digest(), events.shape(), events.lowest, sketch(events))
    except Unusable as error:
        return str(error)
    except Exception as error:  # an unexpected fault of a file must not end a long run
        return f"not understood: {error!r}"


def _fill(
    unfinished: Unfinished,
    found: Sequence[File],
    read: Callable[[Path], Reading | str],
    workers: int,
    progress: Progress | None,
) -> None:
    """Read the remaining files, in order; of those that play the same the first is kept."""
    first = {e.shape: i for i, e in enumerate(unfinished.entries) if e.length}
    begin = len(unfinished.entries)
    if progress and begin:
        progress(begin, len(found), found[begin - 1].name)
    to_read = [file.file for file in found[begin:] if file.reason is None]
    readings = read_all(read, to_read, workers)
    for number, file in enumerate(found[begin:], begin):
        reading = file.reason or next(readings)
        if isinstance(reading, str):
            unfinished.skip(reading)
        elif (same := first.setdefault(reading.shape, number)) != number:
            higher = reading.lowest - unfinished.entries[same].lowest
            key = f", {abs(higher)} semitones {'higher' if higher > 0 else 'lower'}" * (higher != 0)
            unfinished.skip(f"the same events as {found[same].name}{key}", same)
        else:
            unfinished.add(reading)
        if progress:
            progress(number + 1, len(found), file.name)


def _pieces(
    found: Sequence[File],
    unfinished: Unfinished,
    validation: float,
    seed: int,
    styles: str | None,
) -> tuple[Piece, ...]:
    """The pieces of all files that were read, each with its split."""
    known = [file.known for file in found]
    for number, entry in enumerate(unfinished.entries):
        if entry.same is not None:  # facts about a copy hold for the one that is kept
            known[entry.same] = _both(known[entry.same], known[number])
    kept = [(i, entry) for i, entry in enumerate(unfinished.entries) if entry.length]
    members = [
        Member(
            found[i].file.stem, found[i].source, entry.digest, its, known[i].split, known[i].keys
        )
        for (i, entry), its in zip(kept, unfinished.sketches(), strict=True)
    ]
    groups = group(members)
    pieces, start = [], 0
    splits = sides(members, groups, validation, seed)
    for member, number, split, (i, entry) in zip(members, groups, splits, kept, strict=True):
        style = _style(found[i], styles)
        place = (number, start, entry.length, entry.notes, entry.seconds, style)
        pieces.append(Piece(member.name, member.source, split, *place))
        start += entry.length
    return tuple(pieces)


def _style(file: File, styles: str | None) -> str:
    """The name of a file's style, by `STYLES`."""
    folder, slash, _ = file.path.partition("/")
    if styles is None:
        return ""
    return folder if styles == FOLDERS and slash else file.source


def _both(one: Known, other: Known) -> Known:
    """The facts of two copies of a piece: the split that holds back more, and all keys."""
    said = [split for split in (one.split, other.split) if split is not None]
    return Known(max(said, key=SPLITS.index, default=None), one.keys + other.keys)


def _replace(half: Path, out: Path) -> None:
    """Put a finished folder in the place of an older one, in two renames."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    half.rename(out)
    shutil.rmtree(old, ignore_errors=True)
