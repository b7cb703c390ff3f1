"""The engine: starts everything, plays, and stops it in reverse."""

from __future__ import annotations

import errno
import logging
import math
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from ..core.performer import Performer
from . import realtime
from .bridge import Bridge
from .loop import Loop
from .model import find_model, load_model
from .options import Options
from .port import Port
from .terminal import Terminal
from .web import Web

logger = logging.getLogger(__name__)


TRY_IT = """Try it, and see the answer, in another terminal:
  oscdump -L 9471 &
  oscsend 127.0.0.1 {port} /perf/notify iisf 1 9471 now 0
  oscsend 127.0.0.1 {port} /perf/in/note iiif 0 60 100 0.5"""


class StartError(OSError):
    """The engine cannot start; the sentence says what to do."""

    @classmethod
    def of_port(cls, port: int, error: OSError) -> StartError:
        """Why a port does not open, and what to do."""
        why = error.strerror or str(error)
        if error.errno == errno.EADDRINUSE:
            why += "): is an engine running already? Choose another"
        elif error.errno in (errno.EACCES, errno.EPERM):
            why += "): ports below 1024 are for the system. Choose one of 1024..65535"
        else:
            why += "). Choose another"
        return cls(f"OSC port {port} cannot be opened ({why} with --osc-port.")


class Signals:
    """SIGTERM, SIGINT and SIGHUP become a wish to stop, and wake the loop."""

    def __init__(self) -> None:
        self.stopped = False
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._before_fd = signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        self._before: dict[int, Any] = {}
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                number = getattr(signal, name)
                self._before[number] = signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = True

    def fileno(self) -> int:
        """What a signal makes readable."""
        return self._woken.fileno()

    def due(self) -> float:
        """Never by itself."""
        return math.inf

    def turn(self, now: float) -> None:
        """Take the signal's byte."""
        with suppress(BlockingIOError):
            self._woken.recv(64)

    def close(self) -> None:
        """Put back what was there before."""
        signal.set_wakeup_fd(self._before_fd)
        for number, before in self._before.items():
            signal.signal(number, before)
        self._woken.close()
        self._waker.close()


class Parent:
    """The pipe on standard input: when it ends, whoever started the engine is gone."""

    def __init__(self) -> None:
        """Raises StartError where there is no standard input."""
        if sys.stdin is None:
            raise StartError("--exit-with-stdin needs a standard input that ends")
        self._fd = sys.stdin.fileno()
        self.gone = False

    def fileno(self) -> int:
        """Standard input, until it ends."""
        return -1 if self.gone else self._fd

    def due(self) -> float:
        """Never by itself."""
        return math.inf

    def turn(self, now: float) -> None:
        """Throw away what comes; notice the end."""
        if self.gone:
            return
        try:
            if select.select((self._fd,), (), (), 0)[0]:  # not made non-blocking: it is shared
                self.gone = not os.read(self._fd, 4096)
        except OSError:
            self.gone = True


class Engine:
    """One engine process: a port, a model, a loop, a MIDI bridge."""

    def __init__(self, options: Options, say: Callable[[str], None]) -> None:
        """Load the model and bind the port; `say` takes the sentences of the start text.

        Raises ValueError (mode, model) or StartError (port).
        """
        self._options = options
        self._echo = say
        self._terminal: Terminal | None = None
        host = "0.0.0.0" if options.lan else "127.0.0.1"
        try:
            self.port = Port(host, options.osc_port)
        except OSError as error:
            raise StartError.of_port(options.osc_port, error) from error
        try:
            file = find_model(options.model)
            weights, info = load_model(file)
            performer = Performer(weights, voices=options.plans())
        except ValueError:
            self.port.close()
            raise
        self.loop = Loop(performer, self.port, info.name, file=str(file))
        self.loop.recorder.place.most_mb = options.record_mb
        if options.record is not None:
            self.loop.recorder.place.folder = Path(options.record).expanduser().absolute()
            self.loop.recorder.begin(lasting=True)
        folder = None if options.states is None else Path(options.states).expanduser().absolute()
        self.loop.states.open(folder)
        for known in options.clients:
            self._introduce(known.host, known.port, known.timing, known.flag)

    def _introduce(self, host: str, port: int, timing: str, flag: int) -> None:
        try:
            address = socket.gethostbyname(host)
        except OSError as error:
            self._say(f"The client {host} cannot be found: {error.strerror}.")
            return
        self.loop.clients.register(
            (address, port), self.loop.clock.now(), flag=flag, timing=timing, lease=0.0
        )

    def _say(self, sentence: str) -> None:
        with suppress(OSError):  # nobody reads any more: no reason to stop playing
            self._echo(sentence)

    def run(self) -> None:
        """Play until told to stop."""
        loop, options = self.loop, self._options
        with ExitStack() as open_things:
            open_things.callback(self.port.close)
            signals = Signals()
            open_things.callback(signals.close)
            loop.beside.append(signals)
            parent = Parent() if options.exit_with_stdin else None
            if parent is not None:
                loop.beside.append(parent)
            else:
                self._terminal = Terminal(self._panic)
                loop.beside.append(self._terminal)
            granted = realtime.claim()  # before the bridge, which is to come after the engine
            if options.midi:
                bridge = Bridge(
                    self.port.number, options.midi_in, options.midi_out, self._say,
                    loop.clock.now(), off=self._try_it, wishes=options.midi_wishes,
                )
                open_things.callback(bridge.close)
                loop.beside.append(bridge)
            if options.web_port is not None:
                web = Web(self.port.number, options.web_port, options.lan, self._say,
                          loop.clock.now())
                open_things.callback(web.close)
                loop.beside.append(web)
            self._introduce_itself(granted)
            collector = loop.collector = realtime.Collector()
            collector.begin()
            open_things.callback(collector.end)
            loop.reception.watch()
            loop.outbox.broadcast("/perf/running", loop.models.running)
            loop.run(lambda: signals.stopped or (parent is not None and parent.gone))
        self._say("perf_engine has ended; nothing sounds.")

    def _panic(self, now: float) -> None:
        self.loop.panic(now)
        logger.info("Panic: nothing sounds.")

    def _introduce_itself(self, granted: Sequence[str]) -> None:
        number = self.port.number
        where = "every network" if self._options.lan else "this computer only"
        self._say(f"OSC: UDP port {number}, for {where}.")
        modes = ", ".join(dict.fromkeys(plan.mode for plan in self._options.plans()))
        count = len(self._options.voices)
        several = f"{count} voices; " if count > 1 else ""
        self._say(f"Model: {self.loop.models.running}; {several}mode: {modes}.")
        if not self._options.midi:
            self._say("MIDI: not wanted.")
        for sentence in granted:
            self._say(sentence)
        if not self._options.midi:
            self._try_it()
        if self._terminal is not None and self._terminal.present:
            self._say("Enter silences everything at once (panic); Ctrl-C ends.")
        self._say(f"perf_engine is ready on port {number}.")

    def _try_it(self) -> None:
        self._say(TRY_IT.format(port=self.port.number))
