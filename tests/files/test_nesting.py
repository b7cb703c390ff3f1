"""The bound on lists and tables in each other."""

from __future__ import annotations

from typing import Any

import pytest

from perf_engine.files.nesting import DEEPEST, check_nesting


def nested(levels: int, table: bool = False) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": value} if table else [0, value]
    return value


@pytest.mark.parametrize("table", [False, True])
def test_values_may_lie_so_deep_in_each_other_and_no_deeper(table: bool) -> None:
    check_nesting(nested(DEEPEST, table))
    for levels in (DEEPEST + 1, 100_000):
        with pytest.raises(ValueError, match="nested too deeply, more than 100 levels"):
            check_nesting(nested(levels, table))


def test_what_holds_nothing_is_not_nested() -> None:
    for value in (None, 3, "[[[", [], {}, [[], {}]):
        check_nesting(value)
