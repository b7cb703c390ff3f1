"""`make audio`: how well and how soon notes are heard that a microphone would record.

Melodies are made up, or are those of MIDI files. Our own synthesizer plays them, noise is added,
and `perf-engine listen-audio` plays them to a real engine, in real time. A note counts as found
where the engine has heard its pitch within 50 ms of its onset plus the usual latency, the median:
what is always late by as much can be played to. The latency is that of all notes whose pitch was
heard.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from perf_engine.clients.audio_in.instruments import GATE, INSTRUMENTS, named
from perf_engine.clients.audio_in.notes import Strike
from perf_engine.clients.audio_in.process import listed
from perf_engine.clients.audio_in.source import WavFile
from perf_engine.midi_files.reader import read
from perf_engine.protocol.dialogue import Dialogue
from perf_engine.protocol.notes import HOLDING, Heard, Other, received
from perf_engine.protocol.packets import write
from perf_engine.protocol.udp import Line
from perf_engine.synthesis.programs import program_of
from perf_engine.synthesis.synth import Synth

from .command import end, midi_argument, report_option
from .measure import machine
from .processes import cpu
from .tables import show

RATE: Final = 48_000
RANGES: Final = {  # where melodies lie: MIDI pitches
    "piano": (60, 84),
    "flute": (62, 91),
    "violin": (55, 86),
    "trumpet": (55, 80),
    "guitar": (40, 64),
    "voice": (43, 67),
}
NOISES: Final[Mapping[str, float]] = {"clean": math.inf, "20 dB": 20.0, "10 dB": 10.0}
STEPS: Final = (-7, -5, -4, -3, -2, -2, -1, -1, 0, 0, 1, 1, 2, 2, 3, 4, 5, 7)  # semitones
INTERVALS: Final = (0.15, 0.2, 0.25, 0.25, 0.4, 0.6)  # seconds from onset to onset
SHARES: Final = (0.6, 0.85, 1.0)  # of the interval that a note sounds
BEGINNING: Final = 0.5  # seconds of silence before and after
NEAR: Final = 0.05  # seconds by which an onset may differ
EARLIEST, LATEST = -0.02, 0.25  # seconds from an onset to a note that may be it
STATED: Final = 2.0  # seconds within which the engine says again what players hold
AIM: Final = 60.0  # ms: the latency that the project wants, at the median

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a melody, in seconds from its beginning."""

    onset: float
    end: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Found:
    """A note as the engine heard it."""

    at: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one recording; latencies in ms."""

    notes: int
    precision: float
    recall: float
    f: float
    p50: float
    p99: float
    touch: float  # the correlation of velocities played and heard
    hanging: int
    cpu: float  # share of a core


def melody(seed: int, lowest: int, highest: int, seconds: float) -> list[Note]:
    """A melody of small and larger steps, repeated notes, and notes apart and bound."""
    draw = np.random.default_rng(seed)
    at, pitch, notes = BEGINNING, (lowest + highest) // 2, list[Note]()
    while at < seconds:
        pitch += int(draw.choice(STEPS))
        while not lowest <= pitch <= highest:
            pitch += 12 if pitch < lowest else -12
        interval, share = float(draw.choice(INTERVALS)), float(draw.choice(SHARES))
        notes.append(Note(at, at + share * interval, pitch, int(draw.integers(48, 116))))
        at += interval
    return notes


def melody_of(file: Path, seconds: float) -> list[Note]:
    """The highest notes of the first melodic line of a MIDI file, one at a time."""
    line = next(one for one in read(file).lines if not one.drums and len(one.onset))
    columns = (column.tolist() for column in (line.onset, line.end, line.pitch, line.velocity))
    highest: dict[float, tuple[float, int, int]] = {}
    for onset, stop, pitch, velocity in zip(*columns, strict=True):
        if onset < seconds and pitch >= highest.get(onset, (0.0, 0, 0))[1]:
            highest[onset] = stop, pitch, velocity
    ones = sorted(highest.items())
    after = [onset for onset, _ in ones[1:]] + [math.inf]
    first = ones[0][0] if ones else 0.0
    return [
        Note(onset - first + BEGINNING, min(stop, then) - first + BEGINNING, pitch, velocity)
        for (onset, (stop, pitch, velocity)), then in zip(ones, after, strict=True)
    ]


def sounded(notes: Sequence[Note], instrument: str) -> Samples:
    """A melody as samples of one channel, as our synthesizer plays it in a dry room."""
    synth = Synth(None, RATE, 1)
    try:
        synth.program(0, program_of(instrument))
        synth.reverb(0.0)
        acts = [(note.onset, 1, note) for note in notes] + [(note.end, 0, note) for note in notes]
        made, done = [], 0
        for at, strikes, note in sorted(acts, key=lambda act: act[:2]):
            frame = round(at * RATE)
            made.append(synth.block(frame - done))
            done = frame
            if strikes:
                synth.strike(0, note.pitch, note.velocity)
            else:
                synth.release(0, note.pitch)
        made.append(synth.block(round(BEGINNING * RATE)))
    finally:
        synth.close()
    return np.asarray(np.concatenate(made).mean(axis=1), np.float32)


def noisy(samples: Samples, decibels: float, seed: int) -> Samples:
    """Samples with pink noise that is so much softer than they are on the whole."""
    if math.isinf(decibels):
        return samples
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(len(samples)))
    spectrum /= np.sqrt(np.maximum(1.0, np.arange(len(spectrum))))
    noise = np.fft.irfft(spectrum, len(samples))
    wanted = float(np.sqrt(np.mean(samples**2))) * 10.0 ** (-decibels / 20.0)
    return np.asarray(samples + noise * wanted / np.sqrt(np.mean(noise**2)), np.float32)


def write_wav(path: Path, samples: Samples) -> None:
    """Write samples of one channel with 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2").tobytes())


def score(notes: Sequence[Note], heard: Sequence[Found], hanging: int, share: float) -> Row:
    """The figures of what was heard of a melody."""
    free, late, touched = list(heard), list[float](), list[tuple[int, int]]()
    for note in notes:
        for one in free:
            if one.pitch == note.pitch and EARLIEST <= one.at - note.onset <= LATEST:
                free.remove(one)
                late.append(one.at - note.onset)
                touched.append((note.velocity, one.velocity))
                break
    usual = float(np.median(late)) if late else math.nan
    right = sum(abs(one - usual) <= NEAR for one in late)
    precision, recall = right / max(1, len(heard)), right / max(1, len(notes))
    f = 2.0 * precision * recall / (precision + recall) if right else 0.0
    p50, p99 = np.percentile(late, (50, 99)) * 1000.0 if late else (math.nan, math.nan)
    touch = math.nan
    if all(len(set(column)) > 1 for column in zip(*touched, strict=True)) and touched:
        touch = float(np.corrcoef(np.asarray(touched, float).T)[0, 1])
    return Row(len(notes), precision, recall, f, float(p50), float(p99), touch, hanging, share)


class Ear(threading.Thread):
    """A client of the engine that notes when it tells of players' notes."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.heard: list[tuple[float, Heard]] = []
        self._line = Line(port)
        self.held: Sequence[object] | None = None  # keys that players hold, as last stated
        self._dialogue = Dialogue(self._line.port, self._say, 3)
        self._ending = False

    def run(self) -> None:
        """Hear until closed."""
        while not self._ending:
            self._dialogue.advance(time.monotonic())
            self._line.wait(0.05)
            while (data := self._line.receive()) is not None:
                now = time.monotonic()
                for message in received(data, now, time.time()):
                    if isinstance(message, Other) and message.address == HOLDING:
                        self.held = message.arguments
                    told = self._dialogue.take(message, now)
                    self.heard += [(now, one) for one in told if isinstance(one, Heard)]

    def close(self) -> None:
        """Leave."""
        self._ending = True
        self.join()
        self._dialogue.leave(time.monotonic())
        self._line.close()

    def _say(self, address: str, *arguments: int | float | str) -> None:
        self._line.send(write(address, *arguments))


@contextmanager
def engine() -> Iterator[int]:
    """A silent engine on a port, which is ended when the block ends."""
    command = [sys.executable, "-m", "perf_engine", "play", "--osc-port", "0", "--mode", "listen"]
    command += ["--no-midi", "--no-web", "--no-sound"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if "ready on port" in line:
                    yield int(line.rstrip().rstrip(".").rpartition(" ")[2])
                    return
            raise OSError("the engine does not start")
        finally:
            process.terminate()


def listened(port: int, file: Path, limits: tuple[int, int]) -> tuple[list[Found], int, float]:
    """Return what an engine hears of a file, how many notes hang, and the share of a core."""
    ear = Ear(port)
    ear.start()
    command = [sys.executable, "-m", "perf_engine.clients.audio_in.process", "--tell-start"]
    command += [f"--engine=127.0.0.1:{port}", f"--file={file}"]
    command += [f"--low={limits[0]}", f"--high={limits[1]}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        began = float(process.stdout.readline().split()[1])
        before = cpu(process.pid)
        process.stdout.read()
        spent, passed = _spent(process) - before, time.monotonic() - began
    ear.held = None
    until = time.monotonic() + STATED
    while ear.held != () and time.monotonic() < until:  # the engine states it now and then
        time.sleep(0.02)
    ear.close()
    found = [Found(at - began, one.pitch, one.velocity) for at, one in ear.heard if one.velocity]
    return found, len(ear.held or ()) // 2, spent / passed


def computed(file: Path, limits: tuple[int, int]) -> tuple[list[Found], int, float]:
    """Return what `listened` does, for a computer that takes no time."""
    wav, began = WavFile(file), time.process_time()
    events = list(listed(wav, *limits, GATE))
    spent = time.process_time() - began
    strikes = [one for one in events if isinstance(one, Strike)]
    found = [Found(one.at, one.pitch, one.velocity) for one in strikes]
    return found, 2 * len(strikes) - len(events), spent / wav.seconds


def _spent(process: subprocess.Popen[str]) -> float:
    """Wait for the end of a process, and return the processor time that it took."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


@click.command()
@midi_argument(required=False)
@click.option(
    "--instrument",
    "instruments",
    multiple=True,
    type=click.Choice(list(RANGES)),
    default=("piano", "flute", "trumpet"),
    show_default=True,
)
@click.option("--seconds", default=12.0, show_default=True, type=click.FloatRange(1.0, 600.0))
@click.option("--most", default=5, show_default=True, type=click.IntRange(1), help="MIDI files.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option(
    "--offline", is_flag=True, help="Without an engine, and without what this computer adds."
)
@click.option("--low", type=int, help="The lowest MIDI pitch.  [default: the instrument's]")
@report_option("audio.json")
def main(
    midi: Sequence[Path],
    instruments: Sequence[str],
    seconds: float,
    most: int,
    seed: int,
    offline: bool,
    low: int | None,
    out: Path,
) -> None:
    """Measure how notes from sound are heard; exit status 1 if one hangs.

    MIDI: files and folders whose melodies are played; without any, melodies are made up.
    """
    console = Console()
    files = [f for one in midi for f in (sorted(one.rglob("*.mid")) if one.is_dir() else [one])]
    rows: dict[str, Row] = {}
    with TemporaryDirectory() as folder, nullcontext(0) if offline else engine() as port:
        for instrument in instruments:
            wav = Path(folder) / f"{instrument}.wav"
            limits = INSTRUMENTS[instrument]
            limits = (low if low is not None else limits[0], limits[1])
            tunes = [melody_of(file, seconds) for file in files[:most]]
            tunes = tunes or [melody(seed, *RANGES[instrument], seconds)]
            for noise, decibels in NOISES.items():
                found: list[Row] = []
                for number, notes in enumerate(tunes):
                    write_wav(wav, noisy(sounded(notes, instrument), decibels, seed + number))
                    heard = computed(wav, limits) if offline else listened(port, wav, limits)
                    found.append(score(notes, *heard))
                rows[f"{instrument}, {noise}"] = together(found)
    show(console, "", {name: columns(row) for name, row in rows.items()})
    hanging = sum(row.hanging for row in rows.values())
    wrong = [f"{hanging} notes hang"] if hanging else []
    report = {
        "machine": machine(),
        "lowest": {one: named(low or INSTRUMENTS[one][0]) for one in instruments},
        "rows": {name: asdict(row) for name, row in rows.items()},
        "faults": wrong,
    }
    soon = sum(row.p50 < AIM for row in rows.values())
    end(console, out, report, wrong, f"{soon} of {len(rows)} medians are below {AIM:g} ms")


def together(rows: Sequence[Row]) -> Row:
    """The means of several rows, and the sum of their notes."""
    means = {name: float(np.mean([getattr(row, name) for row in rows])) for name in asdict(rows[0])}
    counts = {name: sum(getattr(row, name) for row in rows) for name in ("notes", "hanging")}
    return Row(**{**means, **counts})


def columns(row: Row) -> dict[str, float | int]:
    """A row as it is printed."""
    return {
        "precision": row.precision,
        "recall": row.recall,
        "F": row.f,
        "p50 ms": round(row.p50) if math.isfinite(row.p50) else math.nan,
        "p99 ms": round(row.p99) if math.isfinite(row.p99) else math.nan,
        "velocity": row.touch,
        "processor": row.cpu,
    }


if __name__ == "__main__":
    main()
