"""Days on a virtual clock: what is counted, and what is a fault."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.days import EXAMPLE, Day, Days, main
from benchmarks.disk import MB
from benchmarks.orders import Orders
from perf_engine.cli.configuration import read_config
from perf_engine.core.messages import Command, Recall
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.helpers.state_files import write
from perf_engine.engine.session.state_text import text_of

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
    assert day.notes >= day.in_key > 0.5 * day.notes
    assert (day.with_chord, day.in_chord) == (0, 0)
    assert sum(played.yesterday.progressions.sample.counts.values()) > 0


def test_strikes_are_counted_in_the_chord_that_is_given(tmp_path: Path) -> None:
    file = tmp_path / "piece.toml"
    found = []
    for harmony in (1.0, 0.0):
        given = PIECE.replace('name = "day"', 'name = "day"\nchords = "| C |"')
        file.write_text(f"{given}harmony = {harmony}\n")
        options = read_config(file)
        days = Days(options, Performer(load_model()[0], voices=options.plans()), 0)
        days.play(50.0 / 3600.0)
        (day,) = days.days
        assert day.with_chord == day.notes
        found.append(days.tuned()["in_the_chord"])
    assert found[0] > 0.9 > found[1] > 0.2


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


def test_of_each_hour_the_first_minutes_can_be_played(played: Days) -> None:
    played._hour = 120.0
    assert played._moment(0.0).second == 0.0
    assert played._moment(119.0).second == 119.0
    assert played._moment(241.0).second == 2 * 3600.0 + 1.0


def test_what_the_engine_would_refuse_is_a_fault(played: Days, tmp_path: Path) -> None:
    orders = Orders(Performer(load_model()[0]), tmp_path)
    orders.take(("/perf/dance",), 0.0)
    before, played.orders = played.orders, orders
    try:
        assert played.faults() == orders.refused
    finally:
        played.orders = before


NIGHT = """
[installation]
[[scene]]
name = "night"
start = "00:00"
end = "00:01"
model = "jazz"
state = "late"
"""


class Obedient(Performer):
    """A performer that keeps the commands that it has carried out."""

    def __init__(self, weights: Weights, voices: Sequence[VoicePlan]) -> None:
        super().__init__(weights, voices=voices)
        self.done: list[Command] = []

    def command(self, command: Command, now: float) -> None:
        super().command(command, now)
        self.done.append(command)


def test_a_scene_brings_its_model_and_its_state_and_afterwards_the_first_model_plays(
    tmp_path: Path,
) -> None:
    jazz = Performer(load_model("jazz")[0], mode="solo", seed=3)
    for step in range(100):
        jazz.advance(0.1 * step)
    kept = tmp_path / "states"
    write(kept, text_of(jazz.kept("late")).encode())
    file = tmp_path / "piece.toml"
    file.write_text(f'mode = "solo"\nstates = "{kept}"\n{NIGHT}')
    options = read_config(file)
    general = load_model()[0]
    performer = Obedient(general, voices=options.plans())
    days = Days(options, performer, 0, "general")
    days.play(30.0 / 3600.0)
    assert performer.weights.origin == load_model("jazz")[0].origin
    assert [one.state.name for one in performer.done if isinstance(one, Recall)] == ["late"]
    days.play(90.0 / 3600.0)
    assert performer.weights.origin == general.origin
    assert [said for said in days.faults() if "refused" in said] == []


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
    for line in ("similarity of days", "similarity of progressions of days", "strikes in the key"):
        assert line in said.output
    for what in ("long phrases", "progressions"):
        assert f"{what} that were played the day before: " in said.output
    assert "MB a whole day; used at most" in said.output
    assert report["disk"]["bound_of_all"] == 10_000 * MB
    assert 0 < report["disk"]["most_used"] < report["disk"]["bytes_a_day"]
    assert set(report["played_the_day_before"]) == {"long_phrases", "progressions"}


def test_the_example_can_be_read() -> None:
    options = read_config(EXAMPLE)
    assert options.installed
    assert len(options.piece().places) == 2
