"""Whoever is given a pipe or a device for a file refuses it, and does not wait for its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

READERS = {
    "roles": "from perf_engine.training.data.roles import Rules; Rules.read(path)",
    "spreads": "from perf_engine.studio.measure.statistics import read_spreads; read_spreads(path)",
    "results": "from perf_engine.training.measure.comparison import read; read(path)",
    "baselines": "from perf_engine.training.measure.baselines import Baselines as B; B.load(path)",
    "checkpoint": "from perf_engine.training.learn.checkpoint import read; read(path)",
    "metrics": "from perf_engine.training.learn.metrics import read; read(path.parent)",
    "data set": "from perf_engine.training.data.dataset import Dataset; Dataset.open(path.parent)",
    "tables": "from perf_engine.training.data.layouts import _rows; "
    "list(_rows(path.parent, path.name, None))",
    "soundfont": "from perf_engine.synthesis.soundfonts import find; find(path)",
    "configuration": "from perf_engine.cli.configuration import read_config; read_config(path)",
    "model": "from perf_engine.engine.helpers.model_files import load_model; load_model(path)",
    "model to train": "from perf_engine.training.learn.unfold import beginning; beginning(path)",
    "music": "from perf_engine.midi_files.reader import read; read(path)",
    "own music": "from perf_engine.training.data.sessions import midi_files; midi_files(path)",
    "state": "from perf_engine.engine.helpers.state_files import states; "
    "raise ValueError(path, next(iter(states(path.parent))))",
    "journal": "from perf_engine.engine.session.journal import records; "
    "raise ValueError(path.parent, next(records(path.parent)))",
    "bindings": "from perf_engine.clients.midi.learn import Bindings; "
    "raise ValueError(Bindings(path).problem)",
}
NAMES = {"metrics": "metrics.jsonl", "data set": "dataset.json", "tables": "metadata.json"}
NAMES |= {"state": "a.state", "journal": "journal-000001.jsonl", "model": "a.safetensors"}
NAMES["model to train"] = "a.safetensors"
OF_ANY_NAME = [name for name in READERS if name not in NAMES]
MEMORY, LOG = Path("/proc/self/mem"), Path("/proc/kmsg")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_is_refused_by_name_and_not_waited_for(tmp_path: Path, reader: str) -> None:
    if reader in ("checkpoint", "model to train"):
        pytest.importorskip("torch")
    path = tmp_path / NAMES.get(reader, "pipe")
    os.mkfifo(path)
    _refused(reader, path)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("reader", ["roles", "spreads", "results", "soundfont", "configuration"])
def test_a_device_without_an_end_is_refused_by_name(reader: str) -> None:
    _refused(reader, Path("/dev/zero"))


@pytest.mark.timeout(300)
@pytest.mark.skipif(not os.access(LOG, os.R_OK), reason="the system's log is for root")
@pytest.mark.parametrize("reader", OF_ANY_NAME)
def test_a_file_of_the_system_that_never_ends_is_refused_by_name(reader: str) -> None:
    if reader == "checkpoint":
        pytest.importorskip("torch")
    _refused(reader, LOG)


@pytest.mark.timeout(300)
@pytest.mark.skipif(not MEMORY.exists(), reason="no /proc here")
@pytest.mark.parametrize("reader", [name for name in OF_ANY_NAME if name != "own music"])
def test_a_read_that_fails_names_its_file(reader: str) -> None:
    if reader == "checkpoint":
        pytest.importorskip("torch")
    last = _last_line(reader, MEMORY)
    assert str(MEMORY) in last
    assert "TypeError" not in last


def _refused(reader: str, path: Path) -> None:
    last = _last_line(reader, path)
    assert (str(path) if reader != "journal" else path.name) in last
    assert "not a plain file" in last or "not a file" in last


def _last_line(reader: str, path: Path) -> str:
    """The last line of what a process says that reads a file."""
    script = f"from pathlib import Path; path = Path({str(path)!r}); {READERS[reader]}"
    limited = (  # what reads without an end ends here, with another error
        "import resource, signal; signal.alarm(100); "
        "resource.setrlimit(resource.RLIMIT_DATA, (8 << 30, 8 << 30)); "
    )
    done = subprocess.run(
        [sys.executable, "-c", limited + script], capture_output=True, text=True, check=False
    )
    return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
