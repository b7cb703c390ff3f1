"""What sclang says to scsynth, taken down on its way there, and rendered as it was meant.

A sound card that runs on a busy machine loses periods, and then the recording does not say when
sclang wanted a sound. scsynth in non-real time plays each bundle at its time tag, on the sample.
"""

from __future__ import annotations

import select
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NTP = 2_208_988_800  # seconds from 1900, where time tags begin, to 1970
FRACTIONS = 1 << 32  # of a second, in a time tag
BUNDLE = b"#bundle\0"
PLAYED = {  # what changes what sounds, and the numbers that sclang says instead
    "/d_recv": 5,
    "/s_new": 9,
    "/n_free": 11,
    "/n_set": 15,
    "/g_new": 21,
    "/g_freeAll": 24,
    "/error": 58,
}
AFTER = 1.0  # seconds rendered after the last packet


class Tape:
    """A relay between sclang and a scsynth, that keeps each packet with its arrival."""

    def __init__(self, server_port: int) -> None:
        self._server = ("127.0.0.1", server_port)
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._front.bind(("127.0.0.1", 0))
        self._ended = threading.Event()
        self.port = int(self._front.getsockname()[1])
        self.packets: list[tuple[int, bytes]] = []  # time tag, packet

    def run(self) -> None:
        """Relay in both directions until `end`."""
        client = self._server
        while not self._ended.is_set():
            for one in select.select([self._front, self._back], [], [], 0.1)[0]:
                packet, sender = one.recvfrom(65536)
                if one is self._front:
                    client = sender
                    self.packets.append((when(packet), packet))
                    self._back.sendto(packet, self._server)
                else:
                    self._front.sendto(packet, client)

    def end(self) -> None:
        """Relay no more."""
        self._ended.set()

    def close(self) -> None:
        """Give the ports back; nothing may be relaying any more."""
        self._front.close()
        self._back.close()

    def render(self, folder: Path, rate: int) -> tuple[Path, float]:
        """A sound file of all that was to be played, and when it begins, in seconds since 1970.

        Raises ValueError where nothing was, or a packet holds what a score cannot.
        """
        played = sorted((p for p in self.packets if is_played(p[1])), key=lambda p: p[0])
        if not played:
            raise ValueError("nothing was said that sounds")
        begin = played[0][0]
        end = played[-1][0] + int(AFTER * FRACTIONS)
        score = b"".join(entry(tag - begin, packet) for tag, packet in played)
        score += entry(end - begin, struct.pack(">8s4si", b"/n_free\0", b",i\0\0", 0))
        orders, sound = folder / "score.osc", folder / "score.wav"
        orders.write_bytes(score)
        subprocess.run(
            ["scsynth", "-N", str(orders), "_", str(sound), str(rate), "WAV", "int16", "-o", "1"],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return sound, begin / FRACTIONS - NTP


def when(packet: bytes) -> int:
    """A packet's time tag; of one that is to be done at once, when that is."""
    tag = int.from_bytes(packet[8:16], "big") if packet.startswith(BUNDLE) else 1
    return tag if tag > 1 else int((time.time() + NTP) * FRACTIONS)


def is_played(packet: bytes) -> bool:
    """Whether it changes what sounds; the rest asks. Raises ValueError where it does both."""
    kinds = {one in PLAYED or one in PLAYED.values() for one in commands(packet)}
    if len(kinds) > 1:
        raise ValueError(f"a bundle changes what sounds and asks: {list(commands(packet))}")
    return kinds == {True}


def messages_of(packet: bytes) -> list[bytes]:
    """The messages of a packet."""
    if not packet.startswith(BUNDLE):
        return [packet]
    messages, place = [], 16
    while place < len(packet):
        size = int.from_bytes(packet[place : place + 4], "big")
        messages.append(packet[place + 4 : place + 4 + size])
        place += 4 + size
    return messages


def commands(packet: bytes) -> Iterator[str | int]:
    """The command of each message of a packet, by name or by number."""
    for message in messages_of(packet):
        number = int.from_bytes(message[:4], "big")
        yield number if number < 256 else message[: message.index(0)].decode()


def entry(tag: int, packet: bytes) -> bytes:
    """A packet in a score; `tag`: fractions of a second after the score's beginning."""
    content = packet[16:] if packet.startswith(BUNDLE) else struct.pack(">i", len(packet)) + packet
    bundle = BUNDLE + struct.pack(">Q", tag) + content
    return struct.pack(">i", len(bundle)) + bundle


@contextmanager
def recording_tape(server_port: int) -> Iterator[Tape]:
    """A tape that runs in a thread until the block ends."""
    tape = Tape(server_port)
    thread = threading.Thread(target=tape.run, daemon=True)
    thread.start()
    try:
        yield tape
    finally:
        tape.end()
        thread.join(5)
        tape.close()
