"""Ableton Link's beat for the engine: `python -m perf_engine.clients.ableton_link --help`.

Needs the extra `link` (aalink). The engine follows it while its clock is link (/perf/clock link).
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol

from perf_engine.core.beat.beats import FASTEST, SLOWEST
from perf_engine.protocol.clock_offset import ClockOffset
from perf_engine.protocol.packets import bundle, write
from perf_engine.protocol.ports import ENGINE_PORT
from perf_engine.protocol.udp import Line

EVERY: Final = 0.1  # seconds between two looks at the session
AHEAD: Final = 0.1  # seconds by which a beat is told in advance
LONGEST_OFFSET: Final = 500.0  # milliseconds
QUANTUM: Final = 4.0  # beats; peers agree on their position in these, not on a count of beats
NAME: Final = "link"


class Session(Protocol):
    """The part of aalink.Link that is used."""

    beat: float
    tempo: float
    playing: bool


class Follower:
    """Tells the engine the tempo and transport of a session, and each beat ahead of its time."""

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
        """Tell the engine the present state of the session, on a monotonic clock."""
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
    import aalink  # an extra, needed only with Link

    link: Any = aalink.Link(120.0)
    link.start_stop_sync_enabled = True
    link.quantum = QUANTUM
    link.enabled = True
    wall = ClockOffset()
    with Line(port) as engine:

        def say(*message: Any) -> None:
            engine.send(write(*message))

        def say_at(at: float, *messages: tuple[Any, ...]) -> None:
            wall.follow()
            said = (write(*message) for message in messages)
            engine.send(bundle(at + wall.seconds, said))

        follower = Follower(link, say, say_at, offset)
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
        prog="python -m perf_engine.clients.ableton_link",
        description="Lets a running perf_engine follow the beat of an Ableton Link session.",
    )
    parser.add_argument(
        "--engine-port", type=int, default=ENGINE_PORT, help="the engine's OSC port"
    )
    parser.add_argument(
        "--offset-ms",
        type=float,
        default=0.0,
        help="how much earlier than the session's beats the engine's are to come",
    )
    options = parser.parse_args(arguments)
    if not abs(options.offset_ms) <= LONGEST_OFFSET:
        parser.error(f"offset must be -500..500 ms, not {options.offset_ms:g}")

    async def run() -> None:
        following = follow(
            options.engine_port,
            options.offset_ms / 1000.0,
            lambda: print("following Ableton Link", flush=True),
        )
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
