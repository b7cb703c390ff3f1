"""An engine of a few lines that says what a test wants said, and a book of what a Pd plays."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from perf_engine.protocol.packets import build, read


class StandIn:
    """Answers /perf/notify as the engine does; all else is said by the test."""

    def __init__(self, alive: bool) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.1)
        self.port = int(self.socket.getsockname()[1])
        self.client: tuple[str, int] | None = None
        self.asked = 0  # times that a client registered
        self._alive = alive
        self._signs = 0  # of life
        self._ended = threading.Event()

    def run(self) -> None:
        """Answer until the end."""
        while not self._ended.is_set():
            try:
                packet, sender = self.socket.recvfrom(65536)
            except TimeoutError:
                if self._alive and self.client is not None:
                    self._signs += 1
                    self.say("/perf/alive", self._signs)
                continue
            if read(packet)[0] == "/perf/notify":
                self.client = sender
                self.asked += 1
                self.say("/perf/done", "/perf/notify", 1, 10.0)

    def say(self, address: str, *arguments: int | float | str) -> None:
        """Say something to the client."""
        assert self.client is not None
        self.socket.sendto(build(address, *arguments), self.client)

    def end(self) -> None:
        self._ended.set()


@contextmanager
def stand_in(alive: bool = False) -> Iterator[StandIn]:
    """One that answers in a thread until the block ends, and gives signs of life if it is to."""
    engine = StandIn(alive)
    thread = threading.Thread(target=engine.run, daemon=True)
    thread.start()
    try:
        yield engine
    finally:
        engine.end()
        thread.join(5)
        engine.socket.close()


def wait_until(enough: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until it is enough; fail after so many seconds."""
    until = time.monotonic() + seconds
    while not enough():
        assert time.monotonic() < until
        time.sleep(0.01)
