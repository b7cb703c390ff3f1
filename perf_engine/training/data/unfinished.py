"""A data set while it is made: written through to disk, so that a killed run can continue."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.lib import format as npy

from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import content_of, named
from perf_engine.files.whole_file import write_whole

from .events import Events
from .sketches import Sketch

COLUMNS: Final = {"dt": np.float32, "part": np.uint8, "key": np.uint8, "velocity": np.uint8}

LARGEST_PLAN: Final = 1 << 30  # bytes
LARGEST_JOURNAL: Final = 1 << 33  # bytes
HEADER: Final = 128  # bytes of a .npy header of one axis

_HASH: Final = np.dtype(np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Data read from a file: events, their hash, their hash in any key, lowest pitch, sketch."""

    events: Events
    digest: str
    shape: str
    lowest: int
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Entry:
    """The result for a file: a piece of `length` events or, where that is 0, why it is none.

    `same` is the number of another file of the same piece, `mended` the oddities of the file.
    """

    reason: str = ""
    same: int | None = None
    length: int = 0
    notes: int = 0
    seconds: float = 0.0
    digest: str = ""
    shape: str = ""
    lowest: int = 0
    hashes: int = 0  # kept in the sketch
    grams: int = 0  # in all
    mended: str = ""

    @property
    def sound(self) -> bool:
        """Whether each fact is of its kind, as one from a file may not be."""
        counts = (self.length, self.notes, self.hashes, self.grams)
        words = (self.reason, self.digest, self.shape, self.mended)
        return (
            all(type(count) is int and 0 <= count < 1 << 40 for count in counts)
            and all(isinstance(word, str) for word in words)
            and isinstance(self.seconds, int | float)
            and type(self.lowest) is int
            and (self.same is None or type(self.same) is int)
        )


_NOTHING: Final = asdict(Entry())


class Unfinished:
    """A folder with the four columns, the sketches and a journal: a line for every file, in order.

    The journal's line is written last; data without a line are cut off when the folder is opened
    again. `plan` identifies the task: a folder of another plan is begun anew.
    Raises ValueError where another run uses the folder.
    """

    def __init__(self, folder: Path, plan: str, columns: Mapping[str, Any] = COLUMNS) -> None:
        """`columns` are those of the data set: of the events, and of their metre if it is kept."""
        self.folder, self.columns = folder, columns
        self.entries: list[Entry] = []
        self._events = 0
        self._hashes = 0
        self._files: dict[str, IO[bytes]] = {}
        self._lock: int | None = _lock(folder)
        if not self._restore(plan):
            self.entries.clear()
            self._events = self._hashes = 0
            for old in folder.iterdir():
                old.unlink()
            for name in (*self._names(), "journal"):
                (folder / name).touch()
            (folder / "plan").write_text(plan, encoding="ascii")
        self._open()

    def add(self, reading: Reading) -> None:
        """Take the next file as a piece."""
        events, its = reading.events, reading.sketch
        for name in self.columns:
            holder = events if name in COLUMNS else events.metre
            self._write(f"{name}.npy", getattr(holder, name).tobytes())
        self._write("sketches", its.hashes.tobytes())
        size, notes, seconds = len(events.dt), events.notes, events.seconds
        self._note(
            Entry(
                "",
                None,
                size,
                notes,
                seconds,
                reading.digest,
                reading.shape,
                reading.lowest,
                len(its.hashes),
                its.size,
                "; ".join(events.mended),
            )
        )

    def skip(self, reason: str, same: int | None = None) -> None:
        """Take the next file as no piece, or as one that plays the same as that of a number."""
        self._note(Entry(reason, same))

    def sketches(self) -> list[Sketch]:
        """The sketches of all pieces; they stay on disk."""
        pieces = [entry for entry in self.entries if entry.length]
        if not self._hashes:
            return [Sketch(np.zeros(0, _HASH), entry.grams) for entry in pieces]
        hashes = np.memmap(self.folder / "sketches", _HASH, "r", shape=(self._hashes,))
        ends = np.cumsum([entry.hashes for entry in pieces]).tolist()
        return [
            Sketch(np.asarray(hashes[end - entry.hashes : end]), entry.grams)
            for entry, end in zip(pieces, ends, strict=True)
        ]

    def finish(
        self, table: str, skipped: Iterable[Sequence[str]], mended: Iterable[Sequence[str]] = ()
    ) -> None:
        """Make it a data set: write headers and tables, and remove the working files.

        `skipped` and `mended` are rows of source, path and a remark about the file.
        """
        for name, kind in self.columns.items():
            file = self._files[f"{name}.npy"]
            file.seek(0)
            _write_header(file, kind, self._events)
            file.flush()
        write_whole(self.folder / "dataset.json", table)
        for listing, its in (("skipped.tsv", skipped), ("mended.tsv", mended)):
            rows = ((f"{source}/{path}", said) for source, path, said in its)
            lines = ["\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows]
            text = "".join(lines).encode("utf-8", "backslashreplace")  # names may be no valid text
            write_whole(self.folder / listing, text)
        for name in ("journal", "sketches", "plan"):
            (self.folder / name).unlink()

    def discard(self) -> None:
        """Delete the unfinished data set."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Close the files; the folder stays, so that a later run can continue."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Unfinished:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _restore(self, plan: str) -> bool:
        """Restore the entries in the folder whose data are whole, if it is of this plan."""
        try:
            if content_of(self.folder / "plan", LARGEST_PLAN) != plan.encode():
                return False
            sizes = {name: (self.folder / name).stat().st_size for name in self._names()}
            lines = content_of(self.folder / "journal", LARGEST_JOURNAL).split(b"\n")
        except (OSError, ValueError):
            return False
        kept = 0
        for line in lines[:-1]:  # a text after the last line break is incomplete
            try:
                entry = Entry(**value_of(line))
            except (ValueError, TypeError):
                break
            if not entry.sound:
                break
            events, hashes = self._events + entry.length, self._hashes + entry.hashes
            if any(sizes[name] < size for name, size in self._sizes(events, hashes).items()):
                break
            self._events, self._hashes = events, hashes
            self.entries.append(entry)
            kept += len(line) + 1
        for name, size in {**self._sizes(self._events, self._hashes), "journal": kept}.items():
            if name != "journal" and sizes[name] < size:
                return False  # not even the header is whole
            os.truncate(self.folder / name, size)
        return True

    def _open(self) -> None:
        for name in (*self._names(), "journal"):
            file = (self.folder / name).open("r+b")
            file.seek(0, os.SEEK_END)
            self._files[name] = file
            if name.endswith(".npy") and file.tell() == 0:
                _write_header(file, self.columns[name.removesuffix(".npy")], 0)
                file.flush()

    def _names(self) -> list[str]:
        return [*(f"{name}.npy" for name in self.columns), "sketches"]

    def _sizes(self, events: int, hashes: int) -> dict[str, int]:
        """The bytes of each file with so many events and hashes."""
        kinds = {f"{name}.npy": np.dtype(kind) for name, kind in self.columns.items()}
        columns = {name: HEADER + events * kind.itemsize for name, kind in kinds.items()}
        return {**columns, "sketches": hashes * _HASH.itemsize}

    def _write(self, name: str, content: bytes) -> None:
        try:
            self._files[name].write(content)
            self._files[name].flush()
        except OSError as error:
            raise named(error, self.folder / name) from error

    def _note(self, entry: Entry) -> None:
        said = {key: value for key, value in asdict(entry).items() if value != _NOTHING[key]}
        self._write("journal", json.dumps(said).encode("ascii") + b"\n")
        self.entries.append(entry)
        self._events += entry.length
        self._hashes += entry.hashes


def _lock(folder: Path) -> int:
    """A lock on a folder, as a file descriptor; it ends with the process at the latest."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise ValueError(f"another run is writing {folder}; wait for it, or end it") from None
    return lock


def _write_header(file: IO[bytes], kind: Any, length: int) -> None:
    """The header of a .npy file; it has room for a longer first axis."""
    described = npy.dtype_to_descr(np.dtype(kind))
    header = {"descr": described, "fortran_order": False, "shape": (length,)}
    npy.write_array_header_1_0(file, header)
