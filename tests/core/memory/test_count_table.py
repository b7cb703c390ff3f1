"""The table of counts: bounded, and halved when it is full."""

from __future__ import annotations

import numpy as np
import pytest

from perf_engine.core.memory import count_table
from perf_engine.core.memory.count_table import CELLS, MOST, CountTable, cells_of


def test_a_count_is_that_of_its_cell_until_it_is_forgotten() -> None:
    table, cells = CountTable(), cells_of(np.array([7, 8, 1 << 40], np.int64))
    for cell in (*cells.tolist(), *cells[:1].tolist()):
        table.count(cell)
    assert table.counts(cells).tolist() == [2, 1, 1]
    table.forget()
    assert table.counts(cells).tolist() == [0, 0, 0]


def test_numbers_are_spread_over_all_cells() -> None:
    cells = cells_of(np.arange(4 * CELLS, dtype=np.int64))
    assert (cells >= 0).all()
    assert (cells < CELLS).all()
    assert np.bincount(cells, minlength=CELLS).max() <= 8


def test_a_full_table_is_halved_and_no_count_runs_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_table, "FULL", 400)
    table = CountTable()
    for _ in range(10_000):
        table.count(5)
    assert table.counts(np.array([5])).tolist() == [MOST]
    random = np.random.default_rng(1)
    for cell in random.integers(0, CELLS, 1000).tolist():
        table.count(cell)
        assert table._sum == int(table._counts.sum()) < 400
    assert table._counts.shape == (CELLS,)
    assert table._counts.max() < MOST
