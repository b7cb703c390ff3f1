import importlib.util
import json
import re
import wave

import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from perf_engine.studio.files.score import pitches_of
from perf_engine.studio.notes import Note, PedalMove, Performance, read_midi, write_midi
from tests.support.concert import ROOT
from tests.support.ignorant_model import model_file as model_file
from tests.support.ignorant_model import tensors as tensors
from tests.support.peers import require_module, require_synth

PHRASE = ROOT / "examples" / "phrase.mid"


def run(*arguments):
    return CliRunner().invoke(cli, [str(a) for a in arguments], prog_name="perf-engine")


@pytest.fixture
def missing(monkeypatch):
    """Hides a module, as where its extra is not installed."""
    found = importlib.util.find_spec

    def hide(module):
        monkeypatch.setattr(
            importlib.util,
            "find_spec",
            lambda name, *a: None if name == module else found(name, *a),
        )

    return hide


@pytest.mark.parametrize("command", ["generate", "render", "plot", "score"])
def test_each_command_helps(command):
    assert run(command, "--help").exit_code == 0
    assert command in run("--help").output


def test_generate_writes_a_file_for_each_primer_and_seed(tmp_path, model_file):
    out = tmp_path / "out"
    wanted = ("--primer-notes", "60 -2 62 -1", "--primer", PHRASE, "--num", 2, "--seed", 5)
    more = ("--model", model_file, "--seconds", 10, "--set", "temperature=0.8", "--out", out)
    done = run("generate", *wanted, *more)
    assert done.exit_code == 0, done.output
    files = ["60-62-seed-5.mid", "60-62-seed-6.mid", "phrase-seed-5.mid", "phrase-seed-6.mid"]
    assert sorted(path.name for path in out.iterdir()) == [*files[:2], "manifest.json", *files[2:]]
    said = done.output.splitlines()
    assert [line.partition(": ")[0] for line in said] == [str(out / file) for file in files]
    assert re.fullmatch(r".*: \d+ notes of the machine, \d+\.\d s", said[0])
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["controls"]["temperature"] == 0.8
    assert {n.track for n in read_midi(out / files[0]).notes} == {"primer", "machine"}
    before = [(out / file).read_bytes() for file in files]
    assert run("generate", *wanted, *more).exit_code == 0
    assert [(out / file).read_bytes() for file in files] == before


def test_generate_plays_a_number_of_notes_alone(tmp_path, model_file):
    done = run("generate", "--model", model_file, "--notes", 12, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "alone-seed-1.mid: 12 notes" in done.output
    assert len(read_midi(tmp_path / "out" / "alone-seed-1.mid").notes) == 12


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (
            ["generate", "--primer-notes", "60 200"],
            1,
            "step 2 of the primer must be a pitch 0..127",
        ),
        (["generate", "--primer", "/nowhere/a.mid"], 1, "No such file"),
        (["generate", "--notes", "0"], 2, "--notes must be 1..100000, not 0"),
        (["generate", "--num", "0"], 2, "--num must be 1..1000, not 0"),
        (["generate", "--set", "temperature=9"], 2, "must be 0.1..2, not 9"),
        (["generate", "--model", "nobody"], 1, "there is no model nobody"),
        (["render", "/nowhere/a.mid"], 1, "No such file"),
        (["render", PHRASE, "--program", "gitarre"], 1, "instrument of General MIDI"),
        (["render", PHRASE, "--program", "x=piano"], 1, "there is no track x; there is human"),
        (["render", PHRASE, "--out", "a.mp3"], 1, "must end with .wav or .flac, not .mp3"),
        (["plot", PHRASE, "--out", "a.gif"], 1, "must end with .svg, .html or .png, not .gif"),
        (["score", PHRASE, "--meter", "4"], 1, "such as 4/4, not 4"),
        (["score", PHRASE, "--tempo", "5"], 2, "--tempo must be 20..400, not 5"),
    ],
)
def test_what_is_wrong_is_one_sentence(arguments, status, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.exit_code, list(tmp_path.iterdir())) == (status, [])
    assert sentence in done.output.splitlines()[-1]


@pytest.mark.parametrize("command", ["render", "plot", "score"])
def test_a_file_without_notes_is_refused(tmp_path, command):
    write_midi(tmp_path / "empty.mid", Performance.of([], [PedalMove(0.0, 127)]))
    done = run(command, tmp_path / "empty.mid")
    assert done.exit_code == 1
    assert "empty.mid holds no notes" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["empty.mid"]


@pytest.mark.parametrize(
    ("arguments", "module", "sentence"),
    [
        (["score"], "partitura", "score needs the library partitura (extra score)"),
        (["plot", "--out", "a.png"], "PIL", "plot to .png needs the library pillow (extra png)"),
        (["render", "--out", "a.flac"], "soundfile", "needs the library soundfile (extra flac)"),
    ],
)
def test_without_an_extra_a_sentence_says_what_to_type(
    arguments, module, sentence, missing, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    missing(module)
    done = run(arguments[0], PHRASE, *arguments[1:])
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert sentence in done.output
    assert "-m pip install" in done.output


def test_render_makes_three_sounds_as_long_as_the_file(tmp_path):
    require_synth()
    seconds = read_midi(PHRASE).end
    sounds = set()
    for name in ("guitar", "music box", "piano"):
        out = tmp_path / f"{name}.wav"
        done = run("render", PHRASE, "--program", name, "--out", out, "--rate", 48000)
        assert done.exit_code == 0, done.output
        with wave.open(str(out)) as file:
            assert file.getnframes() == round(seconds * 48000)
            sounds.add(file.readframes(file.getnframes()))
    assert len(sounds) == 3


def test_render_gives_one_track_an_instrument_and_lets_it_ring(tmp_path):
    require_synth()
    notes = [Note(0, 60, 90, 1.0, "primer"), Note(1, 64, 90, 1.0, "machine")]
    write_midi(tmp_path / "two.mid", Performance.of(notes))
    for out, more in (("a", ()), ("b", ("--program", "machine=guitar"))):
        done = run("render", tmp_path / "two.mid", "--out", tmp_path / f"{out}.wav", *more)
        assert done.exit_code == 0, done.output
    a, b = ((tmp_path / f"{out}.wav").read_bytes() for out in "ab")
    until = 44100 * 4 * 9 // 10  # before the machine begins
    assert a[:until] == b[:until]
    assert a != b
    run("render", tmp_path / "two.mid", "--tail", 0.5)
    with wave.open(str(tmp_path / "two.wav")) as file:
        assert file.getnframes() == round(2.5 * 44100)


@pytest.mark.parametrize("kind", ["svg", "html", "png"])
def test_plot_draws_a_file(tmp_path, kind):
    require_module("PIL")
    out = tmp_path / f"roll.{kind}"
    done = run("plot", PHRASE, "--out", out, "--primer-seconds", 4)
    assert (done.exit_code, done.output) == (0, f"{out}: {len(read_midi(PHRASE).notes)} notes.\n")
    if kind != "png":
        assert out.read_text("utf-8").count('data-track="primer"') == sum(
            n.onset < 4 for n in read_midi(PHRASE).notes
        )


def test_score_writes_what_opens_again(tmp_path):
    require_module("partitura")
    out = tmp_path / "phrase.musicxml"
    done = run("score", PHRASE, "--out", out, "--tempo", 75, "--meter", "3/4")
    assert done.exit_code == 0, done.output
    assert pitches_of(out) == sorted(n.pitch for n in read_midi(PHRASE).notes)
