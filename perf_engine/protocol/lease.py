"""A client's lease with the engine: its length, its renewal and its end.

The engine keeps a client for SECONDS without a message from its host, and sends /perf/alive each
second and /perf/sounding four times a second. A client renews its lease by a ping, and ends all
notes after three seconds without a sign of life. Both sides take these numbers from here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

Say: TypeAlias = Callable[..., None]  # takes an OSC address and its arguments

SECONDS: Final = 10.0  # the length of a lease, unless a client asks for another
ASK_EVERY: Final = 1.0  # seconds between two requests for a lease
RENEW_EVERY: Final = 2.0  # seconds between two pings
ALIVE_EVERY: Final = 1.0  # seconds between two signs of life of the engine
LAST_ALIVE: Final = 2**31 - 1  # the highest count; then it begins at 0 again
QUIET_AFTER: Final = 3.0  # seconds without a sign of life after which a client ends all notes
SOUNDING_EVERY: Final = 0.25  # seconds: even if three of four are lost, one comes each second
LAST_SOUNDINGS: Final = 8  # statements in a row that nothing sounds
HOLDING_EVERY: Final = 0.5  # seconds between two statements of a player's held keys
LAST_HOLDINGS: Final = 6  # statements after a player's last release, as each may be lost


class Lease:
    """Registers one reply port for notes in bundles, and notices a lost or a new engine."""

    def __init__(self, reply_port: int, say: Say, flag: int = 1, seconds: float = SECONDS) -> None:
        """`flag` 1 receives what is played, 2 also what is heard and foreseen."""
        self._reply_port, self._seconds = reply_port, seconds
        self._say = say
        self._flag = flag
        self._registered = False
        self._asked = -math.inf
        self._renewed = -math.inf
        self._heard: float | None = None  # the last sign of life; None without an engine
        self._sequence = -1  # of the last /perf/alive

    @property
    def registered(self) -> bool:
        """Return whether the engine has confirmed the lease."""
        return self._registered

    @property
    def alive(self) -> bool:
        """Return whether the engine gives signs of life."""
        return self._heard is not None

    @property
    def next_due(self) -> float:
        """Return the time at which `advance` next has something to do."""
        nudge = self._renewed + RENEW_EVERY if self._registered else self._asked + ASK_EVERY
        return nudge if self._heard is None else min(nudge, self._heard + QUIET_AFTER)

    def advance(self, now: float) -> bool:
        """Ask or renew if it is time; return whether the engine has just fallen quiet."""
        lost = self._heard is not None and now >= self._heard + QUIET_AFTER
        if lost:
            self.lose()
        if self._registered and now >= self._renewed + RENEW_EVERY:
            self._renewed = now
            self._say("/perf/ping", self._reply_port)
        elif not self._registered and now >= self._asked + ASK_EVERY:
            self._asked = now
            self._say("/perf/notify", self._flag, self._reply_port, "bundle", self._seconds)
        return lost

    def hear(self, address: str, arguments: Sequence[object], now: float) -> bool:
        """Take a message as a sign of life; return whether it is from a new engine."""
        if address == "/perf/pong":
            return False  # an engine that does not know us replies to pings too
        self._heard = now
        anew = False
        if address == "/perf/done" and arguments and arguments[0] == "/perf/notify":
            self._registered, self._renewed = True, now
        elif address == "/perf/alive" and arguments and isinstance(arguments[0], int):
            anew = arguments[0] < self._sequence < LAST_ALIVE
            self._sequence = arguments[0]
        elif address == "/perf/running" and now >= self._asked + ASK_EVERY:
            # Not our registration: the engine is new, or plays another model. Ask again; a new one
            # shows itself by its count of signs of life.
            self._registered, self._asked = False, -math.inf
        if anew:
            self._registered, self._asked = False, -math.inf
        return anew

    def lose(self) -> None:
        """Note that the engine has ended; ask again from the next second on."""
        self._registered, self._heard, self._sequence = False, None, -1

    def leave(self) -> None:
        """Say goodbye."""
        self._say(*goodbye(self._reply_port))
        self.lose()


def goodbye(reply_port: int) -> tuple[str, int, int]:
    """Return the message that ends the lease of a reply port."""
    return "/perf/notify", 0, reply_port
