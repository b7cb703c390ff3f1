"""Days on a virtual clock: what is counted, and what is a fault."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.days import (
    EXAMPLE,
    LEAST_LOOP,
    Day,
    Days,
    Loops,
    Phrases,
    commands,
    main,
    mean_similarity,
    repeats,
    similarity,
)
from perf_engine.cli.configuration import read_config
from perf_engine.core.harmony.guide import GiveChart
from perf_engine.core.messages import SetControls, SetMode, Start, Stop
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model

PIECE = """
mode = "solo"
[installation]
longest_silence = 30
fade = 5
[[quiet]]
start = "00:01"
end = "23:00"
[[scene]]
name = "day"
[scene.controls]
density = 1.5
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Days:
    file = tmp_path_factory.mktemp("piece") / "piece.toml"
    file.write_text(PIECE)
    options = read_config(file)
    made = Days(options, Performer(load_model()[0], voices=options.plans()), 0)
    made.play(90.0 / 3600.0)
    made.end()
    return made


def test_it_plays_until_the_quiet_hours_and_not_in_them(played: Days) -> None:
    (day,) = played.days
    assert day.notes > 50
    assert day.in_quiet == 0
    assert day.silence <= 30.0
    assert day.scenes == ["day"]
    assert day.memory > 10.0
    assert played.faults() == []


def test_faults_are_named(played: Days) -> None:
    days = played.days
    loud = replace(days[0], silence=31.0, in_quiet=2, loops=1, memory=days[0].memory + 9.0)
    played.days = [days[0], loud]
    played.hanging[0, 60] += 1
    try:
        said = " ".join(played.faults())
    finally:
        played.days = days
        played.hanging[0, 60] -= 1
    for fault in ("31 s without a note", "2 strikes while", "1 loops", "grew by 9.0", "1 notes"):
        assert fault in said


def test_a_loop_is_found_and_music_is_none() -> None:
    passage = [60, 64, 67, 72, 71, 67, 65]
    assert repeats(passage * 8, 7)
    assert not repeats(passage * 3, 7)
    assert not repeats([60, 62] * 8, 2)  # a trill
    assert repeats([60, 62] * LEAST_LOOP, 2)
    looped, free = Loops(), Loops()
    chance = random.Random(1)
    assert any(looped.add(pitch) for pitch in passage * 30)
    assert not any(free.add(chance.randrange(60, 72)) for _ in range(2000))


def test_phrases_do_not_depend_on_the_key_and_days_can_be_compared() -> None:
    def counted(pitches: list[int]) -> Counter[tuple[int, ...]]:
        phrases = Phrases()
        for pitch in pitches:
            phrases.add(pitch)
        return phrases.counts

    tune, other = [60, 64, 67, 72, 67, 64, 60], [60, 61, 63, 66, 61, 60]
    higher = [pitch + 5 for pitch in tune]
    assert similarity(counted(tune), counted(higher)) == pytest.approx(1.0)
    assert similarity(counted(tune), counted(other)) == 0.0
    assert similarity(Counter(), counted(tune)) == 0.0
    assert mean_similarity([counted(tune), Counter(), counted(higher)]) == pytest.approx(1.0)
    assert math.isnan(mean_similarity([counted(tune)]))


def test_of_each_hour_the_first_minutes_can_be_played(played: Days) -> None:
    played._hour = 120.0
    assert played._moment(0.0).second == 0.0
    assert played._moment(119.0).second == 119.0
    assert played._moment(241.0).second == 2 * 3600.0 + 1.0


def test_messages_of_the_piece_become_commands_of_the_engine() -> None:
    assert list(commands(("/perf/start",))) == [Start()]
    assert list(commands(("/perf/stop",))) == [Stop()]
    assert list(commands(("/perf/voice/1/mode", "duet"))) == [SetMode("duet", 1)]
    assert list(commands(("/perf/voice/0/density", 0.5))) == [SetControls((("density", 0.5),), 0)]
    assert list(commands(("/perf/set", "grid", 3))) == [SetControls((("grid", 3),))]
    assert list(commands(("/perf/chords", "auto"))) == [GiveChart(None)]
    assert list(commands(("/perf/state/recall", "calm"))) == []


def test_the_command_reports(tmp_path: Path) -> None:
    config, out = tmp_path / "piece.toml", tmp_path / "days.json"
    config.write_text(PIECE)
    said = CliRunner().invoke(
        main,
        [
            "--config",
            str(config),
            "--days",
            "2",
            "--hours",
            "1",
            "--minutes",
            "0.5",
            "--json",
            str(out),
        ],
    )
    assert said.exit_code == 0, said.output
    report = json.loads(out.read_text())
    assert [Day(**day).notes > 10 for day in report["days"]] == [True, True]
    assert "similarity of days" in said.output


def test_the_example_can_be_read() -> None:
    options = read_config(EXAMPLE)
    assert options.installed
    assert len(options.piece().places) == 2
