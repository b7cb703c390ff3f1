"""After an engine has ended: one warning a second for what goes nowhere, a start from nothing."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.supercollider.quark import Language, processes_with
from tests.supercollider.test_quark_endings import ALONE, boot_alone, gone, hold, port_of, voice

ENDED = r"WARNING: PerfEngine: {} went nowhere: the engine at port \d+ has ended; "
AGAIN = r"PerfEngine\.default\.boot starts it again"
REQUESTS = (
    ("note(60)", "note 60"),
    ("noteOn(62)", "note 62"),
    ("pedal(127)", "pedal 127"),
    ("density_(2)", "density 2.0"),
    ("set(\\density, 2, \\share, 0.25)", "density 2.0, share 0.25"),
    ("mode_(\\solo)", "mode solo"),
    ("voice(1).density_(2)", "density 2.0 of voice 1"),
    ("voice(1).mode_(\\solo)", "mode solo of voice 1"),
    ("tempo_(96)", "tempo 96"),
    ("modelLoad(\\general)", "modelLoad general"),
    ("status({ })", "status"),
)


def start_engine(language: Language) -> int:
    """Start the engine, and return its port."""
    language.do("~up = nil; PerfEngine.default.boot { ~up = true }; nil")
    language.until("~up == true")
    return port_of(language)


def warnings(language: Language) -> list[str]:
    """The warnings that came since they were read last."""
    language.rest()
    found = [line for line in language.lines if line.startswith("WARNING")]
    language.lines.clear()
    return found


@contextmanager
def no_pause(language: Language) -> Iterator[None]:
    """Let every request be warned of, however soon it comes."""
    language.do("PerfAbsence.apart = 0; nil")
    yield
    language.do("PerfAbsence.apart = 1.0; nil")


def engine_processes(port: int) -> list[int]:
    """The engine itself, without the shell that waits for it."""
    found = []
    for pid in processes_with(f"-m perf_engine play --osc-port {port} "):
        with open(f"/proc/{pid}/cmdline", "rb") as line:
            if b"start_engine" not in line.read():
                found.append(pid)
    return found


def test_after_quit_a_warning_names_what_goes_nowhere_and_how_to_start_again(
    language: Language,
) -> None:
    port = start_engine(language)
    language.do("PerfEngine.default.quit; nil")
    assert gone(port)
    assert warnings(language) == []
    with no_pause(language):
        for asked, named in REQUESTS:
            language.do(f"PerfEngine.default.{asked}; nil")
            (warning,) = warnings(language)
            assert re.fullmatch(ENDED.format(re.escape(named)) + AGAIN, warning)
    assert language.do("PerfEngine.default.density") == "1.0"
    assert language.do("PerfEngine.default.tempo") == "nil"


def test_what_lets_go_is_done_without_an_engine_and_without_a_warning(language: Language) -> None:
    port = start_engine(language)
    language.do("PerfEngine.default.quit; nil")
    assert gone(port)
    with no_pause(language):
        for asked in ("panic", "stop", "release", "noteOff(60)", "pedal(0)", "quit", "free"):
            language.do(f"PerfEngine.default.{asked}; nil")
    assert warnings(language) == []


def test_a_pattern_that_plays_to_an_ended_engine_is_warned_of_once_a_second(
    language: Language,
) -> None:
    port = start_engine(language)
    language.do("PerfEngine.default.quit; nil")
    assert gone(port)
    language.do(
        "~player = Pbind(\\type, \\perf, \\midinote, Pseq((60..84), inf), \\dur, 0.02).play; nil"
    )
    began = time.monotonic()
    time.sleep(2.5)
    language.do("~player.stop; nil")
    seconds = time.monotonic() - began
    assert 2 <= len(warnings(language)) <= seconds + 1


def test_the_next_engine_has_no_voice_and_no_value_of_the_one_before(language: Language) -> None:
    language.do("~up = nil; PerfEngine.default.boot({ ~up = true }, ['--voices', 2]); nil")
    language.until("~up == true")
    voice(language)
    language.do("~other = PerfVoice(PerfEngine.default, 1); nil")
    language.do("PerfEngine.default.temperature = 0.75; ~other.density = 2; nil")
    language.do("PerfEngine.default.mode = \\solo; ~other.mode = \\listen; nil")
    language.do("PerfEngine.default.quit; nil")  # and at once another: it waits for the end of this
    start_engine(language)
    assert language.do("PerfEngine.default.process.options") == "[  ]"
    assert language.do("PerfEngine.default.voices.size + PerfEngine.default.parts.size") == "0"
    language.do("~got = nil; PerfEngine.default.get(nil, { |values| ~got = values }); nil")
    language.until("~got.notNil")
    assert language.do("[~got.temperature, ~got.density]") == "[ 1.0, 1.0 ]"
    assert language.do("PerfEngine.default.mode") == "duet"
    assert language.do("[PerfEngine.default.temperature, PerfEngine.default.density]") == (
        "[ 1.0, 1.0 ]"
    )
    assert warnings(language) == []
    language.do("~voice.free; ~other.free; PerfEngine.default.free; nil")  # twice does no harm
    assert warnings(language) == []


def test_the_last_of_many_ends_and_starts_counts(language: Language) -> None:
    start_engine(language)
    language.do(
        "3.do { PerfEngine.default.quit; PerfEngine.default.boot }; PerfEngine.default.quit; nil"
    )
    assert gone(port_of(language))
    time.sleep(1.5)
    assert language.do("PerfEngine.default.isRunning") == "false"
    assert language.do("PerfEngine.default.process.isRunning") == "false"
    assert warnings(language) == []


def test_an_engine_that_somebody_else_ends_is_told_and_forgotten(language: Language) -> None:
    boot_alone(language)
    port = port_of(language)
    language.lines.clear()
    language.do("PerfEngine.default.sendMsg('/perf/quit'); nil")
    language.posted("PerfEngine: the engine has ended; PerfEngine.default.boot starts it again")
    assert gone(port)
    language.until("s.numSynths", "0")
    assert language.do("PerfEngine.default.voices.size") == "0"
    language.do("PerfEngine.default.note(60); nil")
    (warning,) = warnings(language)
    assert "note 60 went nowhere" in warning


def test_what_is_set_for_a_crashed_engine_waits_for_it(language: Language) -> None:
    boot_alone(language)
    (pid,) = engine_processes(port_of(language))
    language.lines.clear()
    os.kill(pid, signal.SIGKILL)
    language.until("PerfEngine.default.isRunning", "false")
    language.until("PerfEngine.default.process.isRunning", "false")
    (warning,) = warnings(language)
    assert "its commands are for a terminal" in warning
    assert re.search(AGAIN, warning)
    language.do("PerfEngine.default.temperature = 0.75; nil")
    (warning,) = warnings(language)
    assert "temperature 0.75 waits for the engine: " in warning
    assert re.search("has ended with status 137; " + AGAIN, warning)
    start_engine(language)
    hold(language)  # its voice plays on
    language.do("~got = nil; PerfEngine.default.get(\\temperature, { |v| ~got = v }); nil")
    language.until("~got.notNil")
    assert language.do("~got.temperature") == "0.75"
    assert warnings(language) == []


def test_an_engine_that_was_only_found_is_left_and_found_again(language: Language, start) -> None:
    with start() as engine:
        language.meet(engine.port)
        start_engine(language)
        language.do("PerfEngine.default.quit; PerfEngine.default.note(60); nil")
        (warning,) = warnings(language)
        assert "was left; PerfEngine.default.boot finds it again" in warning
        start_engine(language)
        language.do("PerfEngine.default.note(60, 80, 0.1); nil")
        assert warnings(language) == []


def test_a_note_for_an_engine_that_is_lost_is_warned_of(language: Language, start) -> None:
    with start() as engine:
        language.meet(engine.port)
        start_engine(language)
        engine.kill()
        language.until("PerfEngine.default.isRunning", "false")
        language.do("PerfEngine.default.note(60); nil")
        lost, warning = warnings(language)
        assert "does not answer any more" in lost
        assert "note 60 went nowhere: " in warning
        assert "does not answer any more; it is found again when it is back" in warning


@pytest.mark.parametrize("asked", ["panic", "stop"])
def test_what_sounds_is_let_go_though_the_engine_is_gone(
    language: Language, start, asked: str
) -> None:
    with start(*ALONE) as engine:
        language.meet(engine.port)
        voice(language)
        start_engine(language)
        hold(language)
        engine.process.send_signal(signal.SIGSTOP)
        try:
            if asked == "stop":  # it is said to an engine while there is one
                language.until("PerfEngine.default.isRunning", "false")
                language.do("~voice.strike(60, 80, Main.elapsedTime + 0.1); nil")
            language.do(f"PerfEngine.default.{asked}; nil")
            assert language.do("~voice.held") == "[  ]"
            language.until("s.numSynths", "1")
        finally:
            engine.process.send_signal(signal.SIGCONT)


def test_a_getter_returns_the_value_that_is_known(language: Language) -> None:
    start_engine(language)
    language.until("PerfEngine.default.tempo", "120.0")
    assert language.do("PerfEngine.default.tempo = 96; PerfEngine.default.tempo") == "96"
    language.until("PerfEngine.default.tempo", "96.0")
    for name, code, value in (
        ("transport", "1", "1"),
        ("chord", "\\Am", "Am"),
        ("stateFreeze", "1", "1"),
        ("soundVolume", "0.5", "0.5"),
        ("clock", "\\midi", "midi"),
    ):
        language.do(f"PerfEngine.default.{name} = {code}; nil")
        language.until(f"PerfEngine.default.{name}", value)
    assert warnings(language) == []
    language.do("PerfEngine.default.tempo = 9999; nil")
    language.posted("WARNING: PerfEngine: /perf/tempo was refused")
    language.until("PerfEngine.default.tempo", "96.0")  # what was refused is not so


def test_the_start_posts_nothing_that_one_would_type_in_a_terminal(language: Language) -> None:
    language.lines.clear()
    start_engine(language)
    language.rest()
    assert any("is ready on port" in line for line in language.lines)
    assert not [line for line in language.lines if "oscsend" in line or "oscdump" in line]
    commands = [line for line in language.lines if re.search(r"perf-engine \w|make \w", line)]
    assert all("in a terminal" in line for line in commands)
