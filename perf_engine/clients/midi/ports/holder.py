"""The process that holds the MIDI ports: the bridge starts it with `python -m`.

It knows the keys that sound on its outputs and decides nothing. When the bridge is killed, the
standard input of this process ends: it releases all keys at once, tells the engine that the bridge
is gone, so that the keys held on its keyboards end too, closes its ports in order, and ends, also
where the driver never closes them. It notices a stopped bridge by its silence. So no key sounds on
without a bridge, and a JACK server does not stand still, as it does for a client that is killed.
"""

from __future__ import annotations

import argparse
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from perf_engine.clients.driver_calls import LEAVING, USING, ends_after, keep_alive
from perf_engine.clients.midi.to_synthesizer import Send, Sounding, clear
from perf_engine.protocol import pipes
from perf_engine.protocol.lease import goodbye
from perf_engine.protocol.midi import CONTROL_CHANGE, NOTE_OFF, NOTE_ON
from perf_engine.protocol.packets import write
from perf_engine.protocol.udp import Line

from . import holder_messages as f
from .holder_messages import TIME, Frame, Frames
from .names import AUTO
from .patchbay import DRAIN, Patchbay
from .watch import GOODBYE, Watch

POLL: Final = 0.001  # seconds between two looks at the keyboards
COUNT_EVERY: Final = 0.25  # seconds between two checks that the driver lives
OPEN_LATEST: Final = 1.0  # seconds after which ports are opened even in the middle of playing
UNHURRIED: Final = 0.05  # seconds without a note in which opening a port disturbs nobody
RETRY_EVERY: Final = 1.0  # seconds between two tries for a port that others use
DRIVER_EVERY: Final = 1.0  # seconds between two tries for a driver that has ended
STALLED: Final = 0.6  # seconds without a sign of life after which the bridge counts as stopped
DRIVER_LOST: Final = 75  # exit status: the MIDI driver has ended, start me again


class Holder:
    """The one thread: waits for a frame, a key or the end, and hands on."""

    def __init__(
        self,
        frames: Frames,
        midi_in: Sequence[str],
        midi_out: str,
        killed: Callable[[], None] = lambda: None,
    ) -> None:
        """`killed` is called where the bridge is gone but did not leave in order."""
        self._frames = frames
        self._killed = killed
        self._left = False
        self._patchbay = Patchbay(midi_in, midi_out, self, self._report)
        self._sounding = Sounding(self._patchbay.send)
        self._inherited: list[list[int]] = []  # releases of keys that sounded when others ended
        self._numbers: dict[str, int] = {}  # of the inputs, by name
        self._next_note = math.inf
        self._alive = self._counted = self._scanned = time.monotonic()
        self._stalled = False
        self._to_scan = math.inf  # the time since which the ports are known to have changed
        self._watch: Watch | None = None

    # the patchbay's stage

    def open_input(self, name: str) -> None:
        """An input was opened."""
        number = next(n for n in range(256) if n not in self._numbers.values())
        self._numbers[name] = number
        self._frames.put(f.OPENED, bytes([number]) + name.encode())

    def close_input(self, name: str) -> None:
        """An input is gone."""
        self._frames.put(f.CLOSED, bytes([self._numbers.pop(name)]))

    def hear_midi(self, name: str, message: Sequence[int], now: float) -> None:
        """A MIDI message came in."""
        head = TIME.pack(now) + bytes([self._numbers[name]])
        self._frames.put(f.HEARD, head + bytes(message))

    def clear(self, send: Send) -> None:
        """Release everything on an output that was just opened, once the bridge knows of it."""
        self._frames.put(f.CLEARED)
        self._frames.flush()
        for message in self._inherited:
            send(message)
        clear(send)

    def silence(self) -> None:
        """An output goes: release all that sounds, on every output."""
        self._sounding.silence()
        self._frames.put(f.LOST)

    # the process

    def start(self, patient: bool) -> bool:
        """Open the ports; False where no driver works or, for a patient one, the end came first."""
        while not self._started():
            self._frames.put(f.ALIVE)
            self._frames.flush()
            if not patient or self._wait(DRIVER_EVERY):
                return False
        self._frames.flush()
        self._watch = Watch(time.monotonic())
        return True

    def _started(self) -> bool:
        with ends_after(USING):
            return self._patchbay.start()

    def run(self) -> bool:
        """Hand on until the bridge is gone; False where the MIDI driver has ended first."""
        driver_lost = False
        try:
            keep_alive(USING)
            while not driver_lost and not self._wait(self._patience()):
                keep_alive(USING)  # sending, opening and closing may hang
                self._patchbay.hear_keys()
                now = time.monotonic()
                self._miss_the_bridge(now)
                driver_lost = self._look_after(now)
                self._frames.flush()
            return not driver_lost
        finally:
            keep_alive(LEAVING)
            self._sounding.silence()
            if self._frames.ended and not self._left:
                self._killed()
            if self._watch is not None:
                self._watch.close(GOODBYE if driver_lost else 0.0)
            if driver_lost:  # closing a client of a JACK server that has ended is a crash
                for name in list(self._numbers):
                    self.close_input(name)
                self._frames.flush()
            else:
                self._patchbay.end()
            keep_alive(0.0)

    def _patience(self) -> float:
        now = time.monotonic()
        settled = max(self._patchbay.next_settled, now + POLL)  # it may wait for a quiet moment
        patience = max(0.0, min(settled, self._counted + COUNT_EVERY) - now)
        return min(patience, POLL) if self._patchbay.polled else patience

    def _wait(self, seconds: float) -> bool:
        """Wait for anything to happen; True where the bridge is gone."""
        news = self._watch.fileno() if self._watch is not None else -1
        own = self._frames.fileno()
        watched = [own, *([news] if news >= 0 else [])]
        writing = [own] if self._frames.waiting else []
        if own in pipes.ready(watched, writing, seconds)[0]:
            for frame in self._frames.take():
                self._hear(frame)
        return self._frames.ended

    def _hear(self, frame: Frame) -> None:
        kind, data = frame
        self._alive = time.monotonic()
        if kind == f.SEND:
            self._send(list(data))
        elif kind == f.NEXT:
            (self._next_note,) = TIME.unpack(data)
        elif kind == f.SOUNDS:
            self._inherited.append([*data, 0])
        elif kind == f.SILENCE:
            self._sounding.silence()
        elif kind == f.GOODBYE:
            self._left = True

    def _send(self, message: list[int]) -> None:
        """Send a message of the bridge's, and note which keys sound."""
        kind, channel = message[0] & 0xF0, message[0] & 0x0F
        if kind == NOTE_ON:
            self._sounding.strike(channel, *message[1:])
        elif kind == NOTE_OFF:
            self._sounding.release(channel, message[1])
        elif kind == CONTROL_CHANGE:
            self._sounding.control(channel, *message[1:])
        else:
            self._patchbay.send(message)

    def _miss_the_bridge(self, now: float) -> None:
        """Fall silent where the bridge gives no sign of life: it was stopped, or hangs."""
        stalled = now > self._alive + STALLED
        if stalled and not self._stalled:
            self._sounding.silence()
        self._stalled = stalled

    def _look_after(self, now: float) -> bool:
        """Open ports where it is time; True where MIDI has ended."""
        settled = self._patchbay.next_settled
        if settled <= now and not self._hurried(now, settled):
            self._patchbay.settle(now)
        assert self._watch is not None
        if self._watch.changed(now) or (self._patchbay.busy and now >= self._scanned + RETRY_EVERY):
            self._to_scan = min(self._to_scan, now)
        if now >= self._counted + COUNT_EVERY or self._to_scan <= now:
            self._counted = now
            if not self._frames.waiting:
                self._frames.put(f.ALIVE)
            if self._patchbay.driver_lost(self._watch.drivers):
                return True
            if self._patchbay.prove(self._watch.linked, self._watch.looked):
                self._to_scan = min(self._to_scan, now)
        wanted = self._to_scan <= now and not self._hurried(now, self._to_scan)
        if self._patchbay.failing or wanted:
            self._scanned, self._to_scan = now, math.inf
            self._patchbay.meet(self._watch.drivers or ())
            self._patchbay.scan(now, self._watch.seen())
        return False

    def _hurried(self, now: float, since: float) -> bool:
        """Return whether work on ports, due since then, must wait for a moment without a note."""
        return self._next_note < now + UNHURRIED and now < since + OPEN_LATEST

    def _report(self, line: str) -> None:
        self._frames.put(f.REPORT, line.encode())


def leave_for(engine_port: int, reply_port: int) -> None:
    """Tell the engine that the bridge is gone, so that it releases its players' keys."""
    with suppress(OSError), Line(engine_port) as line:
        line.send(write(*goodbye(reply_port)))


def main(arguments: Sequence[str]) -> int:
    """Hold the ports; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m perf_engine.clients.midi.ports.holder")
    parser.add_argument("--midi-in", action="append")
    parser.add_argument("--midi-out", default=AUTO)
    parser.add_argument("--wait-for-driver", action="store_true")
    parser.add_argument("--engine-port", type=int)
    parser.add_argument("--reply-port", type=int, help="the bridge's own")
    options = parser.parse_args(arguments)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # signals are for the bridge, and its end ends us
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    frames = Frames(pipes.handed_over())

    def killed() -> None:
        if options.engine_port and options.reply_port:
            leave_for(options.engine_port, options.reply_port)

    holder = Holder(frames, options.midi_in or [AUTO], options.midi_out, killed)
    if not holder.start(patient=options.wait_for_driver) or holder.run():
        return 0
    with suppress(OSError):
        sys.stderr.flush()
    time.sleep(DRAIN)
    os._exit(DRIVER_LOST)  # the driver's library is not to be asked for anything any more


if __name__ == "__main__":
    pipes.run_for_engine(lambda: main(sys.argv[1:]))
