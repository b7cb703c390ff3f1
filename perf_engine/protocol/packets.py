"""OSC packets and messages: their reader and their writer.

Source: OSC 1.0, and the type tags of OSC 1.1. Every socket of ours reads with this module, and no
other. Whatever the bytes are, reading ends in linear time, without recursion, and with PacketError
as its only exception.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

BUNDLE: Final = b"#bundle\0"
IMMEDIATELY: Final = 1
SINCE_1900: Final = 2_208_988_800  # seconds from 1900, the zero of time tags, to 1970
LAST_DATE: Final = 2.0**32 - SINCE_1900 - 1.0  # wall seconds of the last time tag, in 2036
DEEPEST: Final = 8  # bundles within bundles, and arrays within arrays
LONGEST_MESSAGE: Final = 8192  # bytes, unless a caller expects more
LARGEST_PACKET: Final = 65_507  # bytes, of a UDP datagram
MOST_ARGUMENTS: Final = 1024
LONGEST_TEXT: Final = 400  # characters of a text from the engine
LARGEST_SINGLE: Final = 3.4028234663852886e38  # of a 32-bit float


class PacketError(ValueError):
    """A packet that cannot be read."""


@dataclass(frozen=True, slots=True)
class Special:
    """An argument of a rare type, as bytes: r a colour, m a MIDI message, t a time tag."""

    tag: str
    data: bytes

    @property
    def wall(self) -> float:
        """Return the wall seconds of a time tag."""
        return int.from_bytes(self.data, "big") / 2**32 - SINCE_1900


Incoming: TypeAlias = "int | float | str | bool | bytes | Special | list[Incoming] | None"
Argument: TypeAlias = "int | float | str | bool | bytes | None"
Outgoing: TypeAlias = "int | float | str"

_INT, _LONG, _FLOAT, _DOUBLE = (struct.Struct(f">{kind}") for kind in "iqfd")
_SAID: Final[dict[str, bool | None]] = {"T": True, "F": False, "I": True, "N": None}
_NUMBERS: Final = {"i": _INT, "h": _LONG, "f": _FLOAT, "d": _DOUBLE}
_SPECIAL: Final = {"r": 4, "m": 4, "t": 8}  # bytes


def split(packet: bytes, *, broken: bool = False) -> list[tuple[bytes, float | None]]:
    """Return the unread messages of a packet, each with its time tag in wall seconds (None: now).

    An inner bundle is never due before the outer. Raises PacketError, unless it may be `broken`:
    then it returns everything that can be taken for a message.
    """
    if packet[:1] == b"/":
        return [(packet, None)]
    if not packet.startswith(BUNDLE):
        if broken:
            return []
        raise PacketError("a packet begins with / or #bundle")
    found: list[tuple[bytes, float | None]] = []
    parts: list[tuple[int, int, int, float | None]] = [(0, len(packet), 1, None)]
    while parts:
        start, end, depth, outer = parts.pop()
        if packet[start : start + 1] == b"/":
            found.append((packet[start:end], outer))
            continue
        if not packet.startswith(BUNDLE, start, end) or end - start < 16:
            if broken:
                continue
            raise PacketError("a bundle holds messages and bundles only")
        if depth > DEEPEST:
            if broken:
                continue
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
                if broken:
                    break
                raise PacketError("a bundle ends within an element's size")
            (size,) = _INT.unpack_from(packet, place)
            place += 4
            if size <= 0 or size % 4 or place + size > end:
                if broken:  # the rest is one element, despite its size
                    inner.append((place, end, depth + 1, due))
                    break
                raise PacketError(f"a bundle's element cannot be {size} bytes long")
            inner.append((place, place + size, depth + 1, due))
            place += size
        parts.extend(reversed(inner))
    return found


def address_of(message: bytes) -> str:
    """Return the address of an unread message, for a reply about it."""
    end = message.find(b"\0")
    return message[: end if 0 <= end < 200 else 200].decode("utf-8", "replace")


def read(
    message: bytes, longest: int = LONGEST_MESSAGE, *, whole: bool = False
) -> tuple[str, list[Incoming]]:
    """Return the address and arguments of one message. Raises PacketError.

    A char becomes a text, an impulse (I) becomes true. The last float may lack its last bytes, as
    some programs send it, unless the message must be `whole`.
    """
    if len(message) > longest:
        raise PacketError(f"a message may be {longest} bytes long, not {len(message)}")
    end = message.find(b"\0")
    if end < 0:
        raise PacketError("an address must end")
    start = end + 4 - end % 4
    try:
        address = message[:end].decode("utf-8")
        if start >= len(message):
            if start > len(message):
                raise PacketError("an address must be filled up to a multiple of four bytes")
            return address, []
        return address, _arguments(message, start, whole)
    except (struct.error, UnicodeDecodeError) as error:
        raise PacketError("a message could not be read") from error


def _arguments(message: bytes, start: int, whole: bool) -> list[Incoming]:
    """Return what follows the address. Raises PacketError, struct.error or UnicodeDecodeError."""
    if message[start : start + 1] != b",":
        raise PacketError("type tags must begin with a comma")
    end = message.find(b"\0", start)
    if end < 0:
        raise PacketError("type tags must end")
    tags = message[start + 1 : end].decode("latin-1")
    if len(tags) > MOST_ARGUMENTS:
        raise PacketError(f"a message may have {MOST_ARGUMENTS} arguments, not {len(tags)}")
    place = end + 4 - end % 4
    numbers = _numbers_of(tags)
    if numbers is not None and place + numbers.size <= len(message):
        return list(numbers.unpack_from(message, place))
    found: list[Incoming] = []
    arrays = [found]  # the arrays that are open
    for tag in tags:
        if tag in _NUMBERS:
            kind = _NUMBERS[tag]
            if tag == "f" and not whole and place < len(message) < place + 4:
                message += bytes(place + 4 - len(message))
            arrays[-1].append(kind.unpack_from(message, place)[0])
            place += kind.size
        elif tag in "sS":
            end = message.find(b"\0", place)
            if end < 0:
                raise PacketError("a text must end")
            arrays[-1].append(message[place:end].decode("utf-8"))
            place = end + 4 - end % 4
        elif tag in _SAID:
            arrays[-1].append(_SAID[tag])
        elif tag == "c":
            (code,) = _INT.unpack_from(message, place)
            if not 0 <= code < 0x110000 or 0xD800 <= code < 0xE000:
                raise PacketError(f"a char cannot be {code}")
            arrays[-1].append(chr(code))
            place += 4
        elif tag == "b":
            (size,) = _INT.unpack_from(message, place)
            place += 4
            if size < 0 or place + size > len(message):
                raise PacketError(f"a blob cannot be {size} bytes long")
            arrays[-1].append(message[place : place + size])
            place += size + -size % 4
        elif tag in _SPECIAL:
            data = message[place : place + _SPECIAL[tag]]
            if len(data) < _SPECIAL[tag]:
                raise PacketError("a message ends within an argument")
            arrays[-1].append(Special(tag, data))
            place += len(data)
        elif tag == "[":
            if len(arrays) > DEEPEST:
                raise PacketError(f"arrays may be nested {DEEPEST} deep")
            inner: list[Incoming] = []
            arrays[-1].append(inner)
            arrays.append(inner)
        elif tag == "]":
            if len(arrays) == 1:
                raise PacketError("an array ends that has not begun")
            arrays.pop()
        else:
            raise PacketError(f"arguments of type {tag!r} are not understood")
        if place > len(message) + 3:  # the padding of the last argument may be missing
            raise PacketError("a message ends within an argument")
    if len(arrays) > 1:
        raise PacketError("an array must end")
    return found


@lru_cache(maxsize=256)
def _numbers_of(tags: str) -> struct.Struct | None:
    """Return a reader for arguments that are all numbers; None if there are others."""
    if not _NUMBERS.keys() >= set(tags):
        return None
    return struct.Struct(">" + tags.replace("h", "q"))


def write(address: str, *arguments: Argument) -> bytes:
    """Return one message: ints as i (h beyond 32 bits), floats f, texts s, bytes b, T, F and N.

    Raises ValueError if a number does not fit or a text holds NUL, TypeError for other types.
    """
    tags, layout = "", ">"
    values: list[int | float | bytes] = []
    for argument in arguments:
        if isinstance(argument, str):
            data = _text(argument)
            tags, layout = f"{tags}s", f"{layout}{len(data)}s"
            values.append(data)
        elif argument is None or isinstance(argument, bool):
            tags += "N" if argument is None else "T" if argument else "F"
        elif isinstance(argument, int):
            narrow = -(2**31) <= argument < 2**31
            tags, layout = (tags + "i", layout + "i") if narrow else (tags + "h", layout + "q")
            values.append(argument)
        elif isinstance(argument, float):
            tags, layout = tags + "f", layout + "f"
            values.append(argument)
        elif isinstance(argument, bytes):
            size = len(argument)
            tags, layout = f"{tags}b", f"{layout}i{size + -size % 4}s"
            values += (size, argument)
        else:
            raise TypeError(f"OSC cannot say {argument!r}")
    try:
        return head(address, tags) + struct.pack(layout, *values)
    except (struct.error, OverflowError):
        raise ValueError(_misfit(values)) from None


@lru_cache(maxsize=1024)
def head(address: str, tags: str) -> bytes:
    """Return the beginning of a message: its address and type tags. Raises ValueError."""
    return _text(address) + _text("," + tags)


def build(address: str, *arguments: Outgoing) -> bytes:
    """Return one message of ints, floats and texts only, as vanilla Pd drops other types.

    A long text is cut, and a number is clipped to the range of a 32-bit float, so that no value
    stops a message of the engine.
    """
    said: list[Outgoing] = []
    for argument in arguments:
        if isinstance(argument, str):
            text = argument.replace("\0", " ")[:LONGEST_TEXT]
            said.append(text.encode("utf-8", "replace").decode("utf-8"))
        elif isinstance(argument, int) and -(2**31) <= argument < 2**31:
            said.append(int(argument))
        else:
            value = float(argument)
            if not -LARGEST_SINGLE <= value <= LARGEST_SINGLE:
                value = min(max(value, -LARGEST_SINGLE), LARGEST_SINGLE) if value == value else 0.0
            said.append(value)
    return write(address, *said)


def build_ints(address: str, numbers: Sequence[int]) -> bytes:
    """Return one message of 32-bit ints only, ten times as fast as `build`."""
    count = len(numbers)
    return head(address, "i" * count) + struct.pack(f">{count}i", *numbers)


def _text(text: str) -> bytes:
    data = text.encode("utf-8")  # UnicodeEncodeError is a ValueError
    if b"\0" in data:
        raise ValueError("an OSC text cannot hold NUL")
    return data + bytes(4 - len(data) % 4)


def _misfit(values: Iterable[int | float | bytes]) -> str:
    """Return the sentence about the first number that is too large for its type."""
    for value in values:
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            return f"a number must fit 64 bits, not {value:g}"
        if isinstance(value, float) and abs(value) > LARGEST_SINGLE:
            return f"a number must fit 32 bits, not {value:g}"
    return "a number does not fit"


def bundle(wall: float, messages: Iterable[bytes]) -> bytes:
    """Return a bundle of messages with one time tag, 1970 to 2036, never the immediate one."""
    tag = round((min(max(wall, 0.0), LAST_DATE) + SINCE_1900) * 2**32)
    data = BUNDLE + struct.pack(">Q", tag)
    for message in messages:
        data += _INT.pack(len(message)) + message
    return data
