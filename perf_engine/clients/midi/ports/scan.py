"""A slow look at the MIDI ports, in a process of its own, started with `python -m`.

It prints a line of JSON at the start and whenever the ports are others than before:
{"at": 12.5, "drivers": [3], "in": ["Keystation:keys"], "out": [], "linked": ["Keystation:keys"]},
`at` in seconds of the monotonic clock. `linked` has the ports of JACK that are connected with one
of ours; null: it cannot be told. After a second with no change it prints {"at": 13.5} alone: it has
looked again, and seen the same. It ends when its standard input ends, by itself and in order,
since a JACK server stands still for clients that vanish.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from perf_engine.clients.driver_calls import LEAVING, USING, ends_after
from perf_engine.protocol import pipes

from .jack_links import JackLinks
from .names import (
    OUR_NAME,
    WAYS,
    Client,
    NewClient,
    Way,
    count_threads,
    names_of,
    new_client,
    rtmidi,
    start_drivers,
)

LOOK_EVERY: Final = 0.1  # seconds: a port that went and came back in between is not noticed
LEAST_REST: Final = 20  # times a look's processor time: at most a twentieth of a core
LONGEST_REST: Final = 1.0  # seconds: a port that comes is to be open within two
SAME_EVERY: Final = 1.0  # seconds after which it says that it still sees the same
DRIVERS_EVERY: Final = 2.0  # seconds between two tries for drivers that do not work


class Look(NamedTuple):
    """The result of a look: the numbers of the drivers that work, and the names of the ports.

    `linked`: those that are connected with one of ours; None: it cannot be told.
    """

    drivers: tuple[int, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    linked: tuple[str, ...] | None = None

    def line(self, at: float) -> str:
        """Return it as JSON."""
        return json.dumps(
            {
                "at": at,
                "drivers": self.drivers,
                "in": self.inputs,
                "out": self.outputs,
                "linked": self.linked,
            }
        )


class Scanner:
    """Asks every driver that works for its ports, and now and then tries those that did not."""

    def __init__(self, new: Callable[[Way], NewClient] = new_client) -> None:
        self._new = new
        self._clients: dict[tuple[Way, int], Client] = {}
        self._links = JackLinks(OUR_NAME)
        self._tried = -DRIVERS_EVERY

    def look(self, now: float) -> Look:
        """Look at the drivers and ports now."""
        if now >= self._tried + DRIVERS_EVERY:
            self._tried = now
            for way in WAYS:
                known = {number for one, number in self._clients if one == way}
                started, _ = start_drivers(self._new(way), known)
                self._clients.update({(way, one.number): one.watcher for one in started})
        names: dict[Way, list[str]] = {"in": [], "out": []}
        for (way, _), client in sorted(self._clients.items()):
            names[way] += names_of(client)
        drivers = sorted({number for _, number in self._clients})
        if rtmidi and rtmidi.API_UNIX_JACK in drivers:
            self._links.open()
        linked = self._links.linked([*names["in"], *names["out"]])
        return Look(
            tuple(drivers),
            tuple(names["in"]),
            tuple(names["out"]),
            None if linked is None else tuple(linked),
        )

    def end(self) -> None:
        """Leave every driver."""
        self._links.close()
        for client in self._clients.values():
            client.delete()
        self._clients.clear()


def rest_after(spent: float) -> float:
    """Seconds until the next look, after one that took so many seconds of the processor.

    Clock time would not do: a JACK server that stands still would be looked at far too late.
    """
    return min(max(LOOK_EVERY, LEAST_REST * spent), LONGEST_REST)


def main() -> int:
    """Look until standard input ends; return the exit status."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # signals are for the bridge, and its end ends us
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    scanner = Scanner()
    before: Look | None = None
    rest = threads = told = 0.0
    while not (pipes.ready((0,), (), rest)[0] and not os.read(0, 4096)):
        if count_threads() < threads:  # a JACK server has ended: see `count_threads`
            os.execv(sys.executable, [sys.executable, "-m", "perf_engine.clients.midi.ports.scan"])
        began, spent = time.monotonic(), time.process_time()
        with ends_after(USING):
            look = scanner.look(began)
        threads = count_threads()
        if look != before or began >= told + SAME_EVERY:
            line = json.dumps({"at": began}) if look == before else look.line(began)
            before, told = look, began
            try:
                print(line, flush=True)
            except OSError:  # the reader is gone
                break
        rest = rest_after(time.process_time() - spent)
    with ends_after(LEAVING):
        scanner.end()
    return 0


if __name__ == "__main__":
    pipes.run_for_engine(main)
