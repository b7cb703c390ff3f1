"""The process of the live view: `python -m perf_engine.clients.terminal.process --help`.

The engine starts it with a socket as its standard input, through which its log comes; the end of
that ends the view. It is in the engine's process group, so that Ctrl-Z stops both. Without such a
socket it is a view of an engine that runs elsewhere on this computer.
"""

from __future__ import annotations

import argparse
import locale
import math
import os
import select
import signal
import socket
import stat
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from perf_engine.protocol.dialogue import Dialogue, Request
from perf_engine.protocol.notes import Message, Other, received
from perf_engine.protocol.packets import write
from perf_engine.protocol.ports import ENGINE_PORT
from perf_engine.protocol.udp import Line as Udp

from .canvas import Canvas, Line
from .keys import REDRAW, SUSPEND, Typing
from .orders import Orders
from .picture import PLAIN, Signs, picture
from .score import Score

if TYPE_CHECKING or os.name == "posix":
    from .tty import Tty, stop_group, stop_here
else:
    from .windows import Tty

LOG: Final = 0  # the descriptor through which the engine's log comes
FAREWELL: Final = b"\x04"  # ends the log of an engine that was not killed
A_READING: Final = 16_384  # bytes
A_PICTURE: Final = 0.05  # seconds between two pictures at least
LIVELY: Final = 0.1  # seconds between two pictures while something moves by itself
IDLE: Final = 0.5  # seconds after which size and foreground are looked at again
POLL_EVERY: Final = 1.0  # seconds between two questions for mode and recording
STARTS: Final = 2.0  # seconds that an engine may take for its first answer
DOUBT: Final = 0.3  # seconds without a picture after the engine was lost
GOODBYE: Final = 0.3  # seconds for which the terminal may stand still at the end
NICE: Final = 5
DEFAULT_MODES: Final = "duet,takeover,solo,listen,call_response,accompany,follow,drums"


class View:
    """The one thread: waits for a key, a datagram, a line of the log or a signal."""

    def __init__(self, tty: Tty, port: int, modes: Sequence[str], log: bool) -> None:
        """`log`: standard input is a socket with the engine's log. Raises OSError."""
        self._tty = tty
        self._udp = Udp(port)
        self._dialogue = Dialogue(self._udp.port, self._send, 2, refused=lambda error: None)
        self._score = Score()
        self._canvas = Canvas(tty.write)
        self._typing = Typing()
        self._orders = Orders(self, self._score, modes, self.tell)
        self._log = LOG if log else -1
        self._parent = os.getppid() if log else 0  # the engine
        self._dismissed = False  # it has said goodbye
        self._signs = signs_of(locale.getpreferredencoding(False))
        self._size = tty.size
        self._began = self._polled = self._painted = -math.inf
        self._console: Any = None
        self._again = True  # draw, even if nothing has changed
        self._moved = False  # the last picture showed something that moves by itself
        self.ended = False
        self._stopping = False
        self._woken, self._waker = socket.socketpair()
        for end in (self._woken, self._waker):
            end.setblocking(False)
        self._handle_signals()

    # what orders need

    def ask(self, request: Request[Any], answered: Any) -> None:
        """Send a request to the engine."""
        self._dialogue.ask(request, time.monotonic(), answered)

    def say(self, *messages: Message) -> None:
        """Send messages that get no answer."""
        for address, *arguments in messages:
            self._send(address, *arguments)

    def tell(self, line: str) -> None:
        """Write a line above the view."""
        self._canvas.say(f"{line}\n".encode("utf-8", "replace"))

    def _send(self, address: str, *arguments: Any) -> None:
        self._udp.send(write(address, *arguments))

    # the loop

    def run(self) -> None:
        """Show and obey until the end; leave the terminal as it was, whatever happens."""
        self._began = time.monotonic()
        try:
            self._resume()
            while not (self.ended or self._tty.gone):
                self._wait()
                self._turn(time.monotonic())
        except Exception as error:
            self._dismissed = True
            self.tell(f"The live view failed: {type(error).__name__}: {error}.")
            raise
        finally:
            self.close()

    def close(self) -> None:
        """Give the terminal back, write what is left of the log, and say goodbye."""
        if self._parent and not self._dismissed:  # a shell may have written below the view
            self._canvas.forget()
        self._tty.leave()
        self._dialogue.leave(time.monotonic())
        self._canvas.erase(self._size[0])
        until = time.monotonic() + GOODBYE
        while (self._canvas.waiting or self._canvas.unwritten) and time.monotonic() < until:
            with suppress(OSError, ValueError):
                select.select((), (self._tty,), (), 0.02)
            self._canvas.erase(self._size[0])
        self._tty.close()
        self._udp.close()

    @property
    def _orphaned(self) -> bool:
        """Return whether the engine was killed."""
        return bool(self._parent) and os.getppid() != self._parent

    def _turn(self, now: float) -> None:
        self._read_log()
        self._obey(now)
        self._listen(now)
        if self._stopping:
            self._stop()
        if self._orphaned:  # a helper may still hold the other end of the socket
            self.ended = True
        self._resume()
        if not self.ended:
            self._paint(time.monotonic())

    def _wait(self) -> None:
        now = time.monotonic()
        until = min(now + IDLE, self._dialogue.next_due)
        until = min(until, self._score.next_due, self._typing.next_due)
        if self._score.changed or self._again or self._canvas.unwritten:
            until = min(until, self._painted + A_PICTURE)
        if self._moved or self._tty.fileno() < 0:
            until = min(until, self._painted + LIVELY)
        readers: list[Any] = [self._udp]
        if self._tty.fileno() >= 0:
            readers.append(self._woken)
            if self._tty.entered and self._tty.foreground:
                readers.append(self._tty)
        if self._log >= 0:
            readers.append(self._log)
        writers = [self._tty] if self._canvas.waiting and self._tty.fileno() >= 0 else []
        select.select(readers, writers, [], max(0.0, until - now))

    def _read_log(self) -> None:
        with suppress(BlockingIOError):
            self._woken.recv(64)
        while self._log >= 0 and select.select((self._log,), (), (), 0)[0]:
            try:
                data = os.read(self._log, A_READING)
            except OSError:
                data = b""
            if not data:
                self._log, self.ended = -1, True
            self._dismissed = self._dismissed or data.endswith(FAREWELL)
            self._canvas.say(data)

    def _obey(self, now: float) -> None:
        if not self._tty.entered or not self._tty.foreground:
            return
        for key in self._typing.keys(self._tty.read(), now):
            if key == SUSPEND:
                self._withdraw()
                stop_group()
            elif key == REDRAW:
                self._again = True
            else:
                self._orders.key(key, now)

    def _listen(self, now: float) -> None:
        while (data := self._udp.receive()) is not None:
            for message in received(data, now, time.time()):
                if isinstance(message, Other):
                    self._news(message, now)
                self._score.take(self._dialogue.take(message, now), now)
        if self._udp.refused:
            self._udp.refused = False
            self._dialogue.lose(now)
        self._score.take(self._dialogue.advance(now), now)
        if self._dialogue.alive != self._score.alive:
            self._score.alive = self._dialogue.alive
            self._score.missed = not self._score.alive
            self._score.silence()
            if not self._score.alive:  # it may just have been killed: then nothing is drawn
                self._painted = now + DOUBT
        if not self._score.alive and not self._score.missed and now > self._began + STARTS:
            self._score.missed = self._score.changed = True
        self._score.advance(now)
        # An answer to a question must not be taken for that to an order about the same.
        if self._dialogue.alive and now >= self._polled + POLL_EVERY and not self._orders.pending:
            self._poll(now)

    def _news(self, message: Other, now: float) -> None:
        match message.address, message.arguments:
            case "/perf/midi/bound", (int(number), str(control), *_):
                self._orders.bound(number, control)
            case "/perf/running", (str(model),):
                self._score.model, self._polled = model, -math.inf
            case "/perf/harmony", (str(chord), str(key), _, int(given), *_):
                self._score.set_harmony(chord, "given" if given else key, now)
            case "/perf/overload", (int(flag), *_):
                self._score.overloaded, self._score.changed = bool(flag), True

    def _poll(self, now: float) -> None:
        """Ask for what others may have changed."""
        self._polled, score = now, self._score

        def quietly(take: Any) -> Any:
            def answered(value: Any, error: Exception | None) -> None:
                if error is None and value:
                    with suppress(TypeError, ValueError, IndexError):
                        take(value)

            return answered

        def status(said: list[Any]) -> None:
            running, _, voices, latency, *_ = said
            told = bool(running), int(voices), float(latency)
            if told != (score.running, score.voices, score.latency_ms):
                score.running, score.voices, score.latency_ms = told
                score.changed = True

        def recording(said: list[Any]) -> None:
            if bool(said[0]) != (score.recording_since is not None):
                score.recording_since = now if said[0] else None
                score.changed = True

        def controls(said: list[Any]) -> None:
            found = dict(zip(said[::2], said[1::2], strict=False))
            told = float(found["density"]), float(found["velocity_scale"])
            if told != (score.density, score.volume):
                score.density, score.volume = told
                score.changed = True

        for address, arguments, take in (
            ("/perf/mode", (), lambda said: score.set_mode(str(said[0]))),
            ("/perf/record", (), recording),
            ("/perf/status", (), status),
            ("/perf/get", ("density", "velocity_scale"), controls),
        ):
            request = Request(address, arguments, list)
            self._dialogue.ask(request, now, quietly(take))

    # the picture

    def _paint(self, now: float) -> None:
        if self._tty.size != self._size:
            self._size, self._again = self._tty.size, True
        moving = self._moved and now >= self._painted + LIVELY
        wanted = self._score.changed or self._again or moving or self._canvas.unwritten
        if not wanted or (now < self._painted + A_PICTURE and not self._again):
            self._canvas.flush()
            return
        self._painted, self._score.changed = now, False
        self._moved = self._score.moving(now)
        again, self._again = self._again, False
        view = self._view(now) if self._tty.entered else []
        self._canvas.draw(view, self._size[0], again)

    def _view(self, now: float) -> list[Line]:
        columns, rows = self._size
        return [
            Line(self._ansi(text), text.cell_len)
            for text in picture(self._score, columns, rows, now, self._signs)
        ]

    def _ansi(self, text: Any) -> str:
        if self._console is None:
            from rich.console import Console

            self._console = Console(
                file=sys.stderr, force_terminal=True, width=10_000, highlight=False
            )
        with self._console.capture() as capture:
            self._console.print(text, end="", no_wrap=True, overflow="ignore", crop=False)
        return str(capture.get())

    # to the shell and back

    def _resume(self) -> None:
        """Take the terminal if this job is in the foreground; notice that it no longer is."""
        if self._tty.entered and not self._tty.foreground:
            self._tty.lose()
            self._canvas.forget()
        elif self._tty.enter():
            self._size, self._again = self._tty.size, True

    def _withdraw(self) -> None:
        """Remove the view, and give the terminal back."""
        self._canvas.erase(self._size[0])
        self._tty.leave()

    def _stop(self) -> None:
        """Stop, as the engine does, until the shell continues both."""
        self._stopping = False
        self._withdraw()
        stop_here(self._on_stop)
        self._polled = -math.inf

    def _handle_signals(self) -> None:
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN if self._log >= 0 else self._on_end)
        signal.signal(signal.SIGTERM, self._on_end)
        if os.name != "posix":
            return
        for name in ("SIGQUIT", "SIGTTIN", "SIGTTOU", "SIGPIPE"):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        signal.signal(signal.SIGHUP, self._on_end)
        signal.signal(signal.SIGTSTP, self._on_stop)
        for name in ("SIGCONT", "SIGWINCH"):  # each only wakes the loop
            signal.signal(getattr(signal, name), lambda number, frame: None)

    def _on_end(self, number: int, frame: FrameType | None) -> None:
        self.ended = self._dismissed = True

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True


def signs_of(encoding: str) -> Signs:
    """Return the signs that a terminal of this encoding can show."""
    try:
        Signs().bars.encode(encoding)
    except (UnicodeError, LookupError):
        return PLAIN
    return Signs()


def main(arguments: Sequence[str]) -> int:
    """Show the view until the engine or the user ends it; return the exit status."""
    parser = argparse.ArgumentParser(prog="perf_engine.clients.terminal.process")
    parser.add_argument("--engine-port", type=int, default=ENGINE_PORT)
    parser.add_argument("--modes", default=DEFAULT_MODES)
    options = parser.parse_args(arguments)
    kind = os.fstat(LOG).st_mode
    log = stat.S_ISSOCK(kind) or stat.S_ISFIFO(kind)
    if hasattr(os, "nice"):
        os.nice(NICE)
    try:
        tty = Tty()
    except OSError as error:
        print(f"There is no terminal for the live view: {error}", file=sys.stderr)
        return 2
    View(tty, options.engine_port, options.modes.split(","), log).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
