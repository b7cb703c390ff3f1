"""Between which measures a machine that plays alone is held: those of the music that it plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

MOST: Final = {  # what each may be at most; the least is 0, of `fullest` 1
    "sparsest": 100.0, "densest": 100.0, "thinnest": 128.0, "fullest": 128.0,
    "softest": 127.0, "loudest": 127.0, "narrowest": 4.0, "widest": 4.0,
    "lowest_mean": 127.0, "highest_mean": 127.0, "tonal": 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a governor begins to steer; a model file may carry its own.

    `sparsest densest`: notes a second; `thinnest`: keys held by the machine, `fullest`: by all;
    `softest loudest`: mean velocities; `lowest_mean highest_mean`: mean pitches; `narrowest
    widest`: bits of the pitch classes struck; `tonal`: the share of all strikes in one major scale.
    The figures are chosen inside the 5th and 95th percentile of half minutes of real music
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
        """Raises ValueError where one is out of range, or a least is above its most."""
        for name, most in MOST.items():
            least, value = float(name == "fullest"), getattr(self, name)
            if not least <= value <= most:  # which also a NaN is not
                raise ValueError(f"the limit {name} must be {least:g}..{most:g}, not {value}")
        if self.fullest != int(self.fullest):
            raise ValueError(f"the limit fullest must be a whole number, not {self.fullest}")
        for low, high in (("sparsest", "densest"), ("thinnest", "fullest"),
                          ("softest", "loudest"), ("narrowest", "widest"),
                          ("lowest_mean", "highest_mean")):  # fmt: skip
            if getattr(self, low) > getattr(self, high):
                raise ValueError(
                    f"the limit {low} must be at most {high}, {getattr(self, high)}, not "
                    f"{getattr(self, low)}"
                )

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Limits:
        """From a model's metadata; what it does not name stays what it is.

        Raises ValueError where a value is out of range, TypeError where it is no number or a name
        is unknown.
        """
        given: dict[str, Any] = {}
        for name, value in said.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise TypeError(f"the limit {name} must be a number, not {value!r}")
            given[name] = value
        return cls(**given)

    def as_json(self) -> dict[str, float]:
        """Every limit by its name."""
        return asdict(self)


NAMES: Final = tuple(f.name for f in fields(Limits))
