"""A line to a running engine in real time: OSC messages out and in."""

from __future__ import annotations

import time
from typing import Protocol

from perf_engine.protocol import udp
from perf_engine.protocol.clock_offset import ClockOffset
from perf_engine.protocol.dialogue import Argument
from perf_engine.protocol.notes import Received, received
from perf_engine.protocol.packets import write
from perf_engine.protocol.ports import ENGINE_PORT, HOST


class Line(Protocol):
    """The needs of an audition: clocks in seconds, and messages there and back."""

    @property
    def port(self) -> int:
        """The UDP port that replies come to."""

    def now(self) -> float:
        """The time, on a monotonic clock."""

    def wall(self) -> float:
        """The time since 1970."""

    def send(self, address: str, *arguments: Argument) -> None:
        """Send a message; it may get lost."""

    def receive(self, until: float) -> list[Received]:
        """Return the next messages as soon as any arrive; none if nothing has come `until`."""


class OscLine:
    """A line over UDP. Times are seconds on the monotonic clock of this machine."""

    def __init__(self, host: str = HOST, port: int = ENGINE_PORT) -> None:
        """Open the line; nothing is sent yet. Raises OSError where the host is unknown."""
        self._line = udp.Line(port, host)
        self._offset = ClockOffset()

    def close(self) -> None:
        """Close the line."""
        self._line.close()

    def __enter__(self) -> OscLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def port(self) -> int:
        """The UDP port that replies come to."""
        return self._line.port

    def now(self) -> float:
        """Seconds on the monotonic clock."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def send(self, address: str, *arguments: Argument) -> None:
        """Send a message: ints, floats and strings. A full or closed line loses it, as UDP may."""
        self._line.send(write(address, *arguments))

    def receive(self, until: float) -> list[Received]:
        """Return the next messages as soon as any arrive; none if nothing has come `until`."""
        while True:
            datagram = self._line.receive()
            if datagram is not None:
                self._offset.follow()
                now = time.monotonic()
                return received(datagram, now, now + self._offset.seconds)
            left = until - time.monotonic()
            if not self._line.wait(left) and left <= 0.0:
                return []
