"""What a file says its values are is believed only where they are that."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.messages import NoteOn, SetControls
from perf_engine.engine.session.fields import LARGEST, checked, fits
from perf_engine.engine.session.records import MESSAGES, SAID
from perf_engine.protocol.notes import Strike


@dataclass(frozen=True)
class Own:
    number: int


@pytest.mark.parametrize(
    ("value", "hint", "is_one"),
    [
        (1, int, True),
        (True, int, False),
        (1.0, int, False),
        ("1", int, False),
        (None, int, False),
        (1, float, True),
        (1.5, float, True),
        (True, float, False),
        (math.nan, float, False),
        (math.inf, float, False),
        (-math.inf, float, False),
        (1e300, float, False),
        (10**400, int, False),
        (-LARGEST, float, True),
        ("x", str, True),
        (1, str, False),
        (True, bool, True),
        (1, bool, False),
        (None, None, True),
        (None, int | None, True),
        ("x", int | None, False),
        ((1, 2), tuple[int, ...], True),
        ((1, "x"), tuple[int, ...], False),
        ([1], tuple[int, ...], False),
        ((1, "x"), tuple[int, str], True),
        ((1,), tuple[int, str], False),
        ({"a": "b"}, Mapping[str, str], True),
        ({"a": 1}, Mapping[str, str], False),
        ([], Mapping[str, str], False),
        ((1,), Sequence[int], True),
        ("1", Sequence[str], False),
        (Own(1), Own, True),
        (3, Own, False),
        ({}, Own, False),
        (object(), Any, True),
    ],
)
def test_a_value_is_of_a_type_or_not(value: object, hint: object, is_one: bool) -> None:
    assert fits(value, hint) == is_one


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (Strike(0, 60, 200, 1.0), "Strike: velocity must be 0..127, not 200"),
        (Strike(0, 60, 90, math.nan), "Strike: due cannot be nan"),
        (Strike(0, [60], 90, 1.0), "Strike: pitch cannot be [60]"),
        (Strike(16, 60, 90, 1.0), "Strike: voice must be 0..15, not 16"),
        (NoteOn(0, 60, 90, source=[]), "NoteOn: source cannot be []"),
        (SetControls((("share", []),)), "SetControls: values cannot be (('share', []),)"),
    ],
)
def test_the_field_that_is_none_is_named(made: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        checked(made)


def test_what_is_right_is_given_back() -> None:
    made = NoteOn(0, 60, 90, "keys", 0.5)
    assert checked(made) is made


@given(
    st.sampled_from([*MESSAGES.by_class, *SAID.by_class]),
    st.lists(
        st.one_of(
            st.none(),
            st.integers(),
            st.floats(),
            st.text(),
            st.lists(st.integers()),
            st.booleans(),
        ),
        max_size=5,
    ),
)
def test_whatever_values_a_message_is_made_of_it_is_one_or_is_refused(
    kind: Any, values: list[Any]
) -> None:
    try:
        made = checked(kind(*values))
    except (ValueError, TypeError):  # of the class itself, as the reader of records takes both
        return
    assert type(made) is kind
