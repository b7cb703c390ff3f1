import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.midi.midi_clock import ClockIn, ClockOut


def following() -> tuple[ClockIn, list[tuple[object, ...]], list[tuple[object, ...]]]:
    said: list[tuple[object, ...]] = []
    ahead: list[tuple[object, ...]] = []
    return ClockIn(lambda *m: said.append(m), lambda *m: ahead.append(m)), said, ahead


def ticks(clock: ClockIn, count: int, begin: float = 0.0) -> None:
    for tick in range(count):
        clock.hear([0xF8], begin + tick / 48)


def test_a_start_is_told_with_its_first_tick_and_beats_are_told_ahead():
    clock, said, ahead = following()
    clock.hear([0xFA], 0.0)
    assert said == [("/perf/beat", 0.0, "midi")]
    ticks(clock, 25, 1.0)
    assert said[1:] == [("/perf/beat", 0.0, "midi"), ("/perf/transport", 1, "midi")]
    assert len(ahead) == 3
    when, tempo, beat = ahead[-1]
    assert when == pytest.approx(1.0 + beat[1] / 2)
    assert when > 1.0 + 23 / 48
    assert tempo == ("/perf/tempo", pytest.approx(120.0), "midi")


def test_a_stop_is_told_and_ticks_after_it_are_not():
    clock, said, ahead = following()
    clock.hear([0xFC], 0.0)
    ticks(clock, 48)
    assert said == [("/perf/transport", 0, "midi")]
    assert ahead == []


def test_a_song_position_is_told_and_gone_on_from():
    clock, said, _ = following()
    clock.hear([0xFC], 0.0)
    clock.hear([0xF2, 8, 1], 0.0)
    clock.hear([0xF2, 8], 0.0)
    clock.hear([0xFB], 0.0)
    ticks(clock, 1)
    assert said[1:] == [
        ("/perf/beat", 34.0, "midi"),
        ("/perf/beat", 34.0, "midi"),
        ("/perf/transport", 1, "midi"),
    ]


def test_ticks_without_a_start_count_from_where_they_were_found():
    clock, said, ahead = following()
    ticks(clock, 24)
    assert ("/perf/transport", 1, "ticks") in said  # the engine follows them if it is asked to
    assert {message[2] for message in (*said, *ahead[-1][1:])} == {"ticks"}
    clock.hear([0xFA], 1.0)
    ticks(clock, 1, 1.0)
    assert said[-1] == ("/perf/transport", 1, "midi")


def test_after_ticks_were_lost_no_wrong_beat_is_told():
    clock, _, ahead = following()
    clock.hear([0xFA], 0.0)
    ticks(clock, 24 * 8, 1.0)
    known = len(ahead)
    ticks(clock, 24 * 4, 1.0 + (24 * 8 + 47) / 48)  # 47 ticks never came
    assert len(ahead) > known
    for when, _, (_, beat, _) in ahead[known:]:
        assert beat == pytest.approx((when - 1.0) * 2.0, abs=0.004)


def sending() -> tuple[ClockOut, list[list[int]]]:
    sent: list[list[int]] = []
    return ClockOut(sent.append), sent


def test_from_the_beginning_it_says_start_and_ticks_24_times_a_beat():
    clock, sent = sending()
    assert clock.next_due == math.inf
    clock.hear((0.0, 120.0, 1), 10.0)
    due = []
    for _ in range(49):
        due.append(clock.next_due)
        clock.advance(clock.next_due)
    assert sent == [[0xFA], *[[0xF8]] * 49]
    assert due == pytest.approx([10.0 + tick / 48 for tick in range(49)])


def test_in_the_middle_it_says_where_and_goes_on_with_the_next_sixteenth():
    clock, sent = sending()
    clock.hear((70.1, 60.0, 1), 0.0)
    assert sent == [[0xF2, 281 & 0x7F, 281 >> 7], [0xFB]]
    assert clock.next_due == pytest.approx(0.15)


def test_a_stop_and_a_jump_are_said_a_small_correction_is_not():
    clock, sent = sending()
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
    clock, sent = sending()
    for arguments in ((), (0.0, 120.0), ("0", 120.0, 1), (math.nan, 120.0, 1), (0.0, 1.0, 1)):
        clock.hear(arguments, 0.0)
    assert sent == []
    assert clock.next_due == math.inf


@given(st.floats(60.0, 180.0), st.lists(st.floats(-0.005, 0.005), max_size=20))
def test_however_it_is_corrected_no_tick_is_left_out_or_said_twice(tempo, corrections):
    clock, sent = sending()
    clock.hear((0.0, tempo, 1), 0.0)
    for second, error in enumerate(corrections, 1):
        clock.advance(second)
        clock.hear((second * tempo / 60.0 + error, tempo, 1), float(second))
    clock.advance(len(corrections) + 1.0)
    exact = (len(corrections) + 1.0) * tempo / 60.0 * 24
    assert [0xFC] not in sent
    assert abs(sent.count([0xF8]) - 1 - exact) <= 1.5
