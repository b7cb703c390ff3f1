"""Oddities of MIDI files that are read in spite of them, and a sentence for each."""

from __future__ import annotations

from collections import Counter
from typing import Final

from .refusal import NoMusic

# A sentence for each oddity; {n} is its count.
SENTENCES: Final = {
    "wrapped": "it is wrapped in RIFF",
    "before": "it begins with {n} bytes that are no MIDI, left out",
    "no_header": "it has no header; 480 ticks a beat are taken",
    "header_damaged": "its header is damaged, and read as far as it goes",
    "header_length": "its header says a length other than 6",
    "format": "its format is none of 0, 1 and 2; its tracks are taken together",
    "division": "it says 0 ticks a beat; 480 are taken",
    "frame_ticks": "it says 0 ticks a frame; 40 are taken",
    "frames": "its frames a second are none of 24, 25, 29.97 and 30, and taken as they are",
    "patterns": "its {n} patterns (format 2) are played one after another",
    "pieces": "it is {n} MIDI files in one, played one after another",
    "tracks": "its header announces another number of tracks than the {n} that are there",
    "name": "tracks whose name as a chunk is damaged: {n}",
    "alien": "chunks that are no tracks are left out: {n}",
    "between": "bytes that are in no chunk are left out: {n}",
    "length": "tracks whose length is wrong are read to their end: {n}",
    "cut": "it is cut off: what is there is read",
    "no_end": "tracks without an end mark: {n}",
    "after_end": "tracks that go on after their end mark: {n}",
    "status": "events without a status are left out: {n}",
    "carried": "tracks that begin in the running status of the track before: {n}",
    "system": "system messages that no file may hold are left out: {n}",
    "meta": "meta events that would go on after their track's end are left out: {n}",
    "sysex": "system exclusive messages of a wrong length are read to their end: {n}",
    "high": "data bytes above 127 are taken as 127: {n}",
    "negative": "times below zero step back: {n}",
    "endless": "times too long for a file are taken as none: {n}",
    "tempo_0": "tempos of 0, which stand still, are left out: {n}",
    "tempo_size": "tempos of other than three bytes are left out: {n}",
    "tempo_short": "tempos below a millisecond a beat are left out: {n}",
    "tempo_fast": "tempos above 3000 beats a minute are taken as they are: {n}",
    "doubled": "notes struck twice at once on one channel are counted once: {n}",
    "elsewhere": "notes released on another channel or in another track end there: {n}",
    "unreleased": "notes never released end with their track: {n}",
    "pauses": "pauses of more than an hour are cut to 10 s: {n}",
}


MOST_DAMAGE: Final = 50_000  # damaged events; a file with more is noise

_DAMAGE: Final = ("status", "system", "meta", "sysex", "high", "negative", "endless")


class Oddities(Counter[str]):
    """The count of each oddity."""

    def damage(self, kind: str, count: int = 1) -> None:
        """Note damaged events. Raises NoMusic if there are more than MOST_DAMAGE of a kind."""
        self[kind] += count
        if self[kind] > MOST_DAMAGE:
            raise NoMusic(f"more than {MOST_DAMAGE} damaged events")

    def add(self, other: Oddities) -> None:
        """Add the counts of another track. Raises NoMusic if there is too much damage."""
        for kind, count in other.items():
            self[kind] += count
        if sum(self[kind] for kind in _DAMAGE) > MOST_DAMAGE:
            raise NoMusic(f"more than {MOST_DAMAGE} damaged events")

    def sentences(self) -> tuple[str, ...]:
        """Return a sentence for each kind that was found, in the order of SENTENCES."""
        return tuple(
            sentence.format(n=self[kind]) for kind, sentence in SENTENCES.items() if self[kind]
        )
