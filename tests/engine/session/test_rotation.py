"""Rotation: of all recordings the oldest go, and nothing else ever does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from perf_engine.engine.session.rotation import DAY, RUNNING, recordings, rotate

NOW = 1_790_000_000.0


def recording(folder: Path, name: str, size: int, age: float, more: tuple[str, ...] = ()) -> Path:
    """A recording of two files of `size` bytes in all, last written `age` seconds ago."""
    made = folder / name
    made.mkdir(parents=True)
    for file in ("journal-000001.jsonl", "session.mid", *more):
        (made / file).write_bytes(b"x" * (size // 2))
        os.utime(made / file, (NOW - age, NOW - age))
    return made


def name(day: int) -> str:
    return f"2026-09-{day:02}_10-00-00"


def test_without_bounds_all_are_kept(tmp_path: Path) -> None:
    kept = recording(tmp_path, name(1), 100, 400 * DAY)
    assert rotate(tmp_path, tmp_path / name(2), NOW, None, None) == []
    assert kept.is_dir()


def test_the_oldest_go_until_all_fit(tmp_path: Path) -> None:
    made = [recording(tmp_path, name(day), 100, (20 - day) * DAY) for day in range(1, 6)]
    assert rotate(tmp_path, made[4], NOW, 250, None) == made[:3]
    assert [path.exists() for path in made] == [False, False, False, True, True]
    assert rotate(tmp_path, made[4], NOW, 250, None) == []


def test_what_is_too_old_goes(tmp_path: Path) -> None:
    made = [recording(tmp_path, name(day), 100, (20 - day) * DAY) for day in range(1, 6)]
    assert rotate(tmp_path, made[4], NOW, None, 17) == made[:2]


def test_the_running_one_and_one_just_written_stay_whatever_the_bounds(tmp_path: Path) -> None:
    running = recording(tmp_path, name(1), 1000, 300 * DAY)
    other = recording(tmp_path, name(2), 1000, RUNNING / 2)
    ahead = recording(tmp_path, name(3), 1000, -RUNNING / 2)  # the clock was set back a little
    assert rotate(tmp_path, running, NOW, 1, 1) == []
    assert running.is_dir()
    assert other.is_dir()
    assert ahead.is_dir()


def test_nothing_that_is_not_its_own_is_deleted(tmp_path: Path) -> None:
    old = 100 * DAY
    notes = recording(tmp_path, name(1), 100, old, ("my notes.txt",))
    renamed = recording(tmp_path, "the good one", 100, old)
    below = recording(tmp_path / "2025", name(1), 100, old)
    photos = tmp_path / name(4)
    photos.mkdir()
    (photos / "photo.jpg").write_bytes(b"x")
    elsewhere = recording(tmp_path.parent / "elsewhere", name(5), 100, old)
    (tmp_path / name(5)).symlink_to(elsewhere, target_is_directory=True)
    linked = recording(tmp_path, name(6), 100, old)
    (linked / "journal-000002.jsonl").symlink_to(elsewhere / "session.mid")
    (tmp_path / name(7)).write_bytes(b"a file")
    assert rotate(tmp_path, tmp_path / "none", NOW, 1, 1) == [notes, linked]
    assert [path.name for path in notes.iterdir()] == ["my notes.txt"]
    assert [path.name for path in linked.iterdir()] == ["journal-000002.jsonl"]
    for kept in (renamed, below, photos, elsewhere):
        assert list(kept.iterdir())
    assert (tmp_path / name(5)).is_symlink()
    assert (tmp_path / name(7)).is_file()
    assert len(list(elsewhere.iterdir())) == 2


def test_one_that_cannot_be_deleted_does_not_keep_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (recording(tmp_path, name(day), 100, (9 - day) * DAY) for day in (1, 2))
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if first in self.parents:
            raise PermissionError(1, "no", str(self))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    complaints: list[OSError] = []
    assert rotate(tmp_path, tmp_path / "none", NOW, 1, None, complaints.append) == [second]
    assert first.is_dir()
    assert [error.strerror for error in complaints] == ["no"]


def test_a_clock_that_is_not_set_yet_deletes_nothing_by_age(tmp_path: Path) -> None:
    kept = recording(tmp_path, name(1), 100, 100 * DAY)
    assert rotate(tmp_path, tmp_path / "none", 0.0, None, 1) == []
    assert kept.is_dir()


@st.composite
def folders(draw: DrawFn) -> list[tuple[int, int]]:
    """The size and the age in days of each recording."""
    return draw(st.lists(st.tuples(st.integers(2, 300), st.integers(1, 60)), max_size=8))


@given(folders(), st.integers(1, 1500), st.one_of(st.none(), st.integers(1, 60)))
def test_what_stays_fits_and_is_newer_than_what_went(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[int, int]],
    most: int,
    days: int | None,
) -> None:
    folder = tmp_path_factory.mktemp("recordings")
    for number, (size, age) in enumerate(made, 1):
        recording(folder, name(number), size, age * DAY)
    before = {one.folder: one for one in recordings(folder)}
    gone = {before[path] for path in rotate(folder, folder / "none", NOW, most, days)}
    stay = set(recordings(folder))
    assert gone | stay == set(before.values())
    assert sum(one.size for one in stay) <= most
    assert all(a.written <= b.written for a in gone for b in stay)
    if days is not None:
        assert all(one.written >= NOW - days * DAY for one in stay)
