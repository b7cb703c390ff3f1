"""The words of a box and of a message as Max's numbers and symbols."""

from __future__ import annotations

from perf_engine.protocol.names import value_of


def is_number(word: str) -> bool:
    """Whether a word is a number."""
    return not isinstance(value_of(word), str)


def typed(argument: str, atom: float | str) -> int | float | str:
    """An atom as the type that an argument stands for: a whole number drops what is behind it."""
    wanted = value_of(argument)
    if argument == "s" or isinstance(wanted, str):
        return atom
    if isinstance(atom, str):
        return 0
    return float(atom) if isinstance(wanted, float) else int(atom)
