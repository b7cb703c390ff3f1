"""Messages that the instrument hears, obeys and sends: plain frozen values.

Times are seconds on one monotonic clock. `player` is a human 0..15, `voice` a machine voice 0..15,
`source` names the client or port that a note came from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from perf_engine.protocol.errors import check_range
from perf_engine.protocol.midi import ALL_SOUND_OFF, SUSTAIN
from perf_engine.protocol.notes import (
    LONGEST_DURATION,
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Played,
    Release,
    Strike,
    TurnPassed,
)

from .beat.transport import ClockCommand
from .harmony.guide import GiveChart, GiveChord
from .memory.saved_state import SavedState
from .model.gru import Weights

# Names of the protocol are exported again here for the rest of the core.
__all__ = [
    "ALL_SOUND_OFF",
    "LONGEST_DURATION",
    "SUSTAIN",
    "Alive",
    "Command",
    "ControlChange",
    "Dismiss",
    "Flush",
    "Foreseen",
    "Heard",
    "HeardMessage",
    "NoteOff",
    "NoteOn",
    "Panic",
    "Pedal",
    "Played",
    "Prepare",
    "Prime",
    "PrimeNote",
    "Recall",
    "Release",
    "Reset",
    "Said",
    "Seed",
    "SetControls",
    "SetMode",
    "SourceLost",
    "Start",
    "Stop",
    "Strike",
    "TakeOver",
    "TurnPassed",
    "Withdraw",
    "check_range",
]


# heard


@dataclass(frozen=True, slots=True)
class NoteOn:
    """A player's strike of a key; with a duration, the release follows automatically."""

    player: int
    pitch: int
    velocity: int
    source: str = ""
    duration: float | None = None

    def __post_init__(self) -> None:
        check_range("player", self.player, 0, 15)
        check_range("pitch", self.pitch, 0, 127)
        check_range("velocity", self.velocity, 1, 127)
        if self.duration is not None and not (
            math.isfinite(self.duration) and 0.0 <= self.duration <= LONGEST_DURATION
        ):
            raise ValueError(f"duration must be 0..600 s, not {self.duration}")


@dataclass(frozen=True, slots=True)
class NoteOff:
    """A player's release of a key."""

    player: int
    pitch: int
    source: str = ""

    def __post_init__(self) -> None:
        check_range("player", self.player, 0, 15)
        check_range("pitch", self.pitch, 0, 127)


@dataclass(frozen=True, slots=True)
class Pedal:
    """A player's sustain pedal, 0..127; down from 64."""

    player: int
    value: int
    source: str = ""

    def __post_init__(self) -> None:
        check_range("player", self.player, 0, 15)
        check_range("pedal", self.value, 0, 127)


@dataclass(frozen=True, slots=True)
class Alive:
    """A sign of life of a source; the keys that it holds stay held."""

    source: str


@dataclass(frozen=True, slots=True)
class SourceLost:
    """The end of a source, or its release of everything: all keys that it holds are released."""

    source: str


HeardMessage: TypeAlias = NoteOn | NoteOff | Pedal | Alive | SourceLost


# commands; a voice of None means all voices


@dataclass(frozen=True, slots=True)
class SetControls:
    """Set several controls, all or none: (name, value) pairs, checked by the performer."""

    values: tuple[tuple[str, float | int | str], ...]
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class SetMode:
    """Change the mode of the voice."""

    mode: str
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Let the voice sound again."""

    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Silence the voice until `Start`."""

    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """Forget everything heard and played, and if `counts`, what `novelty` has counted."""

    voice: int | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Panic:
    """Silence everyone and everything now, and forget the keys that players hold."""


@dataclass(frozen=True, slots=True)
class PrimeNote:
    """A note of a prime; `onset` (from the prime's beginning) and `duration` are in seconds."""

    onset: float
    pitch: int
    velocity: int
    duration: float
    part: str | None = None  # None: the players' part

    def __post_init__(self) -> None:
        check_range("pitch", self.pitch, 0, 127)
        check_range("velocity", self.velocity, 1, 127)
        if not (math.isfinite(self.onset) and 0.0 <= self.onset <= 86400.0):
            raise ValueError(f"onset must be 0..86400 s, not {self.onset}")
        if not (math.isfinite(self.duration) and 0.0 < self.duration <= LONGEST_DURATION):
            raise ValueError(f"duration must be above 0 and at most 600 s, not {self.duration}")


@dataclass(frozen=True, slots=True)
class Prime:
    """Feed notes without sounding them, at most one event a call of `advance`."""

    notes: Sequence[PrimeNote]
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Seed:
    """Restart the random numbers; each voice has different ones."""

    seed: int
    voice: int | None = None

    def __post_init__(self) -> None:
        check_range("seed", self.seed, 0, 2**31 - 1)


@dataclass(frozen=True, slots=True)
class Recall:
    """Continue from a saved state; sounding notes continue."""

    state: SavedState
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Prepare:
    """Let another model begin to learn the last events, while the present one plays."""

    weights: Weights


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Play with the prepared model from now on; sounding notes continue."""


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Discard the model that is being prepared."""


Command: TypeAlias = (
    SetControls
    | SetMode
    | Start
    | Stop
    | Reset
    | Panic
    | Prime
    | Seed
    | Recall
    | Prepare
    | TakeOver
    | Dismiss
    | ClockCommand
    | GiveChord
    | GiveChart
)


# said


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A player took over a voice's key (128: the pedal): drop its messages due later than `after`.

    `sounding` tells whether the key still sounds by all messages sent before. Its release is sent
    after the player has released it; a client that has no strike of it, or that has its release
    already, ignores that release.
    """

    voice: int
    pitch: int
    sounding: bool
    after: float


Said: TypeAlias = Played | Flush | Withdraw | Heard | Foreseen | TurnPassed
