"""How long another process has said nothing, as seen by a process that was awake meanwhile."""

from __future__ import annotations

from typing import Final

HANGS: Final = 20.0  # seconds without a word after which a process hangs: a JACK server stands
# still for up to 10 s where a client was killed, and must not lose another one for it
A_TURN: Final = 0.5  # seconds: what is longer between two looks was a pause of our own


class Silence:
    """Adds up the seconds since another process was heard, but for those that we stood still."""

    def __init__(self, now: float) -> None:
        self.seconds = 0.0
        self._looked = now

    def end(self) -> None:
        """Note that it was heard."""
        self.seconds = 0.0

    def look(self, now: float) -> bool:
        """Count until now; return whether it hangs."""
        self.seconds += min(max(0.0, now - self._looked), A_TURN)
        self._looked = now
        return self.seconds > HANGS
