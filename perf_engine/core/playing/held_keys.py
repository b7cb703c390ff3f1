"""The keys that players hold: one hold for each (player, source, pitch), ended with its source."""

from __future__ import annotations

import math

from perf_engine.core.messages import HeardMessage, NoteOff, NoteOn, Pedal, SourceLost
from perf_engine.protocol.midi import PEDAL

SILENT_SOURCE = 30.0  # seconds without any message from a source; then its keys are released

Hold = tuple[int, str, int]  # player, source, pitch
Doing = tuple[int, int, int]  # player, key (128: the pedal), velocity (0: release)


class Holds:
    """All holds of the players; pitch 128 is the sustain pedal."""

    def __init__(self) -> None:
        self._until: dict[Hold, float] = {}  # the end by the note's own duration; inf without one
        self._holders: dict[int, int] = {}  # the number of holds of each pitch
        self._heard: dict[str, float] = {}  # last sign of life of each source that holds something
        self.last = -math.inf  # the time of the players' last event, seconds

    def take(self, message: HeardMessage, now: float) -> list[Doing]:
        """Take a heard message. Return the strikes and releases that follow for the music."""
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
        self._hold((message.player, message.source, message.pitch), end, now)

    def release(self, message: NoteOff, now: float) -> bool:
        """Take a release. Return whether it was held and nobody holds that pitch any more."""
        self.alive(message.source, now)
        return self.end((message.player, message.source, message.pitch))

    def pedal(self, message: Pedal, now: float, pedal: int) -> bool | None:
        """Take a pedal value. Return True if the pedal goes down, False if up, None if neither."""
        hold = (message.player, message.source, pedal)
        if message.value >= 64:
            first = not self.held(pedal)
            self._hold(hold, math.inf, now)
            return True if first else None
        self.alive(message.source, now)
        return False if self.end(hold) else None

    def lapsed(self, source: str, now: float) -> bool:
        """Return whether a source that holds something has been silent for too long."""
        return self._heard.get(source, math.inf) + SILENT_SOURCE <= now

    def alive(self, source: str, now: float) -> None:
        """Take a sign of life from a source."""
        if source in self._heard:
            self._heard[source] = now

    @property
    def silent_since(self) -> float:
        """Return the time since which no player plays or holds a key; inf while one holds a key."""
        return math.inf if len(self._holders) > (PEDAL in self._holders) else self.last

    def held(self, pitch: int) -> bool:
        """Return whether anybody holds a pitch."""
        return pitch in self._holders

    def pitches(self) -> set[int]:
        """Return the pitches that anybody holds."""
        return set(self._holders)

    def of_source(self, source: str) -> list[Hold]:
        """Return the holds of a source."""
        return [hold for hold in self._until if hold[1] == source]

    def all(self) -> list[Hold]:
        """Return all holds."""
        return list(self._until)

    def end(self, hold: Hold) -> bool:
        """End a hold. Return whether it existed and nobody holds that pitch any more."""
        if self._until.pop(hold, None) is None:
            return False
        if not self.of_source(hold[1]):
            self._heard.pop(hold[1], None)
        pitch = hold[2]
        self._holders[pitch] -= 1
        if self._holders[pitch] > 0:
            return False
        del self._holders[pitch]
        return True

    def next_end(self) -> tuple[float, Hold | None]:
        """Return the next end of a hold by its duration or its source's silence, and the hold."""
        soonest, which = math.inf, None
        for hold, until in self._until.items():
            end = until
            if end == math.inf:  # a note with a duration needs no sign of life
                end = self._heard.get(hold[1], -math.inf) + SILENT_SOURCE
            if end < soonest:
                soonest, which = end, hold
        return soonest, which

    def clear(self) -> None:
        """Forget all holds."""
        self._until.clear()
        self._holders.clear()
        self._heard.clear()

    def _hold(self, hold: Hold, end: float, now: float) -> None:
        if hold not in self._until:
            self._holders[hold[2]] = self._holders.get(hold[2], 0) + 1
        self._until[hold] = end
        self._heard[hold[1]] = now
