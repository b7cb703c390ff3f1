"""A day of an installation, on the command line before it plays."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from perf_engine.cli.program import cli

EXAMPLE = Path(__file__).parents[2] / "examples/installation/piece.toml"
NIGHT = """\
mode = "duet"

[[opening]]
start = "20:00"
end = "02:00"
days = ["thu-sat"]

[[opening]]
dates = ["2026-12-25"]
closed = true
"""
SCENES = """\
mode = "solo"

[[voices]]
[[voices]]
mode = "accompany"

[[opening]]
start = "10:00"
end = "12:30"

[[quiet]]
start = "11:00"
end = "11:30"

[[scene]]
name = "early"
start = "08:00"
end = "11:00"
days = ["sun"]
chords = "| Am | F |"
[[scene.voices]]
[[scene.voices]]
mode = "listen"
[scene.voices.controls]
density = 0.5

[[scene]]
name = "near"
presence = ["attract"]
start = "12:00"
end = "13:00"
"""


def run(file: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["preview", str(file), *more])


def rows(result: Result, title: str) -> list[str]:
    """The lines under a title, with single spaces between their cells."""
    assert result.exit_code == 0, result.output
    part = result.output.partition(f"\n{title}")[2].partition("\n\n")[0]
    return [re.sub(r" {2,}", " | ", line.strip()) for line in part.splitlines()[1:]]


def test_the_day_of_the_example_is_told() -> None:
    told = run(EXAMPLE, "--date", "2026-12-24")
    assert told.output.splitlines()[0] == f"{EXAMPLE} on Thursday, 2026-12-24, with the seed 1"
    assert rows(told, "Hours")[1:4] == [
        "00:00 to 09:00 | 0.00 | closed",
        "09:00 to 09:01 | 0.00 to 1.00 | fades in",
        "09:01 to 12:59 | 1.00 | open",
    ]
    assert rows(told, "Hours")[4:7] == [
        "12:59 to 13:00 | 1.00 to 0.50 | softer",
        "13:00 to 14:00 | 0.50 | quiet hours",
        "14:00 to 14:00:30 | 0.50 to 1.00 | louder",
    ]
    hours = rows(told, "Hour by hour, while nobody is there")
    assert hours[1] == "09:00 | rises 0.00 to 0.80 | rises 0.35 to 0.41 | 09:00 dawn"
    rise = "10:00 | rises 0.80 to 0.90 | rises 0.41 to 0.47 | 10:00 wide, 10:45 calm"
    assert hours[2] == rise
    assert hours[6].startswith("14:00 | 0.48 to 0.97, up and down | ")
    assert hours[12].startswith("20:00 | falls 0.70 to 0.00 | falls 0.37 to 0.30 | 20:00 ")
    assert len(hours) == 14  # with the names of the columns, and a sentence
    scenes = rows(told, "Scenes")
    assert scenes[1].startswith("dawn | 1 h 00 min | 09:00 to 10:00 | fade 120 s; tempo_scale 0.8")
    guests = "guests | none | visitors engaged | fade 4 s; mode duet; rest_after 0; silent until"
    assert scenes[-1].startswith(guests)
    assert rows(told, "Visitors") == [
        "visitors | presence | scenes",
        "attract | 0.2 or more | call",
        "engaged | 0.6 or more | guests",
        "A visitor who leaves counts for 15 s more.",
        "Somebody who plays is engaged for 8 s after each note.",
    ]
    assert rows(told, "Sensors") == [
        "/distance | moves presence | 300..40 to 0..0.5",
        "http light | moves voice 0 temperature | 0..1 to 0.8..1.2",
    ]


def test_ranges_that_are_learned_and_states_are_told(tmp_path: Path) -> None:
    file = tmp_path / "piece.toml"
    maps = [
        'source = "/a"\ntarget = "density"',
        'source = "/b"\ntarget = "temperature"\nlow = 3\nto_high = 1.5',
        'source = "loudness"\ntarget = "state dawn"',
    ]
    file.write_text("".join(f"[[map]]\n{one}\n" for one in maps))
    assert rows(run(file), "Sensors") == [
        "/a | moves density | the range that it shows to 0.1..4",
        "/b | moves temperature | 3..? to 0.1..1.5",
        "loudness | moves state dawn | 1..127: it is recalled as the value rises",
    ]


def test_without_a_date_it_is_today() -> None:
    before = datetime.date.today()
    first = run(EXAMPLE).output.splitlines()[0]
    assert any(day.isoformat() in first for day in (before, datetime.date.today()))


def test_a_piece_without_scenes_tells_that_it_waits(tmp_path: Path) -> None:
    file = tmp_path / "night.toml"
    file.write_text(NIGHT)
    told = run(file, "--date", "2026-12-24")
    assert rows(told, "Scenes") == [
        "There are none. The modes of its voices are: duet, so it is silent until somebody plays."
    ]
    assert rows(told, "Sensors") == ["There are none."]
    assert rows(told, "Visitors")[1] == "attract | 0.2 or more | as while nobody is there"
    assert rows(told, "Hour by hour")[1] == "20:00 | rises 0.00 to 1.00 | 1.00"
    christmas = run(file, "--date", "2026-12-25")
    assert rows(christmas, "Hours")[1] == "00:00 to 01:59:30 | 1.00 | open"
    monday = run(file, "--date", "2026-12-28")
    assert rows(monday, "Hours")[1:] == ["00:00 to 24:00 | 0.00 | closed"]
    assert rows(monday, "Hour by hour") == ["It is silent all day."]


def test_conditions_and_settings_of_scenes_are_told(tmp_path: Path) -> None:
    file = tmp_path / "piece.toml"
    file.write_text(SCENES)
    told = run(file, "--date", "2026-12-20")  # a Sunday
    assert "11:00 to 11:30 | 0.00 | quiet hours, silent" in rows(told, "Hours")
    assert rows(told, "Hour by hour")[2].endswith("| 11:00 no scene")
    assert rows(told, "Scenes")[1:] == [
        "early | 1 h 00 min | 08:00 to 11:00 on some weekdays"
        " | fade 20 s; chords | Am | F |; voice 1: mode listen, density 0.5",
        "near | none | visitors attract, 12:00 to 13:00 | fade 20 s",
    ]
    near = "attract | 0.2 or more | 08:00 early, 11:00 no scene, 12:00 near"
    assert rows(told, "Visitors")[1] == near


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        (NIGHT, ["--date", "2026-13-01"], "--date must be a date such as 2026-12-24, not 2026-13"),
        ('mode = "solo"', [], "is no installation: it has none of [installation], [[opening]]"),
        ('[[opening]]\nstart = "25:00"', [], "start must be a time of day 00:00..24:00"),
        ('[[scene]]\nname = "a"\nmodel = "nowhere"', [], "scene a: there is no model nowhere"),
    ],
)
def test_what_cannot_be_previewed_is_a_sentence(
    text: str, more: list[str], said: str, tmp_path: Path
) -> None:
    file = tmp_path / "piece.toml"
    file.write_text(text)
    result = run(file, *more)
    assert result.exit_code in (1, 2)
    assert said in result.output
