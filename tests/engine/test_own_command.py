"""What is said to be typed can be typed: in a copy of the project, and with a wheel."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from perf_engine.engine.own_command import own_command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project with its environment, in which one is."""
    for name in ("Makefile", "pyproject.toml"):
        (tmp_path / name).write_text("")
    install(tmp_path / ".venv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def install(prefix: Path) -> Path:
    script = prefix / "bin" / "perf-engine"
    script.parent.mkdir(parents=True)
    script.write_text("")
    return script


def typed(project: Path, *words: str, found: Path | None = None) -> str:
    return own_command(
        *words,
        project=project,
        prefix=project / ".venv",
        find=lambda name: None if found is None else str(found),
    )


def test_in_a_copy_of_the_project_make_plays(project: Path) -> None:
    assert typed(project, "play") == "make play"
    assert typed(project, "play", "--config", "a piece.toml") == (
        "make play ARGS=\"--config 'a piece.toml'\""
    )
    assert typed(project, "models") == ".venv/bin/perf-engine models"
    assert typed(project, "play", "--config", "$1.toml") == (
        ".venv/bin/perf-engine play --config '$1.toml'"  # make would take the $
    )


def test_from_another_folder_the_whole_path_is_named(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert typed(project, "play") == f"{project}/.venv/bin/perf-engine play"


def test_a_wheel_that_the_shell_finds_is_called_by_its_name(tmp_path: Path) -> None:
    script = install(tmp_path / ".venv")
    assert typed(tmp_path, "play", "--mode", "solo", found=script) == (
        "perf-engine play --mode solo"
    )
    assert typed(tmp_path, "play", found=Path("/usr/bin/perf-engine")) == f"{script} play"


def test_without_a_script_the_interpreter_runs_it(tmp_path: Path) -> None:
    assert typed(tmp_path, "play") == f"{sys.executable} -m perf_engine play"


def test_in_a_folder_that_is_gone_the_whole_path_is_typed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    script = (project / ".venv/bin/perf-engine").resolve()
    assert typed(project, "play") == f"{script} play"


def test_beside_the_program_the_shell_is_told_that_it_is_here(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / ".venv/bin")
    assert typed(project, "doctor") == "./perf-engine doctor"
