"""What a session's journal holds, one record a line: values, and values as JSON and back.

A line is JSON, a tab, the CRC-32 of the JSON in eight hex digits, a line feed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field, fields
from typing import Any, Final, TypeAlias

from ..core.messages import (
    Alive,
    ControlChange,
    Dismiss,
    Flush,
    Heard,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prepare,
    Prime,
    PrimeNote,
    Recall,
    Release,
    Reset,
    Said,
    Seed,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
    Strike,
    TakeOver,
    TurnPassed,
)
from ..core.model_file import Origin
from ..core.transport import Locate, Observe, Run, SetTempo
from .state_text import state_of, values_of

FORMAT: Final = 1
A_PIECE: Final = 50  # notes of a prime in one line, so that no line takes long to write
UNKNOWN: Final = Origin("", "", "")


@dataclass(frozen=True, slots=True)
class Resumed:
    """Time was lost, and nothing is made up for."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Everything was silenced and forgotten, without deciding what was due."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody wants to see what is foreseen, or nobody does."""

    by_somebody: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A model began to learn; its weights stand in their own file."""

    model: Origin


Message: TypeAlias = (
    NoteOn | NoteOff | Pedal | Alive | SourceLost | SetControls | SetMode | Start | Stop | Reset
    | Panic | Prime | Seed | Recall | TakeOver | Dismiss | Resumed | Forgotten | Watched | Prepared
)
MESSAGES: Final = (
    NoteOn, NoteOff, Pedal, Alive, SourceLost, SetControls, SetMode, Start, Stop, Reset, Panic,
    Prime, Seed, Recall, TakeOver, Dismiss, Resumed, Forgotten, Watched, Prepared,
    SetTempo, Run, Locate, Observe,
)  # fmt: skip
SAID: Final = (Strike, Release, ControlChange, Flush, Heard, TurnPassed)
_KINDS: Final[Mapping[str, Any]] = {kind.__name__: kind for kind in (*MESSAGES, *SAID)}
_NOTE: Final = tuple(f.name for f in fields(PrimeNote))
_FIELDS: Final = {kind: tuple(f.name for f in fields(kind)) for kind in _KINDS.values()}


@dataclass(frozen=True, slots=True)
class Beginning:
    """A file begins: who plays, when (monotonic and wall seconds), and all that it knows.

    `continues`: nothing is missing between the file before and this one. `machine` says what it
    was recorded on.
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
    """A message was taken, with its stamp, when so many decisions had been made."""

    decisions: int
    stamp: float
    message: Message


@dataclass(frozen=True, slots=True)
class Uttered:
    """The machine said this at a time, in this order."""

    at: float
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that somebody wanted to find again."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The instrument failed: what comes until the next beginning does not follow from the rest."""

    at: float
    why: str


@dataclass(frozen=True, slots=True)
class End:
    """The recording was ended in order."""

    at: float


Record: TypeAlias = Beginning | Taken | Uttered | Mark | Broken | End
_WORDS: Final[Mapping[str, Any]] = {"mark": Mark, "broken": Broken, "end": End}
_WORD_OF: Final = {kind: word for word, kind in _WORDS.items()}


def recordable(message: Any) -> Message:
    """A message as it is recorded: of weights, where they came from."""
    if isinstance(message, Prepare):
        return Prepared(message.weights.origin or UNKNOWN)
    found: Message = message
    return found


def written(record: Record) -> Iterator[str]:
    """A record as JSON texts, each of one line."""
    if isinstance(record, Beginning):
        values = {name: getattr(record, name) for name in _BEGINNING}
        yield _json(["begin", {**values, "model": astuple(record.model)}])
    elif isinstance(record, Taken):
        message = record.message
        said: list[Any] = [type(message).__name__]
        if isinstance(message, Prime):
            notes = message.notes
            for first in range(0, len(notes), A_PIECE):
                piece = notes[first : first + A_PIECE]
                yield _json(["prime", [[getattr(n, name) for name in _NOTE] for n in piece]])
        elif isinstance(message, Prepared):
            said += astuple(message.model)
        elif isinstance(message, Recall):
            said += [values_of(message.state), message.voice]
        else:
            said += [getattr(message, name) for name in _FIELDS[type(message)]]
        yield _json(["in", record.decisions, record.stamp, said])
    elif isinstance(record, Uttered):
        items = [
            [type(item).__name__, *(getattr(item, name) for name in _FIELDS[type(item)])]
            for item in record.said
        ]
        yield _json(["out", record.at, items])
    else:
        yield _json([_WORD_OF[type(record)], *astuple(record)])


_BEGINNING: Final = tuple(f.name for f in fields(Beginning))


def _json(values: Any) -> str:
    return json.dumps(values, separators=(",", ":"))


def sealed(text: bytes) -> bytes:
    """A line of a file from a JSON text."""
    return b"%s\t%08x\n" % (text, zlib.crc32(text))


def unsealed(line: bytes) -> bytes:
    """The JSON text of a line of a file. Raises ValueError where it is torn or damaged."""
    text, tab, check = line.rpartition(b"\t")
    if not tab or check != b"%08x\n" % zlib.crc32(text):
        raise ValueError("a line is torn or damaged")
    return text


class Reader:
    """JSON texts back to records, in order."""

    def __init__(self) -> None:
        self._notes: list[PrimeNote] = []

    def read(self, text: bytes) -> Record | None:
        """The record of a text; None where more belongs to it. Raises ValueError."""
        try:
            return self._record(*json.loads(text))
        except (TypeError, KeyError, RecursionError) as error:
            raise ValueError(f"a record cannot be understood: {error!r}") from error

    def _record(self, word: str, *values: Any) -> Record | None:
        if word == "begin":
            (said,) = values
            if said["format"] > FORMAT:
                raise ValueError(
                    f"journal format {said['format']} is newer than {FORMAT}, the newest known "
                    "here: update perf_engine"
                )
            self._notes.clear()
            return Beginning(**{**said, "model": Origin(*said["model"])})
        if word == "prime":
            self._notes += [PrimeNote(*note) for note in values[0]]
            return None
        if word == "in":
            decisions, stamp, message = values
            return Taken(decisions, stamp, self._message(*message))
        if word == "out":
            at, items = values
            return Uttered(at, tuple(_KINDS[kind](*rest) for kind, *rest in items))
        record: Record = _WORDS[word](*values)
        return record

    def _message(self, kind: str, *values: Any) -> Message:
        if kind == "Prime":
            notes, self._notes = self._notes, []
            return Prime(tuple(notes))
        if kind == "Prepared":
            return Prepared(Origin(*values))
        if kind == "Recall":
            state, voice = values
            return Recall(state_of(state), voice)
        if kind == "SetControls":
            pairs, voice = values
            return SetControls(tuple((name, value) for name, value in pairs), voice)
        message: Message = _KINDS[kind](*values)
        return message
