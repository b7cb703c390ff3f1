"""An instrument that plays as before, while all that it takes and says is taken down."""

from __future__ import annotations

from collections import deque
from typing import Final

from ..core.beats import BeatClock
from ..core.controls import Value
from ..core.gru import Weights
from ..core.messages import (
    Command,
    Dismiss,
    Foreseen,
    HeardMessage,
    Prepare,
    Said,
    TakeOver,
)
from ..core.saved_state import SavedState
from .instrument import Instrument
from .records import Broken, Forgotten, Record, Resumed, Taken, Uttered, Watched, recordable

REFUSALS: Final = (ValueError, TypeError, LookupError)  # a command that changed nothing


class Witness:
    """Stands between the loop and the instrument. What it takes down gathers in `records`.

    A message stands there with its stamp and the number of decisions made before: as the
    instrument decides from these alone, it is all that a replay needs.
    """

    def __init__(self, instrument: Instrument) -> None:
        self.played = instrument
        self.records: deque[Record] = deque()
        self.recording = False
        self.preparing = False  # a model is learning, which no snapshot holds
        self.broken = False  # since the last beginning

    # taken down

    def hear(self, message: HeardMessage, now: float) -> None:
        """Take what was played."""
        decisions = self.played.decisions
        try:
            self.played.hear(message, now)
        except Exception as error:
            self._break(error, now)
            raise
        if self.recording:
            self.records.append(Taken(decisions, now, recordable(message)))

    def command(self, command: Command, now: float) -> None:
        """Do as told; what is refused is not taken down."""
        decisions = self.played.decisions
        try:
            self.played.command(command, now)
        except REFUSALS:
            raise
        except Exception as error:
            self._break(error, now)
            raise
        if isinstance(command, Prepare | TakeOver | Dismiss):
            self.preparing = isinstance(command, Prepare)
        if self.recording:
            self.records.append(Taken(decisions, now, recordable(command)))

    def advance(self, now: float) -> list[Said]:
        """Everything to be sent now."""
        try:
            said = self.played.advance(now)
        except Exception as error:
            self._break(error, now)
            raise
        if self.recording and said:
            kept = tuple(item for item in said if not isinstance(item, Foreseen))
            if kept:
                self.records.append(Uttered(now, kept))
        return said

    def resume(self, now: float) -> None:
        """Time was lost."""
        decisions = self.played.decisions
        self.played.resume(now)
        if self.recording:
            self.records.append(Taken(decisions, now, Resumed()))

    def forget(self, now: float) -> None:
        """Silence and forget everything."""
        decisions = self.played.decisions
        self.played.forget(now)
        if self.recording:
            self.records.append(Taken(decisions, now, Forgotten()))

    @property
    def watched(self) -> bool:
        """Whether somebody wants to know what is foreseen."""
        return self.played.watched

    @watched.setter
    def watched(self, value: bool) -> None:
        if self.recording and value != self.played.watched:
            self.records.append(Taken(self.played.decisions, self._last(), Watched(value)))
        self.played.watched = value

    # asked

    @property
    def decisions(self) -> int:
        """How many were made so far."""
        return self.played.decisions

    @property
    def clock(self) -> BeatClock:
        """Which beat it is when."""
        return self.played.clock

    @property
    def voices(self) -> int:
        """How many machine voices there are."""
        return self.played.voices

    @property
    def busy(self) -> bool:
        """Whether a prime is still being fed."""
        return self.played.busy

    @property
    def weights(self) -> Weights:
        """The model that plays."""
        return self.played.weights

    def due(self) -> float:
        """When `advance` next wants to be called."""
        return self.played.due()

    def releases(self, now: float) -> list[Said]:
        """What would silence one client."""
        return self.played.releases(now)

    def finite(self) -> bool:
        """Whether its memory holds numbers only."""
        return self.played.finite()

    def learn(self) -> int:
        """The model being prepared learns one more event."""
        return self.played.learn()

    def kept(self, name: str, voice: int = 0) -> SavedState:
        """A voice's present state of mind; nothing changes by it."""
        return self.played.kept(name, voice)

    def get(self, name: str, voice: int | None = None) -> Value:
        """A control's value."""
        return self.played.get(name, voice)

    def mode(self, voice: int | None = None) -> str:
        """The mode's name."""
        return self.played.mode(voice)

    # inside

    def _last(self) -> float:
        """The time of what was last taken down; no decision hangs on it."""
        for record in reversed(self.records):
            if isinstance(record, Taken):
                return record.stamp
        return 0.0

    def _break(self, error: Exception, now: float) -> None:
        if self.recording and not self.broken:
            self.records.append(Broken(now, f"{type(error).__name__}: {error}"))
        self.broken = True
