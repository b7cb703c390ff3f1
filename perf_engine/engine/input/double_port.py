"""One UDP port of IPv4 and IPv6 (`double_bind` says why), used as one."""

from __future__ import annotations

from collections.abc import Collection

from perf_engine.protocol.double_bind import in_both
from perf_engine.protocol.ports import HostPort

from .port import Port


class DoublePort:
    """A port of IPv4 and, if there is IPv6, the same number of that, used as one."""

    def __init__(self, hosts: tuple[str, str], number: int) -> None:
        """Bind both. Raises OSError if the port is taken in either; 0 finds one free in both."""
        old, new = in_both(Port, lambda port: port.number, hosts, number)
        self._old, self._new = old, new
        self._ports = [old] if new is None else [old, new]
        self.number = old.number
        self.closed_ports = old.closed_ports
        self.arrived: float | None = None  # wall seconds of the last datagram's arrival, if known
        if new is not None:
            new.closed_ports = self.closed_ports

    @property
    def open(self) -> bool:
        """Return whether the system knows both."""
        return all(port.open for port in self._ports)

    def reopen(self) -> None:
        """Open both again, with the same number. Raises OSError."""
        for port in self._ports:
            port.reopen()

    def filenos(self) -> list[int]:
        """Return the descriptors to wait on."""
        return [port.socket.fileno() for port in self._ports]

    def readable(self, found: Collection[int] | None) -> None:
        """Note the descriptors that can be read now; None: unknown."""
        for port in self._ports:
            port.readable(found)

    def receive(self) -> tuple[bytes, HostPort] | None:
        """Return a datagram and its sender, or None; IPv4 and IPv6 alternate."""
        self._ports.reverse()
        for port in self._ports:
            came = port.receive()
            if came is not None:
                self.arrived = port.arrived
                return came
        return None

    @property
    def unheard(self) -> int:
        """Return the count of datagrams that the system dropped, modulo 2**32."""
        return sum(port.unheard for port in self._ports) & 0xFFFFFFFF

    def send(self, data: bytes, where: HostPort) -> bool:
        """Send a datagram; return False if that failed."""
        if ":" in where[0]:
            return self._new is not None and self._new.send(data, where)
        return self._old.send(data, where)

    def close(self) -> None:
        """Close the port."""
        for port in self._ports:
            port.close()
