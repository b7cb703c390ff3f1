"""Write a session's journal; run as a process beside the engine.

Takes JSON texts on standard input, one a line, and writes them sealed into files of a session's
folder; a text that begins a file opens the next. What was written is on the disk half a second
later. Ends with its standard input, whatever ended that. Says on standard output, in JSON, one a
line: {"session": "the folder"}, and {"failed": "why"} where it cannot write.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from .machine import facts
from .records import sealed

SYNC_EVERY: Final = 0.5  # seconds
A_READING: Final = 1 << 18  # bytes
NAME: Final = "journal-{:06d}.jsonl"
PATTERN: Final = "journal-*.jsonl"
_BEGIN: Final = b'["begin",'


class Scribe:
    """Writes the files of one session, and keeps them together below `most` bytes."""

    def __init__(self, session: Path, most: int) -> None:
        self._session = session
        self._most = most
        self._file = -1
        self._number = max((number_of(path) for path in session.glob(PATTERN)), default=0)
        self._unsynced: float | None = None  # since when

    def due(self) -> float | None:
        """Seconds until what was written is to be on the disk; None where it is."""
        if self._unsynced is None:
            return None
        return max(0.0, self._unsynced + SYNC_EVERY - time.monotonic())

    def take(self, text: bytes) -> None:
        """Write a text. Raises OSError."""
        if text.startswith(_BEGIN):
            text = self._begin(text)
        if self._file >= 0:
            _write(self._file, sealed(text))
            if self._unsynced is None:
                self._unsynced = time.monotonic()

    def sync(self) -> None:
        """What was written is on the disk."""
        if self._unsynced is not None:
            os.fdatasync(self._file) if hasattr(os, "fdatasync") else os.fsync(self._file)
            self._unsynced = None

    def close(self) -> None:
        """The present file is complete."""
        if self._file >= 0:
            self.sync()
            os.close(self._file)
            self._file = -1

    def _begin(self, text: bytes) -> bytes:
        self.close()
        self._make_room()
        self._number += 1
        path = self._session / NAME.format(self._number)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        _sync_folder(self._session)
        word, said = json.loads(text)
        said |= {"number": self._number, "machine": facts()}
        return json.dumps([word, said], separators=(",", ":")).encode()

    def _make_room(self) -> None:
        """The oldest files go; the newest stays, however large."""
        files = sorted(self._session.glob(PATTERN))
        sizes = [path.stat().st_size for path in files]
        while len(files) > 1 and sum(sizes) > self._most:
            files.pop(0).unlink()
            sizes.pop(0)


def number_of(path: Path) -> int:
    """The number of a journal's file."""
    digits = path.stem.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def new_session(folder: Path) -> Path:
    """A folder for a new session, called by the date and time. Raises OSError."""
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


def write(session: Path, most: int) -> None:
    """Write what comes on standard input until it ends. Raises OSError."""
    scribe = Scribe(session, most)
    rest = b""
    try:
        while True:
            wait = scribe.due()
            if not select.select([0], [], [], wait)[0]:
                scribe.sync()
                continue
            data = os.read(0, A_READING)
            if not data:
                return  # a text without its end is not written
            *texts, rest = (rest + data).split(b"\n")
            for text in texts:
                scribe.take(text)
            if scribe.due() == 0.0:
                scribe.sync()
    finally:
        scribe.close()


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system can
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
    """Write a session's journal; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m perf_engine.live.scribe")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--folder", type=Path, help="of sessions; a new one is made in it")
    where.add_argument("--session", type=Path, help="go on with this one")
    parser.add_argument("--most", type=int, required=True, help="bytes that a session may take")
    options = parser.parse_args(arguments)
    if hasattr(os, "nice"):
        os.nice(5)
    try:
        session = (options.session or new_session(options.folder)).absolute()
        _say(session=str(session))
        write(session, options.most)
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        _say(failed=f"{named}{error.strerror or error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
