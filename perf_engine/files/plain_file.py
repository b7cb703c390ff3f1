"""Plain files of a bounded size, read whole, so that no read waits or never ends."""

from __future__ import annotations

import os
import select
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from typing import IO, ClassVar, Final

LARGEST_TEXT: Final = 4 << 20  # bytes
NOT_PLAIN: Final = "not a plain file"
_FLAGS: Final[int] = (  # never wait for a pipe
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


class Unfit(ValueError):
    """A file that is not read; the error's text names the file, its `reason` does not."""

    says: ClassVar[str] = "cannot be read"

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path} {self.says}: {reason}")
        self.path, self.reason = path, reason

    def __reduce__(self) -> tuple[type[Unfit], tuple[object, str]]:
        return type(self), (self.path, self.reason)


def named(error: OSError, path: str | PathLike[str]) -> OSError:
    """Return an error of the system that names a file."""
    if error.errno is None:
        return OSError(f"{os.fspath(path)}: {error}")
    return OSError(error.errno, error.strerror or os.strerror(error.errno), os.fspath(path))


@contextmanager
def opened(path: str | PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a plain file to read it. Raises Unfit, or OSError that names it, also for a read."""
    check_plain(path)
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        _check_open(handle, path)
        try:
            yield file
        except OSError as error:
            if error.filename is not None:
                raise
            raise named(error, path) from error


def content_of(path: str | PathLike[str], largest: int) -> bytes:
    """Return the bytes of a plain file of at most `largest` bytes. Raises OSError or Unfit."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        content = file.read(min(size, largest) + 1)
        if len(content) > size:  # the file grows, or its kind reports no size
            content += file.read(largest)
    if len(content) > largest:
        raise Unfit(path, f"larger than {_size(largest)}")
    return content


def head_of(path: str | PathLike[str], size: int) -> bytes:
    """Return the first bytes of a plain file. Raises OSError or Unfit."""
    with opened(path) as file:
        return file.read(size)


def text_of(path: str | PathLike[str], largest: int = LARGEST_TEXT) -> str:
    """Return the text of a plain file in UTF-8, with a line feed at the end of each line.

    Raises OSError or Unfit.
    """
    try:
        text = content_of(path, largest).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unfit(path, "not UTF-8 text") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_plain(path: str | PathLike[str]) -> None:
    """Refuse a path that is no plain file, for callers that open it themselves.

    Raises OSError if it does not exist, Unfit if it is a folder, a pipe or a device, or a file
    of the system that has no end.
    """
    if "\0" in os.fspath(path):
        raise Unfit(repr(os.fspath(path)), "no file can have this name")
    status = os.stat(path)
    _check_mode(status.st_mode, path)
    if status.st_size == 0:
        with suppress(PermissionError):  # whoever opens it is told
            handle = os.open(path, _FLAGS)
            try:
                _check_open(handle, path)
            finally:
                os.close(handle)


def _check_open(handle: int, path: str | PathLike[str]) -> None:
    """Refuse an open file that is no plain one, or that can be waited for, as /proc/kmsg can."""
    status = os.fstat(handle)
    _check_mode(status.st_mode, path)
    if status.st_size or not hasattr(select, "epoll"):
        return
    with select.epoll() as waiting:
        try:
            waiting.register(handle)
        except OSError:  # the system waits for no plain file
            return
    raise Unfit(path, NOT_PLAIN)


def _check_mode(mode: int, path: str | PathLike[str]) -> None:
    if stat.S_ISDIR(mode):
        raise Unfit(path, "a folder, not a file")
    if not stat.S_ISREG(mode):
        raise Unfit(path, NOT_PLAIN)


def _size(size: int) -> str:
    return f"{size} bytes" if size % (1 << 20) or not size else f"{size >> 20} MB"
