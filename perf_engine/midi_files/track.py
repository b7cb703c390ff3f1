"""One track of a MIDI file: its bytes to strikes, releases, pedal moves, tempos and bars."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from perf_engine.protocol.midi import SUSTAIN

from .oddities import Oddities

LONGEST_NAME: Final = 200  # bytes
FASTEST: Final = 20_000  # microseconds a beat; a shorter beat is an oddity
SHORTEST_BEAT: Final = 1_000  # microseconds; a shorter beat is left out

_BITS: Final = (1 << 70) - 1  # a mask that bounds numbers of variable length
_SYSTEM_DATA: Final = (0, 1, 2, 1) + (0,) * 12  # data bytes after F0 to FF, not allowed in files
_MOST_SYSTEM_DATA: Final = 2
_META_SIZES: Final = {0x00: 2, 0x20: 1, 0x21: 1, 0x2F: 0, 0x51: 3, 0x54: 5, 0x58: 4, 0x59: 2}
# A row of events with two data bytes each, all below 128; most of a track is such rows.
_ROW: Final = re.compile(
    rb"(?:[\x80-\xff]{0,3}[\x00-\x7f][\x80-\xbf\xe0-\xef]?[\x00-\x7f]{2}){1,4096}"
)
_SHORT_ROW: Final = 64  # bytes; for shorter rows reading event by event is faster
_NOTHING: Final = re.compile(rb"(?:\0*\xff\x2f\0)*\0*")  # more end marks, and zero bytes
_EVENT: Final = re.compile(rb"[\x00-\x7f](?:[\x80-\xbf\xe0-\xef][\x00-\x7f]{2}|\xff\x2f\x00)")
# A time, and an event that has a status of its own.
_TIMED: Final = re.compile(
    rb"[\x80-\xff]{0,3}[\x00-\x7f]"
    rb"(?:[\x80-\xbf\xe0-\xef][\x00-\x7f]{2}|[\xc0-\xdf][\x00-\x7f]|[\xf0-\xfe]|\xff[\x00-\x7f])"
)


@dataclass(slots=True)
class Track:
    """The content of a track, in the order of the file.

    Each event has a tick from the track's beginning and a word of bits: status (8), program (8),
    and two data bytes (8 each). Events are strikes, releases and moves of the sustain pedal.
    """

    ticks: array[int] = field(default_factory=lambda: array("q"))
    words: array[int] = field(default_factory=lambda: array("q"))
    tempo_ticks: array[int] = field(default_factory=lambda: array("q"))
    tempos: array[int] = field(default_factory=lambda: array("q"))  # microseconds a beat
    bar_ticks: array[int] = field(default_factory=lambda: array("q"))
    bars: list[tuple[int, int]] = field(default_factory=list)  # time signatures: 6, 8
    name: str = ""
    end: int = 0  # the last tick
    length: int = 0  # bytes up to the end mark, or all
    status: int = 0  # the running status at the end
    ended: bool = False  # it has an end mark
    cut: bool = False  # it ends inside an event
    odd: Oddities = field(default_factory=Oddities)


def read_track(data: bytes, status: int = 0, *, past_end: bool = True) -> Track:
    """Read a track from the bytes after its length; broken bytes raise no error.

    `status` is the running status of the track before, for tracks that begin in it. Without
    `past_end` reading stops at the end mark, because later bytes may not belong to the track.
    """
    track = Track(length=len(data))
    try:
        _walk(data, status, past_end, track)
    except IndexError:  # the bytes are over
        track.cut = not track.ended
    return track


def _walk(data: bytes, carried: int, past_end: bool, track: Track) -> None:
    """Read events until the bytes end. Raises IndexError if they end inside an event."""
    odd = track.odd
    add_tick, add_word = track.ticks.append, track.words.append
    programs = [0] * 16
    at = tick = end = status = kind = base = 0
    size = len(data)
    beyond = 0  # up to this place events are read one by one
    while at < size:
        if at >= beyond:
            row = _ROW.match(data, at)
            stop = row.end() if row else at
            beyond = max(stop, at + _SHORT_ROW)
            row_read = beyond == stop and _row(data[at:stop], status, tick, programs, track)
            if row_read:
                status, tick = row_read
                at, end = stop, max(end, tick)
                track.status, track.end = status, end
                kind, base = status >> 4, status << 24 | programs[status & 15] << 16
                continue
        byte = data[at]
        at += 1
        if byte < 0x80:
            tick += byte
        else:
            delta = byte & 0x7F
            while byte & 0x80:
                byte = data[at]
                at += 1
                delta = (delta << 7 | byte & 0x7F) & _BITS
            tick = tick + delta if delta < 1 << 27 else max(0, tick + _step(delta, odd))
        if tick > end:
            track.end = end = tick
        byte = data[at]
        if byte >= 0xF0:
            at += 1
            if byte == 0xFF:
                kind_of_meta, (length, at) = data[at], _number(data, at + 1)
                if at + length > size:
                    odd.damage("meta")
                    length = _META_SIZES.get(kind_of_meta, -1)
                    if length < 0:
                        at = _next_event(data, at)
                        continue
                if kind_of_meta == 0x2F and not track.ended:
                    track.ended, track.length = True, at + length
                    if not past_end or _NOTHING.fullmatch(data, at + length):
                        return
                    odd["after_end"] += 1
                    status = carried = 0
                elif kind_of_meta == 0x51:
                    _tempo(data[at : at + length], tick, track)
                elif kind_of_meta == 0x58 and length >= 2 and data[at] and data[at + 1] < 8:
                    track.bar_ticks.append(tick)
                    track.bars.append((data[at], 1 << data[at + 1]))
                elif kind_of_meta == 0x03 and not track.name:
                    track.name = text_of(data[at : at + min(length, LONGEST_NAME)])
                at += length
            elif byte in (0xF0, 0xF7):
                at = _after_sysex(data, at, byte, odd)
            else:
                odd.damage("system")
                at = _after_system(data, at, byte)
            continue
        if byte >= 0x80:
            at += 1
            if byte != status:
                track.status = status = byte
                kind = byte >> 4
                base = byte << 24 | programs[byte & 15] << 16
        elif not status:
            if not carried:
                odd.damage("status")
                at += 2  # the number of data bytes of most events
                continue
            odd["carried"] += 1
            track.status = status = carried
            kind, base = carried >> 4, carried << 24
        if kind < 0xA or kind == 0xB:
            first, second = data[at], data[at + 1]
            at += 2
            if (first | second) & 0x80:
                odd.damage("high", (first >> 7) + (second >> 7))
                first, second = min(first, 127), min(second, 127)
            if kind != 0xB or first == SUSTAIN:
                add_tick(tick)
                add_word(base | first << 8 | second)
        elif kind == 0xC:
            programs[status & 15] = min(data[at], 127)
            at += 1
        else:
            at += 1 if kind == 0xD else 2
    if at > size:
        raise IndexError


def _row(
    row: bytes, status: int, tick: int, programs: list[int], track: Track
) -> tuple[int, int] | None:
    """Read a row of events at once. Return the status and the tick after it; None if it is odd."""
    byte = np.frombuffer(row, np.uint8)
    low = np.flatnonzero(byte < 0x80).reshape(-1, 3)  # for each event: time's last byte, two data
    given = low[:, 1] - low[:, 0] == 2
    if not (given[0] or status >> 4 in (0x8, 0x9, 0xA, 0xB, 0xE)):
        return None
    delta = byte[low[:, 0]].astype(np.int64)
    begin = np.append(0, low[:-1, 2] + 1)
    for place in range(1, 4):
        long = np.flatnonzero(low[:, 0] - begin >= place)
        if not len(long):
            break
        delta[long] |= (byte[low[long, 0] - place].astype(np.int64) & 0x7F) << 7 * place
    if int(delta.max()) >> 27:
        return None
    last = np.maximum.accumulate(np.where(given, np.arange(len(given)), -1))
    said = np.where(last >= 0, byte[low[last, 0] + 1], status).astype(np.int64)
    first, second = byte[low[:, 1]].astype(np.int64), byte[low[:, 2]]
    kind = said >> 4
    kept = (kind < 0xA) | ((kind == 0xB) & (first == SUSTAIN))
    ticks = tick + np.cumsum(delta)
    program = np.array(programs, np.int64)[said & 15]
    words = said << 24 | program << 16 | first << 8 | second
    track.ticks.frombytes(ticks[kept].tobytes())
    track.words.frombytes(words[kept].tobytes())
    return int(said[-1]), int(ticks[-1])


def _step(delta: int, odd: Oddities) -> int:
    """Return the meaning of an invalid time: negative in 28, 32 or 64 bits, large, or 0."""
    for bits in (28, 32, 64):
        if 1 << bits - 1 <= delta < 1 << bits:
            odd.damage("negative")
            return delta - (1 << bits)
    if delta < 1 << 31:
        return delta
    odd.damage("endless")
    return 0


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length, and the place of its end."""
    value, byte = 0, 0x80
    while byte & 0x80:
        byte = data[at]
        at += 1
        value = (value << 7 | byte & 0x7F) & _BITS
    return value, at


def _after_sysex(data: bytes, at: int, status: int, odd: Oddities) -> int:
    """Return the end of a system exclusive message, whose first byte has been read."""
    length, begin = _number(data, at)
    stop = begin + length
    whole = stop <= len(data)
    if whole and (status == 0xF7 or not length or data[stop - 1] == 0xF7):
        return stop
    close = data.find(0xF7, begin, min(stop, len(data)))
    if close >= 0 and max(data[begin:close], default=0) < 0x80:  # its length is missing or wrong
        odd.damage("sysex")
        return close + 1
    if whole:
        return stop  # it continues in another message
    odd.damage("sysex")
    return _next_event(data, begin)


def _after_system(data: bytes, at: int, status: int) -> int:
    """Return the end of a system message of F1 to FE, whose first byte has been read.

    Files have such messages with more and fewer data bytes than MIDI defines (as F5 with a port's
    number), so the number counts after which an event follows.
    """
    usual = _SYSTEM_DATA[status & 15]
    counts: list[int] = [usual, *range(_MOST_SYSTEM_DATA + 1)]
    for count in counts:
        if max(data[at : at + count], default=0) < 0x80 and _TIMED.match(data, at + count):
            return at + count
    return at + usual


def _next_event(data: bytes, at: int) -> int:
    """Return the next place that looks like an event. Raises IndexError if there is none."""
    found = _EVENT.search(data, at)
    if found is None:
        raise IndexError
    return found.start()


def _tempo(content: bytes, tick: int, track: Track) -> None:
    tempo = int.from_bytes(content[:3], "big")
    if len(content) != 3:
        track.odd["tempo_size"] += 1
    elif not tempo:
        track.odd["tempo_0"] += 1
    elif tempo < SHORTEST_BEAT:
        track.odd["tempo_short"] += 1
    else:
        track.odd["tempo_fast"] += tempo < FASTEST
        track.tempo_ticks.append(tick)
        track.tempos.append(tempo)


def text_of(content: bytes) -> str:
    """Return a text, in UTF-8 or else Latin-1, on one line and without control characters."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return "".join(c if c.isprintable() else " " for c in text).strip()
