"""The widths of a model, and the features of held keys that its heads get."""

from __future__ import annotations

from dataclasses import dataclass

from .vocabulary import KEY_COUNT


@dataclass(frozen=True, slots=True)
class Sizes:
    """The widths of a model, in units; `age_scales` in seconds.

    For each held key the heads get its part and exp(-age / scale) for each scale; its age is the
    time for which it had sounded at the last event.
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
        """Return the number of features of a held key: a constant 1, and one for each scale."""
        return 1 + len(self.age_scales)


def held_code(part: int, key: int) -> int:
    """Return the code of a key in a part, part * 129 + key: its row in `held.table`."""
    return part * KEY_COUNT + key
