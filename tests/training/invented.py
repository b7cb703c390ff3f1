"""Invented music for the tests of training: tracks, MIDI files, and the law that events keep."""

from __future__ import annotations

from pathlib import Path

import mido
import numpy as np

from perf_engine.training.data.dataset import prepare
from perf_engine.training.data.events import Events
from perf_engine.training.data.selection import Selection
from perf_engine.training.data.tracks import Track


def track(notes=(), pedal=(), name="", program=0, **more):
    """Notes are (onset, end, pitch, velocity), pedal moves are (time, value)."""
    onset, end, pitch, velocity = zip(*notes, strict=True) if notes else ((), (), (), ())
    times, values = zip(*pedal, strict=True) if pedal else ((), ())
    return Track(
        name,
        program,
        np.array(onset, np.float64),
        np.array(end, np.float64),
        np.array(pitch, np.int64),
        np.array(velocity, np.int64),
        np.array(times, np.float64),
        np.array(values, np.int64),
        **more,
    )


def write(path: Path, *tracks, kind=1):
    """A MIDI file of tracks, each a list of (ticks from the start, message)."""
    file = mido.MidiFile(type=kind, ticks_per_beat=480)
    for messages in tracks:
        now, out = 0, mido.MidiTrack()
        for time, message in sorted(messages, key=lambda m: m[0]):
            out.append(message.copy(time=time - now))
            now = time
        file.tracks.append(out)
    file.save(path)
    return path


def note(start, end, pitch, velocity=64, channel=0):
    return [
        (start, mido.Message("note_on", note=pitch, velocity=velocity, channel=channel)),
        (end, mido.Message("note_off", note=pitch, channel=channel)),
    ]


def scale(count=40, step=480, pitch=40):
    return [m for i in range(count) for m in note(i * step, (i + 1) * step, pitch + i)]


def song(path: Path, seed: int, transpose: int = 0, tempo: int = 500_000, channel: int = 0) -> Path:
    """A MIDI file of an invented tune of 120 notes."""
    rng = np.random.default_rng(seed)
    pitches = 30 + np.abs(np.cumsum(rng.integers(-7, 8, 120)) % 80 - 40)
    out = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=tempo)])
    for pitch in (pitches + transpose).tolist():
        out.append(mido.Message("note_on", note=pitch, velocity=70, time=0, channel=channel))
        out.append(mido.Message("note_off", note=pitch, time=240, channel=channel))
    path.parent.mkdir(parents=True, exist_ok=True)
    mido.MidiFile(tracks=[out]).save(path)
    return path


def tune(seed, notes=400):
    """Pitches of an invented piece, each a step or leap from the one before."""
    rng = np.random.default_rng(seed)
    return 40 + np.abs(np.cumsum(rng.integers(-7, 8, notes)) % 80 - 40)


def played(pitches, seed=0, wrong=0.0, pace=0.25):
    """A performance: every note struck and released, times uneven, a share of pitches wrong."""
    rng = np.random.default_rng(seed)
    pitches = np.where(rng.random(len(pitches)) < wrong, pitches + 1, pitches)
    count = len(pitches)
    dt = np.repeat(pace * rng.uniform(0.5, 1.5, count), 2)
    dt[0] = 0
    return Events(
        dt.astype(np.float32),
        np.zeros(2 * count, np.uint8),
        np.repeat(pitches, 2).astype(np.uint8),
        np.tile([64, 0], count).astype(np.uint8),
    )


def held_to_the_law(events: Events):
    """Strikes and releases of every (part, key) alternate, from a strike to a release."""
    down: set[tuple[int, int]] = set()
    for part, key, velocity in zip(
        events.part.tolist(), events.key.tolist(), events.velocity.tolist(), strict=True
    ):
        if velocity:
            assert (part, key) not in down
            down.add((part, key))
        else:
            down.remove((part, key))
    assert not down
    assert events.dt[0] == 0
    assert (events.dt >= 0).all()


def folk_and_rock(folder: Path, validation: float) -> Path:
    """Prepare a data set of eight pieces in two styles, with their metre; return its folder."""
    for piece in range(8):
        song(folder / ("folk" if piece % 2 else "rock") / f"{piece}.mid", piece)
    prepare(
        [folder / "folk", folder / "rock"],
        folder / "data",
        workers=1,
        validation=validation,
        selection=Selection(metre=True),
        styles="corpora",
    )
    return folder / "data"


def band_with_drums(folder: Path) -> Path:
    """Prepare a data set of one piece, a tune and drums; return its folder."""
    kit = [m for i in range(40) for m in note(i * 480, i * 480 + 240, 36 + i % 3, 64, channel=9)]
    (folder / "band").mkdir()
    write(folder / "band" / "1.mid", scale(), kit)
    prepare(
        [folder / "band"],
        folder / "data",
        workers=1,
        validation=0.0,
        selection=Selection(drums=True),
    )
    return folder / "data"
