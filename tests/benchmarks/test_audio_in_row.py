"""The benchmark of listening counts as it should, and the command measures a real engine."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import mido
import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.audio_in import (
    RANGES,
    RATE,
    Found,
    Note,
    main,
    melody,
    melody_of,
    noisy,
    score,
    sounded,
    together,
)
from perf_engine.clients.audio_in.instruments import INSTRUMENTS
from tests.support.peers import require_module, require_synth

NOTES = [Note(1.0 * n, n + 0.5, 60 + n, 80) for n in range(4)]


def test_what_is_always_as_late_is_right() -> None:
    row = score(NOTES, [Found(note.onset + 0.1, note.pitch, 80) for note in NOTES], 0, 0.2)
    assert (row.precision, row.recall, row.f) == (1.0, 1.0, 1.0)
    assert row.p50 == pytest.approx(100.0)
    assert (row.hanging, row.cpu) == (0, 0.2)


def test_a_wrong_pitch_a_late_note_and_one_too_many_are_counted() -> None:
    heard = [Found(note.onset + 0.03, note.pitch, 80) for note in NOTES]
    heard[0] = Found(0.03, 72, 80)
    heard[1] = Found(1.15, 61, 80)
    row = score(NOTES, [*heard, Found(3.5, 63, 80)], 1, 0.0)
    assert row.precision == 2 / 5
    assert row.recall == 2 / 4
    assert row.p99 > 100.0
    assert row.hanging == 1


def test_nothing_heard_is_no_error() -> None:
    row = score(NOTES, [], 0, 0.0)
    assert (row.f, row.recall) == (0.0, 0.0)
    assert math.isnan(row.p50)


def test_rows_are_averaged_and_their_notes_are_summed() -> None:
    full = score(NOTES, [Found(note.onset + 0.1, note.pitch, 80) for note in NOTES], 0, 0.2)
    row = together([full, score(NOTES[:1], [], 1, 0.0)])
    assert (row.notes, row.hanging, row.f) == (5, 1, 0.5)


@pytest.mark.parametrize("instrument", RANGES)
def test_a_melody_is_one_note_at_a_time_within_what_can_be_heard(instrument: str) -> None:
    notes = melody(1, *RANGES[instrument], 10.0)
    lowest, highest = INSTRUMENTS[instrument]
    assert all(a.end <= b.onset + 1e-9 for a, b in pairwise(notes))
    assert all(lowest <= note.pitch <= highest for note in notes)
    assert any(a.pitch == b.pitch for a, b in pairwise(notes))
    assert notes == melody(1, *RANGES[instrument], 10.0)


def test_the_melody_of_a_midi_file_is_its_highest_notes(tmp_path: Path) -> None:
    file = mido.MidiFile(tracks=[mido.MidiTrack()])
    for kind, pitch, ticks in (
        ("note_on", 60, 0),
        ("note_on", 67, 0),
        ("note_off", 60, 960),
        ("note_on", 69, 0),
        ("note_off", 67, 0),
        ("note_off", 69, 480),
    ):
        file.tracks[0].append(mido.Message(kind, note=pitch, velocity=80, time=ticks))
    file.save(tmp_path / "a.mid")
    notes = melody_of(tmp_path / "a.mid", 60.0)
    assert [(note.onset, note.end, note.pitch) for note in notes] == [
        (0.5, 1.5, 67),
        (1.5, 2.0, 69),
    ]


def test_noise_is_as_much_softer_as_said() -> None:
    sound = np.sin(np.arange(RATE) / 20.0).astype(np.float32)
    noise = noisy(sound, 20.0, 1) - sound
    assert np.sqrt(np.mean(noise**2) / np.mean(sound**2)) == pytest.approx(0.1, rel=0.01)
    assert noisy(sound, math.inf, 1) is sound


@pytest.mark.parametrize("way", [(), ("--offline",)])
def test_the_command_reports(tmp_path: Path, way: tuple[str, ...]) -> None:
    require_module("swift_f0")
    require_module("onnxruntime")
    require_synth()
    assert len(sounded(NOTES[:1], "trumpet")) == RATE
    out = tmp_path / "audio.json"
    words = ["--seconds", "1.5", "--instrument", "trumpet", "--json", str(out), *way]
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0, said.output
    rows = json.loads(out.read_text())["rows"]
    assert list(rows) == ["trumpet, clean", "trumpet, 20 dB", "trumpet, 10 dB"]
    assert rows["trumpet, clean"]["recall"] > 0.0
    assert "precision" in said.output
