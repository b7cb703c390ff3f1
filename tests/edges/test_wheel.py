"""The wheel in an empty folder: installed by pip, run by uvx and pipx; and a script beside a clone.

Each plays without anything of the project but the wheel. The network is that of pip.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
import wave
from pathlib import Path

import pytest

from tests.support.concert import PATIENCE, PHRASE, ROOT, STARTED, Ear
from tests.support.peers import line_within, require, require_synth, run_process
from tests.support.wheel import pip
from tests.support.wheel import wheel as wheel

BARE = {"PYTHONPATH": ""}  # of the project, nothing


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a fresh environment with the wheel and all that it needs."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
    pip(str(folder / "bin" / "python"), "install", "--prefer-binary", str(wheel))
    return folder / "bin"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def run(*command: str | Path, cwd: Path, seconds: float = 170.0) -> str:
    """What a program prints. Fails the test where its exit status is not 0."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **BARE},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.timeout(600)
def test_installed_by_pip_it_plays_in_an_empty_folder(installed: Path, empty: Path) -> None:
    program = str(installed / "perf-engine")
    command = (program, "play", "--osc-port", "0", "--no-midi", "--web-port", "0")
    more = ("--mode", "takeover", "--set", "patience=0.3")
    with run_process(*command, *more, env=BARE, cwd=empty) as engine:
        said = ""
        while not ("is ready on port" in said and "http://" in said):
            said += line_within(engine, STARTED) + "\n"
        where, port = re.search(r"http://[^,]+", said), re.search(r"ready on port (\d+)", said)
        assert where is not None
        assert port is not None
        browser = urllib.request.Request(where[0], headers={"Accept": "text/html"})
        with urllib.request.urlopen(browser, timeout=STARTED) as page:
            assert b"<html" in page.read()
        ear = Ear(int(port[1]))
        with ear.socket:
            ear.register("now")
            for pitch in PHRASE:
                ear.say("/perf/in/note", 0, pitch, 90, 0.1)
            ear.until(lambda: len(ear.notes) >= 4)
            ear.say("/perf/quit")
            assert engine.wait(PATIENCE) == 0
    assert list(empty.iterdir()) == []


@pytest.mark.timeout(600)
def test_installed_by_pip_it_makes_files_in_an_empty_folder(installed: Path, empty: Path) -> None:
    program = installed / "perf-engine"
    assert "general" in run(program, "models", cwd=empty)
    said = run(program, "generate", "--primer-notes", "60 62 64", "--notes", "20", cwd=empty)
    assert "60-62-64-seed-1.mid: 20 notes" in said
    piece = "generated/60-62-64-seed-1"
    run(program, "plot", f"{piece}.mid", cwd=empty)
    assert (empty / f"{piece}.svg").read_text("utf-8").count('class="note"') == 23
    require_synth()
    run(program, "render", f"{piece}.mid", "--program", "music box", cwd=empty)
    with wave.open(str(empty / f"{piece}.wav")) as file:
        assert file.getnframes() > 0


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "command",
    [
        ("uvx", "--python", sys.executable, "--from", "WHEEL", "perf-engine"),
        ("pipx", "run", "--python", sys.executable, "--spec", "WHEEL", "perf-engine"),
    ],
    ids=["uvx", "pipx"],
)
def test_uvx_and_pipx_run_the_wheel(
    wheel: Path, empty: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = Path(sys.executable).with_name(command[0])  # as an environment has them
    program = str(beside) if beside.exists() else require(command[0])
    home = empty.parent / "home"
    for name in ("UV_CACHE_DIR", "UV_TOOL_DIR", "PIPX_HOME"):
        monkeypatch.setenv(name, str(home / name))
    words = [word.replace("WHEEL", str(wheel)) for word in command[1:]]
    said = run(program, *words, "generate", "--notes", "10", cwd=empty, seconds=400.0)
    assert "alone-seed-1.mid: 10 notes of the machine" in said
    assert (empty / "generated" / "manifest.json").is_file()


@pytest.mark.timeout(300)
def test_a_script_beside_a_clone_imports_it_and_not_the_clones_folder(tmp_path: Path) -> None:
    clone = tmp_path / "perf_engine"
    shutil.copytree(
        ROOT,
        clone,
        ignore=lambda folder, names: {
            name
            for name in names
            if name.startswith(".")
            or (Path(folder) == ROOT and name in ("tests", "docs", "models"))
        },
    )
    line = next(
        line
        for line in (ROOT / "scripts" / "environment.sh").read_text("utf-8").splitlines()
        if line.startswith("in_place=")
    )
    options = line.partition("=")[2].strip('"').split()
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True, timeout=120)
    python = str(tmp_path / "venv" / "bin" / "python")
    pip(python, "install", "--no-deps", *options, str(clone))
    script = tmp_path / "script.py"
    script.write_text("import perf_engine\nprint(perf_engine.__version__)\n", encoding="utf-8")
    assert run(python, script, cwd=tmp_path).count(".") == 2
