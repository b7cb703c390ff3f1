"""Takes from a Python on Linux what Windows has not, and gives what only Windows has.

A folder with this file on PYTHONPATH makes every process of ours behave so. select then refuses
what is no socket, a pipe that is looked into tells how much has come, and so on. sys.platform
stays, because the standard library rests on it.
"""

import asyncio
import errno
import importlib.abc
import importlib.machinery
import os
import select
import socket
import stat
import struct
import subprocess
import sys
import types

_select, _dup, _read = select.select, os.dup, os.read


def _is_socket(one):
    number = one if isinstance(one, int) else one.fileno()
    return stat.S_ISSOCK(os.fstat(number).st_mode)


def _sockets_only(reading, writing, failing, seconds=None):
    if not (reading or writing or failing):
        raise OSError(errno.EINVAL, "Windows cannot wait for nothing")
    for one in (*reading, *writing, *failing):
        if not _is_socket(one):
            raise OSError(errno.ENOTSOCK, "Windows waits for sockets only")
    return _select(reading, writing, failing, seconds)


def _peek(handle, size):
    import fcntl
    import termios

    assert size == 0
    if not stat.S_ISFIFO(os.fstat(handle).st_mode):
        raise OSError(1, "this is no pipe")
    (there,) = struct.unpack("i", fcntl.ioctl(handle, termios.FIONREAD, b"\0" * 4))
    if not there and _select((handle,), (), (), 0)[0]:
        raise BrokenPipeError(errno.EPIPE, "its other end is closed")
    return there, 0


def _no_wait(handle, mode, *_):
    assert mode == 1
    _set_blocking(handle, False)


_set_blocking = os.set_blocking
_popen = subprocess.Popen.__init__


class _Startup:
    lpAttributeList = None


def _start(self, *arguments, creationflags=0, startupinfo=None, pass_fds=(), **more):
    assert not pass_fds, "pass_fds is not supported on Windows"
    assert not more.pop("start_new_session", False), "Windows has no sessions"
    for name in ("stdin", "stdout", "stderr"):
        given = more.get(name)
        if isinstance(given, int) and given >= 0:
            assert not _is_socket(given), "a socket can be no standard stream on Windows"
    handles = (
        tuple((startupinfo.lpAttributeList or {}).get("handle_list", ())) if startupinfo else ()
    )
    _popen(self, *arguments, pass_fds=handles, start_new_session=creationflags == 0x200, **more)


def _share(self, pid):
    """Let the other process open our socket by its number in ours, as long as we have it."""
    kept = os.dup(self.fileno())
    _kept.append(kept)
    return b"%d %d" % (os.getpid(), kept)


def _fromshare(data):
    pid, number = map(int, data.split())
    handle = os.pidfd_open(pid)
    try:
        import ctypes

        library = ctypes.CDLL(None, use_errno=True)
        found = library.syscall(438, handle, number, 0)  # pidfd_getfd
        if found < 0:
            raise OSError(ctypes.get_errno(), "pidfd_getfd")
    finally:
        os.close(handle)
    return socket.socket(fileno=found)


_kept = []


class _Finder(importlib.abc.MetaPathFinder):
    """Makes our module of pipes believe in Windows."""

    def find_spec(self, name, path, target=None):
        if name != "perf_engine.protocol.pipes":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        run = spec.loader.exec_module

        def run_and_turn(module):
            run(module)
            module.WINDOWS = True

        spec.loader.exec_module = run_and_turn
        return spec


def _take_away():
    select.select = _sockets_only
    del select.poll
    for name in ("fork", "nice", "tcgetpgrp", "getpgrp", "set_blocking", "fdatasync"):
        delattr(os, name)
    for name in ("sched_setscheduler", "sched_getscheduler", "memfd_create"):
        delattr(os, name)

    def refuse(self, *_):
        raise NotImplementedError

    for name in ("add_reader", "add_signal_handler"):
        setattr(asyncio.AbstractEventLoop, name, refuse)
        setattr(asyncio.SelectorEventLoop, name, refuse)
    windows, library = types.ModuleType("_winapi"), types.ModuleType("msvcrt")
    windows.PeekNamedPipe, windows.SetNamedPipeHandleState = _peek, _no_wait
    library.get_osfhandle, library.open_osfhandle = int, lambda handle, _: handle
    sys.modules["_winapi"], sys.modules["msvcrt"] = windows, library
    os.set_handle_inheritable = lambda handle, _: os.set_inheritable(handle, True)
    subprocess.STARTUPINFO = _Startup
    subprocess.Popen.__init__ = _start
    socket.socket.share, socket.fromshare = _share, _fromshare
    sys.meta_path.insert(0, _Finder())


_take_away()
