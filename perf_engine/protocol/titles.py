"""The name in words of each control, the one that every screen shows; its other name is OSC's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .names import plain

TITLES: Final[Mapping[str, str]] = {
    "temperature": "How adventurous",
    "temperature_rhythm": "Adventurous rhythm",
    "temperature_pitch": "Adventurous pitches",
    "temperature_velocity": "Adventurous loudness",
    "nucleus": "Unlikely pitches",
    "density": "How busy",
    "tempo_scale": "How fast",
    "register_low": "Lowest key",
    "register_high": "Highest key",
    "scale": "Scale",
    "scale_root": "Root of the scale",
    "scale_pitches": "Your own scale",
    "scale_strength": "Strictness of the scale",
    "polyphony": "Keys at once",
    "longest_note": "Longest note",
    "velocity_scale": "How loud",
    "velocity_low": "Softest notes",
    "velocity_high": "Loudest notes",
    "together": "In time with you",
    "style": "Style",
    "style_2": "Second style",
    "morph": "Mixture of the styles",
    "texture": "Texture",
    "quantise": "On the beat of a clock",
    "grid": "Steps in a beat",
    "swing": "Swing",
    "imitation": "Phrases from before",
    "recall_themes": "Your themes",
    "novelty": "New phrases",
    "theory": "By the rules",
    "harmony": "In your chords",
    "influence": "Your influence",
    "freeze": "Keep the mood",
    "hears_players": "Players that it hears",
    "hears_voices": "Voices that it hears",
    "drum_players": "Players who drum",
    "share": "Who leads",
    "patience": "Wait for your silence",
    "rest_after": "Rest after your silence",
    "lead": "Decide ahead",
    "mute": "Mute",
    "transpose": "Transpose",
    "governor": "Stay near your playing",
    "repetition_guard": "Guard against loops",
    "windowed": "Turns by the clock",
    "count_in": "Count-in",
    "call_length": "Length of a turn",
    "instrument": "Instrument",
    "channel": "MIDI channel",
    "role": "Part of the machine",
    "motion": "Movement of the line",
    "interval": "Distance from your key",
    "interval_2": "Distance of a second line",
    "interval_3": "Distance of a third line",
    "canon_delay": "Delay of the canon",
}


def titled(name: str) -> str:
    """Return the name in words with OSC's behind it: How busy (density). Alike: once only."""
    title = TITLES.get(name, name)
    return title if plain(title) == name else f"{title} ({name})"


NAMES: Final[Mapping[str, str]] = {
    word: name for name, title in TITLES.items() for word in (plain(title), plain(titled(name)))
}
