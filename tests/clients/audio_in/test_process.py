"""The listening process plays a file to a real engine, and nothing hangs when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import wave
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from perf_engine.clients.audio_in import process as module
from perf_engine.clients.audio_in.notes import Strike
from perf_engine.clients.audio_in.pitch import hz
from perf_engine.clients.audio_in.process import lacks, line_of, listed, main
from perf_engine.clients.audio_in.source import WavFile
from perf_engine.clients.sound.device import NoDevice
from tests.support.concert import PATIENCE, ROOT
from tests.support.peers import (
    free_port,
    jack_server,
    line_within,
    require,
    require_module,
    require_sound,
    run_process,
)
from tests.support.running import Running

require_module("swift_f0")
require_module("onnxruntime")

RATE = 48_000
COMMAND = (sys.executable, "-m", "perf_engine.clients.audio_in.process")
QUIET = ("--no-midi", "--no-web", "--no-sound", "--mode", "listen")


def tones(*pitches: int, seconds: float = 0.4, pause: float = 0.15) -> np.ndarray:
    """Tones with overtones, each with a quick attack and a release."""
    made = [np.zeros(round(0.3 * RATE))]
    times = np.arange(round(seconds * RATE)) / RATE
    shape = np.minimum(1.0, np.minimum(times / 0.005, (seconds - times) / 0.02))
    for pitch in pitches:
        waves = [np.sin(2 * np.pi * hz(pitch) * n * times) / n for n in range(1, 8)]
        made += [0.2 * shape * np.sum(waves, axis=0), np.zeros(round(pause * RATE))]
    return np.concatenate(made).astype(np.float32)


def written(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def test_the_notes_of_a_file_are_listed(tmp_path: Path, capsys) -> None:
    file = written(tmp_path / "a.wav", tones(60, 64, 64, 67, 72))
    events = list(listed(WavFile(file), 48, 96, -50.0))
    strikes = [event for event in events if isinstance(event, Strike)]
    assert [strike.pitch for strike in strikes] == [60, 64, 64, 67, 72]
    assert len(events) == 10
    onsets = [0.3 + 0.55 * n for n in range(5)]
    assert all(0.0 < s.at - at < 0.06 for s, at in zip(strikes, onsets, strict=True))
    assert main(["--list", f"--file={file}"]) == 0
    assert "C4   velocity" in capsys.readouterr().out


def test_a_line_has_time_note_and_velocity() -> None:
    assert line_of(Strike(12.5, 66, 80), 10.0).split() == ["2.50", "s", "F#4", "velocity", "80"]


def started(engine: Running, file: Path, *options: str) -> subprocess.Popen[bytes]:
    port = engine.socket.getpeername()[1]
    command = [*COMMAND, f"--engine=127.0.0.1:{port}", f"--file={file}", *options]
    return subprocess.Popen(command, cwd=ROOT)


def until_heard(engine: Running, player: int, pitch: int) -> None:
    """Wait until the engine hears a note of a player; fails if that takes too long."""
    until = time.monotonic() + PATIENCE
    while engine.until("/perf/heard")[-1][1][:2] != [player, pitch]:
        assert time.monotonic() < until, f"{pitch} is not heard"


def nothing_held(engine: Running) -> None:
    """Wait until the engine states that no player holds a key; fails if that takes too long."""
    until = time.monotonic() + PATIENCE
    while engine.until("/perf/holding")[-1][1]:
        assert time.monotonic() < until, "a note hangs"


def holds(engine: Running, pitch: int) -> None:
    """Wait until the engine states that a player holds a key."""
    until = time.monotonic() + PATIENCE
    while pitch not in engine.until("/perf/holding")[-1][1]:
        assert time.monotonic() < until, "the note is not held"


def test_an_engine_hears_a_file_as_a_player_and_all_of_it_ends(run, tmp_path: Path) -> None:
    engine: Running = run(*QUIET)
    engine.say("/perf/notify", 3, 0, "now", 0.0)
    process = started(engine, written(tmp_path / "a.wav", tones(60, 67, 60)), "--player=2")
    try:
        for pitch in (60, 67, 60):  # on a busy machine another may be heard between
            until_heard(engine, 2, pitch)
        assert process.wait(PATIENCE) == 0
        nothing_held(engine)
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_note_of_a_process_that_is_ended_ends(run, tmp_path: Path, how: int) -> None:
    engine: Running = run(*QUIET)
    engine.say("/perf/notify", 3, 0, "now", 0.0)
    process = started(engine, written(tmp_path / "a.wav", tones(62, seconds=120.0)))
    try:
        until_heard(engine, 0, 62)
        holds(engine, 62)
        process.send_signal(how)
        assert process.wait(PATIENCE) == (-how if how == signal.SIGKILL else 0)
        nothing_held(engine)
    finally:
        process.kill()
        process.wait()


def test_a_file_without_an_engine_is_a_sentence(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(module, "ENGINE_WITHIN", 0.2)
    file = written(tmp_path / "a.wav", tones(60))
    port = free_port()
    process = module.Process(
        module.parser().parse_args([f"--file={file}", f"--engine=127.0.0.1:{port}"]), []
    )
    assert process.run() == 1
    assert f"No engine answers at 127.0.0.1:{port}" in capsys.readouterr().err


def test_where_the_library_is_missing_it_says_what_to_type(monkeypatch) -> None:
    assert lacks() == ""
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    assert f"type  {sys.executable} -m pip install swift-f0 onnxruntime" in lacks()


def test_without_portaudio_it_says_so(monkeypatch, capsys) -> None:
    def lacking() -> None:
        raise NoDevice("PortAudio is not installed")

    monkeypatch.setattr(module, "portaudio", lacking)
    process = module.Process(module.parser().parse_args([f"--engine=127.0.0.1:{free_port()}"]), [])
    assert process.run() == 1
    assert "PortAudio is not installed" in capsys.readouterr().err


class Microphone:
    """A stand-in for an input that records a tone and is then lost."""

    rate = RATE
    device = SimpleNamespace(name="Stand-in")

    def __init__(self, sound: object, device: object) -> None:
        self._pieces = list(np.array_split(tones(69, seconds=1.0)[:RATE], 100))

    def block(self, seconds: float) -> module.Block | None:
        if not self._pieces:
            return None
        return module.Block(self._pieces.pop(0), time.monotonic())

    def waiting(self) -> list[module.Block]:
        return []

    def lost(self, now: float) -> bool:
        return not self._pieces

    def close(self) -> None: ...


def test_a_lost_device_releases_its_note_and_another_process_takes_over(
    monkeypatch, capsys
) -> None:
    told: list[tuple[object, ...]] = []
    executed: list[list[str]] = []

    class Replaced(Exception):
        pass

    def execute(program: str, words: list[str]) -> None:
        executed.append(words)
        raise Replaced

    monkeypatch.setattr(module, "portaudio", object)
    monkeypatch.setattr(module, "inputs", lambda sound: [object()])
    monkeypatch.setattr(module, "Microphone", Microphone)
    monkeypatch.setattr(os, "execv", execute)
    said = [f"--engine=127.0.0.1:{free_port()}"]
    process = module.Process(module.parser().parse_args(said), said)
    monkeypatch.setattr(process._player, "_say", lambda *message: told.append(message))
    with pytest.raises(Replaced):
        process.run()
    notes = [message for message in told if message[0] == "/perf/in/note"]
    assert [message[2] for message in notes] == [69, 69]
    assert notes[-1][3] == 0
    assert executed == [[*COMMAND, *said]]
    assert "The microphone is lost" in capsys.readouterr().err


def test_a_device_of_jack_is_listened_to_and_its_loss_is_survived(run) -> None:
    require_sound()
    require("jack_lsp")
    engine: Running = run(*QUIET)
    port = engine.socket.getpeername()[1]
    command = [*COMMAND, f"--engine=127.0.0.1:{port}"]
    with ExitStack() as stack:
        with jack_server(period=1024) as jack:
            to_stdout = subprocess.STDOUT
            process = stack.enter_context(
                run_process(*command, env=jack, cwd=ROOT, stderr=to_stdout)
            )
            said = [line_within(process, PATIENCE)]
            assert said == ["Listening to system, JACK; Ctrl-C ends it."]
        while not said[-1].startswith("No microphone is there"):  # the one in its place waits
            said.append(line_within(process, PATIENCE))
        assert "The microphone is lost" in said[-2]
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
