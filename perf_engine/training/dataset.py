"""The data set on disk: all pieces end to end in four memory-mapped arrays, and a table of them."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ..core.vocabulary import PARTS
from .corpus import Events, Unusable, find_files, read_events
from .pieces import Member, Sketch, group, sketch, validation_groups

FORMAT: Final = 1
COLUMNS: Final = {"dt": np.float32, "part": np.uint8, "key": np.uint8, "velocity": np.uint8}
FILES_A_TASK: Final = 8

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]  # files done, files in all, the file just done
Columns = tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
Reading = tuple[Events, Sketch]


@dataclass(frozen=True, slots=True)
class Piece:
    """One performance in the data set: events start to start + length of the arrays.

    `group` is equal for performances of the same piece, `split` is train or validation, `notes`
    counts strikes without the pedal.
    """

    name: str
    source: str
    split: str
    group: int
    start: int
    length: int
    notes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What `prepare` made: its pieces, and (source, path, reason) of every file it left out."""

    pieces: tuple[Piece, ...]
    skipped: tuple[tuple[str, str, str], ...]

    @property
    def events(self) -> int:
        """How many events there are in all."""
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

    @classmethod
    def open(cls, path: Path) -> Dataset:
        """The data set in a folder. Raises ValueError where there is none, or none of this kind."""
        try:
            table = json.loads((path / "dataset.json").read_text(encoding="utf-8"))
            found = table["format"]
        except FileNotFoundError:
            raise ValueError(f"there is no data set in {path}; `prepare` makes one") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(f"dataset.json in {path} is not a data set's: {error!r}") from error
        if found != FORMAT:
            raise ValueError(
                f"the data set in {path} has format {found} and this version reads {FORMAT};"
                " prepare it again"
            )
        try:
            arrays = {name: np.load(path / f"{name}.npy", mmap_mode="r") for name in COLUMNS}
            pieces = tuple(Piece(**piece) for piece in table["pieces"])
            parts, sources = tuple(table["parts"]), tuple(table["sources"])
            events = int(table["events"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(f"the data set in {path} is damaged: {error!r}") from error
        for name, kind in COLUMNS.items():
            if arrays[name].dtype != kind or arrays[name].shape != (events,):
                raise ValueError(f"{name}.npy in {path} must hold {events} events")
        if any(p.start < 0 or p.length < 1 or p.start + p.length > events for p in pieces):
            raise ValueError(f"the data set in {path} has a piece outside its {events} events")
        return cls(parts, sources, pieces, **arrays)

    def events(self, piece: Piece) -> Columns:
        """A piece's dt, part, key and velocity, each (piece.length,): views, nothing is copied."""
        at = slice(piece.start, piece.start + piece.length)
        return self.dt[at], self.part[at], self.key[at], self.velocity[at]


def prepare(
    corpora: Sequence[Path],
    out: Path,
    *,
    workers: int | None = None,
    validation: float = 0.05,
    seed: int = 0,
    progress: Progress | None = None,
) -> Summary:
    """Read every MIDI file below the corpora into a data set at `out`, split by piece.

    A corpus is a folder and its name is the source's. What cannot be used is listed, with the
    reason, in `out/skipped.tsv`. The result does not depend on `workers` (None: one a core; 1: in
    this process). An earlier data set at `out` is replaced, but only when the new one is whole.
    Raises ValueError for doubled or empty corpora, a bad share or an `out` that holds other
    things or where no file can be used, OSError where a folder cannot be read or written.
    """
    out = out.resolve()
    names = [corpus.resolve().name for corpus in corpora]
    if not names or len(set(names)) != len(names):
        raise ValueError(f"corpora must be folders of different names, not {names}")
    if not 0 <= validation < 0.5:
        raise ValueError(f"validation must be 0 to below 0.5, not {validation}")
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be at least 1, not {workers}")
    if out.exists() and not (out / "dataset.json").exists() and any(out.iterdir()):
        raise ValueError(f"{out} holds something else than a data set; name another folder")
    found = sorted(
        (name, file.relative_to(corpus).as_posix(), file)
        for name, corpus in zip(names, corpora, strict=True)
        for file in find_files(corpus)
    )
    half = out.with_name(f".{out.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        summary = _write(found, half, workers or os.cpu_count() or 1, validation, seed, progress)
        _replace(half, out)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return summary


def _write(
    found: Sequence[tuple[str, str, Path]],
    folder: Path,
    workers: int,
    validation: float,
    seed: int,
    progress: Progress | None,
) -> Summary:
    """Fill an empty folder with the arrays and both tables, a few files in memory at a time."""
    members: list[Member] = []
    spans: list[tuple[int, int, int, float]] = []  # start, length, notes, seconds
    skipped: list[tuple[str, str, str]] = []
    first_with: dict[str, str] = {}
    readings = _read_all([file for _, _, file in found], workers)
    with _Columns(folder) as columns:
        for done, (source, path, file) in enumerate(found, 1):
            reading = next(readings)
            if progress:
                progress(done, len(found), f"{source}/{path}")
            if isinstance(reading, str):
                skipped.append((source, path, reading))
                continue
            events, hashes = reading
            digest = events.digest()
            if digest in first_with:
                skipped.append((source, path, f"the same events as {first_with[digest]}"))
                continue
            first_with[digest] = f"{source}/{path}"
            members.append(Member(file.stem, source, digest, hashes))
            spans.append((columns.length, len(events.dt), events.notes, events.seconds))
            columns.append(events)
    if not members:
        why = f"; {skipped[0][1]}: {skipped[0][2]}" if skipped else ""
        raise ValueError(f"no usable MIDI file among {len(found)} in the corpora{why}")
    groups = group(members)
    chosen = validation_groups(members, groups, validation, seed)
    pieces = tuple(
        Piece(m.name, m.source, "validation" if g in chosen else "train", g, *span)
        for m, g, span in zip(members, groups, spans, strict=True)
    )
    table = {
        "format": FORMAT,
        "parts": list(PARTS),
        "sources": sorted({source for source, _, _ in found}),
        "events": columns.length,
        "seed": seed,
        "validation": validation,
        "pieces": [asdict(piece) for piece in pieces],
    }
    (folder / "dataset.json").write_text(json.dumps(table, indent=1), encoding="utf-8")
    rows = ((f"{source}/{path}", reason) for source, path, reason in skipped)
    lines = ["\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows]
    listing = "".join(lines).encode("utf-8", "backslashreplace")  # a name may be no valid text
    (folder / "skipped.tsv").write_bytes(listing)
    return Summary(pieces, tuple(skipped))


class _Columns:
    """The four .npy files while they grow; their headers have room for a longer first axis."""

    def __init__(self, folder: Path) -> None:
        self.length = 0
        self._files: dict[str, IO[bytes]] = {}
        for name in COLUMNS:
            self._files[name] = (folder / f"{name}.npy").open("wb")
            self._write_header(name)

    def _write_header(self, name: str) -> None:
        kind = npy.dtype_to_descr(np.dtype(COLUMNS[name]))
        header = {"descr": kind, "fortran_order": False, "shape": (self.length,)}
        npy.write_array_header_1_0(self._files[name], header)

    def append(self, events: Events) -> None:
        for name, file in self._files.items():
            file.write(getattr(events, name).tobytes())
        self.length += len(events.dt)

    def __enter__(self) -> _Columns:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name, file in self._files.items():
            file.seek(0)
            self._write_header(name)
            file.close()


def _replace(half: Path, out: Path) -> None:
    """Put a finished folder in the place of an older one, in two renames."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    half.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _read(file: Path) -> Reading | str:
    """A file's events and sketch, or why it cannot be used; nothing that is in it is raised."""
    try:
        events = read_events(file)
        return events, sketch(events)
    except Unusable as error:
        return str(error)
    except Exception as error:  # a file nobody has foreseen must not end a long run
        return f"not understood: {error!r}"


def _read_task(read: Callable[[Path], Reading | str], files: Sequence[Path]) -> list[Any]:
    return [read(file) for file in files]


def _read_all(
    files: Sequence[Path], workers: int, read: Callable[[Path], Reading | str] = _read
) -> Iterator[Reading | str]:
    """`read` of each file, in order, at most a few tasks ahead.

    Where a worker process dies, the files of its task are read one by one, each in a process of
    its own, and the one that kills it is given up.
    """
    if workers == 1:
        yield from map(read, files)
        return
    tasks = deque(files[i : i + FILES_A_TASK] for i in range(0, len(files), FILES_A_TASK))
    running: deque[tuple[Sequence[Path], Future[list[Any]]]] = deque()
    pool = _pool(workers)
    try:
        while tasks or running:
            try:
                while tasks and len(running) < 3 * workers:
                    running.append((tasks[0], pool.submit(_read_task, read, tasks[0])))
                    tasks.popleft()
                read_now = running[0][1].result()
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                pool = _pool(workers)
                tasks.extendleft(task for task, _ in reversed(running))
                running.clear()
                read_now = [_read_alone(file, read) for file in tasks.popleft()]
            else:
                running.popleft()
            yield from read_now
    finally:
        pool.shutdown(cancel_futures=True)


def _read_alone(file: Path, read: Callable[[Path], Reading | str]) -> Reading | str:
    with _pool(1) as pool:
        try:
            return pool.submit(read, file).result()
        except BrokenProcessPool:
            log.warning("reading %s ended its process", file)
            return "reading it ended the process"


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
