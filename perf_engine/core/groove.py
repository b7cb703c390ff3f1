"""The beat's hold on what the machine plays: quantise and swing."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from .beats import BeatClock
from .controls import Settings
from .thought import Thought
from .vocabulary import PEDAL

HARDLY: Final = 5e-4  # seconds by which a step may have passed: a chord stays together
CORRECTED: Final = 0.005  # seconds by which a beat that is heard anew may draw a strike forward
BRIEFLY: Final = 0.03  # seconds after a step, in which a key let go would break up a chord


class Groove:
    """Moves a strike that is foreseen to the beat of a clock, as long as it is not committed.

    Releases and the pedal stay where they are, except that, where strikes are to be on the beat, no
    old key is let go within a chord. Where the clock stands, everything stays.
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

    def plan(
        self, thought: Thought | None, earliest: float, held_since: float = math.inf
    ) -> Thought | None:
        """The thought when it is to happen: never before `earliest`.

        `held_since`: when the key was struck that is to be let go.
        """
        self._drawn = self._moved = None
        if thought is None or not self._strength or not self._clock.running or not thought.mine:
            return thought
        if not thought.velocity or thought.key == PEDAL:
            return self._let_go(thought, earliest, held_since)
        self._drawn, self._earliest = thought, earliest
        self._moved = self._quantised(earliest)
        return self._moved

    def keep_time(self, thought: Thought | None, earliest: float) -> Thought | None:
        """The same, after the clock was told something."""
        if self._drawn is None or thought != self._moved:
            return self.plan(thought, earliest)
        self._moved = self._quantised(max(earliest, self._earliest - CORRECTED))
        return self._moved

    def _let_go(self, thought: Thought, earliest: float, held_since: float) -> Thought:
        if self._strength < 1.0 or held_since >= earliest - HARDLY:
            return thought
        step = nearest_step(self._clock.beat_at(earliest), self._steps, self._swing)
        on_a_step = abs(self._clock.time_of(step) - earliest) <= HARDLY
        if on_a_step and thought.onset - earliest < BRIEFLY:
            return replace(thought, onset=earliest)
        return thought

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

    Of each two steps from beat 0 the first takes the share `swing`. Never before `earliest`: where
    it is drawn wholly, to the step that comes then.
    """
    if not clock.running:
        return onset
    step = nearest_step(clock.beat_at(onset), steps, swing)
    moved = onset + strength * (clock.time_of(step) - onset)
    if strength == 1.0 and moved < earliest - HARDLY:
        moved = clock.time_of(step_from(clock.beat_at(earliest - HARDLY), steps, swing))
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
