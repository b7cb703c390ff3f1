"""Blocks of samples, with each event at its place."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.sound.renderer import AT_ONCE, Renderer

from .synth_fake import FakeSynth

RATE = 1000.0


def strike(pitch, channel=0):
    return lambda keys: keys.strike(channel, pitch, 90)


def release(pitch, channel=0):
    return lambda keys: keys.release(channel, pitch)


@pytest.fixture
def renderer():
    return Renderer(FakeSynth(), RATE)


def test_an_event_begins_at_its_sample(renderer) -> None:
    renderer.put(10.03, 0, strike(60))
    renderer.put(10.07, 0, release(60))
    block = renderer.render(100, 10.0)[:, 0]
    assert block.shape == (100,)
    assert np.flatnonzero(block).tolist() == list(range(30, 70))
    assert renderer.peak == pytest.approx(0.1)


def test_what_is_past_is_at_once_and_what_is_far_waits(renderer) -> None:
    renderer.put(9.0, 0, strike(60))
    renderer.put(AT_ONCE, 0, strike(61))
    renderer.put(10.25, 0, strike(62))
    assert renderer.render(100, 10.0)[0, 0] == pytest.approx(0.2)
    assert renderer.render(100, 10.1)[-1, 0] == pytest.approx(0.2)
    third = renderer.render(100, 10.2)[:, 0]
    assert third[40] == pytest.approx(0.2)
    assert third[60] == pytest.approx(0.3)


def test_a_flush_drops_what_waits_and_lets_go_of_its_channel_alone(renderer) -> None:
    renderer.put(AT_ONCE, 0, strike(60))
    renderer.put(AT_ONCE, 1, strike(60, 1))
    renderer.put(10.15, 0, strike(64))
    renderer.render(100, 10.0)
    renderer.flush(0)
    renderer.put(10.19, 0, strike(65))
    renderer.render(100, 10.1)
    assert renderer.keys.sounding == {(1, 60), (0, 65)}


def test_the_jitter_of_the_calls_does_not_move_the_notes() -> None:
    renderer = Renderer(FakeSynth(), RATE)
    places = []
    random = np.random.default_rng(1)
    for number in range(200):
        began = 10.0 + number * 0.1
        renderer.put(began + 0.05, 0, strike(60))
        renderer.put(began + 0.07, 0, release(60))
        block = renderer.render(100, began + random.uniform(0.0, 0.03))[:, 0]
        places += np.flatnonzero(block)[:1].tolist()
    late = np.array(places[20:])
    assert late.max() - late.min() <= 6  # samples of a millisecond, of 30 that the calls jitter


def test_after_a_gap_the_time_is_the_clocks_again(renderer) -> None:
    renderer.render(100, 10.0)
    renderer.put(20.05, 0, strike(60))
    block = renderer.render(100, 20.0)[:, 0]
    assert np.flatnonzero(block)[0] == 50


@given(st.lists(st.tuples(st.floats(9.9, 10.5), st.integers(60, 64), st.booleans())))
def test_whatever_comes_blocks_are_whole(events) -> None:
    renderer = Renderer(FakeSynth(), RATE)
    for due, pitch, on in events:
        renderer.put(due, 0, strike(pitch) if on else release(pitch))
    for number in range(7):
        assert renderer.render(100, 10.0 + number * 0.1).shape == (100, 2)
    assert len(renderer.keys.sounding) <= 5


def test_other_threads_may_leave_events_while_blocks_are_made(renderer) -> None:
    def leave() -> None:
        for number in range(2000):
            renderer.put(AT_ONCE, 0, strike(60 + number % 12))
            renderer.put(AT_ONCE, 0, release(60 + number % 12))

    leaving = threading.Thread(target=leave)
    leaving.start()
    number = 0
    while leaving.is_alive():
        renderer.render(10, 10.0 + 0.01 * (number := number + 1))
    renderer.render(10, 10.0 + 0.01 * (number + 1))
    leaving.join()
    assert renderer.keys.sounding == frozenset()
