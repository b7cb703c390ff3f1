"""Frames come at regular times, with the loudness of the sound and the pitch of the tracker."""

from __future__ import annotations

import numpy as np
import pytest

from perf_engine.clients.audio_in.frames import (
    FARTHEST_BEHIND,
    SILENCE,
    STEP,
    Frames,
    decibels,
)
from perf_engine.clients.audio_in.pitch import Reading

RATE = 40_000
STEP_FRAMES = round(STEP * RATE)


class Tracker:
    rate, window = RATE, 2560
    confidence = 0.8

    def __init__(self) -> None:
        self.windows: list[np.ndarray] = []

    def read(self, window: np.ndarray) -> Reading:
        self.windows.append(window.copy())
        return Reading(60.0, self.confidence)


def sound(steps: float, level: float = 0.5) -> np.ndarray:
    return np.full(round(steps * STEP_FRAMES), level, np.float32)


def test_there_is_a_frame_for_each_step_with_the_time_of_its_end() -> None:
    frames = Frames(Tracker(), 48, -50.0)
    assert frames.feed(sound(0.5), 10.0) == []
    found = frames.feed(sound(2.0), 10.0 + 2 * STEP)
    assert [frame.at for frame in found] == pytest.approx([10.0 + STEP / 2, 10.0 + 1.5 * STEP])
    assert found[1].pitch == 60.0


def test_the_tracker_gets_a_whole_window_that_ends_with_the_frame() -> None:
    tracker = Tracker()
    frames = Frames(tracker, 48, -50.0)
    numbers = np.linspace(0.1, 0.5, 9 * STEP_FRAMES, dtype=np.float32)
    for piece in np.array_split(numbers, 7):
        frames.feed(piece, 1.0)
    np.testing.assert_array_equal(tracker.windows[-1], numbers[-tracker.window :])


def test_below_the_gate_no_pitch_is_asked_for() -> None:
    tracker = Tracker()
    found = Frames(tracker, 48, -50.0).feed(sound(3, 0.001), 1.0)
    assert [frame.confidence for frame in found] == [0.0] * 3
    assert tracker.windows == []


def test_who_is_late_asks_for_the_last_pitch_only() -> None:
    tracker = Tracker()
    frames = Frames(tracker, 48, -50.0)
    found = frames.feed(sound(FARTHEST_BEHIND + 5), 1.0)
    assert len(found) == FARTHEST_BEHIND + 5
    assert len(tracker.windows) == 1
    assert [frame.confidence for frame in found[-2:]] == [0.0, 0.8]
    found = frames.feed(sound(FARTHEST_BEHIND + 5), 2.0)
    assert all(frame.pitch == 60.0 for frame in found)  # those between keep the last
    assert len(tracker.windows) == 2
    found = Frames(tracker, 48, -50.0).feed(sound(FARTHEST_BEHIND + 5), 1.0, hurry=False)
    assert all(frame.confidence == 0.8 for frame in found)


def test_a_sound_that_stays_the_same_is_read_in_every_other_frame() -> None:
    tracker = Tracker()
    tracker.confidence = 0.95
    frames = Frames(tracker, 48, -50.0)
    found = frames.feed(sound(40), 1.0, hurry=False)
    assert len(tracker.windows) < 25
    assert all(frame.pitch == 60.0 for frame in found)
    before = len(tracker.windows)
    for level in (0.1, 0.3, 0.1, 0.3):  # it changes
        frames.feed(sound(2, level), 2.0)
    assert len(tracker.windows) >= before + 7


def test_loudness_is_in_decibels_of_full_scale() -> None:
    assert decibels(np.ones(10, np.float32)) == 0.0
    assert decibels(np.full(10, 0.1, np.float32)) == pytest.approx(-20.0, abs=0.01)
    assert decibels(np.zeros(10, np.float32)) == decibels(np.zeros(0, np.float32)) == SILENCE
