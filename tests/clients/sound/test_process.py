"""The sound's process by itself: what it says, its test note, and its end."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from perf_engine.clients.sound.client import TEST, Wishes
from perf_engine.clients.sound.device import NoDevice
from perf_engine.clients.sound.process import SETTLED, TOO_MANY, Process
from perf_engine.clients.sound.renderer import Renderer
from tests.support.concert import PATIENCE, ROOT, STARTED
from tests.support.jack_ear import Tape, rms, wait_for_ports
from tests.support.peers import free_port, jack_server, line_within, require_sound, run_process

require_sound()

COMMAND = (sys.executable, "-m", "perf_engine.clients.sound.process")


@pytest.fixture(scope="module")
def loudspeakers():
    with jack_server(period=1024) as env:
        yield {**os.environ, **env}


def started(env, *options: str):
    return run_process(*COMMAND, "--engine-port", str(free_port()), *options, env=env, cwd=ROOT)


# First: the server that the others share is not there yet, and /dev/shm has room for two.
def test_a_lost_server_ends_it_at_once_with_a_status_of_its_own() -> None:
    with jack_server(period=1024) as jack:
        env = {**os.environ, **jack}
        process = subprocess.Popen(
            [*COMMAND, "--engine-port", str(free_port())],
            env=env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line_within(process, STARTED)
        wait_for_ports(env)
    try:
        assert process.wait(PATIENCE) == 75
    finally:
        process.kill()
        process.stdin.close()
        process.stdout.close()


def test_a_device_whose_rate_no_synthesizer_has_is_named_and_waited_for() -> None:
    with jack_server(period=1024, rate=192000) as jack, started({**os.environ, **jack}) as process:
        said = json.loads(line_within(process, STARTED))
        assert said["device"] == ""
        assert "system, JACK does not play at 48000 or 44100 samples a second" in said["why"]
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
        process.stdin = None


def test_while_a_device_is_opened_again_nothing_plays_by_the_old_synthesizer(monkeypatch) -> None:
    """The second opening fails, as if another program had taken the device meanwhile."""
    opened: list[Device] = []
    played: list[int] = []

    class Device:
        output, rate, frames, latency = SimpleNamespace(name="Speakers"), 48000, 256, 0.0

        def __init__(self, sound, output, frames, prepare) -> None:
            self.underruns, self.lost, self.close = 0, lambda now: False, lambda: True
            self.measure = lambda: None
            prepare(48000)
            process._client.test(0.0)
            if opened:
                raise NoDevice("Speakers does not open")
            opened.append(self)

    class Played(Renderer):
        def put(self, due, channel, action) -> None:
            played.append(channel)

    def synth(soundfont, rate, channels):
        return SimpleNamespace(rate=rate, soundfont="", silence=lambda: None)

    for name, stand_in in {
        "pipes.claimed_stdout": io.StringIO,
        "sys.stdin": SimpleNamespace(isatty=lambda: True),
        "portaudio": object,
        "again": lambda sound: None,
        "outputs": lambda sound: [None],
        "chosen": lambda wanted, there: there,
        "Device": Device,
        "Renderer": Played,
        "Synth": synth,
    }.items():
        monkeypatch.setattr(f"perf_engine.clients.sound.process.{name}", stand_in)
    process, now = Process(free_port(), Wishes(), None), 100.0
    process._look(now)
    process._client.test(now)
    assert TEST in played
    process._look(now + SETTLED)
    opened[0].underruns = TOO_MANY
    played.clear()
    process._look(now + SETTLED + 1.0)  # the buffer is to be larger
    process._client.test(now)
    assert played == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--buffer", "7"), "buffer must be 32..4096 frames, not 7"),
        (("--program", "0=kazoo"), "program must be an instrument of General MIDI"),
        (("--plays", "everybody"), "invalid choice"),
    ],
)
def test_wrong_options_are_refused_in_words(options, words: str) -> None:
    run = subprocess.run(
        [*COMMAND, *options], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 2
    assert words in run.stderr


def test_a_soundfont_that_is_missing_is_said(loudspeakers, tmp_path) -> None:
    with started(loudspeakers, "--soundfont", str(tmp_path / "mine.sf2")) as process:
        said = json.loads(line_within(process, STARTED))
        assert "mine.sf2" in said["why"]


def test_it_names_its_device_and_ends_with_its_parent(loudspeakers) -> None:
    with started(loudspeakers, "--buffer", "512") as process:
        said = json.loads(line_within(process, STARTED))
        assert said["device"] == "system, JACK"
        assert (said["rate"], said["buffer"]) == (48000, 512)
        assert ".sf" in said["soundfont"]
        wait_for_ports(loudspeakers)
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
        process.stdin = None


def test_its_lines_are_its_own_whatever_a_library_prints(loudspeakers) -> None:
    talkative = {**loudspeakers, "CI": "1"}  # pyfluidsynth then says where it found its library
    with started(talkative) as process:
        assert json.loads(line_within(process, STARTED))["device"] == "system, JACK"


def test_it_ends_when_it_is_told_to(loudspeakers) -> None:
    with started(loudspeakers) as process:
        line_within(process, STARTED)
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_a_test_note_is_sounded_and_told(loudspeakers) -> None:
    with run_process(*COMMAND, "--test", env=loudspeakers, cwd=ROOT) as process:
        line_within(process, STARTED)  # the device, just opened
        said = json.loads(line_within(process, STARTED))
        assert said["level"] > 0.05
        assert process.wait(PATIENCE) == 0


def test_nothing_sounds_where_nobody_plays(loudspeakers, tmp_path) -> None:
    with started(loudspeakers) as process:
        line_within(process, STARTED)
        assert rms(Tape(loudspeakers, tmp_path / "tape.wav", 0.5).samples()) < 1e-3


def test_without_a_device_it_says_so_and_waits() -> None:
    env = {**os.environ, "JACK_DEFAULT_SERVER": "none_there", "JACK_NO_START_SERVER": "1"}
    with started(env) as process:
        said = json.loads(line_within(process, STARTED))
        assert said["device"] == ""
        assert "No sound device is there" in said["why"]
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
        process.stdin = None
