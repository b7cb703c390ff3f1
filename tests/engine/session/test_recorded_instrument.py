"""What a recorded instrument takes down, and that it changes nothing."""

from __future__ import annotations

import inspect

import pytest

from perf_engine.core.messages import Dismiss, NoteOn, Panic, Prepare, SetMode, Start, TakeOver
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.instrument import Instrument
from perf_engine.engine.session.recorded_instrument import RecordedInstrument
from perf_engine.engine.session.records import (
    Broken,
    Forgotten,
    Prepared,
    Resumed,
    Taken,
    Uttered,
    Watched,
)
from perf_engine.protocol.notes import Foreseen, Heard, Strike
from tests.engine.stage import FakePerformer
from tests.support.rehearsed import OTHER, WEIGHTS


@pytest.fixture
def fake() -> FakePerformer:
    return FakePerformer()


@pytest.fixture
def recorded(fake: FakePerformer) -> RecordedInstrument:
    made = RecordedInstrument(fake)
    made.recording = True
    return made


def test_it_takes_down_what_is_taken_and_said_in_order(fake, recorded: RecordedInstrument) -> None:
    note = NoteOn(0, 60, 90, "a")
    recorded.hear(note, 1.0)
    fake.decisions = 3
    recorded.command(Start(), 2.0)
    fake.says += [Foreseen(0, 60, 1, 2.0, 0.5, 0.1), Strike(0, 64, 80, 2.1)]
    assert len(recorded.advance(2.0)) == 3
    recorded.advance(2.1)
    recorded.resume(3.0)
    recorded.forget(4.0)
    recorded.watched = True
    recorded.watched = True
    assert list(recorded.records) == [
        Taken(0, 1.0, note),
        Taken(3, 2.0, Start()),
        Uttered(2.0, (Heard(0, 60, 90), Strike(0, 64, 80, 2.1))),
        Taken(3, 3.0, Resumed()),
        Taken(3, 4.0, Forgotten()),
        Taken(3, 4.0, Watched(True)),
    ]
    assert (fake.resumed, fake.forgotten, fake.watched) == ([3.0], [4.0], True)


def test_nothing_is_taken_down_unless_it_records(fake, recorded: RecordedInstrument) -> None:
    recorded.recording = False
    recorded.hear(NoteOn(0, 60, 90), 1.0)
    recorded.command(Start(), 2.0)
    recorded.advance(2.0)
    recorded.watched = True
    recorded.resume(3.0)
    assert not recorded.records
    assert len(fake.heard) == 1


def test_what_is_refused_is_not_taken_down(recorded: RecordedInstrument) -> None:
    with pytest.raises(ValueError, match="polka"):
        recorded.command(SetMode("polka"), 1.0)
    assert not recorded.records
    assert not recorded.broken


def test_a_failure_is_taken_down_once_and_raised(fake, recorded: RecordedInstrument) -> None:
    fake.broken = RuntimeError("a fault")
    for do in (
        lambda: recorded.hear(NoteOn(0, 60, 90), 1.0),
        lambda: recorded.command(Panic(), 2.0),
    ):
        with pytest.raises(RuntimeError):
            do()
    assert list(recorded.records) == [Broken(1.0, "RuntimeError: a fault")]
    assert recorded.broken


def test_while_a_model_learns_no_snapshot_may_be_taken() -> None:
    recorded = RecordedInstrument(Performer(WEIGHTS))
    recorded.recording = True
    for last in (TakeOver(), Dismiss()):
        recorded.command(Prepare(OTHER), 1.0)
        assert recorded.preparing
        recorded.command(last, 1.0)
        assert not recorded.preparing
    assert recorded.records[0] == Taken(0, 1.0, Prepared(OTHER.origin))


def test_it_is_an_instrument_in_every_respect() -> None:
    performer = Performer(WEIGHTS, mode="listen")
    recorded: Instrument = RecordedInstrument(performer)
    assert (recorded.voices, recorded.busy, recorded.watched) == (1, False, False)
    assert recorded.decisions == performer.decisions == 0
    assert recorded.weights is WEIGHTS
    assert recorded.finite()
    assert recorded.learn() == 0
    assert recorded.releases(1.0) == performer.releases(1.0)
    assert recorded.due() == performer.due()
    assert (recorded.get("share"), recorded.mode()) == (0.5, "listen")
    wanted = {name for name, _ in inspect.getmembers(Instrument) if not name.startswith("_")}
    assert wanted <= set(dir(RecordedInstrument))
