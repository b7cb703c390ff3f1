"""JACK servers of tests: few names, so that killed ones never fill JACK's registry."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import ExitStack

import pytest

from tests.support.jack_servers import (
    A_SERVER,
    MEMORY,
    OTHERS,
    SERVERS,
    Server,
    environment,
    folder_of_locks,
    name_of_a_server,
    room,
    servers_at_once,
    serving,
)
from tests.support.peers import require


def test_ten_servers_that_are_killed_leave_room_for_the_next() -> None:
    require("jackd")
    with name_of_a_server() as name:
        for _ in range(10):  # JACK knows eight
            server = Server(name)
            server.start()
            os.kill(server.pid, signal.SIGKILL)
            server.stop()
        with serving(name) as last:
            assert last.env["JACK_DEFAULT_SERVER"] == name
            assert environment(name).items() <= last.env.items()


def test_a_name_is_one_servers_at_a_time() -> None:
    require("jackd")
    with ExitStack() as stack:
        names = [stack.enter_context(name_of_a_server()) for _ in range(2)]
        assert len(set(names)) == 2
        assert all((folder_of_locks() / f"jack_{name[-1]}").is_file() for name in names)


def test_the_room_is_that_of_shared_memory() -> None:
    assert room() == (shutil.disk_usage(MEMORY).total if MEMORY.is_dir() else 0)


@pytest.mark.parametrize(
    ("there", "servers"),
    [(0, 2), (128 * 2**20, 2), (OTHERS + 3 * A_SERVER, 3), (2**40, SERVERS)],
)
def test_as_many_servers_run_as_shared_memory_has_room_for(there: int, servers: int) -> None:
    assert servers_at_once(there) == servers
