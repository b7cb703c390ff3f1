"""The files for the service managers: read back by systemd's rules and by plistlib."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.cli.units import (
    LABEL,
    MARK,
    SANDBOX,
    STATE,
    Service,
    folder_of,
    launchd_plist,
    state_folder,
    systemd_unit,
)

COMMAND = ("/usr/bin/python3", "-m", "perf_engine", "play", "--states", f"{STATE}/states")
PRINTABLE = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30)


def settings(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def arguments(line: str) -> list[str]:
    """The arguments of ExecStart, as systemd.service(5) says: quotes, escapes, % and $."""
    words = re.findall(r'"(?:[^"\\]|\\.)*"|\S+', line)
    found = []
    for word in words:
        bare = re.sub(r"\\(.)", r"\1", word[1:-1] if word[0] == '"' else word)
        found.append(bare.replace("%%", "%").replace("$$", "$"))
    return found


@given(st.lists(PRINTABLE.filter(lambda t: t.isprintable() and STATE not in t), max_size=5))
def test_every_argument_is_read_back_as_it_was(more: Sequence[str]) -> None:
    text = systemd_unit(Service("one", [*COMMAND, *more], user=True))
    (line,) = settings(text)["ExecStart"]
    assert arguments(line) == [*COMMAND, *more]


def test_the_unit_of_the_system_needs_no_root_and_restarts_with_growing_pauses() -> None:
    found = settings(systemd_unit(Service("one", COMMAND, user=False)))
    assert found["Type"] == ["notify"]
    assert found["DynamicUser"] == ["yes"]
    assert found["SupplementaryGroups"] == ["audio"]
    assert found["Restart"] == ["on-failure"]
    assert found["StartLimitIntervalSec"] == ["0"]
    assert int(found["RestartSec"][0]) < int(found["RestartMaxDelaySec"][0])
    assert int(found["WatchdogSec"][0]) > 1
    assert "User" not in found
    assert found["WantedBy"] == ["multi-user.target"]
    assert {line.partition("=")[0] for line in SANDBOX} <= set(found)


def test_each_service_has_a_folder_of_its_own() -> None:
    names = ("perf-engine", "one", "two")
    texts = [systemd_unit(Service(name, COMMAND, user=False)) for name in names]
    folders = [settings(text)["StateDirectory"] for text in texts]
    assert folders == [[state_folder(name)] for name in names]
    assert folders == [["perf_engine"], ["perf_engine-one"], ["perf_engine-two"]]


def test_an_account_and_folders_to_write_are_named() -> None:
    writes = [Path("/music/a b é%"), Path("/plain")]
    found = settings(systemd_unit(Service("one", COMMAND, False, "ann", writes)))
    assert found["User"] == ["ann"]
    assert "DynamicUser" not in found
    assert found["ReadWritePaths"] == ['"-/music/a b é%%"', "-/plain"]


def test_the_unit_of_a_user_asks_for_no_more_than_a_user_may() -> None:
    made = Service("one", COMMAND, True, environment={"PYTHONPATH": "/a b"})
    found = settings(systemd_unit(made))
    assert found["WantedBy"] == ["default.target"]
    assert found["Environment"] == ['"PYTHONPATH=/a b"']
    for name in ("User", "DynamicUser", "ProtectSystem", "ReadWritePaths", "CapabilityBoundingSet"):
        assert name not in found


@pytest.mark.parametrize("user", [True, False])
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_itself_accepts_the_unit(tmp_path: Path, user: bool) -> None:
    python = shutil.which("python3") or "/bin/sh"
    more = ["--record", "/a folder/é 100% $HOME"]
    made = Service("my-piece", [python, *COMMAND[1:], *more], user, "", [Path("/a folder/é")])
    file = tmp_path / "my-piece.service"
    file.write_text(systemd_unit(made), encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", *(("--user",) if user else ()), "--man=no", "verify", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    newer = re.compile(r"Unknown key (?:name )?'Restart(?:Steps|MaxDelaySec)'.*ignoring")
    wrong = [
        line for line in told.stderr.splitlines() if "my-piece" in line and not newer.search(line)
    ]
    assert wrong == []


@given(st.lists(PRINTABLE.filter(str.isprintable), max_size=5))
def test_the_property_list_is_read_back(more: Sequence[str]) -> None:
    text = launchd_plist(Service("one", [*COMMAND, *more], True), Path("/logs é"))
    assert MARK.encode() in text
    found = plistlib.loads(text)
    assert found["Label"] == f"{LABEL}one"
    assert found["ProgramArguments"] == [*COMMAND, *more]
    assert found["KeepAlive"] == {"SuccessfulExit": False}
    assert found["RunAtLoad"] is True
    assert found["StandardOutPath"] == "/logs é/one.log"


@pytest.mark.parametrize("name", ["", "a b", "../x", "é", "a\nb", "x" * 65, "-x"])
def test_a_name_that_could_be_no_file_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"name must be 1\.\.64 letters"):
        Service(name, COMMAND, True)


def test_what_cannot_stand_in_a_line_is_refused() -> None:
    with pytest.raises(ValueError, match="unprintable"):
        Service("one", [*COMMAND, "a\nExecStart=/bin/evil"], True)


@pytest.mark.parametrize("value", ["/a\nExecStartPre=/bin/evil", "/a\r", "/a\x1b[2J", "/a\0"])
def test_a_variable_with_a_line_break_or_a_control_character_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"'PYTHONPATH=.* unprintable"):
        Service("one", COMMAND, True, environment={"PYTHONPATH": value})


def test_the_folder_follows_the_home_or_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert folder_of("systemd", False) == Path("/etc/systemd/system")
    assert folder_of("launchd", False) == Path("/Library/LaunchDaemons")
    home = {"HOME": "/home/é x"}
    assert folder_of("systemd", True, home) == Path("/home/é x/.config/systemd/user")
    assert folder_of("launchd", True, home) == Path("/home/é x/Library/LaunchAgents")
    xdg = {**home, "XDG_CONFIG_HOME": "/conf"}
    assert folder_of("systemd", True, xdg) == Path("/conf/systemd/user")

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(ValueError, match="set HOME"):
        folder_of("systemd", True, {})
