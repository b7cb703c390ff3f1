"""SuperCollider with the Quark, and the engine that tests/edges starts as well."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from quark import Language, sclang

sys.path.append(str(Path(__file__).parents[1] / "edges"))


@pytest.fixture
def language(tmp_path: Path, jack: dict[str, str]) -> Iterator[Language]:
    """An sclang with the Quark and a running server."""
    with sclang(tmp_path, jack) as language:
        language.boot()
        yield language


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., AbstractContextManager[object]]:
    """An engine of our own to be found by the Quark."""
    from concert import playing

    return lambda *options: playing(tmp_path / "engine.log", "--no-midi", *options)
