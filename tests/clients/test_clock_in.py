import pytest

from perf_engine.clients.clock_in import ClockIn


def made() -> tuple[ClockIn, list[tuple[object, ...]], list[tuple[object, ...]]]:
    said: list[tuple[object, ...]] = []
    ahead: list[tuple[object, ...]] = []
    return ClockIn(lambda *m: said.append(m), lambda *m: ahead.append(m)), said, ahead


def ticks(clock: ClockIn, count: int, begin: float = 0.0) -> None:
    for tick in range(count):
        clock.hear([0xF8], begin + tick / 48)


def test_a_start_is_told_with_its_first_tick_and_beats_are_told_ahead():
    clock, said, ahead = made()
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
    clock, said, ahead = made()
    clock.hear([0xFC], 0.0)
    ticks(clock, 48)
    assert said == [("/perf/transport", 0, "midi")]
    assert ahead == []


def test_a_song_position_is_told_and_gone_on_from():
    clock, said, _ = made()
    clock.hear([0xFC], 0.0)
    clock.hear([0xF2, 8, 1], 0.0)
    clock.hear([0xF2, 8], 0.0)
    clock.hear([0xFB], 0.0)
    ticks(clock, 1)
    assert said[1:] == [
        ("/perf/beat", 34.0, "midi"), ("/perf/beat", 34.0, "midi"), ("/perf/transport", 1, "midi")
    ]


def test_ticks_without_a_start_count_from_where_they_were_found():
    clock, said, ahead = made()
    ticks(clock, 24)
    assert ("/perf/transport", 1, "midi") in said
    assert ahead


def test_after_ticks_were_lost_no_wrong_beat_is_told():
    clock, _, ahead = made()
    clock.hear([0xFA], 0.0)
    ticks(clock, 24 * 8, 1.0)
    known = len(ahead)
    ticks(clock, 24 * 4, 1.0 + (24 * 8 + 47) / 48)  # 47 ticks never came
    assert len(ahead) > known
    for when, _, (_, beat, _) in ahead[known:]:
        assert beat == pytest.approx((when - 1.0) * 2.0, abs=0.004)
