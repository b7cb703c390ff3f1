"""What is no plain file, at every command that reads one: one sentence that names it, at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.broken_models import write
from tests.support.concert import ROOT
from tests.support.peers import require_module

PHRASE = str(ROOT / "examples" / "phrase.mid")
MUSIC: dict[str, tuple[str, ...]] = {
    "stats": ("stats", "IT"),
    "audition": ("audition", "IT", "--offline"),
    "render": ("render", "IT"),
    "plot": ("plot", "IT"),
    "score": ("score", "IT"),
    "generate": ("generate", "--primer", "IT"),
}
OTHERS: dict[str, tuple[str, ...]] = {
    "soundfont": ("render", PHRASE, "--soundfont", "IT", "--out", "x.wav"),
    "configuration": ("play", "--config", "IT"),
    "doctor": ("doctor", "--config", "IT"),
    "model": ("audition", PHRASE, "--offline", "--model", "./IT"),
    "own music": ("adapt", "IT"),
    "run": ("curves", "IT"),
    "data set": ("evaluate", "MODEL", "--data", "IT"),
    "corpus": ("prepare", "IT", "--out", "data"),
    "spread": ("stats", PHRASE, "--beside", "IT"),
    "result": ("compare", "IT"),
    "roles": ("evaluate", "MODEL", PHRASE, "--roles", "IT"),
    "baseline": ("evaluate", "MODEL", PHRASE, "--baseline", "IT"),
    "recording": ("replay", "IT"),
    "log": ("doctor", "--since", "1h", "--record", ".", "--log", "IT"),
    "record": ("play", "--record", "IT"),
    "sound": ("listen-audio", "--list", "--file", "IT"),
}
NEEDS = {"own music": "torch", "run": "torch", "score": "partitura", "sound": "swift_f0"}
LOG, MEMORY = Path("/proc/kmsg"), Path("/proc/self/mem")


def refused(name: str, path: str, folder: Path) -> str:
    """Run a command with a path for its file; return the one sentence that it says."""
    if name in NEEDS:
        require_module(NEEDS[name])
    given = {"IT": path, "./IT": f"./{path}", "MODEL": str(write(folder / "m.safetensors"))}
    words = [given.get(word, word) for word in {**MUSIC, **OTHERS}[name]]
    done = subprocess.run(
        [sys.executable, "-m", "perf_engine", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(said) == 1, done.stderr
    assert path in said[0]
    return said[0]


@pytest.mark.timeout(90)
@pytest.mark.parametrize("name", {**MUSIC, **OTHERS})
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "it")
    refused(name, "it", tmp_path)
    assert not (tmp_path / "x.wav").exists()


@pytest.mark.timeout(90)
@pytest.mark.skipif(not os.access(LOG, os.R_OK), reason="the system's log is for root")
@pytest.mark.parametrize(
    "name", [*MUSIC, "soundfont", "configuration", "own music", "spread", "result", "baseline"]
)
def test_a_file_of_the_system_that_never_ends_is_refused(tmp_path: Path, name: str) -> None:
    refused(name, str(LOG), tmp_path)


@pytest.mark.timeout(90)
@pytest.mark.skipif(not MEMORY.exists(), reason="no /proc here")
@pytest.mark.parametrize("name", [*MUSIC, "soundfont", "configuration"])
def test_a_read_that_fails_is_said_with_the_file(tmp_path: Path, name: str) -> None:
    assert refused(name, str(MEMORY), tmp_path).endswith("Input/output error")


@pytest.mark.timeout(90)
@pytest.mark.skipif(not MEMORY.exists(), reason="no /proc here")
def test_a_file_of_a_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.mid").symlink_to(MEMORY)
    done = subprocess.run(
        [sys.executable, "-m", "perf_engine", "stats", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{tmp_path / 'a.mid'}: Input/output error; it is left out" in done.stderr
