"""A soak counts what is there, and says what is wrong."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from benchmarks import soak as module
from benchmarks.human import Pieces
from benchmarks.soak import Soak, faults, main
from perf_engine.core.messages import SetControls
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.report import real_music


@pytest.fixture(scope="module")
def soak():
    """Two short blocks with the shipped model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", 60.0)
        patch.setattr(module, "TURNS", 20.0)
        found = Soak(Performer(load_model()[0], seed=3), real_music())
        found.performer.command(SetControls((("patience", module.PATIENCE),)), 0.0)
        pieces = iter(Pieces([], 1))
        for mode in ("duet", "takeover"):
            found.play(mode, pieces)
        found.end()
    return found


def test_both_play_and_nothing_is_wrong(soak):
    assert [b.mode for b in soak.blocks] == ["duet", "takeover"]
    assert all(b.human > 20 and b.machine > 20 for b in soak.blocks)
    assert all(b.together and b.memory > 10 for b in soak.blocks)
    assert all(b.events >= 2 * b.machine + b.human for b in soak.blocks)
    assert faults(soak) == []


def test_faults_are_named(soak):
    soak.hanging[0, 60] += 1
    blocks = soak.blocks
    soak.blocks = [*blocks, replace(blocks[1], silence=9.0), replace(blocks[0], memory=1e3)]
    try:
        said = " ".join(faults(soak))
    finally:
        soak.hanging[0, 60] -= 1
        soak.blocks = blocks
    assert "left sounding" in said
    assert "memory grew by" in said
    assert "9.0 s without a strike" in said


def test_in_solo_there_is_no_human_and_the_machine_alone_is_judged():
    found = Soak(Performer(load_model()[0], seed=3), real_music(), 60.0)
    block = found.play("solo", iter(Pieces([], 1)))
    assert block.human == 0
    assert block.machine > 60
    assert block.alone
    assert all("machine alone" in one for one in block.outside)
    found.blocks = [replace(block, silence=10.5)]
    found.end()
    assert "block 1: 10.5 s without a strike in solo" in faults(found)


def test_the_command_leaves_its_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BLOCK", 180.0)
    monkeypatch.setattr(module, "TURNS", 15.0)
    out = tmp_path / "soak.json"
    modes = [word for mode in ("solo", "duet", "takeover") for word in ("--mode", mode)]
    result = CliRunner().invoke(main, ["--hours", "0.1", *modes, "--json", str(out)])
    assert result.exit_code == 0, result.output
    said = json.loads(out.read_text())
    assert said["faults"] == []
    assert len(said["blocks"]) == 2


@pytest.mark.parametrize("wrong", [("--mode", "sleep"), ("--model", "nobody")])
def test_a_wrong_word_is_told_in_a_sentence(wrong):
    result = CliRunner().invoke(main, wrong)
    assert result.exit_code == 1
    assert wrong[1] in result.output
    assert "Traceback" not in result.output
