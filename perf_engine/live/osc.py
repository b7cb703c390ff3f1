"""Packets and messages: take apart what comes, build what goes.

Single messages are read and written by python-osc. Bundles are taken apart here, because its
reader never ends on a negative element size, recurses without limit and copies the rest of the
packet for each element.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message import ParseError as MessageParseError
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.parsing import osc_types

Incoming: TypeAlias = "int | float | str | bool | bytes | list[Incoming] | tuple[Any, ...] | None"
Outgoing: TypeAlias = int | float | str

BUNDLE: Final = b"#bundle\0"
IMMEDIATELY: Final = 1
SINCE_1900: Final = 2_208_988_800  # seconds from the time tags' beginning to 1970
LAST_DATE: Final = 2.0**32 - SINCE_1900 - 1.0  # wall seconds of the last time tag, in 2036
DEEPEST: Final = 8  # bundles within bundles
LONGEST_MESSAGE: Final = 8192  # bytes
MOST_ARGUMENTS: Final = 1024
LONGEST_TEXT: Final = 400  # characters of a text we send
KNOWN_TAGS: Final = frozenset("ifshdbtrmTFN[]")


class PacketError(ValueError):
    """A packet that cannot be read."""


def split(packet: bytes) -> list[tuple[bytes, float | None]]:
    """The messages of a packet, unread, each with its time tag in wall seconds (None: at once).

    An inner bundle is never due before the outer. Raises PacketError.
    """
    if packet[:1] == b"/":
        return [(packet, None)]
    if not packet.startswith(BUNDLE):
        raise PacketError("a packet begins with / or #bundle")
    found: list[tuple[bytes, float | None]] = []
    parts: list[tuple[int, int, int, float | None]] = [(0, len(packet), 1, None)]
    while parts:
        start, end, depth, outer = parts.pop()
        if packet[start : start + 1] == b"/":
            found.append((packet[start:end], outer))
            continue
        if not packet.startswith(BUNDLE, start, end) or end - start < 16:
            raise PacketError("a bundle holds messages and bundles only")
        if depth > DEEPEST:
            raise PacketError(f"bundles may be nested {DEEPEST} deep")
        tag: float | None = None
        (ntp_tag,) = struct.unpack_from(">Q", packet, start + 8)
        if ntp_tag != IMMEDIATELY:
            tag = ntp_tag / 2**32 - SINCE_1900
        due = tag if outer is None else outer if tag is None else max(outer, tag)
        inner: list[tuple[int, int, int, float | None]] = []
        place = start + 16
        while place < end:
            if place + 4 > end:
                raise PacketError("a bundle ends within an element's size")
            (size,) = struct.unpack_from(">i", packet, place)
            place += 4
            if size <= 0 or size % 4 or place + size > end:
                raise PacketError(f"a bundle's element cannot be {size} bytes long")
            inner.append((place, place + size, depth + 1, due))
            place += size
        parts.extend(reversed(inner))
    return found


def address_of(message: bytes) -> str:
    """The address of an unread message, for a reply about it."""
    end = message.find(b"\0")
    return message[: end if 0 <= end < 200 else 200].decode("utf-8", "replace")


def read(message: bytes) -> tuple[str, list[Incoming]]:
    """The address and arguments of one message. Raises PacketError."""
    if len(message) > LONGEST_MESSAGE:
        raise PacketError(f"a message may be {LONGEST_MESSAGE} bytes long, not {len(message)}")
    end = message.find(b"\0")
    if end < 0:
        raise PacketError("an address must end")
    start = end + 4 - end % 4
    if message[start : start + 1] == b",":
        tags_end = message.find(b"\0", start)
        if tags_end < 0:
            raise PacketError("type tags must end")
        tags = message[start + 1 : tags_end].decode("latin-1")
        if len(tags) > MOST_ARGUMENTS:
            raise PacketError(f"a message may have {MOST_ARGUMENTS} arguments, not {len(tags)}")
        for tag in tags:
            if tag not in KNOWN_TAGS:
                raise PacketError(f"arguments of type {tag!r} are not understood")
    elif start < len(message):
        raise PacketError("type tags must begin with a comma")
    try:
        read_message = OscMessage(message)
    except (MessageParseError, osc_types.ParseError, ValueError, OverflowError) as error:
        raise PacketError("a message could not be read") from error
    return read_message.address, read_message.params


def build(address: str, *arguments: Outgoing) -> bytes:
    """One message, of ints, floats and texts only: vanilla Pd drops messages with others."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        if isinstance(argument, str):
            builder.add_arg(argument.replace("\0", " ")[:LONGEST_TEXT], "s")
        elif isinstance(argument, int) and -(2**31) <= argument < 2**31:
            builder.add_arg(int(argument), "i")
        else:
            builder.add_arg(_single(float(argument)), "f")
    data: bytes = builder.build().dgram
    return data


def _single(value: float) -> float:
    """The value within the range of a 32-bit float."""
    largest = 3.4028234663852886e38
    return min(max(value, -largest), largest) if value == value else 0.0


def bundle(wall: float, messages: Iterable[bytes]) -> bytes:
    """Messages under one time tag, in wall seconds, 1970 to 2036: never the immediate one."""
    data: bytes = BUNDLE + osc_types.write_date(min(max(wall, 0.0), LAST_DATE))
    for message in messages:
        data += struct.pack(">i", len(message)) + message
    return data
