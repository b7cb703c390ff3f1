"""Other programs at an engine's port, and strangers who speak before the engine does."""

from __future__ import annotations

import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from perf_engine.clients.python.async_connection import AsyncConnection
from perf_engine.protocol import udp
from perf_engine.protocol.errors import NoEngine
from perf_engine.protocol.packets import BUNDLE, bundle, write
from perf_engine.studio import line as studio_line
from tests.support.peers import run_process

ENDLESS = BUNDLE + bytes(8) + struct.pack(">i", -4) + bytes(8)
NESTED = write("/perf/pong", 1)
while len(NESTED) < 40_000:
    NESTED = bundle(1.7e9, [NESTED])


@contextmanager
def another_program(answer: bytes) -> Iterator[int]:
    """The port of a program that is no engine, and answers whatever comes with these bytes."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.bind(("127.0.0.1", 0))

        def run() -> None:
            while (came := here.recvfrom(65536))[0] != b"end":
                here.sendto(answer, came[1])

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield here.getsockname()[1]
        here.sendto(b"end", here.getsockname())
        thread.join(20)


ASK = """
import sys, perf_engine
try:
    perf_engine.connect(port=int(sys.argv[1]), start=False)
except OSError:
    print("no engine")
"""


@pytest.mark.parametrize("answer", [ENDLESS, NESTED, b"", b"/", b"#bundle\0"])
def test_a_python_client_says_that_no_engine_is_there_whatever_another_program_answers(
    answer: bytes,
) -> None:
    with (
        another_program(answer) as port,
        run_process(sys.executable, "-c", ASK, str(port)) as asking,
    ):
        said, _ = asking.communicate(timeout=60)
        assert (said, asking.returncode) == ("no engine\n", 0)


class Overtaken(socket.socket):
    """A socket to which a stranger speaks in the moment before it is connected."""

    WORDS = write("/perf/note", 0, 60, 100, 0.0)

    def connect(self, address: object) -> None:
        if self.type == socket.SOCK_DGRAM:
            if self.getsockname()[1] == 0:
                self.bind(("127.0.0.1", 0))
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
                for _ in range(3):
                    stranger.sendto(self.WORDS, self.getsockname())
        super().connect(address)


@pytest.fixture
def overtaken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(udp.socket, "socket", Overtaken)


def readable(line: socket.socket) -> bool:
    line.settimeout(0.2)
    try:
        return bool(line.recv(100))
    except TimeoutError:
        return False


@pytest.mark.usefixtures("overtaken")
def test_what_came_before_the_line_was_the_engines_is_not_read_as_its_words() -> None:
    import asyncio

    with another_program(b"") as port:
        bridges = udp.Line(port)
        assert not readable(bridges.socket)
        bridges.close()
        with studio_line.OscLine("127.0.0.1", port) as audition:
            assert audition.receive(time.monotonic() + 0.2) == []
        heard: list[bytes] = []

        async def listen() -> None:
            real = AsyncConnection._hear
            AsyncConnection._hear = lambda self, data: heard.append(data)
            try:
                with pytest.raises(NoEngine):
                    await AsyncConnection.open(port=port)
            finally:
                AsyncConnection._hear = real

        asyncio.run(listen())
        assert [data for data in heard if data] == []


def test_a_socket_is_drained_of_all_that_waits_and_of_reports() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mine:
        mine.bind(("127.0.0.1", 0))
        mine.setblocking(False)
        for _ in range(5):
            mine.sendto(b"x", mine.getsockname())
        udp.drain(mine)
        with pytest.raises(BlockingIOError):
            mine.recv(10)
