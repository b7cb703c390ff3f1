"""The verification of a session: the same messages to the core must give the same music."""

from __future__ import annotations

import math
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from perf_engine.core.messages import Command, HeardMessage, Prepare, Said
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.model_file import Origin
from perf_engine.protocol.notes import Foreseen

from .journal import Found, Gap
from .records import (
    FORMAT,
    Beginning,
    Broken,
    Dropped,
    Forgotten,
    Hurried,
    Paced,
    Prepared,
    Resumed,
    Taken,
    Uttered,
    Watched,
)
from .snapshot import restored, snapshot_of

LONGEST: Final = 86_400.0  # seconds from the beginning of a file to any record in it
MOST_IDLE: Final = 10_000  # calls in a row without output

WeightsOf = Callable[[Origin], Weights]  # raises ValueError if there is no such model


@dataclass(frozen=True, slots=True)
class Difference:
    """The first difference: its time (monotonic seconds), the recorded and the recomputed item."""

    at: float
    recorded: str
    recomputed: str


@dataclass(slots=True)
class Verdict:
    """The counts of what was recomputed, and the first difference, if any."""

    messages: int = 0
    decisions: int = 0
    said: int = 0
    snapshots: int = 0  # snapshots at which the recomputed state was the recorded one
    gaps: list[str] = field(default_factory=list)
    difference: Difference | None = None


class _Differs(Exception):
    """The recomputed item is not the recorded one."""

    def __init__(self, at: float, recorded: object, recomputed: object) -> None:
        super().__init__(recorded)
        self.difference = Difference(at, str(recorded)[:300], str(recomputed)[:300])


def verify(found: Iterable[Found], weights_of: WeightsOf) -> Verdict:
    """Recompute the records of a session up to the first difference.

    After a gap it continues from the next snapshot. Raises ValueError if a model is missing, or if
    a snapshot is of an older format or malformed.
    """
    verdict = Verdict()
    try:
        _recompute(found, weights_of, verdict)
    except _Differs as differs:
        verdict.difference = differs.difference
    except (ValueError, OSError):
        raise
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        raise ValueError(
            f"the recording cannot be recomputed: {type(error).__name__}: {str(error)[:200]}"
            f" ({Path(at.filename).name}, line {at.lineno})"
        ) from error
    return verdict


def _recompute(found: Iterable[Found], weights_of: WeightsOf, verdict: Verdict) -> None:
    rehearsal: _Rehearsal | None = None
    with np.errstate(all="ignore"):
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


class _Rehearsal:
    """A performer that repeats what was recorded."""

    def __init__(self, beginning: Beginning, weights_of: WeightsOf) -> None:
        if beginning.format < FORMAT:
            raise ValueError(
                f"it was recorded in format {beginning.format}, whose snapshots name the insides "
                "of the program that wrote them, so only that program can recompute it; replay, "
                "replay --out and replay --to work here as ever"
            )
        self._weights_of = weights_of
        self._performer = restored(beginning.snapshot, weights_of(beginning.model))
        self._said: deque[Said] = deque()  # items not yet compared
        self._began = beginning.clock
        self._idle = 0  # calls in a row without output

    def take(self, record: Taken) -> int:
        """Give it a message after the recorded number of decisions; return the new decisions."""
        performer, before = self._performer, self._performer.decisions
        self._check(record.stamp)
        while performer.decisions < record.decisions:
            self._advance(record.stamp, f"{record.decisions} decisions")
        if performer.decisions > record.decisions:
            raise _Differs(record.stamp, f"{record.decisions} decisions", performer.decisions)
        message, now = record.message, record.stamp
        if isinstance(message, Resumed):
            performer.resume(now)
        elif isinstance(message, Forgotten):
            performer.forget(now)
        elif isinstance(message, Dropped):
            performer.drop(now)
        elif isinstance(message, Hurried):
            performer.hurry()
        elif isinstance(message, Paced):
            performer.pace(message.seconds, now)
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
        """Let it produce the recorded items, and compare; return how many decisions that took."""
        self._check(record.at)
        before = self._performer.decisions
        for item in record.said:
            if not self._said:
                self._keep(self._performer.advance(record.at, 0))
            while not self._said:
                self._advance(record.at, item)
            mine = self._said.popleft()
            if mine != item:
                raise _Differs(record.at, item, mine)
        return self._performer.decisions - before

    def compare(self, beginning: Beginning) -> None:
        """Compare its state with a snapshot; they must be equal."""
        while self._performer.decisions < beginning.decisions:
            self._advance(beginning.clock, f"{beginning.decisions} decisions")
        if self._said:
            raise _Differs(beginning.clock, "nothing", self._said[0])
        self._performer.advance(-math.inf)
        mine = snapshot_of(self._performer)
        if mine != beginning.snapshot:
            raise _Differs(beginning.clock, *_where(beginning.snapshot, mine))
        self._began = beginning.clock

    def _check(self, at: float) -> None:
        """Refuse a time far from the file's beginning: a forged record must not take for ever."""
        if at > self._began + LONGEST:
            raise ValueError(f"a time in it lies {at - self._began:.0f} s after its file began")

    def _command(self, command: Command, now: float) -> None:
        try:
            self._performer.command(command, now)
        except (ValueError, TypeError, LookupError) as error:
            raise _Differs(now, command, f"refused: {error}") from None

    def _advance(self, at: float, expected: object) -> None:
        """Make one more decision, or take the waiting output."""
        due = self._performer.due()
        if due == math.inf:
            raise _Differs(at, expected, "nothing")
        before = self._performer.decisions
        said = self._performer.advance(due)
        self._keep(said)
        self._idle = 0 if said or self._performer.decisions != before else self._idle + 1
        if self._idle > MOST_IDLE:
            raise _Differs(at, expected, "nothing, again and again")

    def _keep(self, said: Sequence[Said]) -> None:
        """Keep output until it is compared; predictions are left out, as they are not recorded."""
        self._said += [item for item in said if not isinstance(item, Foreseen)]


def _where(recorded: object, mine: object, path: str = "") -> tuple[str, str]:
    """Return the first place where two snapshots differ, and both values."""
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
