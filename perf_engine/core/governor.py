"""A slow hand on the machine's density: what it may wander to, beside the player or alone."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(slots=True)
class Pace:
    """Strikes a second, as an exponential mean over about `memory` seconds."""

    memory: float = 8.0
    _mass: float = 0.0
    _time: float = -math.inf

    def strike(self, now: float) -> None:
        """Count a strike."""
        self._mass = self._left(now) + 1.0
        self._time = max(now, self._time)

    def rate(self, now: float) -> float:
        """Strikes a second."""
        return self._left(now) / self.memory

    def _left(self, now: float) -> float:
        if self._time == -math.inf:
            return 0.0
        return self._mass * math.exp(-max(0.0, now - self._time) / self.memory)


@dataclass(slots=True)
class Governor:
    """Multiplies the rate of events so that density stays near what is asked.

    `lowest` and `highest`: notes a second of real music, between which nothing is done where no
    player is heard. Beside a player the machine may have up to twice the player's own pace.
    """

    lowest: float = 2.0
    highest: float = 14.0

    def hazard(self, machine: float, player: float, playing_for: float) -> float:
        """The factor 0.25..1.5 on the rate of events, from both paces in notes a second.

        `playing_for` is how long the machine has been playing, in seconds: a beginning is not yet
        too sparse.
        """
        ceiling = self.highest if player <= 0.0 else min(self.highest, max(6.0, 2.0 * player))
        if machine > ceiling:
            return max(0.25, (ceiling / machine) * (ceiling / machine))
        if player <= 0.0 and playing_for > 16.0 and machine < self.lowest:
            return min(1.5, math.sqrt(self.lowest / max(machine, 1e-3)))
        return 1.0
