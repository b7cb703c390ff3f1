"""The package is clean, and the lint sees what would not be: each kind of defect, seeded."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from max_patches.addresses import missing, used
from max_patches.build import ROOT
from max_patches.lint import Package, lint
from max_patches.patch import Patch

Data = dict[str, Any]
VOICE = "patchers/perf.voice.maxpat"
PANEL = "patchers/perf.engine.ui.maxpat"
ENGINE = "patchers/perf.engine.maxpat"
TONE = "patchers/perf.tone.maxpat"
HELP = "help/perf.engine.maxhelp"
PACKAGE = Package.read(ROOT)


def boxes(data: Data) -> Iterator[Data]:
    for entry in data["boxes"]:
        yield entry["box"]


def box(data: Data, text: str) -> Data:
    """The first box with this text, or of this maxclass."""
    return next(b for b in boxes(data) if text in (b.get("text"), b["maxclass"]))


def lines(data: Data) -> list[Data]:
    return [entry["patchline"] for entry in data["lines"]]


def cord(data: Data, text: str) -> Data:
    """The first cord from a box."""
    name = box(data, text)["id"]
    return next(line for line in lines(data) if line["source"][0] == name)


def add(data: Data, source: Data, outlet: int, destination: Data, inlet: int) -> None:
    ends = {"source": [source["id"], outlet], "destination": [destination["id"], inlet]}
    data["lines"].append({"patchline": ends})


def change(text: str, **more: Any) -> Callable[[Data], None]:
    return lambda data: box(data, text).update(more)


def renamed(text: str, to: str) -> Callable[[Data], None]:
    return lambda data: box(data, text).update(text=to)


def parameter(name: str, **more: Any) -> Callable[[Data], None]:
    def seed(data: Data) -> None:
        found = next(b for b in boxes(data) if b.get("varname") == name)
        found["saved_attribute_attributes"]["valueof"].update(more)

    return seed


def looped(data: Data) -> None:
    add(data, box(data, "pack 0 0 0"), 0, box(data, "unpack 0 0 0"), 0)


def twice(data: Data) -> None:
    data["lines"].append(copy.deepcopy(data["lines"][0]))


def tangled(data: Data) -> None:
    """The branches of the route change places."""
    names = [box(data, text)["id"] for text in ("$1 $2 $3", "$1 0 $2", "unpack 0 0 0.")]
    for name, x in zip(names, (740, 600, 460), strict=True):
        next(b for b in boxes(data) if b["id"] == name)["patching_rect"][0] = x
    box(data, "t b")["patching_rect"][0] = 640
    box(data, "del 3000")["patching_rect"][0] = 900


DEFECTS: list[tuple[str, str, Callable[[Data], None]]] = [
    ("unknown object", VOICE, renamed("pack 0 0 0", "pak 0 0 0")),
    (
        "unknown object",
        HELP,
        lambda d: next(boxes(next(boxes(d))["patcher"])).update(
            maxclass="bpatcher", name="perf.nothing.maxpat"
        ),
    ),
    ("arguments", VOICE, renamed("unpack 0 0 0", "unpack 0")),
    ("arguments", ENGINE, renamed("udpsend 127.0.0.1 9470", "udpsend 127.0.0.1")),
    (
        "attribute",
        PANEL,
        lambda d: box(d, "pattrstorage #0_presets @savemode 0 @changemode 0").update(
            text="pattrstorage #0_presets @forgetmode 1"
        ),
    ),
    ("inlets", VOICE, change("pack 0 0 0", numinlets=2)),
    ("outlets", VOICE, change("midiparse", numoutlets=7)),
    ("outlet types", VOICE, change("del 3000", outlettype=["int"])),
    ("same id", VOICE, change("iter", id="obj-1")),
    ("loose cord", VOICE, lambda d: cord(d, "iter")["destination"].__setitem__(0, "obj-999")),
    ("no outlet", VOICE, lambda d: cord(d, "iter")["source"].__setitem__(1, 1)),
    ("no inlet", VOICE, lambda d: cord(d, "iter")["destination"].__setitem__(1, 4)),
    (
        "signal",
        TONE,
        lambda d: (
            add(d, box(d, "saw~ 440"), 0, box(d, "thispoly~"), 0)
            or add(d, box(d, "saw~ 440"), 0, box(d, "mtof"), 0)
        ),
    ),
    ("message", TONE, lambda d: add(d, box(d, "mtof"), 0, box(d, "out~ 1"), 0)),
    ("same cord", VOICE, twice),
    ("order", VOICE, lambda d: add(d, box(d, "midiflush"), 0, box(d, "midiparse"), 0)),
    ("ring", VOICE, looped),
    (
        "scope",
        ENGINE,
        lambda d: [
            b.update(text=b["text"].replace("#0_say", "say"))
            for b in boxes(d)
            if b.get("text", "").endswith("#0_say")
        ],
    ),
    ("unheard", ENGINE, renamed("r #0_dump", "r #0_dumb")),
    ("unsaid", ENGINE, renamed("s #0_up", "s #0_down")),
    ("no comment", VOICE, change("inlet", comment="")),
    (
        "no script",
        ENGINE,
        lambda d: box(d, "node.script perf.engine.js @autostart 0 @watch 0").update(
            text="node.script perf.motor.js @autostart 0 @watch 0"
        ),
    ),
    ("parameter", PANEL, parameter("share", parameter_longname="")),
    ("parameter", PANEL, change("live.dial", parameter_enable=0)),
    ("same parameter", PANEL, parameter("share", parameter_longname="nucleus")),
    ("annotation", PANEL, change("live.dial", annotation="")),
    ("initial", PANEL, parameter("share", parameter_initial=[1.5])),
    ("overlap", VOICE, lambda d: box(d, "iter")["patching_rect"].__setitem__(1, 625.0)),
    ("overlap", PANEL, change("live.dial", presentation_rect=[0.0, 0.0, 80.0, 60.0])),
    ("no place", PANEL, lambda d: box(d, "live.dial").pop("presentation_rect")),
    (
        "hidden cord",
        VOICE,
        lambda d: (
            box(d, "iter")["patching_rect"].__setitem__(0, 700.0)
            or box(d, "freebang").update(patching_rect=[550.0, 676.0, 64.0, 22.0])
        ),
    ),
    ("rising cord", VOICE, lambda d: box(d, "midiflush")["patching_rect"].__setitem__(1, 550.0)),
    ("crossings", VOICE, tangled),
    ("address", ENGINE, renamed("/perf/ping", "/perf/pin")),
    ("address", PANEL, renamed("prepend /perf/param/share", "prepend /perf/param/sharing")),
    ("value", PANEL, renamed("/perf/start", "/perf/start 99")),
    (
        "value",
        HELP,
        lambda d: next(
            b for b in boxes(list(boxes(d))[3]["patcher"]) if b["maxclass"] == "message"
        ).update(text="/perf/param/temperature 9."),
    ),
    ("tabs", HELP, lambda d: next(boxes(d))["patcher"].pop("showontab")),
]


def seeded(file: str, seed: Callable[[Data], object]) -> Package:
    """The package with one defect."""
    data = json.loads((ROOT / file).read_text(encoding="utf-8"))["patcher"]
    seed(data)
    package = Package(dict(PACKAGE.patches), PACKAGE.scripts)
    package.patches[file] = Patch.of(data, Path(file).name.rpartition(".")[0])
    return package


@pytest.mark.parametrize("file", sorted(PACKAGE.patches))
def test_a_patch_is_clean(file: str) -> None:
    assert lint(PACKAGE, file) == []


@pytest.mark.parametrize(
    ("kind", "file", "seed"), DEFECTS, ids=[f"{n}-{kind}" for n, (kind, *_) in enumerate(DEFECTS)]
)
def test_a_seeded_defect_is_caught(kind: str, file: str, seed: Callable[[Data], object]) -> None:
    found = lint(seeded(file, seed), file)
    assert kind in {finding.kind for finding in found}


def test_more_than_twenty_kinds_are_seeded() -> None:
    assert len({kind for kind, *_ in DEFECTS}) > 20


def test_a_file_that_is_no_patch_is_seen(tmp_path: Path) -> None:
    (tmp_path / "broken.maxpat").write_text('{"patcher": {"boxes": [')
    (tmp_path / "empty.maxpat").write_text("{}")
    assert [f.kind for f in lint(Package.read(tmp_path))] == ["unreadable"] * 2


def test_every_address_of_the_engine_is_in_the_patches() -> None:
    assert missing(PACKAGE.patches.values()) == []
    assert "/perf/panic" in used(PACKAGE.patches.values())


def test_an_address_that_no_patch_has_is_seen() -> None:
    without = [patch for name, patch in PACKAGE.patches.items() if name != HELP]
    assert "/perf/midi/unbind" in missing(without)
