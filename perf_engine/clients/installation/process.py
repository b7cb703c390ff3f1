"""The installation's process: `python -m perf_engine.clients.installation.process`.

Its first line of standard input has its settings, as JSON; each further line is an order. It tells
lines of JSON: {"say": sentence} and {"facts": {...}}. It ends when its standard input closes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import asdict
from functools import partial
from typing import Any, Final, Protocol

from aiohttp import web

from perf_engine.clients.python import requests
from perf_engine.clients.web.engine_line import EngineLine
from perf_engine.clients.web.guard import Guard
from perf_engine.clients.web.own_address import from_afar
from perf_engine.clients.web.server import end_of_input, serving
from perf_engine.core.installation.gesture import (
    GAMEPAD,
    LOUDNESS_PLAYED,
    OSC,
    Gesture,
    source_of,
)
from perf_engine.core.installation.moment import Moment
from perf_engine.core.installation.piece import AUTO, LOOK, MOVING, STOP, Piece
from perf_engine.core.installation.plan import Plan, read_plan
from perf_engine.protocol import pipes
from perf_engine.protocol.errors import NoAnswer, NoEngine, Refused
from perf_engine.protocol.notes import Heard, Message, Other, Strike, Told

from .alert import Alert
from .faults import Faults
from .gamepads import Gamepads
from .health import HEALED, Health, Missing, Watched, sound_problems
from .midi_sensors import MidiSensors
from .page import HOME, InstallationPage, Orders
from .sensors import TRY_EVERY, Sensors
from .serial_lines import SerialLines

logger = logging.getLogger(__name__)

STATUS_EVERY: Final = 5.0  # seconds between two questions about the engine's status
TELL_EVERY: Final = 5.0  # seconds between two reports, the heartbeat
MODEL_WITHIN: Final = 120.0  # seconds that a model may take to load
MAPPED: Final = ("source", "target", "low", "high")  # the keys of an order to map
NO_PAGE: Final = (
    "The page: HTTP port %d cannot be opened (%s), and is tried again. Another program may have it:"
    " end that, or choose another port with http_port of [installation]."
)
HEARD: Final = ("order", "scene")  # orders after which one expects to hear something
STOPPED: Final = "nothing sounds: it is stopped by hand, until a start"
START: Final = "start"  # the word of the page for an order to follow the plan
SLOW: Final = "/perf/model/load"
NAMING: Final = (SLOW, "/perf/state/recall")  # messages that name what may not be there
STYLES: Final = ("/style", "/style_2")
GONE: Final = (NoEngine, NoAnswer, Refused, ValueError)


class Device(Protocol):
    """Sensors that must be asked for what has come."""

    @property
    def open(self) -> bool:
        """Return whether there is somebody to ask."""

    def turn(self, now: float) -> int:
        """Take what has come; return how much."""

    def close(self) -> None:
        """Close everything."""


class Process:
    """Drives the piece by the clocks, sends what it says, and hears everybody."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        tell: Callable[[Mapping[str, Any]], None],
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Open the ports of the sensors. Raises ValueError."""
        self._settings, self._tell, self._clock, self._wall = settings, tell, clock, wall
        self.plan: Plan = read_plan(settings["tables"])
        general = self.plan.general
        now = clock()
        self.piece = Piece(
            self.plan,
            self.moment(),
            now,
            settings.get("model", ""),
            settings.get("first", True),
        )
        self.piece.order(settings.get("order", AUTO), now)
        self.faults = Faults()
        self.health = Health(now, general.longest_silence)
        self.health.gone_since = now
        self.missing = Missing()
        self.alert = Alert(general.alert, 60.0 * general.alert_minutes)
        self.sensors = Sensors(
            general.sensor_port,
            self.piece.hear,
            settings.get("lan", False),
            settings.get("allow", ()),
            lambda: self.piece.sources(OSC),
        )
        self.midi = MidiSensors(general.midi_in, self.piece.hear)
        self.serial = SerialLines(general.serial, general.baud, self.piece.hear)
        self.gamepads = Gamepads(self.piece.hear, lambda: self.piece.follows(GAMEPAD))
        self.devices: dict[str, Device] = {
            "the MIDI of the sensors": self.midi,
            "the serial lines": self.serial,
            "the gamepads": self.gamepads,
        }
        self.line = EngineLine(settings["engine_port"], self._hear, self._changed)
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: Mapping[str, Any] = {}
        self.sound_problems: Sequence[str] = ()
        self._trouble = ""  # a new one, which the alert is to tell
        self._next_status = self._next_tell = -math.inf
        self._woken = asyncio.Event()

    def moment(self) -> Moment:
        """Return the local time."""
        wall = self._wall()
        return Moment.of(time.localtime(wall), wall % 1.0)

    async def run(self, ended: asyncio.Event) -> None:
        """Follow the plan until the event is set."""
        await self.line.open()
        while not ended.is_set():
            busy = self._try_turn(self._clock())
            await self._rest(MOVING if busy else LOOK, ended)

    def turn(self, now: float) -> bool:
        """Take what has come, send what is due, and report; return whether more is due soon.

        A part that fails does not keep the others from their work.
        """
        attempt = self.faults.attempt
        came = attempt("the port of the sensors", lambda: self.sensors.turn(now), 0, now)
        for name, device in self.devices.items():
            came += attempt(name, partial(device.turn, now), 0, now)
        busy = attempt("the piece", lambda: self._play(now), False, now)
        attempt("the health", lambda: self._judge(now), None, now)
        attempt("the alert", lambda: self._alert(now), None, now)
        attempt("the report", lambda: self._report(now), None, now)
        asked = any(device.open for device in self.devices.values())
        return bool(came) or asked or busy

    def _play(self, now: float) -> bool:
        """Send what the piece says; return whether more is due soon."""
        if self.line.there:
            for message in self.piece.advance(now, self.moment()):
                self._send(message)
        return self.piece.busy(now)

    def _try_turn(self, now: float) -> bool:
        """Take a turn; one that fails is noted, and the next one comes."""
        return self.faults.attempt("a turn", lambda: self.turn(now), False, now)

    def close(self) -> None:
        """Leave the engine, and close everything."""
        self.line.close()
        self.sensors.close()
        for device in self.devices.values():
            device.close()
        self.alert.close()
        for task in self._tasks:
            task.cancel()

    def facts(self) -> dict[str, Any]:
        """Return the state, for /health, /metrics and the page."""
        now, health, status = self._clock(), self.health, self.health.status
        moment = self.moment()
        opens = self.plan.hours.next_opening(moment)
        silent = now - health.last_note
        troubled = math.isfinite(health.last_trouble_at)
        reasons = list(dict.fromkeys((*health.reasons, *self.faults.sentences(now))))
        return {
            "healthy": not reasons,
            "reasons": reasons,
            **self.piece.facts(),
            "scenes": [scene.name for scene in self.plan.scenes],
            "scene_s": round(now - self.piece.scene_since, 1),
            "open": self.plan.hours.open(moment),
            "next_opening": opens.iso if opens else None,
            "hours": self.plan.hours.in_words(moment),
            "engine_up": self.line.there,
            "engine_uptime_s": status.get("uptime_s"),
            "engine_state": health.watched.state,
            "engine_repairs_total": health.watched.repairs,
            "engine_last_repair": health.watched.last_repair,
            "model": status.get("model"),
            "running_s": round(now - health.began, 1),
            "seconds_since_note": round(silent, 1) if math.isfinite(silent) else None,
            "notes_total": health.notes,
            "latency_p99_ms": status.get("p99_ms"),
            "cpu_share": status.get("cpu"),
            "late_total": status.get("late"),
            "dropped_total": status.get("dropped"),
            "troubles_total": health.troubles,
            "last_trouble": health.last_trouble,
            "last_trouble_s": round(now - health.last_trouble_at, 1) if troubled else None,
            "maps": self.piece.maps(),
            "ignored_values_total": self.piece.ignored,
            "unused_messages_total": self.sensors.unused.messages,
            "unused_addresses": self.sensors.unused.addresses,
            "sensor_floods_total": self.sensors.flooded,
            "sensor_refusals_total": self.sensors.refused,
            "sensor_damages_total": self.sensors.broken,
            "sound_problems": list(self.sound_problems),
            "midi_problems": list(self.midi.problems),
            "device_problems": [*self.serial.problems, *self.gamepads.problems],
        }

    def order(self, said: Mapping[str, Any]) -> str:
        """Carry out an order of a program, a page or the engine. Raises ValueError.

        Return why it is not heard now, if that is so.
        """
        now = self._clock()
        acts: dict[str, Callable[[Any], object]] = {
            "order": lambda value: self.piece.order(AUTO if value == START else str(value), now),
            "scene": lambda value: self.piece.choose_scene(str(value), now),
            "presence": lambda value: self.piece.set_presence(float(value), now),
            "map": lambda value: self.piece.map(self._gesture(value), now),
            "unmap": lambda value: self.piece.unmap(self._gesture(value), now),
            "panic": lambda value: self._panic(now),
        }
        if len(said) != 1 or (name := next(iter(said))) not in acts:
            raise ValueError(f"an order must be one of {', '.join(acts)}, not {str(said)[:60]}")
        try:
            acts[name](said[name])
        except (TypeError, KeyError, OverflowError) as error:
            raise ValueError(f"{name} cannot be read: {str(said[name])[:60]}") from error
        self._next_tell = -math.inf
        self._woken.set()
        return self._why_silent() if name in HEARD and said[name] != STOP else ""

    def _why_silent(self) -> str:
        """Return why nothing sounds whatever scene plays; nothing if it may sound."""
        hours = self.plan.hours
        if self.piece.facts()["order"] == STOP:
            return STOPPED
        return (
            "" if hours.level(self.moment()) else f"nothing sounds: {hours.in_words(self.moment())}"
        )

    def feel(self, name: str, value: float) -> bool:
        """Take a sensor's value over HTTP; return whether a gesture uses it. Raises ValueError."""
        self._woken.set()
        return self.piece.hear(source_of(f"http {name}"), value, self._clock())

    def _panic(self, now: float) -> None:
        """Silence everything at once, until a start."""
        self._send(("/perf/panic",))
        self.piece.order(STOP, now)

    def _gesture(self, table: Any) -> Gesture:
        """Return the gesture of an order. Raises ValueError.

        The other keys of a map are for the file, where its options check them.
        """
        if not isinstance(table, Mapping) or not set(table) <= set(MAPPED):
            raise ValueError(f"a map must have {', '.join(MAPPED)} only, not {str(table)[:60]}")
        return self.plan.ordered(table)

    # the engine

    def _hear(self, told: Told | Other) -> None:
        now = self._clock()
        if isinstance(told, Strike):
            self.health.struck(now)
        elif isinstance(told, Heard) and told.velocity:
            self.piece.played(now)
            self.piece.hear(LOUDNESS_PLAYED, told.velocity, now)

    def _changed(self, there: bool) -> None:
        self.health.engine(there, self._clock())
        self.sound_problems = ()  # of the engine before
        if there:
            self.piece.say_all()
            self._next_status = -math.inf
            self._woken.set()

    def _send(self, message: Message) -> None:
        """Send a message; one that names something is asked, so that a refusal is heard."""
        if message[0] in NAMING or message[0].endswith(STYLES):
            self._begin(self._ask(message))
        else:
            self.line.say(message)

    async def _ask(self, message: Message) -> None:
        try:
            await self.line.ask(requests.ask(*message, within=MODEL_WITHIN))
        except GONE as error:
            logger.warning("%s: %s", " ".join(map(str, message)), error)
        if message[0] == SLOW:
            self.piece.loaded()

    async def _ask_status(self) -> None:
        with suppress(*GONE):
            self.health.take(asdict(await self.line.ask(requests.status())))
            said = await self.line.ask(requests.ask("/perf/health"))
            self.health.watched = Watched.of(said)
            if self._settings.get("sound"):
                said = await self.line.ask(requests.ask("/perf/sound/status"))
                self.sound_problems = sound_problems(said)

    def _begin(self, doing: Any) -> None:
        task = asyncio.ensure_future(doing)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.faults.note("a question to the engine", error, self._clock())

    # its own state

    def _judge(self, now: float) -> None:
        """Ask for the engine's status from time to time, and judge the health."""
        if self.line.there and now >= self._next_status:
            self._next_status = now + STATUS_EVERY
            self._begin(self._ask_status())
        self.health.sounds(self.piece.owes, now)
        named = {
            "MIDI": self.midi.problems,
            "serial": self.serial.problems,
            "sound": self.sound_problems,
        }
        missing = self.missing.sentences(named, now)
        self.health.faults = (*self.faults.sentences(now), *missing)
        trouble = self.health.look(now)
        if trouble:
            logger.warning("Trouble: %s.", trouble)
            self._trouble, self._next_tell = trouble, -math.inf

    def _alert(self, now: float) -> None:
        """Tell a new trouble, and look after the command that does it."""
        self.alert.turn(now)
        trouble, self._trouble = self._trouble, ""
        if trouble:
            self.alert.tell(trouble, now)
        elif now > self.health.last_trouble_at + HEALED:
            self.alert.over()

    def _report(self, now: float) -> None:
        """Tell the engine the state: the heartbeat, and each change at once."""
        facts = {
            "healthy": self.health.healthy,
            "trouble": "; ".join(self.health.reasons),
            **self.piece.facts(),
        }
        changed = any(
            facts[key] != self._told.get(key) for key in ("healthy", "scene", "presence", "order")
        )
        if changed or now >= self._next_tell:
            self._told, self._next_tell = facts, now + TELL_EVERY
            self._tell({"facts": facts})

    async def _rest(self, seconds: float, ended: asyncio.Event) -> None:
        """Wait; at rest, a sensor's first packet or an order ends it."""
        if seconds <= MOVING:
            await asyncio.sleep(seconds)  # packets wait for the next turn: all of them together
            self._woken.clear()
            return
        loop = asyncio.get_running_loop()
        waits = [asyncio.ensure_future(self._woken.wait()), asyncio.ensure_future(ended.wait())]
        with suppress(NotImplementedError):  # Windows: they wait for the next turn
            for file in self.sensors.filenos():
                loop.add_reader(file, self._woken.set)
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        with suppress(NotImplementedError):
            for file in self.sensors.filenos():
                loop.remove_reader(file)
        for one in waits:
            one.cancel()
        self._woken.clear()


class Lines:
    """The lines of standard input: the settings, and then orders."""

    def __init__(self) -> None:
        self._rest = b""
        self.settings: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.take: Callable[[str], None] = lambda line: None

    def feed(self, data: bytes) -> None:
        """Take bytes."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        for line in whole:
            text = line.decode("utf-8", "replace")
            if self.settings.done():
                self.take(text)
            else:
                self.settings.set_result(text)


def obeyed(order: Orders) -> Callable[[str], None]:
    """Return a function that carries out a line's order, and logs one that is not heard."""

    def take(line: str) -> None:
        try:
            if why := order(json.loads(line)):
                logger.info("An order by hand is noted, but %s.", why)
        except (ValueError, TypeError) as error:
            logger.warning("An order cannot be carried out: %s", str(error)[:300])

    return take


async def serve(tell: Callable[[Mapping[str, Any]], None]) -> None:
    """Read the settings, and follow the plan until the end. Raises OSError or ValueError."""
    lines = Lines()
    ended = end_of_input(lines.feed)
    end = asyncio.ensure_future(ended.wait())
    await asyncio.wait((lines.settings, end), return_when=asyncio.FIRST_COMPLETED)
    end.cancel()
    if not lines.settings.done():
        return
    settings = json.loads(lines.settings.result())
    lan = bool(settings.get("lan"))
    process = Process(settings, tell)
    async with AsyncExitStack() as open_things:
        open_things.callback(process.close)
        lines.take = obeyed(process.order)
        token = settings.get("token", "")
        page = InstallationPage(Guard(not lan), token, process.facts, process.order, process.feel)
        tell({"say": f"The installation is {process.plan.hours.in_words(process.moment())}."})

        def say(number: int) -> None:
            port = process.sensors.port
            sensors = f"sensors on UDP port {port}" if port else "no port for sensors yet"
            afar = f", {from_afar(f':{number}{HOME}', token)};" if lan else ","
            tell({"say": f"Installation: http://127.0.0.1:{number}{HOME}{afar} {sensors}."})

        port = process.plan.general.http_port
        keeping = asyncio.ensure_future(keep_page(page.application, port, lan, say, ended))
        open_things.callback(keeping.cancel)
        await process.run(ended)
        await keeping


async def keep_page(
    application: Callable[[], web.Application],
    port: int,
    lan: bool,
    say: Callable[[int], None],
    ended: asyncio.Event,
) -> None:
    """Serve the page until the event is set. A port that does not open is tried again.

    `say` takes the number of the port.
    """
    warned = False
    while not ended.is_set():
        try:
            async with serving(application(), port, lan) as number:
                say(number)
                await ended.wait()
        except OSError as error:
            if not warned:
                logger.warning(NO_PAGE, port, error.strerror)
            warned = True
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(ended.wait(), TRY_EVERY)


def main() -> int:
    """Run until standard input closes; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="Installation: %(message)s")
    output = pipes.claimed_stdout()

    def tell(said: Mapping[str, Any]) -> None:
        with suppress(OSError):  # the end of standard input will tell
            print(json.dumps(said), file=output, flush=True)

    try:
        asyncio.run(serve(tell))
    except (OSError, ValueError) as error:
        logger.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    pipes.run_for_engine(main)
