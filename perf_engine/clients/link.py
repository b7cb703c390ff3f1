"""Ableton Link's beat for the engine: `python -m perf_engine.clients.link --help`.

Needs the extra `link` (aalink). The engine follows it while its clock is link (/perf/clock link).
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol

from perf_engine.clients.clock import wall_offset
from perf_engine.clients.wire import bundle, packet
from perf_engine.core.beats import FASTEST, SLOWEST

EVERY: Final = 0.1  # seconds between two looks at the session
AHEAD: Final = 0.1  # seconds that a beat is told before it is there
LONGEST_OFFSET: Final = 500.0  # milliseconds
QUANTUM: Final = 4.0  # beats; peers agree on where in these they are, not on how many went before
NAME: Final = "link"


class Session(Protocol):
    """What is used of aalink.Link."""

    beat: float
    tempo: float
    playing: bool


class Follower:
    """Tells the engine what a session says: its tempo, a beat ahead of its time, its transport."""

    def __init__(
        self,
        session: Session,
        say: Callable[..., None],
        say_at: Callable[..., None],
        offset: float = 0.0,
    ) -> None:
        """`offset`: seconds by which the engine's beats are to come earlier than the session's."""
        self._session = session
        self._say = say
        self._say_at = say_at
        self._offset = offset

    def look(self, clock: Callable[[], float]) -> None:
        """Tell how it is now, by a monotonic clock."""
        before = clock()
        beat, tempo = self._session.beat, self._session.tempo
        now = (before + clock()) / 2.0
        playing = self._session.playing
        if SLOWEST <= tempo <= FASTEST:
            self._say_at(
                now + AHEAD - self._offset,
                ("/perf/tempo", float(tempo), NAME),
                ("/perf/beat", beat + AHEAD * tempo / 60.0, NAME),
            )
        self._say("/perf/transport", int(playing), NAME)  # each time: the engine may be new


async def follow(port: int, offset: float, started: Callable[[], None]) -> None:
    """Follow the session for the engine at a port until cancelled."""
    import aalink  # the extra: whoever has no Link need not have it

    link: Any = aalink.Link(120.0)
    link.start_stop_sync_enabled = True
    link.quantum = QUANTUM
    link.enabled = True
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as engine:
        engine.connect(("127.0.0.1", port))
        engine.setblocking(False)

        def post(datagram: bytes) -> None:
            with suppress(OSError):  # the engine is not there yet, or not any more
                engine.send(datagram)

        def say_at(at: float, *messages: tuple[Any, ...]) -> None:
            post(bundle(at + wall_offset(), *(packet(*message) for message in messages)))

        follower = Follower(link, lambda *message: post(packet(*message)), say_at, offset)
        started()
        try:
            while True:
                follower.look(time.monotonic)
                await asyncio.sleep(EVERY)
        finally:
            link.enabled = False


def main(arguments: Sequence[str]) -> int:
    """Follow until told to end; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m perf_engine.clients.link",
        description="Lets a running perf_engine follow the beat of an Ableton Link session.",
    )
    parser.add_argument("--engine-port", type=int, default=9470, help="the engine's OSC port")
    parser.add_argument(
        "--offset-ms", type=float, default=0.0,
        help="how much earlier than the session's beats the engine's are to come",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if not abs(options.offset_ms) <= LONGEST_OFFSET:
        parser.error(f"offset must be -500..500 ms, not {options.offset_ms:g}")

    async def run() -> None:
        following = follow(
            options.engine_port, options.offset_ms / 1000.0,
            lambda: print("following Ableton Link", flush=True),
        )  # fmt: skip
        task = asyncio.ensure_future(following)
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    try:
        asyncio.run(run())
    except ImportError:
        print("Ableton Link needs aalink: type  pip install 'perf_engine[link]'", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
