"""An engine with the shipped model, for every test here that names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from concert import Engine, playing


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., AbstractContextManager[Engine]]]:
    yield lambda *options, env=None: playing(tmp_path / "engine.log", *options, env=env)
