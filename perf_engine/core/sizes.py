"""How wide a model is, and what its heads see of the held keys."""

from __future__ import annotations

from dataclasses import dataclass

from .vocabulary import KEY_COUNT


@dataclass(frozen=True, slots=True)
class Sizes:
    """The widths of a model, in units; `age_scales` in seconds.

    For each held key the heads see that it is held, in which part, and exp(-age / scale) for
    each scale: how long it has sounded when the last event happened.
    """

    hidden: int = 512
    embedding: int = 128
    held: int = 128
    head: int = 192
    age_scales: tuple[float, ...] = (0.15, 1.0)

    def __post_init__(self) -> None:
        for name in ("hidden", "embedding", "held", "head"):
            if not 1 <= getattr(self, name) <= 8192:
                raise ValueError(f"{name} must be 1..8192, not {getattr(self, name)}")
        for scale in self.age_scales:
            if not 0.001 <= scale <= 100.0:
                raise ValueError(f"age_scales must be 0.001..100 s each, not {scale:g}")

    @property
    def held_features(self) -> int:
        """Features a held key: that it is held, and one for each age scale."""
        return 1 + len(self.age_scales)


def held_code(part: int, key: int) -> int:
    """The row of a key in a part, among all keys of all parts."""
    return part * KEY_COUNT + key
