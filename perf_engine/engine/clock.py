"""The clocks of the engine: monotonic time, our wall clock, and the wall clocks of other hosts."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from perf_engine.protocol.clock_offset import ClockOffset
from perf_engine.protocol.ports import is_loopback

FARTHEST = 86_400.0  # seconds that two wall clocks may differ
RECENT_PINGS = 32
MOST_ADDRESSES = 256
FAR = 2.0  # seconds: after a setting by more, a tag alone shows whether it is older
UNDERWAY = 2.0  # seconds after the setting in which older tags may still come
SET_BY = 1.0  # seconds: beyond, the other clock was set, as no ping takes so long
BELIEVED = 3  # pings in a row that prove it


class Clock:
    """The monotonic clock, and the wall clock's offset from it, which follows each setting."""

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.now = monotonic
        self._offset = ClockOffset(monotonic, wall)
        self._before: float | None = None  # the offset before the wall clock was set
        self._set = 0.0  # the time at which the setting was noticed
        self.on_set: list[Callable[[float], None]] = []  # called with the seconds of the change

    @classmethod
    def continuing(cls, at: float) -> Clock:
        """Return a clock that shows `at` now, and goes on from there."""
        ahead, monotonic = at - time.monotonic(), time.monotonic
        return cls(lambda: monotonic() + ahead)

    def follow(self) -> None:
        """Measure again if the wall clock was set; call it before each use of time tags."""
        before = self._offset.seconds
        by = self._offset.follow()
        if by:
            self._before = before if abs(by) > FAR else None
            self._set = self.now()
            for told in self.on_set:
                told(by)

    def measure(self) -> None:
        """Measure the offset again."""
        self._offset.measure()

    def wall(self, monotonic: float) -> float:
        """Return the wall seconds (since 1970) of a monotonic time."""
        return monotonic + self._offset.seconds

    def monotonic(self, wall: float) -> float:
        """Return the monotonic time of wall seconds.

        Just after the wall clock was set, a tag may still use the old setting: the nearer time
        counts.
        """
        found = wall - self._offset.seconds
        if self._before is None:
            return found
        now = self.now()
        if now > self._set + UNDERWAY:
            self._before = None
            return found
        return min(found, wall - self._before, key=lambda at: abs(at - now))


class ClientClocks:
    """Offsets of the hosts' wall clocks from ours, estimated from their recent pings.

    For a ping sent at wall time c (theirs) and received at e (ours), e - c = delay - ahead. The
    delay is never negative, so the smallest of the recent differences is the best (the minimum
    filter of NTP, RFC 5905). Loopback shares our clock; a clock that differs by more than a day is
    ignored.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def observe(self, host: str, theirs: float, ours: float) -> None:
        """Take one ping: the wall times at which it was sent and received."""
        if is_loopback(host) or abs(ours - theirs) > FARTHEST:
            return
        recent = self._seen.pop(host, None) or deque(maxlen=RECENT_PINGS)
        recent.append(ours - theirs)
        latest = list(recent)[-BELIEVED:]
        if min(latest) > min(recent) + SET_BY and max(latest) < min(latest) + SET_BY:
            recent = deque(latest, maxlen=RECENT_PINGS)  # their clock was set back
        self._seen[host] = recent
        if len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)

    def shift(self, by: float) -> None:
        """Follow a setting of our own wall clock by `by` seconds."""
        for host, recent in self._seen.items():
            self._seen[host] = deque((delay + by for delay in recent), maxlen=RECENT_PINGS)

    def ahead(self, host: str) -> float:
        """Return the seconds that a host's wall clock is ahead of ours; 0 if unknown."""
        recent = self._seen.get(host)
        return -min(recent) if recent else 0.0
