"""install-service: it writes, starts, refuses and removes, and says what it does."""

from __future__ import annotations

import grp
import os
import plistlib
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from perf_engine.cli import service
from perf_engine.cli.program import cli
from perf_engine.cli.units import MARK


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a space, and a PATH without a service manager."""
    home = tmp_path / "a home é"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("SUDO_USER", raising=False)
    return home


def install(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["install-service", *arguments])


UNIT = Path(".config/systemd/user/perf-engine.service")
SYSTEMD = ("--kind", "systemd", "--user")


def test_it_writes_a_unit_for_the_user_and_says_how_to_start_it(home: Path) -> None:
    told = install(*SYSTEMD, "--", "--mode", "solo")
    assert told.exit_code == 0
    text = (home / UNIT).read_text()
    assert f"ExecStart={sys.executable} -m perf_engine play" in text
    assert "--resume --watchdog" in text
    assert text.count("--mode solo") == 1
    assert "systemctl could not be run" in told.output
    assert "systemctl --user enable perf-engine" in told.output
    assert "systemctl --user restart perf-engine" in told.output
    assert "enable-linger" in told.output


def test_the_same_unit_is_left_and_another_is_not_overwritten(home: Path) -> None:
    assert install(*SYSTEMD, "--no-start").exit_code == 0
    again = install(*SYSTEMD, "--no-start")
    assert again.exit_code == 0
    assert "the same" in again.output
    before = (home / UNIT).read_text()
    other = install(*SYSTEMD, "--no-start", "--", "--mode", "solo")
    assert other.exit_code == 1
    assert "--force" in other.output
    assert (home / UNIT).read_text() == before
    assert install(*SYSTEMD, "--no-start", "--force", "--", "--mode", "solo").exit_code == 0
    assert "--mode solo" in (home / UNIT).read_text()


def test_it_removes_what_it_wrote_and_nothing_else(home: Path) -> None:
    nothing = install(*SYSTEMD, "--uninstall")
    assert nothing.exit_code == 1
    assert "nothing is installed" in nothing.output
    install(*SYSTEMD, "--no-start")
    removed = install(*SYSTEMD, "--uninstall")
    assert removed.exit_code == 0
    assert not (home / UNIT).exists()
    (home / UNIT).write_text("[Unit]\n")
    kept = install(*SYSTEMD, "--uninstall")
    assert kept.exit_code == 1
    assert "was written by something else" in kept.output
    assert (home / UNIT).exists()
    assert install(*SYSTEMD, "--uninstall", "--force").exit_code == 0


def test_print_installs_nothing(home: Path) -> None:
    told = install(*SYSTEMD, "--print", "--name", "piece.2")
    assert told.exit_code == 0
    assert told.output.startswith(f"# {MARK}")
    assert list(home.iterdir()) == []


def test_folders_of_the_configuration_are_used_and_may_be_written(home: Path) -> None:
    config = home / "my piece.toml"
    config.write_text(f'record = "{home}/music"\nstates = "/states"\nmode = "solo"\n')
    told = install("--kind", "systemd", "--print", "--as", "ann", "--config", str(config))
    assert told.exit_code == 0, told.output
    assert "--record" not in told.output
    assert "--states" not in told.output
    assert f'--config "{config}"' in told.output
    assert f'ReadWritePaths="-{home}/music"' in told.output
    assert "ReadWritePaths=-/states" in told.output
    assert "User=ann" in told.output


def test_typed_folders_may_be_written_and_come_before_those_of_the_configuration(
    home: Path,
) -> None:
    config = home / "piece.toml"
    config.write_text('record = "/music"\nstates = "/states"\n')
    arguments = ("--kind", "systemd", "--print", "--as", "root", "--config", str(config))
    told = install(*arguments, "--", "--record", "~/our music")
    assert told.exit_code == 0, told.output
    music = Path("~root/our music").expanduser()
    assert f'ReadWritePaths="-{music}"' in told.output
    assert "ReadWritePaths=-/states" in told.output
    assert "ReadWritePaths=-/music" not in told.output
    assert "ReadWritePaths=-/here" in install(*arguments, "--", "--record=/here").output


@pytest.mark.parametrize("kind", ["systemd", "launchd"])
def test_a_relative_folder_is_refused_where_a_service_starts_elsewhere(
    home: Path, kind: str
) -> None:
    arguments = ("--kind", kind, "--print", "--as", "ann", "--")
    told = install(*arguments, "--record", "music")
    assert told.exit_code == 1
    assert "record must be an absolute path in a service, not music" in told.output


def test_typed_folders_come_before_its_own(home: Path) -> None:
    told = install(*SYSTEMD, "--print", "--", "--record", "/here", "--states=/there")
    assert told.output.count("--record ") == 1
    assert told.output.count("--states") == 1
    assert "--recordings-mb" not in told.output
    told = install(*SYSTEMD, "--print", "--no-record")
    assert "--record" not in told.output
    assert "--states" in told.output
    assert "--recordings-mb 10000" in install(*SYSTEMD, "--print").output


def test_the_unit_of_a_piece_with_sensors_has_the_groups_that_there_are(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "piece.toml"
    system = ("--print", "--kind", "systemd", "--as", "root", "--config", str(file))
    serial = '[installation]\nserial = ["Arduino"]\n'
    gamepad = '[[map]]\nsource = "gamepad axis 1"\ntarget = "density"\n'
    there: set[str] = {"dialout", "input"}
    monkeypatch.setattr(service, "_exists", there.__contains__)
    for text, groups in (
        ("", "audio"),
        (serial, "audio dialout"),
        (gamepad, "audio input"),
        (serial + gamepad, "audio dialout input"),
    ):
        file.write_text(text)
        assert f"\nSupplementaryGroups={groups}\n" in install(*system).output
    there.clear()
    assert "\nSupplementaryGroups=audio\n" in install(*system).output


def test_a_group_that_the_computer_lacks_does_not_exist() -> None:
    assert service._exists(grp.getgrgid(os.getgid()).gr_name)
    assert not service._exists("nobody-has-this-group")


def test_launchd_gets_a_property_list(home: Path) -> None:
    told = install("--kind", "launchd", "--user", "--no-start", "--", "--mode", "solo")
    assert told.exit_code == 0, told.output
    (file,) = (home / "Library" / "LaunchAgents").iterdir()
    found = plistlib.loads(file.read_bytes())
    command = found["ProgramArguments"]
    assert command[command.index("--states") + 1].startswith(str(home))
    assert command[-2:] == ["--mode", "solo"]
    assert "launchctl load -w" in told.output
    other = install("--kind", "launchd", "--user", "--print", "--name", "other")
    states = plistlib.loads(other.output.encode())["ProgramArguments"]
    assert states[states.index("--states") + 1] != command[command.index("--states") + 1]
    assert Path(found["StandardOutPath"]).parent.is_dir()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--name", "a b"), "name must be"),
        (("--", "--mode", "polka"), "mode must be"),
        (("--", "--no-such-option"), "No such option"),
        (("--no-such-option",), "No such option"),
        (("--mode", "solo"), "--mode is an option of play: write -- before it"),
        (("--no-midi",), "--no-midi is an option of play: write -- before it"),
        (("--config", "/nowhere.toml"), "/nowhere.toml"),
    ],
)
def test_what_could_not_start_is_refused_now(
    home: Path, arguments: tuple[str, ...], why: str
) -> None:
    told = install(*SYSTEMD, *arguments)
    assert told.exit_code in (1, 2)
    assert why in told.output
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ('model = "nobody"', "scene day: there is no model nobody"),
        ('style = "polka"', "scene day: the model "),
    ],
)
def test_a_scene_whose_model_or_style_is_missing_is_refused_now(
    home: Path, tmp_path: Path, wrong: str, why: str
) -> None:
    config, piece = tmp_path / "piece.toml", '[installation]\n[[scene]]\nname = "day"\n'
    config.write_text(piece + wrong)
    told = install(*SYSTEMD, "--config", str(config))
    assert told.exit_code == 1
    assert f"{config}: {why}" in told.output
    assert list(home.iterdir()) == []
    config.write_text(piece)
    assert install(*SYSTEMD, "--config", str(config)).exit_code == 0
    config.write_text(piece + wrong)
    assert install(*SYSTEMD, "--config", str(config), "--uninstall").exit_code == 0
    assert not (home / UNIT).exists(), "what is there can be removed all the same"


def test_a_file_that_cannot_be_written_is_a_sentence(home: Path) -> None:
    (home / ".config").write_text("")
    told = install(*SYSTEMD)
    assert told.exit_code == 1
    assert str(home / ".config") in told.output
    assert "Traceback" not in told.output


def test_a_user_of_its_own_must_reach_the_interpreter(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(home / "python"))
    told = install("--kind", "systemd", "--print")
    assert told.exit_code == 1
    assert "--as USER" in told.output
    assert install("--kind", "systemd", "--print", "--as", "ann").exit_code == 0
    monkeypatch.setenv("SUDO_USER", "bob")
    assert "User=bob" in install("--kind", "systemd", "--print").output


def test_commands_of_the_system_are_run_and_their_failure_is_told(
    home: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    systemctl = tmp_path / "systemctl"
    systemctl.write_text(f'#!/bin/sh\necho "$@" >> "{log}"\n')
    systemctl.chmod(0o755)
    told = install(*SYSTEMD)
    assert "To start it, type:" not in told.output
    assert log.read_text().splitlines() == [
        "--user daemon-reload",
        "--user enable perf-engine",
        "--user restart perf-engine",
    ]
    install(*SYSTEMD, "--uninstall")
    assert log.read_text().splitlines()[-1] == "--user disable --now perf-engine"
    systemctl.write_text("#!/bin/sh\necho 'no bus here' >&2\nexit 1\n")
    told = install(*SYSTEMD)
    assert told.exit_code == 0
    assert "no bus here" in told.output
    assert "To start it, type:" in told.output
    assert service.KINDS == ("systemd", "launchd")
