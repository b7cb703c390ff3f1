"""The beat's hold on what the machine plays: quantise and swing."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from .beats import BeatClock
from .controls import Settings
from .thought import Thought
from .vocabulary import PEDAL

HARDLY: Final = 1e-4  # seconds by which a step may have passed: a chord stays together
CORRECTED: Final = 0.005  # seconds by which a beat that is heard anew may draw a strike forward


class Groove:
    """Moves a strike that is foreseen to the beat of a clock, as long as it is not committed.

    Releases and the pedal stay where they are; where the clock stands, so does everything.
    """

    def __init__(self, clock: BeatClock, settings: Settings) -> None:
        self._clock = clock
        self._drawn: Thought | None = None  # as it was foreseen
        self._moved: Thought | None = None
        self._earliest = -math.inf
        self.turn(settings)

    def turn(self, settings: Settings) -> None:
        """New settings, for what is foreseen from now on."""
        self._strength, self._swing = float(settings["quantise"]), float(settings["swing"])
        self._steps = int(settings["grid"])

    def plan(self, thought: Thought | None, earliest: float) -> Thought | None:
        """The thought when it is to happen: never before `earliest`."""
        self._drawn = self._moved = None
        if thought is None or not self._strength or not self._clock.running:
            return thought
        if not thought.mine or not thought.velocity or thought.key == PEDAL:
            return thought
        self._drawn, self._earliest = thought, earliest
        self._moved = self._quantised(earliest)
        return self._moved

    def keep_time(self, thought: Thought | None, now: float) -> Thought | None:
        """The same, after the clock was told something."""
        if self._drawn is None or thought != self._moved:
            return self.plan(thought, now)
        self._moved = self._quantised(max(now, self._earliest - CORRECTED))
        return self._moved

    def _quantised(self, earliest: float) -> Thought:
        assert self._drawn is not None
        onset = quantised(
            self._drawn.onset, self._clock, self._strength, self._steps, self._swing, earliest
        )
        return replace(self._drawn, onset=onset)


def quantised(
    onset: float, clock: BeatClock, strength: float, steps: int, swing: float, earliest: float
) -> float:
    """An onset drawn by `strength` (0..1) to the nearest of `steps` a beat, in seconds.

    Of each two steps from beat 0 the first takes the share `swing`. Where that would be before
    `earliest`, which is not after the onset, it is drawn to the step that comes then.
    """
    if not clock.running:
        return onset
    step = nearest_step(clock.beat_at(onset), steps, swing)
    moved = onset + strength * (clock.time_of(step) - onset)
    if moved < earliest - HARDLY:
        step = step_from(clock.beat_at(earliest - HARDLY), steps, swing)
        moved = onset + strength * (clock.time_of(step) - onset)
    return max(moved, earliest)


def nearest_step(beat: float, steps: int, swing: float) -> float:
    """The step nearest to a beat, as a beat."""
    return min(_around(beat, steps, swing), key=lambda step: abs(step - beat))


def step_from(beat: float, steps: int, swing: float) -> float:
    """The first step that is not before a beat, as a beat."""
    return min(step for step in _around(beat, steps, swing) if step >= beat)


def _around(beat: float, steps: int, swing: float) -> tuple[float, ...]:
    """Steps around a beat: of its pair the two, and the next two."""
    pair = math.floor(beat * steps / 2.0)
    return tuple(
        2.0 * (pair + offset) / steps for offset in (0.0, swing, 1.0, 1.0 + swing)
    )
