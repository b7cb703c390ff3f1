"""What is typed, as keys; a panic is found in whatever else is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.terminal.keys import A_PASTE, HELP, PANIC, PIANO, keys_of


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
        (b"\x1b", []),
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
