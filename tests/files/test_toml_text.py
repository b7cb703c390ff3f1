"""TOML texts of every odd kind: the tables, or one sentence."""

from __future__ import annotations

import pytest

from perf_engine.files.toml_text import LONGEST, tables_of

ODD: dict[str, tuple[bytes, str]] = {
    "no value": (b"a = 1\nb =\n", "line 2: b has no value: write it after the =, such as b = 7"),
    "no quotes": (b"a = piano", 'line 1: put text in quotes: a = "piano"'),
    "no UTF-8": (b'a = 1\nb = "\xff"', "line 2: save the file as UTF-8 text"),
    "lists": (b"a = " + b"[" * 100_000, "nested too deeply"),
    "lists that are just read": (b"a = " + b"[" * 150 + b"]" * 150, "nested too deeply"),
    "keys": (b"a" + b".a" * 400_000 + b" = 1", "nested too deeply"),
    "digits": (b"a = " + b"1" * 5000, "a number has too many digits"),
    "hexadecimal digits": (b"a = [{ b = 0x" + b"f" * 5000 + b" }]", "too many digits"),
    "a key alone": (b"a 7", "line 1: write KEY = VALUE, such as a = 7$"),
    "a program": (b'"""The roles."""', "such as  = 7; this line is not TOML$"),
    "a long line": (b"[" + b"a" * 100_000, "line 1: this is not TOML"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_text_is_refused_in_a_sentence(name: str) -> None:
    text, sentence = ODD[name]
    with pytest.raises(ValueError, match=sentence) as refused:
        tables_of(text, lambda key: f"{key} = 7")
    said = str(refused.value)
    assert "\n" not in said
    assert len(said) < 2 * LONGEST


def test_texts_and_comments_may_have_many_dots() -> None:
    text = f"# {'.' * 300}\na = '{'so ... ' * 99}{'.' * 300}'\nb = [{'0.5, ' * 300}]\n"
    assert list(tables_of(text.encode(), str)) == ["a", "b"]


def test_a_byte_order_mark_does_not_matter() -> None:
    assert tables_of(b"\xef\xbb\xbfa = 1", str) == {"a": 1}
