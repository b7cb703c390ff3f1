"""The urgency of unread messages: some go first, and some must keep their order with those.

An address pattern is as urgent as the most urgent address that it means.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from perf_engine.engine.handlers.schema import URGENT
from perf_engine.protocol.buttons import PANIC, SIGN, means_panic, released
from perf_engine.protocol.buttons import is_panic as says_panic
from perf_engine.protocol.errors import Refusal
from perf_engine.protocol.notes import VOICES
from perf_engine.protocol.packets import PacketError, address_of, read, split

from .patterns import is_pattern, meant, meant_among

SILENCING: Final = frozenset(a.address for a in URGENT.values() if a.silences)
AT_ONCE: Final = SILENCING | {"/perf/quit"}
FIRST: Final = AT_ONCE | {"/perf/reset", "/perf/mode", "/perf/param/mute"}
ALONG: Final = frozenset({"/perf/start", "/perf/token", "/perf/proof"})
HURRIED: Final = FIRST | {"/perf/start", "/perf/notify"}
ENDINGS: Final = ("/mode", "/mute")  # of the urgent addresses of one voice
FLOOD: Final = 64  # waiting messages or packets
LOOKED_INTO: Final = 32  # patterns in a packet, at most
_ADDRESSES: Final = tuple(sorted(FIRST | ALONG)) + tuple(
    f"/perf/voice/{voice}{ending}" for voice in range(VOICES) for ending in ENDINGS
)
_WORDS: Final = (
    SIGN,
    b"mute",
    *(address.rpartition("/")[2].encode() for address in sorted(FIRST | ALONG)),
)
_A_PATTERN: Final = re.compile(rb"/(?:/|[^\0/]{0,128}[*?\[{])")


class Priority(IntEnum):
    """The place in the queue: in order, just before a later urgent message, or first.

    A SOON message goes first if FLOOD others wait, else in order, so that a mode after a control is
    carried out after it.
    """

    IN_ORDER = 0
    ALONG = 1
    SOON = 2
    FIRST = 3


class _Kind(NamedTuple):
    """The priority of an address, whatever its arguments are."""

    priority: Priority | None  # None: it depends on the arguments
    panics: bool  # it may be a panic
    hurried: bool  # it is one, whatever the arguments are


@lru_cache(maxsize=1024)  # the same few addresses come repeatedly
def _kind(head: bytes) -> _Kind:
    """Return the kind of the messages with an address."""
    address = address_of(head)
    plain = _plain(address)
    urgent = _urgent_of(address) if is_pattern(address) else frozenset()
    panics = means_panic(address) or PANIC in urgent
    priority = None if panics or plain == "/perf/set" else _priority(head)
    soon = priority is not None and priority >= Priority.SOON
    return _Kind(priority, panics, soon or plain in HURRIED)


def _head(message: bytes) -> bytes:
    """Return the address of an unread message, or the bytes that may be one."""
    end = message.find(b"\0")
    return message[: end if 0 <= end < 200 else 200]


def is_panic(message: bytes) -> bool:
    """Return whether an unread message is a panic, or a pattern that means one."""
    if not _kind(_head(message)).panics:
        return False
    if says_panic(message):
        return True
    address = address_of(message)
    if not is_pattern(address) or PANIC not in _urgent_of(address):
        return False
    try:
        if PANIC not in meant(address, VOICES):
            return False
    except Refusal:
        return False
    try:
        return not released(read(message, whole=True)[1])
    except PacketError:
        return True


def silences(message: bytes) -> bool:
    """Return whether an unread message silences the machine, a voice or its sender's notes."""
    address = address_of(message)
    if is_pattern(address) and not SILENCING.isdisjoint(_urgent_of(address)):
        try:
            return not SILENCING.isdisjoint(meant(address, VOICES))
        except Refusal:
            return False
    return says_panic(message) or _plain(address) in SILENCING


def is_release(message: bytes) -> bool:
    """Return whether an unread message releases all that its sender holds as a player."""
    if _plain(address_of(message)) != "/perf/release":
        return False
    try:
        return not released(read(message)[1])
    except PacketError:
        return True


def releases(packet: bytes) -> bool:
    """Return whether a packet contains a release that is to be carried out at once."""
    return b"release" in packet.lower() and any(
        tag is None and is_release(message) for message, tag in split(packet, broken=True)
    )


def is_hurried(message: bytes) -> bool:
    """Return whether a message is to be carried out before anything that is due."""
    if message.find(b"\0") < 0:
        return False
    kind = _kind(_head(message))
    return kind.hurried or (kind.priority is None and _priority(message) >= Priority.SOON)


def of_message(message: bytes) -> Priority:
    """Return the priority of an unread message."""
    known = _kind(_head(message)).priority
    return _priority(message) if known is None else known


def _priority(message: bytes) -> Priority:
    address = address_of(message)
    if is_pattern(address):
        found = _urgent_of(address)
        if found:
            soon = Priority.SOON if AT_ONCE.isdisjoint(found) else Priority.FIRST
            return Priority.ALONG if ALONG.issuperset(found) else soon
    plain = _plain(address)
    if plain.startswith("/perf/voice/"):
        return Priority.SOON if plain.endswith(ENDINGS) else Priority.IN_ORDER
    if plain in AT_ONCE or says_panic(message):
        return Priority.FIRST
    if plain in FIRST or (plain == "/perf/set" and b"mute\0" in message):
        return Priority.SOON
    return Priority.ALONG if plain in ALONG else Priority.IN_ORDER


def of_packet(packet: bytes) -> Priority:
    """Return the highest priority of the messages in a packet, broken bundles included."""
    if packet[:1] == b"/":
        return of_message(packet)
    return max(map(of_message, _suspects(packet)), default=Priority.IN_ORDER)


def panics(packet: bytes) -> list[float | None]:
    """Return the time tags of the panics in a packet (None: now), broken bundles included."""
    if SIGN not in packet.lower() and not _A_PATTERN.search(packet):
        return []
    patterns = 0
    found = []
    for message, tag in split(packet, broken=True):
        patterns += is_pattern(address_of(message))
        if is_panic(message) if patterns <= LOOKED_INTO else says_panic(message):
            found.append(tag)
    return found


def _suspects(packet: bytes) -> list[bytes]:
    """Return a packet's messages, with LOOKED_INTO patterns at most; none if none can be urgent."""
    lower = packet.lower()
    if not (any(word in lower for word in _WORDS) or _A_PATTERN.search(packet)):
        return []
    found, patterns = [], 0
    for message, _ in split(packet, broken=True):
        patterns += is_pattern(address_of(message))
        if patterns <= LOOKED_INTO or not is_pattern(address_of(message)):
            found.append(message)
    return found


def _plain(address: str) -> str:
    return address.lower().rstrip("/")


@lru_cache(maxsize=1024)
def _urgent_of(pattern: str) -> frozenset[str]:
    """Return the urgent addresses that a pattern means."""
    return frozenset(meant_among(pattern, _ADDRESSES))
