"""What is typed, as keys; a panic is found in whatever else is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.terminal.keys import (
    A_PASTE,
    HELP,
    PANIC,
    PIANO,
    WAITS,
    Typing,
    keys_of,
)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (b"m", ["m"]),
        (b"", []),
        (b"p", [PANIC]),
        (b"P", [PANIC]),
        (b"\n", [PANIC]),
        (b"\r", [PANIC]),
        (b"\x1bp", [PANIC]),  # with Alt, or Esc before it
        (b"mp+", [PANIC, "m", "+"]),
        (b"pppp", [PANIC]),
        (b"\x1b[A\x1b[1;5C\x1bOB", []),  # arrows
        (b"\x1b[", []),  # cut off
        (b"\x1b", [PANIC]),
        (b"m\x1b\x1b", [PANIC, "m"]),
        (b"\x1b\x1b[A", []),  # an arrow with Alt, as some terminals send it
        (b"\x1b[p", [PANIC]),  # typed: no key is this
        (b"\x1bOP", [HELP]),  # F1
        (b"\x1b[[A", [HELP]),
        (b"\x1b[[Bm", ["m"]),  # F2 of the Linux console
        (b"\x1b[200~r\x1b[201~", ["r"]),
        ("é".encode(), []),
        (b"\x1a", ["\x1a"]),
    ],
)
def test_keys_are_found(typed: bytes, keys: list[str]) -> None:
    assert keys_of(typed) == keys


def test_of_a_pasted_text_only_a_panic_counts() -> None:
    assert keys_of(b"r" * A_PASTE) == ["r"] * A_PASTE
    assert keys_of(b"r" * (A_PASTE + 1)) == []
    assert keys_of(b"r" * 500 + b"p") == [PANIC]


def test_an_escape_is_a_panic_if_nothing_follows_that_makes_an_arrow_of_it() -> None:
    typing = Typing()
    assert typing.keys(b"\x1b", 1.0) == []
    assert typing.next_due == 1.0 + WAITS
    assert typing.keys(b"", 1.0 + WAITS / 2) == []
    assert typing.keys(b"", 1.0 + WAITS) == [PANIC]
    assert typing.keys(b"", 2.0) == []


def test_an_arrow_whose_bytes_come_one_by_one_is_no_panic() -> None:
    typing = Typing()
    assert typing.keys(b"m\x1b", 1.0) == ["m"]
    assert typing.keys(b"[A", 1.03) == []
    assert typing.keys(b"", 2.0) == []
    assert typing.keys(b"\x1b[B", 3.0) == []
    assert typing.next_due == float("inf")


def test_an_escape_is_a_panic_whatever_is_typed_next_and_if_it_is_held() -> None:
    typing = Typing()
    typing.keys(b"\x1b", 1.0)
    assert typing.keys(b"m", 1.04) == [PANIC, "m"]
    typing.keys(b"\x1b", 2.0)
    assert typing.keys(b"\x1b", 2.033) == [PANIC]


@given(st.binary(max_size=80))
def test_nothing_that_is_typed_raises_and_a_panic_comes_first(typed: bytes) -> None:
    keys = keys_of(typed)
    assert keys.count(PANIC) <= 1
    assert PANIC not in keys[1:]
    assert all(key == PANIC or len(key) == 1 for key in keys)


@given(st.binary(max_size=40).map(lambda data: data.replace(b"\x1b", b"")))
def test_a_panic_in_other_keys_is_never_missed(typed: bytes) -> None:
    assert keys_of(typed + b"p" + typed)[0] == PANIC


def test_the_piano_has_no_key_of_an_order_that_must_be_at_hand() -> None:
    assert not set(PIANO) & set("pmri?+-0123456789 ")
    assert [PIANO[key] for key in "asdfghjkl"] == [0, 2, 4, 5, 7, 9, 11, 12, 14]
