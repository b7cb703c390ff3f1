"""An address of the OSC API and its arguments: what may be said there, and how it is checked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..core.controls import nearest
from .osc import Incoming
from .refusal import Code, Refusal

LONGEST_LIST = 200  # characters of the choices that are told


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its name, tag (i whole number, f number, s text, * anything), range, help.

    Every number may come as int or float; a whole number as a float must be whole.
    """

    name: str
    tag: str
    help: str = ""
    low: float = -math.inf
    high: float = math.inf
    optional: bool = False
    default: int | float | str | None = None
    choices: tuple[str, ...] = ()
    many: bool = False  # the last argument, any number of times

    def check(self, value: Incoming, called: str = "") -> Incoming:
        """The value as the argument's own type, called by its name or another. Raises Refusal."""
        name = called or self.name
        if self.tag == "*":
            return value
        if isinstance(value, str):
            if "s" not in self.tag:
                raise Refusal(Code.BAD_TYPES, f"{name} must be a number, not {describe(value)}")
            if self.choices and value not in self.choices:
                raise Refusal(Code.OUT_OF_RANGE, f"{name} must be {self._known(value[:40])}")
            return value
        if self.tag == "s" or not isinstance(value, int | float):
            kind = "a text" if self.tag == "s" else "a number"
            raise Refusal(Code.BAD_TYPES, f"{name} must be {kind}, not {describe(value)}")
        if not self.low <= value <= self.high or not math.isfinite(value):
            limits = "finite"
            if math.isfinite(self.high):
                limits = f"{show(self.low)}..{show(self.high)}"
            raise Refusal(Code.OUT_OF_RANGE, f"{name} must be {limits}, not {show(value)}")
        if "i" in self.tag:
            if value != int(value):
                raise Refusal(
                    Code.OUT_OF_RANGE, f"{name} must be a whole number, not {show(value)}"
                )
            return int(value)
        return float(value)

    def _known(self, value: str) -> str:
        """What a text may be, and is not; where that are many, the nearest."""
        known = ", ".join(self.choices)
        if len(known) <= LONGEST_LIST:
            return f"one of {known}, not {value}"
        near = nearest(value, self.choices)
        hint = f"; did you mean {near}?" if near else ""
        return f"one of {len(self.choices)} names, not {value}{hint}"


def show(value: float) -> str:
    """A number as one writes it."""
    if isinstance(value, int) or (abs(value) < 1e12 and value == int(value)):
        return str(int(value))
    return f"{value:g}"


def describe(value: Incoming) -> str:
    """What a value is, in words, with the value where it is short."""
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, int | float):
        return f"the number {show(value)}"
    if value is None:
        return "nil"
    kinds: dict[type, str] = {bytes: "a blob", list: "an array", tuple: "a tuple"}
    return kinds.get(type(value), "something else")


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its arguments, what it does, and how it is answered.

    `reply` is the address of the answer ("" for none; `/perf/done` is followed by the address);
    `getter`, that it may come without arguments and is then answered on its own address.
    `handler` names the method that serves it; a message to clients has none. `control` names the
    control that it sets, if any; `loopback_only`, that it is taken from this machine only.
    """

    address: str
    arguments: tuple[Argument, ...]
    help: str
    reply: str = "/perf/done"
    handler: str = ""
    getter: bool = False
    loopback_only: bool = False
    control: str = ""

    @property
    def tags(self) -> str:
        """The tags in short: optional ones in brackets, ... for any number."""
        return "".join(
            f"[{a.tag}]" if a.optional else f"{a.tag}..." if a.many else a.tag
            for a in self.arguments
        )

    def check(self, values: Sequence[Incoming]) -> list[Incoming]:
        """The whole message checked, optional arguments filled in. Raises Refusal."""
        if self.getter and not values:
            return []
        specs = self.arguments
        many = bool(specs) and specs[-1].many
        least = sum(1 for a in specs if not a.optional)
        if len(values) < least or (len(values) > len(specs) and not many):
            expected = f"at least {least}" if many else str(least)
            if not many and least != len(specs):
                expected = f"{least}..{len(specs)}"
            raise Refusal(
                Code.BAD_TYPES,
                f"{self.address} takes {expected} arguments ({self.tags or 'none'}), "
                f"not {len(values)}",
            )
        checked: list[Incoming] = []
        last = len(specs) - 1
        for index, value in enumerate(values):
            checked.append(specs[min(index, last)].check(value, self.control))
        for spec in specs[len(values) :]:
            if not spec.many:
                checked.append(spec.default)
        return checked
