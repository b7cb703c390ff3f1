"""A real engine that is killed, and goes on: the same state to the bit, and the same recording."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.service.saved_session import SavedSession, before, file_of, newest
from perf_engine.engine.session.journal import files, records, sessions
from perf_engine.engine.session.records import Beginning
from perf_engine.engine.session.verification import verify
from tests.support.concert import PATIENCE, Ear, Engine, assert_music, playing, strikes

OPTIONS = ("--no-midi", "--no-web", "--no-sound", "--resume")


def options_of(folder: Path, *more: str) -> tuple[str, ...]:
    return (*OPTIONS, "--states", str(folder), "--record", str(folder / "recordings"), *more)


def wait_for(what: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < until
        time.sleep(0.01)
    return found


def music(engine: Engine, least: int = 12) -> None:
    """Hear music until there is enough of it."""
    ear = Ear(engine.port)
    with ear.socket:
        ear.register("now")
        assert ear.until(lambda: len(strikes(ear.notes)) >= least)
        ear.say("/perf/notify", 0)
        ear.rest()
        assert_music(ear.notes, least)


def newest_of(folder: Path) -> SavedSession | None:
    return newest(file_of(folder, 0))[0]


def snapshot_in(folder: Path) -> Any:
    """What was saved last, once something has been."""
    return wait_for(lambda: newest_of(folder)).beginning.snapshot


def first_of(path: Path) -> Beginning:
    text = path.read_bytes().splitlines()[0].rpartition(b"\t")[0]
    return Beginning(**{**json.loads(text)[1], "model": None})


@pytest.mark.timeout(300)
def test_a_killed_engine_goes_on_from_what_was_saved_to_the_bit(tmp_path: Path) -> None:
    options = options_of(tmp_path, "--mode", "solo", "--set", "novelty=0.5")
    with playing(tmp_path / "log", *options, "--set", "density=3") as engine:
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            ear.say("/perf/param/temperature", 1.125)
            ear.say("/perf/chords", "Dm7 | G7")
            ear.say("/perf/in/noteon", 0, 60, 90)
            assert ear.until(lambda: newest_of(tmp_path))
            engine.kill()
    saved = snapshot_in(tmp_path)
    (voice,) = saved["values"]["performer"]["voices"]
    mind = voice["voice"]["speaker"]["speaker"]["mind"]["improviser"]
    assert mind["phrases"]["phrase_counts"]["sum"] > 0
    assert mind["harmonies"]["harmony_counts"]["counts"]["array"] == "|u1"
    (session,) = sessions(tmp_path / "recordings")
    count = len(files(session))
    with playing(tmp_path / "log", *options, "--set", "density=3") as engine:
        assert "goes on from what was saved" in engine.text
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            ear.say("/perf/get", "temperature")
            assert ear.until(lambda: ear.told("/perf/get"))
            assert ear.told("/perf/get") == [["temperature", 1.125]]
            ear.say("/perf/chords")
            assert ear.until(lambda: ear.told("/perf/chords"))
            assert ear.told("/perf/chords") == [["Dm7 | G7"]]
        music(engine)
        wait_for(lambda: len(files(session)) > count)
        engine.process.send_signal(signal.SIGTERM)
        engine.process.wait(PATIENCE)
    assert sessions(tmp_path / "recordings") == [session]
    assert first_of(files(session)[count]).snapshot == saved
    found = list(records(session))
    verdict = verify(found, lambda origin: load_model(origin.file)[0])
    assert verdict.difference is None
    assert verdict.said > 0


@pytest.mark.timeout(300)
def test_after_an_end_in_order_the_music_goes_on_into_another_recording(tmp_path: Path) -> None:
    options = options_of(tmp_path, "--mode", "solo")
    for _ in range(2):
        with playing(tmp_path / "log", *options) as engine:
            music(engine)
            wait_for(lambda: list((tmp_path / "recordings").rglob("*.jsonl")))
            engine.process.send_signal(signal.SIGTERM)
            engine.process.wait(PATIENCE)
    assert "goes on from what was saved" in engine.text
    first, second = sessions(tmp_path / "recordings")
    assert first != second
    for session in (first, second):
        assert verify(records(session), lambda origin: load_model(origin.file)[0]).gaps == []


@pytest.mark.timeout(300)
def test_a_corrupt_state_is_told_and_the_one_before_is_taken_or_none(tmp_path: Path) -> None:
    options = options_of(tmp_path, "--mode", "takeover")
    file = file_of(tmp_path, 0)
    for _ in range(2):
        with playing(tmp_path / "log", *options) as engine:
            engine.process.send_signal(signal.SIGTERM)
            engine.process.wait(PATIENCE)
    file.write_bytes(file.read_bytes()[:-9])
    log = tmp_path / "log"
    with playing(log, *options) as engine:
        assert "goes on from what was saved" in engine.text
        wait_for(lambda: "damaged" in log.read_text())  # another process writes the log
        engine.kill()
    for path in (file, before(file)):
        path.write_bytes(b"\0" * 100)
    with playing(log, *options) as engine:
        assert "begins afresh" in engine.text


@pytest.mark.timeout(300)
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="/proc takes no folders, of nobody")
def test_a_disk_that_takes_nothing_does_not_stop_the_music(tmp_path: Path) -> None:
    nowhere = ("--states", "/proc/nowhere/states", "--record", "/proc/nowhere/recordings")
    log = tmp_path / "log"
    with playing(log, *OPTIONS, *nowhere, "--mode", "solo") as engine:
        wait_for(lambda: "The state could not be saved" in log.read_text())
        wait_for(lambda: "The recording stopped" in log.read_text())
        music(engine)
        engine.process.send_signal(signal.SIGTERM)
        assert engine.process.wait(PATIENCE) == 0
    assert "Traceback" not in log.read_text()
