"""The package is as the schema has it, and what the schema gains the package gains."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from max_patches.amxd import unwrapped
from max_patches.build import DEVICE, ROOT, binaries, main, package
from max_patches.build.panel import panel, placed, widget
from max_patches.build.schema import Schema, example, limits, message, number
from max_patches.lint import Package, lint
from max_patches.patch import Patch
from perf_engine import __version__
from perf_engine.engine.handlers.schema import FROM_CLIENTS, find
from perf_engine.protocol.address import Address, Argument

WRITTEN = package()
BINARY = binaries(WRITTEN)
BY_HAND = {"README.md", "javascript/perf.engine.js"}
VALUES = {
    "colour": Argument(
        "value", "si", "The scale.", 0, 1, choices=("major", "minor"), default="minor"
    ),
    "lilt": Argument("value", "f", 'How "uneven".', 0.5, 0.75, default=0.5),
    "hush": Argument("value", "i", "1 holds it.", 0, 1, default=0),
    "colour_pitches": Argument("value", "si", "Your scale.", 0, 4095, default=4095),
}
NEW = [
    Address(f"{prefix}{name}", (value,), value.help, control=name, getter=True, handler="param")
    for name, value in VALUES.items()
    for prefix in ("/perf/param/", "/perf/voice/N/")
]
SAVE = Address("/perf/shelf/keep", (Argument("name", "s", "of the state"),), "Keep a state.")
GROWN = replace(Schema(), from_clients=(*FROM_CLIENTS, *NEW, SAVE))


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_a_written_file_is_as_the_schema_has_it(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == WRITTEN[name], "type: make docs"


def test_nothing_else_lies_in_the_package() -> None:
    there = {p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if p.is_file()}
    assert there == set(WRITTEN) | set(BINARY) | BY_HAND


@pytest.mark.parametrize("name", sorted(BINARY))
def test_the_device_for_live_holds_the_patch_beside_it(name: str) -> None:
    assert (ROOT / name).read_bytes() == BINARY[name], "type: make docs"
    assert unwrapped(BINARY[name]) == ("midi", WRITTEN[DEVICE])


def test_the_files_are_written_where_they_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("max_patches.build.ROOT", tmp_path)
    main()
    there = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert there == set(WRITTEN) | set(BINARY)


def grown_package() -> Package:
    files = package(GROWN)
    patches = {
        name: Patch.of(json.loads(text)["patcher"], name.rpartition("/")[2].rpartition(".")[0])
        for name, text in files.items()
        if name.endswith((".maxpat", ".maxhelp"))
    }
    return Package(patches, frozenset({"perf.engine.js"}))


def test_new_controls_and_addresses_are_taken_up_and_leave_the_patches_clean() -> None:
    grown = grown_package()
    unknown = {"address"}  # this test's own addresses, which no engine has
    assert {finding.kind for finding in lint(grown)} <= unknown
    found = {box.data.get("varname"): box for box in panel(GROWN).boxes}
    assert {name: found[name].maxclass for name in ("colour", "lilt", "hush")} == {
        "colour": "live.menu",
        "lilt": "live.dial",
        "hush": "live.text",
    }
    assert found["colour_pitches"].maxclass == "live.numbox"
    assert found["colour"].parameter["parameter_enum"] == ["major", "minor"]
    assert found["colour"].parameter["parameter_initial"] == [1]
    texts = {
        box.text for part in grown.patches["help/perf.engine.maxhelp"].walk() for box in part.boxes
    }
    new = {"/perf/shelf/keep general", "/perf/param/lilt 0.5", "/perf/voice/0/colour major"}
    assert new <= texts
    assert "/perf/shelf/keep" in package(GROWN)["docs/perf.engine.maxref.xml"]


def test_a_new_mode_is_in_the_menu() -> None:
    modes = replace(Schema(), modes=("duet", "trio"))
    mode = next(box for box in panel(modes).boxes if box.data.get("varname") == "mode")
    assert mode.parameter["parameter_enum"] == ["duet", "trio"]


@pytest.mark.parametrize("name", [name for name, _ in Schema().controls])
def test_a_parameter_is_its_control(name: str) -> None:
    value = dict(Schema().controls)[name]
    found = next(box for box in panel(Schema()).boxes if box.data.get("varname") == name)
    said: dict[str, Any] = dict(found.parameter)
    assert said["parameter_longname"] == name
    assert found.data["annotation"] == said["parameter_info"] == value.help
    if widget(value) in ("live.dial", "live.numbox"):
        assert (said["parameter_mmin"], said["parameter_mmax"]) == (value.low, value.high)
        assert said["parameter_initial"] == [value.default]


def test_every_control_stands_in_one_section() -> None:
    names = [name for _, controls in Schema().sections for name, _ in controls]
    assert names == [name for name, _ in Schema().controls]
    cells, heads = placed(Schema())
    assert len(set(cells.values())) == len(names)
    assert list(heads) == [heading for heading, _ in Schema().sections]


@pytest.mark.parametrize("entry", FROM_CLIENTS, ids=lambda entry: entry.address)
def test_an_example_is_accepted(entry: Address) -> None:
    address, *words = message(entry).split()
    values = [
        int(w) if w.lstrip("-").isdigit() else float(w) if w[0].isdigit() or w[0] == "-" else w
        for w in words
    ]
    find(address)[0].check(values)


def test_states_are_called_as_a_player_calls_them() -> None:
    said = {entry.address: message(entry) for entry in FROM_CLIENTS}
    assert said["/perf/state/morph"] == "/perf/state/morph calm wild 0.5"
    assert said["/perf/state/save"] == "/perf/state/save calm"
    assert said["/perf/model/load"] == "/perf/model/load general"


def test_numbers_stay_what_they_are() -> None:
    assert [number(value) for value in (3, 0.5, 2.0, 96.0)] == ["3", "0.5", "2.", "96."]
    assert example(Argument("x", "f", low=0.2, high=30)) == "1."
    assert limits(Argument("x", "s", choices=("", "a", "b"))) == "one of a, b"


def test_the_package_says_its_version() -> None:
    said = json.loads(WRITTEN["package-info.json"])
    assert (said["name"], said["version"]) == (ROOT.name, __version__)
    assert said["max_version_min"] == "8.5"
