"""An address of the OSC API and its arguments, with the checks of both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .buttons import released, voice_of
from .errors import Code, Refusal, hint
from .midi import CONTROL_CHANGE, NOTE_OFF, NOTE_ON, SUSTAIN
from .names import chosen
from .packets import Incoming, Special

PARAM: Final = "/perf/param/"  # addresses of controls begin so
LONGEST_LIST = 200  # characters of the choices that an error lists


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its name, tag (i whole number, f number, s text, * anything), range, help.

    Every number may come as int or float; for a whole number it is rounded.
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
    free: bool = False  # its handler reads other texts than the choices too
    of_model: bool = False  # a text names a style of the model that plays

    def check(self, value: Incoming, called: str = "") -> Incoming:
        """Return the value as the argument's type; errors name it `called`. Raises Refusal."""
        name = called or self.name
        if self.tag == "*":
            return value
        if isinstance(value, str):
            if "s" not in self.tag:
                raise Refusal(Code.BAD_TYPES, f"{name} must be a number, not {describe(value)}")
            return self._chosen(value, name) if self.choices else value
        if self.tag == "s" or not isinstance(value, int | float):
            kind = "a text" if self.tag == "s" else "a number"
            raise Refusal(Code.BAD_TYPES, f"{name} must be {kind}, not {describe(value)}")
        number = round(value) if "i" in self.tag and math.isfinite(value) else float(value)
        if not self.low <= number <= self.high or not math.isfinite(number):
            limits = "finite"
            if math.isfinite(self.high):
                limits = f"{show(self.low)}..{show(self.high)}"
            raise Refusal(Code.OUT_OF_RANGE, f"{name} must be {limits}, not {show(value)}")
        return number

    def _chosen(self, value: str, name: str) -> str:
        """Return the choice that a text names, in any capitals and spaces. Raises Refusal."""
        choice = chosen(value, self.choices)
        if choice is not None:
            return choice
        if self.free:
            return value
        raise Refusal(Code.OUT_OF_RANGE, f"{name} must be {self._known(value[:40])}")

    def _known(self, value: str) -> str:
        """Return a sentence with the possible choices; if they are many, with the nearest one."""
        known = ", ".join(self.choices)
        if len(known) <= LONGEST_LIST:
            return f"one of {known}, not {value}"
        return f"one of {len(self.choices)} names, not {value}{hint(value, self.choices)}"


def show(value: float) -> str:
    """Return a number as people write it."""
    if isinstance(value, int) or (abs(value) < 1e12 and value == int(value)):
        return str(int(value))
    return f"{value:g}"


def describe(value: Incoming) -> str:
    """Describe the type of a value, and the value itself if it is short."""
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, int | float):
        return f"the number {show(value)}"
    if value is None:
        return "nil"
    if isinstance(value, Special):
        return {"r": "a colour", "m": "a MIDI message"}.get(value.tag, "a time tag")
    return "a blob" if isinstance(value, bytes) else "an array"


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its arguments, its effect, and its reply.

    `reply` is the address of the reply ("" for none; `/perf/done` is followed by the address). A
    `getter` may come without arguments; the reply then has its own address. `handler` names the
    method that serves it; a message to clients has none. `control` names the control that it sets,
    if any; `loopback_only` is accepted from this computer only. An `urgent` message may have the
    arguments of a button; one that `silences` is obeyed even if its arguments cannot be read. A
    `public` one is accepted from strangers in the network too.
    """

    address: str
    arguments: tuple[Argument, ...]
    help: str
    reply: str = "/perf/done"
    handler: str = ""
    getter: bool = False
    loopback_only: bool = False
    control: str = ""
    urgent: bool = False
    silences: bool = False
    public: bool = False

    @property
    def tags(self) -> str:
        """Return the tags in short: optional ones in brackets, ... for any number."""
        return "".join(
            f"[{a.tag}]" if a.optional else f"{a.tag}..." if a.many else a.tag
            for a in self.arguments
        )

    def let_go(self, values: Sequence[Incoming]) -> bool:
        """Return whether an urgent message is a button's release, which has no effect."""
        voice = bool(self.arguments) and bool(values) and type(values[0]) is int  # 0 is a voice too
        return released(values) and not voice

    def obey(self, values: Sequence[Incoming]) -> list[Incoming]:
        """Return the arguments of an urgent message from a button: a voice, or None for all. The
        voice need not exist. Raises Refusal (no number)."""
        if not self.arguments:
            return []
        try:
            return [voice_of(values)]
        except Refusal:
            if self.silences:
                return [None]
            raise

    def _plain(self, values: Sequence[Incoming]) -> Sequence[Incoming]:
        """Return the arguments, taken out of an array or a MIDI message. Raises Refusal.

        If the message is one array, its elements are the arguments. If the last argument may be
        repeated, arrays anywhere in the message are taken apart.
        """
        specs = self.arguments
        many = bool(specs) and specs[-1].many
        anything = len(specs) > 0 and specs[0].tag == "*" and not many
        while len(values) == 1 and isinstance(values[0], list) and not anything:
            values = values[0]
        if len(values) == 1 and isinstance(values[0], Special) and values[0].tag == "m":
            return self._of_midi(values[0].data)
        if not (many and any(isinstance(value, list) for value in values)):
            return values
        plain: list[Incoming] = []
        for value in values:
            plain += value if isinstance(value, list) else [value]
        return plain

    def _of_midi(self, data: bytes) -> Sequence[Incoming]:
        """Return the arguments in a MIDI message (port, status, two bytes). Raises Refusal."""
        _, status, first, second = data
        kind, player = status & 0xF0, status & 0x0F
        names = [argument.name for argument in self.arguments]
        if kind in (NOTE_OFF, NOTE_ON) and names[:3] == ["player", "pitch", "velocity"]:
            return player, first, second if kind == NOTE_ON else 0
        if kind == CONTROL_CHANGE and names == ["player", "number", "value"]:
            return player, first, second
        if kind == CONTROL_CHANGE and first == SUSTAIN and names == ["player", "value"]:
            return player, second
        raise Refusal(Code.BAD_TYPES, f"{self.address} does not take such a MIDI message")

    def check(self, values: Sequence[Incoming]) -> list[Incoming]:
        """Return the arguments checked, with optional ones filled in. Raises Refusal."""
        specs = self.arguments
        values = self._plain(values)
        if self.getter and not values:
            return []
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


def controls_of(entries: Iterable[Address]) -> list[tuple[str, Argument]]:
    """Return the name and the value of every control that has an address of its own here."""
    return [
        (entry.control, entry.arguments[0])
        for entry in entries
        if entry.control and entry.address.startswith(PARAM)
    ]


# Arguments of many addresses

PLAYER = Argument("player", "i", "the player's number", 0, 15)
PITCH = Argument("pitch", "i", "MIDI key, 60 is middle C", 0, 127)
VELOCITY = Argument("velocity", "i", "loudness; 0 releases the key", 0, 127)
