"""Pure Data with the library, and the engine that tests/edges starts as well."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.support.concert import Engine, playing


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., AbstractContextManager[Engine]]:
    return lambda *options: playing(tmp_path / "engine.log", "--no-midi", *options)
