"""The nesting of values from a file, bounded, so that whoever reads or prints them can end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

DEEPEST: Final = 100  # levels of lists and tables in each other; perf_engine itself writes ten
TOO_DEEP: Final = f"it is nested too deeply, more than {DEEPEST} levels"


def check_nesting(value: Any) -> None:
    """Raise ValueError if lists and tables of a value lie in each other more than `DEEPEST` deep.

    The check goes level by level, as a nested one could not end on a value of any depth.
    """
    level = [value] if isinstance(value, list | dict) else []
    for _ in range(DEEPEST):
        level = [inside for one in level for inside in _within(one) if type(inside) in _NESTED]
        if not level:
            return
    raise ValueError(TOO_DEEP)


_NESTED: Final = (list, dict)


def _within(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value
