import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from ignorant_model import model_file as model_file
from ignorant_model import tensors as tensors

from perf_engine.cli import cli
from perf_engine.studio.notes import Note, Performance, read_midi, write_midi
from perf_engine.studio.recording import Recording
from perf_engine.studio.statistics import NAMES

PHRASE = Path(__file__).parents[1] / "examples" / "phrase.mid"


def run(*arguments):
    return CliRunner().invoke(cli, [str(a) for a in arguments], prog_name="perf-engine")


@pytest.fixture
def long_file(tmp_path):
    path = tmp_path / "long.mid"
    write_midi(path, Performance.of(Note(float(i), 48 + i % 24, 64, 0.8) for i in range(65)))
    return path


@pytest.mark.parametrize("command", ["audition", "demo", "stats"])
def test_each_command_helps(command):
    assert run(command, "--help").exit_code == 0
    assert command in run("--help").output


def test_an_audition_offline_keeps_both_hands_and_repeats_itself(tmp_path, model_file):
    def once(out):
        done = run("audition", PHRASE, "--offline", "--model", model_file, "--seed", 3,
                   "--out", out, "--set", "share=0.6")
        assert done.exit_code == 0, done.output
        return done.output

    drawn = once(tmp_path / "a.mid")
    assert "o-- human  #== machine" in drawn
    assert {n.track for n in read_midi(tmp_path / "a.mid").notes} == {"human", "machine"}
    once(tmp_path / "b.mid")
    assert (tmp_path / "a.mid").read_bytes() == (tmp_path / "b.mid").read_bytes()


@pytest.mark.parametrize(("arguments", "status", "sentence"), [
    (["/nowhere/a.mid"], 1, "No such file"),
    ([PHRASE, "--to", "a:b"], 2, "HOST:PORT"),
    ([PHRASE, "--set", "temperatur=1"], 2, "did you mean temperature?"),
    ([PHRASE, "--set", "temperature=9"], 2, "must be 0.1..2, not 9"),
    ([PHRASE, "--set", "temperature"], 2, "NAME=VALUE"),
    ([PHRASE, "--set", "mode=solo"], 2, "there is no control mode; use --mode"),
    ([PHRASE, "--model", "x"], 2, "--offline"),
    ([PHRASE, "--offline", "--model", "/nowhere/x.safetensors"], 1, "no model file"),
    ([__file__, "--offline"], 1, "not a MIDI file"),
])
def test_what_is_wrong_is_one_sentence(arguments, status, sentence):
    done = run("audition", *arguments)
    assert done.exit_code == status
    assert sentence in done.output.splitlines()[-1]


def test_an_unknown_mode_is_one_sentence(model_file):
    done = run("audition", PHRASE, "--offline", "--model", model_file, "--mode", "dut")
    assert done.exit_code == 1
    assert "mode must be one of" in done.output


@pytest.mark.parametrize("playing", [True, False])
def test_a_demo_stopped_by_hand_leaves_the_one_before(tmp_path, monkeypatch, playing):
    def rehearse(seconds, **_):
        if not playing:
            raise KeyboardInterrupt
        return Recording((), (), ended=3.0, broken="stopped by hand")

    monkeypatch.setattr("perf_engine.studio.demo.rehearse", rehearse)
    out = tmp_path / "demo.mid"
    out.write_bytes(b"good")
    done = run("demo", "--out", out)
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == f"Error: stopped by hand; {out} was not written"
    assert out.read_bytes() == b"good"


def test_stats_for_people_and_for_programs(long_file, tmp_path):
    words = " ".join(run("stats", long_file).output.split())
    assert "median" in words
    assert "median of 2" in words  # the column may break the line before "clips"
    assert "notes per second" in run("stats", PHRASE, "--track", "human").output
    found = json.loads(run("stats", long_file, PHRASE, "--json").output)
    assert [len(found[str(f)]) for f in (long_file, PHRASE)] == [2, 1]
    assert set(found[str(PHRASE)][0]["statistics"]) == set(NAMES)
    none = run("stats", PHRASE, "--track", "nobody")
    assert none.exit_code == 1
    assert f"there is no track nobody in {PHRASE}; there is human" in none.output


def test_a_spread_is_kept_and_compared_with(long_file, tmp_path):
    spread = tmp_path / "spread.json"
    assert run("stats", long_file, "--keep-spread", spread).exit_code == 0
    compared = run("stats", PHRASE, "--beside", spread).output
    assert "real music" in compared
    assert " *" in compared
    found = json.loads(run("stats", long_file, "--json", "--beside", spread).output)
    assert found[str(long_file)][0]["inside"]["notes_per_second"] is True
