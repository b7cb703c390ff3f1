"""The recorded instrument: it records all input and output of another."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from typing import Final

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.tracker import Pulse
from perf_engine.core.controls import Value
from perf_engine.core.harmony.guide import Sounds
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.memory.saved_state import SavedState
from perf_engine.core.messages import Command, Dismiss, HeardMessage, Prepare, Said, TakeOver
from perf_engine.core.model.gru import Weights
from perf_engine.engine.instrument import Instrument
from perf_engine.protocol.notes import Foreseen

from .records import (
    Broken,
    Dropped,
    Forgotten,
    Hurried,
    Message,
    Paced,
    Record,
    Resumed,
    Taken,
    Uttered,
    Watched,
    recordable,
)

REFUSALS: Final = (ValueError, TypeError, LookupError)  # errors of a command that changed nothing


class RecordedInstrument:
    """Stands between the loop and the instrument, and appends what happens to `records`.

    A message is recorded with its stamp and the number of decisions made before. The instrument
    decides from these alone, so they are all that a replay needs.
    """

    def __init__(self, instrument: Instrument) -> None:
        self.played = instrument
        self.records: deque[Record] = deque()
        self.recording = False
        self.preparing = False  # a model is learning, which no snapshot contains
        self.broken = False  # the instrument has failed since the last beginning
        self.failed_at = -math.inf  # the time of its last failure
        self._hurried = False  # the next message is hurried; recorded with it, as it may be refused
        self._due: float | None = None  # the instrument's due time; None if it may have changed

    # recorded

    def look(self) -> None:
        """Ask the instrument again for its due time."""
        self._due = None

    def hear(self, message: HeardMessage, now: float) -> None:
        """Take an event that was played."""
        self._due = None
        decisions = self.played.decisions
        hurried, self._hurried = self._hurried, False
        try:
            self.played.hear(message, now)
        except Exception as error:
            self._break(error, now)
            raise
        self._take(decisions, now, recordable(message), hurried)

    def command(self, command: Command, now: float) -> None:
        """Carry out a command; a refused one is not recorded."""
        self._due = None
        decisions = self.played.decisions
        hurried, self._hurried = self._hurried, False
        try:
            self.played.command(command, now)
        except REFUSALS:
            raise
        except Exception as error:
            self._break(error, now)
            raise
        if isinstance(command, Prepare | TakeOver | Dismiss):
            self.preparing = isinstance(command, Prepare)
        self._take(decisions, now, recordable(command), hurried)

    def advance(self, now: float, most: int = 1) -> list[Said]:
        """Return everything to be sent now."""
        self._due = None
        try:
            said = self.played.advance(now, most)
        except Exception as error:
            self._break(error, now)
            raise
        if self.recording and said:
            kept = tuple(item for item in said if not isinstance(item, Foreseen))
            if kept:
                self.records.append(Uttered(now, kept))
        return said

    def resume(self, now: float) -> None:
        """Continue after lost time."""
        self._due = None
        self._note(Resumed(), now)
        self.played.resume(now)

    def drop(self, now: float) -> None:
        """Drop what is more than a moment late."""
        self._due = None
        self._note(Dropped(), now)
        self.played.drop(now)

    def hurry(self, wanted: bool = True) -> None:
        """Let the next message go before everything that is due, or not."""
        self._hurried = wanted
        self.played.hurry(wanted)

    def pace(self, seconds: float, now: float) -> None:
        """Let each voice predict at most once in so many seconds."""
        self._due = None
        self._note(Paced(seconds), now)
        self.played.pace(seconds, now)

    def forget(self, now: float) -> None:
        """Silence and forget everything."""
        self._due = None
        self._note(Forgotten(), now)
        self.played.forget(now)

    @property
    def watched(self) -> bool:
        """Return whether a client wants predictions."""
        return self.played.watched

    @watched.setter
    def watched(self, value: bool) -> None:
        if self.recording and value != self.played.watched:
            self.records.append(Taken(self.played.decisions, self._last(), Watched(value)))
        self.played.watched = value

    # not recorded

    @property
    def decisions(self) -> int:
        """Return the number of decisions so far."""
        return self.played.decisions

    @property
    def dropped(self) -> int:
        """Return the number of strikes that were dropped as too late."""
        return self.played.dropped

    def late(self, now: float) -> bool:
        """Return whether there is something to drop."""
        return self.played.late(now)

    def may_hurry(self, came: float, now: float) -> bool:
        """Return whether a player's event that `came` at a time may go before what is due now."""
        return self.played.may_hurry(came, now)

    @property
    def clock(self) -> BeatClock:
        """Return the clock of beats."""
        return self.played.clock

    def pulse(self, now: float) -> Pulse:
        """Return what is heard of the beat, without any change of the notes."""
        return self.played.pulse(now)

    def harmony(self, now: float) -> Sounds:
        """Return the chord at a time, and the key, without any change of the notes."""
        return self.played.harmony(now)

    @property
    def struck(self) -> float:
        """Return the time of the last strike of anybody."""
        return self.played.struck

    @property
    def voices(self) -> int:
        """Return the number of the machine's voices."""
        return self.played.voices

    @property
    def busy(self) -> bool:
        """Return whether a prime is still being fed."""
        return self.played.busy

    @property
    def weights(self) -> Weights:
        """Return the weights of the model that plays."""
        return self.played.weights

    def due(self) -> float:
        """Return the time at which to call `advance` next."""
        if self._due is None:
            self._due = self.played.due()
        return self._due

    def owing(self) -> int | None:
        """Return the first voice that should sound now."""
        return self.played.owing()

    def strikes(self, voice: int) -> Iterator[Remembered]:
        """Yield the machine's last strikes, the newest first."""
        return self.played.strikes(voice)

    def releases(self, now: float) -> list[Said]:
        """Return the releases that silence one client."""
        return self.played.releases(now)

    def finite(self) -> bool:
        """Return whether all numbers in its memory are finite."""
        return self.played.finite()

    def rest(self) -> bool:
        """Prepare for the next event in a pause, which changes nothing that is recorded."""
        return self.played.rest()

    def learn(self) -> int:
        """Let the model being prepared learn one more event."""
        return self.played.learn()

    def held(self) -> list[tuple[int, str, int]]:
        """Return what players hold."""
        return self.played.held()

    def kept(self, name: str, voice: int = 0) -> SavedState:
        """Return a voice's present state, without any change."""
        return self.played.kept(name, voice)

    def get(self, name: str, voice: int | None = None) -> Value:
        """Return a control's value."""
        return self.played.get(name, voice)

    def mode(self, voice: int | None = None) -> str:
        """Return the mode's name."""
        return self.played.mode(voice)

    # inside

    def _take(self, decisions: int, now: float, message: Message, hurried: bool) -> None:
        if self.recording:
            if hurried:
                self.records.append(Taken(decisions, now, Hurried()))
            self.records.append(Taken(decisions, now, message))

    def _note(self, message: Message, now: float) -> None:
        """Record an act of the loop, which makes no decision."""
        if self.recording:
            self.records.append(Taken(self.played.decisions, now, message))

    def _last(self) -> float:
        """Return the time of the last record; no decision depends on it."""
        for record in reversed(self.records):
            if isinstance(record, Taken):
                return record.stamp
        return 0.0

    def _break(self, error: Exception, now: float) -> None:
        if self.recording and not self.broken:
            self.records.append(Broken(now, f"{type(error).__name__}: {error}"))
        self.broken, self.failed_at = True, max(self.failed_at, now)
