"""Notes as values and as OSC messages, for the engine and for all its clients.

Times are seconds on one monotonic clock. `player` is a human 0..15, `voice` a voice of the machine
0..15.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from .errors import check_range
from .midi import SUSTAIN
from .packets import BUNDLE, LARGEST_PACKET, PacketError, build_ints, head, read, split

VOICES: Final = 16
LONGEST_DURATION: Final = 600  # seconds of a player's note that ends by itself
# The engine sends at most 0.2 s (its lead) ahead, and a reader may have been stopped for a while;
# beyond these limits, the wall clock was set in between.
FARTHEST_AHEAD: Final = 1.0  # seconds
FARTHEST_BACK: Final = 60.0  # seconds
NOTE: Final = "/perf/note"
NOTE_OFF: Final = "/perf/noteoff"
CONTROL: Final = "/perf/cc"
FLUSH: Final = "/perf/flush"
SOUNDING: Final = "/perf/sounding"
HEARD: Final = "/perf/heard"
HEARD_PEDAL: Final = "/perf/heard/pedal"
HOLDING: Final = "/perf/holding"
FORESEE: Final = "/perf/foresee"
TURN: Final = "/perf/turn"
PLAYED: Final = b"/perf/in/"  # the beginning of the addresses of what players play

Message: TypeAlias = tuple[Any, ...]  # an address and its arguments
Key: TypeAlias = tuple[int, int]  # voice, and pitch or PEDAL


# Messages of the engine to its clients


@dataclass(frozen=True, slots=True)
class Strike:
    """The machine strikes a key, due at a time."""

    voice: int
    pitch: int
    velocity: int
    due: float


@dataclass(frozen=True, slots=True)
class Release:
    """The machine releases a key, due at a time."""

    voice: int
    pitch: int
    due: float


@dataclass(frozen=True, slots=True)
class ControlChange:
    """The machine's pedal (number SUSTAIN), or a panic's end (ALL_SOUND_OFF), due at a time."""

    voice: int
    number: int
    value: int
    due: float


@dataclass(frozen=True, slots=True)
class Flush:
    """Clients must drop what they have scheduled for a voice."""

    voice: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A player's note was heard (velocity 0: released)."""

    player: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The next event that a voice expects.

    It has the key, the time, the probability, and the surprise of the last event.
    """

    voice: int
    pitch: int
    velocity: int
    due: float
    probability: float  # of the key, given part and time
    surprise: float  # nats: of the last event heard or played, as this voice predicted it


@dataclass(frozen=True, slots=True)
class TurnPassed:
    """The turn that begins at a time in call and response, and its length in seconds.

    `phase`: rest, count_in, call (the players'), answer (the machine's). A length of 0 is open.
    """

    voice: int
    phase: str
    seconds: float
    due: float


@dataclass(frozen=True, slots=True)
class Other:
    """Any other message: news about the engine, or a foreign message."""

    address: str
    arguments: tuple[Any, ...]
    at: float = field(default=0.0, compare=False)  # the time for which it holds


Played: TypeAlias = Strike | Release | ControlChange  # all that is due at a time
Told: TypeAlias = Played | Flush | Heard | Foreseen | TurnPassed
Received: TypeAlias = Played | Flush | Other


def begins(played: Played) -> bool:
    """Return whether something makes sound or holds it: a strike, or a pedal going down."""
    if isinstance(played, ControlChange):
        return played.number == SUSTAIN and played.value > 0
    return isinstance(played, Strike)


# Written by the engine


_TWO: Final = struct.Struct(">iif")
_THREE: Final = struct.Struct(">iiif")
_NOTE_HEAD: Final = head(NOTE, "iiif")
_NOTE_OFF_HEAD: Final = head(NOTE_OFF, "iif")
_CONTROL_HEAD: Final = head(CONTROL, "iiif")


def encode(item: Played, in_ms: float) -> bytes:
    """Return the message of what is played, due in `in_ms` ms or at a bundle's time tag."""
    if isinstance(item, Strike):
        return _NOTE_HEAD + _THREE.pack(item.voice, item.pitch, item.velocity, in_ms)
    if isinstance(item, Release):
        return _NOTE_OFF_HEAD + _TWO.pack(item.voice, item.pitch, in_ms)
    return _CONTROL_HEAD + _THREE.pack(item.voice, item.number, item.value, in_ms)


def statement(held: Iterable[Key], address: str = SOUNDING) -> bytes:
    """Return the message that names all that sounds, or that players hold."""
    return build_ints(address, [number for key in held for number in key])


# Read by clients


def received(datagram: bytes, now: float, wall: float) -> list[Received]:
    """Return the messages of a datagram that came `now`, when the wall clock showed `wall`.

    Due times are on the monotonic clock: the time tag of a bundle, or in_ms of a plain message.
    Messages that are malformed or out of range are left out.
    """
    bundled = datagram.startswith(BUNDLE)
    try:
        timed = split(datagram)
    except PacketError:
        return []
    messages: list[Received] = []
    for message, tag in timed:
        try:
            address, values = read(message, LARGEST_PACKET)
        except PacketError:
            continue
        arguments = tuple(values)
        if bundled:
            due = now if tag is None else now + (tag - wall)
        else:
            due = now + _in_ms(address, arguments) / 1000
        if not now - FARTHEST_BACK < due <= now + FARTHEST_AHEAD:
            due = now
        try:
            messages.append(_understood(address, arguments, due))
        except (TypeError, ValueError):
            continue
    return messages


def news(message: Other, now: float) -> Heard | Foreseen | TurnPassed | None:
    """Return a message that came `now` as a value; None if it is about none of these.

    Raises TypeError or ValueError if it is malformed.
    """
    if message.address == HEARD:
        return Heard(*message.arguments)
    if message.address == FORESEE:
        voice, pitch, velocity, in_ms, probability, surprise = message.arguments
        return Foreseen(voice, pitch, velocity, now + in_ms / 1000.0, probability, surprise)
    if message.address == TURN:
        voice, phase, seconds, in_ms = message.arguments
        return TurnPassed(voice, phase, seconds, now + in_ms / 1000.0)
    return None


def stated(arguments: Sequence[object]) -> set[Key] | None:
    """Return the voices and keys that a /perf/sounding names; None if it is malformed."""
    numbers = [number for number in arguments if isinstance(number, int)]
    if len(numbers) != len(arguments) or len(numbers) % 2:
        return None
    return set(zip(numbers[::2], numbers[1::2], strict=True))


def _in_ms(address: str, arguments: tuple[object, ...]) -> float:
    place = {NOTE: 3, NOTE_OFF: 2, CONTROL: 3}.get(address)
    value = arguments[place] if place is not None and len(arguments) > place else 0.0
    return float(value) if isinstance(value, int | float) else 0.0


def _understood(address: str, arguments: tuple[object, ...], due: float) -> Received:
    """Return a message as a value. Raises TypeError or ValueError if it is malformed."""
    if address == NOTE:
        voice, pitch, velocity = _data(arguments, 3)
        return Strike(voice, pitch, velocity, due) if velocity else Release(voice, pitch, due)
    if address == NOTE_OFF:
        voice, pitch = _data(arguments, 2)
        return Release(voice, pitch, due)
    if address == CONTROL:
        voice, number, value = _data(arguments, 3)
        return ControlChange(voice, number, value, due)
    if address == FLUSH:
        (voice,) = _data(arguments, 1)
        return Flush(voice)
    return Other(address, arguments, due)


def _data(arguments: tuple[object, ...], count: int) -> tuple[int, ...]:
    """Return the first arguments, a voice 0..15 and MIDI data 0..127. Raises ValueError."""
    data: list[int] = []
    for place, argument in enumerate(arguments[:count]):
        if not isinstance(argument, int):
            raise TypeError(f"argument {place + 1} must be a whole number, not {argument!r}")
        check_range("data" if place else "voice", argument, 0, 127 if place else VOICES - 1)
        data.append(argument)
    if len(data) < count:
        raise ValueError(f"{count} arguments are needed, not {len(data)}")
    return tuple(data)


# Messages of clients for their players: address and arguments, without reply. All raise ValueError
# if a value is out of range.


def strike(player: int, pitch: int, velocity: int, duration: float | None = None) -> Message:
    """Return a player's strike (velocity 0: release), for some seconds or until its release."""
    check_range("player", player, 0, 15)
    check_range("pitch", pitch, 0, 127)
    check_range("velocity", velocity, 0, 127)
    if duration is None:
        return "/perf/in/note", player, pitch, velocity
    if not 0.0 <= duration <= LONGEST_DURATION:
        raise ValueError(f"duration must be 0..{LONGEST_DURATION:g} s, not {duration}")
    return "/perf/in/note", player, pitch, velocity, float(duration)


def release(player: int, pitch: int) -> Message:
    """Return a player's release of a key."""
    return strike(player, pitch, 0)


def pedal(player: int, value: int) -> Message:
    """Return a move of a player's sustain pedal, 0..127, down from 64."""
    check_range("player", player, 0, 15)
    check_range("pedal", value, 0, 127)
    return "/perf/in/pedal", player, value


def control(player: int, number: int, value: int) -> Message:
    """Return a player's control change."""
    return "/perf/in/cc", player, number, value


def holding(player: int, keys: Iterable[int]) -> Message:
    """Return the statement of all keys that a player holds, with PEDAL if the pedal is down."""
    return ("/perf/in/holding", player, *keys)
