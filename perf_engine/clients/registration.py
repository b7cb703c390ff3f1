"""A client's place with the engine: asked for, renewed, and missed when the engine falls quiet."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Say = Callable[..., None]  # an OSC address and its arguments

LEASE = 10.0  # seconds
ASK_EVERY = 1.0
RENEW_EVERY = 2.0
QUIET_AFTER = 3.0  # without a sign of life, everything is let go


class Registration:
    """Registers one reply port for notes in bundles, and says when the engine is lost or new."""

    def __init__(self, reply_port: int, say: Say, flag: int = 1) -> None:
        """`flag` 1 is told what is played, 2 also what is heard and foreseen."""
        self._reply_port = reply_port
        self._say = say
        self._flag = flag
        self._registered = False
        self._asked = -math.inf
        self._renewed = -math.inf
        self._heard: float | None = None  # the last sign of life; None while there is no engine
        self._sequence = -1  # of the last /perf/alive

    @property
    def registered(self) -> bool:
        """Whether the engine has confirmed it."""
        return self._registered

    @property
    def next_due(self) -> float:
        """When `advance` has something to do next."""
        nudge = self._renewed + RENEW_EVERY if self._registered else self._asked + ASK_EVERY
        return nudge if self._heard is None else min(nudge, self._heard + QUIET_AFTER)

    def advance(self, now: float) -> bool:
        """Ask or renew where it is time; True where the engine has fallen quiet."""
        lost = self._heard is not None and now >= self._heard + QUIET_AFTER
        if lost:
            self.lose()
        if self._registered and now >= self._renewed + RENEW_EVERY:
            self._renewed = now
            self._say("/perf/ping", self._reply_port)
        elif not self._registered and now >= self._asked + ASK_EVERY:
            self._asked = now
            self._say("/perf/notify", self._flag, self._reply_port, "bundle", LEASE)
        return lost

    def hear(self, address: str, arguments: Sequence[object], now: float) -> bool:
        """Take a message as a sign of life; True where it says that the engine is a new one."""
        if address == "/perf/pong":
            return False  # an engine that does not know us answers pings too
        self._heard = now
        anew = False
        if address == "/perf/done" and arguments and arguments[0] == "/perf/notify":
            self._registered, self._renewed = True, now
        elif address == "/perf/alive" and arguments and isinstance(arguments[0], int):
            anew, self._sequence = arguments[0] < self._sequence, arguments[0]
        elif address == "/perf/running" and now >= self._asked + ASK_EVERY:
            # No greeting: the engine is new, or plays another model. It is asked again; a new one
            # is betrayed by its count of signs of life.
            self._registered, self._asked = False, -math.inf
        if anew:
            self._registered, self._asked = False, -math.inf
        return anew

    def lose(self) -> None:
        """The engine is gone: ask anew from the next second on."""
        self._registered, self._heard, self._sequence = False, None, -1

    def leave(self) -> None:
        """Say goodbye."""
        self._say("/perf/notify", 0, self._reply_port)
        self.lose()
