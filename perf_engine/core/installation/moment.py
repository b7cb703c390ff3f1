"""Local time as plain values: a date, a weekday and the seconds of the day; and spans of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Date: TypeAlias = tuple[int, int, int]  # year, month, day

DAY: Final = 86_400.0  # seconds
BEGIN, END = "00:00", "24:00"  # of a day
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # days of the months


@dataclass(frozen=True, slots=True)
class Moment:
    """A local time: its date, its weekday (0 is Monday), and the seconds since midnight."""

    date: Date
    weekday: int
    second: float

    @classmethod
    def of(cls, parts: Sequence[int], fraction: float = 0.0) -> Moment:
        """Return the moment of a `time.struct_time`, and a fraction of a second more."""
        year, month, day, hours, minutes, seconds, weekday = parts[:7]
        second = 3600.0 * hours + 60.0 * minutes + min(seconds, 59) + fraction
        return cls((year, month, day), weekday, second)

    def later(self, seconds: float) -> Moment:
        """Return the moment that comes 0..86400 seconds later, if no clock is set in between."""
        if self.second + seconds < DAY:
            return Moment(self.date, self.weekday, self.second + seconds)
        rest = self.second + seconds - DAY
        return Moment(day_after(self.date), (self.weekday + 1) % 7, rest)

    @property
    def iso(self) -> str:
        """Return the date and the time of day to the second, as ISO 8601 writes them."""
        year, month, day = self.date
        minutes, seconds = divmod(int(self.second), 60)
        return f"{year:04}-{month:02}-{day:02}T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"

    @property
    def text(self) -> str:
        """Return the date, the weekday and the time of day, for people."""
        date, _, time = self.iso.removesuffix(":00").partition("T")
        return f"{DAY_NAMES[self.weekday]}, {date}, at {time}"

    def yesterday(self) -> Moment:
        """Return the same time of the day before."""
        return Moment(day_before(self.date), (self.weekday - 1) % 7, self.second)


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month of the Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _LENGTHS[month - 1]


def day_after(date: Date) -> Date:
    """Return the next date."""
    year, month, day = date
    if day < month_length(year, month):
        return year, month, day + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def day_before(date: Date) -> Date:
    """Return the date before."""
    year, month, day = date
    if day > 1:
        return year, month, day - 1
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return year, month, month_length(year, month)


def time_of_day(text: str, name: str) -> float:
    """Return the seconds since midnight of HH:MM or HH:MM:SS, 00:00..24:00. Raises ValueError."""
    found = re.fullmatch(r"(\d\d?):(\d\d)(?::(\d\d))?", text, re.ASCII)
    if found:
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        second = 3600.0 * hours + 60.0 * minutes + seconds
        if minutes < 60 and seconds < 60 and second <= DAY:
            return second
    raise ValueError(f"{name} must be a time of day 00:00..24:00, such as 18:30, not {text[:40]}")


def date_of(text: str, name: str) -> Date:
    """Return the date of YYYY-MM-DD. Raises ValueError."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text, re.ASCII)
    if found:
        year, month, day = (int(part) for part in found.groups())
        if year >= 1 and 1 <= month <= 12 and 1 <= day <= month_length(year, month):
            return year, month, day
    raise ValueError(f"{name} must be a date such as 2026-12-24, not {text[:40]}")


def weekdays_of(words: Iterable[str], name: str) -> frozenset[int]:
    """Return the weekdays of words such as mon or sat-sun; of none, all. Raises ValueError."""
    found: set[int] = set()
    for word in words:
        ends = [one.strip().casefold()[:3] for one in word.split("-")]
        if len(ends) > 2 or any(end not in WEEKDAYS for end in ends):
            known = ", ".join(WEEKDAYS)
            raise ValueError(f"{name} must be of {known}, or mon-fri, not {word[:40]}")
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        found.update((first + at) % 7 for at in range((last - first) % 7 + 1))
    return frozenset(found or range(7))


@dataclass(frozen=True, slots=True)
class Span:
    """A time of day from `start` to `end` in seconds, on some weekdays, or on some dates only.

    One whose end is not after its start goes on into the next day, and belongs to the day on which
    it starts. With equal ends it lasts a whole day.
    """

    start: float = 0.0
    end: float = DAY
    weekdays: frozenset[int] = frozenset(range(7))
    dates: frozenset[Date] = frozenset()

    @classmethod
    def of(
        cls,
        start: str = BEGIN,
        end: str = END,
        days: Sequence[str] = (),
        dates: Sequence[str] = (),
    ) -> Span:
        """Return the span of texts such as 10:00, 18:30, mon-fri. Raises ValueError."""
        return cls(
            time_of_day(start, "start"),
            time_of_day(end, "end"),
            weekdays_of(days, "days"),
            frozenset(date_of(date, "dates") for date in dates),
        )

    def of_day(self, moment: Moment) -> bool:
        """Return whether it starts on the day of a moment."""
        return moment.date in self.dates if self.dates else moment.weekday in self.weekdays

    def holds(self, moment: Moment) -> bool:
        """Return whether a moment is within it."""
        if self.start < self.end:
            return self.of_day(moment) and self.start <= moment.second < self.end
        if moment.second >= self.start:
            return self.of_day(moment)
        return moment.second < self.end and self.of_day(moment.yesterday())

    def edges(self) -> tuple[float, float]:
        """Return the seconds of the day at which it may start and end."""
        return self.start % DAY, self.end % DAY
