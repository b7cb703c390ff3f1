"""The only reader of MIDI files: from a path to lines of notes, in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from os import PathLike
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.files import plain_file
from perf_engine.protocol.midi import DRUMS

from . import doubles
from .beats import Beats
from .chunks import Piece, pieces_of
from .oddities import Oddities
from .pairing import pair
from .refusal import NoMusic, Refused
from .tempo_map import Clock, Seconds

SUFFIXES: Final = (".mid", ".midi", ".kar", ".smf", ".rmi")  # in either case
LARGEST_FILE: Final = 16 << 20  # bytes
MOST_EVENTS: Final = 400_000  # strikes, releases and moves of the pedal
SHORTEST_NOTE: Final = 0.010  # seconds given to notes without a duration
LONGEST_PAUSE: Final = 3600.0  # seconds without an event; a longer pause is cut
CUT_PAUSE: Final = 10.0  # seconds that remain of such a pause
LONGEST_MUSIC: Final = 24 * 3600.0  # seconds

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The notes of a track on one channel with one program; the arrays are in order of time.

    Times are seconds from the file's beginning. Notes of one pitch overlap only if they begin at
    the same time.
    """

    track: int  # from 0, of all tracks of the file
    name: str  # of the track, on one line; empty if it has none
    channel: int  # 0 to 15
    program: int
    onset: Seconds  # (notes,)
    end: Seconds  # (notes,) after the onset
    pitch: Ints  # (notes,)
    velocity: Ints  # (notes,) 1 to 127
    pedal_time: Seconds  # (moves,)
    pedal_value: Ints  # (moves,) 0 to 127

    @property
    def drums(self) -> bool:
        """True if it is on the channel of drums."""
        return self.channel == DRUMS


@dataclass(frozen=True, slots=True, eq=False)
class MidiFile:
    """The content of a file: its lines, the number of its tracks, and sentences about oddities.

    Lines are in order of track, channel and program. `beats` is None if the file has several
    pieces, ticks that do not divide a beat, or pauses that were cut.
    """

    lines: tuple[Line, ...]
    tracks: int
    mended: tuple[str, ...] = ()
    beats: Beats | None = None

    @property
    def silent(self) -> str | None:
        """Return why no key can be played, `no notes` or `no notes but drums'`; None if one can."""
        if any(len(line.onset) for line in self.lines if not line.drums):
            return None
        return "no notes but drums'" if any(len(line.onset) for line in self.lines) else "no notes"


def read(path: str | PathLike[str]) -> MidiFile:
    """Read a MIDI file of any kind, with tolerance for errors in it.

    Raises OSError if it cannot be opened, Refused if it is no plain file, too large, or without
    readable MIDI.
    """
    return parse(content_of(path), path)


def content_of(path: str | PathLike[str]) -> bytes:
    """Return the bytes of a plain file of at most LARGEST_FILE bytes. Raises OSError or Refused."""
    try:
        return plain_file.content_of(path, LARGEST_FILE)
    except plain_file.Unfit as error:
        raise Refused(error.path, error.reason) from None


def parse(content: bytes, path: str | PathLike[str] = "the file") -> MidiFile:
    """Read the bytes of a MIDI file; an error names `path`. Raises Refused."""
    odd = Oddities()
    try:
        return _notes(_in_a_row(pieces_of(content, odd), odd), odd)
    except NoMusic as error:
        raise Refused(path, str(error)) from None


def _in_a_row(pieces: list[Piece], odd: Oddities) -> list[Piece]:
    """Return the pieces that are played one after another; in format 2 each track is a piece."""
    row: list[Piece] = []
    for piece in pieces:
        odd["format"] += piece.format > 2
        if piece.announced is not None and piece.announced != len(piece.tracks):
            odd["tracks"] = len(piece.tracks)
        if piece.format == 2 and len(piece.tracks) > 1:
            row += [Piece(2, piece.division, None, [track]) for track in piece.tracks]
            odd["patterns"] += len(piece.tracks)
        else:
            row.append(piece)
    odd["pieces"] = len(pieces) if len(pieces) > 1 else 0
    return row


def _notes(pieces: list[Piece], odd: Oddities) -> MidiFile:
    tracks = [track for piece in pieces for track in piece.tracks]
    lengths = [len(track.ticks) for track in tracks]
    if sum(lengths) > MOST_EVENTS:
        raise NoMusic(f"more than {MOST_EVENTS} strikes, releases and pedal moves")
    number = np.repeat(np.arange(len(tracks)), lengths)
    tick = np.concatenate([np.frombuffer(track.ticks, np.int64) for track in tracks])
    word = np.concatenate([np.frombuffer(track.words, np.int64) for track in tracks])
    if odd["negative"]:
        order = np.lexsort((tick, number))
        tick, word = tick[order], word[order]
    channel, second = word >> 24 & 15, word & 127
    moves = word >> 28 == 0xB
    at = np.flatnonzero(~moves)
    key = number[at] << 11 | channel[at] << 7 | word[at] >> 8 & 127
    loud = np.where(word[at] >> 28 == 9, second[at], 0)
    pairs = pair(key, tick[at], loud, [track.end for track in tracks], odd)
    piece = np.repeat(np.arange(len(pieces)), [len(piece.tracks) for piece in pieces])
    pairs = doubles.counted_once(pairs, key[pairs.strike], tick[at[pairs.strike]], piece, odd)
    struck, moved = at[pairs.strike], np.flatnonzero(moves)
    end, onset, pedal = _seconds(
        pieces,
        odd,
        (number[struck], pairs.end),
        (number[struck], tick[struck]),
        (number[moved], tick[moved]),
    )
    end = _apart(key[pairs.strike], onset, end)
    last = max(end.max(initial=0.0), pedal.max(initial=0.0))
    if last > LONGEST_MUSIC:
        raise NoMusic(f"it lasts {last / 3600:.3g} hours, longer than a day")
    columns = (onset, end, word[struck] >> 8 & 127, pairs.velocity)
    notes = _by_line(number[struck], word[struck], onset, columns)
    pedals = _by_line(number[moved], word[moved], pedal, (pedal, second[moved]))
    nothing = (np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))
    lines = tuple(
        Line(
            which >> 11,
            tracks[which >> 11].name,
            which >> 7 & 15,
            which & 127,
            *notes.get(which, nothing),
            *pedals.get(which, nothing[1:3]),
        )
        for which in sorted(notes.keys() | pedals.keys())
    )
    beats = None
    if len(pieces) == 1 and not odd["pauses"]:
        beats = Beats.of(pieces[0], Clock.of(pieces[0], Oddities()))
    return MidiFile(lines, len(tracks), odd.sentences(), beats)


Places = tuple[Ints, Ints]  # tracks and ticks


def _seconds(pieces: list[Piece], odd: Oddities, *places: Places) -> list[Seconds]:
    """Return the times of places in tracks, piece after piece, without very long pauses."""
    number, tick = (np.concatenate(column) for column in zip(*places, strict=True))
    if len(pieces) == 1:
        time = Clock.of(pieces[0], odd).seconds(tick)
    else:
        order = np.argsort(number, kind="stable")
        firsts = [0, *accumulate(len(piece.tracks) for piece in pieces)]
        bounds = np.searchsorted(number[order], firsts).tolist()
        time, offset = np.zeros(len(tick)), 0.0
        for piece, (begin, stop) in zip(pieces, pairwise(bounds), strict=True):
            clock, here = Clock.of(piece, odd), order[begin:stop]
            time[here] = offset + clock.seconds(tick[here])
            end = max(track.end for track in piece.tracks)
            offset += float(clock.seconds(np.array([end]))[0])
    time = _without_pauses(time, odd)
    return np.split(time, np.cumsum([len(ticks) for _, ticks in places])[:-1])


def _without_pauses(time: Seconds, odd: Oddities) -> Seconds:
    if time.max(initial=0.0) <= LONGEST_PAUSE:
        return time
    moments = np.unique(np.append(time, 0.0))
    pause = np.diff(moments)
    odd["pauses"] += int(np.count_nonzero(pause > LONGEST_PAUSE))
    excess = np.cumsum(np.where(pause > LONGEST_PAUSE, pause - CUT_PAUSE, 0.0))
    shift: Seconds = np.append(0.0, excess)[np.searchsorted(moments, time)]
    return time - shift


def _apart(key: Ints, onset: Seconds, end: Seconds) -> Seconds:
    """Return the ends of notes, sorted by key and onset: after the onset, by the next strike."""
    if not len(key):
        return end
    another = key[1:] != key[:-1]
    first = np.flatnonzero(np.append(True, another | (onset[1:] != onset[:-1])))
    again = np.append(np.where(another, np.inf, onset[1:])[first[1:] - 1], np.inf)
    count = np.diff(first, append=len(key))  # strikes of a key at one time
    end = np.where(end > onset, end, onset + SHORTEST_NOTE)
    apart: Seconds = np.minimum(end, np.repeat(again, count))
    return apart


def _by_line(
    number: Ints, word: Ints, time: Seconds, columns: tuple[NDArray[Any], ...]
) -> dict[int, list[NDArray[Any]]]:
    """Split columns, sorted by time, by track (from bit 11 on), channel (4 bits), program (7)."""
    if not len(time):
        return {}
    which = number << 11 | (word >> 24 & 15) << 7 | word >> 16 & 127
    order = np.lexsort((time, which))
    which, columns = which[order], tuple(column[order] for column in columns)
    begins = [0, *(np.flatnonzero(which[1:] != which[:-1]) + 1).tolist(), len(which)]
    return {
        int(which[begin]): [column[begin:end] for column in columns]
        for begin, end in pairwise(begins)
    }
