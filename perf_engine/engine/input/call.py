"""One checked message from a client, and readers of its arguments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from perf_engine.core.controls import CONTROLS
from perf_engine.protocol.address import Address
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.packets import Incoming, Outgoing
from perf_engine.protocol.ports import HostPort

Answer: TypeAlias = tuple[Outgoing, ...] | None  # None: no reply, or not now


@dataclass(frozen=True, slots=True)
class Call:
    """A checked message: its sender, the time for which it is meant, and the voice it names."""

    entry: Address
    arguments: list[Incoming]
    address: str
    sender: HostPort
    stamp: float
    voice: int | None = None


def pairs(values: Sequence[Incoming]) -> dict[str, Incoming]:
    """Return the arguments as keys and values. Raises Refusal."""
    if len(values) % 2:
        raise Refusal(Code.BAD_TYPES, "keys and values must come in pairs")
    found: dict[str, Incoming] = {}
    for key, value in zip(values[::2], values[1::2], strict=True):
        if not isinstance(key, str):
            raise Refusal(Code.BAD_TYPES, "a key must be a text")
        found[key] = value
    return found


def number(values: dict[str, Incoming], *names: str) -> float | None:
    """Return the first of these keys that is there, as a finite number. Raises Refusal."""
    for name in names:
        if name in values:
            value = values[name]
            if not isinstance(value, int | float):
                raise Refusal(Code.BAD_TYPES, f"{name} must be a number")
            if not math.isfinite(value):
                raise Refusal(Code.OUT_OF_RANGE, f"{name} must be finite, not {value}")
            return float(value)
    return None


def rounded(name: str, value: int | float | str) -> int | float | str:
    """Return a value for a control, rounded if it takes whole numbers; true and false are 1, 0."""
    if isinstance(value, str) or not math.isfinite(value):
        return value
    whole = name in CONTROLS and CONTROLS[name].whole
    return round(value) if whole else float(value)
