"""A process that only sleeps, as a measure of the machine."""

from benchmarks import timer
from benchmarks.timer import PERIOD, bare_timer, wakings


class Clock:
    """A clock whose sleeps take longer than asked."""

    def __init__(self, extra):
        self.now, self.extra = 100.0, iter(extra)

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds + next(self.extra, 0.0)


def test_each_waking_is_as_late_as_its_sleep_was_too_long(monkeypatch):
    monkeypatch.setattr(timer, "time", Clock([0.001, 0.0, 0.002]))
    assert [round(late, 6) for late in wakings(4.5 * PERIOD)] == [1.0, 0.0, 2.0, 0.0, 0.0]


def test_a_long_delay_is_counted_once(monkeypatch):
    monkeypatch.setattr(timer, "time", Clock([0.1]))
    late = wakings(0.2)
    assert round(late[0], 6) == 100.0
    assert max(late[1:]) < 1e-6


def test_a_bare_timer_is_a_row_that_says_how_often_it_was_late():
    row = bare_timer(1.0, 0, "idle")
    assert row.name == "a bare timer, idle"
    assert row.count >= 1  # one that is late is counted once, however late it is
    assert all(late >= 0.0 for late in row.wall)
    assert "woken over 1 ms late" in row.note
