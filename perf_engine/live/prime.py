"""The notes of a MIDI file to remember, read beside the playing thread."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from ..core.messages import PrimeNote
from .child import Child
from .clients import HostPort
from .notes_of import MOST_NOTES
from .refusal import Code, Refusal

LONGEST_READING = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read: who asked, its notes, or why there are none."""

    sender: HostPort
    notes: tuple[PrimeNote, ...]
    failed: str = ""


class Prime:
    """Reads one MIDI file at a time in a helper process."""

    def __init__(self) -> None:
        self.child: Child | None = None
        self._sender: HostPort = ("", 0)
        self._notes: list[PrimeNote] = []
        self._until = math.inf
        self._given_up: Reading | None = None

    @property
    def reading(self) -> bool:
        """Whether a file is being read."""
        return self.child is not None

    def read(self, path: str, sender: HostPort, now: float) -> None:
        """Begin reading a file. Raises Refusal."""
        try:
            self.child = Child("perf_engine.live.notes_of", path)
        except (OSError, ValueError) as error:
            raise Refusal(Code.INTERNAL, f"no helper could be started: {error}") from None
        self._sender, self._notes, self._until = sender, [], now + LONGEST_READING

    def give_up(self, why: str) -> None:
        """Stop reading; the next `poll` says why."""
        if self.child is not None:
            self._given_up = self._finish(why)

    def close(self) -> None:
        """End the helper."""
        if self.child is not None:
            self.child.close()
            self.child = None

    def due(self) -> float:
        """When patience with the helper ends; at once where something is to be said."""
        if self._given_up is not None:
            return -math.inf
        return self._until if self.child is not None else math.inf

    def poll(self, now: float) -> Reading | None:
        """Take what the helper has said; the reading, when it is finished."""
        if self.child is None:
            given_up, self._given_up = self._given_up, None
            return given_up
        for line in self.child.lines():
            try:
                said = json.loads(line)
                if isinstance(said, dict):
                    return self._finish(str(said.get("failed", "")))
                onset, pitch, velocity, duration = said
                if len(self._notes) < MOST_NOTES:
                    self._notes.append(PrimeNote(onset, pitch, velocity, duration))
            except (ValueError, TypeError):
                return self._finish("the MIDI file could not be understood")
        if self.child.ended:
            return self._finish("the reading of the MIDI file ended early")
        if now >= self._until:
            return self._finish("the MIDI file took too long to read")
        return None

    def _finish(self, failed: str) -> Reading:
        reading = Reading(self._sender, () if failed else tuple(self._notes), failed)
        self.close()
        return reading
