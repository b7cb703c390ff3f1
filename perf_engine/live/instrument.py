"""What the live room asks of the instrument it plays."""

from __future__ import annotations

from typing import Protocol

from ..core.beats import BeatClock
from ..core.controls import Value
from ..core.gru import Weights
from ..core.messages import Command, HeardMessage, Said
from ..core.saved_state import SavedState


class Instrument(Protocol):
    """The performer as the loop sees it: told the time, never asking for it."""

    @property
    def voices(self) -> int:
        """How many machine voices there are."""

    @property
    def busy(self) -> bool:
        """Whether a prime is still being fed."""

    def hear(self, message: HeardMessage, now: float) -> None:
        """Take what was played, stamped `now`."""

    def command(self, command: Command, now: float) -> None:
        """Do as told, or raise ValueError, LookupError or TypeError and change nothing."""

    def advance(self, now: float) -> list[Said]:
        """Everything to be sent now, in order."""

    def due(self) -> float:
        """When `advance` next wants to be called; -inf for at once, inf for never."""

    def releases(self, now: float) -> list[Said]:
        """What would silence one client, with nothing forgotten."""

    def kept(self, name: str, voice: int = 0) -> SavedState:
        """A voice's present state of mind, under a name. Raises ValueError or LookupError."""

    @property
    def clock(self) -> BeatClock:
        """Which beat it is when."""

    watched: bool  # whether somebody wants to know what is foreseen

    @property
    def decisions(self) -> int:
        """How many it has made so far."""

    def finite(self) -> bool:
        """Whether its memory holds numbers only."""

    @property
    def weights(self) -> Weights:
        """The model that plays."""

    def learn(self) -> int:
        """The model being prepared learns one more event; how many are left."""

    def resume(self, now: float) -> None:
        """Time was lost: nothing that was due meanwhile is made up for."""

    def forget(self, now: float) -> None:
        """Silence and forget everything, whatever state it is in."""

    def get(self, name: str, voice: int | None = None) -> Value:
        """A control's value. Raises LookupError."""

    def mode(self, voice: int | None = None) -> str:
        """The mode's name."""
