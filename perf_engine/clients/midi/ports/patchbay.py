"""The bridge's MIDI ports, in and out: opened, watched, reported, and lost without a hung note."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol

from perf_engine.clients.midi.to_synthesizer import Send

from .names import (
    AUTO,
    DEVICE_ERRORS,
    NONE,
    count_threads,
    impossible,
    new_client,
    no_driver,
    start_drivers,
)
from .open_ports import OpenPorts
from .watch import Seen

DRAIN: Final = 0.12  # seconds for the last releases to leave: JACK cycles last up to 0.09, or later
MOST_TRIES: Final = 10  # to start a driver for a direction that works in the other
SETTLING: Final = 0.1  # seconds: 4 periods of 1024 frames at 44.1 kHz, 37 of 128 at 48


class Stage(Protocol):
    """The side that plays through the ports."""

    def open_input(self, port: str) -> None:
        """An input was opened."""

    def close_input(self, port: str) -> None:
        """An input is gone."""

    def hear_midi(self, port: str, message: Sequence[int], now: float) -> None:
        """A MIDI message came in."""

    def clear(self, send: Send) -> None:
        """Release everything on an output that was just opened, through its own `send`."""

    def silence(self) -> None:
        """An output goes: release everything that sounds."""


class Patchbay:
    """Every open port, between the drivers and the stage.

    An output is played on once it has settled. A JACK server takes up a connection with one of
    its next periods, and loses all messages sent before then. On a busy computer without
    real-time priority 3 of 150 outputs lost some or all of the first 80 messages, sent at once;
    after SETTLING none of 100 did.
    """

    def __init__(
        self,
        midi_in: Sequence[str] | str,
        midi_out: str,
        stage: Stage,
        report: Callable[[str], None] = print,
    ) -> None:
        """`midi_in`: one wish or several; `report` takes a line of JSON where the ports change."""
        self._ins = (midi_in,) if isinstance(midi_in, str) else tuple(midi_in)
        self._wanted = (NONE if set(self._ins) == {NONE} else AUTO, midi_out)
        self._stage = stage
        self._say = report
        self._inputs: dict[str, Any] = {}  # rtmidi.MidiIn by port name
        self._outputs: dict[str, Any] = {}  # rtmidi.MidiOut by port name
        self._settling: dict[str, tuple[float, Any]] = {}  # settled at, rtmidi.MidiOut by name
        self._failing: set[str] = set()  # outputs with an error
        self._numbers: tuple[set[int], set[int]] = set(), set()  # of the drivers in use, in and out
        self._tries = 0
        self._new_in, self._new_out = new_client("in"), new_client("out")
        self._threads = 0
        self._reported: tuple[list[str], list[str]] | None = None

    def start(self) -> bool:
        """Open the wanted ports that are there; False, with the reason reported, if none works."""
        if never := impossible([*self._ins, self._wanted[1]]):
            self._report([], [never])
            return False
        into, out_of = self._wanted
        ins, in_failures = start_drivers(self._new_in) if into != NONE else ([], [])
        outs, out_failures = start_drivers(self._new_out) if out_of != NONE else ([], [])
        if not ins and not outs:
            self._report([], [no_driver(in_failures or out_failures)])
            return False
        self._numbers = {d.number for d in ins}, {d.number for d in outs}
        self._in = OpenPorts(
            "in", self._ins, ins, self._new_in, self._open_input, self._close_input
        )
        self._out = OpenPorts(
            "out",
            out_of,
            outs,
            self._new_out,
            self._open_output,
            self._close_output,
            lambda: self._inputs,
        )
        self.scan()
        return True

    def scan(self, now: float = 0.0, seen: Sequence[Seen] = ()) -> None:
        """Close ports that are gone, open those that are wanted and there, report a change.

        Where an output is to settle first, `settle` reports.
        """
        for name in list(self._failing):
            self._out.close(name)
        self._failing.clear()
        self._in.scan(now, [(look.at, look.inputs) for look in seen])
        self._out.scan(now, [(look.at, look.outputs) for look in seen])
        self._threads = count_threads()
        self.settle(now)

    @property
    def next_settled(self) -> float:
        """The time when the next output will have settled; infinity where none settles."""
        return min((at for at, _ in self._settling.values()), default=math.inf)

    def settle(self, now: float) -> None:
        """Clear and play on the outputs that have settled; report when none is left."""
        for name, (at, client) in list(self._settling.items()):
            if at <= now:
                del self._settling[name]
                self._outputs[name] = client
                with suppress(*DEVICE_ERRORS):
                    self._stage.clear(client.send_message)
        if not self._settling:
            problems = [*self._in.problems, *self._out.problems]
            self._report([*self._in.opened, *self._out.opened], problems)

    def meet(self, working: Collection[int]) -> None:
        """Use the drivers that have begun to work beside those in use, each direction by itself.

        A server that comes up between the two may have been met in one direction only.
        """
        lacking = False
        for plug, new, wanted, numbers in zip(
            (self._in, self._out),
            (self._new_in, self._new_out),
            self._wanted,
            self._numbers,
            strict=True,
        ):
            if wanted == NONE:
                numbers |= set(working)
            elif set(working) - numbers:
                for driver in start_drivers(new, numbers)[0]:
                    plug.adopt(driver)
                    numbers.add(driver.number)
                lacking = lacking or bool(set(working) - numbers)
        self._tries = self._tries + 1 if lacking else 0
        if self._tries >= MOST_TRIES:
            for numbers in self._numbers:
                numbers |= set(working)

    @property
    def failing(self) -> bool:
        """Return whether an output has failed, so that a scan cannot wait."""
        return bool(self._failing)

    @property
    def busy(self) -> bool:
        """Return whether a wanted port or a driver does not open, so that it must be retried."""
        ins, outs = self._numbers
        one_way = ins != outs and NONE not in self._wanted and self._tries < MOST_TRIES
        return one_way or self._in.busy or self._out.busy

    def driver_lost(self, working: Collection[int] | None) -> bool:
        """Return whether a MIDI driver has ended; `working`: those that still work, where known."""
        if count_threads() < self._threads:
            return True
        return working is not None and not self._numbers[0] | self._numbers[1] <= set(working)

    def prove(self, linked: Collection[str] | None, looked: float) -> bool:
        """Close the ports that were opened but not connected; return whether there is one.

        `linked` has the ports that were connected with ours at the time `looked`; None: it cannot
        be told.
        """
        if linked is None:
            return False
        failed = [plug.prove(linked, looked) for plug in (self._in, self._out)]
        return any(failed)

    def send(self, message: list[int]) -> None:
        """Send a MIDI message to every output."""
        for name, client in self._outputs.items():
            try:
                client.send_message(message)
            except DEVICE_ERRORS:
                self._failing.add(name)

    @property
    def polled(self) -> bool:
        """Return whether there is an input, so that `hear_keys` must be called every millisecond.

        A callback would spare the calls, but it would run Python in the driver's thread: JACK's
        whole graph would wait for the interpreter's lock, and closing a port for ever.
        """
        return bool(self._inputs)

    def hear_keys(self) -> None:
        """Hand the messages that the inputs have received to the bridge."""
        for name, client in self._inputs.items():
            while timed := client.get_message():
                self._stage.hear_midi(name, timed[0], time.monotonic())

    def end(self) -> None:
        """Close everything, once the last releases have left."""
        time.sleep(DRAIN)
        self._in.end()
        self._out.end()

    def _open_input(self, name: str, client: Any) -> None:
        client.ignore_types(sysex=True, timing=False, active_sense=True)
        self._stage.open_input(name)
        self._inputs[name] = client

    def _close_input(self, name: str, _: Any) -> None:
        self.hear_keys()
        self._inputs.pop(name)
        self._stage.close_input(name)

    def _open_output(self, name: str, client: Any) -> None:
        self._settling[name] = time.monotonic() + SETTLING, client

    def _close_output(self, name: str, _: Any) -> None:
        if self._settling.pop(name, None) is None:
            self._stage.silence()
            self._outputs.pop(name)

    def _report(self, opened: Sequence[str], failed: Sequence[str]) -> bool:
        """Report changes of the ports in one line for the engine; return whether there were any."""
        now = (list(opened), list(failed))
        if now == self._reported:
            return False
        self._reported = now
        self._say(json.dumps({"opened": now[0], "failed": now[1]}))
        return True
