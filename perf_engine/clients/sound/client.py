"""The client's side of the sound: messages of the engine become what sounds, and where it ends.

Each voice of the machine sounds on the channel of its number; one whose MIDI channel is 10 has a
drum kit. All players sound on one channel more, PLAYERS, with a program of their own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from perf_engine.protocol.dialogue import Dialogue, Request
from perf_engine.protocol.lease import Say
from perf_engine.protocol.midi import ALL_SOUND_OFF, DRUMS, PEDAL, PEDAL_DOWN, SUSTAIN
from perf_engine.protocol.notes import (
    HEARD_PEDAL,
    HOLDING,
    VOICES,
    ControlChange,
    Flush,
    Heard,
    Other,
    Received,
    Release,
    Strike,
    Told,
    stated,
)
from perf_engine.synthesis.programs import DRUMS as DRUM_KIT
from perf_engine.synthesis.programs import program_of

from .keys import Keys
from .renderer import AT_ONCE, Action, Renderer

logger = logging.getLogger(__name__)

SETTING: Final = "/perf/sound"
CHANNEL: Final = "/perf/channel"
PLAYERS: Final = VOICES  # the channel of all players
TEST: Final = VOICES + 1  # the channel of the test note
CHANNELS: Final = VOICES + 2
SETTINGS: Final = -1  # no channel: what waits there is never dropped
FLAG: Final = 3  # also what players play, with pedals
TEST_NOTE: Final = 60, 100, 0.6  # pitch, velocity, seconds
TOO_LATE: Final = 0.3  # seconds: a strike that is later is not played, as the process stood still

AUTO: Final = "auto"  # the name of whichever device is the best
PLAYS_OF_STATUS: Final = 7  # the place of `plays` in the status
ASK_AGAIN: Final = 0.5  # seconds until a getter without an answer is repeated

BOTH, MACHINE, YOU, NOBODY = "both", "machine", "you", "none"
WHO: Final = (BOTH, MACHINE, YOU, NOBODY)


@dataclass(slots=True)
class Wishes:
    """The user's wishes: loudness, reverb, instruments, and who is to sound."""

    volume: float = 1.0
    reverb: float = 0.35
    players: int = 0  # the program of what players play
    voices: dict[int, int] = field(default_factory=dict)  # programs, where they are no piano
    plays: str = BOTH
    device: str | None = None  # as the engine chose it, "" for the best; None: the user did
    frames: int | None = None  # of a buffer, likewise; 0: as usual


class Client:
    """Hears the engine, and plays by a renderer; without one, while there is no device, silently.

    The keys are the renderer's, and are only touched by its thread.
    """

    def __init__(self, reply_port: int, say: Say, wishes: Wishes) -> None:
        self._dialogue = Dialogue(reply_port, say, FLAG)
        self._wishes = wishes
        self._renderer: Renderer | None = None
        self._kits: set[int] = set()  # voices that play a drum kit
        self.again = False  # the settings need another device or process

    @property
    def next_due(self) -> float:
        """Return the time when `advance` has something to do next."""
        return self._dialogue.next_due

    def play_by(self, renderer: Renderer | None, now: float) -> None:
        """Sound by this renderer from now on."""
        self._renderer = renderer
        wishes = self._wishes
        self._set(lambda keys: keys.synth.volume(wishes.volume))
        self._set(lambda keys: keys.synth.reverb(wishes.reverb))
        self._program(PLAYERS, wishes.players)
        for voice in range(VOICES):
            self._program_of(voice)

    def hear(self, message: Received, now: float) -> None:
        """Take one message of the engine."""
        if isinstance(message, Other):
            self._obey(message.address, message.arguments, now)
        registered = self._dialogue.registered
        for told in self._dialogue.take(message, now):
            self._take(told, now)
        if self._dialogue.registered and not registered:
            for voice in list(self._kits):  # the engine tells of them again
                self._place(voice, drums=False)
            self._ask_settings(now)

    def advance(self, now: float) -> None:
        """Keep the registration; fall silent with the engine."""
        registered = self._dialogue.alive
        for told in self._dialogue.advance(now):
            self._take(told, now)
        if registered and not self._dialogue.alive:
            self.silence()

    def lose(self, now: float) -> None:
        """Fall silent: the engine's port is closed."""
        self._dialogue.lose(now)
        self.silence()

    def leave(self, now: float) -> None:
        """Fall silent, and say goodbye."""
        self._dialogue.leave(now)
        self.silence()

    def silence(self) -> None:
        """Let go of everything, and drop all that waits."""
        if self._renderer is not None:
            for channel in range(CHANNELS):
                self._renderer.flush(channel)

    def test(self, now: float) -> None:
        """Play one note that everybody knows as a test."""
        pitch, velocity, seconds = TEST_NOTE
        self._put(now, TEST, lambda keys: keys.strike(TEST, pitch, velocity))
        self._put(now + seconds, TEST, lambda keys: keys.release(TEST, pitch))

    # inside

    def _ask_settings(self, now: float) -> None:
        """Ask for what may have been set before the engine knew this client."""
        readers: dict[str, Callable[[Sequence[Any]], None]] = {
            "volume": lambda said: self._turn("volume", said[0], 0, now),
            "reverb": lambda said: self._turn("reverb", said[0], 0, now),
            "player": lambda said: self._turn("player", said[0], 0, now),
            "program": lambda said: self._turn_programs(said, now),
            "status": lambda said: self._turn("plays", said[PLAYS_OF_STATUS], 0, now),
            "device": lambda said: self._compare_device(str(said[0])),
            "buffer": lambda said: self._compare_buffer(int(said[0])),
        }
        for name, read in readers.items():
            request = Request(f"{SETTING}/{name}", (), read, again=ASK_AGAIN)
            self._dialogue.ask(request, now, _taken)

    def _turn_programs(self, names: Sequence[Any], now: float) -> None:
        for voice, name in enumerate(names):
            self._turn("program", name, voice, now)

    def _compare_device(self, name: str) -> None:
        device = self._wishes.device
        self.again |= device is not None and name != (device or AUTO)

    def _compare_buffer(self, frames: int) -> None:
        self.again |= self._wishes.frames not in (None, frames)

    def _plays(self, who: str) -> bool:
        return self._wishes.plays in (BOTH, who)

    def _take(self, told: Told, now: float) -> None:
        if isinstance(told, Flush):
            if self._renderer is not None:
                self._renderer.flush(told.voice)
        elif isinstance(told, Heard):
            self._heard(told)
        elif isinstance(told, Strike):
            if self._plays(MACHINE) and told.due > now - TOO_LATE:
                voice, pitch, velocity = told.voice, told.pitch, told.velocity
                self._put(told.due, voice, lambda keys: keys.strike(voice, pitch, velocity))
        elif isinstance(told, Release):
            voice, pitch = told.voice, told.pitch
            self._put(told.due, voice, lambda keys: keys.release(voice, pitch))
        elif isinstance(told, ControlChange):
            self._control(told)

    def _heard(self, told: Heard) -> None:
        pitch, velocity = told.pitch, told.velocity
        if not velocity:  # nobody holds it any more
            self._put(AT_ONCE, PLAYERS, lambda keys: keys.release(PLAYERS, pitch))
        elif self._plays(YOU):
            self._put(AT_ONCE, PLAYERS, lambda keys: keys.strike(PLAYERS, pitch, velocity))

    def _control(self, told: ControlChange) -> None:
        voice, value = told.voice, told.value
        if told.number == SUSTAIN:
            if self._plays(MACHINE) or not value:
                self._put(told.due, voice, lambda keys: keys.pedal(voice, value))
        elif told.number == ALL_SOUND_OFF:  # a panic, which silences players too
            for channel in (voice, PLAYERS, TEST):
                self._put(told.due, channel, _end_of(channel))

    def _obey(self, address: str, arguments: Sequence[Any], now: float) -> None:
        """Take what only a client that sounds is told; what cannot be read changes nothing."""
        try:
            if address == HOLDING:
                self._compare(arguments)
            elif address == HEARD_PEDAL:
                _, value = arguments
                self._pedal(int(value))
            elif address == CHANNEL:
                voice, channel, _ = arguments
                self._place(int(voice), int(channel) - 1 == DRUMS)
            elif address == SETTING:
                setting, value, voice = arguments
                self._turn(setting, value, voice, now)
        except (TypeError, ValueError):
            logger.debug("%s cannot be read: %s", address, arguments)

    def _turn(self, setting: str, value: Any, voice: int, now: float) -> None:
        """Take a setting. Raises TypeError or ValueError."""
        wishes = self._wishes
        if setting == "volume":
            wishes.volume = factor = float(value)
            self._set(lambda keys: keys.synth.volume(factor))
        elif setting == "reverb":
            wishes.reverb = share = float(value)
            self._set(lambda keys: keys.synth.reverb(share))
        elif setting == "program":
            wishes.voices[voice] = program_of(value)
            self._program_of(voice)
        elif setting == "player":
            wishes.players = program_of(value)
            self._program(PLAYERS, wishes.players)
        elif setting == "plays" and value in WHO:
            self._choose(value)
        elif setting == "test":
            self.test(now)
        elif setting == "again":
            self.again = True

    def _pedal(self, value: int) -> None:
        if self._plays(YOU) or value < PEDAL_DOWN:
            self._put(AT_ONCE, PLAYERS, lambda keys: keys.pedal(PLAYERS, value))

    def _compare(self, arguments: Sequence[Any]) -> None:
        """End what players do not hold: the message of its end was lost."""
        named = stated(arguments)
        if named is None:
            return
        held = {pitch for _, pitch in named}

        def compare(keys: Keys) -> None:
            for pitch in keys.of(PLAYERS) - held:
                keys.release(PLAYERS, pitch)
            if PLAYERS in keys.pedals and PEDAL not in held:
                keys.pedal(PLAYERS, 0)

        self._put(AT_ONCE, PLAYERS, compare)

    def _choose(self, who: str) -> None:
        self._wishes.plays = who
        if self._renderer is None:
            return
        silent = [] if self._plays(MACHINE) else list(range(VOICES))
        for channel in [*silent, *(() if self._plays(YOU) else (PLAYERS,))]:
            self._renderer.flush(channel)

    def _place(self, voice: int, drums: bool) -> None:
        """Take whether a voice's MIDI channel is that of drums."""
        before = voice in self._kits
        (self._kits.add if drums else self._kits.discard)(voice)
        if before != (voice in self._kits):
            self._program_of(voice)

    def _program_of(self, voice: int) -> None:
        """Give a voice its program."""
        chosen = self._wishes.voices.get(voice, 0)
        self._program(voice, DRUM_KIT if voice in self._kits else chosen)

    def _program(self, channel: int, program: int) -> None:
        self._set(lambda keys: keys.synth.program(channel, program))

    def _set(self, action: Action) -> None:
        self._put(AT_ONCE, SETTINGS, action)

    def _put(self, due: float, channel: int, action: Action) -> None:
        if self._renderer is not None:
            self._renderer.put(due, channel, action)


def _taken(value: Any, error: Exception | None) -> None:
    if error is not None:
        logger.debug("A setting is as it was: %s", error)


def _end_of(channel: int) -> Action:
    return lambda keys: keys.end(channel)
