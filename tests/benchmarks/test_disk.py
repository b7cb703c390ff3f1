"""What recording takes on the disk: as the engine would write it, within the bounds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.days import EXAMPLE, Days
from benchmarks.disk import MB, Bounds, Disk
from perf_engine.cli.configuration import read_config
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.session.journal import Gap, records
from perf_engine.engine.session.records import Beginning, Broken, Uttered
from perf_engine.protocol.notes import Strike
from tests.benchmarks.test_days import PIECE


def recorded(folder: Path, bounds: Bounds | None, days: int, minutes: float = 1.5) -> Days:
    folder.mkdir(exist_ok=True)
    file = folder / "piece.toml"
    file.write_text(PIECE)
    options = read_config(file)
    performer = Performer(load_model()[0], voices=options.plans())
    disk = Disk(performer, folder / "recordings", bounds) if bounds else None
    made = Days(options, performer, 0, disk=disk)
    for _ in range(days):
        made.play(minutes / 60.0)
    made.end()
    return made


def test_what_a_day_takes_on_the_disk_is_what_the_engine_would_write(
    tmp_path: Path,
) -> None:
    made = recorded(tmp_path, Bounds(days=40), 1)
    disk, (session,) = made.disk, list((tmp_path / "recordings").iterdir())
    assert disk is not None
    (plain,) = recorded(tmp_path, None, 1).days
    assert made.days[0].notes == plain.notes  # recording changes no note
    found = list(records(session))
    strikes = [said for one in found if isinstance(one, Uttered) for said in one.said]
    assert isinstance(found[0], Beginning)
    assert sum(isinstance(said, Strike) for said in strikes) == made.days[0].notes
    assert not any(isinstance(one, Gap | Broken) for one in found)
    size = sum(path.stat().st_size for path in session.iterdir())
    assert disk.most == disk.used() == size > 10_000
    assert disk.a_day == pytest.approx(disk.written * 24 * 60 / 1.5)
    assert disk.written == pytest.approx(size, rel=0.02)  # without the computer's facts
    assert disk.kept == 40
    assert disk.kept_of_one == pytest.approx(1000 * MB / disk.a_day)
    assert disk.faults() == []


def test_days_beyond_the_bounds_are_deleted_the_oldest_first(tmp_path: Path) -> None:
    by_age = recorded(tmp_path / "age", Bounds(days=2), 5, 0.5)
    assert by_age.disk is not None
    assert by_age.disk.deleted == ["2026-03-02_00-00-00", "2026-03-03_00-00-00"]
    size = by_age.disk.written // 5
    by_size = recorded(tmp_path / "size", Bounds(all=3 * size), 5, 0.5)
    assert by_size.disk is not None
    assert by_size.disk.deleted[0] == "2026-03-02_00-00-00"
    assert by_size.disk.used() <= by_size.disk.most <= 5 * size
    assert by_size.disk.faults() == []
    by_size.disk.most = 100 * MB
    assert by_size.faults() == [f"the recordings took 100.0 MB, beyond {3 * size / MB:g} MB"]


def test_the_bounds_are_those_of_the_piece_or_of_the_service() -> None:
    options = read_config(EXAMPLE)
    assert Bounds.of(options) == Bounds(1000 * MB, 10_000 * MB, None)
    other = replace(options, record_mb=5, recordings_mb=70, recordings_days=9)
    assert Bounds.of(other) == Bounds(5 * MB, 70 * MB, 9)
