"""RtMidi, from whichever of its two Python packages is installed, with python-rtmidi's names.

python-rtmidi has wheels for Python 3.10 to 3.12, rtmidi2 from 3.13 on. The latter carry a libjack
of their own that speaks to no present JACK server; so the system's is loaded before it.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

_NO_START: Final = 1  # JackNoStartServer
_LIBRARIES: Final = ("libjack.so.0", "libasound.so.2")
_NAMES: Final = {  # as python-rtmidi names the drivers
    "API_LINUX_ALSA": "ALSA",
    "API_UNIX_JACK": "Jack",
    "API_MACOSX_CORE": "CoreMidi",
    "API_WINDOWS_MM": "Windows MultiMedia",
}
_DRIVERS: Final = {  # that a wheel of rtmidi2 may have, by sys.platform
    "linux": ("API_LINUX_ALSA", "API_UNIX_JACK"),
    "darwin": ("API_MACOSX_CORE",),
    "win32": ("API_WINDOWS_MM",),
}


class RtMidiError(Exception):
    """A driver does not start, or a port does not open."""


@contextmanager
def _own_error() -> Iterator[None]:
    """Raise RtMidiError for whatever rtmidi2 raises."""
    try:
        yield
    except (RuntimeError, ValueError, IndexError, OSError) as error:
        raise RtMidiError(str(error)) from error


class _Client:
    """One end of a port, made of a class of rtmidi2."""

    def __init__(self, new: Callable[[], Any], driver: int, jack: int) -> None:
        """Raises RtMidiError where the wheel has no such driver, or it does not start."""
        if driver == jack and not jack_runs():  # rtmidi2 starts it all the same
            raise RtMidiError("JACK server not running")
        with _own_error():
            self._port = new()
            if self._port.get_current_api() != driver:
                raise RtMidiError("rtmidi2 was built without this driver")
        self._jack = driver == jack

    def get_ports(self) -> list[str]:
        """The names of the ports that can be opened."""
        with _own_error():
            return [str(name) for name in self._port.ports]

    def open_port(self, port: int, name: str) -> None:
        """Open the port of this index; rtmidi2 gives our end a name of its own."""
        with _own_error():
            self._port.open_port(port)

    def open_virtual_port(self, name: str) -> None:
        """Open a port for others to connect to. Raises RtMidiError."""
        if self._jack and not jack_runs():  # rtmidi2 ends the whole process then
            raise RtMidiError("JACK server not running")
        with _own_error():
            self._port.open_virtual_port(name)

    def close_port(self) -> None:
        """Close the port that is open."""
        with _own_error():
            self._port.close_port()

    def delete(self) -> None:
        """Leave the driver; nothing may be called afterwards."""
        self._port = None


class _MidiIn(_Client):
    def ignore_types(self, sysex: bool, timing: bool, active_sense: bool) -> None:
        """Choose the kinds of messages that are not received."""
        self._port.ignore_types(sysex, timing, active_sense)

    def get_message(self) -> tuple[list[int], float] | None:
        """The oldest message that waits, and 0; None where none does."""
        message = self._port.get_message()
        return None if message is None else (message, 0.0)


class _MidiOut(_Client):
    def send_message(self, message: list[int]) -> None:
        """Send the bytes of one message."""
        with _own_error():
            self._port.send_raw(*message)


class Rtmidi2:
    """The part of python-rtmidi's module that is used, made of rtmidi2's."""

    RtMidiError = RtMidiError

    def __init__(self, module: Any) -> None:
        self._module = module
        self.API_RTMIDI_DUMMY = int(module.API_RTMIDI_DUMMY)
        self.API_UNIX_JACK = int(module.API_UNIX_JACK)

    def get_compiled_api(self) -> list[int]:
        """The drivers that this platform may have; one that the wheel lacks does not start."""
        return [int(getattr(self._module, name)) for name in _DRIVERS.get(sys.platform, ())]

    def get_api_display_name(self, driver: int) -> str:
        """The name of a driver, as people know it."""
        for name, shown in _NAMES.items():
            if int(getattr(self._module, name)) == driver:
                return shown
        return f"driver {driver}"

    def MidiIn(self, driver: int, name: str, queue_size_limit: int = 1024) -> _MidiIn:
        """An input without a port. Raises RtMidiError."""
        return _MidiIn(
            lambda: self._module.MidiIn(name, queue_size_limit, driver), driver, self.API_UNIX_JACK
        )

    def MidiOut(self, driver: int, name: str) -> _MidiOut:
        """An output without a port. Raises RtMidiError."""
        return _MidiOut(lambda: self._module.MidiOut(name, driver), driver, self.API_UNIX_JACK)


def jack_runs() -> bool:
    """Return whether a JACK server can be reached, by the system's own library."""
    try:
        library = ctypes.CDLL(_LIBRARIES[0])
    except OSError:
        return False
    library.jack_client_open.restype = ctypes.c_void_p
    client = library.jack_client_open(b"perf_engine probe", _NO_START, ctypes.byref(ctypes.c_int()))
    if not client:
        return False
    library.jack_client_close(ctypes.c_void_p(client))
    return True


def load() -> tuple[Any, ImportError | None]:
    """RtMidi's module, python-rtmidi or else rtmidi2, or the reason why there is none."""
    try:
        import rtmidi

        return rtmidi, None
    except ImportError as error:
        first = error
    for name in _LIBRARIES if sys.platform == "linux" else ():
        with suppress(OSError):
            ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    try:
        import rtmidi2
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError)
        return None, first if missing else error
    return Rtmidi2(rtmidi2), None
