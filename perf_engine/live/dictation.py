"""Records dictated to a scribe's process: as fast as it takes them, and never waiting for it."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from .child import Child
from .records import Record, written

MODULE: Final = "perf_engine.live.scribe"
A_TURN: Final = 0.0005  # seconds of dictating
A_WRITING: Final = 65_536  # bytes, what a pipe usually holds


class Dictation:
    """One scribe, from its start to its end. Nothing waits here, except `end`."""

    def __init__(self, *arguments: str) -> None:
        """Start it. Raises OSError."""
        self._child = Child(MODULE, *arguments)
        self._texts: Iterator[str] = iter(())  # of the record that is being dictated
        self._unsent = b""
        self.sent = 0  # bytes
        self.session = ""  # the folder it writes to, once it has said so
        self.lost = ""  # why it writes no more

    def fileno(self) -> int:
        """What to wait on for its words; -1 where there will be none."""
        return -1 if self._child.ended else self._child.fileno()

    @property
    def process(self) -> int:
        """Its process's number."""
        return self._child.process.pid

    @property
    def behind(self) -> bool:
        """Whether it has not taken yet all that it was given."""
        return bool(self._unsent)

    def listen(self) -> None:
        """Hear what it says, and whether it has ended."""
        for line in self._child.lines():
            with suppress(ValueError, AttributeError):
                said = json.loads(line)
                self.session = str(said.get("session", self.session))
                self.lost = str(said.get("failed", self.lost))
        if self._child.ended and not self.lost:
            self.lost = "its process ended"

    def dictate(self, records: deque[Record], now: Callable[[], float]) -> None:
        """Take records out of the queue, as many as it takes, for A_TURN seconds at most."""
        until = now() + A_TURN
        while now() < until and not self.lost:
            text = self._next(records) if len(self._unsent) < A_WRITING else ""
            self._unsent += text.encode()
            if not text and not self._send():
                return
        self._send()

    def _next(self, records: deque[Record]) -> str:
        """The next line; nothing where there is none."""
        text = next(self._texts, None)
        if text is None and records:
            self._texts = written(records.popleft())
            text = next(self._texts)
        return "" if text is None else text + "\n"

    def _send(self) -> bool:
        """Write what fits; whether anything did."""
        if not self._unsent or self.lost:
            return False
        try:
            count = self._child.offer(self._unsent)
        except OSError as error:
            self.lost = self.lost or f"its process ended ({error.strerror})"
            return False
        self._unsent = self._unsent[count:]
        self.sent += count
        return count > 0

    def let_go(self) -> None:
        """It has all: it ends by itself when it has written that."""
        self._child.let_go()

    def drop(self) -> None:
        """It is not to be waited for: it is ended by force, what it has not written is lost."""
        self.lost = self.lost or "its writing took long"
        self._child.let_go()
        with suppress(OSError):
            self._child.process.kill()

    def gone(self) -> bool:
        """Whether its process has ended; reaps it."""
        if not self._child.gone():
            return False
        self._child.close()
        return True

    def end(self, records: deque[Record], patience: float) -> bool:
        """Dictate all that is left, and wait until it is written; False where that took longer."""
        until = time.monotonic() + patience
        while (records or self._unsent) and not self.lost and time.monotonic() < until:
            self.dictate(records, time.monotonic)
            if self._unsent:
                self._child.room(max(0.0, until - time.monotonic()))
        complete = not (records or self._unsent or self.lost)
        self.let_go()
        while not self._child.gone() and time.monotonic() < until:
            with suppress(Exception):
                self._child.process.wait(max(0.001, until - time.monotonic()))
        if not self._child.gone():
            self.drop()
            return False
        self.listen()
        self._child.close()
        return complete
