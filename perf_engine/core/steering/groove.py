"""Quantise and swing: the machine's strikes moved to the beat."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.controls import Settings
from perf_engine.core.playing.prediction import Thought
from perf_engine.protocol.midi import PEDAL

HARDLY: Final = 5e-4  # seconds for which a step counts as present, so that chords stay together
CORRECTED: Final = 0.005  # seconds by which a new observation of the beat may advance a strike
BRIEFLY: Final = 0.03  # seconds after a step in which a release would break up a chord


class Groove:
    """Moves a predicted strike to the beat of a clock until it is committed.

    Releases and the pedal are not moved, with one exception: at full strength an old key is not
    released within a chord. While the clock stands, nothing is moved. The strength, the grid and
    the swing are those of the given settings.
    """

    def __init__(self, clock: BeatClock) -> None:
        self._clock = clock
        self._drawn: Thought | None = None  # as it was predicted
        self._moved: Thought | None = None
        self._earliest = -math.inf

    def plan(
        self,
        thought: Thought | None,
        earliest: float,
        settings: Settings,
        held_since: float = math.inf,
    ) -> Thought | None:
        """Return the prediction with its onset moved to the beat, but not before `earliest`.

        For a release `held_since` is the time of the key's strike.
        """
        self._drawn = self._moved = None
        if thought is None or not settings.values["quantise"] or not self._clock.running:
            return thought
        if not thought.mine:
            return thought
        if not thought.velocity or thought.key == PEDAL:
            return self._let_go(thought, earliest, settings, held_since)
        self._earliest = earliest
        self._drawn, self._moved = thought, self._quantised(thought, earliest, settings)
        return self._moved

    def keep_time(
        self, thought: Thought | None, earliest: float, settings: Settings
    ) -> Thought | None:
        """Plan the same prediction again after a change of the clock."""
        if self._drawn is None or thought != self._moved:
            return self.plan(thought, earliest, settings)
        earliest = max(earliest, self._earliest - CORRECTED)
        self._moved = self._quantised(self._drawn, earliest, settings)
        return self._moved

    def _let_go(
        self, thought: Thought, earliest: float, settings: Settings, held_since: float
    ) -> Thought:
        if settings["quantise"] < 1.0 or held_since >= earliest - HARDLY:
            return thought
        steps, swing = int(settings["grid"]), settings["swing"]
        step = nearest_step(self._clock.beat_at(earliest), steps, swing)
        on_a_step = abs(self._clock.time_of(step) - earliest) <= HARDLY
        if on_a_step and thought.onset - earliest < BRIEFLY:
            return replace(thought, onset=earliest)
        return thought

    def _quantised(self, drawn: Thought, earliest: float, settings: Settings) -> Thought:
        onset = quantised(
            drawn.onset,
            self._clock,
            settings["quantise"],
            int(settings["grid"]),
            settings["swing"],
            earliest,
        )
        return replace(drawn, onset=onset)


def quantised(
    onset: float, clock: BeatClock, strength: float, steps: int, swing: float, earliest: float
) -> float:
    """Return an onset moved by `strength` (0..1) to the nearest of `steps` a beat, in seconds.

    Of each two steps from beat 0 the first takes the share `swing`. The result is never before
    `earliest`; at strength 1 it is then on the first step from there.
    """
    if not clock.running:
        return onset
    step = nearest_step(clock.beat_at(onset), steps, swing)
    moved = onset + strength * (clock.time_of(step) - onset)
    if strength == 1.0 and moved < earliest - HARDLY:
        moved = clock.time_of(step_from(clock.beat_at(earliest - HARDLY), steps, swing))
    return max(moved, earliest)


def nearest_step(beat: float, steps: int, swing: float) -> float:
    """Return the step nearest to a beat, in beats."""
    return min(_around(beat, steps, swing), key=lambda step: abs(step - beat))


def step_from(beat: float, steps: int, swing: float) -> float:
    """Return the first step that is not before a beat, in beats."""
    return min(step for step in _around(beat, steps, swing) if step >= beat)


def _around(beat: float, steps: int, swing: float) -> tuple[float, ...]:
    """Return the steps around a beat: the two of its pair, and the next two."""
    pair = math.floor(beat * steps / 2.0)
    return tuple(2.0 * (pair + offset) / steps for offset in (0.0, swing, 1.0, 1.0 + swing))
