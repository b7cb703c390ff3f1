"""Themes: phrases of a player's past that the machine takes up again, note by note.

A phrase begins with a strike after a pause, and ends before the next pause. It comes from the
phrase memory, with the player's keys, velocities and times. It is not played by force: each draw
gives its next event the weight `SURE`, so that controls, harmony and beat count as ever.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from perf_engine.core.memory.history import Past
from perf_engine.core.memory.imitation import Share, loudness
from perf_engine.core.model.sizes import held_code
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.steering.measures import MAJOR
from perf_engine.protocol.midi import PEDAL

PAUSE: Final = 0.5  # seconds without a strike, after which a phrase begins
FEWEST: Final = 5  # strikes of a theme
MOST: Final = 32  # strikes; a longer phrase is cut off there
LONGEST: Final = 512  # events of anybody within which a phrase ends
RECENT: Final = 64  # events that are too new to be a theme
SEARCHED: Final = 160  # events that are searched for the beginning of a phrase
SURE: Final = 0.97  # weight of a theme's next event in each draw
MISSES: Final = 2  # other strikes of the machine in a row, after which a theme is dropped


@dataclass(frozen=True, slots=True)
class ThemeEvent:
    """An event of a theme, `wait` seconds after the one before.

    `velocity` is 0 for a release, and below 0 for a strike of unknown velocity.
    """

    wait: float
    key: int
    velocity: int


def theme_before(past: Past, where: float, words: Vocabulary) -> list[ThemeEvent]:
    """Return the players' phrase about a place (0..1) in the past; empty if none is near.

    The last RECENT events are left out, since what was played just now is no theme.
    """
    numbers = past.numbers[:-RECENT]
    return theme_at(past, numbers[int(where * len(numbers))], words) if numbers else []


def theme_at(past: Past, start: int, words: Vocabulary) -> list[ThemeEvent]:
    """Return the players' phrase that begins at or before an event; empty if there is none."""
    begin = _beginning(past, start, words)
    if begin is None:
        return []
    part, waited, since, strikes = past[begin].part, 0.0, 0.0, 0
    found: list[ThemeEvent] = []
    for event in map(past.__getitem__, range(begin, min(past.numbers.stop, begin + LONGEST))):
        wait = words.seconds(event.dt) if found else 0.0
        waited, since = waited + wait, since + wait
        if event.own or event.part != part or event.key == PEDAL:
            continue
        if event.strike:
            if (found and since >= PAUSE) or strikes == MOST:
                break
            strikes, since = strikes + 1, 0.0
        found.append(ThemeEvent(waited, event.key, event.velocity))
        waited = 0.0
    return _whole(found) if strikes >= FEWEST else []


def _beginning(past: Past, start: int, words: Vocabulary) -> int | None:
    """Return the player's strike at or before an event that is the first after a pause."""
    last, since = None, 0.0
    for at in range(start, max(past.numbers.start, start - SEARCHED) - 1, -1):
        event = past[at]
        if not event.own and event.melodic:
            if last is not None and since >= PAUSE:
                return last
            last, since = at, 0.0
        since += words.seconds(event.dt)
    return last if last is not None and last == past.numbers.start else None


def _whole(events: Iterable[ThemeEvent]) -> list[ThemeEvent]:
    """Return events without releases of keys that were struck before the phrase."""
    held: set[int] = set()
    found: list[ThemeEvent] = []
    waited = 0.0
    for event in events:
        waited += event.wait
        if event.velocity or event.key in held:
            (held.add if event.velocity else held.discard)(event.key)
            found.append(replace(event, wait=waited))
            waited = 0.0
    return found


def shift_into(keys: Sequence[int], tonic: int) -> int:
    """Return the fewest semitones (-6..5) by which most keys come into the tonic's major scale."""

    def inside(shift: int) -> int:
        return sum((key + shift - tonic) % 12 in MAJOR for key in keys)

    return max(range(-6, 6), key=lambda shift: (inside(shift), -abs(shift), shift))


def within(keys: Sequence[int], lowest: int, highest: int) -> int | None:
    """Return the fewest octaves, in semitones, that bring keys into a range; None if none do."""
    for octaves in (0, -12, 12, -24, 24):
        if lowest <= min(keys) + octaves and max(keys) + octaves <= highest:
            return octaves
    return None


class Theme:
    """A theme that is being taken up in a part: what comes next, and when."""

    def __init__(self, events: Iterable[ThemeEvent], part: int, shift: int = 0) -> None:
        """Take events, transposed by `shift` semitones. The first may come at any time."""
        self.part = part
        self._events = deque(replace(event, key=event.key + shift) for event in events)
        self._onset: float | None = None  # of the event before; None before the first
        self._missed = 0

    @property
    def over(self) -> bool:
        """Return whether nothing is left of it."""
        return not self._events

    def due(self, rate: float) -> float | None:
        """Return when its next event is due at a rate of the event clock; None: at any time."""
        return None if self._onset is None else self._onset + self._events[0].wait / rate

    def skip(self, held: Collection[int]) -> None:
        """Leave out releases of keys that are not held (part * 129 + key)."""
        events = self._events
        while events and not events[0].velocity:
            if held_code(self.part, events[0].key) in held:
                return
            wait = events.popleft().wait
            if events:
                events[0] = replace(events[0], wait=events[0].wait + wait)

    def share_of_part(self) -> Share:
        """Return the prediction of its part."""
        return sure(self.part)

    def share_of_key(self) -> Share:
        """Return the prediction of its next key."""
        return sure(self._events[0].key)

    def share_of_velocity(self, classes: int) -> Share | None:
        """Return the prediction of the velocity, as one of `classes`; None if it is unknown."""
        velocity = self._events[0].velocity
        return sure(loudness(velocity, classes)) if velocity > 0 else None

    def took(self, key: int, velocity: int, onset: float) -> None:
        """Take an event of the machine in its part; too many other strikes end it."""
        event = self._events[0]
        if (key, velocity != 0) == (event.key, event.velocity != 0):
            self._missed, self._onset = 0, onset
            self._events.popleft()
        elif velocity and key != PEDAL:
            self._missed += 1
            if self._missed > MISSES:
                self._events.clear()


def sure(index: int) -> Share:
    """Return the prediction of a class by a theme."""
    return Share(0.0, {index: 1.0}, 1, SURE)
