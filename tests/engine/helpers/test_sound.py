"""The supervisor of the sound's process: what it says, and a process that ends."""

from __future__ import annotations

import json
import select
import sys
import time
from pathlib import Path

import pytest

from perf_engine.engine.helpers.sound import SoundProcess, described, none

DEVICE = {
    "device": "Speakers, ALSA",
    "rate": 48000,
    "buffer": 256,
    "latency_ms": 12.4,
    "soundfont": "x.sf2 (why)",
}
STAND_IN = """
import sys
print("ALSA is chatty", flush=True)
print({line!r}, flush=True)
sys.exit({status}) if {status} else sys.stdin.read()
"""


def started(tmp_path: Path, monkeypatch, line: str, status: int = 0):
    (tmp_path / "sound_stand_in.py").write_text(STAND_IN.format(line=line, status=status))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said: list[str] = []
    reports: list[dict] = []
    made = SoundProcess(
        9470,
        (),
        lambda: [],
        lambda report: reports.append(dict(report)),
        said.append,
        0.0,
        module="sound_stand_in",
    )
    return made, said, reports


def turn(made: SoundProcess, enough) -> None:
    until = time.monotonic() + 60.0
    while not enough():
        assert time.monotonic() < until
        if made.fileno() >= 0:
            select.select([made.fileno()], [], [], 0.1)
        made.turn(time.monotonic())


def test_a_device_is_described_once_and_each_report_is_passed_on(tmp_path, monkeypatch) -> None:
    made, said, reports = started(tmp_path, monkeypatch, json.dumps(DEVICE))
    try:
        turn(made, lambda: reports)
        assert said == [described(DEVICE)]
        assert "built in, on Speakers, ALSA: 48000 Hz, a note is heard within 12 ms" in said[0]
        assert reports == [DEVICE]
        assert made.alive
    finally:
        made.close()
    assert not made.alive


@pytest.mark.parametrize(("status", "words"), [(75, "the device is gone"), (1, "status 1")])
def test_a_process_that_ends_is_started_again_and_why_is_said(
    tmp_path, monkeypatch, caplog, status: int, words: str
) -> None:
    made, said, reports = started(tmp_path, monkeypatch, json.dumps(DEVICE), status)
    try:
        turn(made, lambda: len(reports) >= 4)  # a device, none, a device, none
    finally:
        made.close()
    assert [bool(report["device"]) for report in reports[:4]] == [True, False, True, False]
    assert words in caplog.text
    assert len(said) == 1


def test_without_a_device_it_says_why(tmp_path, monkeypatch) -> None:
    why = "No sound device is there: plug one in"
    line = json.dumps({"device": "", "why": why})
    made, said, reports = started(tmp_path, monkeypatch, line)
    try:
        turn(made, lambda: reports)
    finally:
        made.close()
    assert said == [none(why)]


def test_a_module_that_is_missing_stops_nothing(tmp_path, monkeypatch) -> None:
    assert sys.executable
    reports: list[object] = []
    made = SoundProcess(9470, (), lambda: [], reports.append, print, 0.0, module="no_such_module")
    try:
        turn(made, lambda: reports)
    finally:
        made.close()
