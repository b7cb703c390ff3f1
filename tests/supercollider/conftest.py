"""SuperCollider with the Quark, and the engine that tests/edges starts as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.supercollider.quark import Language, sclang
from tests.support.concert import Engine, playing
from tests.support.jack_servers import SERVERS, room, servers_at_once
from tests.support.peers import free_port, jack_server


def _scope(**_: object) -> str:
    """Once for all tests, unless its JACK server takes the room in /dev/shm that others need."""
    return "session" if servers_at_once(room()) == SERVERS else "module"


@pytest.fixture(scope=_scope)
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Language]:
    """An sclang with the Quark and a server, for the tests, one after the other."""
    with jack_server() as jack, sclang(tmp_path_factory.mktemp("stage"), jack) as language:
        language.boot()
        yield language


@pytest.fixture
def language(stage: Language) -> Iterator[Language]:
    """The stage with nothing on it: another PerfEngine.default, and no synth."""
    stage.meet(free_port())
    yield stage
    stage.do("PerfEngine.all.copy.do(_.free); CmdPeriod.run; nil")
    stage.until("PerfProcess.all.isEmpty")


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., AbstractContextManager[Engine]]:
    """An engine of our own, to be found by the Quark."""
    return lambda *options: playing(tmp_path / "engine.log", "--no-midi", *options)
