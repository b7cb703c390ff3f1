from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from puredata.patch import Patch, escaped


def test_a_patch_is_boxes_and_cords_in_their_order() -> None:
    patch = Patch(300, 200)
    first = patch.msg(10, 20, "1, $1")
    patch.text(10, 5, "said", 20)
    parts = patch.obj(10, 40, "unpack f f", first)
    last = patch.obj(10, 60, "pack f f", parts)
    patch.cord(parts[1], last, 1)
    assert patch.written().splitlines() == [
        "#N canvas 60 60 300 200 12;",
        "#X msg 10 20 1 \\, \\$1;",
        "#X text 10 5 said, f 20;",
        "#X obj 10 40 unpack f f;",
        "#X obj 10 60 pack f f;",
        "#X connect 0 0 2 0;",
        "#X connect 2 0 3 0;",
        "#X connect 2 1 3 1;",
    ]


@given(st.text(st.sampled_from("ab ,;$1/"), max_size=20))
def test_no_text_ends_its_box(text: str) -> None:
    said = escaped(text)
    for mark in ",;$":
        assert said.count(mark) == said.count("\\" + mark) == text.count(mark)
