"""Starts that fail or follow a crash, voices that are not there, and answers to their questions."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.supercollider.quark import Language
from tests.supercollider.test_quark_ended import (
    engine_processes,
    no_pause,
    start_engine,
    warnings,
)
from tests.supercollider.test_quark_endings import port_of

BLOCK = "PerfEngine.default.boot { |engine| ~played = ~played.add(PerfVoice(engine)) }; nil"


def crash(language: Language) -> None:
    """Kill the engine that was started from the Quark, and wait until that is known."""
    (pid,) = engine_processes(port_of(language))
    os.kill(pid, signal.SIGKILL)
    language.until("PerfEngine.default.process.isRunning", "false")


@pytest.mark.parametrize("program", ["/nope/perf-engine", "no-such-engine"])
def test_a_program_that_is_not_there_is_named_and_what_waited_for_it_is_not_done_later(
    language: Language, program: str
) -> None:
    language.do(f'PerfProcess.program = "{program}"; nil')
    try:
        for _ in range(2):
            language.do(BLOCK)
            line = language.posted("WARNING: PerfEngine: no engine was started: ")
            assert line.endswith(f"PerfProcess.program is {program}, and there is no such program")
        assert language.do("PerfEngine.default.isRunning") == "false"
        with no_pause(language):
            language.do("PerfEngine.default.note(60); nil")
            (warning,) = warnings(language)
            assert warning.endswith("was not started; PerfEngine.default.boot starts it")
    finally:
        language.do("PerfProcess.program = nil")
    language.do(BLOCK)
    language.until("~played.size > 0")
    time.sleep(0.5)
    assert language.do("[~played.size, PerfEngine.default.voices.size]") == "[ 1, 1 ]"


def test_a_boot_that_failed_takes_its_action_and_its_options_with_it(language: Language) -> None:
    language.do('PerfEngine.default.boot({ ~wrong = true }, ["--voises", 2]); nil')
    language.posted("WARNING: PerfEngine: the engine ended with status 2")
    language.lines.clear()
    start_engine(language)
    time.sleep(0.5)
    assert language.do("[~wrong, PerfEngine.default.process.options]") == "[ nil, [  ] ]"
    language.rest()
    assert not [line for line in language.lines if "runs already" in line or "voises" in line]


def test_after_a_crash_boot_gives_the_engine_the_options_that_it_had(language: Language) -> None:
    language.do('~up = nil; PerfEngine.default.boot({ ~up = true }, ["--voices", 2]); nil')
    language.until("~up == true")
    language.until("PerfEngine.default.voiceCount", "2")
    crash(language)
    assert any("PerfEngine.default.boot starts it again" in line for line in warnings(language))
    start_engine(language)
    assert language.do("PerfEngine.default.process.options") == "[ --voices, 2 ]"
    assert language.do("PerfEngine.default.voiceCount") == "2"
    assert warnings(language) == []
    crash(language)
    warnings(language)
    language.do("~up = nil; PerfEngine.default.boot({ ~up = true }, []); nil")
    language.until("~up == true")
    assert language.do("PerfEngine.default.process.options") == "[  ]"


def test_a_voice_that_is_not_there_is_warned_of_once(language: Language) -> None:
    start_engine(language)
    language.do("~voice = PerfVoice(PerfEngine.default, 3); ~voice.density = 2; nil")
    language.do("~gui = nil; { ~gui = PerfEngineGui(PerfEngine.default, 3) }.defer; nil")
    language.until("~gui.notNil")
    language.do("PerfEngine.default.voice(3).mode = \\solo; nil")
    time.sleep(2.5)
    (warning,) = warnings(language)
    assert "there is no voice 3: the engine at port" in warning
    assert "has 1 voice, with the number 0." in warning
    assert 'PerfEngine.default.quit, and then PerfEngine.default.boot(nil, ["--voices", 4])' in (
        warning
    )
    assert not [line for line in language.lines if "Refused" in line]
    assert language.do("PerfEngine.default.voice(3).density") == "1.0"
    language.do("{ ~gui.close }.defer; ~voice.free; nil")


def test_an_engine_that_was_found_and_falls_silent_is_told_once(language: Language, start) -> None:
    with start() as engine:
        language.meet(engine.port)
        start_engine(language)
        engine.kill()
        language.until("PerfEngine.default.isRunning", "false")
        time.sleep(1.5)
        (warning,) = warnings(language)
    assert warning == (
        f"WARNING: PerfEngine: the engine at port {engine.port} does not answer any more; it is "
        "found again when it is back, and PerfEngine.default.boot starts one here"
    )


def test_an_answer_finds_its_own_question(language: Language) -> None:
    start_engine(language)
    for attempt in range(5):
        language.do(
            "~said = [];"
            f"PerfEngine.default.stateSave('x{attempt}', 0) {{ |name| ~said = ~said.add(name) }};"
            "PerfEngine.default.ask('/perf/state/save', ['a/b', 0], '/perf/done',"
            "{ ~said = ~said.add(\\wrong) }, { ~said = ~said.add(\\refused) }); nil"
        )
        language.until("~said.size >= 2")
        assert language.do("~said") == f"[ x{attempt}, refused ]"


def test_a_refusal_is_said_once(language: Language) -> None:
    start_engine(language)
    language.lines.clear()
    language.do("PerfEngine.default.tempo = 9999; nil")
    language.do("10.do { PerfEngine.default.sendMsg('/perf/nothing') }; nil")
    time.sleep(1.0)
    language.rest()
    said = [line for line in language.lines if "efused" in line]
    assert len([line for line in said if "/perf/tempo" in line]) == 1
    assert len([line for line in said if "/perf/nothing" in line]) == 1
    assert all(line.startswith("WARNING: PerfEngine: ") for line in said)


def test_an_event_for_what_is_no_engine_is_refused_in_words(language: Language) -> None:
    language.do("Pbind(\\type, \\perf, \\engine, Pseq([3]), \\dur, 0.1).play; nil")
    language.posted("WARNING: \\perf: engine must be a PerfEngine, not 3")
    assert language.wrong == []
