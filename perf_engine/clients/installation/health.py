"""The health of an installation: what falls short, since when, and the last trouble."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

ENGINE_GONE: Final = 5.0  # seconds without the engine after which it counts as gone
LATE: Final = 20  # strikes sent too late between two looks, from which it is trouble
FAILING: Final = "failing"  # the engine's state after all its remedies
HEALED: Final = 10.0  # seconds without trouble after which it is over
MISSED: Final = 10.0  # seconds without a named device after which it is trouble
NOBODY: Final = "none"  # whom the built-in sound plays beside a synthesizer


@dataclass(frozen=True, slots=True)
class Watched:
    """The engine's own judgement of its music, as /perf/health replies."""

    state: str = ""
    why: str = ""
    repairs: int = 0
    last_repair: str = ""  # the last trouble that a remedy was tried for, and the remedy

    @classmethod
    def of(cls, said: Sequence[Any]) -> Watched:
        """Return the judgement of a reply. Raises IndexError or ValueError."""
        return cls(str(said[0]), str(said[1]), int(said[8]), str(said[9]))


@dataclass(slots=True)
class Health:
    """Judges what the process sees of the engine. Times are on the monotonic clock."""

    began: float
    longest_silence: float  # seconds without a note while it should play
    engine_since: float | None = None  # since when the engine is there; None: it is not
    gone_since: float = 0.0
    sounding_since: float | None = None  # since when it should sound
    last_note: float = -math.inf
    notes: int = 0
    status: Mapping[str, Any] = field(default_factory=dict)
    watched: Watched = field(default_factory=Watched)
    troubles: int = 0
    last_trouble: str = ""
    last_trouble_at: float = -math.inf
    reasons: tuple[str, ...] = ()
    faults: Sequence[str] = ()  # sentences about parts that fail and devices that are missing
    _late: int = 0  # strikes sent too late since the status before

    def engine(self, there: bool, now: float) -> None:
        """Note whether the engine is there."""
        if there and self.engine_since is None:
            self.engine_since = now
        elif not there and self.engine_since is not None:
            self.engine_since, self.gone_since = None, now
            self._late, self.watched = 0, Watched()

    def struck(self, now: float) -> None:
        """Note that the machine plays a note."""
        self.last_note, self.notes = now, self.notes + 1

    def sounds(self, wanted: bool, now: float) -> None:
        """Note whether the plan wants it to sound."""
        if wanted and self.sounding_since is None:
            self.sounding_since = now
        elif not wanted:
            self.sounding_since = None

    def take(self, status: Mapping[str, Any]) -> None:
        """Take the engine's status, as /perf/status replies."""
        before, self.status = self.status, status
        self._late = _counted("late", before, status)

    def look(self, now: float) -> str:
        """Judge; return a sentence about a new trouble, or nothing."""
        self.reasons = (*self._found(now), *self.faults)
        if not self.reasons:
            return ""
        text = "; ".join(self.reasons)
        fresh = text != self.last_trouble or now > self.last_trouble_at + HEALED
        self.last_trouble, self.last_trouble_at = text, now
        if not fresh:
            return ""
        self.troubles += 1
        return text

    @property
    def healthy(self) -> bool:
        """Return whether nothing falls short."""
        return not self.reasons

    def _found(self, now: float) -> Sequence[str]:
        if self.engine_since is None:
            gone = now - max(self.gone_since, self.began)
            return ["the engine does not answer"] if gone > ENGINE_GONE else []
        found = []
        if self.sounding_since is not None:
            since = max(self.last_note, self.sounding_since, self.engine_since)
            if now - since > self.longest_silence:
                found.append(f"no note for more than {self.longest_silence:g} s")
        if self.status.get("overloaded"):
            found.append("the processor is too slow for everything that there is to play")
        if self._late >= LATE:
            found.append("many notes come late")
        if self.watched.state == FAILING:
            found.append(f"the engine could not repair itself: {self.watched.why}")
        return found


class Missing:
    """Devices that the configuration names and that are not open, by kind."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}  # since when one of a kind is missing

    def sentences(self, problems: Mapping[str, Sequence[str]], now: float) -> list[str]:
        """Return those of the problems of each kind that last too long."""
        self._since = {
            kind: self._since.get(kind, now) for kind, found in problems.items() if found
        }
        late = [kind for kind, since in self._since.items() if now >= since + MISSED]
        return [problem[:1].lower() + problem[1:] for kind in late for problem in problems[kind]]


def sound_problems(said: Sequence[Any]) -> list[str]:
    """Return why nothing is heard of the built-in sound, from a reply of /perf/sound/status.

    It is none where a synthesizer plays in its place. Raises IndexError.
    """
    device, plays, why = str(said[0]), str(said[7]), str(said[8])
    return [] if device or plays == NOBODY else [f"The built-in sound has no device: {why}"]


def _counted(name: str, before: Mapping[str, Any], status: Mapping[str, Any]) -> int:
    """Return how much a count of the engine has risen since the status before.

    The first status tells nothing new, as the engine counts from its own start; one of an engine
    that has started since then counts in full.
    """
    count = int(status.get(name, 0))
    if not before:
        return 0
    again = float(status.get("uptime_s", 0.0)) < float(before.get("uptime_s", 0.0))
    return count if again else max(0, count - int(before.get(name, 0)))
