"""What the witness takes down, and that it changes nothing."""

from __future__ import annotations

import inspect

import pytest
from rehearsed import OTHER, WEIGHTS
from stage import FakePerformer

from perf_engine.core.messages import (
    Dismiss,
    Foreseen,
    Heard,
    NoteOn,
    Panic,
    Prepare,
    SetMode,
    Start,
    Strike,
    TakeOver,
)
from perf_engine.core.performer import Performer
from perf_engine.live.instrument import Instrument
from perf_engine.live.records import (
    Broken,
    Forgotten,
    Prepared,
    Resumed,
    Taken,
    Uttered,
    Watched,
)
from perf_engine.live.witness import Witness


@pytest.fixture
def fake() -> FakePerformer:
    return FakePerformer()


@pytest.fixture
def witness(fake: FakePerformer) -> Witness:
    made = Witness(fake)  # type: ignore[arg-type]
    made.recording = True
    return made


def test_it_takes_down_what_is_taken_and_said_in_order(fake, witness: Witness) -> None:
    note = NoteOn(0, 60, 90, "a")
    witness.hear(note, 1.0)
    fake.decisions = 3
    witness.command(Start(), 2.0)
    fake.says += [Foreseen(0, 60, 1, 2.0, 0.5, 0.1), Strike(0, 64, 80, 2.1)]
    assert len(witness.advance(2.0)) == 3
    witness.advance(2.1)
    witness.resume(3.0)
    witness.forget(4.0)
    witness.watched = True
    witness.watched = True
    assert list(witness.records) == [
        Taken(0, 1.0, note), Taken(3, 2.0, Start()),
        Uttered(2.0, (Heard(0, 60, 90), Strike(0, 64, 80, 2.1))),
        Taken(3, 3.0, Resumed()), Taken(3, 4.0, Forgotten()), Taken(3, 4.0, Watched(True)),
    ]  # fmt: skip
    assert (fake.resumed, fake.forgotten, fake.watched) == ([3.0], [4.0], True)


def test_nothing_is_taken_down_unless_it_records(fake, witness: Witness) -> None:
    witness.recording = False
    witness.hear(NoteOn(0, 60, 90), 1.0)
    witness.command(Start(), 2.0)
    witness.advance(2.0)
    witness.watched = True
    witness.resume(3.0)
    assert not witness.records
    assert len(fake.heard) == 1


def test_what_is_refused_is_not_taken_down(witness: Witness) -> None:
    with pytest.raises(ValueError, match="polka"):
        witness.command(SetMode("polka"), 1.0)
    assert not witness.records
    assert not witness.broken


def test_a_failure_is_taken_down_once_and_raised(fake, witness: Witness) -> None:
    fake.broken = RuntimeError("a fault")
    for do in (lambda: witness.hear(NoteOn(0, 60, 90), 1.0),
               lambda: witness.command(Panic(), 2.0)):  # fmt: skip
        with pytest.raises(RuntimeError):
            do()
    assert list(witness.records) == [Broken(1.0, "RuntimeError: a fault")]
    assert witness.broken


def test_while_a_model_learns_no_snapshot_may_be_taken() -> None:
    witness = Witness(Performer(WEIGHTS))
    witness.recording = True
    for last in (TakeOver(), Dismiss()):
        witness.command(Prepare(OTHER), 1.0)
        assert witness.preparing
        witness.command(last, 1.0)
        assert not witness.preparing
    assert witness.records[0] == Taken(0, 1.0, Prepared(OTHER.origin))  # type: ignore[arg-type]


def test_it_is_an_instrument_in_every_respect() -> None:
    performer = Performer(WEIGHTS, mode="listen")
    witness: Instrument = Witness(performer)
    assert (witness.voices, witness.busy, witness.watched) == (1, False, False)
    assert witness.decisions == performer.decisions == 0
    assert witness.weights is WEIGHTS
    assert witness.finite()
    assert witness.learn() == 0
    assert witness.releases(1.0) == performer.releases(1.0)
    assert witness.due() == performer.due()
    assert (witness.get("share"), witness.mode()) == (0.5, "listen")
    wanted = {name for name, _ in inspect.getmembers(Instrument) if not name.startswith("_")}
    assert wanted <= set(dir(Witness))
