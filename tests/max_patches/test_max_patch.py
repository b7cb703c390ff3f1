"""Patches as values, drawn, read back, and looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from max_patches.build import ROOT
from max_patches.draw import Drawing, lines_of, width_of
from max_patches.geometry import cross, crossings, hidden, overlapping, rising, through
from max_patches.objects import Shape
from max_patches.patch import SUFFIXES, Patch, Rect
from max_patches.picture import SOUND, picture

FILES = sorted(path for path in ROOT.rglob("*") if path.suffix in SUFFIXES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_patch_survives_being_read_and_written(path: Path) -> None:
    assert Patch.read(path).as_text() == path.read_text(encoding="utf-8")


def test_inlets_and_outlets_stand_where_max_draws_them() -> None:
    d = Drawing("x")
    box = d.box("newobj", Shape(1, ("int", "int")), Rect(40, 300, 61, 20), text="unpack i i")
    out = d.box("newobj", Shape(3), Rect(40, 350, 51, 20), text="noteout")
    assert box.outlet_at(1) == (91.5, 320.0)  # as Max 8 drew a cord's bend
    assert out.inlet_at(1) == (65.5, 350.0)
    assert d.obj("midiparse", 0, 0).rect.width == pytest.approx(92.5, abs=0.5)


@given(st.lists(st.text(alphabet="abcil", min_size=1, max_size=12)), st.floats(30, 300))
def test_lines_are_no_wider_than_they_may_be(words: list[str], width: float) -> None:
    text = " ".join(words)
    lines = lines_of(text, width)
    assert " ".join(lines) == text
    assert all(width_of(line) <= width or " " not in line for line in lines)


def drawn() -> Drawing:
    d = Drawing("x")
    a, b = d.obj("t b", 0, 0), d.obj("t b", 100, 0)
    c, e = d.obj("t b", 0, 100), d.obj("t b", 100, 100)
    d.cord(a, 0, e)
    d.cord(b, 0, c)
    return d


def test_cords_that_cross_are_counted() -> None:
    assert len(crossings(drawn().patch)) == 1
    assert cross(((0, 0), (2, 2)), ((0, 2), (2, 0)))
    assert not cross(((0, 0), (2, 2)), ((0, 0), (2, 0)))  # they begin at the same place


def test_cords_behind_boxes_upward_cords_and_heaps_are_seen() -> None:
    d = drawn()
    middle = d.obj("print", 50, 50, 20)
    assert {box.id for _, box in hidden(d.patch)} == {middle.id}
    d.cord(d.patch.boxes[2], 0, d.patch.boxes[0])
    assert [cord.source for cord in rising(d.patch)] == [d.patch.boxes[2].id]
    assert list(overlapping(d.patch)) == []
    d.obj("print", 60, 55)
    assert len(list(overlapping(d.patch))) == 1
    assert through(((0, 5), (20, 5)), Rect(5, 0, 10, 10))
    assert not through(((0, 15), (20, 15)), Rect(5, 0, 10, 10))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_patch_can_be_drawn_whole(path: Path) -> None:
    for patch in Patch.read(path).walk():
        image = picture(patch, scale=0.5)
        right = max(box.rect.right for box in patch.boxes)
        bottom = max(box.rect.bottom for box in patch.boxes)
        assert image.width >= right / 2
        assert image.height >= bottom / 2
        assert len(image.getcolors(1 << 20) or []) > 2


def test_a_cord_is_drawn_from_outlet_to_inlet_and_a_signal_in_its_colour() -> None:
    d = Drawing("x")
    saw, out = d.obj("saw~ 440", 20, 20), d.obj("out~ 1", 20, 120)
    d.cord(saw, 0, out)
    assert picture(d.patch, scale=1.0).getpixel((29, 80)) == SOUND


def test_the_panel_is_drawn_as_it_is_presented() -> None:
    panel = Patch.read(ROOT / "patchers" / "perf.engine.ui.maxpat")
    shown = picture(panel, presented=True, scale=1.0)
    whole = picture(panel, scale=1.0)
    assert shown.width < whole.width
    example = Patch.read(ROOT / "examples" / "01_duet_with_a_keyboard.maxpat")
    empty = picture(example, scale=0.5)
    filled = picture(example, scale=0.5, own={"perf.engine.ui": panel})
    assert empty.tobytes() != filled.tobytes()


def test_a_file_that_is_no_patch_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.maxpat").write_text("[]")
    with pytest.raises(ValueError, match=r"x\.maxpat is no patch"):
        Patch.read(tmp_path / "x.maxpat")
