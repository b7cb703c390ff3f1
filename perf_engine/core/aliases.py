"""Other words for controls, as musicians and other instruments call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ALIASES: Final[Mapping[str, str]] = {
    "volume": "velocity_scale",
    "loudness": "velocity_scale",
    "level": "velocity_scale",
    "gain": "velocity_scale",
    "dynamics": "velocity_scale",
    "busy": "density",
    "busyness": "density",
    "activity": "density",
    "adventurous": "temperature",
    "adventurousness": "temperature",
    "creativity": "temperature",
    "randomness": "temperature",
    "wildness": "temperature",
    "speed": "tempo_scale",
    "tempo": "tempo_scale",
    "key": "scale_root",
    "root": "scale_root",
    "tonic": "scale_root",
    "pitches": "scale_pitches",
    "voices": "polyphony",
    "transposition": "transpose",
    "quantize": "quantise",
    "latency": "lead",
    "silence": "mute",
    "rest": "rest_after",
    "themes": "recall_themes",
    "theme": "recall_themes",
}
