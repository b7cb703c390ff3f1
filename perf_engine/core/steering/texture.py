"""The texture of what a voice plays: chords, broken chords, a walking bass, or as it comes."""

from __future__ import annotations

from typing import Final, NamedTuple

from perf_engine.core.controls import Settings
from perf_engine.core.turns.modes import Turn

AUTO: Final = "auto"


class Texture(NamedTuple):
    """How strikes make chords.

    A chord has `keys` keys, struck together, and the bass besides if the voice plays one. If
    `holds`, keys are held until the voice strikes again, or if `until_change` until the harmony
    changes. If `apart`, no two strikes fall together. While there is a beat, the voice strikes at
    least in `every` so many beats; 0: when it likes. If `on_beats`, it strikes on beats alone. Keys
    lie between `lowest` and `highest`. `strict` multiplies how far harmony counts.
    """

    keys: int = 1
    holds: bool = False
    until_change: bool = False
    apart: bool = False
    every: int = 0
    on_beats: bool = False
    strict: float = 1.0
    lowest: int = 0
    highest: int = 127


TEXTURES: Final = {
    "free": Texture(),
    "block": Texture(keys=3, holds=True, every=2, lowest=33, highest=74),
    "broken": Texture(holds=True, until_change=True, apart=True, every=1, lowest=33, highest=79),
    "walking": Texture(
        holds=True, apart=True, every=1, on_beats=True, strict=0.85, lowest=28, highest=55
    ),
}
NAMES: Final = (AUTO, *TEXTURES)  # the values of the control `texture`, in their order


def texture_of(settings: Settings, turn: Turn) -> tuple[str, Texture]:
    """Return the name and texture that a voice plays; `auto` is block for accompaniments."""
    chosen = NAMES[int(settings.values["texture"])]
    if chosen == AUTO:
        chosen = "block" if turn.chords else "free"
    return chosen, TEXTURES[chosen]
