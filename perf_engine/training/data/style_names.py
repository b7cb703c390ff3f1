"""The names by which players know the styles of corpora."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

NAMES: Final[Mapping[str, str]] = {
    "chopin_first_editions": "chopin",
    "cre_irish": "irish",
    "freedoom": "game",
    "giantmidi_preview": "piano",
    "groove_drums": "drums",
    "mutopia": "classical",
    "open_hymnal": "hymns",
    "openewld": "songs",
    "openscore_lieder": "lieder",
    "openscore_orchestra": "orchestra",
    "openscore_quartets": "quartets",
    "pianolatron_rolls": "rolls",
    "polish_scores": "polish",
    "pop909": "pop",
    "scores_of_scores": "vocal",
    "wjazzd": "jazz",
}


def style_names(styles: Sequence[str]) -> tuple[str, ...]:
    """The names of styles for players: of a corpus an ordinary word, of any other its own name.

    A word that the model has as another style's own name is not taken.
    """
    words = (NAMES.get(style, style) for style in styles)
    return tuple(
        style if word in styles else word for style, word in zip(styles, words, strict=True)
    )
