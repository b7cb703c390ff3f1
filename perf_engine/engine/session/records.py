"""The records of a session's journal, one a line: as values, as JSON, and back.

A line is JSON, a tab, the CRC-32 of the JSON in eight hex digits, a line feed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from perf_engine.core.messages import (
    Alive,
    Dismiss,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prepare,
    Prime,
    PrimeNote,
    Recall,
    Reset,
    Said,
    Seed,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
    TakeOver,
)
from perf_engine.core.model.model_file import Origin

from .fields import checked, fits
from .kinds import MODEL, PRIME_NOTE, SAID_ROWS, TOLD_ROWS, Kind, Kinds
from .state_text import state_of, values_of

FORMAT: Final = 2  # in format 1, snapshots named modules and classes; all else is the same
A_PIECE: Final = 50  # notes of a prime in one line, so that no line takes long to write
UNKNOWN: Final = Origin("", "", "")
LAST_WALL: Final = 253_402_300_799.0  # seconds from 1970 to the end of the year 9999


@dataclass(frozen=True, slots=True)
class Resumed:
    """Time was lost; what was due meanwhile was not made up for."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Everything was silenced and forgotten, without deciding what was due."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Events that were more than a moment late were dropped."""


@dataclass(frozen=True, slots=True)
class Hurried:
    """The next message was taken before all that was due."""


@dataclass(frozen=True, slots=True)
class Paced:
    """Each voice predicted at most once in so many seconds from then on; 0: without limit."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Watched:
    """A client wants predictions, or none does."""

    by_somebody: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A model began to learn; its weights are in their own file."""

    model: Origin


Message: TypeAlias = (
    NoteOn
    | NoteOff
    | Pedal
    | Alive
    | SourceLost
    | SetControls
    | SetMode
    | Start
    | Stop
    | Reset
    | Panic
    | Prime
    | Seed
    | Recall
    | TakeOver
    | Dismiss
    | Resumed
    | Forgotten
    | Watched
    | Prepared
    | Dropped
    | Hurried
    | Paced
)
MESSAGES: Final = Kinds(
    *TOLD_ROWS,
    ("Resumed", Resumed, ""),
    ("Forgotten", Forgotten, ""),
    ("Watched", Watched, "by_somebody"),
    ("Prepared", Prepared, "model"),
    ("Dropped", Dropped, ""),
    ("Hurried", Hurried, ""),
    ("Paced", Paced, "seconds"),
)
SAID: Final = Kinds(*SAID_ROWS)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a file: the player, the time (monotonic and wall), and the whole state.

    `continues`: nothing is missing between the previous file and this one. `machine` has the facts
    about the computer and its software.
    """

    number: int
    continues: bool
    decisions: int
    clock: float
    wall: float
    model: Origin
    snapshot: Any
    machine: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Taken:
    """A message taken by the instrument, with its stamp and the number of decisions before it."""

    decisions: int
    stamp: float
    message: Message


@dataclass(frozen=True, slots=True)
class Uttered:
    """The items that the machine sent at a time, in this order."""

    at: float
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A text that a user wants to find again."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The instrument failed: records until the next beginning do not follow from those before."""

    at: float
    why: str


@dataclass(frozen=True, slots=True)
class End:
    """The proper end of the recording."""

    at: float


Record: TypeAlias = Beginning | Taken | Uttered | Mark | Broken | End
_BEGINNING: Final = Kind(
    "begin", Beginning, "number continues decisions clock wall model snapshot machine format"
)
_WORDS: Final = Kinds(
    ("mark", Mark, "at text"),
    ("broken", Broken, "at why"),
    ("end", End, "at"),
)


def recordable(message: Any) -> Message:
    """Return a message in its recorded form, with the origin of weights in their place."""
    if isinstance(message, Prepare):
        return Prepared(message.weights.origin or UNKNOWN)
    found: Message = message
    return found


def written(record: Record) -> Iterator[str]:
    """Yield a record as JSON texts, each of one line."""
    if isinstance(record, Beginning):
        said = dict(zip(_BEGINNING.names, _BEGINNING.values(record), strict=True))
        yield _json(["begin", {**said, "model": MODEL.values(record.model)}])
    elif isinstance(record, Taken):
        message = record.message
        told = MESSAGES.values(message)
        if isinstance(message, Prime):
            notes = message.notes
            for first in range(0, len(notes), A_PIECE):
                piece = notes[first : first + A_PIECE]
                yield _json(["prime", list(map(PRIME_NOTE.values, piece))])
            told = told[:1]
        elif isinstance(message, Prepared):
            told = [*told[:1], *MODEL.values(message.model)]
        elif isinstance(message, Recall):
            told = [*told[:1], values_of(message.state), message.voice]
        yield _json(["in", record.decisions, record.stamp, told])
    elif isinstance(record, Uttered):
        yield _json(["out", record.at, list(map(SAID.values, record.said))])
    else:
        yield _json(_WORDS.values(record))


def _json(values: Any) -> str:
    return json.dumps(values, separators=(",", ":"))


def sealed(text: bytes) -> bytes:
    """Return the line of a file for a JSON text."""
    return b"%s\t%08x\n" % (text, zlib.crc32(text))


def unsealed(line: bytes) -> bytes:
    """Return the JSON text of a line of a file. Raises ValueError if it is damaged."""
    text, tab, check = line.rpartition(b"\t")
    if not tab or check != b"%08x\n" % zlib.crc32(text):
        raise ValueError("a line is damaged")
    return text


class Reader:
    """Converts JSON texts to records, in order."""

    def __init__(self) -> None:
        self._notes: list[PrimeNote] = []

    def read(self, text: bytes) -> Record | None:
        """Return the record of a text; None if more texts belong to it. Raises ValueError."""
        try:
            return self._record(*json.loads(text))
        except (TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ValueError(f"a record cannot be understood: {error!r}") from error

    def _record(self, word: str, *values: Any) -> Record | None:
        if word == "begin":
            (said,) = values
            if not isinstance(said["format"], int):
                raise ValueError("a file's beginning has no format")
            if said["format"] > FORMAT:
                raise ValueError(
                    f"journal format {said['format']} is newer than {FORMAT}, the newest known "
                    "here: update perf_engine"
                )
            self._notes.clear()
            model = checked(MODEL.make(said["model"]))
            known = {_BEGINNING.attribute(name): value for name, value in said.items()}
            return _known(checked(Beginning(**{**known, "model": model}), ranges=False))
        if word == "prime":
            self._notes += [checked(PRIME_NOTE.make(note)) for note in values[0]]
            return None
        if word == "in":
            decisions, stamp, message = values
            if not (fits(decisions, int) and fits(stamp, float)):
                raise ValueError("a message has no time")
            return _known(Taken(decisions, stamp, checked(self._message(*message))))
        if word == "out":
            at, items = values
            said = tuple(checked(SAID.make(kind, rest)) for kind, *rest in items)
            return _known(checked(Uttered(at, said)))
        return _known(checked(_WORDS.make(word, values)))

    def _message(self, kind: str, *values: Any) -> Message:
        if kind == "Prime":
            notes, self._notes = self._notes, []
            return Prime(tuple(notes))
        if kind == "Prepared":
            return Prepared(checked(MODEL.make(values)))
        if kind == "Recall":
            state, voice = values
            return Recall(state_of(state), voice)
        if kind == "SetControls":
            pairs, voice = values
            return SetControls(tuple((name, value) for name, value in pairs), voice)
        message: Message = MESSAGES.make(kind, values)
        return message


def _known(record: Any) -> Record:
    """Return a record if its times are possible. Raises ValueError."""
    found: Record = record
    if isinstance(found, Beginning) and not 0.0 <= found.wall <= LAST_WALL:
        raise ValueError(f"a file began at {found.wall} s since 1970")
    if getattr(found, "decisions", 0) < 0:
        raise ValueError("the number of decisions is negative")
    return found
