from __future__ import annotations

import os
from pathlib import Path

import pytest

from perf_engine.training.data import reading as module
from perf_engine.training.data.reading import read_all

FILES = [Path(f"{n:02}.mid") for n in range(20)]


def deadly(file: Path):
    if file.name == "03.mid":
        os._exit(11)
    return file.name


def harmless(file: Path):
    return file.name


@pytest.mark.parametrize("workers", [1, 2])
def test_files_are_read_in_order(workers):
    assert list(read_all(harmless, FILES, workers)) == [f.name for f in FILES]
    assert list(read_all(harmless, [], workers)) == []


def test_a_file_that_kills_its_reader_costs_only_itself(monkeypatch):
    monkeypatch.setattr(module, "FILES_A_TASK", 2)
    results = list(read_all(deadly, FILES[2:6], 2))
    assert results == ["02.mid", "reading it ended the process", "04.mid", "05.mid"]


def marking(file: Path):
    file.touch()
    return file.name


def test_only_a_few_files_are_read_ahead(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "FILES_A_TASK", 2)
    results = read_all(marking, [tmp_path / f"{n:03}" for n in range(200)], 2)
    assert next(results) == "000"
    results.close()
    assert len(list(tmp_path.iterdir())) <= 3 * 2 * 2
