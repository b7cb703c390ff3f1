"""The order that each key gives to the engine, and the line that confirms it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeAlias

from perf_engine.protocol.dialogue import Argument, Request
from perf_engine.protocol.errors import Refused
from perf_engine.protocol.notes import Message, strike
from perf_engine.protocol.titles import titled

from .keys import HELP, PANIC, PIANO
from .score import Score

Answered: TypeAlias = Callable[[Any, Exception | None], None]

PLAYER: Final = 0
LENGTH: Final = 0.6  # seconds of a note of the computer keyboard, which tells no release
REPEATS: Final = 0.13  # seconds within which a key comes again if it is held
SOFTEST, LOUDEST = 20, 120
MOST_PENDING: Final = 16  # orders without an answer; then only a panic is sent
WITHIN: Final = 5.0  # seconds
STEP: Final = 1.2  # factor of density for each + or -
LEARNT: Final = (  # what a knob can be bound to by one key more
    "density",
    "temperature",
    "velocity_scale",
    "tempo_scale",
    "share",
    "register_low",
    "register_high",
    "influence",
    "panic",
)
HELPS: Final = (
    "space or 0  stop, start     Esc, p or Enter  panic: silence at once",
    "m  the next mode            1 to 8  a mode: {modes}",
    "r  record, end the record   k  put a mark into it",
    "s  save the state           b  go back to the saved state",
    "+ -  busier, less busy      . ,  louder, softer",
    "l  bind a knob (learn)      i  play on the computer keyboard",
    "Ctrl-L  draw again          Ctrl-Z  to the shell; fg comes back",
    "?  this list                Ctrl-C  end the engine",
)


class Engine(Protocol):
    """The connection to the engine, as orders need it."""

    def ask(self, request: Request[Any], answered: Answered) -> None:
        """Send a request; `answered` gets its value or the error."""

    def say(self, *messages: Message) -> None:
        """Send messages that get no answer."""


class Orders:
    """Turns keys into requests, and their answers into lines."""

    def __init__(
        self, engine: Engine, score: Score, modes: Sequence[str], tell: Callable[[str], None]
    ) -> None:
        """`modes`: the names of all modes; `tell` takes a line for the musician."""
        self._engine, self._score = engine, score
        self._modes, self._tell = tuple(modes), tell
        self._pending = 0
        self._learning = False  # the next digit names a control
        self._awaited = ""  # the control that the next knob will set
        self._saved = ""
        self._marks = 0
        self._octave, self._velocity = 4, 80
        self._played: dict[str, float] = {}
        self._hinted = False

    @property
    def pending(self) -> bool:
        """Return whether the engine has not answered all orders yet."""
        return self._pending > 0

    def key(self, key: str, now: float) -> None:
        """Carry out a key."""
        if key == PANIC:
            self._learning = False
            self._engine.say(("/perf/panic",))
            self._send("/perf/panic", (), "Panic: nothing sounds.", urgent=True)
        elif self._learning:
            self._learn(key)
        elif self._score.piano and self._piano(key.lower(), now):
            return
        elif key in ("+", "=", "-", "_"):
            self._density(STEP if key in "+=" else 1.0 / STEP)
        elif key in ".,":
            self._volume(0.1 if key == "." else -0.1)
        elif key == "0":  # as on the page
            self._stop_or_start()
        elif key.isdigit():
            self._mode_number(int(key))
        else:
            self._other(key.lower())

    def _other(self, key: str) -> None:
        orders: dict[str, Callable[[], None]] = {
            " ": self._stop_or_start,
            "m": self._next_mode,
            "r": self._record,
            "s": self._save,
            "b": self._back,
            "k": self._mark,
            "l": self._ask_what_to_learn,
            "i": self._toggle_piano,
            HELP: self._help,
        }
        if key in orders:
            orders[key]()
        elif key.isprintable() and not self._hinted:
            self._hinted = True
            self._tell("That key does nothing: ? lists the keys.")

    # asked of the engine

    def _send(
        self,
        address: str,
        arguments: tuple[Argument, ...],
        done: str | Callable[[Any], str],
        then: Callable[[Any], None] = lambda value: None,
        urgent: bool = False,
    ) -> None:
        """Ask; tell what is done, or why not."""
        if self._pending >= MOST_PENDING and not urgent:
            return

        def answered(value: Any, error: Exception | None) -> None:
            self._pending -= 1
            self._score.changed = True
            if isinstance(error, Refused):
                self._tell(f"Refused: {error.text}.")
            elif error is not None:
                self._tell("The engine does not answer." if self._pending <= 0 else str(error))
            else:
                then(value)
                self._tell(done if isinstance(done, str) else done(value))

        self._pending += 1
        self._engine.ask(Request(address, arguments, list, WITHIN), answered)

    def _stop_or_start(self) -> None:
        def note(running: bool) -> None:
            self._score.running = running

        if self._score.running:
            said = "Stopped: the machine is silent. Space starts it again."
            self._send("/perf/stop", (), said, lambda _: note(False))
        else:
            self._send("/perf/start", (), "Started: the machine plays again.", lambda _: note(True))

    def _mode_number(self, number: int) -> None:
        if 1 <= number <= len(self._modes):
            self._mode(self._modes[number - 1])
        else:
            self._tell(f"There is no mode {number}: {self._numbered()}.")

    def _next_mode(self) -> None:
        place = self._modes.index(self._score.mode) if self._score.mode in self._modes else -1
        self._mode(self._modes[(place + 1) % len(self._modes)])

    def _mode(self, mode: str) -> None:
        self._score.set_mode(mode)  # so that the key pressed twice goes two modes on
        self._send("/perf/mode", (mode,), lambda said: f"Mode: {said[0]}.")

    def _numbered(self) -> str:
        return ", ".join(f"{place} {mode}" for place, mode in enumerate(self._modes, 1))

    def _record(self) -> None:
        score = self._score

        def begun(_: Any) -> None:
            score.recording_since = time.monotonic()

        def ended(_: Any) -> None:
            score.recording_since = None

        if score.recording_since is None:
            self._marks = 0
            self._send(
                "/perf/record", (1,), "The recording runs: k marks a place, r ends it.", begun
            )
        else:
            self._send("/perf/record", (0,), "The recording has ended.", ended)

    def _mark(self) -> None:
        self._marks += 1
        text = f"mark {self._marks}"
        self._send("/perf/mark", (text,), f"Marked: {text}.")

    def _save(self) -> None:
        name = time.strftime("live %Y-%m-%d %H.%M.%S")

        def saved(_: Any) -> None:
            self._saved = name

        self._send("/perf/state/save", (name,), f"Saved: {name}. b goes back to it.", saved)

    def _back(self) -> None:
        if not self._saved:
            self._tell("No state has been saved here yet: s saves one.")
            return
        self._send("/perf/state/recall", (self._saved,), f"Back to {self._saved}.")

    def _density(self, factor: float) -> None:
        score = self._score
        wanted = round(min(max(score.density * factor, 0.1), 4.0), 2)
        score.density = 1.0 if 0.92 < wanted < 1.09 else wanted
        word = "busier" if factor > 1.0 else "less busy"
        self._send(
            "/perf/param/density",
            (score.density,),
            lambda said: f"{titled('density')}: {said[0]:.3g}, {word}.",
        )

    def _volume(self, change: float) -> None:
        score = self._score
        score.volume = round(min(max(score.volume + change, 0.0), 2.0), 2)
        word = "louder" if change > 0.0 else "softer"
        self._send(
            "/perf/param/velocity_scale",
            (score.volume,),
            lambda said: f"{titled('velocity_scale')}: {said[0]:.3g}, {word}.",
        )

    # a knob

    def _ask_what_to_learn(self) -> None:
        self._learning = True
        self._tell("Which control shall the next knob set? Any other key cancels.")
        for place, control in enumerate(LEARNT, 1):
            self._tell(f"  {place}  {titled(control)}")

    def _learn(self, key: str) -> None:
        self._learning = False
        if not key.isdigit() or key == "0":
            self._tell("No knob is bound.")
            return
        control = LEARNT[int(key) - 1]
        done = f"Turn a knob of your controller now: it will set {titled(control)}."
        self._awaited = control
        self._send("/perf/midi/learn", (control,), done)

    def bound(self, number: int, control: str) -> None:
        """Tell that a knob was bound, if it was asked for here."""
        if control == self._awaited:
            self._awaited = ""
            self._tell(f"Knob {number} sets {titled(control)}.")

    # the computer keyboard as a piano

    def _toggle_piano(self) -> None:
        self._score.piano = not self._score.piano
        self._score.changed = True
        if self._score.piano:
            self._tell("The computer keyboard plays: A S D F G H J K L are white keys. i ends.")
        else:
            self._tell("The computer keyboard gives orders again.")

    def _piano(self, key: str, now: float) -> bool:
        """Play a key; return whether it belongs to the piano."""
        if key in PIANO:
            before = self._played.get(key, 0.0)
            self._played[key] = now
            pitch = 12 * (self._octave + 1) + PIANO[key]
            if now - before > REPEATS and pitch <= 127:
                self._engine.say(strike(PLAYER, pitch, self._velocity, LENGTH))
        elif key in ("z", "x"):
            self._octave = min(max(self._octave + (1 if key == "x" else -1), 0), 8)
            self._tell(f"A is C{self._octave}.")
        elif key in ("c", "v"):
            step = 10 if key == "v" else -10
            self._velocity = min(max(self._velocity + step, SOFTEST), LOUDEST)
            self._tell(f"The keys play with velocity {self._velocity}.")
        else:
            return False
        return True

    def _help(self) -> None:
        for line in HELPS:
            self._tell(line.format(modes=" ".join(self._modes)))
