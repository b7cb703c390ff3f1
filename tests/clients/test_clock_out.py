import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.clock_out import ClockOut


def made() -> tuple[ClockOut, list[list[int]]]:
    sent: list[list[int]] = []
    return ClockOut(sent.append), sent


def test_from_the_beginning_it_says_start_and_ticks_24_times_a_beat():
    clock, sent = made()
    assert clock.next_due == math.inf
    clock.hear((0.0, 120.0, 1), 10.0)
    due = []
    for _ in range(49):
        due.append(clock.next_due)
        clock.advance(clock.next_due)
    assert sent == [[0xFA], *[[0xF8]] * 49]
    assert due == pytest.approx([10.0 + tick / 48 for tick in range(49)])


def test_in_the_middle_it_says_where_and_goes_on_with_the_next_sixteenth():
    clock, sent = made()
    clock.hear((70.1, 60.0, 1), 0.0)
    assert sent == [[0xF2, 281 & 0x7F, 281 >> 7], [0xFB]]
    assert clock.next_due == pytest.approx(0.15)


def test_a_stop_and_a_jump_are_said_a_small_correction_is_not():
    clock, sent = made()
    clock.hear((0.0, 120.0, 1), 0.0)
    clock.hear((2.01, 121.0, 1), 1.0)
    assert sent == [[0xFA]]
    clock.hear((16.0, 121.0, 1), 1.1)
    assert sent[1:] == [[0xFC], [0xF2, 64, 0], [0xFB]]
    clock.hear((17.0, 121.0, 0), 2.0)
    clock.hear((17.0, 121.0, 0), 3.0)
    assert sent[4:] == [[0xFC]]
    assert clock.next_due == math.inf


def test_what_is_malformed_changes_nothing():
    clock, sent = made()
    for arguments in ((), (0.0, 120.0), ("0", 120.0, 1), (math.nan, 120.0, 1), (0.0, 1.0, 1)):
        clock.hear(arguments, 0.0)
    assert sent == []
    assert clock.next_due == math.inf


@given(st.floats(60.0, 180.0), st.lists(st.floats(-0.005, 0.005), max_size=20))
def test_however_it_is_corrected_no_tick_is_left_out_or_said_twice(tempo, corrections):
    clock, sent = made()
    clock.hear((0.0, tempo, 1), 0.0)
    for second, error in enumerate(corrections, 1):
        clock.advance(second)
        clock.hear((second * tempo / 60.0 + error, tempo, 1), float(second))
    clock.advance(len(corrections) + 1.0)
    exact = (len(corrections) + 1.0) * tempo / 60.0 * 24
    assert [0xFC] not in sent
    assert abs(sent.count([0xF8]) - 1 - exact) <= 1.5
