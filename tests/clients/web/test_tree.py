"""OSCQuery's tree holds every address of the schema, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.web.tree import (
    ATTRIBUTES,
    Node,
    find,
    host_info,
    readable,
    tree,
    with_values,
)
from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.handlers.reference import as_data
from perf_engine.engine.handlers.schema import FROM_CLIENTS, TO_CLIENTS
from perf_engine.engine.handlers.schema import find as entry_of
from perf_engine.protocol.errors import Refusal

SCHEMA = json.loads(json.dumps(as_data()))  # as a program would read it
ROOT = tree(SCHEMA, 2)


def methods(node: Node) -> Iterator[Node]:
    if "TYPE" in node:
        yield node
    for below in node.get("CONTENTS", {}).values():
        yield from methods(below)


def test_every_address_is_a_method_and_every_method_an_address() -> None:
    wanted = {
        entry.address.replace("/N/", f"/{voice}/") for entry in FROM_CLIENTS for voice in (0, 1)
    } | {entry.address for entry in TO_CLIENTS}
    assert {node["FULL_PATH"] for node in methods(ROOT)} == wanted
    assert json.loads(json.dumps(ROOT)) == ROOT


@pytest.mark.parametrize("node", [*methods(ROOT)], ids=lambda node: node["FULL_PATH"])
def test_a_method_is_found_at_its_path_and_says_what_it_takes(node: Node) -> None:
    assert find(ROOT, node["FULL_PATH"]) is node
    assert set(node) <= set(ATTRIBUTES)
    assert node["DESCRIPTION"]
    for form in (node, *node.get("OVERLOADS", ())):
        assert set(form["TYPE"]) <= set("ifs")
        assert len(form.get("RANGE", form["TYPE"])) == len(form["TYPE"])


@pytest.mark.parametrize(
    "node", [n for n in methods(ROOT) if n["ACCESS"]], ids=lambda node: node["FULL_PATH"]
)
def test_the_engine_takes_every_form_and_refuses_what_is_out_of_range(node: Node) -> None:
    entry, _ = entry_of(node["FULL_PATH"])
    for form in (node, *node.get("OVERLOADS", ())):
        ranges = form.get("RANGE", [None] * len(form["TYPE"]))
        said: list[object] = []
        for tag, limits in zip(form["TYPE"], ranges, strict=True):
            limits = limits or {}
            usual = {"i": 1, "f": 0.5, "s": "word"}[tag]
            said.append(limits["VALS"][-1] if "VALS" in limits else limits.get("MAX", usual))
        entry.check(list(said))
        for place, limits in enumerate(ranges):
            if limits and "MAX" in limits:
                beyond = [*said[:place], limits["MAX"] + 1, *said[place + 1 :]]
                with pytest.raises(Refusal):
                    entry.check(beyond)


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_is_read_and_written_in_its_range(name: str) -> None:
    control = CONTROLS[name]
    for path in (f"/perf/param/{name}", f"/perf/voice/1/{name}"):
        node = find(ROOT, path)
        assert node is not None
        assert node["ACCESS"] == 3
        number = ("i" if control.whole else "f", [{"MIN": control.low, "MAX": control.high}])
        name_of_it = ("s", [{"VALS": list(control.choices)}])
        assert (node["TYPE"], node["RANGE"]) == (name_of_it if control.choices else number)
        forms = [(form["TYPE"], form.get("RANGE")) for form in node.get("OVERLOADS", ())]
        assert forms == ([number] if control.choices else [("s", None)] if control.words else [])
        assert control.help.partition(".")[0] in node["DESCRIPTION"]


def test_what_can_be_chosen_what_may_be_left_out_and_what_only_the_engine_says() -> None:
    mode = find(ROOT, "/perf/mode")
    note = find(ROOT, "/perf/in/note")
    told = find(ROOT, "/perf/note")
    panic = find(ROOT, "/perf/panic")
    prime = find(ROOT, "/perf/prime")
    assert all((mode, note, told, panic, prime))
    assert mode["RANGE"] == [{"VALS": list(MODES)}]
    assert (note["TYPE"], note["ACCESS"]) == ("iii", 2)
    assert note["OVERLOADS"][0]["TYPE"] == "iiif"
    assert told["ACCESS"] == 0
    assert panic["TYPE"] == ""
    assert [prime["TYPE"], prime["OVERLOADS"][0]["TYPE"]] == ["s", "i"]


def test_containers_and_what_is_not_there() -> None:
    assert find(ROOT, "/") is ROOT
    container = find(ROOT, "/perf/param")
    assert container is not None
    assert sorted(container["CONTENTS"]) == sorted(CONTROLS)
    assert "TYPE" not in container
    assert find(ROOT, "/perf/param/loudness") is None
    assert find(ROOT, "/perf/voice/2") is None


@given(st.text(max_size=30))
def test_no_path_raises(path: str) -> None:
    found = find(ROOT, path)
    assert found is None or found["FULL_PATH"].strip("/") == path.strip("/")


def test_values_are_put_into_a_copy() -> None:
    paths = list(readable(ROOT))
    assert "/perf/param/share" in paths
    assert "/perf/panic" not in paths
    valued = with_values(ROOT, {"/perf/param/share": (0.25,)})
    node = find(valued, "/perf/param/share")
    assert node is not None
    assert node["VALUE"] == [0.25]
    assert "VALUE" not in find(ROOT, "/perf/param/share")


def test_the_host_says_what_it_can() -> None:
    info = host_info("perf_engine", 9470)
    assert (info["OSC_PORT"], info["OSC_TRANSPORT"]) == (9470, "UDP")
    assert info["EXTENSIONS"]["VALUE"]
    assert not info["EXTENSIONS"]["LISTEN"]
