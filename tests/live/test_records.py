"""What is written is read back equal, and what is torn or damaged is seen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rehearsed import WEIGHTS

from perf_engine.core.controls import CONTROLS
from perf_engine.core.messages import (
    Alive,
    ControlChange,
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
    Seed,
    SetControls,
    Strike,
)
from perf_engine.core.model_file import Origin
from perf_engine.core.performer import Performer
from perf_engine.core.transport import Locate, Observe, SetTempo
from perf_engine.live.records import (
    A_PIECE,
    FORMAT,
    MESSAGES,
    SAID,
    UNKNOWN,
    Beginning,
    Broken,
    End,
    Mark,
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

STATE = Performer(WEIGHTS).kept("a state")
times = st.floats(0, 1e9)
small = st.integers(0, 15)
data = st.integers(0, 127)
texts = st.text(max_size=30)
voices = st.one_of(st.none(), small)
notes = st.builds(PrimeNote, st.floats(0, 86400), data, st.integers(1, 127),
                  st.floats(0.001, 600), st.one_of(st.none(), texts))  # fmt: skip
OWN = {
    NoteOn: st.builds(NoteOn, small, data, st.integers(1, 127), texts,
                      st.one_of(st.none(), st.floats(0, 600))),
    NoteOff: st.builds(NoteOff, small, data, texts),
    Pedal: st.builds(Pedal, small, data, texts),
    Alive: st.builds(Alive, texts),
    SetControls: st.builds(SetControls, st.lists(st.tuples(
        st.sampled_from(list(CONTROLS)), st.one_of(times, data)), max_size=4).map(tuple), voices),
    Prime: st.builds(Prime, st.lists(notes, max_size=3 * A_PIECE).map(tuple)),
    Seed: st.builds(Seed, st.integers(0, 2**31 - 1)),
    **{kind: st.builds(kind, times) for kind in (SetTempo, Locate, Observe)},  # never NaN
    Prepared: st.builds(Prepared, st.builds(Origin, texts, texts, texts)),
    Watched: st.builds(Watched, st.booleans()),
    Recall: st.builds(Recall, st.one_of(st.just(STATE), st.just(replace(STATE, memories=None))),
                      voices),
}  # fmt: skip
messages = st.one_of(*(
    OWN[kind] if kind in OWN else st.builds(
        kind, *([texts] if kind.__match_args__[:1] in (("mode",), ("source",)) else []))
    for kind in MESSAGES
))  # fmt: skip
said = st.one_of(
    st.builds(Strike, small, data, data, times), st.builds(Release, small, data, times),
    st.builds(ControlChange, small, data, data, times), st.builds(Flush, small),
    st.builds(Heard, small, data, data),
)
plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts),
    lambda inside: st.one_of(st.lists(inside), st.dictionaries(texts, inside)), max_leaves=10,
)  # fmt: skip
records = st.one_of(
    st.builds(Beginning, st.integers(1, 10**6), st.booleans(), st.integers(0, 10**9), times, times,
              st.builds(Origin, texts, texts, texts), plain, st.dictionaries(texts, texts)),
    st.builds(Taken, st.integers(0, 10**9), times, messages),
    st.builds(Uttered, times, st.lists(said).map(tuple)),
    st.builds(Mark, times, texts), st.builds(Broken, times, texts), st.builds(End, times),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(records, max_size=8))
def test_what_is_written_is_read_back_equal(those: list[object]) -> None:
    reader = Reader()
    lines = [sealed(text.encode()) for record in those for text in written(record)]
    assert all(line.count(b"\n") == 1 for line in lines)
    read = [reader.read(unsealed(line)) for line in lines]
    assert [record for record in read if record is not None] == those


@given(st.binary(min_size=1, max_size=200).filter(lambda b: b"\n" not in b), st.data())
def test_a_line_that_is_cut_or_changed_is_seen(text: bytes, choice: st.DataObject) -> None:
    line = sealed(text)
    assert unsealed(line) == text
    cut = line[: choice.draw(st.integers(0, len(line) - 1))]
    with pytest.raises(ValueError, match="torn or damaged"):
        unsealed(cut)
    place = choice.draw(st.integers(0, len(line) - 1))
    changed = bytearray(line)
    changed[place] ^= 1 << choice.draw(st.integers(0, 7))
    with pytest.raises(ValueError, match="torn or damaged"):
        unsealed(bytes(changed))


def test_every_message_and_everything_said_has_its_record() -> None:
    from typing import get_args

    from perf_engine.core.messages import Command, Foreseen, HeardMessage, Said

    told = {*get_args(HeardMessage), *get_args(Command)}
    assert told - set(MESSAGES) == {Prepare}
    assert set(get_args(Said)) - set(SAID) == {Foreseen}


def test_of_a_model_it_is_kept_where_it_came_from() -> None:
    assert recordable(Prepare(WEIGHTS)) == Prepared(WEIGHTS.origin)
    assert recordable(Panic()) == Panic()
    assert UNKNOWN.digest == ""


@pytest.mark.parametrize("text", [
    "", "3", "[]", "null", '["in"]', '["sing",1]', '["in",1,2.0,["NoteOn",0,200,1]]',
    '["in",1,2.0,["Prepare",1]]', '["out",1,[["Strike"]]]', '["begin",{}]', '["mark"]',
    '["in",1,2.0,["Nothing"]]', "[" * 100_000,
])  # fmt: skip
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r'.'):
        Reader().read(text.encode())


def test_a_newer_format_says_so() -> None:
    text = json.dumps(["begin", {"format": FORMAT + 1}]).encode()
    with pytest.raises(ValueError, match="newer than"):
        Reader().read(text)
