"""perf.voice: each note exactly when it is due, and nothing left hanging."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.max_patches.patches import midi_messages, opened, said, sounding

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
)


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 127), st.floats(0, 200, width=32)),
        max_size=20,
        unique_by=lambda note: note[1],
    )
)
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
        (20, (0x90, 60, 90)),
        (20, (0xB0, 64, 127)),
        (26, (0x90, 60, 0)),
        (26, (0xB0, 64, 0)),
    ]
    assert said(home, 2) == [(64, 127), (64, 0)]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((), 0x90),
        ((3,), 0x93),
        ((9,), 0x9F),
        ((10,), 0x9A),
        ((9, 10), 0x99),
        ((0, 16), 0x9F),
        ((5, 1), 0x90),
    ],
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


@pytest.mark.parametrize(
    "numbers",
    [
        range(10),
        *([number] * 5 for number in (1, 500, 2999, 20_000, 86_400, 2**24 + 1, 2**31 - 2)),
    ],
)
def test_an_engine_that_says_it_lives_is_not_lost_whatever_number_it_says(
    numbers: Sequence[int],
) -> None:
    world, home = opened("perf.voice")
    home.send(0, "/perf/note", 0, 60, 90, 0.0)
    for number in numbers:
        home.send(0, "/perf/alive", number)
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


@ORDERS
def test_a_release_never_overtakes_its_strike_nor_a_strike_the_release_before_it(
    leftward: bool,
) -> None:
    world, home = opened("perf.voice", leftward=leftward)
    home.send(0, "/perf/note", 0, 60, 90, 20.0)  # all read at once, after standing still
    home.send(0, "/perf/noteoff", 0, 60, 0.0)
    home.send(0, "/perf/note", 0, 60, 80, 5.0)
    home.send(0, "/perf/noteoff", 0, 60, 2.0)
    home.send(0, "/perf/cc", 0, 64, 127, 20.0)
    home.send(0, "/perf/cc", 0, 64, 0, 1.0)
    home.send(0, "/perf/note", 0, 61, 70, 3.0)
    world.advance(100)
    played = [message for _, message in midi_messages(home)]
    struck = {key: [m[2] for m in played if m[:2] == (0x90, key)] for key in (60, 61)}
    assert struck == {60: [90, 0, 80, 0], 61: [70]}
    assert [m[2] for m in played if m[0] == 0xB0] == [127, 0]
    assert midi_messages(home)[0] == (3, (0x90, 61, 70))  # what need not wait does not


@ORDERS
def test_every_strike_has_one_release(leftward: bool) -> None:
    world, home = opened("perf.voice", leftward=leftward)
    for word, *values in (("note", 60, 90), ("note", 60, 80), ("noteoff", 60), ("noteoff", 60)):
        home.send(0, f"/perf/{word}", 0, *values, 0.0)
    world.advance(50)
    assert said(home, 1) == [(60, 90), (60, 0), (60, 80), (60, 0)]


@ORDERS
def test_what_the_engine_does_not_state_is_let_go_after_its_strike(leftward: bool) -> None:
    world, home = opened("perf.voice", 1, leftward=leftward)
    for pitch, in_ms in ((60, 0.0), (62, 0.0), (64, 30.0), (127, 0.0)):
        home.send(0, "/perf/note", 1, pitch, 90, in_ms)
    home.send(0, "/perf/cc", 1, 64, 127, 0.0)
    world.advance(5)
    home.send(0, "/perf/sounding", 0, 60, 1, 62, 1, 128, 1, 70)
    world.advance(5)
    assert sounding(midi_messages(home)) == {(1, 62)}
    assert said(home, 2) == [(64, 127)]  # the pedal is stated
    world.advance(100)
    assert said(home, 1)[-2:] == [(64, 90), (64, 0)]
    home.send(0, "/perf/sounding")
    world.advance(5)
    assert sounding(midi_messages(home)) == set()
    assert said(home, 2) == [(64, 127), (64, 0)]
    before = len(home.said)
    home.send(0, "/perf/sounding")
    home.send(0, "/perf/sounding", 1, 62)
    world.advance(50)
    assert len(home.said) == before  # nothing twice, and nothing is made up


@given(st.lists(MOMENT, max_size=40), st.integers(0, 9))
def test_whatever_came_and_whatever_was_lost_nothing_sounds_that_is_not_stated(
    moments: list[tuple[object, ...]], every: int
) -> None:
    world, home = opened("perf.voice")
    struck: dict[int, bool] = {}
    for place, (word, *values) in enumerate(moments):
        if word == "wait":
            world.advance(values[0])
            continue
        if word in ("note", "noteoff") and values[0] == 0:
            struck[values[1]] = word == "note"
        if every == 0 or place % every:
            home.send(0, f"/perf/{word}", *values)
    stated = [pitch for pitch, down in struck.items() if down]
    home.send(0, "/perf/sounding", *(number for pitch in stated for number in (0, pitch)))
    world.advance(500)
    assert sounding(midi_messages(home)) <= {(0, pitch) for pitch in stated}
    book: set[object] = set()
    for pitch, velocity in said(home, 1):
        assert (pitch in book) != (velocity > 0)
        (book.add if velocity else book.discard)(pitch)


@given(st.lists(MOMENT, max_size=40))
def test_whatever_came_a_panic_leaves_silence(moments: list[tuple[object, ...]]) -> None:
    results = []
    for leftward in (False, True):
        world, home = opened("perf.voice", leftward=leftward)
        for word, *values in moments:
            if word == "wait":
                world.advance(values[0])
            else:
                home.send(0, f"/perf/{word}", *values)
        home.send(0, "panic")
        at_once = [m for _, m in midi_messages(home)]
        assert sounding([(0, m) for m in at_once]) == set()
        world.advance(1000)
        assert sounding(midi_messages(home)) == set()
        results.append(home.said)
    assert results[0] == results[1]  # where its boxes stand does not matter
