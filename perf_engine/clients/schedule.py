"""Strikes, releases and pedals that wait for their time, and what a flush does to them."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator

from perf_engine.core.messages import SUSTAIN, ControlChange, Played, Strike

AT_ONCE = -math.inf


class Schedule:
    """A queue of what is due when; equal times leave in the order they came."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, Played]] = []
        self._count = 0
        self._latest: dict[tuple[str, int, int], float] = {}  # key -> due time of its last message
        self._flushed: set[int] = set()  # voices with no strike since their flush

    @property
    def next_due(self) -> float:
        """When something is due next; infinity where nothing waits."""
        return self._waiting[0][0] if self._waiting else math.inf

    def add(self, played: Played) -> None:
        """Let something wait for its due time; what a flushed voice lets go is due at once.

        Two messages for one key keep their order, whatever the clocks do: a release that
        overtook its strike, or came after the next one, would be a note lost or hung.
        """
        if isinstance(played, Strike):
            self._flushed.discard(played.voice)
        if played.voice in self._flushed and not sounds(played):
            self._push(AT_ONCE, played)
            return
        key = _key(played)
        due = max(played.due, self._latest.get(key, AT_ONCE))
        self._latest[key] = due
        self._push(due, played)

    def flush(self, voice: int) -> None:
        """Drop what a voice would begin to sound; what it lets go, now or later, is due at once."""
        waiting, self._waiting = sorted(self._waiting), []
        for due, _, played in waiting:
            if played.voice != voice:
                self._push(due, played)
            elif not sounds(played):
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
        while self._waiting and self._waiting[0][0] <= now:
            yield heapq.heappop(self._waiting)[2]

    def _push(self, due: float, played: Played) -> None:
        self._count += 1
        heapq.heappush(self._waiting, (due, self._count, played))


def sounds(played: Played) -> bool:
    """Whether something makes sound or holds it: a strike, or a pedal going down."""
    if isinstance(played, ControlChange):
        return played.number == SUSTAIN and played.value > 0
    return isinstance(played, Strike)


def _key(played: Played) -> tuple[str, int, int]:
    if isinstance(played, ControlChange):
        return ("control", played.voice, played.number)
    return ("key", played.voice, played.pitch)
