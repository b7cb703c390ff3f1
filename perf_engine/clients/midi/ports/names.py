"""The MIDI drivers that work, their ports, and the port that a name or number means.

RtMidi is used directly, without mido around it: mido keeps one driver for the whole
process and raises even on listing where that one does not work, and it parses and locks once
more between a key and the engine. Here every driver compiled in is tried, and those that work
are used.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from perf_engine.protocol.midi import NOTE_OFF, NOTE_ON

from . import driver as midi_driver
from .no_midi import Failure, not_loaded, not_started, own_words

rtmidi, _import_error = midi_driver.load()  # None where none loads: all but MIDI works without

OUR_NAME: Final = "perf_engine"
AUTO: Final = "auto"
NONE: Final = "none"
# Ports that `auto` leaves alone: they lead back to ourselves.
_LOOPS = re.compile(r"midi[ _-]?through|iac driver|loopmidi|loopbe|\bperf_engine", re.IGNORECASE)
_ALSA_NUMBERS = re.compile(r" \d+:\d+$")  # they change when a cable comes back
NOT_VIRTUAL: Final = (4, 5)  # RtMidi's numbers of Windows Multimedia and Web MIDI

DEVICE_ERRORS: Final = (OSError, rtmidi.RtMidiError) if rtmidi else (OSError,)

SETTLING: Final = 0.1  # seconds that a driver needs to take up a connection

Way = Literal["in", "out"]
WAYS: Final[tuple[Way, Way]] = ("in", "out")
LONGEST_QUEUE: Final = 16_384  # messages that may wait while the bridge does not read them
MOST_TRIES: Final = 5  # to open a port while others come and go


class Client(Protocol):
    """The part of rtmidi.MidiIn and rtmidi.MidiOut that is used."""

    def get_ports(self) -> list[str]:
        """Return the names of the ports that it can open."""

    def open_port(self, port: int, name: str) -> object:
        """Connect to a port by its index, under a name of ours."""

    def open_virtual_port(self, name: str) -> object:
        """Open a port of our own for others to connect to."""

    def close_port(self) -> None:
        """Close the port that it has opened."""

    def delete(self) -> None:
        """End the client."""


NewClient = Callable[[int], Client]  # driver number -> client; raises DEVICE_ERRORS


@dataclass(frozen=True, slots=True)
class Ports:
    """The names of all MIDI ports, and the reason if there are none; the first is number 1."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver that works in one direction, and a client without a port to ask for names."""

    number: int
    watcher: Client


@dataclass(frozen=True, slots=True)
class Found:
    """A port: its driver and its name."""

    driver: int
    name: str


def list_ports() -> Ports:
    """All MIDI ports of this computer, numbered as --midi-in and --midi-out count them."""
    names: list[tuple[str, ...]] = []
    problems: list[str] = []
    for way in ("in", "out"):
        drivers, failures = start_drivers(new_client(way))
        names.append(tuple(port.name for port in found_ports(drivers)))
        stop_drivers(drivers)
        if not drivers:
            problems = [no_driver(failures)]
    return Ports(names[0], names[1], tuple(problems))


def new_client(way: Way) -> NewClient:
    """The function that makes rtmidi clients of one direction."""
    if way == "in":
        return lambda number: rtmidi.MidiIn(number, name=OUR_NAME, queue_size_limit=LONGEST_QUEUE)
    return lambda number: rtmidi.MidiOut(number, name=OUR_NAME)


def start_drivers(
    new: NewClient, known: Collection[int] = ()
) -> tuple[list[Driver], list[Failure]]:
    """Every driver that works, except those known, and the failures of the others."""
    drivers: list[Driver] = []
    failures: list[Failure] = []
    for number in rtmidi.get_compiled_api() if rtmidi else ():
        if number == rtmidi.API_RTMIDI_DUMMY or number in known:
            continue
        try:
            with drivers_hushed():
                drivers.append(Driver(number, new(number)))
        except DEVICE_ERRORS as error:
            failures.append(Failure(rtmidi.get_api_display_name(number), own_words(error)))
    return drivers, failures


def stop_drivers(drivers: Sequence[Driver]) -> None:
    """Close the drivers; a JACK server dies of clients that vanish without closing."""
    for driver in drivers:
        driver.watcher.delete()


def no_driver(failures: Sequence[Failure]) -> str:
    """The reason why there is no MIDI at all, and what to do."""
    return not_started(failures) if _import_error is None else not_loaded(_import_error)


def play_once(name: str, note: tuple[int, int, float]) -> None:
    """Play a note (pitch, velocity, seconds) on the output of this name. Raises DEVICE_ERRORS."""
    pitch, velocity, seconds = note
    drivers, _ = start_drivers(new_client("out"))
    try:
        port = next((one for one in found_ports(drivers) if one.name == name), None)
        if port is None:
            raise OSError(f"{name} is gone")
        client: Any = next(one.watcher for one in drivers if one.number == port.driver)
        open_named(client, name, f"{OUR_NAME} test")
        time.sleep(SETTLING)
        client.send_message([NOTE_ON, pitch, velocity])
        time.sleep(seconds)
        client.send_message([NOTE_OFF, pitch, 0])
        time.sleep(SETTLING)
        client.close_port()
    finally:
        stop_drivers(drivers)


def impossible(wanted: Sequence[str]) -> str:
    """The reason why MIDI is impossible, whatever is plugged in; nothing where it is possible."""
    if all(name == NONE for name in wanted):
        return "MIDI in and out are both 'none': name a port to play with MIDI"
    return "" if _import_error is None else not_loaded(_import_error)


def choices(wanted: str, names: Sequence[str]) -> list[int]:
    """The ports that a wish means, best first: auto, a number from 1, a name or a part of it."""
    if wanted == AUTO:
        return [index for index, name in enumerate(names) if not _LOOPS.search(name)]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return [int(wanted) - 1]
    lowered = [name.casefold() for name in names]
    wish = wanted.casefold()
    for matches in (
        [index for index, name in enumerate(lowered) if name == wish],
        [index for index, name in enumerate(lowered) if wish in name],
    ):
        if matches:
            return matches
    lasting = lasting_name(wanted)
    return choices(lasting, names) if lasting != wanted else []


def lasting_name(name: str) -> str:
    """A port's name without the numbers that ALSA gives anew at each plugging in."""
    return _ALSA_NUMBERS.sub("", name)


def found_ports(drivers: Sequence[Driver]) -> list[Found]:
    """Every port of these drivers, in the order of their numbers."""
    return [Found(driver.number, name) for driver in drivers for name in names_of(driver.watcher)]


def names_of(client: Client) -> list[str]:
    """The names of the ports that a client can open. Raises DEVICE_ERRORS.

    RtMidi counts the ports before it asks for each name, and fails where one goes in between.
    """
    for _ in range(MOST_TRIES - 1):
        with suppress(*DEVICE_ERRORS):
            return client.get_ports()
    return client.get_ports()


def open_named(client: Client, name: str, label: str) -> None:
    """Open the port of this name, our end under a label. Raises DEVICE_ERRORS.

    RtMidi opens a port by its index, which means another port as soon as one comes or goes. So
    the ports must be the same before and after.
    """
    for _ in range(MOST_TRIES):
        before = names_of(client)
        if name not in before:
            raise OSError(f"{name} is gone")
        try:
            client.open_port(before.index(name), label)
        except DEVICE_ERRORS:
            if names_of(client) == before:
                raise
            continue
        try:
            if names_of(client) == before:
                return
        except DEVICE_ERRORS:
            client.close_port()
            raise
        client.close_port()
    raise OSError("other ports come and go")


def count_threads() -> int:
    """The number of threads of this process where the system tells it (Linux), else 0.

    Only this shows the end of a JACK server: its ports stay listed, messages are accepted,
    but its threads in this process are gone.
    """
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 0


@contextmanager
def drivers_hushed() -> Iterator[None]:
    """Keep ALSA and JACK from printing their own complaints on stdout and stderr."""
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
    finally:
        for stream, copy in enumerate(kept, start=1):
            os.dup2(copy, stream)
            os.close(copy)
        os.close(nowhere)
