"""Two clocks, this machine's and everybody else's: monotonic time against walls."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

FARTHEST = 86_400.0  # seconds that two wall clocks may differ
RECENT_PINGS = 32
MOST_ADDRESSES = 256


class Clock:
    """Monotonic seconds, and the wall clock's distance from them."""

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.now = monotonic
        self._wall = wall
        self._offset = 0.0
        self.measure()

    def measure(self) -> None:
        """Measure wall against monotonic anew; the quickest of three readings counts."""
        best = float("inf")
        for _ in range(3):
            before = self.now()
            wall = self._wall()
            after = self.now()
            if after - before < best:
                best = after - before
                self._offset = wall - (before + after) / 2

    def wall(self, monotonic: float) -> float:
        """Wall seconds (since 1970) of a monotonic time."""
        return monotonic + self._offset

    def monotonic(self, wall: float) -> float:
        """The monotonic time of wall seconds."""
        return wall - self._offset


def is_loopback(host: str) -> bool:
    """Whether an IPv4 address is this machine's own."""
    return host.startswith("127.")


class ClientClocks:
    """How far each host's wall clock is ahead of ours, estimated from its recent pings.

    A ping that left at wall time c (theirs) and came at e (ours) says e - c = delay - ahead. The
    delay is never negative, so the smallest of the recent differences is the best (the minimum
    filter of NTP, RFC 5905). Loopback shares our clock; one that is off by more than a day says
    nothing.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def observe(self, host: str, theirs: float, ours: float) -> None:
        """Take one ping: the wall times of its leaving and its coming."""
        if is_loopback(host) or abs(ours - theirs) > FARTHEST:
            return
        recent = self._seen.pop(host, None) or deque(maxlen=RECENT_PINGS)
        recent.append(ours - theirs)
        self._seen[host] = recent
        if len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)

    def ahead(self, host: str) -> float:
        """Seconds that a host's wall clock is ahead of ours; 0 where nothing is known."""
        recent = self._seen.get(host)
        return -min(recent) if recent else 0.0
