"""The bridge's end of the process that holds its MIDI ports: read without waiting, kept alive."""

from __future__ import annotations

import json
import math
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from perf_engine.clients.midi.bridge import Bridge
from perf_engine.protocol import pipes
from perf_engine.protocol.midi import CONTROL_CHANGE, NOTE_OFF, SUSTAIN

from . import holder_messages as f
from .hanging import Silence
from .holder import DRIVER_LOST
from .holder_messages import TIME, Frame, Frames

MODULE: Final = "perf_engine.clients.midi.ports.holder"
WAIT: Final = "--wait-for-driver"
ALIVE_EVERY: Final = 0.1  # seconds between two signs of life
STALE: Final = 0.5  # seconds after which a strike that nobody read is too old to play
SHORTEST_PAUSE: Final = 0.25  # seconds until a restart, if it ended without a word; then doubled
LONGEST_PAUSE: Final = 16.0
ENDS_WITHIN: Final = 0.5  # seconds from the end of its socket to its own


class HeldPorts:
    """Carries the bridge's messages to every output, and every input's to the bridge."""

    def __init__(
        self,
        arguments: Sequence[str],
        bridge: Bridge,
        report: Callable[[str], object],
        module: str = MODULE,
    ) -> None:
        """`report` takes the lines about the ports."""
        self._arguments = list(arguments)
        self._bridge = bridge
        self._report = report
        self._module = module
        self._names: dict[int, str] = {}  # of the inputs
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: Frames | None = None
        self._again = -math.inf  # the time to start it, where none runs
        self._pause = SHORTEST_PAUSE
        self._sounded: list[bytes] = []  # the keys that sounded when the last one ended
        self._next_alive = -math.inf
        self._next_note = math.inf
        self._silence = Silence(-math.inf)
        self.ended: int | None = None  # its exit status, where it is not to be started again

    def fileno(self) -> int:
        """The file descriptor to wait on; -1 while no process runs."""
        return -1 if self._frames is None else self._frames.fileno()

    @property
    def waiting(self) -> bool:
        """Return whether something could not be sent yet."""
        return self._frames is not None and self._frames.waiting

    @property
    def next_due(self) -> float:
        """The time when `advance` has something to do next."""
        return self._again if self._frames is None else self._next_alive

    def send(self, message: Sequence[int]) -> None:
        """Send a MIDI message to every output, at the next flush."""
        if self._frames is not None:
            self._frames.put(f.SEND, bytes(message))

    def flush(self) -> None:
        """Pass on the messages that were sent."""
        if self._frames is not None:
            self._frames.flush()

    def hear(self, now: float) -> None:
        """Hand on the messages of the ports."""
        if self._frames is None:
            return
        self._silence.end()
        for frame in self._frames.take():
            self._hear(frame, now)
        if self._frames.ended:
            self._lose(now)

    def advance(self, now: float) -> None:
        """Start it where that is due; give a sign of life, and the time of the next note."""
        if self._frames is None:
            if now >= self._again:
                self._start(now)
            return
        next_note = self._bridge.next_note
        if next_note != self._next_note:
            self._next_note = next_note
            self._frames.put(f.NEXT, TIME.pack(next_note))
        if now >= self._next_alive:
            self._next_alive = now + ALIVE_EVERY
            if not self._frames.waiting:
                self._frames.put(f.ALIVE)
            self._share_priority()
        self._frames.flush()
        if self._silence.look(now) and self._process is not None:
            self._process.kill()  # a call of the driver's never returned
        if self._frames.ended:
            self._lose(now)

    def end(self, patience: float) -> None:
        """Let it end once all messages have left, and wait at most so many seconds for that."""
        if self._frames is None or self._process is None:
            return
        self._frames.put(f.GOODBYE)
        self._frames.leave()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self._frames.close()
        self._frames = None

    def _start(self, now: float) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", self._module, *self._arguments]
        try:
            with theirs:
                self._process = subprocess.Popen(
                    command,
                    stdin=pipes.stdin_for(theirs),
                    stdout=subprocess.DEVNULL,
                    **pipes.of_its_own(),  # a signal that kills our whole group leaves it alone
                )
                pipes.hand_over(theirs, self._process)
        except OSError:
            ours.close()
            self._wait(now)
            return
        self._frames = Frames(ours)
        self._again, self._next_alive, self._next_note = math.inf, now, math.inf
        self._silence = Silence(now)
        for sounded in self._sounded:
            self._frames.put(f.SOUNDS, sounded)
        self._frames.flush()

    def _hear(self, frame: Frame, now: float) -> None:
        kind, data = frame
        bridge = self._bridge
        if kind == f.HEARD:
            (at,) = TIME.unpack_from(data)
            name = self._names.get(data[TIME.size], "")  # a closed input hears nothing
            bridge.hear_midi(name, data[TIME.size + 1 :], at, stale=now - at > STALE)
        elif kind == f.SILENCE:  # the bridge stood still for so long that keys were lost
            for name in self._names.values():
                bridge.close_input(name)
                bridge.open_input(name)
        elif kind == f.OPENED:
            self._names[data[0]] = data[1:].decode()
            bridge.open_input(self._names[data[0]])
        elif kind == f.CLOSED:
            bridge.close_input(self._names.pop(data[0]))
        elif kind == f.CLEARED:
            bridge.clear(lambda message: None)  # noted, to be recognised if it comes back
            self._sounded = []
        elif kind == f.LOST:
            bridge.silence()
        elif kind == f.REPORT:
            self._pause = SHORTEST_PAUSE
            self._report(data.decode())

    def _lose(self, now: float) -> None:
        """It is gone: release the keys held on its inputs, and start it again at once."""
        assert self._process is not None
        assert self._frames is not None
        self._frames.close()
        self._frames = None
        try:
            status = self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        sounded = [bytes([NOTE_OFF | channel, pitch]) for channel, pitch in self._bridge.sounding]
        pedals = [bytes([CONTROL_CHANGE | channel, SUSTAIN]) for channel in self._bridge.pedals]
        self._sounded = [*self._sounded, *sounded, *pedals]
        for name in self._names.values():
            self._bridge.close_input(name)
        self._names.clear()
        self._bridge.silence()
        if status == 0:
            self.ended = status
        elif status == DRIVER_LOST:
            self._arguments = [*self._arguments, *(() if WAIT in self._arguments else (WAIT,))]
            self._again = now
        else:
            said = f"The MIDI ports' process ended (status {status}); it is started again"
            self._report(json.dumps({"warning": said}))
            self._wait(now)

    def _wait(self, now: float) -> None:
        """Set the time of the next start: at once where it had come up, else later each time."""
        first = self._pause == SHORTEST_PAUSE
        self._again = now if first else now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _share_priority(self) -> None:
        """Give it the priority that the engine has given us: notes pass through both."""
        if self._process is None or not hasattr(os, "sched_setscheduler"):
            return
        with suppress(OSError):
            own, theirs = os.sched_getscheduler(0), os.sched_getscheduler(self._process.pid)
            if own != theirs and own & ~os.SCHED_RESET_ON_FORK == os.SCHED_FIFO:
                os.sched_setscheduler(self._process.pid, own, os.sched_getparam(0))
