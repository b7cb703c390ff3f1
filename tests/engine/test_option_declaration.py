"""One declaration says what an option takes, and what is refused with which sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.option_declaration import (
    REQUIRED,
    Choice,
    Flag,
    Kind,
    Number,
    Several,
    Tables,
    Text,
    Whole,
    check_all,
    option,
    options_of,
)


@dataclass(frozen=True, slots=True)
class Lamp:
    """A thing with options, as an engine has them."""

    name: str = option(REQUIRED, Text(), "Call it this.")
    watts: int = option(40, Whole(1, 100, "WATTS"), "Burn this much.")
    colour: str = option("red", Choice(("red", "green")), "Shine like this.")
    dim: float = option(0.5, Number(0, 1, above=True), "Dim it to this share.")
    on: bool = option(False, Flag(), "Switch it on.")
    word: str = option("", Text("a word", secret=True), "Say this.", environment="LAMP_WORD")
    parts: Mapping[str, int] = option(dict, Tables("[parts]"), "Its parts.", typed=Whole(1, 3))

    def __post_init__(self) -> None:
        check_all(self)


def test_an_option_is_a_field_with_its_name_and_its_default() -> None:
    options = options_of(Lamp)
    assert list(options) == ["name", "watts", "colour", "dim", "on", "word", "parts"]
    assert options["name"].default is REQUIRED
    assert options["watts"].default == 40
    assert options["parts"].default is None
    assert Lamp("a").parts == {}
    assert options["watts"].flag == "--watts"
    assert options["watts"].default_words == "40"
    assert options["on"].default_words == options["word"].default_words == ""


def test_what_the_command_line_takes_may_differ_from_the_file() -> None:
    options = options_of(Lamp)
    assert options["watts"].line == Whole(1, 100, "WATTS")
    assert options["parts"].line == Whole(1, 3)
    assert options_of(Unsaid)["tables"].line is None


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A thing whose option stands in a file only."""

    tables: tuple[str, ...] = option((), Tables("[[tables]]"), "Many.")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"watts": 0}, "watts must be 1..100, not 0"),
        ({"watts": 101}, "watts must be 1..100, not 101"),
        ({"watts": "60"}, "watts must be a whole number 1..100, not '60'; leave out the quotes"),
        ({"watts": "sixty"}, "watts must be a whole number 1..100, not 'sixty'"),
        ({"watts": True}, "watts must be a whole number 1..100, not True"),
        ({"watts": 4.0}, "watts must be a whole number 1..100, not 4.0"),
        ({"colour": "geen"}, "colour must be one of red, green, not geen; did you mean green?"),
        ({"colour": 3}, "colour must be one of red, green, not 3"),
        ({"dim": 0}, "dim must be more than 0 and at most 1, not 0"),
        ({"dim": float("nan")}, "dim must be more than 0 and at most 1, not nan"),
        ({"dim": "low"}, "dim must be a number more than 0 and at most 1, not 'low'"),
        ({"on": 0}, "on must be true or false, not 0"),
        ({"on": "true"}, "on must be true or false, not 'true'; leave out the quotes"),
        ({"name": ""}, "name must be a text, not nothing"),
        ({"name": 7}, "name must be a text, not 7; put text in quotes"),
        ({"name": [7]}, "name must be a text, not [7]"),
        (
            {"name": "a\nb"},
            "name must be printable, without line breaks or control characters, not 'a\\nb'",
        ),
        ({"word": 4711}, "word must be a word, not something else; put text in quotes"),
    ],
)
def test_a_wrong_value_is_refused_with_name_range_and_value(
    changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValueError, match="must be") as refused:
        Lamp(**{"name": "a", **changes})
    assert str(refused.value) == sentence


def test_a_long_value_is_cut_short() -> None:
    for value in ("x" * 5000 + "\n", ["y"] * 5000, 7 * 10**200, int("9" * 4000) ** 2):
        with pytest.raises(ValueError, match="must be") as refused:
            Lamp("a", watts=value)
        assert len(str(refused.value)) < 200


def test_a_secret_is_not_shown() -> None:
    assert "swordfish" not in repr(Lamp("a", word="swordfish"))


def test_a_list_holds_texts_and_one_may_stand_alone() -> None:
    names = Several(Text("a name"), "a name, or a list of names", least=1, alone=True)
    assert names.check("x", "a") == "a"
    assert names.check("x", ["a", "b"]) == ("a", "b")
    for value, sentence in (
        ([], "x must be a name, or a list of names, not an empty list"),
        (["a", 3], "x must be a name, not 3; put text in quotes"),
        (3, "x must be a name, or a list of names, not 3"),
    ):
        with pytest.raises(ValueError, match="must be") as refused:
            names.check("x", value)
        assert str(refused.value) == sentence


def test_tables_are_told_from_values() -> None:
    one, many = Tables("[parts]"), Tables("[[parts]]")
    assert one.check("parts", {"a": 1}) == {"a": 1}
    assert many.check("parts", [{}, {}]) == [{}, {}]
    with pytest.raises(ValueError, match=r"^parts must be a table, written as \[parts\], not 3$"):
        one.check("parts", 3)
    with pytest.raises(ValueError, match=r"parts must be tables, written as \[\[parts\]\], not \["):
        many.check("parts", [3])
    with pytest.raises(ValueError, match=r"must be a table, written as \[parts\], not 'a'"):
        one.read("parts", "a")


KINDS: list[Kind] = [Whole(0, 9), Whole(3), Number(0, 1, below=True), Flag(), Choice(("a", "b"))]


@given(st.sampled_from(KINDS), st.text())
def test_a_text_is_a_value_of_its_kind_or_refused_in_a_sentence(kind: Kind, text: str) -> None:
    try:
        value = kind.read("x", text)
    except ValueError as error:
        refused = str(error)
    else:
        assert kind.check("x", value) == value
        return
    assert refused.startswith("x must be ")
