"""Theft by the host: read from the kernel, and kept apart from the engine's own lateness."""

import pytest

from benchmarks.stage import apart_from_theft
from benchmarks.stolen import Windows, stolen


def windows(*lost: float) -> Windows:
    """Windows of one second from 0 on, in each of which so much was stolen."""
    walls, totals = iter(range(99)), iter([0.0, *[sum(lost[: i + 1]) for i in range(len(lost))]])
    found = Windows(lambda: next(totals), lambda: float(next(walls)))
    for _ in lost:
        found.close()
    return found


def test_the_kernels_count_is_read_in_seconds(tmp_path):
    stat = tmp_path / "stat"
    stat.write_text("cpu  1 2 3 4 5 6 7 250 9 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n")
    assert stolen(stat) == 2.5


@pytest.mark.parametrize("text", ["", "cpu 1 2 3\n", "something else\n", "cpu a b c d e f g h i\n"])
def test_a_system_that_does_not_say_is_not_guessed_at(tmp_path, text):
    stat = tmp_path / "stat"
    assert stolen(stat) is None
    stat.write_text(text)
    assert stolen(stat) is None


def test_a_moment_beside_a_theft_counts_as_disturbed():
    found = windows(0, 0, 0.01, 0, 0, 0)
    moments = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5]
    assert found.undisturbed(moments) == [True, False, False, False, True, True, False]
    assert found.lost == 0.01


def test_both_rows_are_shown_where_something_was_stolen():
    moments = [(0.5, 1.0), (2.5, 50.0), (4.5, 3.0)]
    every, apart = apart_from_theft("late", moments, windows(0, 0, 0.02, 0, 0), "why")
    assert (every.count, every.wall[0], every.note) == (3, 3.0, "why; 0.02 s stolen by the host")
    assert (apart.name, apart.count, apart.wall[0]) == ("late, nothing stolen", 2, 2.0)


def test_one_row_is_enough_where_nothing_was_stolen_or_nobody_knows():
    moments = [(0.5, 1.0)]
    assert [r.count for r in apart_from_theft("late", moments, windows(0, 0), "")] == [1]
    unknown = Windows(lambda: None)
    unknown.close()
    assert unknown.lost is None
    assert [r.note for r in apart_from_theft("late", moments, unknown, "why")] == ["why"]
