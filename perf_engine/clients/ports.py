"""Which MIDI drivers work, which ports they have, and which of them a name or number means.

python-rtmidi is used directly, without mido around it: mido keeps one driver for the whole
process and raises even on listing where that one does not work, and it parses and locks once
more between a key and the engine. Here every driver compiled in is tried, and those that work
are used.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from perf_engine.clients.no_midi import Failure, not_loaded, not_started, own_words

_import_error: ImportError | None = None
try:
    import rtmidi
except ImportError as error:  # no wheel for this Python, or no ALSA: all but MIDI works without
    rtmidi, _import_error = None, error

OUR_NAME: Final = "perf_engine"
AUTO: Final = "auto"
NONE: Final = "none"
# What `auto` leaves alone: ports that lead back to ourselves.
_LOOPS = re.compile(r"midi[ _-]?through|iac driver|loopmidi|loopbe|\bperf_engine", re.IGNORECASE)
_ALSA_NUMBERS = re.compile(r" \d+:\d+$")  # they change when a cable comes back
NOT_VIRTUAL: Final = (4, 5)  # RtMidi's numbers of Windows Multimedia and Web MIDI

DEVICE_ERRORS: Final = (OSError, rtmidi.RtMidiError) if rtmidi else (OSError,)

Way = Literal["in", "out"]
WAYS: Final[tuple[Way, Way]] = ("in", "out")
LONGEST_QUEUE: Final = 16_384  # messages that wait while the bridge is kept from hearing keys


class Client(Protocol):
    """What is used of rtmidi.MidiIn and rtmidi.MidiOut."""

    def get_ports(self) -> list[str]: ...  # noqa: D102
    def open_port(self, port: int, name: str) -> object: ...  # noqa: D102
    def open_virtual_port(self, name: str) -> object: ...  # noqa: D102
    def close_port(self) -> None: ...  # noqa: D102
    def delete(self) -> None: ...  # noqa: D102


NewClient = Callable[[int], Client]  # driver number -> client; raises DEVICE_ERRORS


@dataclass(frozen=True, slots=True)
class Ports:
    """The names of all MIDI ports, and why there are none; the first one's number is 1."""

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
    """A port: its driver, its index among that driver's ports, its name."""

    driver: int
    index: int
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
    """What makes rtmidi clients of one direction."""
    if way == "in":
        return lambda number: rtmidi.MidiIn(number, name=OUR_NAME, queue_size_limit=LONGEST_QUEUE)
    return lambda number: rtmidi.MidiOut(number, name=OUR_NAME)


def start_drivers(
    new: NewClient, known: Collection[int] = ()
) -> tuple[list[Driver], list[Failure]]:
    """Every driver that works, but those known, and what the others say."""
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
    """Close the drivers; a JACK server dies of clients that vanish without."""
    for driver in drivers:
        driver.watcher.delete()


def no_driver(failures: Sequence[Failure]) -> str:
    """Why there is no MIDI at all, and what to do."""
    return not_started(failures) if _import_error is None else not_loaded(_import_error)


def choices(wanted: str, names: Sequence[str]) -> list[int]:
    """Which ports a wish means, best first: auto, a number from 1, a name or a part of it."""
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
    return [
        Found(driver.number, index, name)
        for driver in drivers
        for index, name in enumerate(driver.watcher.get_ports())
    ]


def count_threads() -> int:
    """How many threads this process has where the system tells (Linux), else 0.

    The end of a JACK server shows in nothing else: its ports stay listed, messages are accepted,
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
