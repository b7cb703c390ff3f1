"""One message to an engine, and its answer; the engine is a socket of the test's own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from perf_engine.clients.one_message import ask
from perf_engine.protocol.errors import NoAnswer, NobodyThere, Refused
from perf_engine.protocol.packets import build, read
from tests.support.peers import free_port

Said = tuple[str, list[object]]


@contextmanager
def engine(answers: Callable[[Said], list[bytes]]) -> Iterator[int]:
    """A port that answers each message."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as port:
        port.bind(("127.0.0.1", 0))
        port.settimeout(0.1)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                try:
                    data, where = port.recvfrom(65536)
                except TimeoutError:
                    continue
                for answer in answers(read(data)):
                    port.sendto(answer, where)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield port.getsockname()[1]
        finally:
            ended.set()
            thread.join()


def usual(said: Said) -> list[bytes]:
    address, values = said
    if address == "/perf/ping":
        return [build("/perf/pong", *values[:1], 0, 0)]
    if address == "/perf/in/note" and values[1] == 300:
        return [build("/perf/fail", address, 3, "pitch must be 0..127, not 300")]
    if address == "/perf/mode":
        return [build("/perf/foreign", 1), build("/perf/done", address, *values)]
    return []


def test_the_answer_is_returned_and_others_are_not_taken_for_it() -> None:
    with engine(usual) as port:
        assert ask("/perf/mode", ["solo"], port=port) == ["solo"]


def test_what_gets_no_answer_is_refused_or_not() -> None:
    with engine(usual) as port:
        assert ask("/perf/in/note", [0, 60, 90], answered=False, port=port) == []
        with pytest.raises(Refused, match="not 300"):
            ask("/perf/in/note", [0, 300, 90], answered=False, port=port)


def test_nobody_and_silence_are_two_things() -> None:
    with pytest.raises(NobodyThere, match="no engine answers"):
        ask("/perf/mode", [], port=free_port())
    with engine(usual) as port, pytest.raises(NoAnswer):
        ask("/perf/nothing", [], port=port, within=0.2)
