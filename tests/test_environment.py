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
IN_PLACE = "--config-settings editable_mode=compat -e ."
NO_COMPILER = "../meson.build:1:0: ERROR: Unknown compiler(s)"
NO_NETWORK = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)'
ERROR: No matching distribution found for numpy"""
NO_SYNTH = """\
class NoSynth(OSError): pass
def library(): raise NoSynth("Type  brew install fluid-synth")
"""
STAND_IN = f"""#!/bin/sh
case "$*" in
    *"import sys, pip"*) ;;
    *base_prefix*) echo elsewhere ;;
    *'"%d.%d"'*) echo 3.13 ;;
    *"pip show"*) [ -n "$INSTALLED" ] ;;
    *"import rtmidi"*)
        [ -z "$BROKEN" ] || {{ echo Traceback; echo "ImportError: $BROKEN"; exit 1; }} >&2 ;;
    *"-m pip"*)
        echo "${{*##*--no-input }}" >>"$LOG"
        case "$*" in *"$FAILS"*) echo "$SAYS" >&2; exit 1
        esac
        echo "Downloading some_wheel-1.2.3-py3-none-any.whl.metadata (3 kB)"
        echo "Downloading some_wheel-1.2.3-py3-none-any.whl (16.9 MB)" ;;
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

    def run(
        self, fails: str, installed: str = "", broken: str = "", says: str = NO_COMPILER
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PERF_NO_APT": "1",
            "LOG": str(self.folder / "log"),
            "FAILS": fails,
            "INSTALLED": installed,
            "SAYS": says,
            "BROKEN": broken,
        }
        return subprocess.run(
            ["sh", "scripts/environment.sh", ".venv"],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def installs(self) -> list[str]:
        """What pip was asked to install, in order."""
        return (self.folder / "log").read_text().splitlines()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_with_a_wheel_nothing_is_said_of_midi(project: Project) -> None:
    assert "MIDI" not in project.make(installed="yes")
    assert project.installs()[-1] == f"install {IN_PLACE}"


def test_without_a_wheel_or_a_compiler_all_but_midi_is_set_up_and_that_is_said(
    project: Project,
) -> None:
    said = project.make(fails="python-rtmidi")
    assert "MIDI is off, playing over OSC works" in said
    assert "this is Python 3.13, and it could not be built (Unknown compiler(s))" in said
    assert "To have MIDI:" in said
    assert "rm -r .venv" in said
    assert project.installs()[-1] == f"install --no-deps {IN_PLACE}"
    wanted = (project.environment / "requirements.txt").read_text()
    assert "numpy" in wanted
    assert "safetensors" in wanted
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


def test_on_a_mac_a_synthesizer_that_is_missing_is_named(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = project.folder / "perf_engine" / "synthesis"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").touch()
    (package / "synth.py").write_text(NO_SYNTH)
    uname = tmp_path / "programs" / "uname"
    uname.parent.mkdir()
    uname.write_text("#!/bin/sh\necho Darwin\n")
    uname.chmod(0o755)
    monkeypatch.setenv("PATH", f"{uname.parent}:{os.environ['PATH']}")
    said = project.make(installed="yes")
    assert "The built-in sound is off. Type  brew install fluid-synth" in said


def test_what_comes_is_named_with_its_size_while_it_comes(project: Project) -> None:
    said = project.make().splitlines()
    assert "the first time takes a minute or more" in said[0]
    assert [line for line in said if line[:2] == "  "] == ["  some_wheel 1.2.3, 16.9 MB"] * 2


def test_without_a_network_one_sentence_says_so_and_nothing_more_is_tried(project: Project) -> None:
    run = project.run("install", says=NO_NETWORK)
    assert run.returncode != 0
    said = run.stderr.splitlines()
    assert len(said) == 2
    assert said[1].startswith("There is no network: the first start needs it once")
    assert len(project.installs()) == 1
    assert not (project.environment / ".ready").exists()


def test_any_other_failure_is_said_as_pip_says_it(project: Project) -> None:
    run = project.run("install", says="ERROR: No space left on device")
    assert run.returncode != 0
    assert run.stderr.splitlines()[-1] == "ERROR: No space left on device"


def test_without_a_network_what_was_installed_before_is_played_on(project: Project) -> None:
    project.make()
    (project.folder / "pyproject.toml").write_text("# changed\n", encoding="utf-8")
    run = project.run("install", says=NO_NETWORK)
    assert run.returncode == 0
    assert "going on with what was installed before" in run.stderr.splitlines()[-1]
    assert "There is no network" not in run.stderr
