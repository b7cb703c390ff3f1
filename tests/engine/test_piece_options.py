"""The tables of an installation, as a configuration has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perf_engine.cli.configuration import ConfigError, read_config
from perf_engine.core.installation.plan import read_plan
from perf_engine.engine.options import Options
from perf_engine.engine.piece_options import (
    TABLES,
    InstallationOptions,
    MapOptions,
    OpeningOptions,
    PresenceOptions,
    QuietOptions,
    SceneOptions,
    SceneVoiceOptions,
    as_table,
)

PIECE = """
mode = "solo"
seed = 3
[controls]
density = 0.9
[[voices]]
[[voices]]
mode = "accompany"
[voices.controls]
density = 0.5

[installation]
fade = 45
alert = "logger -t piece"
[[opening]]
start = "10:00"
end = "18:00"
days = ["tue-sun"]
[[opening]]
dates = ["2026-12-24"]
closed = true
[[quiet]]
[envelope]
loudness = { "10:00" = 0.8, "17:00" = 1 }
[[scene]]
name = "day"
chords = "| C | G |"
[scene.controls]
temperature = 0.9
[[scene.voices]]
[[scene.voices]]
mode = "listen"
[scene.voices.controls]
velocity_scale = 0.5
[[scene]]
name = "guests"
presence = ["engaged"]
[presence]
lasts = 4
[[map]]
source = "/1/fader1"
target = "density"
low = 0
high = 1
"""


def read(tmp_path: Path, text: str) -> Options:
    file = tmp_path / "piece.toml"
    file.write_text(text, encoding="utf-8")
    return read_config(file)


def test_a_whole_piece_is_read_and_planned(tmp_path: Path) -> None:
    options = read(tmp_path, PIECE)
    assert options.installed
    assert options.installation == InstallationOptions(fade=45.0, alert="logger -t piece")
    assert options.scene[0].voices[1] == SceneVoiceOptions("listen", {"velocity_scale": 0.5})
    plan = options.piece()
    assert plan.seed == 3
    assert [place.mode for place in plan.places] == ["solo", "accompany"]
    assert [place.value("density") for place in plan.places] == [0.9, 0.5]
    assert plan.scene("day").of_voice(1).controls == {"temperature": 0.9, "velocity_scale": 0.5}
    assert plan.hours.openings[1].closed
    assert plan.gestures[0].to_high == 4.0


def test_the_tables_pass_through_json_unchanged(tmp_path: Path) -> None:
    from perf_engine.core.installation.plan import read_plan

    options = read(tmp_path, PIECE)
    assert read_plan(json.loads(json.dumps(options.tables()))) == options.piece()


def test_without_its_tables_there_is_no_installation() -> None:
    assert not Options().installed
    assert Options(installation=InstallationOptions()).installed


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[installation]\nfade = 0", r"installation: fade must be 1\.\.3600, not 0"),
        (
            "[installation]\nalert = 'mail \"me'",
            'installation: alert must be a command with closed quotation marks, not mail "me',
        ),
        ('[installation]\nalert = "a\\nb"', "installation: alert must be printable"),
        ("[installation]\nfoo = 1", "there is no key of installation foo; the nearest is"),
        ("installation = 3", r"installation must be a table, written as \[installation\], not 3"),
        ("[opening]\nstart = '1:00'", r"opening must be tables, written as \[\[opening\]\]"),
        ("[[opening]]\nstart = 8", "opening 1: start must be a time of day .*, not 8"),
        ("[[opening]]\nstart = '25:00'", "opening 1: start must be a time of day"),
        ("[[opening]]\ndays = 'mon'", "opening 1: days must be a list of weekdays"),
        ("[[opening]]\ndays = ['moon']", "opening 1: days must be of mon, .*, not moon"),
        ("[[opening]]\ndates = ['24.12.']", "opening 1: dates must be a date such as"),
        ("[[opening]]\nstart = 12:00:00", "opening 1: start .*, not 12:00:00; put text in quotes"),
        ("[[opening]]\ndates = [2026-12-24]", "dates must be a date, not 2026-12-24; put text in"),
        ("[[opening]]\nstart = 12:00", 'line 2: put a time in quotes: start = "12:00"'),
        ("[envelope]\ndensity = { 9:00 = 1 }", 'line 2: put a time in quotes, .*: "9:00" ='),
        ("[envelope.density]\n9:00 = 1", 'line 2: put a time in quotes, also .*: "9:00" ='),
        ("[[quiet]]\nloudness = 2", r"quiet 1: loudness must be 0\.\.1, not 2"),
        ("[envelope]\nloudness = 3", "envelope: loudness must be a table"),
        ("[envelope]\nvolume = {}", "there is no key of envelope volume"),
        ("[envelope.density]\n'12:00' = 9", r"density at 12:00 must be 0\.1\.\.4, not 9"),
        ("[[scene]]\nmode = 'solo'", "scene 1 has no name"),
        (
            "[[scene]]\nname = 'a'\nmode = 'waltz'",
            "scene 1, a: mode must be one of duet, .*not waltz",
        ),
        ("[[scene]]\nname = 'a'\ncontrols = 3", "scene 1, a: controls must be a table"),
        (
            "[[scene]]\nname = 'a'\n[scene.controls]\ndensity = 5",
            r"scene 1, a: density must be 0\.1\.\.4, not 5",
        ),
        (
            "[[scene]]\nname = 'a'\npresence = ['busy']",
            "scene 1, a: presence must be one of idle, attract, engaged, not busy",
        ),
        (
            "[[scene]]\nname = 'a'\n[[scene.voices]]\nspeed = 1",
            "scene 1, a: voice 0: there is no key of voice speed",
        ),
        ("[presence]\nattract = 2", r"presence: attract must be 0\.\.1, not 2"),
        ("[presence]\nattract = 0.9", r"attract must be at most engaged \(0\.6\), not 0\.9"),
        ("[[map]]\ntarget = 'density'", "map 1 has no source"),
        ("[[map]]\nsource = 'x'\ntarget = 'density'", "map 1, x: source must be"),
        ("[[map]]\nsource = '/x'\ntarget = 'scene a'", "map 1, /x: there is no scene a"),
        (
            "[[map]]\nsource = '/x'\ntarget = 'density'\ncurve = 'steep'",
            "map 1, /x: curve must be one of linear, square, root, s, not steep",
        ),
        (
            "[[map]]\nsource = '/x'\ntarget = 'density'\nto_low = 0",
            r"map 1, /x: to_low must be 0\.1\.\.4, not 0",
        ),
        (
            "[[map]]\nsource = '/x'\ntarget = 'density'\nlow = nan",
            r"map 1, /x: low must be .*, not nan",
        ),
    ],
)
def test_a_mistake_is_named_with_its_table_its_range_and_its_value(
    tmp_path: Path, text: str, error: str
) -> None:
    with pytest.raises(ConfigError, match=error):
        read(tmp_path, text)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_described_in_the_documents(name: str) -> None:
    from perf_engine.cli.reference import configuration_page

    page = "\n".join(configuration_page())
    assert f"[{name}]" in page


def test_a_table_is_written_as_json_has_it() -> None:
    table = as_table(SceneOptions("a", voices=(SceneVoiceOptions("solo"),), days=("mon",)))
    assert table["voices"] == [{"mode": "solo", "controls": {}}]
    assert table["days"] == ["mon"]
    assert as_table(MapOptions("/x", "density"))["low"] is None


def test_a_plan_of_nothing_has_the_defaults_that_the_configuration_states() -> None:
    voices = [{"mode": "duet", "controls": {}}]
    options = Options(
        installation=InstallationOptions(),
        opening=(OpeningOptions(),),
        quiet=(QuietOptions(start="22:00", end="08:00"),),
        presence=PresenceOptions(),
        scene=(SceneOptions(name="day"),),
        map=(MapOptions(source="/x", target="density"),),
    )
    bare = {
        "voices": voices,
        "opening": [{}],
        "quiet": [{"start": "22:00", "end": "08:00"}],
        "scene": [{"name": "day"}],
        "map": [{"source": "/x", "target": "density"}],
    }
    assert options.piece() == read_plan(bare)
