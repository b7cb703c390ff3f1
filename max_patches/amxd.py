"""The file of a Max for Live device: a patch behind a head that says what kind of device it is.

The format is not documented by its makers. As devices that Max saved have it: chunks of a name of
four letters, a length (32 bits, least byte first) and so many bytes; `ampf` holds the kind of
device, `meta` four bytes, `ptch` the patch's JSON, ended by a zero.
"""

from __future__ import annotations

import struct
from typing import Final, Literal

Kind = Literal["midi", "audio", "instrument"]
KINDS: Final[dict[Kind, bytes]] = {"midi": b"mmmm", "audio": b"aaaa", "instrument": b"iiii"}


def wrapped(patch: str, kind: Kind) -> bytes:
    """A device's file from the text of a .maxpat."""
    chunks = ((b"ampf", KINDS[kind]), (b"meta", bytes(4)), (b"ptch", patch.encode() + b"\0"))
    return b"".join(name + struct.pack("<I", len(data)) + data for name, data in chunks)


def unwrapped(device: bytes) -> tuple[Kind, str]:
    """The kind of a device and the text of its patch. Raises ValueError where it is none."""
    chunks: dict[bytes, bytes] = {}
    place = 0
    while place < len(device):
        head = device[place : place + 8]
        if len(head) < 8:
            raise ValueError(f"the head of the chunk at byte {place} is cut off")
        (length,) = struct.unpack("<I", head[4:])
        place += 8
        if place + length > len(device):
            missing = place + length - len(device)
            raise ValueError(f"the chunk {head[:4]!r} lacks {missing} of its {length} bytes")
        chunks[head[:4]] = device[place : place + length]
        place += length
    kinds = {data: kind for kind, data in KINDS.items()}
    if chunks.get(b"ampf") not in kinds or b"ptch" not in chunks:
        raise ValueError("this is no Max for Live device")
    return kinds[chunks[b"ampf"]], chunks[b"ptch"].removesuffix(b"\0").decode()
