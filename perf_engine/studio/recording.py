"""The recording of an audition, and its two hands: the human and the machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from perf_engine.core.messages import HeardMessage, NoteOff, NoteOn, Pedal, Said, Withdraw
from perf_engine.core.playing.ledger import pitch_of
from perf_engine.protocol.midi import PEDAL, SUSTAIN
from perf_engine.protocol.notes import ControlChange, Flush, Played, Release, Strike

from .notes import KIT, Note, PedalMove, Performance

HUMAN: Final = "human"
MACHINE: Final = "machine"
LATEST: Final = 1.0  # seconds after the end; a release due later does not count
LONGEST_LEAD: Final = 0.25  # seconds; all that was sent is due by then

Drum: TypeAlias = tuple[str, int, float]  # of a strike: its hand, its pitch and its time


@dataclass(frozen=True, slots=True)
class Recording:
    """Times in seconds from the beginning; the machine's messages are in order of due times.

    `hung` names each (voice, key) that the machine struck and never released, the pedal being key
    128; it must be empty. `broken` is a sentence about any other fault. `drums` are the strikes of
    drum kits, of players and machine alike.
    """

    heard: tuple[tuple[float, HeardMessage], ...]
    said: tuple[Played, ...]
    ended: float
    hung: tuple[tuple[int, int], ...] = ()
    broken: str = ""
    drums: frozenset[Drum] = frozenset()

    def performance(self) -> Performance:
        """Both hands as notes, in the tracks `human` and `machine` (`human 2`, ... for others).

        What was struck on a drum kit stands in tracks `human drums`, `machine 2 drums` and so on.
        Notes that still sound at the end are ended there.
        """
        keys: list[tuple[float, str, int, int]] = []  # time, hand, pitch, velocity
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
        return Performance.of(_notes(keys, self.ended, self.drums), pedal)


def hand(who: str, number: int) -> str:
    """The track of a player or voice: the first bears the plain name."""
    return who if number == 0 else f"{who} {number + 1}"


def _notes(
    keys: Iterable[tuple[float, str, int, int]], ended: float, drums: frozenset[Drum]
) -> Iterator[Note]:
    struck: dict[tuple[str, int], tuple[float, int]] = {}

    def note(one: str, pitch: int, end: float) -> Note:
        onset, loudness = struck.pop((one, pitch))
        track = f"{one} {KIT}" if (one, pitch, onset) in drums else one
        return Note(onset, pitch, loudness, max(0.0, end - onset), track)

    for time, one, pitch, velocity in keys:
        if (one, pitch) in struck:
            yield note(one, pitch, time)
        if velocity:
            struck[one, pitch] = time, velocity
    for one, pitch in list(struck):
        yield note(one, pitch, ended)


class Recorder:
    """Records an audition while it lasts; notes flushed before they are due never sounded."""

    def __init__(self) -> None:
        self._heard: list[tuple[float, HeardMessage]] = []
        self._said: list[Played] = []
        self._keys: set[tuple[int, int]] = set()  # (player, pitch) that a human holds
        self._pedals: set[int] = set()  # players whose pedal is down
        self._drums: set[Drum] = set()

    def heard(self, message: HeardMessage, now: float, drums: bool = False) -> None:
        """A human plays; `drums`: what is struck is a drum kit."""
        self._heard.append((now, message))
        if drums and isinstance(message, NoteOn):
            self._drums.add((hand(HUMAN, message.player), message.pitch, now))
        if isinstance(message, NoteOn) and message.duration is None:
            self._keys.add((message.player, message.pitch))
        elif isinstance(message, NoteOff):
            self._keys.discard((message.player, message.pitch))
        elif isinstance(message, Pedal):
            (self._pedals.add if message.value else self._pedals.discard)(message.player)

    def said(self, message: Said, now: float, drums: bool = False) -> None:
        """Take a message of the machine at `now`; one whose due time is past is due at once.

        `drums`: what is struck is a drum kit.
        """
        if isinstance(message, Strike):
            due = max(now, message.due)
            if drums:
                self._drums.add((hand(MACHINE, message.voice), message.pitch, due))
            self._said.append(Strike(message.voice, message.pitch, message.velocity, due))
        elif isinstance(message, Release):
            self._said.append(Release(message.voice, message.pitch, max(now, message.due)))
        elif isinstance(message, ControlChange):
            due = max(now, message.due)
            self._said.append(ControlChange(message.voice, message.number, message.value, due))
        elif isinstance(message, Flush):
            self._drop(message.voice, now, now)
        elif isinstance(message, Withdraw):
            self._drop(message.voice, now, message.after, message.pitch)

    def _drop(self, voice: int, now: float, after: float, pitch: int | None = None) -> None:
        """Drop a voice's messages that are due later, or those of one pitch (128: the pedal)."""
        first = len(self._said)  # only messages from here on may be due later
        while first and self._said[first - 1].due > now - LONGEST_LEAD:
            first -= 1
        self._said[first:] = [
            s
            for s in self._said[first:]
            if s.voice != voice or s.due <= after or pitch not in (None, pitch_of(s))
        ]

    def so_far(self, now: float) -> Performance:
        """Both hands as notes until now; what is due later is left out."""
        said = tuple(one for one in self._said if one.due <= now)
        drums = frozenset(self._drums)
        return Recording(tuple(self._heard), said, now, drums=drums).performance()

    def held(self) -> list[HeardMessage]:
        """The releases of all that the humans hold now."""
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
        hung = tuple(sorted(sounding))
        drums = frozenset(self._drums)
        return Recording(tuple(self._heard), tuple(said), ended, hung, broken, drums)
