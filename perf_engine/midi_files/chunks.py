"""The chunks of a MIDI file: its bytes to pieces of tracks, despite damage and foreign bytes."""

from __future__ import annotations

import re
import struct
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from .oddities import Oddities
from .refusal import NoMusic
from .track import Track, read_track

MOST_TRACKS: Final = 65_535  # all that a header can announce
MOST_ALIENS: Final = 1000  # unknown chunks that are read one by one; then the next name is sought
TICKS_A_BEAT: Final = 480  # of a file that says nothing
HEADER: Final = 14  # bytes, with its name and length

_OTHER_KINDS: Final = {
    b"\x1f\x8b": "a gzip archive, not MIDI",
    b"PK\x03\x04": "a zip archive, not MIDI",
    b"OggS": "an Ogg file, not MIDI",
    b"%PDF": "a PDF, not MIDI",
    b"ID3": "an MP3, not MIDI",
}


@dataclass(slots=True)
class Piece:
    """The content of one header: format, division, and its tracks."""

    format: int = 1
    division: int = TICKS_A_BEAT  # as in the file: ticks of a beat or of a film frame
    announced: int | None = None
    tracks: list[Track] = field(default_factory=list)


def pieces_of(content: bytes, odd: Oddities) -> list[Piece]:
    """Return the pieces of a file, nearly always one. Raises NoMusic with a short reason.

    It follows Standard MIDI Files 1.0 with tolerance: if a length is wrong, the next chunk is
    searched for by its name, and a track is read up to its end mark.
    """
    if reason := _other_kind(content):
        raise NoMusic(reason)
    return _Walk(content, odd).pieces()


def _other_kind(content: bytes) -> str | None:
    """Return the reason if these bytes are clearly no MIDI file, else None."""
    if not content:
        return "empty file"
    if not content.strip(b"\0"):
        return "nothing but zero bytes"
    for magic, kind in _OTHER_KINDS.items():
        if content.startswith(magic):
            return kind
    if b"MTrk" in content or b"MThd" in content:
        return None
    if content.startswith(b"XMF_"):
        return "an XMF file whose music is packed, not plain MIDI"
    if b"MThd".startswith(content[:4]):
        return f"cut off: {len(content)} bytes, less than a header"
    text = content[:512].translate(None, bytes([9, 10, 13, *range(32, 127), *range(128, 256)]))
    return "not readable as MIDI: no MThd" if text else "text, not MIDI"


class _Walk:
    """A walk over the chunks of a file."""

    def __init__(self, content: bytes, odd: Oddities) -> None:
        self._content, self._odd, self._size = content, odd, len(content)
        self._found: list[Piece] = []
        marks = islice(re.finditer(rb"MTrk|MThd", content), 2 * MOST_TRACKS + 1)
        self._marks = array("q", (mark.start() for mark in marks))
        if len(self._marks) > 2 * MOST_TRACKS:
            raise NoMusic(f"more than {MOST_TRACKS} tracks")

    def pieces(self) -> list[Piece]:
        """Return all pieces that have tracks. Raises NoMusic if there is none."""
        odd, at, count, status = self._odd, self._beginning(), 0, 0
        while at < self._size:
            name = self._content[at : at + 4]
            if name == b"MThd":
                if count and at + HEADER > self._size:  # of another file, which is cut off
                    odd["cut"] += 1
                    break
                piece, at = self._header(at)
                self._found.append(piece)
                status = 0
            elif at + 8 > self._size:
                break
            elif name == b"MTrk" or self._damaged_track(at):
                odd["name"] += name != b"MTrk"
                count += 1
                if count > MOST_TRACKS:
                    raise NoMusic(f"more than {MOST_TRACKS} tracks")
                if not self._found:
                    self._found.append(Piece())
                    odd["no_header"] = 1
                track, at = self._track(at + 8, at + 8 + self._length(at), status)
                status = track.status
                if track.odd:
                    odd.add(track.odd)
                self._found[-1].tracks.append(track)
            else:
                odd["alien"] += 1
                many = odd["alien"] > MOST_ALIENS
                at = self._mark(at) if many else self._next(at + 8 + self._length(at))
        if not count:
            announced = self._found[0].announced if self._found else 0
            missing = f"cut off: {announced} tracks announced, and 0 are there"
            raise NoMusic(missing if announced else "no tracks")
        if odd["wrapped"]:
            del odd["between"]  # RIFF itself adds such bytes, such as sounds and names
        return [piece for piece in self._found if piece.tracks]

    def _beginning(self) -> int:
        """Return the place of the first header, or else of the first track."""
        at = self._marks[0]
        head = at - 14  # the place of a header whose name is damaged
        if self._content[at : at + 4] == b"MTrk" and head >= 0 and self._length(head) == 6:
            self._found.append(self._header(head)[0])
            self._odd["header_damaged"] = 1
            self._odd["before"] = head
        elif at and self._content.startswith(b"RIFF"):
            self._odd["wrapped"] = 1
        else:
            self._odd["before"] = at
        return at

    def _header(self, at: int) -> tuple[Piece, int]:
        """Return the piece of a header, and the place of the next chunk."""
        body = self._content[at + 8 : at + 14]
        if len(body) < 6:
            raise NoMusic(f"cut off: {self._size - at} bytes, less than a header")
        length = self._length(at)
        if length != 6:
            self._odd["header_length"] += 1
        kind, announced, division = struct.unpack(">HHH", body)
        stop = at + 8 + length
        return Piece(kind, division, announced), self._next(
            stop if length >= 6 and self._leads_on(stop) else at + 14
        )

    def _track(self, begin: int, stop: int, status: int) -> tuple[Track, int]:
        """Return a track, and the place of the next chunk."""
        content, odd = self._content, self._odd
        mark = self._mark(begin)
        if self._leads_on(stop) and not (mark < stop and self._ends_at(begin, mark)):
            track = read_track(content[begin:stop], status)
            odd["cut"] += track.cut
            odd["no_end"] += not track.ended and not track.cut
            return track, stop
        track = read_track(content[begin:mark], status, past_end=False)
        if track.ended:
            odd["length"] += begin + track.length != stop
            return track, self._next(begin + track.length)
        odd["length" if mark < self._size else "cut"] += 1
        return track, mark

    def _damaged_track(self, at: int) -> bool:
        """Return whether a chunk is a track with only its name damaged."""
        name, stop = self._content[at : at + 4].upper(), at + 8 + self._length(at)
        right = sum(a == b for a, b in zip(name, b"MTRK", strict=True))
        return right >= 2 and self._content[stop - 3 : stop] == b"\xff\x2f\0"

    def _ends_at(self, begin: int, mark: int) -> bool:
        """Return whether the track that begins at `begin` ends exactly at another chunk's name."""
        track = read_track(self._content[begin:mark], past_end=False)
        return track.ended and begin + track.length == mark

    def _length(self, at: int) -> int:
        return int.from_bytes(self._content[at + 4 : at + 8], "big")

    def _leads_on(self, at: int) -> bool:
        """Return whether a chunk begins here, or the file ends."""
        name = self._content[at : at + 4]
        if at == self._size or name in (b"MTrk", b"MThd"):
            return True
        whole = at + 8 <= self._size and at + 8 + self._length(at) <= self._size
        return whole and (all(32 <= byte < 127 for byte in name) or self._damaged_track(at))

    def _mark(self, at: int) -> int:
        """Return the place of the next name of a track or header, or the end of the file."""
        place = bisect_left(self._marks, at)
        return self._marks[place] if place < len(self._marks) else self._size

    def _next(self, at: int) -> int:
        """Return the place of the next chunk, here or later; note bytes between as an oddity."""
        if self._leads_on(at):
            return at
        at = min(at, self._size)
        mark = self._mark(at)
        if self._content[at:mark].strip(b"\0"):
            self._odd["between"] += mark - at
        return mark
