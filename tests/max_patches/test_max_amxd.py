"""The file of a Max for Live device, written and read back."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from max_patches.amxd import KINDS, unwrapped, wrapped


@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    st.sampled_from(sorted(KINDS)),
)
def test_what_is_wrapped_is_unwrapped(patch: str, kind) -> None:
    assert unwrapped(wrapped(patch, kind)) == (kind, patch)


def test_the_head_is_as_max_writes_it() -> None:
    device = wrapped("{}", "midi")
    assert device[:32] == (
        b"ampf"
        + struct.pack("<I", 4)
        + b"mmmm"
        + b"meta"
        + struct.pack("<II", 4, 0)
        + b"ptch"
        + struct.pack("<I", 3)
    )
    assert device[32:] == b"{}\0"


@given(st.integers(0, 34), st.text(max_size=3))
def test_a_device_that_is_cut_off_is_refused(kept: int, patch: str) -> None:
    device = wrapped("{}" + patch, "audio")
    with pytest.raises(ValueError, match=r"cut off|lacks|no Max for Live device"):
        unwrapped(device[: min(kept, len(device) - 1)])


@pytest.mark.parametrize("data", [b"", b"{}", b"ampf\4\0\0\0zzzzptch\0\0\0\0", b"ampf\4\0\0\0mmmm"])
def test_what_is_no_device_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"cut off|no Max for Live device"):
        unwrapped(data)
