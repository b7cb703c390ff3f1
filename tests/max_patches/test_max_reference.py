"""The reference pages: one for each object, as its patch has it."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest

from max_patches.build import ROOT
from max_patches.build.interface import OBJECTS
from max_patches.build.maxref import page
from max_patches.build.schema import Schema
from perf_engine.engine.handlers.schema import FROM_CLIENTS
from tests.max_patches.patches import own


def root(name: str) -> Xml.Element:
    return Xml.parse(ROOT / "docs" / f"{name}.maxref.xml").getroot()


def test_every_object_has_a_page_and_a_help_patcher() -> None:
    names = set(own()) - {"perf.tone"}
    assert set(OBJECTS) == names
    assert {path.name.removesuffix(".maxref.xml") for path in ROOT.glob("docs/*")} == names
    assert {path.stem for path in ROOT.glob("help/*.maxhelp")} == names


@pytest.mark.parametrize("name", OBJECTS)
def test_a_page_tells_of_its_patch(name: str) -> None:
    found = root(name)
    assert (found.tag, found.get("name")) == ("c74object", name)
    patch = own()[name]
    for kind, boxes in (("inlet", patch.inlets), ("outlet", patch.outlets)):
        entries = found.findall(f"{kind}list/{kind}")
        said = [entry.findtext("digest") for entry in entries]
        assert said == [box.data["comment"] for box in boxes]
        assert [entry.get("id") for entry in entries] == [str(n) for n in range(len(boxes))]
    assert found.findtext("digest") == OBJECTS[name].digest
    assert all(see.get("name") for see in found.findall("seealsolist/seealso"))
    others = {see.get("name") for see in found.findall("seealsolist/seealso")}
    assert others <= set(OBJECTS) | {"transport"}


def test_every_message_to_the_engine_is_told() -> None:
    methods = {entry.get("name") for entry in root("perf.engine").findall("methodlist/method")}
    assert {entry.address for entry in FROM_CLIENTS} <= methods
    words = {"start", "stop", "options", "program", "flag"}
    assert methods - {entry.address for entry in FROM_CLIENTS} == words


def test_what_is_special_in_xml_is_written_so_that_it_can_be_read() -> None:
    written = page(own()["perf.engine"], Schema())
    assert Xml.fromstring(written.partition("?>\n")[2].partition("?>\n")[2]).get("name")
