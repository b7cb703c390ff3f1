"""Files that are written whole or not at all.

What is written goes to a temporary file beside the file that is meant, and takes its place once it
is on the disk. Where that fails, what was there stays as it was, and nothing is left beside it.
"""

from __future__ import annotations

import errno
import io
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from typing import IO, Any, Final

from .plain_file import named

OPEN: Final = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")  # what is open already
LONGEST_PART: Final = 40  # characters of the file's name in that of the temporary one


@contextmanager
def whole(path: str | PathLike[str]) -> Iterator[IO[bytes]]:
    """Give a new file, in which one can seek; when the block has ended, it stands at `path`.

    What is no plain file, such as a pipe or /dev/stdout, gets the bytes at the end of the block.
    Raises OSError that names `path`, also where a library has hidden the error of a write.
    """
    path = os.fspath(path)
    with _through(path) if _has_no_content(path) else _replacing(path) as file:
        yield file


def write_whole(path: str | PathLike[str], content: bytes | str) -> None:
    """Write bytes, or a text as UTF-8, whole or not at all. Raises OSError that names `path`."""
    with whole(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


class _Disk(io.FileIO):
    """The temporary file; it keeps its first failure, which some libraries hide."""

    failure: OSError | None = None

    def write(self, data: Any) -> int:
        """Write some of the bytes. Raises OSError."""
        try:
            return super().write(data)
        except OSError as error:
            self.failure = self.failure or error
            raise


@contextmanager
def _replacing(path: str) -> Iterator[IO[bytes]]:
    """Give a file beside `path` that replaces it. A link stays: the file that it means is new."""
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    part = os.path.join(folder, f".{name[:LONGEST_PART]}.{secrets.token_hex(4)}.part")
    disk: _Disk | None = None
    try:
        before = _replaceable(target)
        disk = _Disk(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o666), "r+b")
        with io.BufferedRandom(disk) as file:
            yield file
            file.flush()
            if disk.failure is not None:
                raise disk.failure
            if before is not None:
                _alike(file.fileno(), before)
            os.fsync(file.fileno())  # a full disk may fail only here
        os.replace(part, target)
    except BaseException as error:
        if disk is not None:
            with suppress(OSError):
                os.unlink(part)
            if disk.failure is not None and isinstance(error, Exception):
                raise named(disk.failure, path) from error
        if isinstance(error, OSError) and error.filename in (None, part, target):
            raise named(error, path) from error
        raise


_BINARY: Final[int] = getattr(os, "O_BINARY", 0)


@contextmanager
def _through(path: str) -> Iterator[IO[bytes]]:
    """Give a file whose bytes go to a pipe or a device in the end."""
    try:
        with tempfile.TemporaryFile() as file:
            yield file
            file.seek(0)
            with open(path, "wb") as out:
                shutil.copyfileobj(file, out)
    except OSError as error:
        if error.filename in (None, path):
            raise named(error, path) from error
        raise


def _has_no_content(path: str) -> bool:
    """Return whether a path means a pipe or a device, or what is open, as /dev/stdout does."""
    if os.path.abspath(path).startswith(OPEN):
        return True
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _replaceable(target: str) -> os.stat_result | None:
    """Return the status of the file that is there. Raises OSError if nobody may write it."""
    try:
        before = os.stat(target)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(before.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), target)
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), target)
    return before


def _alike(file: int, before: os.stat_result) -> None:
    """Give a file the owner and the rights of the one before it, as far as we may."""
    if not hasattr(os, "fchmod"):  # Windows
        return
    with suppress(OSError):
        os.fchown(file, before.st_uid, before.st_gid)
    with suppress(OSError):
        os.fchmod(file, stat.S_IMODE(before.st_mode))
