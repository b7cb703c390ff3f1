"""The transfer of records to the writers' processes, as fast as these take them, without waiting.

A writer whose session is over is leaving: it writes the rest and ends.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from perf_engine.engine.helpers.helper import Helper

from .records import Record, written

logger = logging.getLogger(__name__)

MODULE: Final = "perf_engine.engine.session.journal_writer"
A_TURN: Final = 0.0005  # seconds of process
A_WRITING: Final = 65_536  # bytes, as many as a pipe usually holds
SOON: Final = 0.005  # seconds between two turns of the leaving writers
LATER: Final = 0.5  # the same when only the system has work left
PATIENCE: Final = 5.0  # seconds that a writer may take for the rest


class WriterProcess:
    """One writer, from its start to its end. No method waits, except `end`."""

    def __init__(self, *arguments: str) -> None:
        """Start it. Raises OSError."""
        self._helper = Helper.of(MODULE, *arguments)
        self._texts: Iterator[str] = iter(())  # the rest of the present record
        self._unsent = b""
        self.sent = 0  # bytes
        self.session = ""  # the folder to which it writes, once it has reported it
        self.lost = ""  # the reason why it no longer writes

    def fileno(self) -> int:
        """Return the descriptor of its output; -1 if no more will come."""
        return self._helper.fileno()

    @property
    def process(self) -> int:
        """Return the number of its process."""
        return self._helper.process.pid

    @property
    def behind(self) -> bool:
        """Return whether it has not yet taken all that it was given."""
        return bool(self._unsent)

    def listen(self) -> None:
        """Read its output, and notice its end."""
        for line in self._helper.lines():
            with suppress(ValueError, AttributeError):
                said = json.loads(line)
                self.session = str(said.get("session", self.session))
                self.lost = str(said.get("failed", self.lost))
                if "kept" in said:
                    logger.warning(
                        "Old recordings could not all be deleted (%s); the recording goes on.",
                        said["kept"],
                    )
                if "deleted" in said:
                    logger.info("The recording %s was deleted, to make room.", said["deleted"])
        if self._helper.ended and not self.lost:
            self.lost = "its process ended"

    def feed(self, records: deque[Record], now: Callable[[], float]) -> None:
        """Send it records from the queue, as many as it takes, for A_TURN seconds at most."""
        until = now() + A_TURN
        while now() < until and not self.lost:
            text = self._next(records) if len(self._unsent) < A_WRITING else ""
            self._unsent += text.encode()
            if not text and not self._send():
                return
        self._send()

    def _next(self, records: deque[Record]) -> str:
        """Return the next line; "" without one."""
        text = next(self._texts, None)
        if text is None and records:
            self._texts = written(records.popleft())
            text = next(self._texts)
        return "" if text is None else text + "\n"

    def _send(self) -> bool:
        """Write as much as fits; return whether anything did."""
        if not self._unsent or self.lost:
            return False
        try:
            count = self._helper.feed(self._unsent)
        except OSError as error:
            self.lost = self.lost or f"its process ended ({error.strerror})"
            return False
        self._unsent = self._unsent[count:]
        self.sent += count
        return count > 0

    def let_go(self) -> None:
        """Close its input: it ends by itself when it has written everything."""
        self._helper.let_go()

    def drop(self) -> None:
        """Kill it; records that it has not written are lost."""
        self.lost = self.lost or "its writing took too long"
        self._helper.let_go()
        with suppress(OSError):
            self._helper.process.kill()

    def gone(self) -> bool:
        """Return whether its process has ended, and collect it."""
        if not self._helper.gone():
            return False
        self._helper.close()
        return True

    def end(self, records: deque[Record], patience: float) -> bool:
        """Send the rest, and wait until it is written; return False after `patience` seconds."""
        until = time.monotonic() + patience
        while (records or self._unsent) and not self.lost and time.monotonic() < until:
            self.feed(records, time.monotonic)
            if self._unsent:
                self._helper.room(max(0.0, until - time.monotonic()))
        complete = not (records or self._unsent or self.lost)
        self.let_go()
        while not self._helper.gone() and time.monotonic() < until:
            with suppress(Exception):
                self._helper.process.wait(max(0.001, until - time.monotonic()))
        if not self._helper.gone():
            self.drop()
            return False
        self.listen()
        self._helper.close()
        return complete


@dataclass(slots=True)
class _Writer:
    process: WriterProcess
    records: deque[Record]
    until: float
    has_all: bool = False


class Leaving:
    """Writers whose session is over; only `close` waits for them."""

    def __init__(self) -> None:
        self._writers: list[_Writer] = []

    def __bool__(self) -> bool:
        return bool(self._writers)

    @property
    def stuck(self) -> bool:
        """Return whether a killed writer does not end, as its disk hangs."""
        return any(writer.until == math.inf for writer in self._writers)

    def add(self, process: WriterProcess, records: deque[Record], now: float) -> None:
        """Add a writer with the records that it must still take; a lost one has none."""
        if process.lost:
            records = deque()
            process.drop()
        self._writers.append(_Writer(process, records, now + PATIENCE))

    def turn(self, now: float, clock: Callable[[], float]) -> float:
        """Send the rest, close writers that have it all; return the time of the next turn."""
        for writer in list(self._writers):
            process = writer.process
            if not writer.has_all:
                process.feed(writer.records, clock)
                writer.has_all = not (writer.records or process.behind) or bool(process.lost)
                if writer.has_all:
                    process.let_go()
            if now > writer.until:
                process.drop()
                _incomplete(process)
                writer.until = math.inf
            if process.gone():
                self._writers.remove(writer)
        if not self._writers:
            return math.inf
        return now + (LATER if all(writer.until == math.inf for writer in self._writers) else SOON)

    def close(self, patience: float) -> None:
        """Wait until all is written, at most `patience` seconds for each writer."""
        for writer in self._writers:
            if not writer.process.end(writer.records, patience):
                _incomplete(writer.process)
        self._writers.clear()


def _incomplete(process: WriterProcess) -> None:
    logger.warning("The recording is not complete: %s", process.lost or "it was cut off")
