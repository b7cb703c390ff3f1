"""The check that values from a file have the types and ranges of a frozen class's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from perf_engine.protocol.midi import PEDAL

LARGEST: Final = 1e10  # of a time in seconds and of any other number: three hundred years
HIGHEST: Final[Mapping[str, int]] = {
    "player": 15,
    "voice": 15,
    "pitch": 127,
    "velocity": 127,
    "number": 127,
}
HIGHEST_OF: Final = {("Withdraw", "pitch"): PEDAL}  # where a class allows more


def checked(made: Any, ranges: bool = True) -> Any:
    """Return the value if each field has its declared type and, with `ranges`, MIDI's range.

    Raises ValueError with the name of the first bad field.
    """
    kind: Any = type(made)
    for name, hint in _hints(kind):
        value = getattr(made, name)
        if not fits(value, hint):
            raise ValueError(f"{kind.__name__}: {name} cannot be {str(value)[:40]}")
        highest = HIGHEST_OF.get((kind.__name__, name), HIGHEST.get(name))
        if not ranges or value is None:
            continue
        if highest is not None and not 0 <= value <= highest:
            raise ValueError(f"{kind.__name__}: {name} must be 0..{highest}, not {value}")
    return made


def fits(value: Any, hint: Any) -> bool:
    """Return whether a value has an annotated type; a whole number may stand for a float."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if hint in (int, float):
        number = isinstance(value, int if hint is int else int | float)
        return number and not isinstance(value, bool) and abs(value) <= LARGEST  # NaN fails
    if hint in (None, NoneType):
        return value is None
    if origin in (Union, UnionType):
        return any(fits(value, one) for one in inside)
    if origin is tuple and len(inside) == 2 and inside[1] is ...:
        return isinstance(value, tuple) and all(fits(item, inside[0]) for item in value)
    if origin is tuple:
        return (
            isinstance(value, tuple)
            and len(value) == len(inside)
            and all(fits(item, one) for item, one in zip(value, inside, strict=True))
        )
    if origin in (Sequence, Mapping) and isinstance(value, origin):
        if origin is Mapping:
            return all(fits(k, inside[0]) and fits(v, inside[1]) for k, v in value.items())
        return not isinstance(value, str) and all(fits(item, inside[0]) for item in value)
    return isinstance(hint, type) and isinstance(value, hint)


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a class by name, each with its type."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))
