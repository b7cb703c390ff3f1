"""The bridge's MIDI ports, in and out: opened, watched, reported, and lost without a hung note."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any, Final

from perf_engine.clients.bridge import Bridge
from perf_engine.clients.plug import Plug
from perf_engine.clients.ports import (
    DEVICE_ERRORS,
    NONE,
    count_threads,
    new_client,
    no_driver,
    start_drivers,
)
from perf_engine.clients.watch import Seen

DRAIN: Final = 0.03  # seconds that the last releases get to leave the driver
SETTLING: Final = 0.1  # seconds: 4 periods of 1024 frames at 44.1 kHz, 37 of 128 at 48


class Patchbay:
    """Every open port, between the drivers and the bridge.

    An output is played on once it has settled. A JACK server takes up a connection with one of
    its next periods, and hands what was sent before then to nobody. On a busy computer without
    real-time priority 3 of 150 outputs lost some or all of the first 80 messages, sent at once;
    after SETTLING none of 100 did.
    """

    def __init__(self, midi_in: str, midi_out: str, bridge: Bridge) -> None:
        self._wanted = (midi_in, midi_out)
        self._bridge = bridge
        self._inputs: dict[str, Any] = {}  # rtmidi.MidiIn by port name
        self._outputs: dict[str, Any] = {}  # rtmidi.MidiOut by port name
        self._settling: dict[str, tuple[float, Any]] = {}  # until when, rtmidi.MidiOut by name
        self._failing: set[str] = set()  # outputs that an error was met on
        self._numbers: set[int] = set()  # of the drivers in use
        self._new_in, self._new_out = new_client("in"), new_client("out")
        self._threads = 0
        self._reported: tuple[list[str], list[str]] | None = None

    def start(self) -> bool:
        """Open what is wanted and there; False, and the reason reported, where nothing works."""
        if self._wanted == (NONE, NONE):
            self._report([], ["MIDI in and out are both 'none': name a port to play with MIDI"])
            return False
        into, out_of = self._wanted
        ins, in_failures = start_drivers(self._new_in) if into != NONE else ([], [])
        outs, out_failures = start_drivers(self._new_out) if out_of != NONE else ([], [])
        if not ins and not outs:
            self._report([], [no_driver(in_failures or out_failures)])
            return False
        self._numbers = {driver.number for driver in (*ins, *outs)}
        self._in = Plug("in", into, ins, self._new_in, self._open_input, self._close_input)
        self._out = Plug("out", out_of, outs, self._new_out, self._open_output, self._close_output)
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
        """When the next output will have settled; infinity where none is to."""
        return min((at for at, _ in self._settling.values()), default=math.inf)

    def settle(self, now: float) -> None:
        """Clear and play on the outputs that have settled; report when none is left."""
        for name, (at, client) in list(self._settling.items()):
            if at <= now:
                del self._settling[name]
                self._outputs[name] = client
                with suppress(*DEVICE_ERRORS):
                    self._bridge.clear(client.send_message)
        if not self._settling:
            problems = [plug.problem for plug in (self._in, self._out) if plug.problem]
            self._report([*self._in.opened, *self._out.opened], problems)

    def meet(self, working: Collection[int]) -> None:
        """Use the drivers that have begun to work beside those in use."""
        if not set(working) - self._numbers:
            return
        for plug, new, wanted in zip(
            (self._in, self._out), (self._new_in, self._new_out), self._wanted, strict=True
        ):
            for driver in start_drivers(new, self._numbers)[0] if wanted != NONE else ():
                plug.adopt(driver)
        self._numbers |= set(working)

    @property
    def failing(self) -> bool:
        """Whether an output has failed, so that a scan cannot wait."""
        return bool(self._failing)

    @property
    def busy(self) -> bool:
        """Whether a port that is wanted is there but does not open, so that it is to be retried."""
        return self._in.busy or self._out.busy

    def driver_lost(self, working: Collection[int] | None) -> bool:
        """Whether a MIDI driver has ended under us; `working`: those that do, where it is known."""
        if count_threads() < self._threads:
            return True
        return working is not None and not self._numbers <= set(working)

    def send(self, message: list[int]) -> None:
        """Send a MIDI message to every output."""
        for name, client in self._outputs.items():
            try:
                client.send_message(message)
            except DEVICE_ERRORS:
                self._failing.add(name)

    @property
    def polled(self) -> bool:
        """Whether there is an input, so that `hear_keys` must be called every millisecond.

        A callback would spare the calls, but it would run Python in the driver's thread: JACK's
        whole graph would wait for the interpreter's lock, and closing a port for ever.
        """
        return bool(self._inputs)

    def hear_keys(self) -> None:
        """Hand what the inputs have received to the bridge."""
        for name, client in self._inputs.items():
            while timed := client.get_message():
                self._bridge.hear_midi(name, timed[0], time.monotonic())

    def end(self) -> None:
        """Close everything, once the last releases have left."""
        time.sleep(DRAIN)
        self._in.end()
        self._out.end()

    def _open_input(self, name: str, client: Any) -> None:
        client.ignore_types(sysex=True, timing=False, active_sense=True)
        self._bridge.open_input(name)
        self._inputs[name] = client

    def _close_input(self, name: str, _: Any) -> None:
        self.hear_keys()
        self._inputs.pop(name)
        self._bridge.close_input(name)

    def _open_output(self, name: str, client: Any) -> None:
        self._settling[name] = time.monotonic() + SETTLING, client

    def _close_output(self, name: str, _: Any) -> None:
        if self._settling.pop(name, None) is None:
            self._bridge.silence()
            self._outputs.pop(name)

    def _report(self, opened: Sequence[str], failed: Sequence[str]) -> bool:
        """Print one line for the engine to read where something has changed; whether it had."""
        now = (list(opened), list(failed))
        if now == self._reported:
            return False
        self._reported = now
        with suppress(OSError):  # the reader may be gone; the end of standard input will tell
            print(json.dumps({"opened": now[0], "failed": now[1]}), flush=True)
        return True
