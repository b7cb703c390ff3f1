"""Messages between the bridge and the process that holds its ports: a kind, and some bytes."""

from __future__ import annotations

import socket
import struct
from collections import deque
from typing import Final

HEAD: Final = struct.Struct(">IB")  # the number of bytes that follow, and the kind
A_READING: Final = 65_536  # bytes
MOST_WAITING: Final = 8192  # frames that wait for another side that reads nothing

# To the ports, but for ALIVE and SILENCE, which go both ways
SEND: Final = 1  # a MIDI message, for every output
ALIVE: Final = 2  # this side lives
NEXT: Final = 3  # the time of its next note (TIME); infinity: none waits
SOUNDS: Final = 4  # status and key: this sounded on the outputs of ports that have ended
SILENCE: Final = 5  # much was lost: release all that sounds, or is held
GOODBYE: Final = 6  # the bridge leaves in order, and has said so to the engine
# From the ports
HEARD: Final = 16  # TIME, the number of the input, and a MIDI message that came there
OPENED: Final = 17  # the number of an input, and its name
CLOSED: Final = 18  # the number of an input that is gone
CLEARED: Final = 19  # an output that was just opened is cleared now
LOST: Final = 20  # an output is gone
REPORT: Final = 21  # a line of JSON about the ports
PASSING: Final = frozenset({SEND, ALIVE, NEXT, HEARD})  # may be lost, for a SILENCE
TIME: Final = struct.Struct(">d")  # seconds of the monotonic clock

Frame = tuple[int, bytes]


class Frames:
    """One end of a stream socket that carries whole frames and never blocks."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._end.setblocking(False)
        self._waiting: deque[bytes] = deque()
        self._rest = b""
        self.ended = False  # the other side is gone
        self.overflowed = 0  # times that much was lost, as the other side read nothing for so long

    def fileno(self) -> int:
        """The file descriptor to wait on."""
        return self._end.fileno()

    @property
    def waiting(self) -> bool:
        """Return whether something could not be sent yet."""
        return bool(self._waiting)

    def put(self, kind: int, data: bytes = b"") -> None:
        """Let a frame wait to be sent; where too many wait, put silence in place of their notes.

        Lasting news, such as that a port was opened, is not lost.
        """
        if len(self._waiting) >= MOST_WAITING:
            begun = self._waiting.popleft()  # perhaps sent in part: it has no head to read
            lasting = [one for one in self._waiting if HEAD.unpack_from(one)[1] not in PASSING]
            del lasting[: -MOST_WAITING // 2]
            self._waiting.clear()
            self._waiting += (begun, *lasting, HEAD.pack(0, SILENCE))
            self.overflowed += 1
        self._waiting.append(HEAD.pack(len(data), kind) + data)

    def flush(self) -> None:
        """Send the waiting frames, as far as the socket takes them."""
        while self._waiting and not self.ended:
            data = b"".join(self._waiting)
            try:
                sent = self._end.send(data)
            except BlockingIOError:
                return
            except OSError:
                self.ended = True
                return
            while self._waiting and sent >= len(self._waiting[0]):
                sent -= len(self._waiting.popleft())
            if sent:
                self._waiting[0] = self._waiting[0][sent:]

    def take(self) -> list[Frame]:
        """The whole frames that have come."""
        try:
            data = self._end.recv(A_READING)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return []
        self._rest += data
        frames, place = [], 0
        while len(self._rest) - place >= HEAD.size:
            length, kind = HEAD.unpack_from(self._rest, place)
            end = place + HEAD.size + length
            if end > len(self._rest):
                break
            frames.append((kind, self._rest[place + HEAD.size : end]))
            place = end
        self._rest = self._rest[place:]
        return frames

    def leave(self) -> None:
        """Shut down sending; the other side reads all frames sent before to their end."""
        self.flush()
        try:
            self._end.shutdown(socket.SHUT_WR)
        except OSError:
            self.ended = True

    def close(self) -> None:
        """Close the socket."""
        self._end.close()
