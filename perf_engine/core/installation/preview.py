"""A preview of a day: what a plan will do, if nobody gives an order and no sensor moves a control.

The day is that of the wall clock from midnight to midnight. Its fades are those of the piece: they
are followed second by second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from perf_engine.core.turns.modes import MODE_TABLE

from .glide import Glide
from .hours import Hours
from .moment import DAY, Moment
from .plan import Plan
from .scenes import Scene, candidates, choose

HOUR: Final = 3600.0  # seconds
SECONDS: Final = range(int(DAY) + 1)
DIGITS: Final = 9  # of a loudness, after the point
OPEN, CLOSED, QUIET = "open", "closed", "quiet hours"  # why the loudness is what it is


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time of the day in which the loudness that the hours allow stays, or goes one way."""

    start: float  # seconds since midnight
    end: float
    before: float  # the loudness at its start
    after: float  # and at its end
    why: str  # in the middle of it: open, closed or quiet hours

    @property
    def fades(self) -> bool:
        """Return whether the loudness changes."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Scenes:
    """A time of the day, the scenes that are possible in it, and the one that plays."""

    start: float
    end: float
    possible: tuple[Scene, ...]
    chosen: Scene | None


@dataclass(frozen=True, slots=True)
class Level:
    """The lowest and the highest value of an hour, and its way.

    The way is 1 where it only rises, -1 where it only falls, and 0 where it stays or does both.
    """

    low: float
    high: float
    way: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Level:
        """Return the level of values in the order of time."""
        changes = (round(after - before, DIGITS) for before, after in pairwise(values))
        ways = {_way(change) for change in changes} - {0}
        return cls(min(values), max(values), ways.pop() if len(ways) == 1 else 0)


@dataclass(frozen=True, slots=True)
class Levels:
    """The loudness and the density factor of an hour."""

    start: float
    loudness: Level
    density: Level

    @property
    def sounds(self) -> bool:
        """Return whether anything may be heard."""
        return self.loudness.high > 0.0


@dataclass(frozen=True, slots=True)
class Preview:
    """A day of a plan: the loudness of its hours, its levels by hour, its scenes by presence."""

    stretches: tuple[Stretch, ...]
    levels: tuple[Levels, ...]
    scenes: dict[str, tuple[Scenes, ...]]

    def heard(self, start: float, end: float) -> float:
        """Return the seconds between two times in which the hours allow any loudness."""
        return sum(
            max(0.0, min(end, one.end) - max(start, one.start))
            for one in self.stretches
            if one.before > 0.0 or one.after > 0.0
        )

    def played(self, name: str, presence: str) -> float:
        """Return the seconds of the day in which a scene plays and may be heard."""
        return sum(
            self.heard(one.start, one.end)
            for one in self.scenes[presence]
            if one.chosen is not None and one.chosen.name == name
        )


def preview(plan: Plan, day: Moment, presences: Sequence[str]) -> Preview:
    """Return what a plan does on the day of a moment, with scenes for each state of visitors."""
    midnight = Moment(day.date, day.weekday, 0.0)
    allowed = _allowed(plan.hours, midnight)
    return Preview(
        tuple(_stretches(plan.hours, midnight, allowed)),
        tuple(_levels(plan, allowed)),
        {presence: tuple(_scenes(plan, midnight, presence)) for presence in presences},
    )


def _allowed(hours: Hours, midnight: Moment) -> list[float]:
    """Return the loudness that the hours allow at each second of the day, with its fades."""
    evening = midnight.yesterday()
    first = int(DAY - hours.fade) - 1  # a fade is shorter than a day
    before = hours.allowed(Moment(evening.date, evening.weekday, float(first)))
    glide, found = Glide(before, 1.0 / hours.fade), list[float]()
    for second in range(first - int(DAY), int(DAY) + 1):
        day, seconds = (evening, DAY + second) if second < 0 else (midnight, float(second))
        allowed = hours.allowed(Moment(day.date, day.weekday, 0.0).later(seconds))
        # What rises at this second was lower until now; what falls is down already.
        found.append(round(glide.step(min(allowed, before), second), DIGITS))
        before = allowed
    return found[-len(SECONDS) :]


def _way(change: float) -> int:
    """Return 1 for a rise, -1 for a fall, and 0 for none."""
    return (change > 0.0) - (change < 0.0)


def _stretches(hours: Hours, midnight: Moment, allowed: Sequence[float]) -> Iterator[Stretch]:
    """Yield the stretches of the day: a new one begins where the loudness turns or its reason."""
    reasons = [_why(hours, midnight.later(float(second))) for second in SECONDS]
    ways = [_way(after - before) for before, after in pairwise(allowed)]
    begins = 0
    for second in range(1, len(ways) + 1):
        same = second < len(ways) and ways[second] == ways[begins]
        if same and (ways[second] or reasons[second] == reasons[begins]):
            continue
        reason = reasons[(begins + second) // 2]
        yield Stretch(float(begins), float(second), allowed[begins], allowed[second], reason)
        begins = second


def _why(hours: Hours, moment: Moment) -> str:
    if not hours.open(moment):
        return CLOSED
    return QUIET if hours.level(moment) < 1.0 else OPEN


def _levels(plan: Plan, allowed: Sequence[float]) -> Iterator[Levels]:
    """Yield the levels of each hour of the day."""
    rate = 1.0 / plan.hours.fade
    loudness = Glide(plan.loudness.at(0.0), rate)
    density = Glide(plan.density.at(0.0), rate)
    pairs = [
        (
            allowed[second] * loudness.step(plan.loudness.at(second % DAY), second),
            density.step(plan.density.at(second % DAY), second),
        )
        for second in SECONDS
    ]
    for start in range(0, int(DAY), int(HOUR)):
        loud, dense = zip(*pairs[start : start + int(HOUR) + 1], strict=True)
        yield Levels(float(start), Level.of(loud), Level.of(dense))


def _scenes(plan: Plan, midnight: Moment, presence: str) -> Iterator[Scenes]:
    """Yield the scenes of the day while the visitors are so; equal neighbours are one."""
    spans = [scene.span for scene in plan.scenes if scene.span is not None]
    edges = {0.0, DAY, *(edge for span in spans for edge in span.edges())}
    parts = int(-(-DAY // plan.scene_s))
    edges |= {min(DAY, part * plan.scene_s) for part in range(1, parts + 1)}
    last: Scenes | None = None
    for start, end in pairwise(sorted(edges)):
        moment = midnight.later(start)
        possible = tuple(candidates(plan.scenes, moment, presence))
        chosen = choose(plan.scenes, moment, presence, plan.seed, plan.scene_s)
        if last is not None and (last.possible, last.chosen) == (possible, chosen):
            last = Scenes(last.start, end, possible, chosen)
            continue
        if last is not None:
            yield last
        last = Scenes(start, end, possible, chosen)
    if last is not None:
        yield last


def waits(plan: Plan, scene: Scene | None) -> bool:
    """Return whether a scene is silent until somebody plays, as no voice begins by itself.

    Without a scene, all is as the top of the file has it.
    """
    own = [scene.of_voice(voice).mode if scene else None for voice in range(len(plan.places))]
    modes = (mode or place.mode for mode, place in zip(own, plan.places, strict=True))
    return not any(MODE_TABLE[mode].begins for mode in modes)
