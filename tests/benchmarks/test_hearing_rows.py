"""The table of make listening: what it calls, and how it is laid out."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from benchmarks.hearing import FIT, Row, beats, changes, fits, melodies, players, show
from benchmarks.players import PLAYERS
from benchmarks.together import rows, song
from perf_engine.engine.helpers.model_files import load_model
from tests.benchmarks.test_together import write


@pytest.fixture(scope="module")
def weights():
    return load_model("general")[0]


def test_the_five_figures_are_those_of_make_together(tmp_path, weights):
    some = [song(write(tmp_path, "a.mid")), song(write(tmp_path, "b.mid", 3))]
    found = fits("tunes", some, weights, 1)
    said = rows(some, weights, 1, ("accompany",), (1.0,))
    assert [row.figure for row in found] == list(FIT.values())
    for row, figure in zip(found, FIT, strict=True):
        assert row.machine == getattr(said["accompany, together 1"], figure)
        assert row.real == getattr(said["real"], figure)
    by_figure = {row.figure: row for row in found}
    assert by_figure["notes inside the chord"].real == pytest.approx(1.0)
    assert by_figure["coherence with the eighth"].machine > 0.8


def test_the_beat_of_songs_and_players_is_told_and_of_rubato_the_confidence(tmp_path):
    for name in "abc":
        write(tmp_path / "tunes", f"{name}.mid")
    music = {"tunes": melodies(tmp_path / "tunes", 2), **players(1)}
    assert len(music["tunes"]) == 2
    found = {(row.music, row.figure): row for row in beats(music)}
    assert {name for name, _ in found} == {"tunes", *PLAYERS}
    steady = found["steady", "beat, F (70 ms)"]
    assert steady.machine > 0.9 > steady.other
    assert found["steady", "tempo, median error (share)"].machine < 0.05
    assert found["rubato", "confidence, where there is no beat"].machine < 0.3
    assert ("jumping", "beats until a jump of tempo is followed") in found


def test_a_change_of_key_is_told_by_bars(tmp_path, weights):
    found = changes("tunes", [song(write(tmp_path, "a.mid"))], weights, 1)
    assert len(found) == 5
    assert 0.0 < found[0].machine <= 1.0


def test_the_table_names_each_music_once():
    out = io.StringIO()
    made = [Row("tunes", "one", 0.5, 1.0), Row("tunes", "two", None), Row("players", "one", 0.25)]
    show(Console(file=out, width=100), made)
    text = out.getvalue()
    assert text.count("tunes") == text.count("players") == 1
    assert "0.50" in text
    assert "1.00" in text
