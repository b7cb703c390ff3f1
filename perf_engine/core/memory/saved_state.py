"""A saved state: a memory of the music until then, kept under a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.gru import Array, Weights
from perf_engine.core.model.model_file import Origin
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.core.steering.given import Given

from .history import PACKED, PlayedEvent
from .imitation import renewed
from .recent_events import MOST, Remembered

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
LARGEST: Final = 8192  # units of a hidden state
MOST_DEEDS: Final = 4096  # events of the phrase memory that are kept
HIDDEN: Final = np.dtype("<f4")
EVENT: Final = np.dtype(
    [
        ("dt", "<f8"),
        ("part", "u1"),
        ("key", "u1"),
        ("velocity", "u1"),
        ("own", "u1"),
    ]
)
UNKNOWN: Final = Origin("", "", "")
Counts: TypeAlias = tuple[tuple[tuple[float, float], ...], ...]


class ForeignState(ValueError):
    """A state that does not fit the present model."""


def check_name(name: str) -> str:
    """Return the name if a state may be kept under it. Raises ValueError otherwise."""
    if not NAME.fullmatch(name):
        raise ValueError(
            "a state's name must be 1..40 letters, digits, spaces, dots, dashes and underscores, "
            f"the first a letter or digit, not {name[:60]!r}"
        )
    return name


@dataclass(frozen=True, slots=True)
class Memories:
    """The memory beside the hidden state: the last events, and the phrase memory.

    `events` has rows of `EVENT`, `deeds` is as `Past.packed` gives it, `trust` as in `Remembrance`,
    also from before each head had its own weights.
    """

    events: bytes
    deeds: bytes
    trust: Counts

    def __post_init__(self) -> None:
        for thing, data, size, most in (
            ("events", self.events, EVENT.itemsize, MOST),
            ("deeds", self.deeds, PACKED.itemsize, MOST_DEEDS),
        ):
            if len(data) % size or len(data) > size * most:
                raise ValueError(f"{thing} must be 0..{most} times {size} bytes, not {len(data)}")
        events = np.frombuffer(self.events, EVENT)
        dt = events["dt"]
        if not (np.isfinite(dt).all() and (dt >= 0.0).all()):
            raise ValueError("the time between events must be finite and not below 0 s")
        if (events["key"] >= KEY_COUNT).any() or (events["velocity"] > 127).any():
            raise ValueError("an event's key must be 0..128, its velocity 0..127")
        object.__setattr__(self, "trust", renewed(self.trust))
        pairs = np.array([pair for row in self.trust for pair in row], float)
        if pairs.shape[1:] != (2,) or not (
            np.isfinite(pairs).all() and (pairs >= 0.0).all() and (pairs[:, 1] > 0.0).all()
        ):
            raise ValueError("trust must be pairs of finite counts, the second above 0")

    def remembered(self) -> tuple[Remembered, ...]:
        """Return the last events, the oldest first."""
        rows = np.frombuffer(self.events, EVENT).tolist()
        return tuple(Remembered(dt, part, key, v, bool(own)) for dt, part, key, v, own in rows)


@dataclass(frozen=True, slots=True)
class SavedState:
    """A hidden state (H,), float32 as bytes, and the name and SHA-256 of its model.

    If `memories` is None, a recall leaves the present ones. Held keys are not part of a state,
    because the engine always knows them exactly. `given` are the measures of the prime that the
    governor kept to, or none; it is None in a state from before they were kept, which leaves them.
    """

    name: str
    model: str
    digest: str
    hidden: bytes
    memories: Memories | None = None
    given: tuple[Given, ...] | None = None

    def __post_init__(self) -> None:
        check_name(self.name)
        size = HIDDEN.itemsize
        if not self.hidden or len(self.hidden) % size or len(self.hidden) > size * LARGEST:
            raise ValueError(
                f"hidden must be 1..{LARGEST} times {size} bytes, not {len(self.hidden)}"
            )
        if not np.isfinite(np.frombuffer(self.hidden, HIDDEN)).all():
            raise ValueError("hidden must be finite")
        if self.given is not None and len(self.given) > 1:
            raise ValueError(f"given must be one prime or none, not {len(self.given)}")

    def vector(self) -> Array:
        """Return the hidden state (H,)."""
        return np.frombuffer(self.hidden, HIDDEN).astype(np.float32)


def packed_events(events: Iterable[Remembered]) -> bytes:
    """Return events as `Memories` keeps them."""
    rows = [(e.dt, e.part, e.key, e.velocity, e.own) for e in events]
    return np.array(rows, EVENT).tobytes()


def blended(one: SavedState, other: SavedState, amount: float) -> SavedState:
    """Return the state `amount` (0..1) of the way from one to another, without memories.

    Each unit lies between those of the two. Raises ForeignState if they belong to two models,
    ValueError if the amount is out of range.
    """
    if not 0.0 <= amount <= 1.0:
        raise ValueError(f"amount must be 0..1, not {amount}")
    if (one.digest, len(one.hidden)) != (other.digest, len(other.hidden)):
        raise ForeignState(
            f"the states {one.name} and {other.name} belong to two models, {one.model} and "
            f"{other.model}"
        )
    first, second = one.vector(), other.vector()
    between = first + np.float32(amount) * (second - first)
    lowest, highest = np.minimum(first, second), np.maximum(first, second)
    hidden = np.clip(between, lowest, highest).astype(HIDDEN)
    return SavedState(one.name, one.model, one.digest, hidden.tobytes())


def check_fits(state: SavedState, weights: Weights) -> None:
    """Raise ForeignState if this model cannot reach a state."""
    plays = weights.origin or UNKNOWN
    if state.digest != plays.digest:
        named = f"the model {state.model}" if state.model != plays.name else "another model"
        raise ForeignState(
            f"the state {state.name} is of {named}, not of {plays.name or 'the one'} that plays"
        )
    start = weights.arrays["start"]
    if len(state.hidden) != HIDDEN.itemsize * len(start):
        raise ForeignState(
            f"the state {state.name} must have {len(start)} units, "
            f"not {len(state.hidden) // HIDDEN.itemsize}"
        )
    # No unit can be larger: each step moves it a part of the way to a hyperbolic tangent.
    bound = max(1.0, float(np.abs(start).max())) * 1.001
    if np.abs(state.vector()).max() > bound:
        raise ForeignState(f"the state {state.name} is broken: a value is above {bound:.3f}")
    if state.memories is not None:
        _check_words(state, state.memories, weights)


def _check_words(state: SavedState, memories: Memories, weights: Weights) -> None:
    """Raise ForeignState if a memory has a part or time bin that the model's vocabulary lacks."""
    words = weights.vocabulary
    numbers: NDArray[np.uint32] = np.frombuffer(memories.deeds, PACKED)
    parts, times = PlayedEvent.words(numbers)
    events = np.frombuffer(memories.events, EVENT)
    if (
        (parts >= len(words.parts)).any()
        or (times >= words.dt_count).any()
        or (events["part"] >= len(words.parts)).any()
    ):
        raise ForeignState(f"the state {state.name} is broken: it has unknown parts or times")
