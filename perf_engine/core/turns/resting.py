"""The rest of a voice that plays beside players, once nobody has played for `rest_after`."""

from __future__ import annotations

import math

from perf_engine.core.controls import Settings
from perf_engine.core.playing.held_keys import Holds


class Rest:
    """Whether a voice rests, and when it begins to.

    Without this, a voice in a mode that `rests` would play on alone for ever after the players. It
    rests once no player of all has struck or held a key for `rest_after`. One that is `led` never
    does: it hears a voice that plays alone on purpose, or it has nothing to do with players. A
    strike that it hears ends its rest, but not one of a voice that is about to rest too.
    """

    def __init__(self, holds: Holds | None = None) -> None:
        """`holds`: the keys that all players hold."""
        self._holds = holds or Holds()
        self._since = -math.inf  # the silence counts from here on at the earliest, seconds
        self.resting = False
        self.led = False

    def due(self, settings: Settings) -> float:
        """Return the time at which it rests if nobody plays; inf if it never does."""
        after = settings["rest_after"]
        if self.led or not after:
            return math.inf
        silent = self._holds.silent_since
        return (silent if silent > self._since else self._since) + after

    def begin(self) -> None:
        """Begin to rest."""
        self.resting = True

    def end(self, now: float) -> bool:
        """End the rest, and count silence anew from `now`. Return whether it rested."""
        self._since = max(self._since, now)
        rested, self.resting = self.resting, False
        return rested
