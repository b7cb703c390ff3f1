"""Strikes, releases and pedals that wait for their time, and the effect of a flush."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator

from perf_engine.protocol.notes import ControlChange, Played, Strike, begins

AT_ONCE = -math.inf


class Schedule:
    """A queue by due time; messages of equal time leave in the order they came."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, Played]] = []
        self._count = 0
        self._latest: dict[tuple[str, int, int], float] = {}  # key -> due time of its last message
        self._flushed: set[int] = set()  # voices with no strike since their flush

    @property
    def next_due(self) -> float:
        """The time when something is due next; infinity where nothing waits."""
        return self._waiting[0][0] if self._waiting else math.inf

    def add(self, played: Played) -> None:
        """Let a message wait for its due time; a release of a flushed voice is due at once.

        Two messages for one key keep their order even if a clock jumps: a release that
        overtook its strike, or came after the next one, would be a note lost or hung.
        """
        if isinstance(played, Strike):
            self._flushed.discard(played.voice)
        if played.voice in self._flushed and not begins(played):
            self._push(AT_ONCE, played)
            return
        key = _key(played)
        due = max(played.due, self._latest.get(key, AT_ONCE))
        self._latest[key] = due
        self._push(due, played)

    def flush(self, voice: int) -> None:
        """Drop a voice's strikes; make its releases, present and future, due at once."""
        waiting, self._waiting = sorted(self._waiting), []
        for due, _, played in waiting:
            if played.voice != voice:
                self._push(due, played)
            elif not begins(played):
                self._push(AT_ONCE, played)
        self._latest = {key: due for key, due in self._latest.items() if key[1] != voice}
        self._flushed.add(voice)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()
        self._latest.clear()
        self._flushed.clear()

    def due(self, now: float) -> Iterator[Played]:
        """Take out everything due by now, earliest first."""
        return (played for _, played in self.timed(now))

    def timed(self, now: float) -> Iterator[tuple[float, Played]]:
        """Take out everything due by now, earliest first, each with its due time."""
        while self._waiting and self._waiting[0][0] <= now:
            due, _, played = heapq.heappop(self._waiting)
            yield due, played

    def _push(self, due: float, played: Played) -> None:
        self._count += 1
        heapq.heappush(self._waiting, (due, self._count, played))


def _key(played: Played) -> tuple[str, int, int]:
    if isinstance(played, ControlChange):
        return ("control", played.voice, played.number)
    return ("key", played.voice, played.pitch)
