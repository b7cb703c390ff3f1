"""Local time: dates, times, weekdays, and spans that go on past midnight."""

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.installation.moment import (
    Moment,
    Span,
    date_of,
    day_after,
    day_before,
    time_of_day,
    weekdays_of,
)

DATES = st.dates(datetime.date(1900, 1, 2), datetime.date(2200, 12, 30))


def as_tuple(date: datetime.date) -> tuple[int, int, int]:
    return date.year, date.month, date.day


def moment(text: str) -> Moment:
    """The moment of an ISO date and time."""
    found = datetime.datetime.fromisoformat(text)
    midnight = found.replace(hour=0, minute=0, second=0)
    return Moment(as_tuple(found.date()), found.weekday(), (found - midnight).total_seconds())


@given(DATES)
def test_days_follow_as_in_the_calendar(date: datetime.date) -> None:
    one = datetime.timedelta(days=1)
    assert day_after(as_tuple(date)) == as_tuple(date + one)
    assert day_before(as_tuple(date)) == as_tuple(date - one)


@given(DATES, st.integers(0, 86_399), st.integers(0, 86_399))
def test_a_later_moment_is_that_of_the_calendar(date, second: int, passed: int) -> None:
    start = datetime.datetime.combine(date, datetime.time()) + datetime.timedelta(seconds=second)
    end = start + datetime.timedelta(seconds=passed)
    found = moment(start.isoformat()).later(passed)
    assert found == moment(end.isoformat())


def test_a_local_time_of_the_system_is_a_moment() -> None:
    parts = time.struct_time((2026, 7, 3, 18, 30, 60, 4, 184, 1))  # with a leap second
    assert Moment.of(parts, 0.5) == Moment((2026, 7, 3), 4, 66_659.5)


def test_times_and_dates_are_read() -> None:
    assert time_of_day("18:30", "start") == 66_600.0
    assert time_of_day("7:05:09", "start") == 25_509.0
    assert time_of_day("24:00", "end") == 86_400.0
    assert date_of("2024-02-29", "dates") == (2024, 2, 29)


@pytest.mark.parametrize("text", ["", "25:00", "24:01", "12:60", "noon", "12", "1:2", "12:00:99"])
def test_what_is_no_time_is_refused_with_its_name_and_its_range(text: str) -> None:
    with pytest.raises(ValueError, match=r"^start must be a time of day 00:00\.\.24:00"):
        time_of_day(text, "start")


@pytest.mark.parametrize("text", ["", "2023-02-29", "24.12.2026", "2026-13-01", "0000-01-01"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^dates must be a date such as 2026-12-24, not"):
        date_of(text, "dates")


def test_weekdays_are_read_and_a_range_may_go_past_sunday() -> None:
    assert weekdays_of(["mon-fri"], "days") == {0, 1, 2, 3, 4}
    assert weekdays_of(["sat-mon", "Thursday"], "days") == {5, 6, 0, 3}
    assert weekdays_of([], "days") == set(range(7))
    with pytest.raises(ValueError, match=r"^days must be of mon, .*, not holidays"):
        weekdays_of(["holidays"], "days")


def test_a_span_past_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    night = Span.of("22:00", "02:00", ["fri"])
    assert night.holds(moment("2026-07-03T22:00:00"))  # a Friday
    assert night.holds(moment("2026-07-04T01:59:59"))
    assert not night.holds(moment("2026-07-04T02:00:00"))
    assert not night.holds(moment("2026-07-03T01:00:00"))


def test_a_span_of_dates_ignores_weekdays_and_equal_ends_are_a_whole_day() -> None:
    day = Span.of("06:00", "06:00", [], ["2026-12-24"])
    assert day.holds(moment("2026-12-24T06:00:00"))
    assert day.holds(moment("2026-12-25T05:59:59"))
    assert not day.holds(moment("2026-12-25T06:00:00"))
    assert not day.holds(moment("2026-12-24T05:00:00"))


@given(st.integers(0, 86_400), st.integers(0, 86_400), st.integers(0, 86_399))
def test_a_span_and_the_one_between_its_ends_share_the_day(a: int, b: int, second: int) -> None:
    at = Moment((2026, 7, 3), 4, float(second))
    if a % 86_400 != b % 86_400:
        assert Span(float(a), float(b)).holds(at) != Span(float(b), float(a)).holds(at)
