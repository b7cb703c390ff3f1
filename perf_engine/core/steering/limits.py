"""Limits for a machine that plays alone: measures of the music that its model has learnt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

MOST: Final = {  # the greatest value of each; the least is 0, for `fullest` 1
    "sparsest": 100.0,
    "densest": 100.0,
    "thinnest": 128.0,
    "fullest": 128.0,
    "softest": 127.0,
    "loudest": 127.0,
    "narrowest": 4.0,
    "widest": 4.0,
    "lowest_mean": 127.0,
    "highest_mean": 127.0,
    "tonal": 1.0,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits beyond which a governor steers; a model file may contain its own.

    `sparsest densest`: notes a second; `thinnest`: keys held by the machine, `fullest`: by all;
    `softest loudest`: mean velocities; `lowest_mean highest_mean`: mean pitches; `narrowest
    widest`: entropy of the pitch classes struck, in bits; `tonal`: the share of all strikes in one
    major scale. The defaults lie between the 5th and 95th percentile of half minutes of real music
    (`studio/real_music.json`).
    """

    sparsest: float = 4.0
    densest: float = 12.0
    thinnest: float = 2.8
    fullest: int = 6
    softest: float = 45.0
    loudest: float = 95.0
    narrowest: float = 2.8
    widest: float = 3.1
    lowest_mean: float = 58.5
    highest_mean: float = 67.5
    tonal: float = 0.8

    def __post_init__(self) -> None:
        """Check the limits. Raises ValueError if one is out of range or above its counterpart."""
        for name, most in MOST.items():
            least, value = float(name == "fullest"), getattr(self, name)
            if not least <= value <= most:  # a NaN is refused, too
                raise ValueError(f"the limit {name} must be {least:g}..{most:g}, not {value}")
        if self.fullest != int(self.fullest):
            raise ValueError(f"the limit fullest must be a whole number, not {self.fullest}")
        for low, high in (
            ("sparsest", "densest"),
            ("thinnest", "fullest"),
            ("softest", "loudest"),
            ("narrowest", "widest"),
            ("lowest_mean", "highest_mean"),
        ):
            if getattr(self, low) > getattr(self, high):
                raise ValueError(
                    f"the limit {low} must be at most {high}, {getattr(self, high)}, not "
                    f"{getattr(self, low)}"
                )

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Limits:
        """Read limits from a model's metadata; a missing one has its default.

        Raises ValueError if a value is out of range, TypeError if it is no number or a name is
        unknown.
        """
        given: dict[str, Any] = {}
        for name, value in said.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise TypeError(f"the limit {name} must be a number, not {value!r}")
            given[name] = value
        return cls(**given)

    def toward(self, other: Limits, share: float) -> Limits:
        """Return limits the share (0..1) of the way to others."""
        if share in (0.0, 1.0):
            return other if share else self
        pairs = {n: (getattr(self, n), getattr(other, n)) for n in MOST}
        found = {n: one + share * (two - one) for n, (one, two) in pairs.items()}  # within the two
        return Limits(**{**found, "fullest": math.ceil(found["fullest"])})

    def as_json(self) -> dict[str, float]:
        """Return every limit by its name."""
        return asdict(self)


NAMES: Final = tuple(f.name for f in fields(Limits))
