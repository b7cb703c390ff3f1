"""What the engine tells a listener: one thing after the other, for as long as it listens."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from typing import Final

from perf_engine.clients.dialogue import Told

MOST_WAITING: Final = 10_000  # things told to a listener that it has not taken yet


class Listening:
    """What the engine tells from now on, one after the other; ends with its seconds, or closed.

    Who takes nothing for long loses the oldest: `missed` counts them.
    """

    def __init__(self, forget: Callable[[Listening], None], seconds: float | None = None) -> None:
        """`forget` is called when it hears no more."""
        self._forget = forget
        self._until = math.inf if seconds is None else time.monotonic() + seconds
        self._waiting: asyncio.Queue[Told | None] = asyncio.Queue(MOST_WAITING)
        self.missed = 0

    def tell(self, told: Told | None) -> None:
        """Something is told; None ends it."""
        if self._waiting.full():
            self._waiting.get_nowait()
            self.missed += 1
        self._waiting.put_nowait(told)

    def close(self) -> None:
        """Hear no more."""
        self._forget(self)
        self.tell(None)

    def __aiter__(self) -> AsyncIterator[Told]:
        return self

    async def __anext__(self) -> Told:
        left = None if math.isinf(self._until) else max(0.0, self._until - time.monotonic())
        try:
            told = await asyncio.wait_for(self._waiting.get(), left)
        except asyncio.TimeoutError:
            told = None
        if told is None:
            self._forget(self)
            raise StopAsyncIteration
        return told
