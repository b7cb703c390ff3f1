"""Names as people type them, in any capitals, with spaces or dashes; and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable


def plain(text: str) -> str:
    """Return a name without capitals, and with an underscore for each space or dash."""
    return re.sub(r"[\s_\-]+", "_", text.strip()).casefold()


def chosen(text: str, choices: Iterable[str]) -> str | None:
    """Return the choice that a text names, exactly or as people type it; None if it names none."""
    known = tuple(choices)
    if text in known:
        return text
    word = plain(text)
    alike = [choice for choice in known if plain(choice) == word]
    return alike[0] if len(alike) == 1 else None


def value_of(word: str) -> int | float | str:
    """Return a word as the number that it is, else as the text."""
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word
