"""Recomputing a session: the same messages through the real core must give the same music."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..core.gru import Weights
from ..core.messages import Command, Foreseen, HeardMessage, Prepare, Said
from ..core.model_file import Origin
from .journal import Found, Gap
from .portrait import portrait, restored
from .records import (
    Beginning,
    Broken,
    Forgotten,
    Prepared,
    Resumed,
    Taken,
    Uttered,
    Watched,
)

WeightsOf = Callable[[Origin], Weights]  # raises ValueError where there is no such model


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that came out otherwise: when (monotonic seconds), recorded, recomputed."""

    at: float
    recorded: str
    recomputed: str


@dataclass(slots=True)
class Verdict:
    """What was recomputed, and the first difference, if any."""

    messages: int = 0
    decisions: int = 0
    said: int = 0
    snapshots: int = 0  # that were reached with all in the state that was recorded
    gaps: list[str] = field(default_factory=list)
    difference: Difference | None = None


class _Differs(Exception):
    """The recomputed is not the recorded."""

    def __init__(self, at: float, recorded: object, recomputed: object) -> None:
        super().__init__(recorded)
        self.difference = Difference(at, str(recorded)[:300], str(recomputed)[:300])


def verify(found: Iterable[Found], weights_of: WeightsOf) -> Verdict:
    """Recompute the records of a session up to the first difference.

    After a gap it goes on from the next snapshot. Raises ValueError where a model is missing or a
    snapshot cannot be used.
    """
    verdict = Verdict()
    rehearsal: _Rehearsal | None = None
    try:
        for record in found:
            if isinstance(record, Gap):
                verdict.gaps.append(record.why)
                rehearsal = None
            elif isinstance(record, Broken):
                rehearsal = None
            elif isinstance(record, Beginning):
                if rehearsal is not None and record.continues:
                    rehearsal.compare(record)
                    verdict.snapshots += 1
                    continue
                rehearsal = _Rehearsal(record, weights_of)
            elif rehearsal is not None and isinstance(record, Taken):
                verdict.decisions += rehearsal.take(record)
                verdict.messages += 1
            elif rehearsal is not None and isinstance(record, Uttered):
                verdict.decisions += rehearsal.utter(record)
                verdict.said += len(record.said)
    except _Differs as differs:
        verdict.difference = differs.difference
    return verdict


class _Rehearsal:
    """A performer that is taken through what was recorded."""

    def __init__(self, beginning: Beginning, weights_of: WeightsOf) -> None:
        self._weights_of = weights_of
        self._performer = restored(beginning.snapshot, weights_of(beginning.model))
        self._said: deque[Said] = deque()  # and not yet compared

    def take(self, record: Taken) -> int:
        """Give it a message, after as many decisions as were made before; how many those were."""
        performer, before = self._performer, self._performer.decisions
        while performer.decisions < record.decisions:
            self._advance(record.stamp, f"{record.decisions} decisions")
        if performer.decisions > record.decisions:
            raise _Differs(record.stamp, f"{record.decisions} decisions", performer.decisions)
        message, now = record.message, record.stamp
        if isinstance(message, Resumed):
            performer.resume(now)
        elif isinstance(message, Forgotten):
            performer.forget(now)
        elif isinstance(message, Watched):
            performer.watched = message.by_somebody
        elif isinstance(message, Prepared):
            self._command(Prepare(self._weights_of(message.model)), now)
        elif isinstance(message, HeardMessage):
            performer.hear(message, now)
        else:
            self._command(message, now)
        return performer.decisions - before

    def utter(self, record: Uttered) -> int:
        """Let it say as much as was said then, and compare; how many decisions that took."""
        before = self._performer.decisions
        for item in record.said:
            while not self._said:
                self._advance(record.at, item)
            mine = self._said.popleft()
            if mine != item:
                raise _Differs(record.at, item, mine)
        return self._performer.decisions - before

    def compare(self, beginning: Beginning) -> None:
        """It must know exactly what is in a snapshot."""
        while self._performer.decisions < beginning.decisions:
            self._advance(beginning.clock, f"{beginning.decisions} decisions")
        if self._said:
            raise _Differs(beginning.clock, "nothing", self._said[0])
        self._performer.advance(-math.inf)
        mine = portrait(self._performer)
        if mine != beginning.snapshot:
            raise _Differs(beginning.clock, *_where(beginning.snapshot, mine))

    def _command(self, command: Command, now: float) -> None:
        try:
            self._performer.command(command, now)
        except (ValueError, TypeError, LookupError) as error:
            raise _Differs(now, command, f"refused: {error}") from None

    def _advance(self, at: float, expected: object) -> None:
        """One more decision, or what waits to be said."""
        due = self._performer.due()
        if due == math.inf:
            raise _Differs(at, expected, "nothing")
        said = self._performer.advance(due)
        self._said += [item for item in said if not isinstance(item, Foreseen)]


def _where(recorded: object, mine: object, path: str = "") -> tuple[str, str]:
    """The first place where two snapshots differ, and what stands there."""
    if isinstance(recorded, dict) and isinstance(mine, dict) and recorded.keys() == mine.keys():
        pairs = [(f"{path}/{key}", recorded[key], mine[key]) for key in recorded]
    elif isinstance(recorded, list) and isinstance(mine, list) and len(recorded) == len(mine):
        pairs = [(f"{path}/{i}", a, b) for i, (a, b) in enumerate(zip(recorded, mine, strict=True))]
    else:
        return f"{path}: {recorded}", f"{path}: {mine}"
    for where, one, other in pairs:
        if one != other:
            return _where(one, other, where)
    return path, path
