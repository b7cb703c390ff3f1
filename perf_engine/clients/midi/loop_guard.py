"""Our own output that comes back in changed: later, louder, an octave or a channel away."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

OCTAVE: Final = 12
LONGEST_WAY: Final = 5.0  # seconds from sending to coming back
EXACT: Final = 0.004  # seconds by which a way may vary from note to note while it is looked for
LOOSE: Final = 0.025  # seconds by which it may vary once it is found
ENOUGH: Final = 16  # strikes in a row that must all have come the same way
SHORTEST: Final = 2.5  # seconds that these took at least
SHARE: Final = 0.9  # share of the strikes sent meanwhile that must have come back
MISSED: Final = 8  # strikes in a row that did not come back: the way is gone
MOST: Final = 512  # strikes that are remembered


class Way(NamedTuple):
    """From an output to an input: seconds, and keys higher."""

    delay: float
    shift: int


class Feedback:
    """One input: notices that it hears the machine, and then recognises the machine's notes.

    A way back is exact to a few milliseconds, and everything comes back on it. A player who
    doubles the machine, or is doubled by it, is exact to tens of milliseconds, and rests or
    varies; no note of a player is held back for resembling the machine's.
    """

    def __init__(self) -> None:
        self._sent: deque[tuple[float, int]] = deque(maxlen=MOST)  # when, pitch
        self._came: deque[tuple[float, int]] = deque(maxlen=ENOUGH)
        self._heard: deque[tuple[float, int]] = deque(maxlen=4 * ENOUGH)  # the same, for longer
        self._waiting: deque[tuple[float, int]] = deque()  # sent, and not come back on the way yet
        self._ours: set[tuple[int, int]] = set()  # channel and pitch of keys held back
        self._missed = 0
        self.way: Way | None = None

    def sent(self, pitch: int, now: float) -> None:
        """The machine strikes a key."""
        self._sent.append((now, pitch))
        if self.way is not None:
            self._waiting.append((now, pitch))

    def advance(self, now: float) -> bool:
        """Notice strikes that do not come back; return whether the way is surely gone."""
        while self.way is not None and self._waiting:
            if now < self._waiting[0][0] + self.way.delay + 2 * LOOSE:
                return False
            self._waiting.popleft()
            self._missed += 1
            if self._missed >= MISSED:
                self._forget()
                return True
        return False

    def strike(self, channel: int, pitch: int, now: float) -> bool:
        """Take a strike that comes in; return whether it is the machine's."""
        ours = self._is_ours(pitch, now) if self.way is not None else self._look(pitch, now)
        if ours:
            self._ours.add((channel, pitch))
        else:
            self._ours.discard((channel, pitch))
        return ours

    def release(self, channel: int, pitch: int) -> bool:
        """Take a release that comes in; return whether it ends a strike that was held back."""
        if (channel, pitch) not in self._ours:
            return False
        self._ours.discard((channel, pitch))
        return True

    def _forget(self) -> None:
        self.way, self._missed = None, 0
        self._waiting.clear()
        self._came.clear()

    def _is_ours(self, pitch: int, now: float) -> bool:
        assert self.way is not None
        for entry in self._waiting:
            at, sent = entry
            if sent + self.way.shift == pitch and abs(now - at - self.way.delay) < LOOSE:
                self._waiting.remove(entry)
                self._missed = 0
                return True
        return False

    def _look(self, pitch: int, now: float) -> bool:
        """Look for a way on which the last strikes all came, and all strikes sent came back."""
        self._came.append((now, pitch))
        self._heard.append((now, pitch))
        if len(self._came) < ENOUGH or now < self._came[0][0] + SHORTEST:
            return False
        since = self._came[0][0] - LONGEST_WAY
        sent = _by_pitch(one for one in self._sent if one[0] >= since)
        for at, sent_pitch in self._sent:
            way = Way(now - at, pitch - sent_pitch)
            if 0.0 <= way.delay <= LONGEST_WAY and way.shift % OCTAVE == 0:
                found = self._all_came(way, sent)
                if found is not None and not self._follows(found):
                    self.way = found
                    self._waiting = deque(one for one in self._sent if one[0] > at)
                    return True
        return False

    def _all_came(self, way: Way, sent: Mapping[int, Sequence[float]]) -> Way | None:
        """Return the way if it explains every strike that came, and nearly all sent came back."""
        delays = _delays(self._came, sent, way)
        if len(delays) < len(self._came):
            return None
        middle = sorted(delays)[len(delays) // 2]
        if sum(abs(delay - middle) < EXACT for delay in delays) < SHARE * len(delays):
            return None
        meanwhile = sum(
            self._came[0][0] - middle - EXACT <= at <= self._came[-1][0] - middle + EXACT
            for times in sent.values()
            for at in times
        )
        return Way(middle, way.shift) if len(delays) >= SHARE * meanwhile else None

    def _follows(self, way: Way) -> bool:
        """Return whether the machine repeats strikes that came in earlier: a canon, no way back."""
        first, last = self._came[0][0] - way.delay, self._came[-1][0] - way.delay
        played = [one for one in self._sent if first - EXACT <= one[0] <= last + EXACT]
        heard = _by_pitch(self._heard)
        at, pitch = played[-1]
        for when, key in self._heard:
            bound = Way(at - when, pitch - key)
            if bound.delay > 0.0 and len(_delays(played, heard, bound)) >= SHARE * len(played):
                return True
        return False


def _by_pitch(strikes: Iterable[tuple[float, int]]) -> dict[int, list[float]]:
    """The times at which each pitch was struck."""
    times: dict[int, list[float]] = {}
    for at, pitch in strikes:
        times.setdefault(pitch, []).append(at)
    return times


def _delays(
    came: Iterable[tuple[float, int]], sent: Mapping[int, Sequence[float]], way: Way
) -> list[float]:
    """The delay of each strike that came on a way, up to the first that did not."""
    delays: list[float] = []
    for when, pitch in came:
        times = sent.get(pitch - way.shift, ())
        nearest = min((when - at for at in times), key=lambda d: abs(d - way.delay), default=None)
        if nearest is None or abs(nearest - way.delay) >= 2 * EXACT:
            break
        delays.append(nearest)
    return delays
