"""Opening hours and quiet hours: the loudness that the wall clock allows, faded ahead of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .moment import DAY, Moment, Span, day_after

FADE: Final = 30.0  # seconds
AHEAD: Final = 400  # days in which the next opening is looked for


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours in which the installation plays; or, `closed`, a day on which it does not."""

    span: Span
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which the loudness is at most `loudness`, 0..1; at 0 nothing sounds."""

    span: Span
    loudness: float = 0.0


@dataclass(frozen=True, slots=True)
class Hours:
    """All hours of an installation, and the seconds in which its loudness fades at their edges."""

    openings: tuple[Opening, ...] = ()
    quiets: tuple[Quiet, ...] = ()
    fade: float = FADE

    def open(self, moment: Moment) -> bool:
        """Return whether the installation is open; without openings it always is.

        Openings that name dates replace those of the weekdays on these dates.
        """
        return not self.openings or is_open(self.openings, moment)

    def level(self, moment: Moment) -> float:
        """Return the loudness allowed at a moment, 0..1, without fades."""
        if not self.open(moment):
            return 0.0
        return min((q.loudness for q in self.quiets if q.span.holds(moment)), default=1.0)

    def next_opening(self, moment: Moment) -> Moment | None:
        """Return when it opens next; None if it is open, or stays closed for more than a year."""
        return None if self.open(moment) else self._next(moment, self.open)

    def in_words(self, moment: Moment) -> str:
        """Return whether it plays at a moment by its hours, and if not, from when on."""
        if not self.open(moment):
            opens = self.next_opening(moment)
            return f"closed now; {f'opens on {opens.text}' if opens else 'no opening is planned'}"
        if not self.level(moment):
            plays = self._next(moment, lambda then: self.level(then) > 0.0)
            again = f"plays again on {plays.text}" if plays else "silent always"
            return f"in quiet hours now; {again}"
        return "open now"

    def _next(self, moment: Moment, holds: Callable[[Moment], bool]) -> Moment | None:
        """Return the next edge of a span after a moment at which a condition holds."""
        plays = [one.span for one in self.openings if not one.closed]
        edges = sorted({0.0, *(edge for span in self._spans() for edge in span.edges())})
        day = Moment(moment.date, moment.weekday, 0.0)
        for _ in range(AHEAD):
            if not plays or any(s.of_day(day) or s.of_day(day.yesterday()) for s in plays):
                for edge in edges:
                    then = Moment(day.date, day.weekday, edge)
                    if (day.date != moment.date or edge > moment.second) and holds(then):
                        return then
            day = Moment(day_after(day.date), (day.weekday + 1) % 7, 0.0)
        return None

    def _spans(self) -> list[Span]:
        return [*(one.span for one in self.openings), *(one.span for one in self.quiets)]

    def allowed(self, moment: Moment) -> float:
        """Return the loudness allowed, 0..1: what is to be softer soon fades before it begins.

        So the loudness is down when quiet hours begin. It changes by at most 1 in `fade` seconds
        as long as no clock is set.
        """
        level = self.level(moment)
        for ahead in self._edges_ahead(moment):
            later = self.level(moment.later(ahead))
            level = min(level, later + (1.0 - later) * ahead / self.fade)
        return level

    def _edges_ahead(self, moment: Moment) -> Iterable[float]:
        """Yield the seconds to each edge of a span that is less than a fade ahead."""
        for edge in {edge for span in self._spans() for edge in (*span.edges(), 0.0)}:
            ahead = (edge - moment.second) % DAY
            if 0.0 < ahead < self.fade:
                yield ahead


def is_open(openings: Sequence[Opening], moment: Moment) -> bool:
    """Return whether one of the openings that hold for the day of a moment holds the moment.

    If there are closed days only, every other day is open.
    """
    if all(one.closed for one in openings):
        return not any(one.span.holds(moment) for one in openings)
    dated = [one for one in openings if one.span.dates]
    if any(not one.closed and one.span.holds(moment) for one in dated):
        return True
    return any(_holds_by_weekday(one, moment, dated) for one in openings if not one.span.dates)


def _holds_by_weekday(one: Opening, moment: Moment, dated: Sequence[Opening]) -> bool:
    """Return whether an opening of a weekday holds; a dated one replaces it on its first day."""
    if one.closed or not one.span.holds(moment):
        return False
    begun_before = one.span.end <= one.span.start and moment.second < one.span.start
    first = moment.yesterday() if begun_before else moment
    return not any(other.span.of_day(first) for other in dated)
