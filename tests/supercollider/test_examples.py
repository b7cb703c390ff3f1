"""Every example plays, block after block, with a real server: sound, no error, no synth left."""

from __future__ import annotations

import re
import time
import wave
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.supercollider.quark import PATIENCE, QUARK, Language, processes_with
from tests.support.peers import THOROUGH, free_port

SECONDS = 20.0 if THOROUGH else 2.0  # that an example plays, from its second block on
EXAMPLES = sorted((QUARK / "Examples").glob("[0-9]*.scd"))
AUDIBLE = 0.01  # of full scale


def blocks(text: str) -> list[str]:
    """The blocks of a file: from a line that is ( to a line that is )."""
    return re.findall(r"^\(\n(.*?)^\)$", text, flags=re.MULTILINE | re.DOTALL)


def loudest(file: Path) -> float:
    """The largest sample of a recording."""
    with wave.open(str(file)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
    return float(np.abs(samples.astype(np.float64)).max(initial=0.0)) / 32768.0


@dataclass
class Played:
    """What came of an example."""

    wrong: list[str]
    loudest: float
    machine: int  # strikes of the machine


def play(example: Path, language: Language, recording: Path, port: int) -> Played:
    """Evaluate an example as one does by hand, and record what sounds, until nothing does."""
    first, *middle, last = blocks(example.read_text(encoding="utf-8").replace("9470", str(port)))
    language.meet(port)
    language.do(
        f's.recHeaderFormat = "wav"; s.recSampleFormat = "int16";s.record("{recording}"); nil'
    )
    language.do(first)
    language.until(
        "var open = PerfEngine.all.select { |e| e.link.isOpen };"
        "open.notEmpty and: { open.every { |e|"  # and has done all that waited for it
        " e.isRunning and: { e.instVarAt(\\waiting).isEmpty } } }"
    )
    language.do("~struck = 0; PerfEngine.all.do { |e| e.on(\\note, { ~struck = ~struck + 1 }) }; 0")
    for block in middle:
        language.do(block)
        time.sleep(SECONDS / len(middle))
    language.until("~struck > 4")
    machine = int(language.do("~struck"))
    language.do(last)
    language.until("PerfEngine.all.any { |e| e.process.isRunning }", "false")
    language.until("s.numSynths", "1")  # releases ring; what is left is the recorder
    language.do("s.stopRecording; nil")
    language.until("s.numSynths", "0")
    language.rest()
    assert language.do("PerfEngine.default.options ++ PerfEngine.default.voices") == "[  ]"
    assert language.do(
        "PerfEngine.default.controls.names.select(PerfEngine.default.controls.isSet(_))"
    ) == ("[  ]")
    return Played(language.wrong, loudest(recording), machine)


def steps(text: str) -> list[str]:
    """The blocks of code of a help page, without braces of regions."""
    found = re.findall(r"^CODE::\n(.*?)^::$", text, flags=re.MULTILINE | re.DOTALL)
    return [re.sub(r"^[()]$", "", block, flags=re.MULTILINE) for block in found]


def test_the_tutorial_plays_and_nothing_is_complained_of(language: Language) -> None:
    page = QUARK / "HelpSource" / "Tutorials" / "PerfEngineTutorial.schelp"
    begin, hear, play_to_it, shape, bend = steps(page.read_text(encoding="utf-8"))
    language.do(begin)
    language.until("PerfEngine.default.isRunning")
    language.do("~struck = 0; PerfEngine.default.on(\\note, { ~struck = ~struck + 1 }); nil")
    language.do(hear)
    language.do(play_to_it)
    language.until("~struck > 2")
    language.do(shape)
    bend, end = bend.split("~player.stop;")
    language.do(bend)
    language.do("~player.stop;" + end)
    language.until("PerfEngine.all.any { |e| e.process.isRunning }", "false")
    language.rest()
    assert language.wrong == []


def test_what_the_documents_tell_to_evaluate_works(language: Language) -> None:
    text = (QUARK.parents[1] / "docs" / "supercollider.md").read_text(encoding="utf-8")
    with_the_quark = text.partition("## With the Quark")[2].partition("## Without")[0]
    _, code, presets = re.findall(r"```supercollider\n(.*?)```", with_the_quark, flags=re.DOTALL)
    begin, pattern = code.split(")\n// ", 1)
    language.do(begin.removeprefix("("))
    language.until("PerfEngine.default.isRunning and: { ~voice.notNil }")
    language.do("~struck = 0; PerfEngine.default.on(\\note, { ~struck = ~struck + 1 }); nil")
    language.do("// " + pattern)
    language.until("~struck > 2")
    rows = re.findall(r"^\| `([^`]+)` \|", with_the_quark, flags=re.MULTILINE)
    assert len(rows) == 11
    keep, back = presets.strip().splitlines()
    language.do("PerfEngine.default.share = 0.25; nil")
    language.do(keep)
    language.until("~preset.notNil")
    language.do("PerfEngine.default.share = 0.75; nil")
    language.do(back)
    assert language.do("PerfEngine.default.share") == "0.25"
    for row in rows:
        language.do(row.replace("\\|", "|"))
    language.do("CmdPeriod.objects.copy.do { |o| if(o.isFunction) { CmdPeriod.remove(o) } }; nil")
    language.until("PerfEngine.all.any { |e| e.process.isRunning }", "false")
    language.rest()
    assert language.wrong == []


def test_the_example_without_the_quark_stops_and_leaves_no_synth(language: Language, start) -> None:
    text = (QUARK.parents[1] / "docs" / "supercollider.md").read_text(encoding="utf-8")
    begin, end = re.findall(
        r"```supercollider\n(.*?)```", text.partition("## Without")[2], flags=re.DOTALL
    )
    with start("--mode", "solo", "--seed", "3") as engine:
        begin, note = begin.replace("9470", str(engine.port)).split(")\nn.", 1)
        language.do(begin.removeprefix("("))
        language.until("~sounding.notNil and: { ~sounding.notEmpty and: { s.numSynths > 0 } }")
        language.do("n." + note.partition(";")[0])
        language.do(re.sub(r"^[()]$", "", end, flags=re.MULTILINE))
        time.sleep(1.0)
        language.until("s.numSynths", "0")
        time.sleep(1.0)
        assert language.do("s.numSynths") == "0"
        language.rest()
        assert language.wrong == []


def test_a_start_after_the_example_with_two_voices_has_one(language: Language) -> None:
    (example,) = QUARK.glob("Examples/04*.scd")
    first, *_, last = blocks(example.read_text(encoding="utf-8"))
    language.do(first)
    language.until("PerfEngine.default.isRunning and: { ~low.notNil }")
    assert language.do("PerfEngine.default.process.options") == "[ --voices, 2 ]"
    language.do(last)
    language.do("~up = nil; PerfEngine.default.boot { |e| e.status { |s| ~up = s.voices } }; nil")
    language.until("~up.notNil")
    assert language.do("~up") == "1"
    assert language.do("PerfEngine.default.process.options") == "[  ]"


def test_there_are_six_examples_in_order() -> None:
    assert [example.name[:2] for example in EXAMPLES] == ["01", "02", "03", "04", "05", "06"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_an_example_sounds_and_leaves_nothing_behind(
    language: Language, start, tmp_path: Path, example: Path
) -> None:
    remote = start() if "remote" in example.stem else nullcontext()
    with remote as engine:
        port = engine.port if engine else free_port()
        played = play(example, language, tmp_path / "example.wav", port)
    assert played.wrong == []
    assert played.loudest > AUDIBLE
    assert played.machine > 0
    until = time.monotonic() + PATIENCE
    while left := processes_with(f"--osc-port {port} "):
        assert time.monotonic() < until, left
        time.sleep(0.05)
