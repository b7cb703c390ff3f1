"""Handlers of commands to the machine: controls, modes, start, stop, panic, primes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from perf_engine.core.controls import CONTROLS, Value, control
from perf_engine.core.messages import (
    Command,
    Panic,
    PrimeNote,
    Reset,
    Seed,
    SetControls,
    SetMode,
    Start,
    Stop,
)
from perf_engine.core.messages import Prime as PrimeCommand
from perf_engine.core.playing.claims import OWN, channel
from perf_engine.core.playing.ensemble import MOST_VOICES
from perf_engine.core.turns.modes import MODE_TABLE
from perf_engine.core.turns.turn_taking import REST
from perf_engine.engine.context import Context
from perf_engine.engine.input.call import Answer, Call, pairs, rounded
from perf_engine.engine.instrument import Instrument
from perf_engine.engine.output.outbox import Outbox
from perf_engine.protocol.buttons import FIRM
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.midi import DRUMS
from perf_engine.protocol.notes import TurnPassed
from perf_engine.protocol.packets import Incoming, Outgoing
from perf_engine.protocol.ports import HostPort, is_loopback

from .prime import Prime

logger = logging.getLogger(__name__)

PRIME_APART = 0.25  # seconds between the pitches of a list
PRIME_VELOCITY = 80
CHANNEL: Final = "/perf/channel"
Place = tuple[int, int]  # MIDI channel 1..16, and 1 if players may sound on the instrument


class Orders:
    """Gives commands to the instrument, and turns its errors into refusals with a code.

    Between the loop's other work it hears the process that reads a prime's file.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._instrument = context.instrument
        self._inbox = context.inbox
        self._prime = Prime()
        self.placement = Placement(context.instrument, context.outbox)
        self.running = True  # as in /perf/status

    def command(self, command: Command, now: float) -> None:
        """Give the instrument a command. Raises Refusal."""
        try:
            self._instrument.command(command, now)
        except LookupError as error:
            raise Refusal(Code.NOT_FOUND, _sentence(error)) from None
        except TypeError as error:
            raise Refusal(Code.BAD_TYPES, _sentence(error)) from None
        except ValueError as error:
            raise Refusal(Code.OUT_OF_RANGE, _sentence(error)) from None
        self.placement.tell()

    def turned(self, item: TurnPassed) -> None:
        """Log that a voice rests because nobody plays."""
        if item.phase == REST and MODE_TABLE[self._instrument.mode(item.voice)].rests:
            one = "The machine" if self._instrument.voices == 1 else f"Voice {item.voice}"
            seconds = self._instrument.get("rest_after", item.voice)
            logger.info(
                "%s rests: nobody has played for %.3g s. Play, and it goes on (see rest_after).",
                one,
                seconds,
            )

    # called by clients

    def param(self, call: Call, value: int | float | str | None = None) -> Answer:
        """Set or get one control."""
        name, voice = call.entry.control, self._voice(call.voice)
        if value is not None:
            self.command(SetControls(((name, value),), voice), call.stamp)
        return (self._value(name, voice),)

    def set(self, call: Call, *said: Incoming) -> Answer:
        """Set several controls, all or none."""
        values = []
        for name, value in pairs(said).items():
            if not isinstance(value, int | float | str):
                raise Refusal(Code.BAD_TYPES, f"{name[:40]} must be a number or a text")
            values.append((name, rounded(name, value)))
        self.command(SetControls(tuple(values)), call.stamp)
        return ()

    def get(self, call: Call, *names: str) -> Answer:
        """Reply with the values of several controls."""
        answer: list[Outgoing] = []
        for name in names or CONTROLS:
            answer += (name, self._value(name))
        return tuple(answer)

    def mode(self, call: Call, name: str | None = None) -> Answer:
        """Set or get the mode."""
        voice = self._voice(call.voice)
        if name is not None:
            self.command(SetMode(name, voice), call.stamp)
        return (self._instrument.mode(voice),)

    def start(self, call: Call, voice: int | None) -> Answer:
        """Start the machine, or a voice."""
        self.command(Start(self._meant(voice)), call.stamp)
        self.running = True
        return ()

    def stop(self, call: Call, voice: int | None) -> Answer:
        """Stop the machine, or a voice."""
        # A stop for a voice that does not exist must not leave the machine playing.
        meant = self._meant(voice, otherwise_all=True)
        self.command(Stop(meant), call.stamp)
        if meant is None or self._instrument.voices == 1:
            self.running = False
        return ()

    def reset(self, call: Call, voice: int | None) -> Answer:
        """Reset the machine, or a voice."""
        self.command(Reset(self._meant(voice)), call.stamp)
        return ()

    def panic(self, call: Call) -> Answer:
        """Silence everything, and drop the messages held for later."""
        self.silence(call.stamp)
        return ()

    def silence(self, now: float) -> None:
        """Carry out a panic from any source."""
        self._inbox.drop()
        self._instrument.hurry()
        self.command(Panic(), now)
        self._prime.give_up("a panic ended the reading")  # this may take a moment

    def seed(self, call: Call, seed: int, voice: int | None) -> Answer:
        """Restart the random numbers from a seed."""
        self.command(Seed(seed, self._voice(voice)), call.stamp)
        return ()

    def prime(self, call: Call, *what: int | str) -> Answer:
        """Feed pitches, or start to read a file."""
        if self._prime.busy or self._instrument.busy:
            raise Refusal(Code.BUSY, "another prime is still in progress")
        pitches = [item for item in what if isinstance(item, int)]
        if len(pitches) == len(what):
            notes = [
                PrimeNote(PRIME_APART * place, pitch, PRIME_VELOCITY, PRIME_APART)
                for place, pitch in enumerate(pitches)
            ]
            return self._feed(notes, call.stamp)
        path = what[0]
        if len(what) > 1 or not isinstance(path, str):
            raise Refusal(Code.BAD_TYPES, "a prime takes one path, or pitches")
        if not is_loopback(call.sender[0]):
            raise Refusal(
                Code.REFUSED, "files are read for clients of the engine's own computer only"
            )
        self._prime.read(path, call.sender, self._context.clock.now())
        return None

    # called by the loop

    @property
    def busy(self) -> bool:
        """Return whether a file is being read."""
        return self._prime.busy

    def fileno(self) -> int:
        """Return the descriptor of the reading helper's output; -1 without a helper."""
        return self._prime.fileno()

    def due(self) -> float:
        """Return the time limit of that helper."""
        return self._prime.due()

    def turn(self, now: float) -> None:
        """Feed what was read for a prime, and reply to the client that asked."""
        reading = self._prime.poll(now)
        if reading is None:
            return
        try:
            if reading.failed:
                raise Refusal(Code.NOT_FOUND, reading.failed)
            answer = self._feed(reading.notes, now)
        except Refusal as refusal:
            self._context.refuse(reading.sender, "/perf/prime", refusal.code, refusal.text)
            return
        self._context.tell(reading.sender, "/perf/done", "/perf/prime", *(answer or ()))

    def close(self) -> None:
        """End the helper process."""
        self._prime.close()

    # inside

    def _feed(self, notes: Sequence[PrimeNote], now: float) -> Answer:
        self.command(PrimeCommand(notes), now)
        return (len(notes),)

    def _voice(self, voice: int | None) -> int | None:
        if voice is not None and voice >= self._instrument.voices:
            last = self._instrument.voices - 1
            raise Refusal(Code.NOT_FOUND, f"there is no voice {voice}; voices are 0..{last}")
        return voice

    def _meant(self, voice: int | None, otherwise_all: bool = False) -> int | None:
        """Return the voice that an urgent message names; None: all. Raises Refusal.

        A number from a button counts only if there is such a voice.
        """
        if voice is None or 0 <= voice < self._instrument.voices:
            return voice
        if otherwise_all or voice in FIRM:
            return None
        if not 0 <= voice < MOST_VOICES:
            raise Refusal(Code.OUT_OF_RANGE, f"voice must be 0..{MOST_VOICES - 1}, not {voice}")
        return self._voice(voice)

    def _value(self, name: str, voice: int | None = None) -> Value | str:
        try:
            return control(name).say(self._instrument.get(name, voice))
        except LookupError as error:
            raise Refusal(Code.NOT_FOUND, _sentence(error)) from None


class Placement:
    """The channel of each voice: each change goes to all clients, deviations go to a new client."""

    def __init__(self, instrument: Instrument, outbox: Outbox) -> None:
        self._instrument, self._outbox = instrument, outbox
        self._told = self._places()

    def tell(self) -> None:
        """Send every client what a command has changed."""
        before, self._told = self._told, self._places()
        for voice, place in enumerate(self._told):
            if place != before[voice]:
                self._outbox.broadcast(CHANNEL, voice, *place)

    def greet(self, where: HostPort) -> None:
        """Send a new client every place that does not follow from a voice's number."""
        for voice, place in enumerate(self._told):
            if place != (voice + 1, 1) or voice == DRUMS:
                self._outbox.tell(where, CHANNEL, voice, *place)

    def _places(self) -> list[Place]:
        instrument = self._instrument
        return [
            (
                channel(voice, int(instrument.get("channel", voice)), drums) + 1,
                int(not drums and instrument.get("instrument", voice) != OWN),
            )
            for voice in range(instrument.voices)
            for drums in (MODE_TABLE[instrument.mode(voice)].drums,)
        ]


def _sentence(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__
