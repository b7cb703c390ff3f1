"""The MIDI bridge's process: `python -m perf_engine.clients.midi.process --help`.

It prints one line of JSON about its ports at the start, and another whenever they change:
{"opened": ["in: Keystation 49"], "failed": ["why, and what to do"]}; {"warning": "…"} is another,
and one for each binding that was changed, with why it is not in its file: {"kept": 74, "why": ""}.
It ends when the pipe on its standard input closes, so that it never outlives the engine that
started it. The ports are held by another process (`holder.py`), which ends all notes where this
one is killed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import stat
import sys
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from perf_engine.protocol import pipes
from perf_engine.protocol.clock_offset import ClockOffset
from perf_engine.protocol.midi import ALL, EVERY, channels
from perf_engine.protocol.notes import received
from perf_engine.protocol.packets import bundle, write
from perf_engine.protocol.ports import ENGINE_PORT
from perf_engine.protocol.udp import Line

from .bridge import Bridge
from .learn import Bindings, default_file
from .ports import names as ports
from .ports.held_ports import WAIT, HeldPorts
from .ports.kinds import keyboards_of, outputs_of, passes_on
from .ports.names import AUTO

SPIN: Final = 0.001  # seconds before a due time in which this process polls: sleep is too coarse
STOOD: Final = 0.5  # seconds without a turn, after which this process counts as having stood still
GOODBYE: Final = 1.5  # seconds that the ports have to release keys and close
ON, OFF = "on", "off"  # beside auto
DROPS_EVERY: Final = 5.0  # seconds between two warnings that the kernel dropped packets


class Process:
    """The one thread: waits for a datagram, a key, a due time or the end, and hands on."""

    def __init__(
        self,
        engine_port: int,
        wishes: Sequence[str],
        *,
        channels: Collection[int] = EVERY,
        active_sensing: bool = False,
        clock_out: bool = False,
        bindings: Bindings | None = None,
        drums: bool = False,
        thru: str = OFF,
    ) -> None:
        """`wishes`: the options of the process that holds the ports; `thru`: on, off or auto."""
        self._thru = thru
        self._line = Line(engine_port)
        self._woken, self._waker = socket.socketpair()
        for end in (self._woken, self._waker):
            end.setblocking(False)
        self._ending = False
        self._bridge = Bridge(
            self._line.port,
            self._say,
            lambda message: self._ports.send(message),
            bindings=bindings,
            channels=channels,
            active_sensing=active_sensing,
            clock_out=clock_out,
            say_at=self._say_at,
            kept=_tell_kept,
            warn=warn,
            drums=drums,
        )
        known = ["--engine-port", str(engine_port), "--reply-port", str(self._line.port)]
        self._ports = HeldPorts([*wishes, *known], self._bridge, self._report)
        self._watched: list[Any] = [self._line, self._woken, *self._watched_stdin()]
        self._offset = ClockOffset()
        self._turned = time.monotonic()
        self._dropped, self._warned = 0, -DROPS_EVERY

    def run(self) -> None:
        """Play until told to end, or there is no MIDI."""
        try:
            while self._ports.ended is None and not self._wait(self._patience()):
                now = time.monotonic()
                if now > self._turned + STOOD:
                    self._bridge.resume(self._turned, now)
                self._turned = now
                if self._line.refused:
                    self._line.refused = False
                    self._bridge.lose_engine()
                self._bridge.advance(now)
                self._ports.advance(now)
                self._tell_drops(now)
        finally:
            self._bridge.end()
            self._ports.end(GOODBYE)

    def stop(self, *_: object) -> None:
        """End at the next turn."""
        self._ending = True
        with suppress(OSError):  # full: waking is under way
            self._waker.send(b"!")

    def _patience(self) -> float:
        now = time.monotonic()
        next_due = min(self._bridge.next_due, self._ports.next_due)
        return max(0.0, next_due - SPIN - now)

    def _wait(self, seconds: float) -> bool:
        """Wait for anything to happen; return whether it is time to end."""
        news = self._ports.fileno()
        watched = self._watched if news < 0 else [*self._watched, news]
        writing = [news] if self._ports.waiting else []
        ready, _ = pipes.ready(watched, writing, seconds)
        if news in ready:  # first: a release of then precedes a strike of now
            self._ports.hear(time.monotonic())
        if self._line in ready:
            self._hear_engine()
        if self._woken in ready:
            self._woken.recv(4096)
        if 0 in ready and not os.read(0, 4096):
            self._ending = True
        return self._ending

    def _watched_stdin(self) -> list[int]:
        """Standard input where somebody holds its other end, so no terminal; else None."""
        with suppress(OSError):
            kind = os.fstat(0).st_mode
            if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):
                return [0]
        return []

    def _hear_engine(self) -> None:
        for _ in range(16):  # at most so many a turn: a flood must not delay notes
            datagram = self._line.receive()
            if datagram is None:
                return
            now = time.monotonic()
            self._offset.follow()
            for message in received(datagram, now, now + self._offset.seconds):
                self._bridge.hear(message, now)

    def _say(self, address: str, *arguments: int | float | str) -> None:
        self._line.send(write(address, *arguments))

    def _say_at(self, at: float, *messages: tuple[Any, ...]) -> None:
        self._offset.follow()
        said = (write(*message) for message in messages)
        self._line.send(bundle(at + self._offset.seconds, said))

    def _report(self, line: str) -> bool:
        """Pass on a line about the ports, with whether the players' messages go to the outputs."""
        said = json.loads(line)
        if "opened" in said:
            said["thru"] = passes_on(self._thru, said["opened"])
            said["outputs"] = outputs_of(said["opened"])
            said["inputs"] = keyboards_of(said["opened"])
            self._bridge.pass_on(said["thru"])
        return tell(**said)

    def _tell_drops(self, now: float) -> None:
        """Warn of the number of packets from the engine that were lost since the last warning."""
        new = self._line.dropped - self._dropped
        if new and now >= self._warned + DROPS_EVERY:
            self._dropped, self._warned = self._line.dropped, now
            warn(
                f"The system dropped {new} packets from the engine: the bridge stood still, or "
                "there was too much to play; keys whose release was lost are let go"
            )


def tell(**words: Any) -> bool:
    """Print a line of JSON for the engine; return False where it cannot be taken now."""
    return report(json.dumps(words))


def report(line: str) -> bool:
    """Print a line; return False where it cannot be taken now, as by a stopped terminal.

    A pipe or terminal that is ready takes the whole of so short a line.
    """
    try:
        ready = bool(pipes.ready((), (sys.stdout,), 0)[1])
    except (OSError, ValueError, TypeError):  # standard output cannot be polled
        ready = True
    if ready:
        with suppress(OSError):  # the reader may be gone; the end of standard input will tell
            print(line, flush=True)
    return ready


def warn(sentence: str) -> None:
    """Print a sentence for the engine to log."""
    tell(warning=sentence)


def _tell_kept(number: int, why: str) -> None:
    """Report a changed binding, with the reason where it is not in its file."""
    tell(kept=number, why=why)


def main(arguments: Sequence[str]) -> int:
    """Run the bridge; its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m perf_engine.clients.midi.process",
        description="Connects MIDI keyboards and synthesizers with a running perf_engine.",
    )
    names = "auto, none, a port's name or a part of it, or its number, counted from 1"
    parser.add_argument(
        "--engine-port", type=int, default=ENGINE_PORT, help="the engine's OSC port"
    )
    parser.add_argument(
        "--midi-in",
        action="append",
        metavar="PORT",
        help=f"{names}; auto: all keyboards; may be repeated",
    )
    parser.add_argument("--midi-out", default=AUTO, metavar="PORT", help=names)
    parser.add_argument(WAIT, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--channels", default=ALL, help="the MIDI channels to hear: all, or as in 1,3 or 10-12"
    )
    parser.add_argument(
        "--thru",
        choices=(AUTO, ON, OFF),
        default=AUTO,
        help="send what is played on to the outputs; auto: unless the keyboard itself sounds",
    )
    parser.add_argument("--active-sensing", action="store_true", help="send Active Sensing")
    parser.add_argument("--clock-out", action="store_true", help="send the beat as MIDI clock")
    parser.add_argument(
        "--bindings",
        type=Path,
        default=default_file(),
        metavar="FILE",
        help="where it is kept which knob turns what",
    )
    options = parser.parse_args(arguments)
    try:
        heard = channels(options.channels)
    except ValueError as error:
        parser.error(str(error))
    inputs = options.midi_in or [AUTO]
    why_not = ports.impossible([*inputs, options.midi_out])
    if why_not and not options.wait_for_driver:  # another process would find the same
        tell(opened=[], failed=[why_not])
        return 0
    bindings = Bindings(options.bindings)
    if bindings.problem:
        with suppress(OSError):
            print(bindings.problem, file=sys.stderr)
    wishes = [word for name in inputs for word in ("--midi-in", name)]
    wishes += ["--midi-out", options.midi_out, *([WAIT] if options.wait_for_driver else [])]
    process = Process(
        options.engine_port,
        wishes,
        channels=heard,
        active_sensing=options.active_sensing,
        clock_out=options.clock_out,
        bindings=bindings,
        drums=options.channels.strip() != ALL,
        thru=options.thru,
    )
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), process.stop)
    process.run()
    return 0


if __name__ == "__main__":
    pipes.run_for_engine(lambda: main(sys.argv[1:]))
