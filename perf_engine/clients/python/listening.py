"""The engine's news for a listener, in order, for as long as it listens."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Final

from perf_engine.protocol.notes import Told

MOST_WAITING: Final = 10_000  # news that a listener has not taken yet


class Listening:
    """The engine's news from now on, in order, until its seconds are over or it is closed.

    At the end of its seconds, news not yet taken are dropped; after closing they can still be
    taken. A listener that takes none for long loses the oldest: `missed` counts them.
    """

    def __init__(self, forget: Callable[[Listening], None], seconds: float | None = None) -> None:
        """`forget` is called when it stops listening."""
        self._forget = forget
        self._until = math.inf if seconds is None else time.monotonic() + seconds
        self._waiting: asyncio.Queue[Told | None] = asyncio.Queue(MOST_WAITING)
        self._over = False
        self.missed = 0

    @property
    def over(self) -> bool:
        """Return whether it no longer listens: its seconds are over, or it has ended."""
        return self._over or time.monotonic() >= self._until

    def tell(self, told: Told | None) -> None:
        """Take one item of news; None ends it."""
        if self._waiting.full():
            self._waiting.get_nowait()
            self.missed += 1
        self._waiting.put_nowait(told)

    def close(self) -> None:
        """Stop listening."""
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
