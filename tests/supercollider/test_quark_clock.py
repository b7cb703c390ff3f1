"""The machine follows a TempoClock: its strikes lie on the clock's grid, also after a jump."""

from __future__ import annotations

import numpy as np
import pytest

from tests.supercollider.quark import Language
from tests.supercollider.test_quark_ended import start_engine, warnings

SLOW, FAST = 84.0, 120.0  # beats a minute
GRID = 4  # steps of a beat
NEAR = 0.002  # seconds from the grid; the engine and sclang know the time to less than this
MOST_NEAR = 0.9  # of the strikes: on a machine that stands still, some come late
STRIKES = 24


def numbers(language: Language, code: str) -> np.ndarray:
    """Return the numbers of an Array."""
    said = language.do(f'({code}).collect(_.asStringPrec(17)).join(" ")')
    return np.array([float(word) for word in said.split()])


def offsets(times: np.ndarray, seconds: float, beat: float, tempo: float) -> np.ndarray:
    """Return the seconds from the nearest step of a clock that was at a beat at some seconds."""
    steps = (beat + (times - seconds) * tempo / 60.0) * GRID
    return (steps - np.round(steps)) * 60.0 / tempo / GRID


def follow(language: Language) -> None:
    """Start a machine that plays alone on the grid of a TempoClock."""
    start_engine(language)
    language.do("~voice = PerfVoice(PerfEngine.default); nil")
    language.do(
        "~times = []; PerfEngine.default.on(\\note, { |v, p, w, ms, t| ~struck.(w, t) }); nil"
    )
    language.do("~struck = { |w, t| if(w > 0) { ~times = ~times.add(t) } }; nil")
    language.do("PerfEngine.default.set(\\quantise, 1, \\grid, 4, \\density, 3); nil")
    language.do(f"~clock = TempoClock({SLOW} / 60).permanent_(true); nil")
    language.do("PerfEngine.default.clock = ~clock; PerfEngine.default.mode = \\solo; nil")


def posted(language: Language, beginning: str) -> bool:
    """Return whether a line that begins so has been posted."""
    language.rest()
    return any(line.startswith(beginning) for line in language.lines)


def test_strikes_lie_on_the_grid_of_a_tempo_clock_before_and_after_a_jump(
    language: Language,
) -> None:
    follow(language)
    latency = float(language.do("s.latency"))
    language.until("~times.size > 8", seconds=120)  # those before the clock ran are free
    language.do("~times = []; nil")
    language.until(f"~times.size > {STRIKES}", seconds=120)
    language.do(
        "SystemClock.sched(0, { ~jump = [thisThread.seconds, ~clock.beats];"
        f" ~clock.tempo = {FAST} / 60; nil }}); nil"
    )
    language.until("~jump.notNil")
    before = int(language.do("~times.size"))
    language.until(f"~times.size > {before + STRIKES}", seconds=120)
    times = numbers(language, "~times") - latency
    seconds, beat = numbers(language, "~jump")
    slow = np.abs(offsets(times[times < seconds], seconds, beat, SLOW)) * 1e3
    fast = np.abs(offsets(times[times >= seconds], seconds, beat, FAST)) * 1e3
    first = times[times >= seconds][0] - seconds
    print(f"{SLOW:g}: median {np.median(slow):.3f} ms, most {slow.max():.2f} ms of {len(slow)}")
    print(f"{FAST:g}: median {np.median(fast):.3f} ms, most {fast.max():.2f} ms of {len(fast)}")
    print(f"first strike {first * 1e3:.0f} ms after the jump: {fast[0]:.3f} ms off the grid")
    assert np.mean(slow < NEAR * 1e3) > MOST_NEAR
    assert np.mean(fast < NEAR * 1e3) > MOST_NEAR
    language.until("PerfEngine.default.tempo", "120.0")
    language.do("~clock.stop; ~voice.free; nil")
    language.until("PerfEngine.default.clock", "auto")
    assert posted(language, "PerfEngine: the TempoClock has been stopped")
    assert warnings(language) == []


def test_a_clock_is_followed_until_another_is_set_here_or_elsewhere(language: Language) -> None:
    start_engine(language)
    language.do("~clock = TempoClock(1.5).permanent_(true); nil")
    language.do("PerfEngine.default.clock = ~clock; nil")
    assert language.do("PerfEngine.default.clock === ~clock") == "true"
    language.until("PerfEngine.default.tempo", "90.0")
    language.do("CmdPeriod.run; nil")
    language.do("~clock.setTempoAtSec(1.6, Main.elapsedTime); nil")  # nobody is told of this
    language.until("PerfEngine.default.tempo.round(0.01)", "96.0")
    language.do("PerfEngine.default.clock = \\auto; ~clock.tempo = 2; nil")
    language.until("PerfEngine.default.transport", "0")
    assert language.do("PerfEngine.default.clock") == "auto"
    assert language.do("~clock.dependants.size") == "0"
    language.do("PerfEngine.default.clock = ~clock; nil")
    language.until("PerfEngine.default.tempo", "120.0")
    language.do("PerfEngine.default.sendMsg('/perf/clock', \\midi); nil")
    language.until("PerfEngine.default.clock", "midi")
    assert posted(language, "PerfEngine: the clock was set to midi; the machine follows")
    language.do("~clock.stop; nil")
    assert warnings(language) == []


def test_an_engine_that_is_back_follows_the_clock_again(language: Language, start) -> None:
    with start() as engine:
        language.meet(engine.port)
        start_engine(language)
        language.do("~clock = TempoClock(1.5).permanent_(true); nil")
        language.do("PerfEngine.default.clock = ~clock; nil")
        language.until("PerfEngine.default.tempo", "90.0")
        engine.kill()
        language.until("PerfEngine.default.isRunning", "false")
    language.do("~clock.tempo = 1.7; nil")
    with start("--osc-port", str(engine.port)):
        language.until("PerfEngine.default.isRunning")
        language.until("PerfEngine.default.tempo.round(0.01)", "102.0")
        language.do("~clock.tempo = 10; ~clock.tempo = 11; nil")
        (warning,) = [line for line in warnings(language) if "beats" in line]
        assert "the tempo of the TempoClock is 600.0 beats a minute" in warning
        language.do("PerfEngine.default.quit; ~clock.stop; nil")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("tempo = TempoClock.default", "tempo must be a number, not a TempoClock; "),
        ("tempo = \\fast", "tempo must be a number, not fast"),
        ("clock = SystemClock", "clock must be a TempoClock, or one of internal, midi, "),
        ("clock = TempoClock(1).stop", "the TempoClock has been stopped"),
        (
            "clock = 3",
            "clock must be a TempoClock, or one of internal, midi, link, osc, auto, not 3",
        ),
    ],
)
def test_what_is_no_clock_and_no_tempo_is_refused_in_words(
    language: Language, code: str, why: str
) -> None:
    said = language.do(f"try {{ PerfEngine.default.{code}; nil }} {{ |e| e.errorString }}")
    assert said.startswith(f"ERROR: {why}")


def test_the_tempo_of_a_machine_that_follows_is_set_at_its_clock(language: Language) -> None:
    start_engine(language)
    language.do("PerfEngine.default.clock = TempoClock.default; nil")
    said = language.do("try { PerfEngine.default.tempo = 96 } { |e| e.errorString }")
    assert said.startswith("ERROR: the tempo is that of the TempoClock that the machine follows")
    language.do("PerfEngine.default.clock = \\internal; PerfEngine.default.tempo = 96; nil")
    language.until("PerfEngine.default.tempo", "96.0")
    language.until("PerfEngine.default.transport", "1")  # it goes on from there
