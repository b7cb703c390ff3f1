"""What a recording says of a newcomer's first minutes."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.newcomer import OWN, RATE, RINGS, heard, loudness, onset


def tape(*parts: tuple[float, float]) -> np.ndarray:
    """A recording of stretches: seconds, and how loud each sample is."""
    return np.concatenate([np.full(round(RATE * seconds), level) for seconds, level in parts])


def test_the_first_sample_that_is_not_silent_is_found() -> None:
    assert onset(tape((0.5, 0.0), (0.1, 0.2))) == RATE // 2
    assert onset(tape((0.5, 0.0005))) is None


def test_loudness_is_that_of_a_steady_level() -> None:
    assert loudness(tape((1.0, -0.25))) == pytest.approx(0.25)
    assert loudness(np.zeros(0)) == 0.0


def test_you_are_what_sounds_first_and_the_machine_what_sounds_after_you_have_ended() -> None:
    samples = tape((1.0, 0.0), (OWN, 0.2), (2.6, 0.3), (RINGS, 0.0), (4.0, 0.1))
    found = heard(samples, recording=3.0, played=3.0 + 1.0 + OWN + 2.6)
    assert found.first_sound == pytest.approx(4.0)
    assert found.you == pytest.approx(0.2)
    assert found.machine == pytest.approx(0.1)


def test_a_silent_recording_is_a_start_at_which_nobody_was_heard() -> None:
    found = heard(tape((20.0, 0.0)), recording=3.0, played=5.0)
    assert (found.first_sound, found.you, found.machine) == (0.0, 0.0, 0.0)
