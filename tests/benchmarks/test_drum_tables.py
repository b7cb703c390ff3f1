"""Learning from recordings of drummers."""

from __future__ import annotations

import csv
from pathlib import Path

import mido
import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.drum_tables import (
    BAR,
    Take,
    assigned,
    bars,
    bits,
    learn,
    main,
    mixture,
    regression,
    takes,
    theme,
    unlike,
)
from perf_engine.core.drums.kit import CRASH, HAT, HIGH_TOM, KICK, LOW_TOM, SNARE

RANDOM = np.random.default_rng(0)
KEYS = {KICK: 36, SNARE: 38, HAT: 22, HIGH_TOM: 48, LOW_TOM: 58, CRASH: 49}  # of an electronic kit


def pattern(steps, bars, fill_every=4):
    """Beats and instruments: a plain rock bar, and a fill now and then."""
    found = []
    for bar in range(bars):
        at = BAR * bar
        if bar % fill_every == fill_every - 1:
            found += [(at + n / steps, LOW_TOM if n % 3 else HIGH_TOM) for n in range(BAR * steps)]
            continue
        found += [(at + n / 2, HAT) for n in range(8)] if steps == 4 else []
        found += [(at + n + late, HAT) for n in range(4) for late in (0, 2 / 3)] * (steps == 3)
        found += [(at, KICK), (at + 2, KICK), (at + 1, SNARE), (at + 3, SNARE)]
        found += [(at + 2.5 if steps == 4 else at + 2 + 2 / 3, KICK)] * (bar % 3 == 0)
    return sorted(found)


def take_of(steps=4, count=16, tempo=120.0, late=0.0):
    found = pattern(steps, count)
    beats = np.array([beat + late * tempo / 60.0 for beat, _ in found])
    return Take(
        "train",
        False,
        tempo,
        beats + RANDOM.normal(0.0, 0.004, len(beats)),
        np.array([one for _, one in found]),
        np.array([100 if one == SNARE else 70 for _, one in found]),
    )


def recording(path: Path, steps=4, tempo=120):
    path.parent.mkdir(parents=True, exist_ok=True)
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(tempo))])
    events = []
    for beat, one in pattern(steps, 24):
        events += [
            (round(480 * beat), "note_on", KEYS[one]),
            (round(480 * beat) + 20, "note_off", KEYS[one]),
        ]
    last = 0
    for at, kind, key in sorted(events):
        track.append(mido.Message(kind, channel=9, note=key, velocity=80, time=at - last))
        last = at
    mido.MidiFile(tracks=[track]).save(path)


@pytest.fixture
def groove(tmp_path):
    rows = []
    for number in range(8):
        name = f"drummer1/{number}.mid"
        recording(tmp_path / name, 4 if number % 2 else 3)
        rows.append((name, "train" if number < 6 else "test", "4-4"))
    rows += [("drummer1/gone.mid", "train", "4-4"), ("drummer1/0.mid", "train", "5-4")]
    with (tmp_path / "info.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["split", "bpm", "beat_type", "time_signature", "midi_filename"])
        writer.writerows([s, 120, "beat", signature, name] for name, s, signature in rows)
    return tmp_path


def test_takes_are_those_in_four_that_are_there_with_the_keys_of_general_midi(groove):
    found = list(takes(groove))
    assert [one.split for one in found] == ["train"] * 6 + ["test"] * 2
    assert [one.feel for one in found] == [1, 0] * 4
    assert set(found[0].instruments.tolist()) == {KICK, SNARE, HAT, LOW_TOM, HIGH_TOM}
    assert found[1].beats[:3] == pytest.approx([0.0, 0.0, 0.5], abs=1e-3)


def test_strikes_stand_at_the_nearest_place_and_lateness_is_against_the_bar():
    found = bars(take_of(late=0.01))
    assert found.struck.shape[1:] == (16, 9)
    assert found.struck[0, 0, [KICK, HAT]].all()
    assert found.struck[0, 4, SNARE]
    assert not found.struck[0, 5].any()
    assert found.velocity[0, 4, SNARE] == 100.0
    assert np.abs(found.late).max() < 0.03
    assert np.median(found.late[found.struck]) == pytest.approx(0.0, abs=0.002)


def test_a_mixture_finds_the_two_kinds_of_bars():
    rows = np.zeros((60, 4, 2), bool)
    rows[::2, 0], rows[1::2, 2] = True, True
    patterns = mixture(rows, 2, np.random.default_rng(1))
    which = assigned(rows, patterns)
    assert len(set(which[::2])) == len(set(which[1::2])) == 1
    assert which[0] != which[1]


def test_a_regression_finds_the_weights_that_made_its_examples():
    random = np.random.default_rng(1)
    inputs = np.column_stack([np.ones(8000), random.normal(size=(8000, 2))])
    hits = random.random(8000) < 1.0 / (1.0 + np.exp(-(inputs @ [-0.5, 1.5, 0.8])))
    assert regression(inputs, hits) == pytest.approx([-0.5, 1.5, 0.8], abs=0.15)


def test_what_is_kept_differs():
    row = np.zeros((4, 9), bool)
    rows = [row, row.copy(), ~row]
    assert len(unlike(rows, 9, np.random.default_rng(1))) == 2
    assert len(unlike(rows, 1, np.random.default_rng(1))) == 1


def test_bars_are_written_as_bits():
    row = np.zeros((2, 9), bool)
    row[0, [KICK, CRASH]] = True
    assert bits(row) == [1 << KICK | 1 << CRASH, 0]


def test_the_theme_is_the_bar_that_most_others_are_like():
    struck = np.zeros((5, 4, 9), bool)
    struck[:, 0, KICK] = True
    struck[[1, 3], 2, SNARE] = True
    struck[3, 3] = True
    assert theme(struck) in (0, 2, 4)


def test_what_is_learnt_is_what_was_played():
    found = learn([take_of(4), take_of(4)], 0)
    tempo, pattern, *places = found.themes[0]
    assert tempo == 120
    assert places[4] & 1 << SNARE
    assert not places[5]
    assert found.strikes[pattern][4, SNARE] > 0.6
    assert found.velocity[SNARE, 4] == pytest.approx(100.0, abs=3.0)
    assert found.weights[HAT].shape == (5,)


def test_the_command_writes_a_module_that_can_be_read(groove, tmp_path):
    out = tmp_path / "tables.py"
    ended = CliRunner().invoke(main, [str(groove), "-o", str(out)])
    assert ended.exit_code == 0, ended.output
    said: dict[str, object] = {}
    exec(compile(out.read_text(), "tables", "exec"), said)
    assert len(said["STRIKES"][0]) % 9 == 0
    assert len(said["STRIKES"][0][0]) == 16
    assert len(said["STRIKES"][1][0]) == 12
    empty = CliRunner().invoke(main, [str(tmp_path / "drummer1")])
    assert empty.exit_code != 0
