"""The wheel, installed in an empty folder, plays: with this Python, and with a later one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.edges.keystation import at_the_keyboard, play
from tests.support.concert import PATIENCE, STARTED, Ear
from tests.support.peers import line_within, run_process
from tests.support.wheel import pip
from tests.support.wheel import wheel as wheel

LATER = ("3.14", "3.13")  # that python-rtmidi has no wheel for


@pytest.fixture(scope="module")
def later(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A later Python with the wheel and what it needs; skips where there is none."""
    for interpreter in _interpreters():
        folder = tmp_path_factory.mktemp("later")
        made = subprocess.run([interpreter, "-m", "venv", str(folder)], check=False)
        if made.returncode == 0:
            python = str(folder / "bin" / "python")
            pip(python, "install", "--only-binary", ":all:", str(wheel))
            return python
    pytest.skip("neither Python 3.14 nor 3.13 is here; Debian 12 has no package of them")


def _interpreters() -> Iterator[str]:
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in LATER:
        named = shutil.which(f"python{version}")
        if named is not None and "shims" not in named:
            yield named
        for found in sorted(root.glob(f"{version}*/bin/python")):
            yield str(found)


def test_the_wheel_holds_the_models_and_names_them_from_any_folder(
    wheel: Path, tmp_path: Path
) -> None:
    pip(sys.executable, "install", "--no-deps", "--target", str(tmp_path / "site"), str(wheel))
    empty = tmp_path / "empty"
    empty.mkdir()
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from perf_engine.engine.helpers import model_files as model; "
            "print(*sorted(m.stem for m in model.models())); print(model.load_model()[1].name); "
            "from perf_engine.clients.web.page import FILES; "
            "print({'index.html', 'main.js', 'style.css'} <= {f.name for f in FILES.iterdir()})",
        ],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["broad", "general", "jazz", "pop", "romantic", "general", "True"]


@pytest.mark.timeout(400)
def test_a_later_python_plays_a_duet_from_the_wheel_over_midi(
    later: str, jack: dict[str, str], tmp_path: Path
) -> None:
    command = (
        later,
        "-m",
        "perf_engine",
        "play",
        "--osc-port",
        "0",
        "--midi-out",
        "Keystation",
        "--mode",
        "takeover",
        "--set",
        "patience=0.3",
    )
    env = {**jack, "PYTHONPATH": ""}
    with (
        at_the_keyboard(jack) as keys,
        run_process(*command, env=env, cwd=tmp_path) as engine,
    ):
        port, line = 0, ""
        while not (port and "Keystation" in line):
            line = line_within(engine, STARTED)
            if "is ready on port" in line:
                port = int(line.rstrip(".").rpartition(" ")[2])
        turns = 0
        while not keys.listen(1.0, lambda: len(keys.strikes) >= 8):
            assert turns < 60, "the machine does not join in"
            turns += 1
            play(keys)
        ear = Ear(port)
        with ear.socket:
            ear.say("/perf/quit")
            assert engine.wait(PATIENCE) == 0
        keys.rest()
    assert keys.sounding == set()


def test_a_later_python_says_in_one_sentence_that_there_is_no_midi(
    later: str, tmp_path: Path
) -> None:
    env = {"PYTHONPATH": "", "JACK_NO_START_SERVER": "1", "JACK_DEFAULT_SERVER": "none_there"}
    with run_process(
        later, "-m", "perf_engine", "play", "--osc-port", "0", env=env, cwd=tmp_path
    ) as engine:
        said = ""
        while "MIDI is off" not in said:
            said = line_within(engine, STARTED)
        assert "ALSA" in said
        assert "not installed" not in said
