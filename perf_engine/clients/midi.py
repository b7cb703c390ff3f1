"""The MIDI bridge's process: `python -m perf_engine.clients.midi --help`.

It prints one line of JSON about its ports at the start, and another whenever they change:
{"opened": ["in: Keystation 49"], "failed": ["why, and what to do"]}. It ends when the pipe on
its standard input closes, so that it never outlives the engine that started it.
"""

from __future__ import annotations

import argparse
import math
import os
import select
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from perf_engine.clients.bindings import Bindings, default_file
from perf_engine.clients.bridge import Bridge
from perf_engine.clients.clock import wall_offset
from perf_engine.clients.patchbay import Patchbay
from perf_engine.clients.ports import AUTO
from perf_engine.clients.watch import GOODBYE, Watch
from perf_engine.clients.wire import bundle, packet, received
from perf_engine.core.channels import ALL, EVERY, channels

SPIN: Final = 0.001  # seconds before a due time in which waiting is polling: sleep is too coarse
POLL: Final = 0.001  # seconds between two looks at the keyboards
COUNT_EVERY: Final = 0.25  # seconds between two looks whether the driver lives
OPEN_LATEST: Final = 1.0  # seconds after which ports are opened even in the middle of playing
UNHURRIED: Final = 0.05  # seconds without a note in which opening a port disturbs nobody
RETRY_EVERY: Final = 1.0  # seconds between two tries for a port that others use
CLOCK_EVERY: Final = 1.0  # seconds between two measurements of wall against monotonic clock
DRIVER_EVERY: Final = 1.0  # seconds between two tries for a driver that has ended


class Process:
    """The one thread: waits for a datagram, a key, a due time or the end, and hands on."""

    def __init__(
        self,
        engine_port: int,
        midi_in: str,
        midi_out: str,
        *,
        channels: Collection[int] = EVERY,
        active_sensing: bool = False,
        clock_out: bool = False,
        bindings: Bindings | None = None,
    ) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        # Connected: nobody but the engine is heard, and a refusal tells that it is gone.
        self._socket.connect(("127.0.0.1", engine_port))
        self._woken, self._waker = socket.socketpair()
        for end in (self._socket, self._woken, self._waker):
            end.setblocking(False)
        self._refused = False  # whether the engine's port was found closed
        self._ending = False
        reply_port = self._socket.getsockname()[1]
        self._bridge = Bridge(
            reply_port, self._say, lambda message: self._patchbay.send(message),
            bindings=bindings, channels=channels, active_sensing=active_sensing,
            clock_out=clock_out, say_at=self._say_at,
        )  # fmt: skip
        self._patchbay = Patchbay(midi_in, midi_out, self._bridge)
        self._watched: list[Any] = [self._socket, self._woken, *self._watched_stdin()]
        self._wall_offset = wall_offset()
        self._measured = self._counted = self._scanned = time.monotonic()
        self._to_scan = math.inf  # since when the ports are known to be others
        self._watch: Watch | None = None

    def start(self, patient: bool) -> bool:
        """Open the ports; False where no driver works or, for a patient one, the end came first."""
        while not self._patchbay.start():
            if not patient or self._wait(DRIVER_EVERY):
                return False
        self._watch = Watch(time.monotonic())
        return True

    def run(self) -> bool:
        """Play until told to end; False where the MIDI driver has ended first."""
        driver_lost = False
        try:
            while not driver_lost and not self._wait(self._patience()):
                self._patchbay.hear_keys()
                if self._refused:
                    self._refused = False
                    self._bridge.lose_engine()
                now = time.monotonic()
                self._bridge.advance(now)
                driver_lost = self._look_after(now)
            return not driver_lost
        finally:
            self._bridge.end()
            if self._watch is not None:
                self._watch.close(GOODBYE if driver_lost else 0.0)
            if not driver_lost:  # closing a client of a JACK server that has ended is a crash
                self._patchbay.end()

    def stop(self, *_: object) -> None:
        """End at the next turn."""
        self._ending = True
        with suppress(OSError):  # full: waking is under way
            self._waker.send(b"!")

    def _patience(self) -> float:
        counted = self._counted + COUNT_EVERY  # the watch's as well
        now = time.monotonic()
        settled = max(self._patchbay.next_settled, now + POLL)  # it may wait for a quiet moment
        next_due = min(self._bridge.next_due, settled, counted)
        patience = max(0.0, next_due - SPIN - now)
        return min(patience, POLL) if self._patchbay.polled else patience

    def _wait(self, seconds: float) -> bool:
        """Wait for anything to happen; True where it is time to end."""
        news = self._watch.fileno() if self._watch is not None else -1
        watched = self._watched if news < 0 else [*self._watched, news]
        ready, _, _ = select.select(watched, [], [], seconds)
        if self._socket in ready:
            self._hear_engine()
        if self._woken in ready:
            self._woken.recv(4096)
        if 0 in ready and not os.read(0, 4096):
            self._ending = True
        return self._ending

    def _watched_stdin(self) -> list[int]:
        """Standard input, where somebody holds its other end: not a terminal, nor nothing."""
        with suppress(OSError):
            kind = os.fstat(0).st_mode
            if not (stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind)):
                return []
            if sys.platform != "win32":
                return [0]
            threading.Thread(target=self._read_stdin, daemon=True).start()  # no select on pipes
        return []

    def _read_stdin(self) -> None:
        while os.read(0, 4096):
            pass
        self.stop()

    def _hear_engine(self) -> None:
        for _ in range(16):  # so many a turn: a flood must not keep notes from their time
            try:
                datagram = self._socket.recv(65536)
            except BlockingIOError:
                return
            except OSError:
                self._refused = True
                return
            now = time.monotonic()
            for message in received(datagram, now, now + self._wall_offset):
                self._bridge.hear(message, now)

    def _say(self, address: str, *arguments: int | float | str) -> None:
        self._post(packet(address, *arguments))

    def _say_at(self, at: float, *messages: tuple[Any, ...]) -> None:
        self._post(bundle(at + self._wall_offset, *(packet(*message) for message in messages)))

    def _post(self, datagram: bytes) -> None:
        try:
            self._socket.send(datagram)
        except OSError:  # an earlier datagram was refused, and this one not sent
            self._refused = True
            with suppress(OSError):
                self._socket.send(datagram)

    def _look_after(self, now: float) -> bool:
        """Measure the clocks and open ports where it is time; True where MIDI has ended."""
        if now >= self._measured + CLOCK_EVERY:
            self._measured, self._wall_offset = now, wall_offset()
        settled = self._patchbay.next_settled
        if settled <= now and not self._hurried(now, settled):
            self._patchbay.settle(now)
        assert self._watch is not None
        if self._watch.changed(now) or (self._patchbay.busy and now >= self._scanned + RETRY_EVERY):
            self._to_scan = min(self._to_scan, now)
        if now >= self._counted + COUNT_EVERY or self._to_scan <= now:
            self._counted = now
            if self._patchbay.driver_lost(self._watch.drivers):
                return True
        wanted = self._to_scan <= now and not self._hurried(now, self._to_scan)
        if self._patchbay.failing or wanted:
            self._scanned, self._to_scan = now, math.inf
            self._patchbay.meet(self._watch.drivers or ())
            self._patchbay.scan(now, self._watch.seen())
        return False

    def _hurried(self, now: float, since: float) -> bool:
        """Whether what is wanted since then about ports waits for a moment without a note."""
        return self._bridge.next_note < now + UNHURRIED and now < since + OPEN_LATEST


def main(arguments: Sequence[str]) -> int:
    """Run the bridge; its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m perf_engine.clients.midi",
        description="Connects MIDI keyboards and synthesizers with a running perf_engine.",
    )
    ports = "auto, none, a port's name or a part of it, or its number, counted from 1"
    parser.add_argument("--engine-port", type=int, default=9470, help="the engine's OSC port")
    parser.add_argument("--midi-in", default=AUTO, metavar="PORT", help=ports)
    parser.add_argument("--midi-out", default=AUTO, metavar="PORT", help=ports)
    parser.add_argument("--wait-for-driver", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--channels", default=ALL, help="the MIDI channels to hear: all, or as in 1,3 or 10-12"
    )
    parser.add_argument("--active-sensing", action="store_true", help="send Active Sensing")
    parser.add_argument("--clock-out", action="store_true", help="send the beat as MIDI clock")
    parser.add_argument(
        "--bindings", type=Path, default=default_file(), metavar="FILE",
        help="where it is kept which knob turns what",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        heard = channels(options.channels)
    except ValueError as error:
        parser.error(str(error))
    bindings = Bindings(options.bindings)
    if bindings.problem:
        print(bindings.problem, file=sys.stderr)
    process = Process(
        options.engine_port, options.midi_in, options.midi_out,
        channels=heard, active_sensing=options.active_sensing,
        clock_out=options.clock_out, bindings=bindings,
    )  # fmt: skip
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), process.stop)
    if not process.start(patient=options.wait_for_driver) or process.run():
        return 0
    # The driver's library cannot be used again in a process that saw it end: become a new one.
    again = [sys.executable, "-m", "perf_engine.clients.midi", *arguments, "--wait-for-driver"]
    os.execv(sys.executable, again)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
