"""The arguments of a message are read as pairs and numbers, or refused with the reason."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.controls import CONTROLS
from perf_engine.engine.input.call import number, pairs, rounded
from perf_engine.protocol.errors import Code, Refusal

VALUES = st.integers() | st.floats() | st.text(max_size=4)
WHOLE = sorted(name for name, control in CONTROLS.items() if control.whole)
BROKEN = sorted(set(CONTROLS) - set(WHOLE))


@given(st.dictionaries(st.text(max_size=4), VALUES))
def test_keys_and_values_come_as_they_were_said_and_the_last_of_a_key_counts(said) -> None:
    flat = [one for pair in said.items() for one in pair]
    assert pairs(flat) == said
    again = [one for key in said for one in (key, "again")]
    assert pairs(flat + again) == dict.fromkeys(said, "again")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (["note"], "keys and values must come in pairs"),
        ([3, "note"], "a key must be a text"),
    ],
)
def test_what_is_no_pair_is_refused(values: list[int | str], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        pairs(values)
    assert refused.value.code == Code.BAD_TYPES


def test_the_first_name_that_is_there_is_read() -> None:
    values = {"midinote": 61, "note": 1, "n": 2}
    assert number(values, "note", "n", "midinote") == 1.0
    assert number(values, "freq", "n") == 2.0
    assert number(values, "freq") is None


@pytest.mark.parametrize(
    ("value", "code", "sentence"),
    [
        ("loud", Code.BAD_TYPES, "gain must be a number"),
        (math.nan, Code.OUT_OF_RANGE, "gain must be finite, not nan"),
        (-math.inf, Code.OUT_OF_RANGE, "gain must be finite, not -inf"),
    ],
)
def test_what_is_no_number_is_refused_by_its_name(
    value: float | str, code: Code, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        number({"gain": value}, "gain")
    assert refused.value.code == code


@given(st.sampled_from(WHOLE), st.floats(-1000, 1000))
def test_a_control_of_whole_numbers_gets_the_nearest_one(name: str, value: float) -> None:
    found = rounded(name, value)
    assert isinstance(found, int)
    assert abs(found - value) <= 0.5


@given(st.sampled_from([*BROKEN, "unknown"]), st.integers(-1000, 1000) | st.booleans())
def test_any_other_gets_the_number_that_was_said(name: str, value: int) -> None:
    found = rounded(name, value)
    assert isinstance(found, float)
    assert found == value


@pytest.mark.parametrize("value", ["dorian", math.nan, math.inf])
def test_texts_and_what_is_not_finite_are_left_to_the_controls_own_check(
    value: float | str,
) -> None:
    for name in (WHOLE[0], BROKEN[0]):
        assert rounded(name, value) is value
