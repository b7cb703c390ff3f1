"""Opening hours and quiet hours, and fades that are over in time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.installation.hours import Hours, Opening, Quiet
from perf_engine.core.installation.moment import DAY, Moment, Span
from tests.core.installation.test_moment import moment

WEEK = Opening(Span.of("10:00", "18:00", ["tue-sun"]))
LONG = Opening(Span.of("10:00", "22:00", [], ["2026-07-03"]))
CLOSED = Opening(Span.of("00:00", "24:00", [], ["2026-12-24"]), closed=True)
NIGHT = Quiet(Span.of("22:00", "08:00"))
SOFT = Quiet(Span.of("13:00", "15:00"), 0.4)
spans = st.builds(Span, st.integers(0, 86_400).map(float), st.integers(0, 86_400).map(float))
hours = st.builds(
    Hours,
    st.lists(st.builds(Opening, spans), max_size=3).map(tuple),
    st.lists(st.builds(Quiet, spans, st.sampled_from([0.0, 0.3])), max_size=3).map(tuple),
    st.sampled_from([1.0, 30.0, 600.0]),
)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-07-02T09:59:59", False),
        ("2026-07-02T10:00:00", True),
        ("2026-07-02T18:00:00", False),
        ("2026-06-29T12:00:00", False),  # a Monday
        ("2026-07-03T21:00:00", True),  # a date of its own
        ("2026-12-24T12:00:00", False),
    ],
)
def test_openings_by_date_replace_those_by_weekday(at: str, is_open: bool) -> None:
    assert Hours((WEEK, LONG, CLOSED)).open(moment(at)) is is_open


def test_an_opening_past_midnight_goes_on_into_a_closed_day() -> None:
    late = Opening(Span.of("20:00", "02:00"))
    found = Hours((late, CLOSED))
    assert found.open(moment("2026-12-24T01:00:00"))  # begun on the 23rd
    assert not found.open(moment("2026-12-24T21:00:00"))
    assert not found.open(moment("2026-12-25T01:00:00"))


def test_closed_days_alone_leave_all_others_open() -> None:
    assert Hours((CLOSED,)).open(moment("2026-12-23T03:00:00"))
    assert not Hours((CLOSED,)).open(moment("2026-12-24T03:00:00"))


def test_without_hours_everything_is_allowed() -> None:
    assert Hours().allowed(moment("2026-07-03T03:00:00")) == 1.0


def test_the_fade_is_over_when_quiet_hours_begin() -> None:
    found = Hours((), (NIGHT, SOFT), fade=60.0)
    assert found.allowed(moment("2026-07-03T21:59:00")) == 1.0
    assert found.allowed(moment("2026-07-03T21:59:30")) == 0.5
    assert found.allowed(moment("2026-07-03T22:00:00")) == 0.0
    assert found.allowed(moment("2026-07-04T07:59:59")) == 0.0
    assert found.allowed(moment("2026-07-03T14:00:00")) == 0.4


@given(hours, st.floats(0.0, DAY - 1e-3), st.floats(0.0, 60.0))
def test_a_fall_is_never_faster_than_the_fade(found: Hours, second: float, passed: float) -> None:
    before = Moment((2026, 7, 3), 4, second)
    after = before.later(passed)
    fallen = found.allowed(before) - found.allowed(after)
    assert fallen <= passed / found.fade + 1e-9


@given(hours, st.floats(0.0, DAY - 1e-3))
def test_it_is_never_louder_than_the_level_of_the_moment(found: Hours, second: float) -> None:
    at = Moment((2026, 7, 3), 4, second)
    assert 0.0 <= found.allowed(at) <= found.level(at) <= 1.0


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-07-02T12:00:00", "open now"),
        ("2026-07-02T09:59:30", "closed now; opens on Thursday, 2026-07-02, at 10:00"),
        ("2026-07-02T18:00:00", "closed now; opens on Friday, 2026-07-03, at 10:00"),
        ("2026-07-05T18:00:00", "closed now; opens on Tuesday, 2026-07-07, at 10:00"),  # a Sunday
        ("2026-12-23T23:00:00", "closed now; opens on Friday, 2026-12-25, at 10:00"),
    ],
)
def test_closed_hours_name_the_next_opening(at: str, words: str) -> None:
    assert Hours((WEEK, LONG, CLOSED)).in_words(moment(at)) == words


def test_silent_quiet_hours_name_their_end_also_past_midnight() -> None:
    late = Opening(Span.of("20:00", "02:00", ["sat"]))
    found = Hours((late,), (Quiet(Span.of("23:00", "01:00")),))
    words = "in quiet hours now; plays again on Sunday, 2026-07-05, at 01:00"
    assert found.in_words(moment("2026-07-04T23:30:00")) == words
    assert Hours((), (SOFT,)).in_words(moment("2026-07-04T14:00:00")) == "open now"


def test_an_opening_that_never_comes_is_told() -> None:
    past = Hours((Opening(Span.of("10:00", "18:00", [], ["2026-07-01"])),))
    assert past.next_opening(moment("2026-07-02T12:00:00")) is None
    assert past.in_words(moment("2026-07-02T12:00:00")) == "closed now; no opening is planned"
    always = Hours((), (Quiet(Span.of("00:00", "24:00")),))
    assert always.in_words(moment("2026-07-02T12:00:00")) == "in quiet hours now; silent always"


@given(hours, st.integers(0, 1439))
def test_between_now_and_the_next_opening_it_is_closed(found: Hours, minute: int) -> None:
    now = Moment((2026, 7, 3), 4, 60.0 * minute)
    opens = found.next_opening(now)
    if found.open(now):
        assert opens is None
    elif opens is None:
        assert not any(found.open(now.later(60.0 * later)) for later in range(1440))
    else:
        assert found.open(opens)
        days = opens.date[2] - now.date[2]
        between = int(days * DAY + opens.second - now.second)
        assert not any(found.open(now.later(float(later))) for later in range(0, between, 60))
