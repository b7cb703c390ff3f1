import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.studio.files.picture import BACKGROUND, html, roll_of, svg, write_picture
from perf_engine.studio.files.primer import PRIMER
from perf_engine.studio.notes import Note, Performance, read_midi
from perf_engine.studio.roll import HANDS
from tests.support.concert import ROOT
from tests.support.peers import require_module

notes = st.builds(
    Note,
    st.floats(0, 500),
    st.integers(0, 127),
    st.integers(1, 127),
    st.floats(0, 20),
    st.sampled_from((PRIMER, "machine", "a <b> & 'c' \"d\"")),
)


def drawn(picture):
    """Every note of an SVG: track, onset, pitch, velocity, duration."""
    root = ElementTree.fromstring(picture)
    found = [e for e in root.iter("{http://www.w3.org/2000/svg}rect") if e.get("class") == "note"]
    return [
        (
            e.get("data-track"),
            float(e.get("data-onset")),
            int(e.get("data-pitch")),
            int(e.get("data-velocity")),
            float(e.get("data-duration")),
        )
        for e in found
    ]


def rows(performance):
    return [
        (n.track, round(n.onset, 4), n.pitch, n.velocity, round(n.duration, 4))
        for n in performance.notes
    ]


@settings(deadline=None)
@given(st.lists(notes, min_size=1, max_size=40))
def test_the_notes_of_a_picture_are_those_of_the_music_and_lie_inside_it(some):
    music = Performance.of(some)
    roll = roll_of(music)
    assert drawn(svg(roll)) == [(row[0], *map(pytest.approx, row[1:])) for row in rows(music)]
    for box in roll.boxes:
        assert 0 <= box.x < roll.width
        assert 0 <= box.y <= box.y + box.height <= roll.height
        assert roll.top(box.note.pitch) < box.y < roll.top(box.note.pitch) + 8


def test_the_notes_of_a_files_picture_are_the_files(tmp_path):
    path = ROOT / "examples" / "phrase.mid"
    music = read_midi(path)
    for kind in ("svg", "html"):
        out = tmp_path / f"phrase.{kind}"
        write_picture(out, roll_of(music), "phrase")
        text = out.read_text("utf-8")
        (picture,) = re.findall(r"<svg.*</svg>", text, flags=re.DOTALL)
        assert drawn(picture) == rows(music)


def test_the_primer_has_a_colour_of_its_own():
    music = Performance.of([Note(0, 60, 80, 1, PRIMER), Note(1, 62, 80, 1, "machine")])
    roll = roll_of(music)
    assert list(roll.colours) == [PRIMER, "machine"]
    assert [box.colour for box in roll.boxes] == [HANDS[0].bright, HANDS[1].bright]
    nameless = Performance.of([Note(0, 60, 80, 1), Note(1, 62, 80, 1)])
    assert [b.colour for b in roll_of(nameless, primed=1.0).boxes] == [b.colour for b in roll.boxes]
    assert len({b.colour for b in roll_of(nameless).boxes}) == 1


def test_a_page_asks_for_nothing_from_elsewhere():
    page = html(roll_of(Performance.of([Note(0, 60, 80, 1)])), "<me> & you")
    assert "&lt;me&gt; &amp; you" in page
    assert "<me>" not in page
    assert not re.search(r"(src|href)=|url\(|@import", page)


def test_a_png_shows_each_note_in_its_place(tmp_path):
    require_module("PIL")
    from PIL import Image

    music = Performance.of([Note(0, 60, 127, 1, PRIMER), Note(1, 72, 127, 1, "machine")])
    roll = roll_of(music)
    write_picture(tmp_path / "roll.png", roll)
    with Image.open(tmp_path / "roll.png") as image:
        assert image.size == (roll.width, roll.height)
        for box in roll.boxes:
            x, y = int(box.x + box.width / 2), int(box.y + box.height / 2)
            assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((x, y))) == box.colour
        assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((1, 1))) == BACKGROUND


def test_long_music_still_fits_a_picture():
    assert roll_of(Performance.of([Note(0, 60, 80, 86_000)])).width < 17_000


def test_nothing_and_another_kind_are_refused(tmp_path):
    with pytest.raises(ValueError, match="no notes to draw"):
        roll_of(Performance())
    roll = roll_of(Performance.of([Note(0, 60, 80, 1)]))
    for name, said in (("roll.gif", "not .gif"), ("roll", "not roll")):
        with pytest.raises(ValueError, match=rf"must end with .svg, .html or .png, {said}"):
            write_picture(tmp_path / name, roll)
