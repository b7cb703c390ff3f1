"""Pipes, sockets and files between our processes, on every system.

Unix waits for pipes and sockets alike, and a process inherits any open file. Windows waits for
sockets only: there a pipe is looked at from time to time, a socket is shared, and the handle of a
file is inherited. Nobody has tried the part for Windows there; tests try it with stand-ins.
"""

from __future__ import annotations

import os
import select
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import IO, Any, Final, NoReturn, Protocol

WINDOWS = sys.platform == "win32"
LOOK_EVERY: Final = 0.005  # seconds between two looks at pipes, where they cannot be waited for
NO_WAIT: Final = 1  # PIPE_NOWAIT, of the Windows API
_ENDED: Final = 109  # ERROR_BROKEN_PIPE: its other end is closed
_FULL: Final = 28  # ENOSPC: the pipe takes nothing now
# Modules that have more on Windows than here, where the types are checked.
_os: Any = os
_socket: Any = socket
_subprocess: Any = subprocess


class Open(Protocol):
    """An open thing with a descriptor."""

    def fileno(self) -> int:
        """Return the descriptor."""


def ready(
    reading: Collection[int | Open], writing: Collection[int | Open], seconds: float | None
) -> tuple[list[Any], list[Any]]:
    """Wait until a read or a write would not wait, at most so long; return those of both.

    None waits for ever. Raises OSError or ValueError for what is not open.
    """
    if not WINDOWS:
        found = select.select(reading, writing, (), seconds)
        return found[0], found[1]
    until = None if seconds is None else time.monotonic() + seconds
    pipes = [one for one in reading if is_pipe(one)]
    sockets = [one for one in reading if one not in pipes]
    taking = [one for one in writing if is_pipe(one)]  # free a moment later, as far as one knows
    giving = [one for one in writing if one not in taking]
    while True:
        came = [one for one in pipes if _holds(one)]
        left = None if until is None else max(0.0, until - time.monotonic())
        pause = 0.0 if came else left
        if (pipes or taking) and (pause is None or pause > LOOK_EVERY):
            pause = LOOK_EVERY
        heard, free = _selected(sockets, giving, pause)
        if came or heard or free or taking or (left is not None and left <= 0.0):
            return [*came, *heard], [*free, *taking]


def _selected(
    reading: Sequence[Any], writing: Sequence[Any], pause: float | None
) -> tuple[list[Any], list[Any]]:
    """Wait for sockets; without any, Windows cannot even wait for the time."""
    if not reading and not writing:
        time.sleep(LOOK_EVERY if pause is None else pause)
        return [], []
    found = select.select(reading, writing, (), pause)
    return found[0], found[1]


def arrived(pipe: int | Open) -> bool:
    """Return whether a read would not wait: something has come, or its end."""
    return bool(ready((pipe,), (), 0.0)[0])


def is_pipe(one: int | Open) -> bool:
    """Return whether it is a pipe; on Windows a socket has no descriptor of the C library."""
    try:
        return stat.S_ISFIFO(os.fstat(_number(one)).st_mode)
    except OSError:
        return False


def never_wait(pipe: int | Open) -> None:
    """Make reads and writes of a pipe return at once; a read then needs `read`."""
    if not WINDOWS:
        os.set_blocking(_number(pipe), False)
        return
    windows = _windows()
    windows.SetNamedPipeHandleState(_handle(pipe), NO_WAIT, None, None)


def read(pipe: int | Open, most: int) -> bytes | None:
    """Return what has come in a pipe that never waits; b"" at its end, None for nothing."""
    try:
        if WINDOWS and not _holds(pipe):
            return None
        return os.read(_number(pipe), most)
    except BlockingIOError:
        return None
    except BrokenPipeError:  # so Windows says that its other end is closed
        return b""


def write(pipe: int | Open, data: bytes) -> int:
    """Write as much as a pipe that never waits takes; return how many bytes. Raises OSError."""
    try:
        return os.write(_number(pipe), data)
    except BlockingIOError:
        return 0
    except OSError as error:
        if WINDOWS and error.errno == _FULL:
            return 0
        raise


def claimed_stdout() -> IO[str]:
    """Return a stream to standard output for our lines alone.

    Whatever else prints in this process, as libraries do, from now on goes to standard error.
    """
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.fstat(2)
    except OSError:  # it is closed, as a service's may be
        os.dup2(nowhere, 2)
    ours = os.dup(1)
    os.dup2(2, 1)
    if nowhere > 2:
        os.close(nowhere)
    return open(ours, "w", encoding="utf-8", newline="\n")


def run_for_engine(main: Callable[[], int]) -> NoReturn:
    """Run the main function of a process beside the engine, and exit with its status.

    If the engine was killed, nobody reads what the process prints: it ends without a word.
    """
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        status = 1
        with suppress(OSError):  # what is still unwritten at the exit goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(status)


def of_its_own() -> dict[str, Any]:
    """Return arguments of Popen for a process that no Ctrl-C in our terminal reaches."""
    if not WINDOWS:
        return {"start_new_session": True}
    return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0x200)}


def inheriting(files: Sequence[int]) -> dict[str, Any]:
    """Return arguments of Popen for a process that inherits open files."""
    if not WINDOWS:
        return {"pass_fds": tuple(files)}
    handles = [_handle(file) for file in files]
    if not handles:
        return {}
    for handle in handles:
        _set_inheritable(handle)
    started = _subprocess.STARTUPINFO()
    started.lpAttributeList = {"handle_list": handles}
    return {"startupinfo": started}


def name_of(file: int) -> str:
    """Return the word by which a process that inherits an open file finds it."""
    return str(_handle(file) if WINDOWS else file)


def inherited(name: str) -> int:
    """Return the descriptor of an inherited file. Raises ValueError or OSError."""
    if not WINDOWS:
        return int(name)
    opened: int = _msvcrt().open_osfhandle(int(name), 0)
    return opened


def hand_over(end: socket.socket, process: subprocess.Popen[bytes]) -> None:
    """Give a socket to a process that was started with `stdin_for` it. Raises OSError."""
    if WINDOWS and process.stdin is not None:
        shared: Any = end
        with process.stdin:
            process.stdin.write(shared.share(process.pid))


def stdin_for(end: socket.socket) -> int:
    """Return the argument `stdin` of Popen for a process that is to get a socket."""
    return subprocess.PIPE if WINDOWS else end.fileno()


def handed_over() -> socket.socket:
    """Return the socket that this process was given. Raises OSError."""
    if not WINDOWS:
        return socket.socket(fileno=0)
    shared: socket.socket = _socket.fromshare(sys.stdin.buffer.read())
    return shared


def _number(one: int | Open) -> int:
    return one if isinstance(one, int) else one.fileno()


def _holds(pipe: int | Open) -> bool:
    """Look into a pipe of Windows: return whether something has come, or its end."""
    try:
        return bool(_windows().PeekNamedPipe(_handle(pipe), 0)[0])
    except OSError as error:
        return isinstance(error, BrokenPipeError) or getattr(error, "winerror", 0) == _ENDED


def _windows() -> Any:
    import _winapi

    return _winapi


def _msvcrt() -> Any:
    import msvcrt

    return msvcrt


def _handle(one: int | Open) -> int:
    handle: int = _msvcrt().get_osfhandle(_number(one))
    return handle


def _set_inheritable(handle: int) -> None:
    _os.set_handle_inheritable(handle, True)
