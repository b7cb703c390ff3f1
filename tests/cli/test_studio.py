import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from perf_engine.studio.notes import read_midi
from perf_engine.studio.recording import Recording
from tests.support.ignorant_model import model_file as model_file
from tests.support.ignorant_model import tensors as tensors

PHRASE = Path(__file__).parents[2] / "examples" / "phrase.mid"


def run(*arguments):
    return CliRunner().invoke(cli, [str(a) for a in arguments], prog_name="perf-engine")


@pytest.mark.parametrize("command", ["audition", "demo", "stats"])
def test_each_command_helps(command):
    assert run(command, "--help").exit_code == 0
    assert command in run("--help").output


def test_an_audition_offline_keeps_both_hands_and_repeats_itself(tmp_path, model_file):
    def once(out):
        done = run(
            "audition",
            PHRASE,
            "--offline",
            "--model",
            model_file,
            "--seed",
            3,
            "--out",
            out,
            "--set",
            "share=0.6",
        )
        assert done.exit_code == 0, done.output
        return done.output

    drawn = once(tmp_path / "a.mid")
    assert "o-- human  #== machine" in drawn
    assert {n.track for n in read_midi(tmp_path / "a.mid").notes} == {"human", "machine"}
    once(tmp_path / "b.mid")
    assert (tmp_path / "a.mid").read_bytes() == (tmp_path / "b.mid").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["/nowhere/a.mid"], 1, "No such file"),
        ([PHRASE, "--to", "a:b"], 2, "HOST:PORT"),
        ([PHRASE, "--set", "temperatur=1"], 2, "did you mean temperature?"),
        ([PHRASE, "--set", "temperature=9"], 2, "must be 0.1..2, not 9"),
        ([PHRASE, "--set", "temperature"], 2, "NAME=VALUE"),
        ([PHRASE, "--set", "mode=solo"], 2, "there is no control mode; use --mode"),
        ([PHRASE, "--model", "x"], 2, "--offline"),
        ([PHRASE, "--offline", "--model", "/nowhere/x.safetensors"], 1, "no model file"),
        ([__file__, "--offline"], 1, "not a MIDI file"),
    ],
)
def test_what_is_wrong_is_one_sentence(arguments, status, sentence):
    done = run("audition", *arguments)
    assert done.exit_code == status
    assert sentence in done.output.splitlines()[-1]


@pytest.fixture
def odd_file(tmp_path):
    path = tmp_path / "odd.mid"
    path.write_bytes(PHRASE.read_bytes()[:-1])
    return path


def test_what_was_odd_in_a_file_is_said_once_beside_the_music(odd_file, model_file):
    said = f"{odd_file}: it is cut off: what is there is read\n"
    assert run("stats", odd_file).stderr == said
    played = run("audition", odd_file, "--offline", "--model", model_file, "--seconds", 1)
    assert (played.exit_code, played.stderr) == (0, said)
    assert run("stats", PHRASE).stderr == ""


@pytest.mark.timeout(60)
@pytest.mark.parametrize("command", ["stats", "audition"])
def test_what_is_no_plain_file_is_refused_at_once(tmp_path, command):
    os.mkfifo(tmp_path / "pipe.mid")
    for path in ("/dev/zero", tmp_path / "pipe.mid", tmp_path):
        done = run(command, path)
        assert done.exit_code in (1, 2)
        assert str(path) in done.stderr.splitlines()[-1]
        assert len(done.stderr.splitlines()) == 1 or done.exit_code == 2 or path == tmp_path


def test_an_unknown_mode_is_one_sentence(model_file):
    done = run("audition", PHRASE, "--offline", "--model", model_file, "--mode", "dut")
    assert done.exit_code == 2
    assert "--mode must be one of" in done.output
    assert "not dut; did you mean duet?" in done.output


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
