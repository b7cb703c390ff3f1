"""A message is checked whole: how many arguments, of which kind, in which range."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.controls import CONTROLS
from perf_engine.protocol.address import Address, Argument
from perf_engine.protocol.errors import Code, Refusal

PITCH = Argument("pitch", "i", "", 0, 127)
NAME = Argument("name", "s", choices=("duet", "solo"))
SECONDS = Argument("seconds", "f", "", 0, 600, True, 0.5)
ANYTHING = st.one_of(
    st.integers(),
    st.floats(),
    st.text(),
    st.booleans(),
    st.none(),
    st.binary(),
    st.lists(st.integers()),
)


def refused(check: object, *values: object) -> tuple[Code, str]:
    with pytest.raises(Refusal) as caught:
        check(*values)
    return caught.value.code, caught.value.text


@pytest.mark.parametrize(
    ("argument", "value", "code", "text"),
    [
        (PITCH, 200, Code.OUT_OF_RANGE, "pitch must be 0..127, not 200"),
        (PITCH, 127.51, Code.OUT_OF_RANGE, "pitch must be 0..127, not 127.51"),
        (PITCH, -0.51, Code.OUT_OF_RANGE, "pitch must be 0..127, not -0.51"),
        (PITCH, math.nan, Code.OUT_OF_RANGE, "pitch must be 0..127, not nan"),
        (PITCH, "sixty", Code.BAD_TYPES, "pitch must be a number, not the text 'sixty'"),
        (PITCH, b"x", Code.BAD_TYPES, "pitch must be a number, not a blob"),
        (PITCH, None, Code.BAD_TYPES, "pitch must be a number, not nil"),
        (NAME, 3, Code.BAD_TYPES, "name must be a text, not the number 3"),
        (NAME, "polka", Code.OUT_OF_RANGE, "name must be one of duet, solo, not polka"),
        (
            Argument("control", "s", choices=tuple(CONTROLS)),
            "temperatur",
            Code.OUT_OF_RANGE,
            f"control must be one of {len(CONTROLS)} names, not temperatur; did you mean "
            "temperature?",
        ),
        (Argument("x", "f"), math.inf, Code.OUT_OF_RANGE, "x must be finite, not inf"),
    ],
)
def test_a_refusal_names_the_thing_the_range_and_the_value(
    argument: Argument, value: object, code: Code, text: str
) -> None:
    assert refused(argument.check, value) == (code, text)


@pytest.mark.parametrize("said", ["Duet", " duet ", "DUET"])
def test_a_name_may_be_said_in_capitals(said: str) -> None:
    assert NAME.check(said) == "duet"


def test_of_names_that_differ_in_capitals_only_the_very_one_is_meant() -> None:
    argument = Argument("name", "s", choices=("a", "A"))
    assert [argument.check(name) for name in ("a", "A")] == ["a", "A"]
    assert refused(argument.check, " a")[0] is Code.OUT_OF_RANGE


@given(ANYTHING)
def test_whatever_comes_is_refused_or_becomes_the_arguments_own_type(value: object) -> None:
    for argument, kind in ((PITCH, int), (SECONDS, float), (NAME, str)):
        why = f"{argument.name} must be "
        try:
            checked = argument.check(value)
        except Refusal as refusal:
            why = refusal.text
        else:
            assert type(checked) is kind
        assert why.startswith(f"{argument.name} must be ")


def test_optional_arguments_are_filled_in_and_too_many_or_few_are_refused() -> None:
    address = Address("/x", (PITCH, SECONDS), "")
    assert address.tags == "i[f]"
    assert address.check([60.0]) == [60, 0.5]
    assert address.check([60, 2]) == [60, 2.0]
    too_many = (Code.BAD_TYPES, "/x takes 1..2 arguments (i[f]), not 3")
    assert refused(address.check, [1, 2, 3]) == too_many
    assert refused(address.check, [])[0] is Code.BAD_TYPES


def test_the_last_argument_may_come_any_number_of_times() -> None:
    address = Address("/x", (NAME, Argument("pitches", "i", "", 0, 127, many=True)), "")
    assert address.tags == "si..."
    assert address.check(["duet", 60, 61, 62]) == ["duet", 60, 61, 62]
    text = "/x takes at least 2 arguments (si...), not 1"
    assert refused(address.check, ["duet"]) == (Code.BAD_TYPES, text)


def test_a_getter_may_come_without_arguments() -> None:
    assert Address("/x", (PITCH,), "", getter=True).check([]) == []
