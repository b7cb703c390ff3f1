"""The drummer beside made-up players, and drummers to compare it with."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.drums import (
    Beside,
    away,
    beside,
    chance,
    faults,
    figures,
    followed,
    likeness,
    main,
    meant,
    performance,
    statistics,
)
from benchmarks.players import PLAYERS, Played, rubato, steady
from perf_engine.engine.helpers.model_files import load_model

BEATS = [0.5 * beat for beat in range(80)]


def tick(times):
    """A player, and a drummer who strikes a key at times."""
    strikes = [(float(at), 36, 80) for at in times]
    found = Beside(strikes, np.array(times) / 0.5, np.full(len(times), 0.5))
    return found, Played([(at, 60, 70) for at in BEATS], BEATS, 40)


def test_distances_are_those_from_the_nearest_place():
    assert away(np.array([1.0, 1.26, 2.1]), np.full(3, 0.5), 4) == pytest.approx([0.0, 0.005, 0.05])
    at, periods = meant(np.array([1.25, 2.0]), BEATS)
    assert at == pytest.approx([2.5, 4.0])
    assert periods == pytest.approx([0.5, 0.5])


def test_one_in_time_is_on_the_grid_and_ends_with_the_player():
    found = figures(*tick(np.arange(8.0, 39.4, 0.125)), 4)
    assert found.grid == found.meant == 1.0
    assert found.a_bar == pytest.approx(16.0, rel=0.02)
    assert found.followed == 0.0
    assert found.after < 0.1


def test_one_out_of_time_is_not_and_one_who_goes_on_is_told():
    found = figures(*tick(np.arange(8.04, 45.0, 0.25)), 4)
    assert found.grid == 0.0
    assert found.after == pytest.approx(2.6, abs=0.2)
    nobody = figures(*tick([]), 4)
    assert (nobody.silent, nobody.a_bar) == (1.0, 0.0)
    assert figures(*tick([9.0]), 4).a_bar == 4.0


def test_a_jump_is_followed_at_the_first_of_four_beats_in_time():
    times = np.arange(8.0, 40.0, 0.25)
    heard = np.where((times > 19.8) & (times < 21.8), times + 0.1, times) / 0.5
    assert followed(times, heard, tick([])[1]) == 4.0
    assert followed(times, heard + 0.5, tick([])[1]) == 4.0
    assert followed(times, times / 0.5 + 0.25, tick([])[1]) > 10.0


def bars_of(random, share):
    return [(random.random((20, 16, 9)) < share, random.uniform(40.0, 90.0, (20, 16, 9)))]


def test_music_is_like_itself_and_chance_is_less_like_it():
    share = np.zeros((16, 9))
    share[::2, 2], share[[0, 8], 0], share[[4, 12], 1] = 0.9, 0.95, 0.95
    random = np.random.default_rng(1)
    one, other = (statistics(bars_of(random, share)) for _ in range(2))
    assert likeness(one, one)["mean"] == pytest.approx(1.0, abs=1e-6)
    assert likeness(one, other)["mean"] > 0.85
    assert likeness(chance(one, random), other)["mean"] < 0.5


def test_the_drummer_is_heard_beside_a_steady_player_and_not_beside_a_free_one():
    weights, _ = load_model("general")
    played = steady(np.random.default_rng(4))
    played.strikes[:] = [one for one in played.strikes if one[0] < 25.0]
    found = figures(beside(performance(played), weights, 1), played, 4)
    assert found.grid > 0.85
    assert found.a_bar > 4.0
    assert found.after < 1.0
    free = rubato(np.random.default_rng(1))
    free.strikes[:] = [one for one in free.strikes if one[0] < 15.0]
    assert beside(performance(free), weights, 1).strikes == []


def test_a_drummer_who_strikes_nothing_fails_at_each_player(tmp_path, monkeypatch):
    silent = Beside([], np.zeros(0), np.zeros(0))
    monkeypatch.setattr("benchmarks.drums.beside", lambda *_: silent)
    out = tmp_path / "drums.json"
    ended = CliRunner().invoke(main, ["--players", "2", "--seeds", "1", "--json", str(out)])
    assert ended.exit_code == 1, ended.output
    assert [w for w in json.loads(out.read_text())["wrong"] if "decision" not in w] == [
        f"{name}: it strikes nothing beside 1.00 of the players"
        for name in PLAYERS
        if name != "rubato"
    ]
    share = np.full((16, 9), 0.5)
    real = statistics(bars_of(np.random.default_rng(1), share))
    assert likeness(statistics([]), real)["mean"] == 0.0


def test_one_silent_player_of_two_and_strikes_in_rubato_are_faults():
    good = figures(*tick(np.arange(8.0, 39.4, 0.125)), 4)
    said = dict.fromkeys(PLAYERS, good)
    said["rubato"] = replace(good, silent=0.5)
    said["waltz"] = replace(good, silent=0.5)
    likely = {"drummer": {"mean": float("nan")}, "chance": {"mean": 0.1}}
    assert faults(said, likely, 0.01) == [
        "waltz: it strikes nothing beside 0.50 of the players",
        "rubato: it plays beside 0.50 of the players",
        "it is hardly more like drummers than chance is",
    ]


def test_the_command_writes_a_report(tmp_path):
    out = tmp_path / "drums.json"
    ended = CliRunner().invoke(main, ["--players", "1", "--seeds", "1", "--json", str(out)])
    report = json.loads(out.read_text())
    assert ended.exit_code == (1 if report["wrong"] else 0), ended.output
    assert report["players"]["rubato"]["silent"] == 1.0
    assert report["players"]["steady"]["grid"] > 0.8
