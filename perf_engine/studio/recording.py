"""What was heard and said in an audition, and the two hands that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from perf_engine.core.messages import (
    SUSTAIN,
    ControlChange,
    Flush,
    HeardMessage,
    NoteOff,
    NoteOn,
    Pedal,
    Played,
    Release,
    Said,
    Strike,
)
from perf_engine.core.vocabulary import PEDAL

from .notes import Note, PedalMove, Performance

HUMAN: Final = "human"
MACHINE: Final = "machine"
LATEST: Final = 1.0  # seconds after the end; a release due later does not count
LONGEST_LEAD: Final = 0.25  # seconds; what was sent is due by then


@dataclass(frozen=True, slots=True)
class Recording:
    """Times in seconds from the beginning; what the machine said stands in order of its due times.

    `hung` names what the machine struck and never let go, as (voice, key), the pedal being key 128:
    empty, or something is wrong. `broken` says what else went wrong, in a sentence.
    """

    heard: tuple[tuple[float, HeardMessage], ...]
    said: tuple[Played, ...]
    ended: float
    hung: tuple[tuple[int, int], ...] = ()
    broken: str = ""

    def performance(self) -> Performance:
        """Both hands as notes, in the tracks `human` and `machine` (`human 2`, ... for others).

        Whatever still sounds at the end is ended there.
        """
        keys: list[tuple[float, str, int, int]] = []  # time, track, pitch, velocity
        pedal: list[PedalMove] = []
        for time, message in self.heard:
            if isinstance(message, NoteOn):
                track = hand(HUMAN, message.player)
                keys.append((time, track, message.pitch, message.velocity))
                if message.duration is not None:
                    keys.append((time + message.duration, track, message.pitch, 0))
            elif isinstance(message, NoteOff):
                keys.append((time, hand(HUMAN, message.player), message.pitch, 0))
            elif isinstance(message, Pedal):
                pedal.append(PedalMove(time, message.value, hand(HUMAN, message.player)))
        for one in self.said:
            track = hand(MACHINE, one.voice)
            if isinstance(one, ControlChange):
                pedal.append(PedalMove(one.due, one.value, track))
            else:
                keys.append((one.due, track, one.pitch, getattr(one, "velocity", 0)))
        keys.sort(key=lambda key: key[0])
        return Performance.of(_notes(keys, self.ended), pedal)


def hand(who: str, number: int) -> str:
    """The track of a player or voice: the first bears the plain name."""
    return who if number == 0 else f"{who} {number + 1}"


def _notes(keys: Iterable[tuple[float, str, int, int]], ended: float) -> Iterator[Note]:
    struck: dict[tuple[str, int], tuple[float, int]] = {}
    for time, track, pitch, velocity in keys:
        if (track, pitch) in struck:
            onset, loudness = struck.pop((track, pitch))
            yield Note(onset, pitch, loudness, time - onset, track)
        if velocity:
            struck[track, pitch] = time, velocity
    for (track, pitch), (onset, loudness) in struck.items():
        yield Note(onset, pitch, loudness, max(0.0, ended - onset), track)


class Recorder:
    """Takes down an audition while it lasts; what is flushed before it is due never sounded."""

    def __init__(self) -> None:
        self._heard: list[tuple[float, HeardMessage]] = []
        self._said: list[Played] = []
        self._keys: set[tuple[int, int]] = set()  # (player, pitch) that a human holds
        self._pedals: set[int] = set()  # players whose pedal is down

    def heard(self, message: HeardMessage, now: float) -> None:
        """A human plays."""
        self._heard.append((now, message))
        if isinstance(message, NoteOn) and message.duration is None:
            self._keys.add((message.player, message.pitch))
        elif isinstance(message, NoteOff):
            self._keys.discard((message.player, message.pitch))
        elif isinstance(message, Pedal):
            (self._pedals.add if message.value else self._pedals.discard)(message.player)

    def said(self, message: Said, now: float) -> None:
        """The machine says something at `now`; what was due before is due at once."""
        if isinstance(message, Strike):
            due = max(now, message.due)
            self._said.append(Strike(message.voice, message.pitch, message.velocity, due))
        elif isinstance(message, Release):
            self._said.append(Release(message.voice, message.pitch, max(now, message.due)))
        elif isinstance(message, ControlChange):
            due = max(now, message.due)
            self._said.append(ControlChange(message.voice, message.number, message.value, due))
        elif isinstance(message, Flush):
            first = len(self._said)  # from which on anything may be due later
            while first and self._said[first - 1].due > now - LONGEST_LEAD:
                first -= 1
            late = self._said[first:]
            self._said[first:] = [s for s in late if s.voice != message.voice or s.due <= now]

    def held(self) -> list[HeardMessage]:
        """What lets go of all that the humans hold now."""
        keys: list[HeardMessage] = [NoteOff(player, pitch) for player, pitch in sorted(self._keys)]
        return keys + [Pedal(player, 0) for player in sorted(self._pedals)]

    def close(self, ended: float, broken: str = "") -> Recording:
        """The recording: nothing is struck at its end or later, releases may come after it."""
        said: list[Played] = []
        sounding: set[tuple[int, int]] = set()  # (voice, key)
        for one in sorted(self._said, key=lambda s: s.due):
            if isinstance(one, ControlChange):
                if one.number != SUSTAIN:
                    continue
                key, down = (one.voice, PEDAL), one.value > 0  # half a pedal sustains, too
            else:
                key, down = (one.voice, one.pitch), isinstance(one, Strike)
            if one.due >= (ended if down else ended + LATEST):
                continue
            if isinstance(one, Release) and key not in sounding:
                continue
            (sounding.add if down else sounding.discard)(key)
            said.append(one)
        return Recording(tuple(self._heard), tuple(said), ended, tuple(sorted(sounding)), broken)
