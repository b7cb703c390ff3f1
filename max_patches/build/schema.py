"""What of the OSC schema the patches are written from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from perf_engine.core.turns.modes import MODES
from perf_engine.engine.handlers.schema import FROM_CLIENTS, TO_CLIENTS
from perf_engine.protocol.address import Address, Argument, controls_of
from perf_engine.protocol.ports import CLIENT_PORT, ENGINE_PORT

# A section of the panel begins at this control, and goes on to the next one that is here.
SECTIONS: Final = {
    "temperature": "How adventurous",
    "density": "How much, and how fast",
    "register_low": "What it may strike",
    "velocity_scale": "How loud",
    "together": "In time",
    "quantise": "On the beat",
    "imitation": "What it takes from you",
    "share": "Whose turn",
    "lead": "Out",
    "governor": "Kept in bounds",
    "windowed": "Call and response",
    "role": "Accompany and follow",
}


@dataclass(frozen=True, slots=True)
class Schema:
    """The two sides of the OSC API and the modes, as the Max package needs them."""

    from_clients: Sequence[Address] = FROM_CLIENTS
    to_clients: Sequence[Address] = TO_CLIENTS
    modes: Sequence[str] = MODES
    port: int = ENGINE_PORT
    client_port: int = CLIENT_PORT

    @property
    def controls(self) -> list[tuple[str, Argument]]:
        """The name and the value of every control."""
        return controls_of(self.from_clients)

    @property
    def commands(self) -> list[Address]:
        """The addresses that set no control."""
        return [entry for entry in self.from_clients if not entry.control]

    @property
    def sections(self) -> list[tuple[str, list[tuple[str, Argument]]]]:
        """The controls in the panel's sections, in the schema's order."""
        found: list[tuple[str, list[tuple[str, Argument]]]] = []
        for name, value in self.controls:
            if name in SECTIONS or not found:
                found.append((SECTIONS.get(name, "Controls"), []))
            found[-1][1].append((name, value))
        return found


def number(value: float | str | None) -> str:
    """A number as Max writes it: a whole one without a point stays whole."""
    if isinstance(value, int | str) or value is None:
        return str(value)
    text = f"{value:.6g}"
    return text if "." in text or "e" in text else f"{text}."


# Of a state, whose names are the player's own.
STATES: Final = {"name": "calm", "one": "calm", "other": "wild", "amount": "0.5"}


def example(argument: Argument, address: str = "") -> str:
    """A value that the argument of an address takes."""
    if address.startswith("/perf/state/") and argument.name in STATES:
        return STATES[argument.name]
    known = {
        "text": "here",
        "what": "60 64 67",
        "pairs": "temperature 0.9",
        "names": "temperature",
        "pitch": "60",
        "velocity": "100",
        "name": "general",
        "tempo": "96.",
        "beat": "1.",
        "duration": "0.5",
        "seed": "7",
        "low": "0.7",
        "high": "1.2",
        "number": "74",
        "player": "0",
        "voice": "0",
        "value": "127",
    }
    if argument.choices:
        return next(choice for choice in argument.choices if choice)
    if argument.default not in (None, ""):
        return number(argument.default)
    if argument.name in known:
        return known[argument.name]
    if math.isfinite(argument.low) and math.isfinite(argument.high):
        middle = min(max(argument.low, 1), argument.high)
        return str(int(middle)) if "i" in argument.tag else number(float(middle))
    if argument.tag == "s":
        return known["name"]
    return "1" if "i" in argument.tag or argument.tag == "*" else "1."


def message(entry: Address) -> str:
    """A message that the engine takes, with an example for each argument."""
    words = [entry.address.replace("/N/", "/0/")]
    if entry.address == "/perf/in/play":
        return f"{words[0]} note 4 sustain 0.5"
    words += [
        example(argument, entry.address)
        for argument in entry.arguments
        if not argument.optional or argument.name in ("duration", "low", "high")
    ]
    if entry.address == "/perf/notify":
        words = [words[0], "1", str(CLIENT_PORT), "ahead", "10."]
    return " ".join(words)


def limits(value: Argument) -> str:
    """What an argument takes, in words; empty where everything goes."""
    if value.choices:
        return "one of " + ", ".join(choice for choice in value.choices if choice)
    if math.isfinite(value.low) and math.isfinite(value.high):
        return f"{value.low:g} to {value.high:g}"
    return ""
