"""How hard keys are struck: what becomes of a velocity on its way from thought to sound."""

from __future__ import annotations

from typing import Final

from .controls import CONTROLS, Settings

STEP: Final = 0.05  # seconds that a glide is ahead, so that what comes next has already moved


class Touch:
    """Scales velocities and keeps them in range; a scale that is turned glides there.

    Only what sounds is touched, as by transposing: the machine hears itself as it meant to play.
    """

    def __init__(self, settings: Settings) -> None:
        self._low = self._high = 0
        self._scale = self._left = float(settings["velocity_scale"])
        self._since = 0.0  # when the scale left
        self.turn(settings, 0.0)

    def turn(self, settings: Settings, now: float) -> None:
        """New settings from now on."""
        self._low, self._high = int(settings["velocity_low"]), int(settings["velocity_high"])
        if settings["velocity_scale"] != self._scale:
            self._left, self._since = self.scale(now), now
            self._scale = float(settings["velocity_scale"])

    def scale(self, at: float) -> float:
        """The factor on velocities at a time."""
        if self._left == self._scale:
            return self._scale
        share = (at - self._since + STEP) / CONTROLS["velocity_scale"].glide
        if share >= 1.0:
            return self._scale
        return self._left + max(0.0, share) * (self._scale - self._left)

    def velocity(self, meant: int, at: float) -> int:
        """What sounds (1..127) of a velocity 1..127 that was meant, at a time; 0 is a release."""
        if meant == 0:
            return 0
        return min(max(round(meant * self.scale(at)), self._low), self._high)


def meant(settings: Settings) -> tuple[int, int]:
    """The softest and loudest velocity to mean (1..127), so that what sounds is in range."""
    scale = settings["velocity_scale"]
    low, high = settings["velocity_low"], settings["velocity_high"]
    if scale <= 0.0:
        return 1, 127
    return round(min(127.0, max(1.0, low / scale))), round(min(127.0, max(1.0, high / scale)))
