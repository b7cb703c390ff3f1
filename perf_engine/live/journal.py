"""A recorded session read again: its records in order, whatever was torn off or damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from .records import Beginning, Reader, Record, unsealed
from .scribe import PATTERN, number_of


class NoSession(ValueError):
    """There is no recorded session here; the sentence says what there is."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something is missing here; the next record, if there is one, is a beginning."""

    why: str


Found: TypeAlias = Record | Gap


def files(session: Path) -> list[Path]:
    """The files of a session's journal, in order. Raises NoSession."""
    found = sorted(session.glob(PATTERN), key=number_of) if session.is_dir() else []
    if found:
        return found
    inside = sessions(session) if session.is_dir() else []
    if not inside:
        raise NoSession(f"there is no recorded session in {session}")
    names = ", ".join(path.name for path in inside[-5:])
    raise NoSession(f"{session} is a folder of sessions; name one of them, such as {names}")


def size(session: Path) -> int:
    """The bytes of a session's journal. Raises NoSession."""
    return sum(path.stat().st_size for path in files(session))


def sessions(folder: Path) -> list[Path]:
    """Every recorded session in a folder, or that folder itself, in the order of their names."""
    return sorted({path.parent for path in folder.rglob(PATTERN)})


def records(session: Path) -> Iterator[Found]:
    """The records of a session, and where something is missing. Raises NoSession, or OSError.

    What was torn off at the very end is no gap: there the session ends.
    """
    known = files(session)
    whole = False  # whether what stands before is all there, up to here
    expected = number_of(known[0])
    for path in known:
        if number_of(path) != expected:
            yield Gap(f"{path.name}: the file before it is missing")
            whole = False
        expected = number_of(path) + 1
        for found in _records_of(path):
            if isinstance(found, Beginning) and whole and not found.continues:
                yield Gap(f"{path.name}: the recording was interrupted before it")
            whole = not isinstance(found, Gap)
            if whole or path != known[-1] or found != TORN:
                yield found


TORN: Final = Gap("its end is torn off")


def _records_of(path: Path) -> Iterator[Found]:
    """The records of one file, as far as they can be read; a gap where they end too soon."""
    reader = Reader()
    begun = False
    with path.open("rb") as file:
        for line in file:
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
