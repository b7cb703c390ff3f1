"""The Quark's written files are the schema's, and what the schema gains they gain."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.handlers.schema import FROM_CLIENTS, SAID, find
from perf_engine.protocol.address import Address, Argument
from perf_engine.protocol.errors import Refusal
from supercollider.generate import (
    ALSO,
    ROOT,
    WRITTEN,
    Schema,
    commands_class,
    controls_page,
    getters_of,
    help_page,
    kind,
    limits,
    literal,
    method,
    prose,
    schema_class,
    taken,
    text,
    voice_page,
)
from tests.supercollider.quark import QUARK

SOURCES = sorted(
    path for kind in ("*.sc", "*.scd", "*.schelp", "*.md") for path in QUARK.rglob(kind)
)
NEW = (
    Address(
        "/perf/param/scale",
        (Argument("value", "s", "The scale.", choices=("major", "minor"), default="major"),),
        "The scale.",
        control="scale",
    ),
    Address(
        "/perf/param/swing",
        (Argument("value", "f", 'How "uneven".', 0, 1, default=0.0),),
        "How uneven.",
        control="swing",
    ),
    Address("/perf/state/save", (Argument("name", "s", "of the state"),), "Keep a state."),
    Address(
        "/perf/tempo", (Argument("bpm", "f", "beats a minute", 20, 400),), "The tempo.", getter=True
    ),
)
GROWN = replace(Schema(), from_clients=(*FROM_CLIENTS, *NEW))


def unknown(source: str) -> list[str]:
    """The OSC addresses in a source that the engine neither takes nor says."""
    found = []
    for address in re.findall(r"/perf/[A-Za-z0-9_./]*[A-Za-z0-9_]", source):
        if address == "/perf/voice":  # a voice's number and a name are put behind it
            continue
        try:
            if address not in SAID:
                find(address)
        except Refusal:
            found.append(address)
    return found


@pytest.mark.parametrize("name", WRITTEN)
def test_a_written_file_is_as_the_schema_has_it(name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")
    assert written == WRITTEN[name](Schema()), "type: make docs"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_address_in_the_quark_is_one_of_the_engine(source: Path) -> None:
    said = source.read_text(encoding="utf-8")
    assert unknown(said) == []


def test_an_address_that_the_engine_does_not_have_is_seen() -> None:
    assert unknown("sendMsg('/perf/nots', 1); '/perf/note'") == ["/perf/nots"]


@pytest.mark.parametrize(
    "entry",
    [e for e in FROM_CLIENTS if not e.control and "/N/" not in e.address],
    ids=lambda entry: entry.address,
)
def test_every_command_can_be_said(entry: Address) -> None:
    aliases = {"/perf/in/noteon", "/perf/in/noteoff", "/perf/in/cc", "/perf/in/play"}
    classes = "".join(path.read_text("utf-8") for path in QUARK.glob("Classes/*.sc"))
    assert f"'{entry.address}'" in classes or entry.address in aliases


def test_a_new_control_is_a_model_a_method_and_a_help_entry() -> None:
    models, methods, page = schema_class(GROWN), commands_class(GROWN), help_page(GROWN)
    assert 'PerfControl(\\scale, "s", -inf, inf, "major", #["major", "minor"],' in models
    assert 'PerfControl(\\swing, "f", 0, 1, 0.0, nil,' in models
    assert '"How \\"uneven\\"."' in models
    assert "swing_ { |value| controls.set(\\swing, value) }" in methods
    assert "METHOD:: scale\nThe scale. A link::Classes/Scale::" in page
    assert "\n\nARGUMENT:: value\none of major, minor; major" in page


def test_what_is_more_to_say_is_said_of_what_there_is() -> None:
    known = {name for name, _ in Schema().controls}
    known |= {entry.address for entry in Schema().commands}
    assert set(ALSO) <= known
    assert all(said in help_page(Schema()) for said in ALSO.values())


def test_every_control_stands_in_one_subject() -> None:
    said = schema_class(Schema()).partition("*subjects")[2].partition("*getters")[0]
    names = re.findall(r"\\(\w+)", said)
    assert sorted(names) == sorted(name for name, _ in Schema().controls)
    assert '"More"' not in said


def test_a_new_address_is_a_method_and_a_help_entry() -> None:
    methods, page = commands_class(GROWN), help_page(GROWN)
    assert "stateSave { |name, action|\n\t\tthis.ask('/perf/state/save', [name]," in methods
    assert "tempo { |bpm, action|\n\t\t^this.setting('/perf/tempo', [bpm], action)" in methods
    assert "'/perf/tempo'" in getters_of(GROWN)
    assert "METHOD:: stateSave\nKeep a state." in page


def methods_of(source: str, name: str) -> list[str]:
    """The methods that a class, or an extension of it, has in a source."""
    bodies = re.findall(rf"^\+? ?{name}\b[^\n]*\{{\n(.*?)^\}}", source, re.DOTALL | re.MULTILINE)
    return [m for body in bodies for m in re.findall(r"^\t(\w+) \{", body, re.MULTILINE)]


@pytest.mark.parametrize("name", ["PerfEngine", "PerfVoice", "PerfVoiceControls"])
def test_no_written_method_replaces_one_that_was_written_by_hand(name: str) -> None:
    by_hand = "".join(
        path.read_text(encoding="utf-8")
        for path in QUARK.glob("Classes/*.sc")
        if path.name != "PerfCommands.sc"
    )
    assert "free" in methods_of(by_hand, "PerfVoice")
    assert not set(methods_of(by_hand, name)) & set(methods_of(commands_class(Schema()), name))


def test_what_can_be_asked_and_set_is_a_setter() -> None:
    methods = commands_class(Schema())
    for name, value in (("tempo", "tempo"), ("clock", "clock"), ("transport", "flag")):
        assert f"\t{name}_ {{ |{value}| this.{name}({value}) }}" in methods


def test_a_control_is_a_method_of_the_engine_and_of_each_voice() -> None:
    _, engine, part, voice = commands_class(GROWN).split("\n+ ")
    assert "swing_ { |value| controls.set(\\swing, value) }" in engine
    assert "swing_ { |value| this.set(\\swing, value) }" in part
    assert "swing_ { |value| this.controls.set(\\swing, value) }" in voice
    assert "instrument_" in part  # a PerfVoice's instrument is its SynthDef
    assert "instrument_" not in voice
    assert "METHOD:: swing" in voice_page(GROWN)
    assert "METHOD:: instrument" not in voice_page(GROWN)
    assert "METHOD:: instrument" in controls_page(GROWN)


def test_lists_and_roots_are_explained() -> None:
    values = dict(Schema().controls)
    assert kind(values["style"]) == "n"
    assert [kind(values[name]) for name in ("scale_pitches", "scale_root", "polyphony")] == [
        "l",
        "s",
        "i",
    ]
    assert taken(values["scale_root"]).startswith("A note with a sharp or a flat")
    assert taken(values["hears_players"]).startswith("A list")
    assert taken(values["density"]) == limits(values["density"])


def test_a_new_mode_is_in_the_menu() -> None:
    assert "^#[\\duet, \\follow]" in schema_class(replace(Schema(), modes=("duet", "follow")))


def test_addresses_become_methods() -> None:
    assert method("/perf/model/load") == "modelLoad"
    assert method("/perf/dumpOSC") == "dumpOSC"


@given(st.text())
def test_every_text_survives_being_a_literal(value: str) -> None:
    inside = text(value)[1:-1]
    assert re.search(r'(?<!\\)(?:\\\\)*"', inside) is None  # none of its quotes ends it
    assert re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL) == value


def test_values_become_literals() -> None:
    assert [literal(v) for v in (None, 3, 0.5, 2.0, math.inf, -math.inf, 'a"b')] == [
        "nil",
        "3",
        "0.5",
        "2.0",
        "inf",
        "-inf",
        '"a\\"b"',
    ]
    assert text("a\\b") == '"a\\\\b"'
    assert prose("a::b") == "a: :b"
    assert limits(Argument("x", "i", low=0, high=7, default=3)) == "whole number 0..7; 3 by default"
