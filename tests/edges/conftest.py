"""An engine with the shipped model, for every test here that names it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from concert import Engine, playing


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., AbstractContextManager[Engine]]:
    return lambda *options, env=None: playing(tmp_path / "engine.log", *options, env=env)
