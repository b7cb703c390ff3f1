"""A musical event and its four class indices: part, time since the last event, key, velocity."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from perf_engine.protocol.midi import PEDAL as PEDAL

SWITCH: Final = 127  # velocity of every pedal that is down; models know no pedal depth
KEY_COUNT: Final = 129
PARTS: Final = ("piano", "melody", "accompaniment", "bass")

SHORTEST_WIDTH: Final = 0.001  # seconds
LONGEST_DT: Final = 20.0  # seconds
FEWEST_BINS, MOST_BINS = 32, 1024
MOST_PARTS: Final = 64


@lru_cache(maxsize=8)
def time_bin_edges(count: int) -> tuple[float, ...]:
    """Return the edges (s) of `count` bins from 0 to 20 s, each max(1 ms, r * its start) wide.

    The first bin is [0, 1 ms): events at once. The growth r is chosen so that the last edge is
    20 s. Raises ValueError unless 32..1024 bins are asked for.
    """
    if not FEWEST_BINS <= count <= MOST_BINS:
        raise ValueError(f"time bins must be {FEWEST_BINS}..{MOST_BINS}, not {count}")

    def edges(growth: float) -> list[float]:
        found = [0.0]
        for _ in range(count):
            found.append(found[-1] + max(SHORTEST_WIDTH, growth * found[-1]))
        return found

    low, high = 0.0, 4.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break  # there is no number between them
        low, high = (middle, high) if edges(middle)[-1] < LONGEST_DT else (low, middle)
    result = edges(high)
    result[-1] = LONGEST_DT
    return tuple(result)


class Event(NamedTuple):
    """One event as class indices: part, dt (time bin), key (128 is the pedal), velocity.

    Velocity class 0 is a release; a strike's classes begin at 1.
    """

    part: int
    dt: int
    key: int
    velocity: int


def as_meant(key: int, velocity: int) -> int:
    """Return the MIDI velocity 0..127 for the model, which knows a pedal as up or down only."""
    return SWITCH if key == PEDAL and velocity > 0 else velocity


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The mapping of music to class indices and back; the model file contains it."""

    parts: tuple[str, ...] = PARTS
    dt_count: int = 160
    velocity_count: int = 33  # a release and 32 loudnesses
    dt_edges: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= len(self.parts) <= MOST_PARTS:
            raise ValueError(f"parts must be 1..{MOST_PARTS}, not {len(self.parts)}")
        if len(set(self.parts)) != len(self.parts):
            raise ValueError(f"parts must be different names, not {self.parts}")
        if not 2 <= self.velocity_count <= 128:
            raise ValueError(f"velocity classes must be 2..128, not {self.velocity_count}")
        object.__setattr__(self, "dt_edges", time_bin_edges(self.dt_count))

    @classmethod
    def with_edges(
        cls, parts: tuple[str, ...], velocity_count: int, dt_edges: tuple[float, ...]
    ) -> Vocabulary:
        """Return a vocabulary with known edges, whose computation would take milliseconds."""
        found = object.__new__(cls)
        for name, value in (
            ("parts", parts),
            ("dt_count", len(dt_edges) - 1),
            ("velocity_count", velocity_count),
            ("dt_edges", dt_edges),
        ):
            object.__setattr__(found, name, value)
        return found

    def dt_class(self, seconds: float) -> int:
        """Return the time bin of a duration; more than 20 s is in the last bin."""
        found = bisect_right(self.dt_edges, seconds) - 1
        if found < self.dt_count:
            return found if found > 0 else 0
        return self.dt_count - 1

    def seconds(self, dt: int) -> float:
        """Return the middle of a time bin in seconds; 0 for the first, which means at once."""
        return 0.5 * (self.dt_edges[dt] + self.dt_edges[dt + 1]) if dt else 0.0

    def velocity_class(self, velocity: int) -> int:
        """Return the class of a MIDI velocity 0..127; 0 is the release. Raises ValueError."""
        if not 0 <= velocity <= 127:
            raise ValueError(f"velocity must be 0..127, not {velocity}")
        return 0 if velocity == 0 else 1 + (velocity - 1) * (self.velocity_count - 1) // 127

    def velocity_value(self, velocity_class: int, offset: float = 0.5) -> int:
        """Return the MIDI velocity at `offset` (0..1) inside a class; 0 for the release."""
        if velocity_class == 0:
            return 0
        loudnesses = self.velocity_count - 1
        low = -((1 - velocity_class) * 127 // loudnesses) + 1  # smallest velocity of the class
        high = -(-velocity_class * 127 // loudnesses)  # largest
        return min(high, low + int((high - low + 1) * offset))

    def part_index(self, name: str) -> int:
        """Return the index of a part. Raises ValueError that names the known parts."""
        if name not in self.parts:
            raise ValueError(f"part must be one of {', '.join(self.parts)}, not {name}")
        return self.parts.index(name)
