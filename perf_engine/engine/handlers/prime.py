"""The reading of a MIDI file for a prime, in a helper process."""

from __future__ import annotations

import json
import logging
import math
from dataclasses import dataclass
from typing import Final

from perf_engine.core.messages import PrimeNote
from perf_engine.engine.helpers.helper import Helper
from perf_engine.engine.helpers.notes_of import MOST_NOTES
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.ports import HostPort

MODULE: Final = "perf_engine.engine.helpers.notes_of"
LONGEST_READING: Final = 20.0  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of a reading: the client that asked, and the notes or the error."""

    sender: HostPort
    notes: tuple[PrimeNote, ...]
    failed: str = ""


class Prime:
    """Reads one MIDI file at a time in a helper process."""

    def __init__(self) -> None:
        self._helper: Helper | None = None
        self._path = ""
        self._sender: HostPort = ("", 0)
        self._notes: list[PrimeNote] = []
        self._given_up: Reading | None = None

    @property
    def busy(self) -> bool:
        """Return whether a file is being read."""
        return self._helper is not None

    def read(self, path: str, sender: HostPort, now: float) -> None:
        """Start to read a file. Raises Refusal."""
        try:
            self._helper = Helper.of(MODULE, path, now=now, longest=LONGEST_READING)
        except (OSError, ValueError) as error:
            raise Refusal(Code.INTERNAL, f"no helper could be started: {error}") from None
        self._path, self._sender, self._notes = path, sender, []

    def give_up(self, why: str) -> None:
        """Stop reading; the next `poll` returns `why`."""
        if self._helper is not None:
            self._given_up = self._finish(why)

    def close(self) -> None:
        """End the helper process."""
        if self._helper is not None:
            self._helper.close()
            self._helper = None

    def fileno(self) -> int:
        """Return the descriptor of the helper's output; -1 without a helper."""
        return -1 if self._helper is None else self._helper.fileno()

    def due(self) -> float:
        """Return the time limit of the helper; -inf if there is a result to take."""
        if self._given_up is not None:
            return -math.inf
        return self._helper.due() if self._helper is not None else math.inf

    def poll(self, now: float) -> Reading | None:
        """Take the helper's output; return the reading when it is finished."""
        if self._helper is None:
            given_up, self._given_up = self._given_up, None
            return given_up
        lines, why = self._helper.hear(now)
        for line in lines:
            try:
                said = json.loads(line)
                if isinstance(said, dict):
                    for sentence in said.get("mended", ()):
                        log.info("%s: %s", self._path, sentence)
                    return self._finish(str(said.get("failed", "")))
                onset, pitch, velocity, duration = said
                if len(self._notes) < MOST_NOTES:
                    self._notes.append(PrimeNote(onset, pitch, velocity, duration))
            except (ValueError, TypeError):
                return self._finish("the MIDI file could not be understood")
        return self._finish(f"the reading of the MIDI file {why}") if why else None

    def _finish(self, failed: str) -> Reading:
        reading = Reading(self._sender, () if failed else tuple(self._notes), failed)
        self.close()
        return reading
