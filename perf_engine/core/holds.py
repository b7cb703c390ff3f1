"""The keys that players hold: counted per (player, source, pitch), ended for who disappears."""

from __future__ import annotations

import math

from .messages import HeardMessage, NoteOff, NoteOn, Pedal, SourceLost
from .vocabulary import PEDAL

SILENT_SOURCE = 30.0  # seconds without any message from a source, after which its keys are let go

Hold = tuple[int, str, int]  # player, source, pitch
Doing = tuple[int, int, int]  # player, key (128: the pedal), velocity (0: let go)


class Holds:
    """Who holds what among the players; pitch 128 is the sustain pedal."""

    def __init__(self) -> None:
        self._until: dict[Hold, float] = {}  # when the note's own duration ends it
        self._heard: dict[str, float] = {}  # last sign of life of each source that holds something

    def take(self, message: HeardMessage, now: float) -> list[Doing]:
        """Take what was heard; what it comes to for the music."""
        if isinstance(message, NoteOn):
            self.strike(message, now)
            return [(message.player, message.pitch, message.velocity)]
        if isinstance(message, NoteOff):
            return [(message.player, message.pitch, 0)] if self.release(message, now) else []
        if isinstance(message, Pedal):
            down = self.pedal(message, now, PEDAL)
            return [] if down is None else [(message.player, PEDAL, message.value if down else 0)]
        if isinstance(message, SourceLost):
            lost = [hold for hold in self.of_source(message.source) if self.end(hold)]
            return [(player, key, 0) for player, _, key in lost]
        self.alive(message.source, now)
        return []

    def strike(self, message: NoteOn, now: float) -> None:
        """Take a strike."""
        end = math.inf if message.duration is None else now + message.duration
        self._until[message.player, message.source, message.pitch] = end
        self.alive(message.source, now, holds=True)

    def release(self, message: NoteOff, now: float) -> bool:
        """Take a release; True where it was held and nobody holds that pitch any more."""
        self.alive(message.source, now)
        return self.end((message.player, message.source, message.pitch))

    def pedal(self, message: Pedal, now: float, pedal: int) -> bool | None:
        """Take a pedal value: True goes down, False goes up, None no change for the music."""
        hold = (message.player, message.source, pedal)
        if message.value >= 64:
            first = not self.held(pedal)
            self._until[hold] = math.inf
            self.alive(message.source, now, holds=True)
            return True if first else None
        self.alive(message.source, now)
        return False if self.end(hold) else None

    def alive(self, source: str, now: float, holds: bool = False) -> None:
        """A sign of life from a source."""
        if holds or source in self._heard:
            self._heard[source] = now

    def held(self, pitch: int) -> bool:
        """Whether anybody holds a pitch."""
        return any(hold[2] == pitch for hold in self._until)

    def of_source(self, source: str) -> list[Hold]:
        """What a source holds."""
        return [hold for hold in self._until if hold[1] == source]

    def all(self) -> list[Hold]:
        """What everybody holds."""
        return list(self._until)

    def end(self, hold: Hold) -> bool:
        """End one hold; True where it was held and nobody holds that pitch any more."""
        if self._until.pop(hold, None) is None:
            return False
        if not self.of_source(hold[1]):
            self._heard.pop(hold[1], None)
        return not self.held(hold[2])

    def next_end(self) -> tuple[float, Hold | None]:
        """When the next hold ends by itself, and which: its duration, or its source's silence."""
        soonest, which = math.inf, None
        for hold, until in self._until.items():
            end = until
            if end == math.inf:  # a note that knows its end needs no sign of life
                end = self._heard.get(hold[1], -math.inf) + SILENT_SOURCE
            if end < soonest:
                soonest, which = end, hold
        return soonest, which

    def clear(self) -> None:
        """Nobody holds anything."""
        self._until.clear()
        self._heard.clear()
