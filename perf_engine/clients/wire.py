"""OSC packets to the engine and from it, as a client sees them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket, ParseError

from perf_engine.core.messages import ControlChange, Flush, Release, Strike, check_range

# The engine sends at most its lead of 0.2 s ahead; more is a wall clock that was set in between.
SINCE_1900: Final = 2_208_988_800  # seconds from the time tags' beginning to 1970
LONGEST_AHEAD: Final = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Other:
    """Any other message: news about the engine, or nothing of ours."""

    address: str
    arguments: tuple[object, ...]
    at: float = field(default=0.0, compare=False)  # the time it holds for


Received: TypeAlias = Strike | Release | ControlChange | Flush | Other


def packet(address: str, *arguments: int | float | str) -> bytes:
    """One OSC message: ints as i, floats as f, texts as s."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    datagram: bytes = builder.build().dgram
    return datagram


def bundle(wall: float, *packets: bytes) -> bytes:
    """Messages for a time in wall seconds since 1970."""
    data = b"#bundle\0" + struct.pack(">Q", round((wall + SINCE_1900) * 2**32))
    return data + b"".join(struct.pack(">i", len(one)) + one for one in packets)


def received(datagram: bytes, now: float, wall: float) -> list[Received]:
    """The messages of a datagram that came `now`, when the wall clock said `wall`.

    Due times are on the monotonic clock: the time tag of a bundle, or in_ms of a plain message.
    What is malformed or out of range is left out.
    """
    bundled = datagram.startswith(b"#bundle")
    try:
        timed = OscPacket(datagram).messages
    except (ParseError, ValueError, IndexError, struct.error):
        return []
    messages: list[Received] = []
    for tag, message in timed:
        arguments = tuple(message.params)
        due = now + (tag - wall) if bundled else now + _in_ms(message.address, arguments) / 1000
        if due > now + LONGEST_AHEAD:
            due = now
        try:
            messages.append(_understood(message.address, arguments, due))
        except (TypeError, ValueError):
            continue
    return messages


def _in_ms(address: str, arguments: tuple[object, ...]) -> float:
    place = {"/perf/note": 3, "/perf/noteoff": 2, "/perf/cc": 3}.get(address)
    value = arguments[place] if place is not None and len(arguments) > place else 0.0
    return float(value) if isinstance(value, int | float) else 0.0


def _understood(address: str, arguments: tuple[object, ...], due: float) -> Received:
    """A message as a value. Raises TypeError or ValueError where it is not what it should be."""
    if address == "/perf/note":
        voice, pitch, velocity = _data(arguments, 3)
        return Strike(voice, pitch, velocity, due) if velocity else Release(voice, pitch, due)
    if address == "/perf/noteoff":
        voice, pitch = _data(arguments, 2)
        return Release(voice, pitch, due)
    if address == "/perf/cc":
        voice, number, value = _data(arguments, 3)
        return ControlChange(voice, number, value, due)
    if address == "/perf/flush":
        (voice,) = _data(arguments, 1)
        return Flush(voice)
    return Other(address, arguments, due)


def _data(arguments: tuple[object, ...], count: int) -> tuple[int, ...]:
    """The first arguments, a voice 0..15 and MIDI data 0..127."""
    data: list[int] = []
    for place, argument in enumerate(arguments[:count]):
        if not isinstance(argument, int):
            raise TypeError(f"argument {place + 1} must be a whole number, not {argument!r}")
        check_range("data" if place else "voice", argument, 0, 127 if place else 15)
        data.append(argument)
    if len(data) < count:
        raise ValueError(f"{count} arguments are needed, not {len(data)}")
    return tuple(data)
