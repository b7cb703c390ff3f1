"""A pattern and the machine play together: every note is counted, and the machine's are on time.

`make quark` plays for ten minutes and prints the figures. What sclang says to its server is
rendered by scsynth in non-real time and compared, sample by sample, with the time tags that another
client of the engine had. The recording of the playing itself is there too; but where JACK's dummy
driver misses a period it misses it as well, so nothing is asserted of it.
"""

from __future__ import annotations

import threading
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.supercollider.quark import Language
from tests.supercollider.tape import recording_tape
from tests.support.concert import Ear, strikes
from tests.support.jack_servers import RATE
from tests.support.peers import THOROUGH

SECONDS = 600 if THOROUGH else 16
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


def speak_through(language: Language, port: int) -> None:
    """sclang speaks to its server by another port."""
    language.do(f's.stopAliveThread; s.addr = NetAddr("127.0.0.1", {port});s.startAliveThread; nil')
    language.until("s.serverRunning and: { s.numSynths == 0 }")


@contextmanager
def listening(ear: Ear) -> Iterator[Ear]:
    """An ear that listens in a thread until the block ends."""
    ear.register("bundle")
    ended = threading.Event()

    def listen() -> None:
        while not ended.is_set():
            ear.until(ended.is_set, 0.1)

    with ear.socket, ThreadPoolExecutor(1) as pool:
        listener = pool.submit(listen)
        try:
            yield ear
        finally:
            ended.set()
            listener.result()


@pytest.mark.timeout(SECONDS + 180)
def test_nothing_is_lost_between_a_pattern_and_the_machine_and_all_is_on_time(
    language: Language, start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = tmp_path / "duet.wav"
    with start("--mode", "duet", "--seed", "1", "--set", "share=0.7") as engine:
        language.meet(engine.port)
        language.do("PerfEngine.default.connect; nil")
        language.until("PerfEngine.default.isRunning")
        # before the tape, through which answers come from another port than they are asked at
        language.until("PerfLead.of(s).needed.notNil")
        with recording_tape(language.server_port) as tape, listening(Ear(engine.port)) as ear:
            speak_through(language, tape.port)
            language.do(
                's.recHeaderFormat = "wav"; s.recSampleFormat = "int16";'
                f's.record("{recording}", numChannels: 1); nil'
            )
            language.until("s.isRecording")
            tape.packets.clear()
            language.do(f"~seconds = {SECONDS}; nil")
            language.do(Path(__file__).with_name("duet.scd").read_text(encoding="utf-8"))
            language.until("~counts.notNil", seconds=SECONDS + 60)
            language.until("s.numSynths", "1")  # the recorder
            language.do("{ 2.wait; s.stopRecording; ~recorded = true }.fork; nil")
            language.until("~recorded == true and: { s.numSynths == 0 }")
            speak_through(language, language.server_port)
        counts = [int(word) for word in language.do("~counts").split()]
        language.rest()
    sent, heard, returned, still_held, late_here, late_there, dropped = counts
    dues = np.array(sorted(note.at for note in strikes(ear.notes)))
    rendered, begun = tape.render(tmp_path, RATE)
    meant, missing = errors(onsets(rendered), dues - begun)
    played, lost = errors(onsets(recording), dues - begun)
    with capsys.disabled():
        print(
            f"\nduet of {SECONDS} s: {sent} notes sent, {heard} heard, {returned} returned, "
            f"{late_here + late_there} late, {dropped} dropped"
            f"\nintervals at {RATE} Hz, as sclang said them: {spread(meant)}, {missing} not found"
            f"\nas JACK's dummy driver played them: {spread(played)}, {lost} not found"
        )
    assert sent > SECONDS
    assert heard == sent
    assert returned == len(dues) > 10
    assert still_held == 0
    assert dropped == 0
    assert language.wrong == []
    assert missing <= late_here
    # What is late for the server is said for the soonest time that it can; that is another
    # interval before it and after it.
    wrong = meant[meant >= 2.0].tolist()
    assert len(wrong) <= 4 * (late_here + late_there) + 1, wrong


def spread(off: npt.NDArray[np.float64]) -> str:
    """How far they are off."""
    p50, p99 = np.percentile(off, (50, 99))
    return (
        f"off by p50 {p50:.2f}, p99 {p99:.2f}, at most {off.max():.2f} samples, "
        f"{np.mean(off < 2):.1%} by less than 2"
    )
