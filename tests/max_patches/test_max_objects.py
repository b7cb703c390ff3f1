"""The closed table: objects as Max 8 saved them, and arguments that they do not take."""

from __future__ import annotations

import pytest

from max_patches.objects import PANELS, TABLE, is_number, kind, shape_of, split

SAVED = [  # text, inlets, outlet types: seen in patches that Max 8 had written
    ("midiparse", 1, ["", "", "", "int", "int", "", "int", ""]),
    ("midiflush", 1, ["int"]),
    ("freebang", 1, ["bang"]),
    ("patcherargs", 1, ["", ""]),
    ("pipe 0 0 500", 3, ["", ""]),
    ("pipe 0 0 0 0.", 4, ["", "", ""]),
    ("pipe 0 0", 2, [""]),
    ("route a b c d", 5, [""] * 5),
    ("sel 0 1", 3, ["bang", "bang", ""]),
    ("select 1", 2, ["bang", ""]),
    ("zl.iter 2", 2, ["", ""]),
    ("t b i", 1, ["bang", "int"]),
    ("node.script python.js", 1, ["", ""]),
    ("udpreceive 45454", 1, [""]),
    ("pcontrol", 1, [""]),
    ("transport", 2, ["int", "int", "float", "float", "float", "", "int", "float", ""]),
    ("autopattr", 1, [""] * 4),
    ("expr $i1 * $i2 + 60", 2, [""]),
    ("prepend mode", 1, [""]),
    ("metro 4n @active 1", 2, ["bang"]),
    ("adsr~ 40 40 0.5 40", 5, ["signal", "signal", "", ""]),
    ("thispoly~", 1, ["int", "int", "int"]),
    ("out~ 1", 1, []),
    ("in 1", 1, [""]),
    ("unpack i i", 1, ["int", "int"]),
    ("/ 127.", 2, ["float"]),
    ("+ 1", 2, ["int"]),
    ("midiin", 1, ["int"]),
    ("mtof", 1, [""]),
    ("*~", 2, ["signal"]),
]
PANELS_SAVED = [
    ("live.menu", 1, ["", "", "float"]),
    ("live.numbox", 1, ["", "float"]),
    ("live.dial", 1, ["", "float"]),
    ("live.text", 1, ["", ""]),
    ("message", 2, [""]),
    ("comment", 1, []),
    ("kslider", 2, ["int", "int"]),
    ("number", 1, ["", "bang"]),
    ("toggle", 1, ["int"]),
    ("ezdac~", 2, []),
    ("button", 1, ["bang"]),
]
WRONG = [
    ("pipe soon", "takes numbers"),
    ("pipe", "takes numbers"),
    ("route", "at least 1"),
    ("t", "at least 1"),
    ("prepend", "takes 1"),
    ("udpsend 127.0.0.1", "takes 2"),
    ("del 1 2", "takes 0..1"),
    ("+ a", "1 number"),
    ("gate a", "number of its outlets"),
    ("pack 1", "at least 2"),
    ("metro @speed 2", "no attribute speed"),
    ("s", "takes 1"),
    ("adsr~ 1 2 3 x", "takes numbers, not x"),
]


@pytest.mark.parametrize(("text", "inlets", "types"), SAVED)
def test_an_object_has_the_shape_that_max_saves(text: str, inlets: int, types: list[str]) -> None:
    shape = shape_of(text)
    assert (shape.inlets, list(shape.outlets)) == (inlets, types)


@pytest.mark.parametrize(("maxclass", "inlets", "types"), PANELS_SAVED)
def test_a_panel_has_the_shape_that_max_saves(maxclass: str, inlets: int, types: list[str]) -> None:
    assert (PANELS[maxclass].inlets, list(PANELS[maxclass].outlets)) == (inlets, types)


@pytest.mark.parametrize(("text", "why"), WRONG)
def test_arguments_that_an_object_does_not_take_are_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        shape_of(text)


def test_an_object_that_nobody_looked_up_is_refused() -> None:
    with pytest.raises(LookupError, match="pd"):
        shape_of("pd thing")


def test_every_object_of_the_table_says_which_inlets_are_hot() -> None:
    for name, entry in TABLE.items():
        assert name == name.strip()
        assert entry.shape
    assert shape_of("gate").hot == {1}


def test_a_text_is_split_into_arguments_and_attributes() -> None:
    assert split("metro 4n @active 1 @quantize 4n") == (
        "metro",
        ["4n"],
        {"active": ["1"], "quantize": ["4n"]},
    )
    assert split("") == ("", [], {})
    assert [kind(word) for word in ("1", "1.", "a")] == ["int", "float", ""]
    assert [is_number(word) for word in ("#1", "#0_a", "-3", "x")] == [True, False, True, False]
