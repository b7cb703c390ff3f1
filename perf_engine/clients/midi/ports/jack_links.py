"""The ports of JACK that are connected with one of ours, as RtMidi does not tell.

RtMidi cannot be asked. An output has been seen that counted as open while nothing that was sent on
it arrived: its engine had just taken the place of one that was killed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

LIBRARY: Final = "libjack.so.0"
NO_START: Final = 1  # JackNoStartServer


class JackLinks:
    """A client of JACK that looks at connections; without JACK it cannot tell."""

    def __init__(self, ours: str) -> None:
        """`ours`: the beginning of the names of our own clients."""
        self._ours = ours
        self._library: Any = None
        self._client: int | None = None
        with suppress(OSError, AttributeError):
            self._library = _declared(ctypes.CDLL(LIBRARY))

    def open(self) -> None:
        """Join the server, if there is one and this has not been done."""
        if self._library is not None and self._client is None:
            status = ctypes.c_int()
            name = f"{self._ours} links".encode()
            self._client = self._library.jack_client_open(name, NO_START, ctypes.byref(status))

    def linked(self, names: Iterable[str]) -> list[str] | None:
        """Return those of the ports that are connected with a port of ours; None: cannot tell."""
        if self._client is None:
            return None
        return [name for name in names if any(map(self._is_ours, self._connections(name)))]

    def close(self) -> None:
        """Leave the server."""
        if self._client is not None:
            self._library.jack_client_close(self._client)
            self._client = None

    def _is_ours(self, port: str) -> bool:
        return port.startswith(self._ours)

    def _connections(self, name: str) -> Iterator[str]:
        port = self._library.jack_port_by_name(self._client, name.encode())
        found = port and self._library.jack_port_get_all_connections(self._client, port)
        if not found:
            return
        try:
            place = 0
            while found[place] is not None:
                yield found[place].decode("utf-8", "replace")
                place += 1
        finally:
            self._library.jack_free(found)


def _declared(library: Any) -> Any:
    """Return libjack with the types of the functions that are used. Raises AttributeError."""
    pointer, text, texts = ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p)
    for name, returns, *takes in (
        ("jack_client_open", pointer, text, ctypes.c_int, pointer),
        ("jack_client_close", ctypes.c_int, pointer),
        ("jack_port_by_name", pointer, pointer, text),
        ("jack_port_get_all_connections", texts, pointer, pointer),
        ("jack_free", None, pointer),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = returns, takes
    return library
