"""The models there are, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from perf_engine.engine.helpers import model_files as model_module
from tests.support.broken_models import write


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(model_module, "MODELS", tmp_path)
    monkeypatch.delenv("PERF_MODELS", raising=False)
    return tmp_path


def test_the_shipped_model_is_listed_with_its_size_its_training_and_its_card() -> None:
    result = CliRunner().invoke(cli, ["models"])
    assert result.exit_code == 0
    page = result.output
    for words in (
        "general: 4.7 MB",
        "hidden 512",
        "piano, melody",
        "45.0, then 10.0 million events",
        "general.md",
    ):
        assert words in page


def test_the_styles_of_each_model_are_named() -> None:
    pages = CliRunner().invoke(cli, ["models"]).output.split("\n\n")
    styles = {page.partition(":")[0]: page.partition("  styles: ")[2] for page in pages}
    assert styles["broad"].startswith("chopin, irish, game")
    assert "hymns" in styles["broad"].splitlines()[0]
    assert styles["general"].startswith("none\n")


def test_a_program_reads_the_same_as_json(shelf: Path) -> None:
    write(shelf / "small.safetensors")
    (shelf / "small.md").write_text("a card")
    (shelf / "worse.safetensors").write_text("no model")
    result = CliRunner().invoke(cli, ["models", "--json"])
    assert result.exit_code == 0
    small, worse = json.loads(result.output)
    assert small["name"] == "small"
    assert small["hidden"] == 32
    assert small["card"] == str(shelf / "small.md")
    assert worse["refused"]
    assert worse["card"] is None
    assert "worse: cannot be played" in CliRunner().invoke(cli, ["models"]).output


def test_no_model_is_a_sentence(shelf: Path) -> None:
    result = CliRunner().invoke(cli, ["models"])
    assert result.exit_code == 1
    assert f"there is no model in {shelf}" in result.output
    assert CliRunner().invoke(cli, ["models", "--json"]).output == "[]\n"
