"""One message from a shell: the answer is printed, and a refusal is an exit status."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from perf_engine.cli.program import cli
from perf_engine.cli.send import _why_silent, entry_of, meant_address, values_of
from perf_engine.engine.own_command import own_command
from tests.support.peers import free_port
from tests.support.running import Running


def send(engine: Running, *words: str):
    port = str(engine.socket.getpeername()[1])
    return CliRunner().invoke(cli, ["send", *words, "--engine-port", port])


def test_answers_are_printed_and_refusals_are_an_exit_status(run) -> None:
    engine = run("--no-midi")
    for words, answer in (
        (["mode"], "duet"),
        (["/perf/mode", "solo"], "solo"),
        (["density", "2"], "2"),
        (["volume", "0.5"], "0.5"),
        (["voice/0/transpose", "-5"], "-5"),
        (["scale", "Lydian Dominant"], "lydian_dominant"),
        (["get", "density", "scale_root"], "density 2\nscale_root C"),
        (["midi/learn", "volume"], "done"),
        (["in/note", "0", "60", "90", "0.1"], "sent"),
        (["panic"], "done"),
        (["param/temp*", "0.8"], "sent"),
        (["temperature"], "0.8"),
        (["param/{swing,density}", "0.5"], "sent"),
        (["density"], "0.5"),
    ):
        result = send(engine, *words)
        assert (result.exit_code, result.output) == (0, f"{answer}\n"), words
    assert "model small\n" in send(engine, "status").output
    assert json.loads(send(engine, "mode", "--json").output) == ["solo"]
    for words, why in (
        (["mode", "polka"], "mode must be one of duet"),
        (["in/note", "0", "300", "90"], "pitch must be 0..127, not 300"),
        (["nosuch"], "there is no address /perf/nosuch"),
        (["midi/learn", "volum"], "there is no control volum; did you mean velocity_scale?"),
        (["state/morph", "calm", "storm", "0.5"], "there is no state calm"),
    ):
        result = send(engine, *words)
        assert result.exit_code == 1, words
        assert why in result.output, words
    assert send(engine, "mode").output == "solo\n"  # what was refused has changed nothing


def test_without_an_engine_the_status_is_another() -> None:
    words = ["send", "mode", "--engine-port", str(free_port())]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 3
    assert "no engine answers at 127.0.0.1:" in result.output
    assert f"start one with: {own_command('play')}" in result.output


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/anything", "/anything"),
        ("mode", "/perf/mode"),
        ("state/save", "/perf/state/save"),
        ("density", "/perf/param/density"),
        ("Scale Root", "/perf/param/scale_root"),
        ("voice/3/density", "/perf/voice/3/density"),
        ("polka", "/perf/polka"),
    ],
)
def test_an_address_may_be_short(text: str, address: str) -> None:
    assert meant_address(text) == address


def test_words_are_numbers_unless_a_text_is_wanted() -> None:
    assert values_of(["0", "60", "1.5"], None) == [0, 60, 1.5]
    assert values_of(["7", "0"], entry_of("/perf/state/save")) == ["7", 0]
    assert values_of(["blues"], entry_of("/perf/param/scale")) == ["blues"]
    assert values_of(["1", "2"], entry_of("/perf/state/list")) == [1, 2]


def test_what_sets_a_silent_sound_says_so(run) -> None:
    engine = run("--no-midi")
    result = send(engine, "sound/player", "violin")
    assert result.exit_code == 0
    assert result.stdout == "violin\n"
    assert result.stderr == (
        "It sets the built-in sound, which is silent now: the built-in sound is off.\n"
    )
    assert send(engine, "sound/player").output == "violin\n"
    assert json.loads(send(engine, "sound/player", "flute", "--json").output) == ["flute"]


@pytest.mark.parametrize(("plays", "words"), [("none", "a synthesizer plays"), ("both", "")])
def test_whether_the_built_in_sound_is_silent_is_in_its_status(plays: str, words: str) -> None:
    status = ["Speakers, ALSA", 48000, 256, 11.5, "x.sf2", 0, 0.0, plays, ""]
    assert _why_silent(status).startswith(words)
    assert bool(_why_silent(status)) == bool(words)
