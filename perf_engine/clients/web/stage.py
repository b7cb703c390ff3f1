"""All browsers together: who they are, what all of them are told, and what they ask the engine."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from aiohttp import web

from perf_engine import __version__
from perf_engine.clients.python import requests
from perf_engine.protocol.dialogue import AT_ONCE
from perf_engine.protocol.errors import NoAnswer, NoEngine, Refused
from perf_engine.protocol.lease import HOLDING_EVERY, LAST_HOLDINGS
from perf_engine.protocol.notes import (
    HEARD_PEDAL,
    HOLDING,
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Message,
    Other,
    Release,
    Strike,
    Told,
    TurnPassed,
)

from .browser import HEARTBEAT, LARGEST_FRAME, LOCKED, STRANGE, TOO_MANY, Browser, Socket
from .engine_line import EngineLine
from .page_messages import Ask, declared
from .pedals import Pedals

logger = logging.getLogger(__name__)

MOST_BROWSERS: Final = 12  # that may play
MOST_STRANGERS: Final = 12  # that have not shown the token yet
TOKEN_WITHIN: Final = 5.0  # seconds that they have for it; a page sends it at once
FIRST_PLAYER, LAST_PLAYER = 1, 15  # player 0 is that of the MIDI keyboards
LOOK_EVERY: Final = 0.5  # seconds between two looks at the controls
SELDOM: Final = 2  # looks after which the status and all that changes seldom is asked, too
VOICE_EVERY: Final = 4  # and the controls of each voice that a page shows
APART: Final = 0.004  # seconds between two questions about a voice
SLOW: Final = (  # the engine has work to do for what begins so
    *("/perf/model/load", "/perf/model/info", "/perf/model/list", "/perf/prime", "/perf/record"),
    *("/perf/sync", "/perf/state/"),
)
RARE: Final = (
    *("/perf/tempo", "/perf/transport", "/perf/clock", "/perf/record"),
    "/perf/model/styles",
)
SOUND: Final = "/perf/sound/"  # what begins so belongs to the built-in sound
OF_EACH: Final = ("/perf/sound/program",)  # its value has one part for each voice
SOUND_STATUS: Final = "/perf/sound/status"
KEYBOARDS: Final = "/perf/midi/keyboards"
SOUND_PLAYS: Final = "/perf/sound/plays"
OF_A_VOICE: Final = "/perf/voice/N/"
FULL: Final = f"{MOST_BROWSERS} browsers are open already; close one"
LATE: Final = "this page is on another computer: open it with the engine's token, as #token=WORD"
GONE: Final = (NoEngine, NoAnswer, Refused, ValueError)

Schema = Mapping[str, Any]


class Stage:
    """Joins browsers to the engine; there is a line to it while there is a browser."""

    def __init__(self, schema: Schema, engine_port: int, sounds: bool) -> None:
        """`sounds`: somebody else makes the sound, so that pages begin silent."""
        self.addresses = {entry["address"]: entry for entry in schema["from_clients"]}
        self.reports = {entry["address"]: entry for entry in schema["to_clients"]}
        self._of_sound = [
            address
            for address, entry in self.addresses.items()
            if address.startswith(SOUND) and entry["getter"]
        ]
        self.line = EngineLine(engine_port, self._hear, self._changed)
        self._engine_port, self._sounds = engine_port, sounds
        self._browsers: list[Browser] = []  # that may play
        self._strangers: list[Browser] = []  # the oldest first
        self._leaving: set[asyncio.Task[None]] = set()
        self._values: dict[str, Sequence[Any]] = {}  # by address
        self._answered: dict[str, float] = {}  # when a browser's question was answered, by address
        self._status: dict[str, Any] = {}
        self._keyboards: list[Any] = []  # that the engine hears
        self._pedals = Pedals()
        self._looking: asyncio.Task[None] | None = None
        self._look = asyncio.Event()
        self._stating: asyncio.TimerHandle | None = None
        self._statements = 0  # that are left after the last release

    async def join(self, request: web.Request, token: str, trusted: bool) -> web.StreamResponse:
        """Serve one browser until it leaves."""
        socket = Socket(heartbeat=HEARTBEAT, max_msg_size=LARGEST_FRAME, compress=False)
        await socket.prepare(request)
        browser = Browser(self, socket, _abort(request), token)
        (self.admit if trusted else self._keep_apart)(browser)
        try:
            with suppress(OSError):
                await self.line.open()
            if self._looking is None:
                self._looking = asyncio.ensure_future(self._watch())
            await browser.serve()
        finally:
            for group in (self._browsers, self._strangers):
                if browser in group:
                    group.remove(browser)
            if not (self._browsers or self._strangers):
                self._rest()
        return socket

    def admit(self, browser: Browser) -> None:
        """Let a browser play, and tell it all that is known; end it if there is no room."""
        if len(self._browsers) >= MOST_BROWSERS:
            browser.end(TOO_MANY, FULL)
            return
        if browser in self._strangers:
            self._strangers.remove(browser)
        browser.player = self._free_player()
        self._browsers.append(browser)
        self._greet(browser)

    def _keep_apart(self, stranger: Browser) -> None:
        """Let a browser wait until it shows the token: for a while, and in place of the oldest.

        Whoever is idle keeps nobody away who sends the token; only a flood may, while it lasts.
        """
        if len(self._strangers) >= MOST_STRANGERS:
            self._send_away(self._strangers[0])
        self._strangers.append(stranger)
        stranger.tell("locked", STRANGE)
        asyncio.get_running_loop().call_later(TOKEN_WITHIN, self._send_away, stranger)

    def _send_away(self, stranger: Browser) -> None:
        """Dismiss a browser that has not shown the token, if it still waits."""
        if stranger in self._strangers:
            self._strangers.remove(stranger)
            task = asyncio.ensure_future(stranger.dismiss(LOCKED, LATE))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def _free_player(self) -> int:
        taken = {browser.player for browser in self._browsers}
        free = (n for n in range(FIRST_PLAYER, LAST_PLAYER + 1) if n not in taken)
        return next(free, LAST_PLAYER)

    def _greet(self, browser: Browser) -> None:
        """Tell a browser who it is, and all that is known."""
        browser.tell(
            "hello",
            {
                "player": browser.player,
                "version": __version__,
                "port": self._engine_port,
                "sounds": self._sounds,
                "engine": self.line.there,
                "values": self._values,
                "status": self._status,
                "keyboards": self._keyboards,
                "slow": SLOW,
            },
        )
        for player in self._pedals:
            browser.tell("pedal", player, True)

    def _rest(self) -> None:
        """Leave the engine, as nobody looks."""
        if self._looking is not None:
            self._looking.cancel()
        self._looking = None
        self.line.close()
        self._values, self._status, self._keyboards = {}, {}, []
        self._pedals.clear()
        self._answered.clear()

    async def close(self) -> None:
        """Let every browser go."""
        for browser in (*self._browsers, *self._strangers):
            await browser.dismiss(1001, "the web process has ended")
        self._rest()

    # what the engine says

    def _hear(self, told: Told | Other) -> None:
        if isinstance(told, Other) and told.address in (HEARD_PEDAL, HOLDING):
            for player, down in self._pedals.take(told):
                self.tell_all("pedal", player, down)
            return
        event = _event(told, time.monotonic())
        if event is not None:
            self.tell_all(*event)
        if isinstance(told, Other) and told.address == "/perf/running":
            self._values.pop("/perf/model", None)
            self.look()

    def _changed(self, there: bool) -> None:
        self.tell_all("engine", there)
        if there:
            self.look()
        else:
            self._keyboards = []
            self._pedals.clear()

    def tell_all(self, *event: Any) -> None:
        """Send one event to every browser that may play."""
        written = (json.dumps(event, separators=(",", ":")),)
        for browser in self._browsers:
            browser.pass_on(written)

    # what browsers ask

    async def ask(self, browser: Browser, frame: Ask) -> None:
        """Pass a question on; the browser gets the answer, all browsers a control's new value."""
        within = requests.A_WHILE if frame.address.startswith(SLOW) else AT_ONCE
        try:
            said = await self.line.ask(requests.ask(frame.address, *frame.arguments, within=within))
        except Refused as error:
            browser.tell("fail", frame.number, error.text)
        except (NoEngine, NoAnswer, ValueError) as error:
            browser.tell("fail", frame.number, str(error))
        else:
            browser.tell("done", frame.number, *said)
            entry = self.addresses.get(declared(frame.address))
            if entry is not None and entry["getter"] and said:
                await self._learn_answer(frame, said)
            if frame.arguments:
                self.look()

    async def _learn_answer(self, frame: Ask, said: Sequence[Any]) -> None:
        """Learn a control's value from the answer to a browser."""
        if frame.arguments and frame.address in OF_EACH:  # that says less than the whole value
            try:
                said = await self.line.ask(requests.ask(frame.address))
            except GONE:
                return  # the next look at all that changes seldom finds it
        self._answered[frame.address] = time.monotonic()
        self._learn({frame.address: said})

    def say(self, *messages: Message) -> None:
        """Send the engine what a player does."""
        self.line.say(*messages)

    def panic(self) -> None:
        """Silence everything; two packets, as one may be lost."""
        for _ in range(2):
            self.line.say(("/perf/panic",))
        for browser in self._browsers:
            browser.forget()
        self._pedals.clear()
        self.tell_all("panic")

    def holds(self) -> None:
        """State what the players hold from now on, so that lost releases are found."""
        self._statements = LAST_HOLDINGS
        if self._stating is None:
            loop = asyncio.get_running_loop()
            self._stating = loop.call_later(HOLDING_EVERY, self._state)

    def _state(self) -> None:
        self._stating = None
        if any(browser.holds for browser in self._browsers):
            self._statements = LAST_HOLDINGS
        self._statements -= 1
        if self._statements < 0:
            return
        for browser in self._browsers:
            self.line.say(browser.holding)
        self._stating = asyncio.get_running_loop().call_later(HOLDING_EVERY, self._state)

    # what the controls are

    def look(self) -> None:
        """Look at the controls at once."""
        self._look.set()

    async def _watch(self) -> None:
        """Look at the controls twice a second, and at what changes seldom more seldom."""
        looks = 0
        while True:
            if self.line.there:
                with suppress(*GONE):
                    await self._look_at_all()
                if looks % SELDOM == 0:
                    with suppress(*GONE):
                        await self._look_seldom()
                if looks % VOICE_EVERY == 0 or self._look.is_set():
                    for voice in {browser.watched for browser in self._browsers} - {-1}:
                        await self._look_at_voice(voice)
                looks += 1
            self._look.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._look.wait(), LOOK_EVERY)
            await asyncio.sleep(0.02)  # a burst of changes is one look

    async def _look_at_all(self) -> None:
        began = time.monotonic()
        controls = await self.line.ask(requests.get_controls())
        found: dict[str, Sequence[Any]] = {f"/perf/param/{k}": [v] for k, v in controls.items()}
        found["/perf/mode"] = await self.line.ask(requests.ask("/perf/mode"))
        self._learn(found, began)

    async def _look_seldom(self) -> None:
        began = time.monotonic()
        status = await self.line.ask(requests.status())
        self._status = {name: getattr(status, name) for name in status.__slots__}
        self.tell_all("status", self._status)
        await self._look_at_sound()
        with suppress(Refused, ValueError):
            self._keyboards = list(await self.line.ask(requests.ask(KEYBOARDS)))
            self.tell_all("keyboards", self._keyboards)
        found = {}
        for address in (*RARE, *self._of_sound):
            with suppress(Refused, ValueError):
                found[address] = await self.line.ask(requests.ask(address))
        if status.voices > 1:
            for voice in range(status.voices):
                address = f"/perf/voice/{voice}/mode"
                found[address] = await self.line.ask(requests.ask(address))
        self._learn(found, began)

    async def _look_at_sound(self) -> None:
        """Find out whether the built-in sound or a synthesizer sounds; then pages begin silent."""
        if SOUND_STATUS not in self.addresses:
            return
        with suppress(Refused, ValueError):
            said = await self.line.ask(requests.ask(SOUND_STATUS))
            names = [one["name"] for one in self.reports[f"{SOUND_STATUS}.reply"]["arguments"]]
            status = dict(zip(names, said, strict=False))
            wish = (await self.line.ask(requests.ask(SOUND_PLAYS)))[0]
            sounds = _sounds(wish, status)
            self.tell_all("sound", status)
            if sounds != self._sounds:
                self._sounds = sounds
                self.tell_all("sounds", sounds)

    async def _look_at_voice(self, voice: int) -> None:
        for address in self._addresses_of(voice):
            began = time.monotonic()
            try:
                self._learn({address: await self.line.ask(requests.ask(address))}, began)
            except Refused:  # there is no such voice
                return
            except (NoEngine, NoAnswer, ValueError):
                return
            await asyncio.sleep(APART)

    def _addresses_of(self, voice: int) -> Iterator[str]:
        for address, entry in self.addresses.items():
            if address.startswith(OF_A_VOICE) and entry["getter"]:
                yield address.replace("/N/", f"/{voice}/")

    def _learn(self, found: Mapping[str, Sequence[Any]], asked: float = math.inf) -> None:
        """Tell all browsers what has changed; an answer since these were `asked` for is newer."""
        new = {
            address: list(values)
            for address, values in found.items()
            if self._values.get(address) != list(values)
            and self._answered.get(address, -math.inf) < asked
        }
        if new:
            self._values.update(new)
            self.tell_all("values", new)


def _abort(request: web.Request) -> Callable[[], None]:
    """Return a function that ends a request's connection without waiting for its reader."""

    def abort() -> None:
        if request.transport is not None:
            request.transport.abort()

    return abort


def _sounds(wish: str, status: Mapping[str, Any]) -> bool:
    """Return whether a player is heard without a browser; `wish`: whom the sound is to play."""
    if status.get("plays") == "none":
        return wish == "auto"  # a synthesizer plays over MIDI, else it would not be none
    return status.get("plays") in ("both", "you") and not status.get("why")


def _event(told: Told | Other, now: float) -> tuple[Any, ...] | None:
    """Return what the engine says as an event for pages; times are milliseconds from now."""
    if isinstance(told, Strike):
        return "strike", told.voice, told.pitch, told.velocity, _ms(told.due - now)
    if isinstance(told, Release):
        return "release", told.voice, told.pitch, _ms(told.due - now)
    if isinstance(told, ControlChange):
        return "cc", told.voice, told.number, told.value, _ms(told.due - now)
    if isinstance(told, Flush):
        return "flush", told.voice
    if isinstance(told, Heard):
        return "heard", told.player, told.pitch, told.velocity
    if isinstance(told, Foreseen):
        return (
            "foresee",
            told.voice,
            told.pitch,
            told.velocity,
            _ms(told.due - now),
            round(told.probability, 4),
            round(told.surprise, 3),
        )
    if isinstance(told, TurnPassed):
        return "turn", told.voice, told.phase, told.seconds, _ms(told.due - now)
    return "news", told.address, *told.arguments


def _ms(seconds: float) -> float:
    return round(seconds * 1000.0, 2)
