"""What the instrument hears, what it is told, and what it says: plain frozen values.

Times are seconds on one monotonic clock. `player` is a human 0..15, `voice` a machine voice 0..15,
`source` names the client or port that a note came from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .gru import Weights
from .saved_state import SavedState
from .transport import ClockCommand

LONGEST_DURATION = 600.0  # seconds
SUSTAIN = 64  # control change number of the sustain pedal
ALL_SOUND_OFF = 120


def check_range(name: str, value: int, low: int, high: int) -> None:
    """Raise a ValueError that names thing, range and value unless low <= value <= high."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{name} must be {low}..{high}, not {value}")


# heard


@dataclass(frozen=True, slots=True)
class NoteOn:
    """A player strikes a key; with a duration, the release comes by itself."""

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
    """A player lets a key go."""

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
    """A source gave a sign of life: what it holds is held on."""

    source: str


@dataclass(frozen=True, slots=True)
class SourceLost:
    """A source is gone, or lets go of everything: what it holds as a player is released."""

    source: str


HeardMessage: TypeAlias = NoteOn | NoteOff | Pedal | Alive | SourceLost


# told; a voice of None means all voices


@dataclass(frozen=True, slots=True)
class SetControls:
    """Set several controls, all or none: (name, value) pairs, checked when they are told."""

    values: tuple[tuple[str, float | int | str], ...]
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class SetMode:
    """Change how the voice plays together with the players."""

    mode: str
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """May sound again."""

    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Fall silent until started."""

    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """Forget everything heard and played."""

    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Panic:
    """Silence, everyone and everything, now; humans' held keys are forgotten too."""


@dataclass(frozen=True, slots=True)
class PrimeNote:
    """A note to remember without sounding: seconds after the prime's beginning, and duration."""

    onset: float
    pitch: int
    velocity: int
    duration: float
    part: str | None = None  # the players' part unless told otherwise

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


@dataclass(frozen=True, slots=True)
class Seed:
    """Begin the random numbers anew; each voice has others."""

    seed: int
    voice: int | None = None

    def __post_init__(self) -> None:
        check_range("seed", self.seed, 0, 2**31 - 1)


@dataclass(frozen=True, slots=True)
class Recall:
    """Go on from a state that was kept; what sounds goes on sounding."""

    state: SavedState
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Prepare:
    """Another model begins to learn what happened; the one on stage plays on."""

    weights: Weights


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The model that was prepared plays from now on; what sounds goes on sounding."""


@dataclass(frozen=True, slots=True)
class Dismiss:
    """The model that is being prepared is not wanted any more."""


Command: TypeAlias = (
    SetControls | SetMode | Start | Stop | Reset | Panic | Prime | Seed | Recall | Prepare
    | TakeOver | Dismiss | ClockCommand
)


# said


@dataclass(frozen=True, slots=True)
class Strike:
    """The machine strikes a key, due at a time."""

    voice: int
    pitch: int
    velocity: int
    due: float


@dataclass(frozen=True, slots=True)
class Release:
    """The machine lets a key go, due at a time."""

    voice: int
    pitch: int
    due: float


@dataclass(frozen=True, slots=True)
class ControlChange:
    """The machine's pedal (number SUSTAIN), or a panic's end (ALL_SOUND_OFF), due at a time."""

    voice: int
    number: int
    value: int
    due: float


@dataclass(frozen=True, slots=True)
class Flush:
    """Clients drop what they have scheduled for a voice."""

    voice: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A player's note was heard (velocity 0: released)."""

    player: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a voice has in mind: key, when, how likely it was, and how surprising the last event."""

    voice: int
    pitch: int
    velocity: int
    due: float
    probability: float  # of the key, given part and time
    surprise: float  # nats of the last event heard or played, as the voice had expected it


@dataclass(frozen=True, slots=True)
class TurnPassed:
    """In call and response, whose turn it is from a time on, and for how many seconds.

    `phase`: rest, count_in, call (the players'), answer (the machine's); 0 seconds: it depends.
    """

    voice: int
    phase: str
    seconds: float
    due: float


Played: TypeAlias = Strike | Release | ControlChange  # what is due at a time
Said: TypeAlias = Played | Flush | Heard | Foreseen | TurnPassed
