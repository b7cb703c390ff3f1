"""The interface through which the engine plays its instrument."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.tracker import Pulse
from perf_engine.core.controls import Value
from perf_engine.core.harmony.guide import Sounds
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.memory.saved_state import SavedState
from perf_engine.core.messages import Command, HeardMessage, Said
from perf_engine.core.model.gru import Weights


class Instrument(Protocol):
    """The performer as the loop sees it: it gets the time as an argument, and reads no clock."""

    @property
    def voices(self) -> int:
        """Return the number of the machine's voices."""

    @property
    def busy(self) -> bool:
        """Return whether a prime is still being fed."""

    def hear(self, message: HeardMessage, now: float) -> None:
        """Take an event that was played, stamped `now`."""

    def command(self, command: Command, now: float) -> None:
        """Carry out a command, or raise ValueError, LookupError or TypeError and change nothing."""

    def advance(self, now: float, most: int = 1) -> list[Said]:
        """Return everything to be sent now, in order, after `most` decisions; 0 decides nothing."""

    def rest(self) -> bool:
        """Prepare for the next event in a pause; return whether there was something to prepare.

        It changes no note and takes a fraction of a millisecond.
        """

    def due(self) -> float:
        """Return the time at which to call `advance` next; -inf for at once, inf for never."""

    def releases(self, now: float) -> list[Said]:
        """Return the releases that silence one client, without any change of the memory."""

    def held(self) -> list[tuple[int, str, int]]:
        """Return (player, source, pitch) of all keys that players hold; 128 is the pedal."""

    def kept(self, name: str, voice: int = 0) -> SavedState:
        """Return a voice's present state under a name. Raises ValueError or LookupError."""

    @property
    def clock(self) -> BeatClock:
        """Return the clock of beats."""

    def pulse(self, now: float) -> Pulse:
        """Return what is heard of the beat, carried on to a time."""

    def harmony(self, now: float) -> Sounds:
        """Return the chord at a time, and the key."""

    @property
    def struck(self) -> float:
        """Return the time of the last strike of anybody, or a little later; -inf before it."""

    def owing(self) -> int | None:
        """Return the first voice whose mode says that it should sound now; None without one."""

    def strikes(self, voice: int) -> Iterator[Remembered]:
        """Yield the last strikes of the machine in a voice's memory, the newest first."""

    watched: bool  # whether a client wants predictions

    @property
    def decisions(self) -> int:
        """Return the number of decisions so far."""

    def finite(self) -> bool:
        """Return whether all numbers in its memory are finite."""

    @property
    def weights(self) -> Weights:
        """Return the weights of the model that plays."""

    def learn(self) -> int:
        """Let the model being prepared learn one more event; return how many are left."""

    def resume(self, now: float) -> None:
        """Continue after lost time: nothing that was due meanwhile is made up for."""

    @property
    def dropped(self) -> int:
        """Return the number of strikes that were dropped as too late."""

    def late(self, now: float) -> bool:
        """Return whether something is so late that `drop` would drop it."""

    def drop(self, now: float) -> None:
        """Drop what is more than a moment late."""

    def may_hurry(self, came: float, now: float) -> bool:
        """Return whether a player's event that `came` at a time may go before what is due now."""

    def hurry(self, wanted: bool = True) -> None:
        """Let the next message go before everything that is due, or not."""

    def pace(self, seconds: float, now: float) -> None:
        """Let each voice predict at most once in so many seconds; 0: as often as it has reason."""

    def forget(self, now: float) -> None:
        """Silence and forget everything, in whatever state it is."""

    def get(self, name: str, voice: int | None = None) -> Value:
        """Return a control's value. Raises LookupError."""

    def mode(self, voice: int | None = None) -> str:
        """Return the mode's name."""
