"""One direction of MIDI, kept open: a cable that falls out and comes back is found again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from perf_engine.clients.no_midi import Failure, own_words
from perf_engine.clients.ports import (
    AUTO,
    DEVICE_ERRORS,
    NONE,
    NOT_VIRTUAL,
    OUR_NAME,
    Client,
    Driver,
    Found,
    NewClient,
    Way,
    choices,
    drivers_hushed,
    found_ports,
    lasting_name,
)


class Plug:
    """One direction of MIDI: keeps the wanted port open whenever it is there.

    With `auto` and nothing there, a virtual port is opened for other programs to connect to, and
    stays; a real one that is plugged in later is opened beside it.

    A driver's clients are made at the start and used again for every port: to make one takes JACK
    20 ms and more, to open a port less than one, and the clients of others feel both.
    """

    def __init__(
        self,
        way: Way,
        wanted: str,
        drivers: Sequence[Driver],
        new: NewClient,
        on_open: Callable[[str, Client], None],
        on_close: Callable[[str, Client], None],
    ) -> None:
        self._way = way
        self._wanted = wanted
        self._drivers = list(drivers)
        self._new = new
        self._on_open = on_open
        self._on_close = on_close
        self._opened: dict[str, tuple[float, int, Client]] = {}  # since when, by which driver
        self._free = {driver.number: [driver.watcher] for driver in drivers}
        self._virtual: str | None = None
        self._scanned = False
        self.problem: str | None = None
        self.busy = False  # whether a port is there but does not open: no change of ports will tell

    @property
    def opened(self) -> tuple[str, ...]:
        """What is open, as a musician would name it."""
        return tuple(
            f"{self._way}: {name}{' (virtual)' if name == self._virtual else ''}"
            for name in self._opened
        )

    def adopt(self, driver: Driver) -> None:
        """Use another driver: one that has begun to work."""
        self._drivers.append(driver)
        self._free[driver.number] = [driver.watcher]

    def scan(self, now: float = 0.0, seen: Sequence[tuple[float, Collection[str]]] = ()) -> None:
        """Close what is gone, and open what is wanted and there.

        `seen`: when others looked at the ports, and the names they saw. A port that was not there
        since it was opened is another one now, though it has the same name.
        """
        if self._wanted == NONE or not self._drivers:
            return
        found = found_ports(self._drivers)
        looks = [(now, {port.name for port in found}), *seen]
        for name, (since, _, _) in list(self._opened.items()):
            missed = any(at >= since and name not in names for at, names in looks)
            if missed and name != self._virtual:
                self.close(name)
        if not set(self._opened) - {self._virtual}:
            self._open_wanted(found, now)
        self._scanned = True

    def close(self, name: str) -> None:
        """Close a port that is gone, fails or is no longer needed, if it is open."""
        _, driver, client = self._opened.pop(name, (0.0, 0, None))
        if client is None:
            return
        self._on_close(name, client)
        client.close_port()
        self._free[driver].append(client)

    def end(self) -> None:
        """Close every port, and say goodbye to the drivers."""
        # In this order: deleting an open JACK output with messages under way takes half a minute.
        for name in list(self._opened):
            self.close(name)
        for clients in self._free.values():
            for client in clients:
                client.delete()  # a JACK server stands still for a client that vanishes
        self._free.clear()

    def _open_wanted(self, found: Sequence[Found], now: float) -> None:
        names = [port.name for port in found]
        busy: list[Failure] = []
        for port in (found[choice] for choice in choices(self._wanted, names)):
            failure = self._open(port.driver, port.name, port.index, now)
            if failure is None:
                if self._wanted != AUTO:
                    self._wanted = lasting_name(port.name)
                self.problem, self.busy = None, False
                return
            busy.append(failure)
        self.busy = bool(busy)
        if self._wanted == AUTO and not self._scanned and not busy:
            self._open_virtual(now)
        self.problem = None if self._virtual else self._why_not(busy, names)

    def _open_virtual(self, now: float) -> None:
        for driver in self._drivers:
            if driver.number in NOT_VIRTUAL:
                continue
            if self._open(driver.number, self._label, None, now) is None:
                self._virtual = self._label
                with suppress(*DEVICE_ERRORS):  # now, for a real port in the middle of playing
                    self._free[driver.number].append(self._client(driver.number))
                return

    def _open(self, driver: int, name: str, index: int | None, now: float) -> Failure | None:
        """Open the port of an index, or a virtual one; why not, where that failed."""
        try:
            client = self._client(driver)
        except DEVICE_ERRORS as error:
            return Failure(name, own_words(error))
        try:
            if index is None:
                client.open_virtual_port(name)
            else:
                client.open_port(index, self._label)
        except DEVICE_ERRORS as error:
            self._free[driver].append(client)
            return Failure(name, own_words(error))
        self._opened[name] = now, driver, client
        self._on_open(name, client)
        return None

    def _client(self, driver: int) -> Client:
        """A client without a port. Raises DEVICE_ERRORS."""
        if self._free[driver]:
            return self._free[driver].pop()
        with drivers_hushed():
            return self._new(driver)

    @property
    def _label(self) -> str:
        return f"{OUR_NAME} {self._way}"

    def _why_not(self, busy: Sequence[Failure], names: Sequence[str]) -> str:
        kind = "input" if self._way == "in" else "output"
        if busy:
            return (
                f"The MIDI {kind} {busy[0].name} is there but does not open ({busy[0].why}): close "
                "the program that uses it; it opens as soon as it is free"
            )
        if self._wanted == AUTO:
            return f"No MIDI {kind} is plugged in: plug one in, it opens by itself"
        there = f"there are: {', '.join(names)}" if names else "there is none at all now"
        return (
            f"There is no MIDI {kind} called {self._wanted!r} ({there}): plug it in, it opens by "
            "itself, or choose another"
        )
