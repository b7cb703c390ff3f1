"""What the engine tells a listener: one thing after the other, for as long as it listens."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Final

from perf_engine.clients.dialogue import Told

MOST_WAITING: Final = 10_000  # things told to a listener that it has not taken yet


class Listening:
    """What the engine tells from now on, one after the other; ends with its seconds, or closed.

    At the end of its seconds what was not taken is dropped; closed, it is still given.
    Who takes nothing for long loses the oldest: `missed` counts them.
    """

    def __init__(self, forget: Callable[[Listening], None], seconds: float | None = None) -> None:
        """`forget` is called when it hears no more."""
        self._forget = forget
        self._until = math.inf if seconds is None else time.monotonic() + seconds
        self._waiting: asyncio.Queue[Told | None] = asyncio.Queue(MOST_WAITING)
        self._over = False
        self.missed = 0

    @property
    def over(self) -> bool:
        """Whether it hears no more: its seconds are over, or it has ended."""
        return self._over or time.monotonic() >= self._until

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
        told = None
        if not self.over:
            left = None if math.isinf(self._until) else max(0.0, self._until - time.monotonic())
            with suppress(asyncio.TimeoutError):
                told = await asyncio.wait_for(self._waiting.get(), left)
        if told is None:
            self._over = True
            self._forget(self)
            raise StopAsyncIteration
        return told
