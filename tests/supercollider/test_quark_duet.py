"""A pattern and the machine play together: every note is counted, and the machine's are on time.

`make quark` plays for ten minutes and prints the figures; they depend on the machine it runs on, so
nothing is asserted of them. Where JACK's dummy driver misses a period the recording misses it too.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from quark import THOROUGH, Language

SECONDS = 600 if THOROUGH else 16
RATE = 48000
CLICK = 0.02  # of full scale; half of the softest click
NEAR = 2400  # samples


def onsets(file: Path) -> npt.NDArray[np.int64]:
    """The samples of a recording at which a click begins."""
    with wave.open(str(file)) as sound:
        assert sound.getframerate() == RATE
        channels = sound.getnchannels()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)[::channels]
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > CLICK * 32768)
    return loud[np.diff(loud, prepend=-2) > 1].astype(np.int64)


def errors(
    heard: npt.NDArray[np.int64], dues: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], int]:
    """How far each interval between neighbours is from what was due, in samples; notes not found.

    Notes that are due together are one click. A note's click is the nearest to where it should be
    after the one before it: the recording's clock jumps where the driver loses a period, and late
    notes may fall together. A note without a click within 50 ms is not found.
    """
    wanted = dues * RATE
    wanted = wanted[np.diff(wanted, prepend=-np.inf) > 1.5]
    shift = heard[0] - wanted[0]
    found = []
    for due in wanted:
        nearest = heard[np.abs(heard - (due + shift)).argmin()]
        if abs(nearest - due - shift) < NEAR:
            shift = nearest - due
            found.append((float(nearest), float(due)))
    pairs = np.array(found)
    return np.abs(np.diff(pairs[:, 0]) - np.diff(pairs[:, 1])), len(wanted) - len(found)


def test_intervals_are_compared_in_samples() -> None:
    dues = np.array([10.0, 10.0, 10.5, 11.0, 11.5])
    off, lost = errors(np.array([100, 24100, 48103, 72103]), dues)
    assert (off.tolist(), lost) == ([0.0, 3.0, 0.0], 0)
    off, lost = errors(np.array([100, 24100, 72100]), dues)
    assert (off.tolist(), lost) == ([0.0, 0.0], 1)


@pytest.mark.timeout(SECONDS + 120)
def test_nothing_is_lost_between_a_pattern_and_the_machine(
    language: Language, start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = tmp_path / "duet.wav"
    with start("--mode", "duet", "--seed", "1", "--set", "share=0.7") as engine:
        language.meet(engine.port)
        language.do("PerfEngine.default.connect; nil")
        language.until("PerfEngine.default.isRunning")
        language.do("s.recHeaderFormat = \"wav\"; s.recSampleFormat = \"int16\";"
                    f"s.record(\"{recording}\", numChannels: 1); nil")  # fmt: skip
        language.until("s.isRecording")
        language.do(f'~seconds = {SECONDS}; ~folder = "{tmp_path}"; nil')
        language.do(Path(__file__).with_name("duet.scd").read_text(encoding="utf-8"))
        language.until("~counts.notNil", seconds=SECONDS + 60)
        counts = [int(word) for word in language.do("~counts").split()]
        language.until("s.numSynths", "1")  # the recorder
        language.do("{ 2.wait; s.stopRecording; ~recorded = true }.fork; nil")
        language.until("~recorded == true and: { s.numSynths == 0 }")
        language.rest()
    sent, heard, returned, still_held, late_here, late_there, dropped = counts
    off, lost = errors(onsets(recording), np.loadtxt(tmp_path / "dues.txt"))
    p50, p99 = np.percentile(off, (50, 99))
    with capsys.disabled():
        print(
            f"\nduet of {SECONDS} s: {sent} notes sent, {heard} heard, {returned} returned, "
            f"{late_here + late_there} late, {dropped} dropped; intervals off by "
            f"p50 {p50:.2f}, p99 {p99:.2f}, at most {off.max():.2f} samples at {RATE} Hz, "
            f"{np.mean(off < 2):.1%} by less than 2, {lost} not found"
        )
    assert sent > SECONDS
    assert heard == sent
    assert returned > 10
    assert still_held == 0
    assert dropped == 0
    assert language.wrong == []
