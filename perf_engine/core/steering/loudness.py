"""Velocity: from the velocity that the machine draws to the velocity that sounds."""

from __future__ import annotations

from typing import Final

from perf_engine.core.controls import CONTROLS, Settings

STEP: Final = 0.05  # seconds by which a glide is ahead, so that the next note already differs


class Touch:
    """Scales velocities and keeps them in range; a new scale is reached in a glide.

    The range and the scale are those of the given settings; this object keeps only the beginning of
    the present glide. Only sounding velocities change, as with `transpose`: the machine remembers
    the drawn ones.
    """

    def __init__(self) -> None:
        self._left: float | None = None  # the scale from which the glide began; None: no glide
        self._since = 0.0  # the time at which it began

    def turn(self, before: Settings, settings: Settings, now: float) -> None:
        """Begin a glide at `now` if the new settings have another scale."""
        if settings["velocity_scale"] != before["velocity_scale"]:
            self._left, self._since = self.scale(now, before), now

    def scale(self, at: float, settings: Settings) -> float:
        """Return the factor on velocities at a time."""
        scale = settings.values["velocity_scale"]
        if self._left is None or self._left == scale:
            return scale
        share = (at - self._since + STEP) / CONTROLS["velocity_scale"].glide
        if share >= 1.0:
            return scale
        return self._left + max(0.0, share) * (scale - self._left)

    def velocity(self, meant: int, at: float, settings: Settings) -> int:
        """Return the velocity 1..127 that sounds for a drawn 1..127 at a time; 0 is a release."""
        if meant == 0:
            return 0
        wanted = settings.values
        low, high = int(wanted["velocity_low"]), int(wanted["velocity_high"])
        return min(max(round(meant * self.scale(at, settings)), low), high)


def meant(settings: Settings) -> tuple[int, int]:
    """Return the least and greatest velocity to draw (1..127), so that both sound in range."""
    scale = settings["velocity_scale"]
    low, high = settings["velocity_low"], settings["velocity_high"]
    if scale <= 0.0:
        return 1, 127
    return round(min(127.0, max(1.0, low / scale))), round(min(127.0, max(1.0, high / scale)))
