"""perf.voice: each note exactly when it is due, and nothing left hanging."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patches import midi_messages, opened, said, sounding

ORDERS = pytest.mark.parametrize("leftward", [False, True], ids=["right first", "left first"])
VOICE = st.integers(0, 2)
PITCH = st.integers(40, 46)
MOMENT = st.one_of(
    st.tuples(st.just("note"), VOICE, PITCH, st.integers(1, 127), st.floats(0, 200, width=32)),
    st.tuples(st.just("noteoff"), VOICE, PITCH, st.floats(0, 200, width=32)),
    st.tuples(st.just("cc"), VOICE, st.just(64), st.integers(0, 127), st.floats(0, 200, width=32)),
    st.tuples(st.just("alive"), st.integers(0, 99)),
    st.tuples(st.just("flush"), VOICE),
    st.tuples(st.just("wait"), st.integers(0, 300)),
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 50), PITCH, st.floats(0, 200, width=32)), max_size=20))
def test_every_note_comes_in_the_millisecond_in_which_it_is_due(
    notes: list[tuple[int, int, float]],
) -> None:
    world, home = opened("perf.voice")
    due = []
    for wait, pitch, in_ms in notes:
        world.advance(wait)
        home.send(0, "/perf/note", 0, pitch, 100, in_ms)
        due.append((world.now + in_ms, (0x90, pitch, 100)))
    world.advance(300)
    due.sort(key=lambda entry: entry[0])
    assert midi_messages(home) == [(math.ceil(ms), message) for ms, message in due]
    assert said(home, 1) == [message[1:] for _, message in midi_messages(home)]


@ORDERS
def test_releases_and_pedals_wait_as_the_strikes_do(leftward: bool) -> None:
    world, home = opened("perf.voice", leftward=leftward)
    home.send(0, "/perf/note", 0, 60, 90, 20.0)
    home.send(0, "/perf/cc", 0, 64, 127, 20.0)
    home.send(0, "/perf/noteoff", 0, 60, 25.5)
    home.send(0, "/perf/cc", 0, 64, 0, 25.5)
    world.advance(19)
    assert midi_messages(home) == []
    world.advance(100)
    assert midi_messages(home) == [
        (20, (0x90, 60, 90)), (20, (0xB0, 64, 127)), (26, (0x90, 60, 0)), (26, (0xB0, 64, 0)),
    ]  # fmt: skip
    assert said(home, 2) == [(64, 127), (64, 0)]


@pytest.mark.parametrize(
    ("arguments", "status"), [((), 0x90), ((3,), 0x93), ((0, 16), 0x9F), ((5, 1), 0x90)]
)
def test_a_voice_plays_on_its_channel(arguments: tuple[int, ...], status: int) -> None:
    world, home = opened("perf.voice", *arguments)
    home.send(0, "/perf/note", (*arguments, 0)[0], 60, 90, 0.0)
    world.advance(1)
    assert midi_messages(home) == [(0, (status, 60, 90))]


def test_what_another_voice_plays_is_not_heard() -> None:
    world, home = opened("perf.voice", 2)
    home.send(0, "/perf/note", 0, 60, 90, 0.0)
    home.send(0, "/perf/foresee", 2, 60, 90, 5.0, 0.5, 1.0)
    world.advance(10)
    assert home.said == []


@ORDERS
def test_a_flush_drops_what_waits_and_ends_what_sounds(leftward: bool) -> None:
    world, home = opened("perf.voice", leftward=leftward)
    home.send(0, "/perf/note", 0, 60, 90, 0.0)
    world.advance(5)
    home.send(0, "/perf/note", 0, 64, 90, 20.0)
    home.send(0, "/perf/flush", 1)
    assert sounding(midi_messages(home)) == {(0, 60)}
    home.send(0, "/perf/flush", 0)
    assert sounding(midi_messages(home)) == set()
    world.advance(100)
    assert [m for _, m in midi_messages(home)] == [(0x90, 60, 90), (0x90, 60, 0)]


@ORDERS
@pytest.mark.parametrize("how", ["panic", "lost"])
def test_panic_and_a_lost_engine_leave_nothing_behind(leftward: bool, how: str) -> None:
    world, home = opened("perf.voice", 1, leftward=leftward)
    home.send(0, "/perf/alive", 0)
    for pitch in (60, 64):
        home.send(0, "/perf/note", 1, pitch, 90, 0.0)
    world.advance(5)
    home.send(0, "/perf/note", 1, 67, 90, 3010.0)
    home.send(0, "/perf/cc", 1, 64, 127, 0.0)
    world.advance(1)
    before = len(midi_messages(home))
    if how == "panic":
        home.send(0, "panic")
    else:
        world.advance(2993)
        assert sounding(midi_messages(home)) == {(1, 60), (1, 64)}
    world.advance(5)
    ended = [message for _, message in midi_messages(home)[before:]]
    assert ended[-3:] == [(0xB1, 64, 0), (0xB1, 123, 0), (0xB1, 120, 0)]
    if how == "panic":
        assert ended[:-3] == [(0x91, 60, 0), (0x91, 64, 0)]
    world.advance(5000)
    assert sounding(midi_messages(home)) == set()
    assert midi_messages(home)[-1][1] == (0xB1, 120, 0)


def test_an_engine_that_says_it_lives_is_not_lost() -> None:
    world, home = opened("perf.voice")
    home.send(0, "/perf/note", 0, 60, 90, 0.0)
    for seq in range(10):
        home.send(0, "/perf/alive", seq)
        world.advance(1000)
    assert sounding(midi_messages(home)) == {(0, 60)}
    world.advance(1999)
    assert sounding(midi_messages(home)) == {(0, 60)}
    world.advance(2)
    assert sounding(midi_messages(home)) == set()


def test_a_patch_that_closes_ends_what_sounds() -> None:
    world, home = opened("perf.voice")
    home.send(0, "/perf/note", 0, 60, 90, 0.0)
    world.advance(1)
    world.close(home)
    assert sounding(midi_messages(home)) == set()


@given(st.lists(MOMENT, max_size=40))
def test_whatever_came_a_panic_leaves_silence(moments: list[tuple[object, ...]]) -> None:
    results = []
    for leftward in (False, True):
        world, home = opened("perf.voice", leftward=leftward)
        for word, *values in moments:
            if word == "wait":
                world.advance(values[0])  # type: ignore[arg-type]
            else:
                home.send(0, f"/perf/{word}", *values)  # type: ignore[arg-type]
        home.send(0, "panic")
        at_once = [m for _, m in midi_messages(home)]
        assert sounding([(0, m) for m in at_once]) == set()
        world.advance(1000)
        assert sounding(midi_messages(home)) == set()
        results.append(home.said)
    assert results[0] == results[1]  # where its boxes stand does not matter
