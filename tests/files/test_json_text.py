"""JSON texts of every odd kind: the value, or one sentence."""

from __future__ import annotations

import pytest

from perf_engine.files.json_text import value_of

ODD: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "line 1, column 1: it is not JSON"),
    "cut off": ('{"a":\n[1, 2', "line 2, column 6: it is not JSON"),
    "no UTF-8": (b'"\xff"', "it is not UTF-8 text"),
    "lists": ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
    "tables": ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
    "lists that are just read": ("[" * 300 + "]" * 300, "nested too deeply"),
    "a number": ("1" * 5000, "a number has too many digits"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_text_is_refused_in_a_sentence(name: str) -> None:
    text, sentence = ODD[name]
    with pytest.raises(ValueError, match=sentence) as refused:
        value_of(text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ['\ufeff{"a": [1]}', b'\xef\xbb\xbf{"a": [1]}', '{"a": [1]}'])
def test_a_byte_order_mark_does_not_matter(text: str | bytes) -> None:
    assert value_of(text) == {"a": [1]}
