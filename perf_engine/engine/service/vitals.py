"""Whether the music is alive: what is measured, its bounds, and the remedies, as rows of a table.

The judge is pure: it gets the measurements and the time, and returns what to do. What falls short
is repaired inside first, one remedy after another. If none helps, a restart by the system may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

FLOW: Final = "flow"  # the sign that the machine strikes while it owes sound
PATTERN: Final = 4  # strikes of a pattern of pitches
STRIKES: Final = 64  # strikes of the machine in which patterns are counted
MACHINE: Final = "the machine"
PATTERNS: Final = STRIKES - PATTERN + 1  # as many as there can be among these


@dataclass(frozen=True, slots=True)
class Vitals:
    """What is measured once a second."""

    silent: float = 0.0  # seconds without a strike while the mode owes sound, times the density
    patterns: int | None = None  # different ones of pitches among the last strikes; None: too few
    late: float = 0.0  # seconds by which the loop's turns are late, the median of a minute
    grown: float = 0.0  # megabytes of memory more than ten minutes after the start
    still: float = 0.0  # seconds without a sign of life from a client process of ours
    deaf: float = 0.0  # 1 if the engine's port is not open any more
    who: str = MACHINE  # who is silent or repeats itself: the machine, or one voice of several
    others: bool = False  # other voices play meanwhile


class Remedy(Enum):
    """What the engine can do by itself."""

    EXCITE = "a new seed and a few notes to go on from"
    RESET = "the memory of the music is cleared"
    RELOAD = "the model is read again"
    COLLECT = "unused memory is freed"
    RESTART_CLIENT = "the client process is started again"
    REOPEN_PORT = "the port is opened again"
    RESTART = "the system is asked for a restart"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of life: what is wrong, its measure and bound, and the remedies in their order.

    A remedy follows the one before after `patience` seconds out of bounds; so does the first.
    `unit` follows the measured number in words, which are left out without it. `of`: the measure
    counts what is missing of so many, and the words what is there.
    """

    name: str
    trouble: str
    measure: Callable[[Vitals], float]
    most: float
    patience: float  # seconds
    remedies: tuple[Remedy, ...]
    unit: str = ""
    of: float | None = None

    def bound(self, measured: float) -> str:
        """Return the words for what was measured, and its bound."""
        if not self.unit:
            return ""
        least = "at most" if self.of is None else "at least"
        there, bound = (
            value if self.of is None else self.of - value for value in (measured, self.most)
        )
        return f" ({self.name} {there:.3g} {self.unit}, {least} {bound:g} {self.unit})"


SIGNS: Final = (
    Sign(
        FLOW,
        "{who} owes sound and has struck nothing{others}",
        lambda vitals: vitals.silent,
        30.0,
        10.0,
        (Remedy.EXCITE, Remedy.RESET, Remedy.RELOAD, Remedy.RESTART),
        "s",
    ),
    Sign(
        "variety",
        "{who} repeats itself",
        lambda vitals: 0 if vitals.patterns is None else PATTERNS - vitals.patterns,
        PATTERNS - 6,
        60.0,
        (Remedy.EXCITE, Remedy.RESET),
        "patterns",
        PATTERNS,
    ),
    Sign(
        "lateness",
        "the loop is late",
        lambda vitals: vitals.late,
        0.25,
        60.0,
        (Remedy.COLLECT, Remedy.RESTART),
        "s",
    ),
    Sign(
        "memory",
        "the memory grows",
        lambda vitals: vitals.grown,
        200.0,
        60.0,
        (Remedy.COLLECT, Remedy.RESTART),
        "MB",
    ),
    Sign(
        "clients",
        "a client process gives no sign of life",
        lambda vitals: vitals.still,
        30.0,
        5.0,
        (Remedy.RESTART_CLIENT, Remedy.RESTART_CLIENT),
        "s",
    ),
    Sign(
        "port",
        "the port is not open any more",
        lambda vitals: vitals.deaf,
        0.5,
        2.0,
        (Remedy.REOPEN_PORT, Remedy.RESTART),
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign that is out of bounds, and the remedy to try now; None: none now."""

    sign: Sign
    vitals: Vitals
    remedy: Remedy | None

    @property
    def trouble(self) -> str:
        """Return what is wrong, in words."""
        others = ", while others play" if self.vitals.others else ""
        return self.sign.trouble.format(who=self.vitals.who, others=others)

    @property
    def sentence(self) -> str:
        """Return a sentence about the trouble and its remedy."""
        bound = self.sign.bound(self.sign.measure(self.vitals))
        remedy = "" if self.remedy is None else f": {self.remedy.value}"
        return f"Trouble: {self.trouble}{bound}{remedy}."


@dataclass(slots=True)
class _Course:
    """The course of one trouble."""

    since: float  # when the next remedy begins to wait
    tried: int = 0  # remedies


@dataclass(slots=True)
class Judge:
    """Judges the measurements, and remembers which remedies have been tried."""

    signs: tuple[Sign, ...] = SIGNS
    recovered: list[Sign] = field(default_factory=list)  # at the last judgement
    _courses: dict[str, _Course] = field(default_factory=dict)

    def judge(self, vitals: Vitals, now: float) -> list[Finding]:
        """Return every sign that is out of bounds, with the remedy that is to be tried now."""
        self.recovered = []
        return [found for sign in self.signs if (found := self._sign(sign, vitals, now))]

    @property
    def hopeless(self) -> bool:
        """Return whether a restart is asked for, as all other remedies of a sign have failed."""
        return any(
            Remedy.RESTART in sign.remedies[: self._courses[sign.name].tried]
            for sign in self.signs
            if sign.name in self._courses
        )

    def _sign(self, sign: Sign, vitals: Vitals, now: float) -> Finding | None:
        measured = sign.measure(vitals)
        if measured <= sign.most:
            course = self._courses.pop(sign.name, None)
            if course is not None and course.tried:
                self.recovered.append(sign)
            return None
        course = self._courses.setdefault(sign.name, _Course(now))
        remedy = None
        if course.tried < len(sign.remedies) and now >= course.since + sign.patience:
            remedy = sign.remedies[course.tried]
            course.tried, course.since = course.tried + 1, now
        return Finding(sign, vitals, remedy)


def patterns(pitches: Iterable[int]) -> int | None:
    """Return the number of different patterns of pitches; None with fewer than STRIKES."""
    row = list(pitches)
    if len(row) < STRIKES:
        return None
    return len({tuple(row[at : at + PATTERN]) for at in range(len(row) - PATTERN + 1)})
