"""The engine process: it starts everything, plays, and stops everything in reverse order."""

from __future__ import annotations

import errno
import logging
import math
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from perf_engine.core.installation.moment import Moment
from perf_engine.core.messages import Stop
from perf_engine.core.playing.performer import Performer
from perf_engine.protocol import pipes
from perf_engine.protocol.double_bind import EVERYWHERE, HERE

from . import realtime
from .clock import Clock
from .handlers.states import home
from .helpers.bridge import Bridge
from .helpers.installation import InstallationProcess
from .helpers.model_files import find_model, load_model
from .helpers.sound import SoundProcess
from .helpers.web import Web
from .input.access import Access
from .input.complaints import FROM_SCLANG
from .input.double_port import DoublePort as Port
from .loop import Loop
from .options import Options, VoiceOptions
from .output.greeting import HEARD, PAGE, Greeting
from .output.introductions import Introductions
from .output.live_view import LiveView
from .output.standard_output import Output
from .output.terminal import Terminal
from .own_command import own_command
from .service.autosave import Autosave
from .service.resumption import Resumption, besides_of, find
from .service.saved_session import file_of
from .service.service_manager import ServiceManager
from .session.recorder import Place
from .waiting import Beside, OwnClock

logger = logging.getLogger(__name__)


OTHER_PORT = 9480
TRY_IT = """Try it, and see the answer, in another terminal:
  oscdump -L 9471 &
  oscsend 127.0.0.1 {port} /perf/notify iisf 1 9471 now 0
  oscsend 127.0.0.1 {port} /perf/in/note iiif 0 60 100 0.5"""


def another_port(port: int) -> int:
    """Return a port to try where a port is taken."""
    return OTHER_PORT if port != OTHER_PORT else OTHER_PORT + 10


class StartError(OSError):
    """The engine cannot start; the sentence says what to do."""

    @classmethod
    def of_port(cls, port: int, error: OSError) -> StartError:
        """Return the error for a port that does not open, with the remedy."""
        why = error.strerror or str(error)
        if error.errno == errno.EADDRINUSE:
            why += "): is an engine running already? Choose another:"
        elif error.errno in (errno.EACCES, errno.EPERM):
            why += "): ports below 1024 are for the system. Choose one of 1024..65535, such as"
        else:
            why += "). Choose another:"
        other = f"--osc-port {another_port(port)}"
        return cls(f'OSC port {port} cannot be opened ({why} {other}, or make play ARGS="{other}".')


class Signals:
    """SIGTERM, SIGINT and SIGHUP: each asks the engine to stop, and wakes the loop."""

    def __init__(self) -> None:
        self.stopped = False
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._before_fd = signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        self._before: dict[int, Any] = {}
        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):  # the last: of Windows
            if hasattr(signal, name):
                number = getattr(signal, name)
                self._before[number] = signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = True

    def fileno(self) -> int:
        """Return the descriptor that a signal makes readable."""
        return self._woken.fileno()

    def due(self) -> float:
        """Return infinity: it never needs a turn by itself."""
        return math.inf

    def turn(self, now: float) -> None:
        """Read the signal's byte."""
        with suppress(BlockingIOError):
            self._woken.recv(64)

    def restore(self, number: int) -> None:
        """Restore the handler of a signal that was there before."""
        signal.signal(number, self._before.pop(number))

    def close(self) -> None:
        """Restore all handlers that were there before."""
        signal.set_wakeup_fd(self._before_fd)
        for number in [*self._before]:
            self.restore(number)
        self._woken.close()
        self._waker.close()


class Parent:
    """The pipe on standard input: its end means that the parent process has ended."""

    def __init__(self) -> None:
        """Watch standard input. Raises StartError if there is none."""
        if sys.stdin is None:
            raise StartError("--exit-with-stdin needs a standard input that ends")
        self._fd = sys.stdin.fileno()
        self.gone = False

    def fileno(self) -> int:
        """Return the descriptor of standard input, until it ends."""
        return -1 if self.gone else self._fd

    def due(self) -> float:
        """Return infinity: it never needs a turn by itself."""
        return math.inf

    def turn(self, now: float) -> None:
        """Discard the input; notice its end."""
        if self.gone:
            return
        try:
            if pipes.arrived(self._fd):  # shared, so it must block
                self.gone = not os.read(self._fd, 4096)
        except OSError:
            self.gone = True


def _states(options: Options) -> Path | None:
    """Return the folder of saved states that the options name."""
    return None if options.states is None else Path(options.states).expanduser().absolute()


class Engine:
    """One engine process: a port, a model, a loop, a MIDI bridge."""

    def __init__(
        self, options: Options, say: Callable[[str], None], outputs: Sequence[Output] = ()
    ) -> None:
        """Load the model and bind the port; `say` takes the sentences of the start text.

        `outputs`: the streams that were taken over, one of which may show a live view.
        Raises ValueError (mode, model) or StartError (port).
        """
        self._options = options
        self._echo = say
        self._terminal: Terminal | None = None
        self._outputs = outputs
        self._viewed = False
        try:
            self.port = Port(EVERYWHERE if options.lan else HERE, options.osc_port)
        except OSError as error:
            raise StartError.of_port(options.osc_port, error) from error
        try:
            file, performer = self._performer(options)
        except ValueError:
            self.port.close()
            raise
        access = Access(options.lan, options.allow, options.token)
        place = Place(
            most_mb=options.record_mb,
            lasting=options.record is not None,
            all_mb=options.recordings_mb,
            days=options.recordings_days,
        )
        if options.record is not None:
            place.folder = Path(options.record).expanduser().absolute()
        resumption = self._resumption
        clock = None if resumption is None else Clock.continuing(resumption.clock)
        self.loop = Loop(
            performer, self.port, Path(file).stem, clock, file, access=access, place=place
        )
        if resumption is not None:
            resumption.go_on(self.loop, options)
        elif options.chords:
            self.loop.harmony.begin(options.chords, self.loop.clock.now())
        self.loop.states.open(_states(options))

    def _performer(self, options: Options) -> tuple[str, Performer]:
        """Return the file of the model and the performer: the saved one, or a new one."""
        self._resumption: Resumption | None = None
        self._complaints: list[str] = []
        if options.resume:
            found, self._complaints = find(self._saved(options), options)
            if found is not None:
                self._resumption = found
                return found.saved.beginning.model.file, found.performer
        file = find_model(options.model)
        weights, _ = load_model(file)
        return str(file), Performer(weights, voices=options.plans(weights.told.styles))

    @staticmethod
    def _saved(options: Options) -> Path:
        """Return the file of all that is saved by itself."""
        return file_of(_states(options) or home(), options.osc_port)

    def stand_beside(self, *neighbours: Beside) -> None:
        """Give neighbours that read the system's clock turns in the loop."""
        ahead = self.loop.clock.now() - time.monotonic()
        shifted = self._resumption is not None
        self.loop.beside += [OwnClock(one, ahead) if shifted else one for one in neighbours]

    def _say(self, sentence: str) -> None:
        with suppress(OSError):  # a closed reader is no reason to stop playing
            self._echo(sentence)

    def run(self, afterwards: Callable[[], None] = lambda: None) -> None:
        """Play until told to stop, then call `afterwards`, which only Ctrl-C interrupts."""
        with closing(Signals()) as signals:
            self._play(signals)
            signals.restore(signal.SIGINT)
            self._say("perf_engine has ended; nothing sounds.")
            afterwards()

    def _play(self, signals: Signals) -> None:
        loop, options = self.loop, self._options
        with ExitStack() as open_things:
            open_things.callback(self.port.close)
            loop.beside.append(signals)
            parent = Parent() if options.exit_with_stdin else None
            if parent is not None:
                loop.beside.append(parent)
            else:
                self._terminal = Terminal(self._panic)
                loop.beside.append(self._terminal)
                self._show_view(self._terminal)
            introductions = Introductions(
                options.clients, loop.reception, self._say, loop.clock.now()
            )
            open_things.callback(introductions.close)
            loop.beside.append(introductions)
            awaited = {HEARD: options.sounds, PAGE: options.page_port is not None}
            greeting = Greeting(self._say, [kind for kind, comes in awaited.items() if comes])
            loop.beside.append(greeting)
            granted = realtime.claim()  # before the bridge, whose priority must be lower
            if options.midi:
                bridge = Bridge(
                    self.port.number,
                    options.midi_in,
                    options.midi_out,
                    self._say,
                    loop.clock.now(),
                    off=self._try_it,
                    wishes=options.midi_wishes,
                    kept=loop.relay.kept,
                    ports=loop.sound.midi,
                    keyboards=loop.relay.plugged,
                )
                loop.relay.listens = lambda: bridge.listens
                open_things.callback(bridge.close)
                loop.beside.append(bridge)
                loop.watchdog.clients.append(bridge)
            self._start_sound(open_things, greeting)
            self._start_saving(open_things)
            manager = self._start_watching(open_things)
            self._start_installation(open_things)
            if options.page_port is not None:
                web = Web(
                    self.port.number,
                    options.page_port,
                    options.lan,
                    greeting.page,
                    loop.clock.now(),
                    recordings=loop.recorder.place.folder,
                    token=options.token,
                    open_page=options.open,
                )
                open_things.callback(web.close)
                loop.beside.append(web)
                loop.watchdog.clients.append(web)
            self._introduce_itself(granted)
            greeting.begin(loop.clock.now(), apart=self._seen)
            collector = loop.collector = realtime.Collector()
            collector.begin()
            open_things.callback(collector.end)
            loop.reception.watch()
            loop.outbox.broadcast("/perf/running", loop.models.running)
            manager.ready()
            loop.run(lambda: signals.stopped or (parent is not None and parent.gone))

    def _show_view(self, terminal: Terminal) -> None:
        """Show a live view in a terminal; it is the view that reads its keys then."""

        def ended() -> None:
            terminal.paused = False
            self._viewed = False

        view = LiveView(self.port.number, ended)
        if self._options.view and view.begin(self._outputs):
            terminal.paused = self._viewed = True
            self.loop.beside.append(view)

    @property
    def _seen(self) -> bool:
        """Return whether somebody sits at a terminal."""
        return self._viewed or (self._terminal is not None and self._terminal.present)

    def _start_sound(self, open_things: ExitStack, greeting: Greeting) -> None:
        """Start the built-in sound, if it is wanted."""
        loop, options, sound = self.loop, self._options, self.loop.sound
        voices = options.voices or (VoiceOptions(),)
        sound.begin(
            options.sound_volume,
            options.sound_reverb,
            [voice.program or options.program for voice in voices],
            options.player_program,
            options.sound is True,
            options.thru,
            options.sound_device,
            options.sound_buffer or 0,
        )
        wanted = sound.kept()
        if self._resumption is not None:
            self._resumption.take_sound(sound, wanted)
        self._besides = partial(besides_of, loop, options, wanted)
        if options.sounds:
            sound.say = greeting.heard
            sound.wait_for(*(("midi", "device") if options.midi else ("device",)))
            process = SoundProcess(
                self.port.number,
                options.sound_wishes,
                sound.arguments,
                sound.report,
                self._say,
                loop.clock.now(),
            )
            open_things.callback(process.close)
            loop.beside.append(process)
            loop.watchdog.clients.append(process)
            loop.watchdog.speaking.append((process, lambda: sound.opened))

    def _start_saving(self, open_things: ExitStack) -> None:
        """Save everything each minute and at the end, if that is wanted."""
        if not self._options.resume:
            return
        loop = self.loop
        saving = Autosave(loop.context, loop.recorded, self._besides, self._saved(self._options))
        open_things.callback(saving.close)
        loop.beside.append(saving)
        loop.watchdog.autosave = saving

    def _start_watching(self, open_things: ExitStack) -> ServiceManager:
        """Watch the music, and tell the service manager that started us, if one did."""
        watchdog = self.loop.watchdog
        watchdog.manager = manager = ServiceManager()
        watchdog.resumed = self._resumption is not None
        if self._options.watchdog:
            watchdog.repair()
        open_things.callback(manager.close)
        self.loop.before_the_end = self._before_the_end
        return manager

    def _before_the_end(self) -> None:
        """Save what is played, before it is silenced, and tell the service manager."""
        watchdog = self.loop.watchdog
        watchdog.manager.stopping()
        if watchdog.autosave is not None:
            watchdog.autosave.take_last()

    def _start_installation(self, open_things: ExitStack) -> None:
        """Start the process of an installation, if this is one."""
        loop, options = self.loop, self._options
        if not options.installed:
            return
        plan = options.piece()
        loop.installation.begin(plan)
        if plan.hours.allowed(Moment.of(time.localtime())) <= 0.0:
            loop.begins = loop.orders.running = False
            loop.instrument.command(Stop(), loop.clock.now())
        settings = {
            "engine_port": self.port.number,
            "model": loop.models.running,
            "lan": options.lan,
            "allow": options.allow,
            "token": options.token,
            "tables": options.tables(),
            "sound": options.sounds,
        }
        process = InstallationProcess(
            settings,
            loop.installation.report,
            loop.installation.ended,
            self._say,
            loop.clock.now(),
            first=self._resumption is None,
        )
        loop.installation.reach(process.order)
        open_things.callback(process.close)
        loop.beside.append(process)
        loop.watchdog.clients.append(process)
        loop.watchdog.speaking.append((process, lambda: process.reported))

    def _panic(self, now: float) -> None:
        self.loop.panic(now)
        logger.info("Panic: nothing sounds.")

    def _introduce_itself(self, granted: Sequence[str]) -> None:
        number = self.port.number
        where = "every network" if self._options.lan else "this computer only"
        self._say(f"OSC: UDP port {number}, for {where}.")
        for sentence in self.loop.access.sentences():
            self._say(sentence)
        count = self.loop.instrument.voices
        modes = ", ".join(dict.fromkeys(map(self.loop.instrument.mode, range(count))))
        several = f"{count} voices; " if count > 1 else ""
        self._say(f"Model: {self.loop.models.running}; {several}mode: {modes}.")
        for complaint in self._complaints:
            logger.warning("%s", complaint)
        if self._resumption is not None:
            self._say(self._resumption.sentence)
        elif self._options.resume:
            self._say("No state goes on: the machine begins afresh.")
        if not self._options.midi:
            self._say("MIDI: not wanted.")
        if realtime.PRIORITY_IS_ON not in granted:
            self._say(
                f"Other programs may delay notes: in a terminal, {own_command('doctor')} says how "
                "to prevent it."
            )
        if not self._options.midi:
            self._try_it()
        if self._viewed:
            self._say("? lists the keys; Esc, p or Enter silences everything at once; Ctrl-C ends.")
        elif self._seen:
            self._say("Enter silences everything at once (panic); Ctrl-C ends.")
        self._say(f"perf_engine is ready on port {number}.")

    def _try_it(self) -> None:
        if FROM_SCLANG not in os.environ:
            self._say(TRY_IT.format(port=self.port.number))
