"""The reader of a recorded session: its records in order, even from damaged files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from perf_engine.files.plain_file import Unfit, check_plain, opened

from .journal_writer import PATTERN, number_of
from .records import Beginning, Reader, Record, unsealed


class NoSession(ValueError):
    """There is no recorded session; the sentence says what was found."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where records are missing; the next record, if any, is a beginning."""

    why: str


LONGEST_LINE: Final = 64_000_000  # bytes; the longest is a snapshot, of a few megabytes at most

Found: TypeAlias = Record | Gap


def files(session: Path) -> list[Path]:
    """Return the files of a session's journal, in order. Raises NoSession."""
    found = sorted(session.glob(PATTERN), key=number_of) if session.is_dir() else []
    if found:
        return found
    inside = sessions(session) if session.is_dir() else []
    if not inside:
        raise NoSession(f"there is no recorded session in {session}")
    names = ", ".join(path.name for path in inside[-5:])
    raise NoSession(f"{session} is a folder of sessions; name one of them, such as {names}")


def size(session: Path) -> int:
    """Return the size of a session's journal in bytes. Raises NoSession."""
    return sum(path.stat().st_size for path in files(session))


def sessions(folder: Path) -> list[Path]:
    """Return each recorded session in a folder, or that folder itself, in order of names."""
    return sorted({path.parent for path in folder.rglob(PATTERN)})


def records(session: Path) -> Iterator[Found]:
    """Yield the records of a session, and its gaps. Raises NoSession or OSError.

    A loss at the very end is no gap: the session ends there.
    """
    known = files(session)
    whole = False  # whether everything up to here is complete
    expected = number_of(known[0])
    for path in known:
        if number_of(path) != expected:
            yield Gap(f"{path.name}: the file before it is missing")
            whole = False
        expected = number_of(path) + 1
        for found in _records_of(path):
            if isinstance(found, Beginning) and whole and not found.continues:
                yield Gap(f"{path.name}: the recording was interrupted before this file")
            whole = not isinstance(found, Gap)
            if whole or path != known[-1] or found != TORN:
                yield found


TORN: Final = Gap("its end is missing")


def _records_of(path: Path) -> Iterator[Found]:
    """Yield the records of one file, as far as they can be read, and a gap if it is incomplete."""
    reader = Reader()
    begun = False
    try:
        check_plain(path)
    except FileNotFoundError:
        yield Gap(f"{path.name} is not there")
        return
    except Unfit as error:
        yield Gap(f"{path.name} is {error.reason}")
        return
    with opened(path) as file:
        while line := file.readline(LONGEST_LINE):
            try:
                record = reader.read(unsealed(line))
                begun = begun or isinstance(record, Beginning)
                if not begun:
                    raise ValueError("it does not begin with a snapshot")
            except ValueError as error:
                yield Gap(f"{path.name}: {error}") if file.read(1) else TORN
                return
            if record is not None:
                yield record
    if not begun:
        yield TORN
