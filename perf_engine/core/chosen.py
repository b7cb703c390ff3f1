"""Some of a few, as a whole number whose bit n is number n: who of sixteen is heard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

SIXTEEN: Final = 16
EVERYBODY: Final = (1 << SIXTEEN) - 1


def reader(name: str) -> Callable[[str], int]:
    """A function that reads numbers 0..15 as text (0 2 3), all or none, for the control `name`.

    It raises ValueError.
    """

    def read(text: str) -> int:
        words = re.split(r"[\s,]+", text.strip())
        if words in (["all"], ["none"], [""]):
            return EVERYBODY if words == ["all"] else 0
        found = 0
        for word in words:
            if not re.fullmatch(r"[0-9]{1,2}", word) or int(word) >= SIXTEEN:
                raise ValueError(
                    f"{name} must be all, none, numbers 0..15 such as 0 2, or 0..{EVERYBODY}, "
                    f"not {text[:40]}"
                )
            found |= 1 << int(word)
        return found

    return read
