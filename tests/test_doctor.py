"""What the doctor finds in the machine itself, and what it says to do."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from broken_models import write

from perf_engine.doctor import examine, libraries, model, python, room, speed
from perf_engine.finding import plays
from perf_engine.live.model import load_model
from perf_engine.live.options import Options


def test_any_python_from_the_oldest_to_the_newest_works() -> None:
    assert python((3, 10)).state == python((3, 13)).state == "works"
    for version in ((3, 9), (3, 14)):
        found = python(version)
        assert found.state == "attention"
        assert "make play" in found.remedy


def test_a_library_that_is_missing_keeps_it_from_playing() -> None:
    assert [f.state for f in libraries()] == ["works"]
    there, missing = libraries({"click": "click", "no_such_thing": "no-such-thing"})
    assert "click 8" in there.found
    assert missing.state == "fails"
    assert "no-such-thing" in missing.found
    assert "make play" in missing.remedy


def test_a_model_is_found_loaded_and_timed(tmp_path: Path) -> None:
    found, timed = model(str(write(tmp_path / "small.safetensors")))
    assert found.state == "works"
    assert "The model small loads" in found.found
    assert timed.check == "speed"
    assert "0.96 ms are allowed" in timed.found


def test_a_model_that_is_missing_or_broken_keeps_it_from_playing(tmp_path: Path) -> None:
    (tmp_path / "broken.safetensors").write_text("no model")
    for name in ("nothing", str(tmp_path / "broken.safetensors")):
        (found,) = model(name)
        assert found.state == "fails"
        assert found.remedy


@pytest.mark.parametrize(("step_ms", "state"), [
    (0.4, "works"), (0.96, "works"), (1.2, "attention"), (30.0, "fails"),
])  # fmt: skip
def test_a_step_is_held_beside_its_limit(tmp_path: Path, step_ms: float, state: str) -> None:
    weights, _ = load_model(write(tmp_path / "small.safetensors"))
    ticks = itertools.count(0, int(step_ms * 1e6))
    found = speed(weights, lambda: next(ticks))
    assert (found.check, found.state) == ("speed", state)
    assert f"A step takes {step_ms:.2f} ms (p99 {step_ms:.2f} ms)" in found.found
    assert bool(found.remedy) == (state != "works")


def test_room_for_recordings_is_told_in_hours(tmp_path: Path, monkeypatch) -> None:
    found = room(tmp_path / "not" / "yet")
    assert found.state == "works"
    assert str(tmp_path / "not" / "yet") in found.found
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100e6))
    short = room(tmp_path)
    assert short.state == "attention"
    assert "at least 10 hours" in short.found
    assert "--record DIR" in short.remedy
    (tmp_path / "file").write_text("")
    assert "cannot be written" in room(tmp_path / "file" / "sessions").found
    assert "Music" in room(None).found


def test_everything_is_looked_at_and_what_does_not_work_has_a_remedy(tmp_path: Path) -> None:
    path = write(tmp_path / "small.safetensors")
    found = list(examine(Options(model=str(path), osc_port=0, record=str(tmp_path))))
    checks = {finding.check for finding in found}
    assert {"python", "libraries", "model", "speed", "osc", "priority", "memory", "processor",
            "supercollider", "pure_data", "oscsend", "jack", "room"} <= checks  # fmt: skip
    assert checks & {"midi", "midi_in"}
    assert all(f.found.endswith(".") or f.found.endswith(")") for f in found)
    assert all(f.remedy for f in found if f.state == "fails")
    assert plays(found)
