"""The command that measures all controls, and quantise against a clock as cables deliver it."""

import json

import pytest
from click.testing import CliRunner

from benchmarks.controls import main, on_the_beat
from perf_engine.engine.helpers.model_files import load_model


@pytest.mark.parametrize("tempo", [60.0, 131.0, 180.0])
def test_wholly_quantised_it_is_on_the_beat_through_jitter_and_dropouts(tempo):
    errors = on_the_beat(load_model()[0], tempo, 100.0, seed=2)
    assert len(errors) > 200
    assert errors[int(0.99 * (len(errors) - 1))] <= 0.001


def test_the_command_leaves_its_figures(tmp_path):
    out = tmp_path / "controls.json"
    asked = ["--only", "transpose", "--only", "mute", "--runs", "1", "--seconds", "10"]
    result = CliRunner().invoke(main, [*asked, "--minutes", "0.5", "--json", str(out)])
    assert result.exit_code == 0, result.output
    said = json.loads(out.read_text())
    assert [row["control"] for row in said["effects"]] == ["transpose", "mute"]
    assert [row["tempo"] for row in said["quantise"]] == [60.0, 97.0, 120.0, 180.0]
    assert said["wrong"] == []


def test_an_unknown_model_is_told_in_a_sentence():
    result = CliRunner().invoke(main, ["--model", "nobody"])
    assert result.exit_code == 1
    assert "nobody" in result.output
    assert "Traceback" not in result.output
