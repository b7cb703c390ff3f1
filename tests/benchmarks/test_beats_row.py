"""Players whose beat is known, and the figures of how it was heard."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.beats import (
    coherence,
    f_measure,
    followed,
    hear,
    main,
    notated,
    octaves,
    pieces,
    tempo_error,
)
from benchmarks.players import BEATS, PLAYERS, jumping, rubato, steady
from perf_engine.studio.notes import Note, Performance, write_midi

TRUE = [0.5 * beat for beat in range(60)]


@pytest.fixture
def scores(tmp_path):
    """A folder with scores of even eighths at 120 beats a minute."""
    notes = [Note(0.25 * n, 60 + n % 5, 80, 0.2, "MELODY") for n in range(160)]
    for number in range(4):
        write_midi(tmp_path / f"{number}.mid", Performance.of(notes))
    return tmp_path


def test_f_is_one_for_the_true_beats_and_half_of_them_are_worth_two_thirds():
    assert f_measure(TRUE, TRUE) == 1.0
    assert f_measure([at + 0.06 for at in TRUE], TRUE) == 1.0
    assert f_measure([at + 0.08 for at in TRUE], TRUE) == 0.0
    assert f_measure(TRUE[::2], TRUE) == pytest.approx(2 / 3, abs=0.02)
    assert f_measure([], TRUE) == 0.0
    assert max(f_measure(TRUE[::2], other) for other in octaves(TRUE)) == 1.0


def test_between_the_beats_coherence_is_minus_one_and_that_of_eighths_one():
    assert coherence(TRUE, TRUE) == pytest.approx((1.0, 1.0))
    assert coherence([at + 0.25 for at in TRUE], TRUE) == pytest.approx((-1.0, 1.0))
    assert coherence([], TRUE) == (0.0, 0.0)


def test_an_error_of_tempo_is_a_share_of_the_true_one():
    times = np.arange(1.0, 20.0)
    assert tempo_error(times, np.full(len(times), 120.0), TRUE) == pytest.approx(0.0)
    assert tempo_error(times, np.full(len(times), 126.0), TRUE) == pytest.approx(0.05)
    assert tempo_error(times, np.full(len(times), 60.0), TRUE) == pytest.approx(0.5)
    slowing = [0.0, 0.5, 1.5, 3.5]
    assert tempo_error(np.array([0.1, 1.0, 2.0]), np.array([120.0, 60.0, 30.0]), slowing) == 0.0
    assert tempo_error(times + 100.0, times, TRUE) is None


def test_a_jump_is_followed_at_the_first_of_four_beats_that_are_found():
    found = [at for at in TRUE if not 10.0 <= at < 11.5]
    assert followed(TRUE, TRUE, 20) == 0
    assert followed(found, TRUE, 20) == 3
    assert followed([], TRUE, 20) == 40


def test_players_strike_in_order_and_mean_beats_unless_they_are_free():
    for play in PLAYERS.values():
        played = play(np.random.default_rng(1))
        assert played.strikes == sorted(played.strikes)
        assert len(played.beats) == (0 if play is rubato else BEATS + 1)
    one, other = (steady(np.random.default_rng(3)) for _ in range(2))
    assert one == other
    assert np.diff(jumping(np.random.default_rng(1)).beats).std() > 0.02


def test_each_beat_is_heard_once():
    heard = hear(steady(np.random.default_rng(1)).strikes)
    assert (np.diff(heard.beats) > 0.15).all()
    assert len(heard.cost) == len(heard.confidence) == len(heard.tempo)


def test_a_score_gives_its_beats_and_a_performance_none(scores):
    played = notated(scores / "0.mid", melody=True, timed=True)
    assert played is not None
    assert np.diff(played.beats) == pytest.approx(0.5, abs=1e-3)
    free = notated(scores / "0.mid", melody=False, timed=False)
    assert free is not None
    assert free.beats == []
    assert len(list(pieces(scores, 1, 2, timed=True))) == 4


def test_the_command_writes_a_report(scores, tmp_path):
    out = tmp_path / "beats.json"
    CliRunner().invoke(main, [str(scores), "--seeds", "1", "--most", "1", "--json", str(out)])
    report = json.loads(out.read_text())
    assert set(PLAYERS) < set(report["rows"])
    assert report["rows"]["steady"]["f"] > 0.9
    assert 0.0 < report["p50_ms"] <= report["p99_ms"]
