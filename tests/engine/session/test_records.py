"""What is written is read back equal, and what is torn or damaged is seen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perf_engine.core.beat.transport import Locate, Observe, SetTempo
from perf_engine.core.controls import CONTROLS
from perf_engine.core.harmony.guide import GiveChart, GiveChord
from perf_engine.core.messages import (
    Alive,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prepare,
    Prime,
    PrimeNote,
    Recall,
    Seed,
    SetControls,
    Withdraw,
)
from perf_engine.core.model.model_file import Origin
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.turn_taking import PHASES
from perf_engine.engine.handlers.schema import FROM_CLIENTS
from perf_engine.engine.session.recorded_instrument import RecordedInstrument
from perf_engine.engine.session.records import (
    A_PIECE,
    FORMAT,
    MESSAGES,
    SAID,
    UNKNOWN,
    Beginning,
    Broken,
    End,
    Mark,
    Paced,
    Prepared,
    Reader,
    Taken,
    Uttered,
    Watched,
    recordable,
    sealed,
    unsealed,
    written,
)
from perf_engine.protocol.address import Address, Argument
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import ControlChange, Flush, Heard, Release, Strike, TurnPassed
from tests.engine.stage import Stage
from tests.support.rehearsed import WEIGHTS

STATE = Performer(WEIGHTS).kept("a state")
times = st.floats(0, 1e9)
small = st.integers(0, 15)
data = st.integers(0, 127)
texts = st.text(max_size=30)
voices = st.one_of(st.none(), small)
notes = st.builds(
    PrimeNote,
    st.floats(0, 86400),
    data,
    st.integers(1, 127),
    st.floats(0.001, 600),
    st.one_of(st.none(), texts),
)
OWN = {
    NoteOn: st.builds(
        NoteOn, small, data, st.integers(1, 127), texts, st.one_of(st.none(), st.floats(0, 600))
    ),
    NoteOff: st.builds(NoteOff, small, data, texts),
    Pedal: st.builds(Pedal, small, data, texts),
    Alive: st.builds(Alive, texts),
    SetControls: st.builds(
        SetControls,
        st.lists(
            st.tuples(st.sampled_from(list(CONTROLS)), st.one_of(times, data)), max_size=4
        ).map(tuple),
        voices,
    ),
    Prime: st.builds(Prime, st.lists(notes, max_size=3 * A_PIECE).map(tuple)),
    Seed: st.builds(Seed, st.integers(0, 2**31 - 1)),
    **{kind: st.builds(kind, times) for kind in (SetTempo, Locate, Observe, Paced)},  # never NaN
    GiveChord: st.builds(GiveChord, st.sampled_from([None, "Dm7", "C/E"])),
    GiveChart: st.builds(GiveChart, st.sampled_from([None, "| Dm7 | G7 |", "3/4 C\nF"])),
    Prepared: st.builds(Prepared, st.builds(Origin, texts, texts, texts)),
    Watched: st.builds(Watched, st.booleans()),
    Recall: st.builds(
        Recall, st.one_of(st.just(STATE), st.just(replace(STATE, memories=None))), voices
    ),
}
messages = st.one_of(
    *(
        OWN[kind]
        if kind in OWN
        else st.builds(
            kind, *([texts] if kind.__match_args__[:1] in (("mode",), ("source",)) else [])
        )
        for kind in MESSAGES.by_class
    )
)
said = st.one_of(
    st.builds(Strike, small, data, data, times),
    st.builds(Release, small, data, times),
    st.builds(ControlChange, small, data, data, times),
    st.builds(Flush, small),
    st.builds(Heard, small, data, data),
    st.builds(Withdraw, small, st.integers(0, PEDAL), st.booleans(), times),
    st.builds(TurnPassed, small, st.sampled_from(PHASES), times, times),
)
plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts),
    lambda inside: st.one_of(st.lists(inside), st.dictionaries(texts, inside)),
    max_leaves=10,
)
records = st.one_of(
    st.builds(
        Beginning,
        st.integers(1, 10**6),
        st.booleans(),
        st.integers(0, 10**9),
        times,
        times,
        st.builds(Origin, texts, texts, texts),
        plain,
        st.dictionaries(texts, texts),
    ),
    st.builds(Taken, st.integers(0, 10**9), times, messages),
    st.builds(Uttered, times, st.lists(said).map(tuple)),
    st.builds(Mark, times, texts),
    st.builds(Broken, times, texts),
    st.builds(End, times),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(records, max_size=8))
@example([Uttered(1.0, (Withdraw(0, PEDAL, True, 1.0),))])
def test_what_is_written_is_read_back_equal(those: list[object]) -> None:
    reader = Reader()
    lines = [sealed(text.encode()) for record in those for text in written(record)]
    assert all(line.count(b"\n") == 1 for line in lines)
    read = [reader.read(unsealed(line)) for line in lines]
    assert [record for record in read if record is not None] == those


def sayable(argument: Argument) -> st.SearchStrategy[int | float | str]:
    """What may be said there, the ends of its range above all."""
    if "i" in argument.tag or "f" in argument.tag:
        low, high = max(argument.low, -1e30), min(argument.high, 1e30)
        return st.sampled_from([low, high, (low + high) / 2, high / 1e20]).map(
            lambda value: value if "f" in argument.tag else round(min(max(value, -9e18), 9e18))
        )
    if argument.choices:
        return st.sampled_from(argument.choices)
    return st.sampled_from(["lead", "sustain", "midinote", 1, 60, 2e10, -3e38])


def said_to(entry: Address) -> st.SearchStrategy[tuple[object, ...]]:
    """A message to an address, with all its arguments but a clock's name."""
    asked = [argument for argument in entry.arguments if argument.name != "source"]
    values = st.tuples(*map(sayable, asked))
    return values.map(lambda those: (entry.address.replace("/N/", "/0/"), *those))


UNFIT = {"quit", "record", "state_save", "model_load", "model_info"}  # end it, or read files
orders = st.one_of(*(said_to(entry) for entry in FROM_CLIENTS if entry.handler not in UNFIT))


@settings(max_examples=40, deadline=None)
@given(st.lists(orders, min_size=20, max_size=60))
@example(
    [
        ("/perf/beat", 2e10),
        ("/perf/clock", "osc"),
        ("/perf/beat", 2e10),
        ("/perf/beat", -2e10),
        ("/perf/beat", 1e9),
        ("/perf/tempo", 400.0),
    ]
)
def test_whatever_may_be_said_to_the_engine_is_recorded_such_that_it_is_read(
    those: list[tuple[str, ...]],
) -> None:
    stage = Stage(Performer(WEIGHTS, seed=1))
    try:
        recorded = stage.loop.instrument
        assert isinstance(recorded, RecordedInstrument)
        recorded.recording = True
        peer = stage.peer()
        for message in those:
            peer.say(*message)
            stage.wait(0.02)
        taken = list(recorded.records)
    finally:
        stage.close()
    reader = Reader()
    texts = [text for record in taken for text in written(record)]
    read = [record for text in texts if (record := reader.read(text.encode())) is not None]
    assert len(read) == len(taken)


@given(st.binary(min_size=1, max_size=200).filter(lambda b: b"\n" not in b), st.data())
def test_a_line_that_is_cut_or_changed_is_seen(text: bytes, choice: st.DataObject) -> None:
    line = sealed(text)
    assert unsealed(line) == text
    cut = line[: choice.draw(st.integers(0, len(line) - 1))]
    with pytest.raises(ValueError, match="line is damaged"):
        unsealed(cut)
    place = choice.draw(st.integers(0, len(line) - 1))
    changed = bytearray(line)
    changed[place] ^= 1 << choice.draw(st.integers(0, 7))
    with pytest.raises(ValueError, match="line is damaged"):
        unsealed(bytes(changed))


def test_every_message_and_everything_said_has_its_record() -> None:
    from typing import get_args

    from perf_engine.core.messages import Command, HeardMessage, Said
    from perf_engine.protocol.notes import Foreseen

    told = {*get_args(HeardMessage), *get_args(Command)}
    assert told - set(MESSAGES.by_class) == {Prepare}
    assert set(get_args(Said)) - set(SAID.by_class) == {Foreseen}


def test_of_a_model_it_is_kept_where_it_came_from() -> None:
    assert recordable(Prepare(WEIGHTS)) == Prepared(WEIGHTS.origin)
    assert recordable(Panic()) == Panic()
    assert UNKNOWN.digest == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "[]",
        "null",
        '["in"]',
        '["sing",1]',
        '["in",1,2.0,["NoteOn",0,200,1]]',
        '["in",1,2.0,["Prepare",1]]',
        '["out",1,[["Strike"]]]',
        '["begin",{}]',
        '["mark"]',
        '["in",1,2.0,["Nothing"]]',
        "[" * 100_000,
    ],
)
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Reader().read(text.encode())


def test_a_newer_format_says_so() -> None:
    text = json.dumps(["begin", {"format": FORMAT + 1}]).encode()
    with pytest.raises(ValueError, match="newer than"):
        Reader().read(text)
