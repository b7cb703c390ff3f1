"""Faults of the HTTP server, as a sentence now and then: the terminal belongs to a performer."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web
from aiohttp.http import HttpProcessingError

logger = logging.getLogger(__name__)

APART: Final = 60.0  # seconds between two sentences
OF_THE_SENDER: Final = (HttpProcessingError, web.RequestPayloadError, ConnectionError)


class Faults(logging.Filter):
    """Turns tracebacks into sentences, one in APART seconds, with the number of further ones.

    A request that is no HTTP is its sender's fault, and the sender gets an answer: no sentence.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said = -APART
        self._more = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a log record is to be written, after making it one sentence."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, OF_THE_SENDER):
            return False
        why = f"{type(error).__name__}: {error}" if error is not None else record.getMessage()
        sentence = self._sentence(why)
        record.msg, record.args, record.exc_info, record.exc_text = sentence, (), None, None
        return bool(sentence)

    def handle(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Handle an exception that no task has caught, as an event loop's exception handler."""
        error = context.get("exception")
        why = f"{type(error).__name__}: {error}" if error is not None else context["message"]
        sentence = self._sentence(str(why))
        if sentence:
            logger.warning("%s", sentence)

    def _sentence(self, why: str) -> str:
        """The sentence about a fault; nothing where one was written a moment ago."""
        now = self._clock()
        if now < self._said + APART:
            self._more += 1
            return ""
        more, self._said, self._more = self._more, now, 0
        why = " ".join(why.split())[:200]
        return f"HTTP: a request failed: {why}" + (f" ({more} more before)" if more else "")
