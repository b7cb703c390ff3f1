"""What the machine is told: controls, modes, start, stop, panic, primes."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.controls import CONTROLS, Value, control
from ..core.messages import (
    Command,
    Panic,
    PrimeNote,
    Reset,
    Seed,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
)
from ..core.messages import Prime as PrimeCommand
from .call import Answer, Call, pairs
from .clients import Clients
from .clock import Clock, is_loopback
from .inbox import Inbox
from .instrument import Instrument
from .osc import Incoming, Outgoing
from .prime import Prime, Reading
from .reception import Reception
from .refusal import Code, Refusal
from .sources import Sources

PRIME_APART = 0.25  # seconds between pitches given one by one
PRIME_VELOCITY = 80


class Orders:
    """Hands commands to the instrument; what it refuses, it refuses with a code."""

    def __init__(
        self,
        instrument: Instrument,
        clock: Clock,
        clients: Clients,
        sources: Sources,
        inbox: Inbox,
        prime: Prime,
        reception: Reception,
    ) -> None:
        self._instrument = instrument
        self._clock = clock
        self._clients = clients
        self._sources = sources
        self._inbox = inbox
        self._prime = prime
        self._reception = reception

    def command(self, command: Command, now: float) -> None:
        """Tell the instrument. Raises Refusal."""
        try:
            self._instrument.command(command, now)
        except LookupError as error:
            raise Refusal(Code.NOT_FOUND, _sentence(error)) from None
        except TypeError as error:
            raise Refusal(Code.BAD_TYPES, _sentence(error)) from None
        except ValueError as error:
            raise Refusal(Code.OUT_OF_RANGE, _sentence(error)) from None

    def _voice(self, voice: Incoming) -> int | None:
        if voice is None:
            return None
        assert isinstance(voice, int)
        if voice >= self._instrument.voices:
            last = self._instrument.voices - 1
            raise Refusal(Code.NOT_FOUND, f"there is no voice {voice}; voices are 0..{last}")
        return voice

    def _value(self, name: str, voice: int | None = None) -> Value | str:
        try:
            return control(name).say(self._instrument.get(name, voice))
        except LookupError as error:
            raise Refusal(Code.NOT_FOUND, _sentence(error)) from None

    def param(self, call: Call) -> Answer:
        """Set or get one control."""
        name, voice = call.entry.control, self._voice(call.voice)
        if call.arguments:
            value = call.arguments[0]
            assert isinstance(value, int | float | str)
            self.command(SetControls(((name, value),), voice), call.stamp)
        return (self._value(name, voice),)

    def set(self, call: Call) -> Answer:
        """Set several controls, all or none."""
        values = []
        for name, value in pairs(call.arguments).items():
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                raise Refusal(Code.BAD_TYPES, f"{name[:40]} must be a number or a text")
            values.append((name, value))
        self.command(SetControls(tuple(values)), call.stamp)
        return ()

    def get(self, call: Call) -> Answer:
        """Say several controls."""
        answer: list[Outgoing] = []
        for name in call.arguments or list(CONTROLS):
            assert isinstance(name, str)
            answer += (name, self._value(name))
        return tuple(answer)

    def mode(self, call: Call) -> Answer:
        """Set or get the mode."""
        voice = self._voice(call.voice)
        if call.arguments:
            name = call.arguments[0]
            assert isinstance(name, str)
            self.command(SetMode(name, voice), call.stamp)
        return (self._instrument.mode(voice),)

    def start(self, call: Call) -> Answer:
        """Let it sound."""
        self.command(Start(self._voice(call.arguments[0])), call.stamp)
        self._reception.running = True
        return ()

    def stop(self, call: Call) -> Answer:
        """Let it fall silent."""
        voice = self._voice(call.arguments[0])
        self.command(Stop(voice), call.stamp)
        if voice is None or self._instrument.voices == 1:
            self._reception.running = False
        return ()

    def reset(self, call: Call) -> Answer:
        """Let it forget."""
        self.command(Reset(self._voice(call.arguments[0])), call.stamp)
        return ()

    def panic(self, call: Call) -> Answer:
        """Silence everything, and drop what was put off."""
        self.silence(call.stamp)
        return ()

    def silence(self, now: float) -> None:
        """Panic, whoever asks for it."""
        self._inbox.drop()
        self._prime.give_up("a panic ended the reading")
        self.command(Panic(), now)

    def release(self, call: Call) -> Answer:
        """Silence one client, and let go of what it holds as a player."""
        self._inbox.drop(call.sender)
        client = self._clients.of(call.sender)
        if client is not None:
            self._reception.silence(client)
        else:
            for source in self._sources.lost(call.sender[0]):
                self._instrument.hear(SourceLost(source), call.stamp)
        return ()

    def seed(self, call: Call) -> Answer:
        """Begin its random numbers anew."""
        seed, voice = call.arguments
        assert isinstance(seed, int)
        self.command(Seed(seed, self._voice(voice)), call.stamp)
        return ()

    def prime(self, call: Call) -> Answer:
        """Feed pitches, or begin to read a file."""
        if self._prime.reading or self._instrument.busy:
            raise Refusal(Code.BUSY, "another prime is still being fed")
        what = call.arguments
        if any(isinstance(item, str) for item in what):
            path = what[0]
            if len(what) > 1 or not isinstance(path, str):
                raise Refusal(Code.BAD_TYPES, "a prime is one path, or pitches")
            if not is_loopback(call.sender[0]):
                raise Refusal(Code.REFUSED, "files are read for this machine's own clients only")
            self._prime.read(path, call.sender, self._clock.now())
            return None
        notes = [
            PrimeNote(PRIME_APART * place, pitch, PRIME_VELOCITY, PRIME_APART)
            for place, pitch in enumerate(what)
            if isinstance(pitch, int)
        ]
        return self._feed(notes, call.stamp)

    def primed(self, reading: Reading) -> Answer:
        """Feed what was read from a file. Raises Refusal."""
        if reading.failed:
            raise Refusal(Code.NOT_FOUND, reading.failed)
        return self._feed(reading.notes, self._clock.now())

    def _feed(self, notes: Sequence[PrimeNote], now: float) -> Answer:
        self.command(PrimeCommand(notes), now)
        return (len(notes),)


def _sentence(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__
