"""The cost of sensors is measured on a real engine."""

from __future__ import annotations

import json
import socket
from pathlib import Path

from click.testing import CliRunner

from benchmarks.sensors import TARGETS, main, piece, send
from perf_engine.cli.configuration import read_config
from perf_engine.protocol.packets import read


def test_a_piece_has_as_many_sensors_as_wanted(tmp_path: Path) -> None:
    file = tmp_path / "piece.toml"
    file.write_text(piece(len(TARGETS)))
    options = read_config(file)
    assert len(options.piece().gestures) == len(TARGETS) >= 16


def test_every_stream_is_sent_in_its_turn() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        send(ear.getsockname()[1], 2, 200.0, 0.05)
        found = [read(ear.recv(1000)) for _ in range(10)]
    assert [address for address, _ in found[:4]] == ["/s/0", "/s/1", "/s/0", "/s/1"]


def test_the_command_reports(tmp_path: Path) -> None:
    out = tmp_path / "sensors.json"
    said = CliRunner().invoke(main, ["--seconds", "1", "--rate", "100", "--json", str(out)])
    assert "values a second" in said.output, said.output
    report = json.loads(out.read_text())
    assert report["busy"]["notes"] > 0
    assert report["busy"]["engine"] > 0.0
