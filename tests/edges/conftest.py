"""An engine with the shipped model, and a page in Chromium, for every test that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.support.chromium import Visit, chromium
from tests.support.concert import Engine, playing
from tests.support.served import Served, served


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., AbstractContextManager[Engine]]:
    return lambda *options, env=None: playing(tmp_path / "engine.log", *options, env=env)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An engine that listens, and its page, which sounds: this computer's sound is off."""
    with served(tmp_path_factory.mktemp("site"), "--mode", "listen", "--no-sound") as made:
        yield made


@pytest.fixture
def visit(site: Served, browser: Any) -> Iterator[Visit]:
    """A page of the site that a module serves, in a window of its own."""
    made = Visit(browser, site.address)
    yield made
    made.close()
