"""What `make play` sets up where python-rtmidi has no wheel, no compiler, or no libasound.

scripts/environment.sh runs as it is, on a stand-in for the environment's Python: its pip installs
nothing, and fails where a test says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STAND_IN = f"""#!/bin/sh
case "$*" in
    *"import sys, pip"*) ;;
    *base_prefix*) echo elsewhere ;;
    *'"%d.%d"'*) echo 3.13 ;;
    *"pip show"*) [ -n "$INSTALLED" ] ;;
    *"import rtmidi"*)
        [ -z "$BROKEN" ] || {{ echo Traceback; echo "ImportError: $BROKEN"; exit 1; }} >&2 ;;
    *"-m pip"*)
        echo "${{*##*-qq }}" >>"$LOG"
        case "$*" in *"$FAILS"*) echo "../meson.build:1:0: ERROR: Unknown compiler(s)" >&2; exit 1
        esac ;;
    *) exec {sys.executable} "$@" ;;
esac
"""


class Project:
    """A copy of what the script needs, with an environment that is never asked twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "scripts", folder / "scripts")
        shutil.copy(ROOT / "pyproject.toml", folder)
        self.environment = folder / ".venv"
        (self.environment / "bin").mkdir(parents=True)
        python = self.environment / "bin" / "python"
        python.write_text(STAND_IN)
        python.chmod(0o755)

    def make(self, fails: str = "nothing", installed: str = "", broken: str = "") -> str:
        """What the script says. Fails the test where its exit status is not 0."""
        run = self.run(fails, installed, broken)
        assert run.returncode == 0, run.stderr
        return run.stderr

    def run(self, fails: str, installed: str, broken: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ, "PERF_NO_APT": "1", "LOG": str(self.folder / "log"), "FAILS": fails,
            "INSTALLED": installed, "BROKEN": broken,
        }  # fmt: skip
        return subprocess.run(
            ["sh", "scripts/environment.sh", ".venv"], cwd=self.folder, env=environment,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def installs(self) -> list[str]:
        """What pip was asked to install, in order."""
        return (self.folder / "log").read_text().splitlines()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_with_a_wheel_nothing_is_said_of_midi(project: Project) -> None:
    assert "MIDI" not in project.make(installed="yes")
    assert project.installs()[-1] == "install -e ."


def test_without_a_wheel_or_a_compiler_all_but_midi_is_set_up_and_that_is_said(
    project: Project,
) -> None:
    said = project.make(fails="python-rtmidi")
    assert "MIDI is off, playing over OSC works" in said
    assert "this is Python 3.13, and it could not be built (Unknown compiler(s))" in said
    assert "To have MIDI:" in said
    assert "rm -r .venv" in said
    assert project.installs()[-1] == "install --no-deps -e ."
    wanted = (project.environment / "requirements.txt").read_text()
    assert "numpy" in wanted
    assert "python-osc" in wanted
    assert "rtmidi" not in wanted


def test_the_second_time_nothing_is_said_and_nothing_done(project: Project) -> None:
    project.make(fails="python-rtmidi")
    before = project.installs()
    assert project.make(fails="python-rtmidi") == ""
    assert project.installs() == before


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA is Linux's")
def test_a_system_library_that_is_missing_is_named(project: Project) -> None:
    said = project.make(installed="yes", broken="libasound.so.2: cannot open shared object file")
    assert "MIDI is off, playing over OSC works" in said
    assert "(ImportError: libasound.so.2: cannot open shared object file)" in said
    assert "sudo apt install libasound2" in said


def test_without_a_network_it_fails_the_first_time_and_plays_on_later(project: Project) -> None:
    assert project.run("install", "", "").returncode != 0
    assert not (project.environment / ".ready").exists()
    project.make()
    (project.folder / "pyproject.toml").write_text("# changed\n", encoding="utf-8")
    assert "going on with what was installed before" in project.make(fails="install")
