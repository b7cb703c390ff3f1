"""What a recording says of the machine that it was made on."""

from __future__ import annotations

import platform

import numpy as np
import pytest

from perf_engine import __version__
from perf_engine.engine.session import machine


def test_it_names_what_may_change_a_number() -> None:
    said = machine.facts()
    assert said["numpy"] == np.__version__
    assert said["perf_engine"] == __version__
    assert said["python"] == platform.python_version()
    assert all(isinstance(value, str) and value for value in said.values())
    assert set(said) == {"perf_engine", "core", "python", "numpy", "blas", "processor", "system"}
    assert len(said["core"]) == 64


@pytest.fixture
def core(tmp_path, monkeypatch):
    """Says the digest of a core with these files; its own lies elsewhere."""

    def of(**files: str) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for name, text in files.items():
            path = folder / (name.replace("__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        monkeypatch.setattr(machine, "CORE", folder)
        machine.core.cache_clear()
        return machine.core()

    yield of
    machine.core.cache_clear()


def test_a_core_that_was_changed_is_another_also_in_its_folders(core) -> None:
    said = {
        core(gru="one"),
        core(gru="other"),
        core(model__gru="one"),
        core(model__gru="other"),
        core(gru="one", model__gru="one"),
        core(gru="one", turns__gru="one"),
        core(a="", b=""),
        core(a=""),
    }
    assert len(said) == 8


def test_a_core_is_the_same_wherever_it_lies(core) -> None:
    assert core(gru="one", model__batch="two") == core(model__batch="two", gru="one")


def test_all_of_the_core_is_in_the_digest() -> None:
    assert machine.CORE.name == "core"
    assert (machine.CORE / "performer.py").is_file() or any(machine.CORE.rglob("performer.py"))
