"""The machine's own notes that come back in, and players who play with it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.clients.midi.loop_guard import MISSED, Feedback
from perf_engine.protocol.midi import note


def music(seconds: float, seed: int, grid: float = 0.0) -> list[tuple[float, int]]:
    """Strikes as the machine plays them, some together; on a grid of so many seconds, if any."""
    noise, now, strikes = random.Random(seed), 0.0, []
    while now < seconds:
        step = noise.choice([0.1, 0.15, 0.3, 0.5])
        now += max(grid, round(step / grid) * grid) if grid else step * noise.uniform(0.7, 1.4)
        chord = noise.sample(range(48, 84), noise.choice([1, 1, 1, 2, 3]))
        strikes += [(now, pitch) for pitch in chord]
    return strikes


def held_back(sent, came) -> tuple[list[bool], Feedback]:
    """Which of the strikes that came were held back, beside what was sent; both by time."""
    loop, held = Feedback(), []
    events = [(at, 0, pitch) for at, pitch in sent] + [(at, 1, pitch) for at, pitch in came]
    for at, comes, pitch in sorted(events):
        loop.advance(at)
        if comes:
            held.append(loop.strike(3, pitch, at))
        else:
            loop.sent(pitch, at)
    return held, loop


def first(held: list[bool]) -> int:
    return held.index(True) if True in held else len(held)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.002, 4.5),
    st.sampled_from([-24, -12, 0, 12]),
    st.sampled_from([0.0, 0.25]),
    st.integers(0, 2**32),
)
def test_a_way_back_is_found_in_seconds_whatever_its_delay_and_octave(delay, shift, grid, seed):
    noise = random.Random(seed)
    sent = music(25.0, seed, grid)
    came = [(at + delay + noise.uniform(0.0, 0.003), pitch + shift) for at, pitch in sent]
    held, loop = held_back(sent, came)
    assert loop.way is not None
    assert loop.way.shift == shift or grid, "on a grid a chord's octave may be taken for another"
    found = first(held)
    assert came[found][0] - came[0][0] < 12.0
    assert sum(held[found:]) >= 0.95 * len(held[found:])


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.006, 0.04),
    st.floats(0.0, 2.0),
    st.sampled_from([-12, 0, 12]),
    st.sampled_from([0.0, 0.125]),
    st.integers(0, 2**32),
)
def test_a_human_who_doubles_the_machine_is_heard(deviation, delay, shift, grid, seed):
    """In unison, octaves or canon, perfectly but for a human's time."""
    noise = random.Random(seed)
    sent = music(40.0, seed, grid)
    came = [(at + delay + noise.gauss(0.0, deviation), pitch + shift) for at, pitch in sent]
    held, loop = held_back(sent, sorted(came))
    assert not any(held)
    assert loop.way is None


@pytest.mark.parametrize("bound", [0.02, 0.5, 2.0])
def test_a_player_whom_the_machine_follows_is_heard(bound):
    for period, seed in ((0.0, 1), (2.0, 2), (4.0, 3)):  # a sequencer may repeat to the bit
        came = music(30.0, seed)
        if period:
            bar = [one for one in came if one[0] < period]
            came = [(at + turn * period, pitch) for turn in range(12) for at, pitch in bar]
        held, _ = held_back([(at + bound, pitch) for at, pitch in came], came)
        assert not any(held), (bound, period)


def test_a_player_who_plays_something_else_is_heard_while_a_way_back_is_known():
    sent = music(20.0, 1)
    came = [(at + 0.7, pitch + 12) for at, pitch in sent]
    mine = [(10.0 + 0.31 * place, 30 + place) for place in range(20)]
    loop, heard, ours = Feedback(), [], 0
    events = [(at, 0, p) for at, p in sent] + [(at, 1, p) for at, p in came]
    for at, kind, pitch in sorted(events + [(at, 2, p) for at, p in mine]):
        loop.advance(at)
        if kind == 0:
            loop.sent(pitch, at)
        elif loop.strike(0, pitch, at):
            ours += 1
            assert kind == 1
            assert loop.release(0, pitch)
            assert not loop.release(0, pitch), "the next release is a player's"
        elif kind == 2:
            heard.append(pitch)
            assert not loop.release(0, pitch)
    assert heard == [pitch for _, pitch in mine]
    assert ours > 20


def test_a_way_that_is_gone_is_noticed_and_everything_is_heard_again():
    sent = music(20.0, 4)
    _, loop = held_back(sent, [(at + 0.7, pitch) for at, pitch in sent])
    assert loop.way is not None
    gone = []
    for place in range(MISSED):
        now = 30.0 + place
        loop.sent(60 + place, now)
        gone.append(loop.advance(now + 0.9))
    assert gone == [False] * (MISSED - 1) + [True]
    assert loop.way is None
    loop.sent(60, 50.0)
    assert not loop.strike(0, 60, 50.7)


def test_notes_are_read():
    assert note([0x93, 60, 1]) == (3, 60, 1)
    assert note([0x93, 60, 0]) == note([0x83, 60, 64]) == (3, 60, 0)
    assert note([0xB0, 64, 0]) is note([0x90, 60]) is note([0xF8]) is None
