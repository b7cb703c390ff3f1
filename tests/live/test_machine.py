"""What a recording says of the machine that it was made on."""

from __future__ import annotations

import platform

import numpy as np

from perf_engine import __version__
from perf_engine.live import machine


def test_it_names_what_may_change_a_number() -> None:
    said = machine.facts()
    assert said["numpy"] == np.__version__
    assert said["perf_engine"] == __version__
    assert said["python"] == platform.python_version()
    assert all(isinstance(value, str) and value for value in said.values())
    assert set(said) == {"perf_engine", "core", "python", "numpy", "blas", "processor", "system"}
    assert len(said["core"]) == 64


def test_a_core_that_was_changed_is_another(tmp_path, monkeypatch) -> None:
    (tmp_path / "gru.py").write_text("one")
    monkeypatch.setattr(machine, "CORE", tmp_path)
    machine.core.cache_clear()
    one = machine.core()
    (tmp_path / "gru.py").write_text("other")
    machine.core.cache_clear()
    assert machine.core() != one
    machine.core.cache_clear()
