"""The pitch of tones is read from a short window that ends with the present."""

from __future__ import annotations

import numpy as np
import pytest

from perf_engine.clients.audio_in.pitch import Tracker, hz, slowed
from tests.support.peers import require_module

require_module("swift_f0")
require_module("onnxruntime")


def tone(tracker: Tracker, pitch: float, seconds: float = 1.0) -> np.ndarray:
    """The end of a tone with ten overtones."""
    times = np.arange(round(seconds * tracker.rate)) / tracker.rate
    parts = [np.sin(2 * np.pi * hz(pitch) * n * times) / n for n in range(1, 11)]
    window = np.zeros(tracker.window, np.float32)
    made = 0.2 * np.sum(parts, axis=0).astype(np.float32)[-tracker.window :]
    window[-len(made) :] = made
    return window


@pytest.mark.parametrize("lowest", [28, 40, 48, 55, 60, 72])
def test_every_pitch_of_a_range_is_read(lowest: int) -> None:
    tracker = Tracker(lowest, lowest + 30)
    for pitch in range(lowest, lowest + 31, 3):
        reading = tracker.read(tone(tracker, pitch))
        assert reading.confidence > 0.5, pitch
        assert reading.pitch == pytest.approx(pitch, abs=0.4)


def test_a_tone_is_read_before_the_usual_look_ahead_is_over() -> None:
    tracker = Tracker(48, 96)
    assert tracker.settles < 0.05
    reading = tracker.read(tone(tracker, 64, 0.04))
    assert reading.pitch == pytest.approx(64, abs=0.4)


def test_silence_has_no_pitch_that_is_sure() -> None:
    tracker = Tracker(48, 96)
    rng = np.random.default_rng(0)
    noise = 1e-3 * rng.standard_normal(tracker.window).astype(np.float32)
    assert tracker.read(noise).confidence < 0.5


def test_the_higher_the_lowest_note_the_faster() -> None:
    factors = [slowed(lowest) for lowest in range(28, 108)]
    assert factors == sorted(factors)
    assert (factors[0], factors[-1]) == (0.75, 4.0)


@pytest.mark.parametrize(
    ("lowest", "highest", "words"),
    [
        (27, 60, "the lowest note must be E1..B7, not D#1"),
        (108, 109, "the lowest note must be E1..B7, not C8"),
        (48, 48, "with C3 as the lowest note, the highest must be C#3..C8, not C3"),
        (28, 100, "with E1 as the lowest note, the highest must be F1..G6, not E7"),
    ],
)
def test_a_range_that_cannot_be_heard_is_refused(lowest: int, highest: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Tracker(lowest, highest)
