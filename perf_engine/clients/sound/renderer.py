"""The renderer: it makes each block of samples, with every event at its place in the block.

The thread of the sound device calls `render`; other threads leave events by `put` and `flush`,
which never wait.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from perf_engine.synthesis.limiter import Samples

from .keys import Instrument, Keys

JUMP: Final = 0.05  # seconds that the device's time may differ from the clock's; more is a gap
AT_ONCE: Final = -1e18  # a due time before all others
PULL: Final = 0.02  # share of their difference by which the time of each block is corrected

Action: TypeAlias = Callable[[Keys], None]


class Renderer:
    """Owns the keys that sound. Times are seconds on the monotonic clock."""

    def __init__(self, synth: Instrument, rate: float) -> None:
        self._keys = Keys(synth)
        self._rate = rate
        self._letters: deque[tuple[float, int, Action | None]] = deque()  # from other threads
        self._waiting: list[tuple[float, int, int, Action]] = []  # due, number, channel, action
        self._numbers = itertools.count()
        self._next = -math.inf  # when the next block begins, by the device's count of samples
        self.peak = 0.0  # since somebody set it to 0

    def put(self, due: float, channel: int, action: Action) -> None:
        """Do something when it is due, at once if that is past."""
        self._letters.append((due, channel, action))

    def flush(self, channel: int) -> None:
        """Drop what waits for a channel, and let go of what sounds there."""
        self._letters.append((-math.inf, channel, None))

    def render(self, frames: int, now: float) -> Samples:
        """Return the samples of a block that begins now: (frames, 2)."""
        began = self._begin(frames, now)
        self._take_letters()
        pieces, done = [], 0
        while self._waiting and self._waiting[0][0] < began + frames / self._rate:
            due, _, _, action = heapq.heappop(self._waiting)
            place = max(done, min(frames, round((due - began) * self._rate)))
            if place > done:
                pieces.append(self._keys.synth.block(place - done))
                done = place
            action(self._keys)
        if done < frames:
            pieces.append(self._keys.synth.block(frames - done))
        block = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
        self.peak = max(self.peak, float(np.abs(block).max(initial=0.0)))
        return block

    @property
    def keys(self) -> Keys:
        """Return the keys that sound; only the thread that renders may touch them."""
        return self._keys

    def _begin(self, frames: int, now: float) -> float:
        """Return the time of the block: it follows the last one, and gently the clock."""
        began = self._next
        if not abs(now - began) < JUMP:
            began = now
        began += PULL * (now - began)
        self._next = began + frames / self._rate
        return began

    def _take_letters(self) -> None:
        while self._letters:
            due, channel, action = self._letters.popleft()
            if action is None:
                self._waiting = [one for one in self._waiting if one[2] != channel]
                heapq.heapify(self._waiting)
                self._keys.let_go(channel)
            else:
                heapq.heappush(self._waiting, (due, next(self._numbers), channel, action))
