"""Write a session's journal; run as a process beside the engine.

Standard input has JSON texts, one a line, which are written with checksums into files of a
session's folder; a text of a beginning opens the next file. Written data is on the disk half a
second later. The process ends with its standard input. The output is JSON, one message a line:
{"session": "the folder"}, {"deleted": "a session"} for each that was deleted to keep within the
bounds, {"kept": "why"} once if something could not be deleted, and {"failed": "why"} if it cannot
write.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from perf_engine.protocol import pipes

from .machine import facts
from .records import sealed
from .rotation import rotate

SYNC_EVERY: Final = 0.5  # seconds
A_READING: Final = 1 << 18  # bytes
NAME: Final = "journal-{:06d}.jsonl"
PATTERN: Final = "journal-*.jsonl"
_BEGIN: Final = b'["begin",'


class JournalWriter:
    """Writes the files of one session, and keeps the recordings within their bounds."""

    def __init__(
        self, session: Path, most: int, most_of_all: int | None = None, days: int | None = None
    ) -> None:
        """`most`: bytes of this session; the others are the bounds of `rotate`."""
        self._session = session
        self._most, self._most_of_all, self._days = most, most_of_all, days
        self._file = -1
        self._number = max((number_of(path) for path in session.glob(PATTERN)), default=0)
        self._complained = False
        self._unsynced: float | None = None  # the time of the first write since the last sync

    def due(self) -> float | None:
        """Return the seconds until the next sync to the disk; None if nothing waits."""
        if self._unsynced is None:
            return None
        return max(0.0, self._unsynced + SYNC_EVERY - time.monotonic())

    def take(self, text: bytes) -> None:
        """Write a text. Raises OSError."""
        if text.startswith(_BEGIN):
            self._begin(text)
        elif self._file >= 0:
            _write(self._file, sealed(text))
        if self._file >= 0 and self._unsynced is None:
            self._unsynced = time.monotonic()

    def sync(self) -> None:
        """Sync everything written to the disk."""
        if self._unsynced is not None:
            os.fdatasync(self._file) if hasattr(os, "fdatasync") else os.fsync(self._file)
            self._unsynced = None

    def close(self) -> None:
        """Complete the present file. Raises OSError."""
        if self._file >= 0:
            try:
                self.sync()
            finally:
                file, self._file, self._unsynced = self._file, -1, None
                os.close(file)

    def _begin(self, text: bytes) -> None:
        """Open the next file with its first text; if that cannot be written, leave no file."""
        self.close()
        self._make_room()
        number = self._number + 1
        word, said = json.loads(text)
        said |= {"number": number, "machine": facts()}
        line = sealed(json.dumps([word, said], separators=(",", ":")).encode())
        path = self._session / NAME.format(number)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        try:
            _write(file, line)
            os.fsync(file)  # a full disk may fail only here
        except OSError:
            os.close(file)
            path.unlink(missing_ok=True)
            raise
        self._file, self._number = file, number
        _sync_folder(self._session)

    def _make_room(self) -> None:
        """Delete what is beyond the bounds; what cannot be deleted ends no recording."""
        for act in (self._shorten, self._rotate):
            try:
                act()
            except OSError as error:
                self._complain(error)

    def _shorten(self) -> None:
        """Delete the oldest files; the newest stays, whatever its size. Raises OSError."""
        files = sorted(self._session.glob(PATTERN))
        sizes = [path.stat().st_size for path in files]
        while len(files) > 1 and sum(sizes) > self._most:
            files.pop(0).unlink()
            sizes.pop(0)

    def _rotate(self) -> None:
        """Delete the oldest other sessions. Raises OSError."""
        folder, bounds = self._session.parent, (self._most_of_all, self._days)
        for gone in rotate(folder, self._session, time.time(), *bounds, self._complain):
            _say(deleted=gone.name)

    def _complain(self, error: OSError) -> None:
        """Say once why something could not be deleted."""
        if not self._complained:
            self._complained = True
            _say(kept=_sentence(error))


def number_of(path: Path) -> int:
    """Return the number of a journal's file."""
    digits = path.stem.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def new_session(folder: Path) -> Path:
    """Make a folder for a new session, named by date and time. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    name, again = time.strftime("%Y-%m-%d_%H-%M-%S"), 1
    while True:
        session = folder / (name if again == 1 else f"{name}_{again}")
        try:
            session.mkdir()
        except FileExistsError:
            again += 1
        else:
            _sync_folder(folder)
            return session


def write(writer: JournalWriter) -> None:
    """Write the texts of standard input until it ends. Raises OSError."""
    rest = b""
    try:
        while True:
            wait = writer.due()
            if not pipes.ready((0,), (), wait)[0]:
                writer.sync()
                continue
            data = os.read(0, A_READING)
            if not data:
                return  # an incomplete text is not written
            *texts, rest = (rest + data).split(b"\n")
            for text in texts:
                writer.take(text)
            if writer.due() == 0.0:
                writer.sync()
    finally:
        writer.close()


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system can sync a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _say(**words: str) -> None:
    with suppress(OSError):
        sys.stdout.buffer.write(json.dumps(words).encode() + b"\n")
        sys.stdout.buffer.flush()


def main(arguments: Sequence[str]) -> int:
    """Write a session's journal; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m perf_engine.engine.session.journal_writer")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--folder", type=Path, help="of sessions; a new one is made in it")
    where.add_argument("--session", type=Path, help="continue this one")
    parser.add_argument("--most", type=int, required=True, help="bytes that a session may take")
    parser.add_argument("--all", type=int, help="bytes that all sessions in the folder may take")
    parser.add_argument("--days", type=int, help="days after which a session is deleted")
    options = parser.parse_args(arguments)
    if hasattr(os, "nice"):
        os.nice(5)
    try:
        session = (options.session or new_session(options.folder)).absolute()
        _say(session=str(session))
        write(JournalWriter(session, options.most, options.all, options.days))
    except OSError as error:
        _say(failed=_sentence(error))
        return 1
    return 0


def _sentence(error: OSError) -> str:
    named = f"{error.filename}: " if error.filename else ""
    return f"{named}{error.strerror or error}"


if __name__ == "__main__":
    pipes.run_for_engine(lambda: main(sys.argv[1:]))
