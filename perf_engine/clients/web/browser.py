"""One browser: its frames in, its events out, and the keys that its player holds."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final, Protocol

from aiohttp import WSMsgType, web

from perf_engine.protocol import notes
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import Message

from . import page_messages
from .guard import same_token
from .page_messages import Allowance, Ask, Frame, Panic, Ping, Strike, Token, Watch

logger = logging.getLogger(__name__)

LARGEST_FRAME: Final = 65_536  # bytes; a larger one ends the connection
HEARTBEAT: Final = 5.0  # seconds between two pings; half of it is left for an answer, as a busy
# computer may let a browser wait: a browser that is gone is found in eight seconds
PLAYING: Final = 400.0, 200.0  # frames a second, and the reserve, of a player's keys
ASKING: Final = 120.0, 200.0  # and of everything else
MOST_ASKED: Final = 128  # questions of one browser that wait for an answer
# Frames beyond the allowance that are forgiven a second, and after which a browser is sent away
EXCESS: Final = 20.0, 2000.0
MOST_WAITING: Final = 4000  # events that a slow browser may leave unread
TOGETHER: Final = 16  # frames of one browser that are taken in a row
WORDS_APART: Final = 1.0  # seconds between two sentences about frames that were refused
GUESSES: Final = 3  # wrong tokens after which a stranger is sent away
STRANGE: Final = "this needs the engine's token"
TOO_MANY, TOO_FAST, TOO_SLOW, LOCKED = 4001, 4002, 4003, 4004  # why we closed: codes of ours


class Company(Protocol):
    """The things that all browsers share."""

    @property
    def addresses(self) -> page_messages.Addresses:
        """Return the table of addresses."""

    def say(self, *messages: Message) -> None:
        """Send the engine what a player does."""

    def holds(self) -> None:
        """State from now on what the players hold."""

    def admit(self, browser: Browser) -> None:
        """Let a browser play that has shown the token, if there is room for one more."""

    def look(self) -> None:
        """Look at the controls at once."""

    def panic(self) -> None:
        """Silence everything."""

    async def ask(self, browser: Browser, frame: Ask) -> None:
        """Pass a question on."""


class Socket(web.WebSocketResponse):
    """A WebSocket whose refusal of an oversized frame has words."""

    async def close(self, *, code: int = 1000, message: bytes = b"", drain: bool = True) -> bool:
        """Close it, with a reason where the library gives none."""
        if code == 1009 and not message:
            message = f"a frame may be {LARGEST_FRAME} bytes large".encode()
        return await super().close(code=code, message=message, drain=drain)


class Browser:
    """A connected browser, which plays as one player of the engine."""

    def __init__(
        self,
        company: Company,
        socket: Socket,
        abort: Callable[[], None],
        token: str,
    ) -> None:
        """`abort` ends the connection at once; who sends the `token` is to be admitted."""
        self.player = -1  # none: it is a stranger
        self.watched = -1  # the voice whose controls the page shows
        self._company, self._socket, self._token = company, socket, token
        self._abort = abort
        self._held: set[int] = set()  # keys, and PEDAL
        self._events: deque[str] = deque()
        self._wake = asyncio.Event()
        now = time.monotonic()
        self._playing, self._asking = Allowance(*PLAYING, now), Allowance(*ASKING, now)
        self._excess = Allowance(*EXCESS, now)
        self._worded, self._guesses = 0.0, 0
        self._asked: set[asyncio.Task[None]] = set()
        self._ended: tuple[int, str] | None = None

    @property
    def trusted(self) -> bool:
        """Return whether it may play."""
        return self.player >= 0

    async def serve(self) -> None:
        """Serve until the connection ends, whoever ends it; then nothing of it is held."""
        writer = asyncio.ensure_future(self._write())
        count = 0
        try:
            if self._ended is not None:  # it was not even admitted
                await self.dismiss(*self._ended)
            async for message in self._socket:
                count += 1
                if count % TOGETHER == 0:
                    await asyncio.sleep(0)  # others have their turn, whatever this one sends
                if message.type is not WSMsgType.TEXT:
                    self.tell("refused", "a frame must be text, not binary")
                    continue
                self._hear(message.data)
                if self._ended is not None:
                    await self.dismiss(*self._ended)
        finally:
            writer.cancel()
            for task in self._asked:
                task.cancel()
            self._let_go()

    # events to the browser

    def tell(self, *event: Any) -> None:
        """Send one event to this browser."""
        self.pass_on((json.dumps(event, separators=(",", ":")),))

    def pass_on(self, events: Iterable[str]) -> None:
        """Send events that are written already; a browser that reads too slowly is sent away."""
        self._events.extend(events)
        if len(self._events) > MOST_WAITING:
            self._events.clear()
            self.end(TOO_SLOW, "this browser reads too slowly")
            self._abort()
        self._wake.set()

    async def _write(self) -> None:
        """Write what waits, all of it as one frame."""
        with suppress(ConnectionError, RuntimeError):
            while True:
                await self._wake.wait()
                self._wake.clear()
                if self._events:
                    frame = f"[{','.join(self._events)}]"
                    self._events.clear()
                    await self._socket.send_str(frame)

    async def dismiss(self, code: int, why: str) -> None:
        """End the connection with a reason."""
        await self._socket.close(code=code, message=why.encode()[:120], drain=False)

    # frames from the browser

    def _hear(self, text: str) -> None:
        try:
            frame = page_messages.read(text, self._company.addresses)
        except ValueError as error:
            number = page_messages.number_of(text)
            if self._may(self._asking, number):
                self._refuse(str(error), number)
            return
        if isinstance(frame, Panic):  # whoever sends it, and however much else was sent
            self._company.panic()
        elif isinstance(frame, Token):
            self._check(frame)
        elif not self.trusted:
            self.tell("locked", STRANGE)
            if isinstance(frame, Ask):
                self._refuse(STRANGE, frame.number)
        else:
            self._take(frame)

    def _take(self, frame: Frame) -> None:
        if isinstance(frame, Strike):
            if self._may(self._playing):
                self._held.add(frame.pitch)
                self._say(notes.strike(self.player, frame.pitch, frame.velocity))
        elif isinstance(frame, page_messages.Release):
            if frame.pitch in self._held or self._may(self._playing):  # an end is never lost
                self._held.discard(frame.pitch)
                self._say(notes.release(self.player, frame.pitch))
        elif isinstance(frame, page_messages.Pedal):
            down = frame.value > 0
            if not down or self._may(self._playing):
                (self._held.add if down else self._held.discard)(PEDAL)
                self._say(notes.pedal(self.player, frame.value))
        elif isinstance(frame, Ask):
            if self._may(self._asking, frame.number):
                self._ask(frame)
        elif isinstance(frame, Watch):
            self.watched = frame.voice  # in any case: the page will not say so again
            if self._may(self._asking):
                self._company.look()
        elif isinstance(frame, Ping) and self._may(self._asking):
            self.tell("pong", frame.number)

    def _ask(self, frame: Ask) -> None:
        if len(self._asked) >= MOST_ASKED:
            self.tell("fail", frame.number, f"{MOST_ASKED} questions wait for an answer already")
            return
        task = asyncio.ensure_future(self._company.ask(self, frame))
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)

    def _check(self, frame: Token) -> None:
        if same_token(frame.word, self._token):
            if not self.trusted:
                self._company.admit(self)
            return
        self._guesses += 1
        self.tell("locked", "that is not the engine's token")
        if self._guesses >= GUESSES:
            self.end(LOCKED, "wrong token")

    def _may(self, allowance: Allowance, number: int | None = None) -> bool:
        """Count a frame; return whether it is within the allowance, and say so if it is not.

        `number`: that of a question, each of which gets an answer.
        """
        now = time.monotonic()
        if allowance.take(now):
            return True
        if number is not None or now >= self._worded + WORDS_APART:
            self._worded = now
            rate = PLAYING[0] if allowance is self._playing else ASKING[0]
            self._refuse(f"too many frames: {rate:g} a second are taken", number)
        if not self._excess.take(now):
            self.end(TOO_FAST, "too many frames")
        return False

    def _refuse(self, why: str, number: int | None) -> None:
        """Say why a frame is not taken; a question gets this as its answer."""
        if number is None:
            self.tell("refused", why)
        else:
            self.tell("fail", number, why)

    def end(self, code: int, why: str) -> None:
        """End the connection with a reason after the present frame."""
        self._ended = self._ended or (code, why)

    # what is held

    def _say(self, *messages: Message) -> None:
        self._company.say(*messages)
        self._company.holds()

    @property
    def holding(self) -> Message:
        """Return the statement of all that this player holds."""
        return notes.holding(self.player, sorted(self._held))

    @property
    def holds(self) -> bool:
        """Return whether its player holds anything."""
        return bool(self._held)

    def forget(self) -> None:
        """Hold nothing any more: a panic has released it."""
        self._held.clear()

    def _let_go(self) -> None:
        """Release all that is held, the pedal last."""
        held, self._held = sorted(self._held), set()
        for key in held:
            end = notes.pedal(self.player, 0) if key == PEDAL else notes.release(self.player, key)
            self._company.say(end)
        if held:
            self._company.say(self.holding)
