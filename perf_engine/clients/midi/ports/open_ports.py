"""One direction of MIDI, kept open: a cable that falls out and comes back is found again."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Final

from .kinds import synthesizers
from .names import (
    AUTO,
    DEVICE_ERRORS,
    MOST_TRIES,
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
    open_named,
    rtmidi,
)
from .no_midi import Failure, own_words

JACK: Final = rtmidi.API_UNIX_JACK if rtmidi else -1
PROOF: Final = 0.5  # seconds after its opening from which a port must be connected


class OpenPorts:
    """One direction of MIDI: keeps the wanted ports open whenever they are there.

    `auto` takes every keyboard, or the first synthesizer or DAW, never the output of a keyboard
    that is open. With `auto` and nothing there, a virtual port is opened for other programs to
    connect to, and stays; a real one that is plugged in later is opened beside it.

    A driver's clients are made at the start and used again for every port: JACK takes 20 ms and
    more to make one, less than 1 ms to open a port, and both disturb the clients of others.
    """

    def __init__(
        self,
        way: Way,
        wanted: str | Sequence[str],
        drivers: Sequence[Driver],
        new: NewClient,
        on_open: Callable[[str, Client], None],
        on_close: Callable[[str, Client], None],
        keyboards: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """`wanted`: one wish or several, each of which means a port, or is auto or none.

        `keyboards` returns the open inputs, whose outputs `auto` leaves alone.
        """
        self._way = way
        wishes = [wanted] if isinstance(wanted, str) else list(dict.fromkeys(wanted))
        self._wishes = [wish for wish in wishes if wish != NONE]
        self._drivers = list(drivers)
        self._new = new
        self._on_open = on_open
        self._on_close = on_close
        self._keyboards = keyboards
        self._opened: dict[str, tuple[float, int, Client]] = {}  # opened at, driver number, client
        self._taken: dict[int, str] = {}  # the port that is open for a wish, by the wish's place
        self._free = {driver.number: [driver.watcher] for driver in drivers}
        self._unproven: dict[str, float] = {}  # when a port must be connected, by its name
        self._tries: dict[str, int] = {}  # to connect it, by name
        self._virtual: str | None = None
        self._scanned = False
        self.problems: list[str] = []
        self.busy = False  # a port is there but does not open: no change of ports will announce it

    @property
    def problem(self) -> str | None:
        """The reason why a wish is not fulfilled, if one is not."""
        return self.problems[0] if self.problems else None

    @property
    def opened(self) -> tuple[str, ...]:
        """The open ports, as a musician would name them."""
        return tuple(
            f"{self._way}: {name}{' (virtual)' if name == self._virtual else ''}"
            for name in self._opened
        )

    def adopt(self, driver: Driver) -> None:
        """Use another driver: one that has begun to work."""
        self._drivers.append(driver)
        self._free[driver.number] = [driver.watcher]

    def scan(self, now: float = 0.0, seen: Sequence[tuple[float, Collection[str]]] = ()) -> None:
        """Close the ports that are gone, and open the wanted ones that are there.

        `seen`: the times when another process looked at the ports, and the names that it saw. A
        port that was gone since it was opened is another one now, even under the same name.
        """
        if not self._wishes or not self._drivers:
            return
        found = found_ports(self._drivers)
        looks = [(now, {port.name for port in found}), *seen]
        for name, (since, _, _) in list(self._opened.items()):
            missed = any(at >= since and name not in names for at, names in looks)
            if missed and name != self._virtual:
                self.close(name)
        self._open_wanted(found, now)
        self._scanned = True

    def prove(self, linked: Collection[str], looked: float) -> bool:
        """Close the ports that were opened but not connected; return whether there is one.

        `linked` has the ports that were connected with ours at the time `looked`. The first look
        at a port, PROOF seconds or more after it was opened, counts: what is disconnected later was
        disconnected by somebody.
        """
        failed = [n for n, at in self._unproven.items() if looked >= at and n not in linked]
        self._unproven = {n: at for n, at in self._unproven.items() if looked < at}
        self._tries = {n: count for n, count in self._tries.items() if n not in linked}
        for name in failed:
            self._tries[name] = self._tries.get(name, 0) + 1
            if self._tries[name] <= MOST_TRIES:
                self.close(name)
        return any(name not in self._opened for name in failed)

    def close(self, name: str) -> None:
        """Close a port that is gone, fails or is no longer needed, if it is open."""
        _, driver, client = self._opened.pop(name, (0.0, 0, None))
        if client is None:
            return
        self._taken = {place: taken for place, taken in self._taken.items() if taken != name}
        self._unproven.pop(name, None)
        self._on_close(name, client)
        client.close_port()
        self._free[driver].append(client)

    def end(self) -> None:
        """Close every port, and leave the drivers."""
        # In this order: deleting an open JACK output with messages under way takes half a minute.
        for name in list(self._opened):
            self.close(name)
        for clients in self._free.values():
            for client in clients:
                client.delete()  # a JACK server stands still for a client that vanishes
        self._free.clear()

    def _open_wanted(self, found: Sequence[Found], now: float) -> None:
        names = [port.name for port in found]
        self.problems, self.busy = [], False
        named = [wish for wish in self._wishes if wish != AUTO]
        reserved = {names[at] for wish in named for at in choices(wish, names)[:1]}
        for place, wish in enumerate(self._wishes):
            if wish == AUTO:
                self._open_any(found, reserved, now)
            elif place not in self._taken:
                self._open_named(place, found, now)

    def _open_named(self, place: int, found: Sequence[Found], now: float) -> None:
        """Open the best port for a wish, of those that are not open for another."""
        wish, names = self._wishes[place], [port.name for port in found]
        busy: list[Failure] = []
        for port in (found[choice] for choice in choices(wish, names)):
            if port.name in self._opened:
                continue
            failure = self._open(port.driver, port.name, now)
            if failure is None:
                self._wishes[place] = lasting_name(port.name)
                self._taken[place] = port.name
                return
            busy.append(failure)
        self.busy = self.busy or bool(busy)
        self.problems.append(self._why_not(wish, busy, names))

    def _open_any(self, found: Sequence[Found], reserved: Collection[str], now: float) -> None:
        """Open every keyboard, or one synth; a virtual port where none is there at the start."""
        names = [port.name for port in found]
        busy: list[Failure] = []
        for port in (found[choice] for choice in self._any_of(names)):
            if self._way == "out" and set(self._opened) - {self._virtual}:
                break
            if port.name in self._opened or port.name in reserved:
                continue
            failure = self._open(port.driver, port.name, now)
            if failure is not None:
                busy.append(failure)
        if set(self._opened) - {self._virtual}:
            self.busy = self.busy or (bool(busy) and self._way == "in")
            return
        self.busy = self.busy or bool(busy)
        if not self._scanned and not busy:
            self._open_virtual(now)
        if not self._virtual:
            self.problems.append(self._why_not(AUTO, busy, names))

    def _any_of(self, names: Sequence[str]) -> list[int]:
        """Return the ports that `auto` may open."""
        anything = choices(AUTO, names)
        if self._way == "in":
            return anything
        return [one for one in synthesizers(names, self._keyboards()) if one in anything]

    def _open_virtual(self, now: float) -> None:
        for driver in self._drivers:
            if driver.number in NOT_VIRTUAL:
                continue
            if self._open(driver.number, self._label, now, virtual=True) is None:
                self._virtual = self._label
                with suppress(*DEVICE_ERRORS):  # now, not in the middle of playing
                    self._free[driver.number].append(self._client(driver.number))
                return

    def _open(self, driver: int, name: str, now: float, virtual: bool = False) -> Failure | None:
        """Open the port of a name, or a virtual one; return the reason where that failed."""
        try:
            client = self._client(driver)
        except DEVICE_ERRORS as error:
            return Failure(name, own_words(error))
        try:
            if virtual:
                client.open_virtual_port(name)
            else:
                open_named(client, name, self._label)
        except DEVICE_ERRORS as error:
            self._free[driver].append(client)
            return Failure(name, own_words(error))
        self._opened[name] = now, driver, client
        if driver == JACK and not virtual:
            self._unproven[name] = time.monotonic() + PROOF
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

    def _why_not(self, wish: str, busy: Sequence[Failure], names: Sequence[str]) -> str:
        kind = "input" if self._way == "in" else "output"
        if busy:
            return (
                f"The MIDI {kind} {busy[0].name} is there but does not open ({busy[0].why}): close "
                "the program that uses it; it opens as soon as it is free"
            )
        if wish == AUTO:
            others = [names[at] for at in choices(AUTO, names)] if self._way == "out" else []
            if others:
                said = f"None of the MIDI outputs is surely a synthesizer ({', '.join(others)})"
                return f"{said}: to play on one, type  --midi-out NAME"
            return f"No MIDI {kind} is plugged in: plug one in, it opens by itself"
        there = f"there are: {', '.join(names)}" if names else "there is none at all now"
        return (
            f"There is no MIDI {kind} called {wish!r} ({there}): plug it in, it opens by "
            "itself, or choose another"
        )
