"""One checked message from a client, and what its arguments say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .address import Address
from .clients import HostPort
from .osc import Incoming, Outgoing
from .refusal import Code, Refusal

Answer: TypeAlias = tuple[Outgoing, ...] | None  # None: no answer, or not now


@dataclass(frozen=True, slots=True)
class Call:
    """A checked message: who sent it, the time it is meant for, and the voice it names."""

    entry: Address
    arguments: list[Incoming]
    address: str
    sender: HostPort
    stamp: float
    voice: int | None = None


def pairs(values: Sequence[Incoming]) -> dict[str, Incoming]:
    """Arguments as key and value. Raises Refusal."""
    if len(values) % 2:
        raise Refusal(Code.BAD_TYPES, "keys and values must come in pairs")
    found: dict[str, Incoming] = {}
    for key, value in zip(values[::2], values[1::2], strict=True):
        if not isinstance(key, str):
            raise Refusal(Code.BAD_TYPES, "a key must be a text")
        found[key] = value
    return found


def number(values: dict[str, Incoming], *names: str) -> float | None:
    """The first of these keys that is there, as a finite number. Raises Refusal."""
    for name in names:
        if name in values:
            value = values[name]
            if not isinstance(value, int | float):
                raise Refusal(Code.BAD_TYPES, f"{name} must be a number")
            if not math.isfinite(value):
                raise Refusal(Code.OUT_OF_RANGE, f"{name} must be finite, not {value}")
            return float(value)
    return None
