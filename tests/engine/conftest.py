from collections.abc import Iterator

import pytest

from tests.engine.stage import Peer, Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.close()


@pytest.fixture
def peer(stage: Stage) -> Peer:
    return stage.peer()
