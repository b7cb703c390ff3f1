"""What is counted of a source is what stands in it."""

from pathlib import Path

import pytest

from benchmarks.structure import figures, floors, main

PASS = "\n    pass"
LOW = '''"""How low it is."""
MOST = 1


class Low:
    """A low thing."""
'''
TOP = """
def main():
    from .core import high
    class Low:
        pass
"""
TEST = """
import pytest
from test_middle import made
a._b
self._c
d.__e__
a._b, a._f
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    sources = {
        "perf_engine/__init__.py": '"""A package."""',
        "perf_engine/core/__init__.py": '"""Pure."""',
        "perf_engine/core/low.py": LOW,
        "perf_engine/core/middle.py": '"""A middle."""\nfrom .low import Low\nMOST: int = 2',
        "perf_engine/core/high.py": '"""High."""\nfrom .. import core\nfrom . import low, middle',
        "perf_engine/core/long.py": f"def long():{50 * PASS}\ndef short():{49 * PASS}",
        "perf_engine/top.py": TOP,
        "tests/core/test_low.py": TEST,
        "tests/core/test_core_middle.py": "",
        "tests/test_middle.py": "x = 1  # fmt: " + "skip",
    }
    for path, text in sources.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_every_figure_is_what_was_counted_by_hand(checkout):
    found = {figure.name: figure.value for figure in figures(checkout)}
    assert found == {
        "modules": "5",
        "folders": "2",
        "modules a folder, median": "2.5",
        "modules a folder, at most": "4",
        "modules with one importer": "2",  # middle by high, high by top
        "import floors": "4",
        "import floors in core": "3",
        "functions over 50 lines": "1",
        "longest module, lines": "101",
        "lines": "120",
        "classes that share a name": "0 of 1",
        "constants that share a name": "2 of 2",
        "docstrings that open with What, How, Which, Who": "1 of 6 (16.7 %)",
        "modules without a test of their own": "3",
        "lines of tests that reach into privates": "2",
        "imports out of test modules": "1",
        "lines marked `# fmt: " + "skip`": "1",
    }


def test_what_was_counted_is_named(checkout, capsys):
    main([str(checkout), "--list"])
    said = capsys.readouterr().out
    assert "perf_engine.core.middle, by perf_engine.core.high" in said
    assert "MOST: perf_engine.core.low, perf_engine.core.middle" in said
    assert "perf_engine/core/long.py:1 long: 51" in said
    assert "perf_engine/core/low.py:1 How low it is." in said


def test_two_checkouts_stand_side_by_side(checkout, capsys):
    main([str(checkout), str(checkout)])
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split() == ["modules", "5", "5"]


def test_a_folder_without_the_package_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert "has no perf_engine" in capsys.readouterr().err


def test_floors_are_counted_along_the_longest_way():
    assert floors({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {"a": 3, "b": 2, "c": 1}


def test_a_ring_of_modules_has_no_floors():
    with pytest.raises(ValueError, match="a -> b -> a"):
        floors({"a": {"b"}, "b": {"a"}})
