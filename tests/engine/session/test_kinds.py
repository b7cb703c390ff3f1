"""What may stand in a journal or a snapshot is declared, under names that nothing of ours moves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from perf_engine.core.messages import NoteOff
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.taste import Taste
from perf_engine.engine.session.kinds import SNAPSHOT, Kind, Kinds
from perf_engine.engine.session.records import MESSAGES, SAID, Beginning, Taken, written
from perf_engine.engine.session.snapshot import snapshot_of
from tests.golden.concert import BEGIN, Concert, NoteOn, Stage, stimulus
from tests.support.rehearsed import WEIGHTS, Rehearsal

# What a snapshot says of values that are of no kind.
STRUCTURE = {
    "float",
    "tuple",
    "frozenset",
    "packed",
    "scalar",
    "bytes",
    "deflated",
    "weights",
    "vocabulary",
    "again",
    "deque",
    "most",
    "table",
    "rows",
    "set",
    "dict",
    "counter",
    "array",
    "shape",
    "random",
    "stream",
    "time",
    "held",
    "products",
    "unknown",
    "imitation",
}


CONCERTS = (
    Concert("general", "follow", 4),
    Concert("general", "call_response", 1),
    Concert("general", "duet", 4, "troubles"),
    Concert("general", "accompany", 1),
)


class Behind(Stage):
    """A performer that is now and then told more before it has said what it decided."""

    behind = False

    def until(self, now: float) -> None:
        if not self.behind:
            super().until(now)


@cache
def snapshots() -> list[Any]:
    """Snapshots of performers in the midst of everything, as JSON gives them back."""
    found = []
    for concert in CONCERTS:
        stage = Behind(concert, {"general": WEIGHTS})
        stage.performer.watched = True
        for number, (at, order) in enumerate(stimulus(concert)):
            stage.behind = number % 3 == 1
            stage.tell(at, order)
            if number % 3 == 1 and (sounding := stage.performer.sounding()):  # its key is taken
                stage.performer.hear(NoteOn(0, sounding[0][1], 80, "keys", 0.2), BEGIN + at)
            found.append(json.loads(json.dumps(snapshot_of(stage.performer), allow_nan=False)))
    return [*found, json.loads(json.dumps(snapshot_of(with_a_theme()), allow_nan=False))]


def with_a_theme() -> Performer:
    """A performer that takes up a theme of its player."""
    performer = Performer(WEIGHTS, mode="takeover", seed=1)
    for number in range(80):
        at = 0.1 * number + number // 8
        performer.hear(NoteOn(0, 60 + number % 8, 80), at)
        performer.hear(NoteOff(0, 60 + number % 8), at + 0.05)
    assert performer._voices[0].improviser.take_up(1.0, None, 0, Taste())
    return performer


def keys_and_texts(values: Any) -> Iterator[str]:
    if isinstance(values, dict):
        yield from values
        for inside in values.values():
            yield from keys_and_texts(inside)
    elif isinstance(values, list):
        for inside in values:
            yield from keys_and_texts(inside)
    elif isinstance(values, str):
        yield values


def kinds_in(values: Any) -> Iterator[str]:
    """The names of all kinds in a snapshot: the one key of an object, or a table's."""
    if isinstance(values, dict):
        if "table" in values:
            yield values["table"]
        elif len(values) == 1 and next(iter(values)) in SNAPSHOT.by_name:
            yield next(iter(values))
        for inside in values.values():
            yield from kinds_in(inside)
    elif isinstance(values, list):
        for inside in values:
            yield from kinds_in(inside)


def test_all_that_a_performer_comes_to_hold_is_declared_and_all_that_is_declared_is_held() -> None:
    met = {name for values in snapshots() for name in kinds_in(values)}
    assert set(SNAPSHOT.by_name) - met == set()  # what is not declared cannot be painted at all


def test_no_module_and_no_private_name_is_on_the_disk() -> None:
    played = Rehearsal(4, "takeover")
    played.go(60.0)
    played.end()
    journal = [
        json.loads(t) for r in played.records if not isinstance(r, Beginning) for t in written(r)
    ]
    assert any(isinstance(record, Taken) for record in played.records)
    for values in (*snapshots(), journal):
        for text in keys_and_texts(values):
            assert not text.startswith("_"), text
            assert "perf_engine." not in text, text
            assert not re.match(r"[a-z_]+\.[A-Z]", text), text


def test_a_kind_is_never_taken_for_something_else() -> None:
    assert STRUCTURE & SNAPSHOT.by_name.keys() == set()
    tags = {text for values in snapshots() for text in _keys(values)}
    named = {name for kind in SNAPSHOT.by_name.values() for name in kind.names}
    of_numpy = {"bit_generator", "state", "inc", "has_uint32", "uinteger", "format", "values"}
    assert tags <= STRUCTURE | set(SNAPSHOT.by_name) | named | of_numpy


def _keys(values: Any) -> Iterator[str]:
    if isinstance(values, dict):
        yield from values
        for inside in values.values():
            yield from _keys(inside)
    elif isinstance(values, list):
        for inside in values:
            yield from _keys(inside)


def test_what_is_said_has_the_same_name_in_journals_and_snapshots() -> None:
    for name, kind in SAID.by_name.items():
        assert SNAPSHOT.by_name[name].names == kind.names
    assert not MESSAGES.by_name.keys() & SAID.by_name.keys()


@dataclass(frozen=True)
class Old:
    pitch: int
    velocity: int = 64


@dataclass(frozen=True)
class Renamed:
    loudness: int = 64
    key: int = 60


class Changing:
    def __init__(self) -> None:
        self._now, self.said = 1.0, [2]


class ChangingRenamed:
    def __init__(self) -> None:
        self.present, self._told = 1.0, [2]


def test_a_renamed_class_or_attribute_is_the_same_on_the_disk() -> None:
    old = Kinds(("note", Old, "pitch velocity"))
    new = Kinds(("note", Renamed, "pitch=key velocity=loudness"))
    assert old.values(Old(60, 90)) == new.values(Renamed(90, 60)) == ["note", 60, 90]
    assert new.make("note", [60, 90]) == Renamed(90, 60)
    assert old.make("note", [60]) == Old(60)
    before = Kind("player", Changing, "_now said").named(Changing())
    after = Kind("player", ChangingRenamed, "now=present said=_told").named(ChangingRenamed())
    assert before == after == [("now", 1.0), ("said", [2])]


def test_a_row_that_does_not_fit_its_class_says_which_would() -> None:
    with pytest.raises(ValueError, match=r"as \('note', Old, 'pitch velocity'\)"):
        Kind("note", Old, "pitch")
    with pytest.raises(TypeError, match="nothing is declared of its said"):
        Kind("player", Changing, "_now").named(Changing())
    with pytest.raises(TypeError, match="nothing is declared of its said; it has no heard"):
        Kind("player", Changing, "_now heard").named(Changing())
    with pytest.raises(ValueError, match="two names that are the same"):
        Kind("player", Changing, "_now now said")
    with pytest.raises(ValueError, match="one name, or one class"):
        Kinds(("note", Old, "pitch velocity"), ("note", Renamed, "key loudness"))


def test_what_is_no_kind_or_has_too_little_is_refused_in_a_sentence() -> None:
    kinds = Kinds(("note", Old, "pitch velocity"))
    with pytest.raises(ValueError, match="'ghost' is no kind that is known here"):
        kinds.make("ghost", [])
    with pytest.raises(ValueError, match="note must have 2 values, not 3"):
        kinds.make("note", [1, 2, 3])
    with pytest.raises(ValueError, match="note must have 2 values, not 0"):
        kinds.make("note", [])
    with pytest.raises(ValueError, match="note has no 'volume' here"):
        kinds.by_name["note"].attribute("volume")
