"""An engine that was killed reads nothing more: each process beside it ends without a word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.state_files import write
from perf_engine.engine.session.state_text import text_of
from tests.support.concert import ROOT
from tests.support.peers import free_port
from tests.support.rehearsed import WEIGHTS

PHRASE = str(ROOT / "examples" / "phrase.mid")
EVENTS = json.dumps({"events": [[0.0, 0, 60, 1]], "soundfont": None, "programs": []})
HELPERS = "perf_engine.engine.helpers."
SOUND = "perf_engine.clients.sound."
PORTS = "perf_engine.clients.midi."
PROCESSES: dict[str, tuple[str, ...]] = {
    "models": (HELPERS + "model_reader", "list"),
    "a model": (HELPERS + "model_reader", "info", "general"),
    "no model": (HELPERS + "model_reader", "info", "none"),
    "notes": (HELPERS + "notes_of", PHRASE),
    "no notes": (HELPERS + "notes_of", "none.mid"),
    "states": (HELPERS + "state_files", "read", "FOLDER"),
    "states of nothing": (HELPERS + "state_files", "read"),
    "names": (HELPERS + "resolver", "--once", "localhost", "a..b"),
    "names again": (HELPERS + "resolver", "localhost"),
    "journal": ("perf_engine.engine.session.journal_writer", "--folder", "FOLDER", "--most", "9"),
    "no journal": ("perf_engine.engine.session.journal_writer", "--session", "no", "--most", "9"),
    "printer": ("perf_engine.engine.output.printer",),
    "scan": (PORTS + "ports.scan",),
    "bridge": (PORTS + "process", "--midi-in", "none", "--midi-out", "none"),
    "sound": (SOUND + "process", "--engine-port", "PORT"),
    "playback": (SOUND + "playback",),
    "page": ("perf_engine", "web", "--engine-port", "PORT", "--port", "0"),
}


def left_alone(name: str, folder: Path, given: bytes) -> bytes:
    """Run a process whose output nobody reads; return what it says on the terminal."""
    words = [{"FOLDER": str(folder), "PORT": str(free_port())}.get(w, w) for w in PROCESSES[name]]
    reading, writing = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", *words],
        stdin=subprocess.PIPE,
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "JACK_NO_START_SERVER": "1"},
    ) as process:
        os.close(reading)
        os.close(writing)
        return process.communicate(given, timeout=60)[1]


@pytest.mark.timeout(90)
@pytest.mark.parametrize("name", PROCESSES)
def test_it_ends_without_a_word(tmp_path: Path, name: str) -> None:
    state = Performer(WEIGHTS, mode="duet", seed=1).kept("calm")
    write(tmp_path, text_of(state).encode())
    said = left_alone(name, tmp_path, EVENTS.encode() if name == "playback" else b"a line\n")
    assert b"Traceback" not in said
    assert b"Broken" not in said
    if PROCESSES[name][0].startswith(HELPERS):
        assert said == b""


@pytest.mark.timeout(90)
@pytest.mark.parametrize("size", [0, 1, len(EVENTS) // 2])
def test_a_playback_that_was_told_only_half_ends_without_a_word(tmp_path: Path, size: int) -> None:
    assert b"Traceback" not in left_alone("playback", tmp_path, EVENTS[:size].encode())
