"""Ableton Link: what a session says, with a session of a few lines and with a real second peer."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from perf_engine.clients.ableton_link import AHEAD, Follower, main
from tests.support.peers import require, require_module

ROOT = Path(__file__).parents[2]
PEER = Path(__file__).with_name("link_peer.py")


@dataclass
class Session:
    beat: float = 4.0
    tempo: float = 120.0
    playing: bool = False


def told(session: Session, offset: float = 0.0) -> tuple[list[object], list[object]]:
    said: list[object] = []
    ahead: list[object] = []
    follower = Follower(session, lambda *m: said.append(m), lambda *m: ahead.append(m), offset)
    follower.look(lambda: 10.0)
    return said, ahead


def test_a_beat_is_told_ahead_of_its_time_with_tempo_and_transport():
    said, ahead = told(Session(playing=True))
    assert said == [("/perf/transport", 1, "link")]
    assert ahead == [
        (10.0 + AHEAD, ("/perf/tempo", 120.0, "link"), ("/perf/beat", 4.0 + 2 * AHEAD, "link"))
    ]


def test_the_offset_moves_the_beats_to_an_earlier_time():
    _, ahead = told(Session(), offset=0.03)
    assert ahead[0][0] == pytest.approx(10.0 + AHEAD - 0.03)


def test_a_tempo_that_is_none_of_ours_is_not_told():
    said, ahead = told(Session(tempo=999.0))
    assert said == [("/perf/transport", 0, "link")]
    assert ahead == []


def test_an_offset_out_of_range_is_refused_in_a_sentence(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--offset-ms", "900"])
    assert ended.value.code == 2
    assert "offset must be -500..500 ms, not 900" in capsys.readouterr().err


def test_without_aalink_it_says_what_to_type(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "aalink", None)
    assert main(["--engine-port", "9"]) == 1
    assert "perf_engine[link]" in capsys.readouterr().err


def in_a_network_of_its_own(*options: str) -> list[dict[str, list[float]]]:
    """What the second peer measured, where Link reaches nobody else."""
    unshare, ip = require("unshare"), require("ip")
    peer = shlex.join([sys.executable, str(PEER), *options])
    script = f"{ip} link set lo up && {ip} route add 224.0.0.0/4 dev lo && exec {peer}"
    command = [unshare, "-n", shutil.which("sh") or "sh", "-c", script]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, timeout=200, check=False
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("a network namespace may not be made here")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.timeout(260)
@pytest.mark.parametrize("offset", [0.0, 25.0])
def test_with_a_second_peer_tempo_changes_are_followed_and_the_phase_held(offset):
    require_module("aalink")
    slow, fast = in_a_network_of_its_own("--offset-ms", str(offset))
    assert (slow["playing"], fast["playing"]) == ([0], [1])
    for measured in (slow, fast):
        assert measured["peers"] == 1
        errors = sorted(measured["errors"])
        assert len(errors) == 20
        assert abs(errors[10] - offset) < 1.0
