"""A saved state as JSON and back; what is foreign, too new or broken is refused in a sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory.imitation import LENGTHS
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.memory.saved_state import Memories, SavedState, packed_events
from perf_engine.core.steering.given import Given
from perf_engine.engine.session.state_text import FORMAT, state_of, text_of, values_of

counts = st.tuples(st.floats(0, 100), st.floats(1e-6, 100))
memories = st.builds(
    Memories,
    st.lists(
        st.builds(
            Remembered,
            st.floats(0, 1e6),
            st.integers(0, 3),
            st.integers(0, 128),
            st.integers(0, 127),
            st.booleans(),
        ),
        max_size=20,
    ).map(packed_events),
    st.binary(max_size=40).map(lambda b: b[: len(b) // 4 * 4]),
    st.tuples(*(st.tuples(*[counts] * length) for length in LENGTHS)),
)
primes = st.builds(Given, st.floats(0, 1e3), st.floats(0, 20), st.floats(1, 127), st.floats(0, 127))
states = st.builds(
    SavedState,
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}", fullmatch=True),
    st.text(),
    st.text(),
    st.integers(1, 50).map(lambda n: b"\0\0\x80\x3f" * n),
    st.one_of(st.none(), memories),
    st.one_of(st.none(), st.just(()), st.tuples(primes)),
)


@given(states)
def test_a_state_is_found_again(state: SavedState) -> None:
    text = text_of(state)
    assert "\n" not in text
    assert state_of(json.loads(text)) == state


def test_a_state_from_before_the_measures_of_a_prime_were_kept_leaves_them() -> None:
    assert "given" not in GOOD
    assert state_of(GOOD).given is None


GOOD = values_of(
    SavedState(
        "a",
        "m",
        "d",
        b"\0\0\0\0",
        Memories(b"", b"", tuple(((0.5, 1.0),) * length for length in LENGTHS)),
    )
)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (None, "this is not a state"),
        ([], "this is not a state"),
        ({"name": "a"}, "this is not a state"),
        (GOOD | {"perf_engine_state": FORMAT + 1}, "newer than .*: update perf_engine"),
        (GOOD | {"perf_engine_state": "x"}, "invalid literal"),
        (GOOD | {"perf_engine_state": None}, "the state is broken"),
        (GOOD | {"name": "../a"}, "a state's name must be"),
        (GOOD | {"name": 3}, "its name or model is not a text"),
        (GOOD | {"hidden": 7}, "the state is broken"),
        (GOOD | {"hidden": "####"}, "base64"),
        (GOOD | {"hidden": ""}, "hidden must be"),
        (GOOD | {"trust": 3}, "the state is broken"),
        (GOOD | {"trust": [[[1.0]]]}, "not enough values"),
        (GOOD | {"given": 3}, "the state is broken"),
        (GOOD | {"given": [3]}, "the state is broken"),
        (GOOD | {"given": [[1.0, 1.0, 80.0]]}, "the state is broken"),
        (GOOD | {"given": [[1.0, True, 80.0, 60.0]]}, "a measure must be a number, not True"),
        (GOOD | {"given": [[1.0, 1.0, float("nan"), 60.0]]}, "loudness of a prime must be 0..127"),
        (GOOD | {"given": [[1.0, 1.0, 80.0, 10**400]]}, "the state is broken"),
        (GOOD | {"given": [[1.0, 1.0, 80.0, 60.0]] * 2}, "given must be one prime or none, not 2"),
        ({k: v for k, v in GOOD.items() if k != "events"}, "the state is broken: KeyError"),
        ({k: v for k, v in GOOD.items() if k != "digest"}, "the state is broken: KeyError"),
    ],
)
def test_what_is_no_state_is_refused_in_a_sentence(values: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"(?i){sentence}"):
        state_of(values)
