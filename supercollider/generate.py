"""Writes the files of the Quark that follow from the OSC schema: python -m supercollider.generate.

The Quark cannot drift from the engine: a control or an address that the schema has is a method and
a help entry here, and tests/supercollider/test_generate.py fails while a file is not as it would
be written now.
"""

from __future__ import annotations

import math
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handbook.controls import MORE, SUBJECTS
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.handlers.schema import FROM_CLIENTS, TO_CLIENTS
from perf_engine.protocol.address import Address, Argument, controls_of
from perf_engine.protocol.ports import ENGINE_PORT
from perf_engine.protocol.schema import API

ROOT: Final = Path(__file__).parent / "PerfEngine"
NOTICE: Final = "// Written by `make docs` from the OSC schema: change it there.\n"
# Written by hand, since more belongs to them than saying them; the addresses stand in Classes.
BY_HAND: Final = frozenset(
    {
        "/perf/notify",
        "/perf/ping",
        "/perf/status",
        "/perf/sync",
        "/perf/set",
        "/perf/get",
        "/perf/mode",
        "/perf/panic",
        "/perf/quit",
        "/perf/release",
        "/perf/stop",
    }
)


# What is more to say of a control or of an address in the help of the Quark.
ALSO: Final[Mapping[str, str]] = {
    "scale": "A link::Classes/Scale:: of twelve steps to the octave, an Array of steps and the "
    "name of such a Scale do too: CODE::scale = Scale.minor::, CODE::scale = [0, 2, 4, 7]::. They "
    'set scale_pitches, and scale is then CODE::"pitches"::.',
    "scale_root": "A flat is read back as the sharp of the same key: after "
    'CODE::scale_root = \\Bb::, scale_root is CODE::"A#"::.',
    "style": "The delivered model STRONG::general::, with which the machine begins, has no styles. "
    "After CODE::PerfEngine.default.modelLoad(\\broad):: there are sixteen.",
    "/perf/start": "It also ends the silence after CODE::panic::, which the next note of a player "
    "ends too.",
    "/perf/state/save": "A state is the mood and the memory of a voice, and holds no controls. To "
    "keep the controls, see link::Classes/PerfEngine#-set::.",
    "/perf/record": "The journal is complete when the recording has ended. The engine writes "
    "STRONG::session.mid:: beside it only when the engine ends, as after CODE::quit::.",
    "/perf/clock": "CODE::clock = TempoClock.default:: lets the machine follow a TempoClock, and "
    "the method then returns it: see link::Classes/PerfClock::.",
}
# Controls whose names a PerfVoice needs for its synths.
OF_A_SYNTH: Final = frozenset({"instrument"})


@dataclass(frozen=True, slots=True)
class Schema:
    """The two sides of the OSC API and the modes, as the Quark needs them."""

    from_clients: Sequence[Address] = FROM_CLIENTS
    to_clients: Sequence[Address] = TO_CLIENTS
    modes: Sequence[str] = MODES

    @property
    def controls(self) -> list[tuple[str, Argument]]:
        """The name and the value of every control."""
        return controls_of(self.from_clients)

    @property
    def commands(self) -> list[Address]:
        """The addresses whose methods are written from their entries."""
        return [
            entry
            for entry in self.from_clients
            if not entry.control
            and "/N/" not in entry.address
            and not entry.address.startswith("/perf/in/")
            and entry.address not in BY_HAND
        ]


def text(value: str) -> str:
    """A string of SuperCollider."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def literal(value: float | int | str | None) -> str:
    """A value of SuperCollider."""
    if value is None:
        return "nil"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return "-inf" if value < 0 else "inf"
    return f"{value:.12g}" + ("" if value != int(value) else ".0")


def symbols(names: Iterable[str]) -> str:
    """A literal array of symbols."""
    return "#[" + ", ".join(f"\\{name}" for name in names) + "]"


def method(address: str) -> str:
    """The method that says an address: /perf/model/load is modelLoad."""
    first, *rest = address.removeprefix("/perf/").split("/")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def kind(value: Argument) -> str:
    """The tag of a control's value: s for a text, i or f for a number, l for a list of numbers.

    n is a whole number, or a name of the model that plays.
    """
    if value.of_model:
        return "n"
    if value.choices or value.tag == "s":
        return "s"
    return "l" if "s" in value.tag else value.tag


def getters_of(schema: Schema) -> str:
    """The addresses that return a value, as the elements of a literal array."""
    return ", ".join(f"'{entry.address}'" for entry in schema.commands if entry.getter)


def subjects(schema: Schema) -> str:
    """The controls by subject, as in the handbook; one that stands in no subject comes last."""
    left = [name for name, _ in schema.controls]
    grouped = {
        subject: [name for name in names if name in left] for subject, names in SUBJECTS.items()
    }
    placed = {name for names in grouped.values() for name in names}
    grouped[MORE] = [name for name in left if name not in placed]
    return "".join(
        f"\t\t\t[{text(subject)}, {symbols(names)}],\n"
        for subject, names in grouped.items()
        if names
    )


def schema_class(schema: Schema) -> str:
    """PerfSchema.sc: the tables that the other classes work with."""
    controls = "".join(
        f"\t\t\tPerfControl(\\{name}, {text(kind(value))}, {literal(value.low)}, "
        f"{literal(value.high)}, {literal(value.default)}, "
        f"{'#[' + ', '.join(map(text, value.choices)) + ']' if value.choices else 'nil'},\n"
        f"\t\t\t\t{text(value.help)}),\n"
        for name, value in schema.controls
    )
    replies = "".join(
        f"\t\t\t'{entry.address}' -> {symbols(argument.name for argument in entry.arguments)},\n"
        for entry in schema.to_clients
        if not any(argument.many for argument in entry.arguments)
    )
    return (
        f"{NOTICE}PerfSchema {{\n"
        f"\tclassvar <api = {API}, <port = {ENGINE_PORT};\n\n"
        f"\t*modes {{ ^{symbols(schema.modes)} }}\n\n"
        f"\t// One new model of each control.\n\t*controls {{\n\t\t^[\n{controls}\t\t]\n\t}}\n\n"
        f"\t// The names of the controls by subject, as in the handbook.\n"
        f"\t*subjects {{\n\t\t^[\n{subjects(schema)}\t\t]\n\t}}\n\n"
        f"\t// The addresses whose values are returned here as they were known last.\n"
        f"\t*getters {{ ^#[{getters_of(schema)}] }}\n\n"
        f"\t// The names of the values that come with each address, where their number is fixed.\n"
        f"\t*names {{\n\t\t^IdentityDictionary[\n{replies}\t\t]\n\t}}\n"
        "}\n"
    )


def command(entry: Address) -> str:
    """The method of one address."""
    names = [argument.name for argument in entry.arguments]
    if any(argument.many for argument in entry.arguments):
        said = f"PerfEngine.words({names[-1]})"
    else:
        said = f"[{', '.join(names)}]"
    reply = f"'{entry.reply}'" if entry.reply else "nil"
    way = f"this.ask('{entry.address}', {said}, {reply}, action)"
    if entry.getter:
        way = f"^this.setting('{entry.address}', {said}, action)"
    parameters = ", ".join([*names, "action"])
    said_by = f"\t{method(entry.address)} {{ |{parameters}|\n\t\t{way}\n\t}}\n"
    setter = ""
    if entry.getter and sum(not argument.optional for argument in entry.arguments) == 1:
        called = method(entry.address)
        setter = f"\t{called}_ {{ |{names[0]}| this.{called}({names[0]}) }}\n"
    return said_by + setter


def getters(schema: Schema, of: str, own: Iterable[str] = ()) -> str:
    """A method that returns each control of an object, and one that sets it."""
    return "".join(
        f"\t{name} {{ ^{of}.valueOf(\\{name}) }}\n"
        f"\t{name}_ {{ |value| {of}.set(\\{name}, value) }}\n"
        for name, _ in schema.controls
        if name not in own
    )


def commands_class(schema: Schema) -> str:
    """PerfCommands.sc: a method for each control and each command."""
    commands = "".join(command(entry) for entry in schema.commands)
    return (
        f"{NOTICE}+ PerfEngine {{\n{getters(schema, 'controls')}\n{commands}}}\n"
        f"\n+ PerfVoiceControls {{\n{getters(schema, 'this')}}}\n"
        f"\n+ PerfVoice {{\n{getters(schema, 'this.controls', OF_A_SYNTH)}}}\n"
    )


def prose(words: str) -> str:
    """Text for SCDoc, whose tags end with two colons."""
    return words.replace("::", ": :")


def also(name: str) -> list[str]:
    """What is more to say, in a list; an empty one where there is nothing."""
    return [ALSO[name]] if name in ALSO else []


def limits(value: Argument) -> str:
    """What an argument takes, in words; empty where everything goes."""
    said = []
    if value.choices:
        said.append("one of " + ", ".join(value.choices))
    elif math.isfinite(value.low) and math.isfinite(value.high):
        whole = "whole number " if value.tag == "i" else ""
        said.append(f"{whole}{value.low:g}..{value.high:g}")
    if value.default not in (None, ""):
        said.append(f"{value.default} by default")
    return "; ".join(said)


def controls_help(schema: Schema, own: Iterable[str] = ()) -> list[str]:
    """The help of the controls, as methods of an object."""
    lines = ["INSTANCEMETHODS::", "", "SUBSECTION:: Controls", ""]
    for name, value in schema.controls:
        if name in own:
            continue
        lines += [
            f"METHOD:: {name}",
            " ".join([prose(value.help), *also(name)]),
            "",
            "ARGUMENT:: value",
            f"{taken(value)}.",
            "",
        ]
    return lines


def taken(value: Argument) -> str:
    """What a control takes, in words."""
    said = limits(value)
    if "C#" in value.choices:
        return f"A note with a sharp or a flat, or 0..11; {said}"
    if value.of_model:
        return f"The name of a style of the model, or its number; {said}"
    if kind(value) == "l":
        return f"A list as a text or an Array, all, none, or a sum; {said}"
    return said


def voice_page(schema: Schema) -> str:
    """PerfVoice.ext.schelp: the controls of the voice that it sounds."""
    return "\n".join(controls_help(schema, OF_A_SYNTH)).rstrip() + "\n"


def controls_page(schema: Schema) -> str:
    """PerfVoiceControls.ext.schelp: the controls of a voice."""
    return "\n".join(controls_help(schema)).rstrip() + "\n"


def help_page(schema: Schema) -> str:
    """PerfEngine.ext.schelp: the help of all that PerfCommands.sc holds."""
    lines = [*controls_help(schema), "SUBSECTION:: Commands", ""]
    for entry in schema.commands:
        said = " ".join([prose(entry.help), *also(entry.address)])
        lines += [f"METHOD:: {method(entry.address)}", said]
        lines += [f"Sends CODE::{entry.address}::."]
        if entry.loopback_only:
            lines[-1] += " Only a program on the engine's own computer may send this message."
        if entry.getter:
            lines[-1] += " Without a value it returns the one that is known, and asks for it anew."
        lines.append("")
        for argument in entry.arguments:
            said = ". ".join(s for s in (prose(argument.help), limits(argument)) if s)
            if argument.many:
                said += (". " if said else "") + "One, or an array of them"
            lines += [f"ARGUMENT:: {argument.name}", f"{said}." if said else "", ""]
        lines += [
            "ARGUMENT:: action",
            "A Function that is called with the answer; nil: nothing is called.",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


WRITTEN: Final[Mapping[str, Callable[[Schema], str]]] = {
    "Classes/PerfSchema.sc": schema_class,
    "Classes/PerfCommands.sc": commands_class,
    "HelpSource/Classes/PerfEngine.ext.schelp": help_page,
    "HelpSource/Classes/PerfVoice.ext.schelp": voice_page,
    "HelpSource/Classes/PerfVoiceControls.ext.schelp": controls_page,
}


def main() -> None:
    """Write every file anew."""
    for name, write in WRITTEN.items():
        (ROOT / name).write_text(write(Schema()), encoding="utf-8")


if __name__ == "__main__":
    ArgumentParser(prog="python -m supercollider.generate", description=__doc__).parse_args()
    main()
