"""The content of the view: the keys, their holders, loudness, turn, and the engine's state."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import (
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Release,
    Strike,
    Told,
    TurnPassed,
)

SEEN: Final = 0.15  # seconds for which even the shortest note is shown
FADES: Final = 0.6  # seconds in which a level falls to a third
HARMONY_LASTS: Final = 3.0  # seconds: the engine repeats a chord once a second while it is so
QUIET: Final = 0.02  # a level below it is none
REST, COUNT_IN, CALL, ANSWER = "rest", "count_in", "call", "answer"


@dataclass(slots=True)
class Level:
    """The loudness of somebody's last strikes, 0..1, fading."""

    value: float = 0.0
    at: float = -math.inf

    def strike(self, velocity: int, now: float) -> None:
        """Take a strike."""
        self.value, self.at = max(self.now(now), velocity / 127.0), now

    def now(self, now: float) -> float:
        """Return the level at a time."""
        level = self.value * math.exp(-max(0.0, now - self.at) / FADES)
        return level if level > QUIET else 0.0


@dataclass(slots=True)
class Hand:
    """The keys of the players, or of the machine: those held, and those struck just now."""

    held: set[tuple[int, int]] = field(default_factory=set)  # player or voice, and pitch
    level: Level = field(default_factory=Level)
    last: float = -math.inf  # when a key was struck last
    _struck: dict[int, float] = field(default_factory=dict)

    def strike(self, who: int, pitch: int, velocity: int, now: float) -> None:
        """Note a strike."""
        self.held.add((who, pitch))
        self.level.strike(velocity, now)
        self.last = self._struck[pitch] = now

    def release(self, who: int, pitch: int) -> None:
        """Note a release."""
        self.held.discard((who, pitch))

    def end(self, pitch: int) -> None:
        """Note that nobody holds a key any more."""
        self.held = {key for key in self.held if key[1] != pitch}

    def clear(self) -> None:
        """Forget all keys."""
        self.held.clear()
        self._struck.clear()
        self.last = -math.inf

    def pitches(self, now: float) -> set[int]:
        """Return the pitches to show."""
        self._struck = {p: at for p, at in self._struck.items() if now < at + SEEN}
        return {pitch for _, pitch in self.held} | self._struck.keys()

    def moving(self, now: float) -> bool:
        """Return whether the picture of it changes by itself."""
        return bool(self._struck) or self.level.now(now) > 0.0


class Score:
    """All that the view knows. Times are monotonic seconds."""

    def __init__(self) -> None:
        self.you, self.machine = Hand(), Hand()
        self.alive = False  # the engine answers
        self.missed = False  # the engine was lost, or has not answered for two seconds
        self.mode = ""
        self.running = True  # no /perf/stop
        self.resting = False  # all voices do
        self._resting: set[int] = set()
        self.recording_since: float | None = None
        self.phase, self.phase_ends = "", 0.0  # of a turn; the end is 0 if it is open
        self.model = ""
        self.voices = 1
        self.latency_ms = 0.0
        self.overloaded = False
        self.density = self.volume = 1.0
        self.foreseen: Foreseen | None = None
        self.chord, self.key = "", ""  # in which the machine plays; empty if there is none
        self._harmony_ends = 0.0
        self.piano = False  # the computer keyboard plays
        self.changed = True  # something has to be drawn
        self._planned: list[tuple[float, int, Told]] = []
        self._order = itertools.count()

    def take(self, told: Iterable[Told], now: float) -> None:
        """Take news of the engine; what is due later waits until then.

        At a flush, the strikes of its voice that wait are dropped, and the releases come at once.
        """
        for item in told:
            if isinstance(item, Flush):
                self._flush(item.voice, now)
                continue
            due = getattr(item, "due", now)
            if isinstance(item, Foreseen) or due <= now:
                self._note(item, now)
            else:
                heapq.heappush(self._planned, (due, next(self._order), item))

    def _flush(self, voice: int, now: float) -> None:
        """Drop the strikes of a voice that wait, and let the releases come now."""
        theirs = [told for _, _, told in self._planned if _voice(told) == voice]
        self._planned = [p for p in self._planned if _voice(p[2]) != voice]
        heapq.heapify(self._planned)
        for told in theirs:
            if isinstance(told, Release):
                self._note(told, now)

    def advance(self, now: float) -> None:
        """Let what is due happen."""
        while self._planned and self._planned[0][0] <= now:
            self._note(heapq.heappop(self._planned)[2], now)
        if self.foreseen is not None and self.foreseen.due < now:
            self.foreseen, self.changed = None, True
        if self.chord and self._harmony_ends < now:
            self.set_harmony("", "", now)

    @property
    def next_due(self) -> float:
        """Return when the next planned thing happens."""
        return self._planned[0][0] if self._planned else math.inf

    def moving(self, now: float) -> bool:
        """Return whether the picture changes by itself: a level, a count-in, a record light."""
        return (
            self.you.moving(now)
            or self.machine.moving(now)
            or self.phase_ends > now
            or self.recording_since is not None
        )

    def set_harmony(self, chord: str, key: str, now: float) -> None:
        """Take the chord in which the machine plays, and the key; an empty name is no chord."""
        self._harmony_ends = now + HARMONY_LASTS
        if (chord, key) != (self.chord, self.key):
            self.chord, self.key, self.changed = chord, key, True

    def silence(self) -> None:
        """Forget all keys, as the engine is gone."""
        self._planned.clear()
        self.you.clear()
        self.machine.clear()
        self.foreseen, self.phase, self.resting, self.changed = None, "", False, True
        self.chord, self.key = "", ""
        self._resting.clear()

    def set_mode(self, mode: str) -> None:
        """Take the mode; a turn of another mode is over."""
        if mode != self.mode:
            self.mode, self.phase, self.phase_ends = mode, "", 0.0
            self.machine.last = -math.inf
            self.resting, self.changed = False, True
            self._resting.clear()

    def _note(self, item: Told, now: float) -> None:
        self.changed = True
        if isinstance(item, Heard):
            if item.pitch < PEDAL and item.velocity:
                self.you.strike(item.player, item.pitch, item.velocity, now)
            else:
                self.you.end(item.pitch)  # whoever held it: the engine names only the last player
        elif isinstance(item, Strike):
            self.machine.strike(item.voice, item.pitch, item.velocity, now)
            self.foreseen = None
        elif isinstance(item, Release):
            self.machine.release(item.voice, item.pitch)
        elif isinstance(item, Foreseen):
            self.foreseen = item
        elif isinstance(item, TurnPassed):
            self._turn(item)
        else:
            self.changed = False

    def _turn(self, item: TurnPassed) -> None:
        self.phase = item.phase
        self.phase_ends = item.due + item.seconds if item.seconds else 0.0
        (self._resting.add if item.phase == REST else self._resting.discard)(item.voice)
        self.resting = len(self._resting) >= self.voices


def _voice(item: Told) -> int | None:
    return item.voice if isinstance(item, Strike | Release | ControlChange) else None
