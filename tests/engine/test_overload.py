"""When there is more to play than the processor can: found, borne, and over again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.overload import BEHIND, FEWEST, FROZEN, MOST, WINDOW, Overload


class Machine:
    """Works a share of each window, by the thoughts it makes and what each costs."""

    def __init__(self, voices: int = 8) -> None:
        self.now, self.spent = 100.0, 0.0
        self.overload = Overload(voices, self.now, lambda: self.spent)
        self.voices = voices

    def window(self, work: float, decisions: int = 40, behind: float = 0.0) -> bool:
        """A window of which a share is work, at full speed."""
        for _ in range(10):
            lasts = 0.1 * WINDOW * work
            self.overload.begin(self.now)
            self.now, self.spent = self.now + lasts, self.spent + lasts
            self.overload.end(self.now)
            self.now += 0.1 * WINDOW - lasts + 1e-9
        for _ in range(decisions):
            self.overload.decided(behind)
        return self.overload.assess(self.now)

    def freeze(self, seconds: float) -> None:
        self.overload.begin(self.now)
        self.now, self.spent = self.now + seconds, self.spent + 0.001
        self.overload.end(self.now)

    def play(self, seconds: float, wants: float, cost: float) -> float:
        """Play on, wanting so many thoughts a second of each voice; the last share at work."""
        work = 0.0
        for _ in range(int(seconds / WINDOW)):
            pace = self.overload.pace
            each = min(wants, 1.0 / pace if pace else wants)
            work = each * self.voices * cost
            self.window(min(work, 1.0), int(each * self.voices * WINDOW), 0.2 * (work > 1.0))
        return work


def test_who_is_on_time_plays_all() -> None:
    machine = Machine()
    for _ in range(50):
        assert not machine.window(0.6)
    assert not machine.overload.active
    assert machine.overload.pace == 0.0


def test_one_full_window_is_no_overload() -> None:
    machine = Machine()
    for _ in range(10):
        machine.window(0.95)
        for _ in range(4):
            machine.window(0.2)
    assert not machine.overload.active


def test_it_is_found_within_half_a_second_and_borne_with_room_to_spare() -> None:
    machine = Machine()
    machine.play(0.5, wants=100.0, cost=0.01)  # eight times what can be done
    assert machine.overload.active
    assert machine.play(10.0, wants=100.0, cost=0.01) < 0.65
    assert machine.overload.pace > 0.0


@given(cost=st.floats(0.002, 0.5), wants=st.floats(20.0, 500.0), voices=st.integers(1, 16))
def test_the_work_comes_down_whatever_a_thought_costs(
    cost: float, wants: float, voices: int
) -> None:
    machine = Machine(voices)
    work = machine.play(15.0, wants, cost)
    assert work < 0.85 or machine.overload.pace == 1.0 / FEWEST


def test_it_is_over_when_little_is_wanted_again() -> None:
    machine = Machine()
    machine.play(3.0, wants=100.0, cost=0.01)
    assert machine.overload.active
    machine.play(30.0, wants=2.0, cost=0.01)
    assert not machine.overload.active
    assert machine.overload.pace == 0.0


def test_what_is_heard_late_counts_too() -> None:
    machine = Machine()
    for _ in range(3):
        machine.overload.heard(3 * BEHIND)
        machine.window(1.0, decisions=0)
    assert machine.overload.active
    assert machine.overload.pace == 1.0 / FEWEST  # what is heard needs all of the time
    assert machine.overload.behind == pytest.approx(3 * BEHIND)


def test_a_quota_that_is_used_up_is_told_from_pauses_in_the_middle_of_work() -> None:
    machine = Machine()
    machine.freeze(2 * FROZEN)
    machine.window(0.2)
    assert not machine.overload.active  # once is chance
    machine.freeze(2 * FROZEN)
    machine.window(0.2)
    assert machine.overload.active
    pace = machine.overload.pace
    machine.freeze(2 * FROZEN)
    machine.window(0.1)
    assert machine.overload.pace >= pace
    for _ in range(80):
        machine.window(0.1)  # a long time nothing more is tried
    assert machine.overload.active
    assert machine.overload.pace >= pace


def test_time_in_which_the_process_was_stopped_says_nothing() -> None:
    machine = Machine()
    for _ in range(5):
        machine.now += 2.0
        machine.overload.decided(2.0)
        assert not machine.overload.assess(machine.now)
    assert not machine.overload.active


def test_it_is_told_once_a_second_while_it_lasts() -> None:
    machine = Machine()
    assert not machine.overload.tells(machine.now)
    machine.play(1.0, wants=100.0, cost=0.01)
    told = 0
    for _ in range(30):
        machine.window(0.5)
        told += machine.overload.tells(machine.now)
    assert 2 <= told <= 4


def test_no_pace_is_slower_or_quicker_than_its_bounds() -> None:
    machine = Machine()
    for _ in range(200):
        machine.window(1.0, behind=1.0)
    assert machine.overload.pace == 1.0 / FEWEST
    machine = Machine()
    for _ in range(4):
        machine.window(1.0, decisions=100_000)
    assert machine.overload.pace >= 1.0 / MOST
