"""What the doctor says of an installation before it is left alone."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from perf_engine.cli import installation_checks
from perf_engine.cli.installation_checks import alert, hours, installation, port, states
from perf_engine.core.installation.hours import Hours, Opening, Quiet
from perf_engine.core.installation.moment import Moment, Span
from perf_engine.engine.options import Options
from perf_engine.engine.piece_options import InstallationOptions, SceneOptions
from tests.support.peers import miss_ipv6

NOON = Moment((2026, 7, 3), 4, 43_200.0)


def test_every_part_of_an_installation_is_looked_at(tmp_path: Path) -> None:
    general = InstallationOptions(sensor_port=0, http_port=0)
    scene = SceneOptions(name="Calm")
    options = Options(installation=general, scene=(scene,), states=str(tmp_path))
    found = {one.check: one for one in installation(options)}
    assert list(found) == ["hours", "scenes", "sensor_port", "http_port", "states", "alert"]
    assert found["scenes"].found == "The installation's scenes: Calm."
    assert {one.state for one in found.values()} == {"works"}


def test_a_scene_whose_model_is_missing_keeps_it_from_playing() -> None:
    found = installation_checks.scenes(Options(scene=(SceneOptions(name="a", model="none"),)))
    assert found.state == "fails"
    assert "scene a" in found.found


def test_hours_in_which_it_is_silent_are_told_with_their_end() -> None:
    assert hours(Hours(), NOON).state == "works"
    closed = hours(Hours((Opening(Span.of("13:00", "14:00")),)), NOON)
    assert closed.state == "attention"
    assert closed.found == (
        "The installation is closed now; opens on Friday, 2026-07-03, at 13:00."
        " It is Friday, 2026-07-03, at 12:00 here."
    )
    soft = Hours((), (Quiet(Span.of("11:00", "13:00"), 0.2),))
    assert hours(soft, NOON).state == "works"


@pytest.mark.parametrize(
    ("kind", "key"),
    [(socket.SOCK_DGRAM, "sensor_port"), (socket.SOCK_STREAM, "http_port")],
)
@pytest.mark.parametrize("lan", [False, True])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken_is_told_with_its_key(
    kind: int, key: str, host: str, lan: bool
) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind) as other:
        try:
            other.bind((host, 0))
        except OSError:
            miss_ipv6()
        if kind == socket.SOCK_STREAM:
            other.listen()
        number = other.getsockname()[1]
        taken = port(kind, number, key, lan)
    assert taken.state == "attention"
    assert str(number) in taken.found
    assert f"{key} of [installation]" in taken.remedy
    free = port(kind, number, key, lan)
    assert free.state == "works"
    assert ("every network" in free.found) == lan


def test_a_folder_of_states_that_may_not_be_written_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "not" / "yet"
    assert (
        states(Options(states=str(new))).found == f"Saved states go to {new}, which will be made."
    )
    (tmp_path / "file").write_text("")
    assert states(Options(states=str(tmp_path / "file" / "x"))).state == "attention"
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
    found = states(Options(states=str(new)))
    assert found.state == "attention"
    assert f"no right to write to {tmp_path}" in found.found


def test_an_alert_must_be_a_program_that_a_service_finds(tmp_path: Path) -> None:
    program = tmp_path / "tell me.sh"
    program.write_text("#!/bin/sh\n")
    command = f"'{program}' now"
    missing = alert(command)
    assert missing.state == "attention"
    assert "may not be executed" in missing.found
    assert "chmod +x" in missing.remedy
    program.chmod(0o755)
    assert alert(command).found == f"The alert runs {command}."
    assert alert("sh -c true").state == "attention"  # it is found by PATH only
    assert alert("'open").state == "attention"
    assert alert("").state == "works"
