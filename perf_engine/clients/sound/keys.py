"""The keys that sound on a synthesizer: one release for each strike, none left at the end."""

from __future__ import annotations

from typing import Protocol

from perf_engine.protocol.midi import ALL_SOUND_OFF, PEDAL_DOWN, SUSTAIN
from perf_engine.synthesis.limiter import Samples


class Instrument(Protocol):
    """The part of a synthesizer that is used."""

    def program(self, channel: int, program: int) -> None:
        """Give a channel a General MIDI program."""

    def strike(self, channel: int, pitch: int, velocity: int) -> None:
        """Strike a key."""

    def release(self, channel: int, pitch: int) -> None:
        """Release a key."""

    def control(self, channel: int, number: int, value: int) -> None:
        """Change a control of a channel."""

    def volume(self, factor: float) -> None:
        """Set the loudness of everything, as a factor."""

    def reverb(self, share: float) -> None:
        """Set the share of reverberation."""

    def silence(self) -> None:
        """End every sound at once."""

    def block(self, frames: int) -> Samples:
        """Return the next frames of sound."""


class Keys:
    """Strikes and releases on their way to a synthesizer, with a table of all that sounds."""

    def __init__(self, synth: Instrument) -> None:
        self.synth = synth
        self._keys: set[tuple[int, int]] = set()  # (channel, pitch)
        self._pedals: set[int] = set()  # channels whose pedal is down

    @property
    def sounding(self) -> frozenset[tuple[int, int]]:
        """Return the (channel, pitch) of every key that sounds."""
        return frozenset(self._keys)

    @property
    def pedals(self) -> frozenset[int]:
        """Return the channels whose pedal is down."""
        return frozenset(self._pedals)

    def of(self, channel: int) -> frozenset[int]:
        """Return the pitches that sound on a channel."""
        return frozenset(pitch for one, pitch in self._keys if one == channel)

    def strike(self, channel: int, pitch: int, velocity: int) -> None:
        """Strike a key; release it first where it sounds already."""
        self.release(channel, pitch)
        self._keys.add((channel, pitch))
        self.synth.strike(channel, pitch, velocity)

    def release(self, channel: int, pitch: int) -> None:
        """Release a key, if it sounds."""
        if (channel, pitch) in self._keys:
            self._keys.discard((channel, pitch))
            self.synth.release(channel, pitch)

    def pedal(self, channel: int, value: int) -> None:
        """Move a pedal."""
        (self._pedals.add if value >= PEDAL_DOWN else self._pedals.discard)(channel)
        self.synth.control(channel, SUSTAIN, value)

    def let_go(self, channel: int) -> None:
        """Release all keys of a channel, and its pedal; what fades may fade."""
        for pitch in self.of(channel):
            self.release(channel, pitch)
        if channel in self._pedals:
            self.pedal(channel, 0)

    def end(self, channel: int) -> None:
        """End all that sounds on a channel, at once."""
        self.let_go(channel)
        self.synth.control(channel, ALL_SOUND_OFF, 0)
