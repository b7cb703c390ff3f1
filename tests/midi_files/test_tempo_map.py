from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.midi_files.chunks import pieces_of
from perf_engine.midi_files.oddities import Oddities
from perf_engine.midi_files.tempo_map import Clock
from tests.midi_files.smf import file, meta, number


def clock(*tracks: bytes, division: int = 480) -> Clock:
    (piece,) = pieces_of(file(*tracks, division=division), Oddities())
    return Clock.of(piece, Oddities())


def test_without_a_tempo_a_beat_lasts_half_a_second():
    assert clock(b"").seconds(np.array([0, 480, 960])).tolist() == [0.0, 0.5, 1.0]


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1000, 0xFFFFFF)), max_size=50))
def test_time_is_the_sum_of_its_ticks(changes):
    track = b"".join(
        number(step) + meta(0x51, tempo.to_bytes(3, "big"))[1:] for step, tempo in changes
    )
    tick, tempo, now, at = 0, 500_000, 0.0, {0: 0.0}
    for step, following in [*changes, (1000, 1)]:
        now, tick, tempo = now + step * tempo / 480e6, tick + step, following
        at[tick] = now
    assert clock(b"", track).seconds(np.array([*at])) == pytest.approx([*at.values()], rel=1e-9)


def test_of_tempos_at_one_tick_the_last_counts():
    tempos = meta(0x51, b"\1\0\0") + meta(0x51, (240_000).to_bytes(3, "big"))
    assert clock(tempos).seconds(np.array([480])).tolist() == [0.24]


def test_a_division_of_zero_is_one_that_most_have():
    assert clock(b"", division=0).seconds(np.array([480])).tolist() == [0.5]
    assert clock(b"", division=0xE700).seconds(np.array([1000])).tolist() == [1.0]
