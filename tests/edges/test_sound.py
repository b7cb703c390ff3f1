"""The engine is heard: its own sound on a JACK server, recorded at the loudspeakers."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.edges.keystation import KEYBOARD, play
from tests.edges.keystation import Keystation as AtKeys
from tests.support.concert import PATIENCE, PHRASE, STARTED, Ear, Engine
from tests.support.jack_ear import NoTape, Tape, rms, wait_for_ports
from tests.support.peers import (
    THOROUGH,
    jack_name,
    jack_server,
    line_within,
    require_module,
    require_sound,
    run_process,
)

require_module("rtmidi")
require_sound()

SOUND = "clients.sound.process"
SILENCE, HEARD = 1e-3, 5e-3  # rms
FULL = 0.98  # of a sample
TAPES = 4
PERIOD = 1024  # frames: a busy computer misses none


@pytest.fixture
def loudspeakers():
    with jack_server(period=PERIOD) as env:
        yield {**os.environ, **env}


def child_of(engine: Engine, module: str) -> int | None:
    """The pid of a helper process of the engine, None where there is none."""
    pid = engine.process.pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            if module.encode() in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
        except OSError:
            continue
    return None


def status(ear: Ear) -> list:
    """What the engine says of its sound."""
    asked = len(ear.told("/perf/sound/status.reply"))
    ear.say("/perf/sound/status")
    assert ear.until(lambda: len(ear.told("/perf/sound/status.reply")) > asked)
    return ear.told("/perf/sound/status.reply")[-1]


def processor_time(pid: int) -> float:
    """The seconds that a process has used of a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for_device(ear: Ear, there: bool = True) -> float:
    """Seconds until the engine has a sound device, or has none."""
    began = time.monotonic()
    while bool(status(ear)[0]) != there:
        assert time.monotonic() < began + PATIENCE, "the sound device does not change"
        time.sleep(0.05)
    return time.monotonic() - began


def said(engine: Engine, words: str) -> str:
    """The line of the engine's that has these words."""
    lines = [line for line in engine.text.splitlines() if words in line]
    while not lines:
        line = line_within(engine.process, STARTED)
        lines = [line] if words in line else []
    return lines[0]


def heard(
    env: Mapping[str, str], file: Path, seconds: float, play: Callable[[], object] = lambda: None
) -> np.ndarray:
    """What sounds at the loudspeakers, on one of a few tapes; on none may it be too loud.

    On a busy machine a tape may begin after it was played, be written too late, or not be
    connected. A sound that is too soft is so on each.
    """
    found: list[tuple[float, float]] = []
    lost: list[str] = []
    for _ in range(TAPES):
        tape = Tape(env, file, seconds)
        play()
        try:
            samples = tape.samples()
        except NoTape as error:
            lost.append(str(error))
            continue
        found.append((rms(samples), float(np.abs(samples).max(initial=0.0))))
        assert found[-1][1] < FULL, f"it is too loud: {found}"
        if found[-1][0] > HEARD:
            return samples
    pytest.fail(f"nothing is heard; rms and peak: {found}; without a tape: {lost}")


@pytest.mark.parametrize("who", ["you", "machine"])
def test_you_and_the_machine_are_heard(start, loudspeakers, tmp_path, who: str) -> None:
    mode = "listen" if who == "you" else "solo"
    with start("--sound", "--no-midi", "--mode", mode, env=loudspeakers) as engine:
        assert "system, JACK" in said(engine, "Sound: built in")
        assert "yourself and the machine: the built-in sound" in said(engine, "You hear")
        ear = Ear(engine.port)
        with ear.socket:
            wait_for_device(ear)
            if who == "you":
                before = Tape(loudspeakers, tmp_path / "before.wav", 0.5).samples()
                assert rms(before) < SILENCE

            def sing() -> None:
                for pitch in PHRASE if who == "you" else ():
                    ear.say("/perf/in/note", 0, pitch, 100, 0.4)
                    time.sleep(0.5)

            heard(loudspeakers, tmp_path / "tape.wav", 6.0, sing)


def test_a_killed_sound_leaves_the_music_alone_and_comes_back(
    start, loudspeakers, tmp_path
) -> None:
    with start("--sound", "--no-midi", "--mode", "solo", env=loudspeakers) as engine:
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now", flag=3)
            wait_for_device(ear)
            first = child_of(engine, SOUND)
            assert first is not None
            os.kill(first, signal.SIGKILL)
            before = len(ear.notes)
            assert ear.until(lambda: len(ear.notes) > before + 4), "the music does not go on"
            wait_for_device(ear)
            until = time.monotonic() + PATIENCE
            while child_of(engine, SOUND) in (None, first):  # Linux may leave out a child
                assert time.monotonic() < until, "no other process sounds"
                time.sleep(0.05)
            heard(loudspeakers, tmp_path / "tape.wav", 4.0)


def test_a_device_that_goes_is_taken_again_when_it_comes_back(start, tmp_path) -> None:
    with ExitStack() as stage:
        name = stage.enter_context(jack_name())
        with jack_server(period=PERIOD, name=name) as jack:
            env = {**os.environ, **jack}
            engine = stage.enter_context(start("--sound", "--no-midi", "--mode", "solo", env=env))
            ear = Ear(engine.port)
            stage.enter_context(ear.socket)
            ear.register("now")
            wait_for_device(ear)
        wait_for_device(ear, there=False)
        before = len(ear.notes)
        assert ear.until(lambda: len(ear.notes) > before + 4), "the music does not go on"
        with jack_server(period=PERIOD, name=name):
            wait_for_device(ear)
            heard(env, tmp_path / "tape.wav", 4.0)
            ear.say("/perf/quit")
            assert engine.process.wait(PATIENCE) == 0


def test_another_buffer_is_taken_while_it_plays(start, loudspeakers) -> None:
    options = ("--sound", "--no-midi", "--mode", "solo", "--sound-buffer", "512")
    with start(*options, env=loudspeakers) as engine:
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            wait_for_device(ear)
            assert status(ear)[2] == 512
            ear.say("/perf/sound/buffer", 1024)
            until = time.monotonic() + PATIENCE
            while status(ear)[2] != 1024:
                assert time.monotonic() < until
                time.sleep(0.05)


def test_without_a_device_the_engine_plays_and_one_sentence_says_so(start) -> None:
    env = {"JACK_DEFAULT_SERVER": "none_there", "JACK_NO_START_SERVER": "1"}
    with start("--sound", "--no-midi", "--mode", "solo", env=env) as engine:
        assert "No sound device is there: plug one in" in said(engine, "Sound:")
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            assert ear.until(lambda: len(ear.notes) > 4)
            ear.say("/perf/sound/test")
            assert ear.until(lambda: ear.told("/perf/fail"))
            assert "no test note: No sound device is there" in str(ear.told("/perf/fail"))


def test_a_keyboard_with_two_ports_is_heard_on_the_soft_synth_and_not_on_itself(
    start, loudspeakers
) -> None:
    with ExitStack() as stage:
        keys, synth = (
            AtKeys(
                stage.enter_context(run_process(sys.executable, KEYBOARD, name, env=loudspeakers))
            )
            for name in ("Keystation", "FluidSynth")
        )
        for one in (keys, synth):
            assert line_within(one.process, STARTED) == "ready"
        options = ("--mode", "takeover", "--set", "patience=0.3")
        engine = stage.enter_context(start("--sound", *options, env=loudspeakers))
        assert "out: FluidSynth" in said(engine, "MIDI: ")
        play(keys)

        def struck() -> list[int]:
            return [note.pitch for note in synth.strikes]

        synth.until(lambda: len(struck()) >= len(PHRASE) + 4)
        assert struck()[: len(PHRASE)] == list(PHRASE)  # you, then the machine
        engine.process.terminate()
        assert engine.process.wait(30) == 0
        synth.rest()
        assert synth.sounding == set()
        keys.rest()
        assert keys.notes == []


def test_only_what_is_true_is_said_of_who_sounds_at_a_soft_synth(start, loudspeakers) -> None:
    synth = run_process(sys.executable, KEYBOARD, "FluidSynth", env=loudspeakers)
    env = {**loudspeakers, "PERF_SOUND": ""}
    with synth as process:
        assert line_within(process, STARTED) == "ready"
        with start("--mode", "listen", env=env) as engine:
            first = said(engine, "You hear")
            assert first.startswith("You hear yourself and the machine: FluidSynth")
            ear = Ear(engine.port)
            with ear.socket:
                wait_for_device(ear)
            engine.process.terminate()
            assert engine.process.wait(30) == 0
            assert engine.process.stdout is not None
            assert "You hear" not in f"{engine.text}{engine.process.stdout.read()}"


def test_with_jack_alone_and_only_a_keyboard_the_built_in_sound_plays_both(
    start, loudspeakers, tmp_path
) -> None:
    keyboard = run_process(sys.executable, KEYBOARD, "Keystation", env=loudspeakers)
    env = {**loudspeakers, "PERF_SOUND": ""}
    with keyboard as process, start("--mode", "listen", env=env) as engine:
        keys = AtKeys(process)
        assert line_within(process, STARTED) == "ready"
        said(engine, "in: Keystation")
        wait_for_ports(loudspeakers)
        heard(loudspeakers, tmp_path / "tape.wav", 4.0, lambda: play(keys))
        assert keys.notes == []


@dataclass
class Measured:
    """What was measured while somebody played: blocks too late, levels, the processor's share."""

    missed: int
    levels: list[float]
    share: float


def duet(engine: Engine, ear: Ear, seconds: float) -> Measured | None:
    """Play for so long; None where the device was lost meanwhile, as JACK stood still."""
    random, levels = np.random.default_rng(1), []
    wait_for_device(ear)
    time.sleep(4.0)  # the start of a device is no playing
    sound = child_of(engine, SOUND)
    if sound is None:
        return None
    late, used = status(ear)[5], processor_time(sound)
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        pitch, velocity = random.integers(48, 84), random.integers(40, 127)
        ear.say("/perf/in/note", 0, int(pitch), int(velocity), 0.4)
        ear.until(lambda: False, float(random.uniform(0.05, 0.4)))
        levels.append(float(status(ear)[6]))
    if child_of(engine, SOUND) != sound:
        return None
    share = (processor_time(sound) - used) / (time.monotonic() - began)
    return Measured(status(ear)[5] - late, levels, share)


@pytest.mark.timeout(900)
def test_a_duet_is_in_bounds_and_misses_nothing(start, loudspeakers) -> None:
    """With PERF_THOROUGH=1 for ten minutes, without one block too late; else for a moment."""
    seconds, tries = (600.0, 1) if THOROUGH else (8.0, TAPES)
    with start("--sound", "--no-midi", "--mode", "duet", env=loudspeakers) as engine:
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now", flag=3)
            measured = next(filter(None, (duet(engine, ear, seconds) for _ in range(tries))), None)
            assert measured is not None, f"the device was lost in each of {tries} tries"
            levels, missed = measured.levels, measured.missed
            print(f"\n{seconds:.0f} s: {missed} late, level {max(levels)}, {measured.share:.1%}")
            assert 0.02 < max(levels) < 0.98
            assert not THOROUGH or missed == 0
            ear.say("/perf/panic")
            until = time.monotonic() + PATIENCE  # for the reverb, and all that is still in a block
            while status(ear)[6] >= 0.05:
                assert time.monotonic() < until, "it does not fall silent"
                time.sleep(0.1)
