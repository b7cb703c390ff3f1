"""`make faults`: the engine plays for an hour over JACK while things go wrong at random.

Faults: the engine or its bridge stopped, every process killed, JACK restarted, Ctrl-S and a
terminal that nobody reads, the wall clock stepped, floods, garbage, a sensor gone mad, a full disk,
and a saved state that is corrupt. After each it measures the time until music is back, keys that
hang after a stop, and memory. A killed engine goes on from what it saved: the recording must begin
with just that. The books share no code with the engine.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import random
import re
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from perf_engine.engine.service.saved_session import before, file_of, newest
from perf_engine.engine.session.journal import files, sessions
from tests.support.jack_servers import Server, serving

from .book import HOST, Book, account, listen
from .command import write_report
from .midi_book import MidiBook
from .processes import family, look, words
from .way import encoded

READY: Final = re.compile(rb"is ready on port (\d+)")
MAD: Final = 20_000  # messages of a sensor that has gone mad, 10,000 a second
BACK, SILENT = 30.0, 10.0  # seconds that music may take to come back, and a stop to be silent
PATCH: Final = b"/perf/param/nonsense\0\0\0\0,f\0\0\0\0\0\0"
XOFF, XON = b"\x13", b"\x11"


# For our processes alone, a wall clock that is ahead by a number of seconds, read from a file.
CLOCK: Final = """
import os, time
wall, wall_ns = time.time, time.time_ns
at, offset = -1.0, 0
def ahead():
    global at, offset
    if time.monotonic() > at + 0.2:
        at = time.monotonic()
        with open(os.environ["PERF_OFFSET"]) as file:
            offset = int(file.read() or 0)
    return offset
time.time = lambda: wall() + ahead()
time.time_ns = lambda: wall_ns() + ahead() * 10**9
"""


def written(session: Path) -> float:
    """When a recording was last written to."""
    return max(file.stat().st_mtime for file in files(session))


class Stage:
    """An engine in a terminal of its own, with a keyboard and a synth, and both books."""

    def __init__(self, root: Path, server: Server, folder: Path, options: tuple[str, ...]) -> None:
        self.root, self.folder, self.options = root, folder, options
        self.server, env = server, server.env
        self.env = {**env, "PYTHONPATH": str(root)}
        self.offset = folder / "offset"
        self.offset.write_text("0")
        (folder / "sitecustomize.py").write_text(CLOCK)
        self.env["PYTHONPATH"] = f"{folder}{os.pathsep}{root}"
        self.env["PERF_OFFSET"] = str(self.offset)
        self.saved = file_of(folder / "states", 0)
        self.synth = MidiBook(env)
        self.reading = True
        self.start()

    def start(self) -> None:
        """Start the engine, and wait until it is ready."""
        self.recorded = {one.name: len(files(one)) for one in self.recordings()}
        saved, _ = newest(self.saved)  # what is damaged is put aside here, not by the engine
        self.resumable = None if saved is None else saved.beginning.snapshot
        self.stopped = saved is not None and not saved.besides.running
        master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "perf_engine", "play", "--osc-port", "0", *self.options],
            cwd=self.root,
            env=self.env,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.master, said, until = master, b"", time.monotonic() + 60.0
        while not (found := READY.search(said)):
            if time.monotonic() > until or self.process.poll() is not None:
                raise click.ClickException(f"the engine did not start: {said.decode()}")
            if select.select([master], (), (), 0.5)[0]:
                said += os.read(master, 65536)
        self.said = said
        self.port = int(found[1])
        self.book = Book(self.port, "now")
        self.order = Book(self.port, "now", flag=1)

    def recordings(self) -> list[Path]:
        """The recordings so far."""
        folder = self.folder / "record"
        return sessions(folder) if folder.is_dir() else []

    def wait(self, seconds: float, enough: Callable[[], object] = lambda: False) -> bool:
        """Let time pass while both books and the terminal are read."""
        until = time.monotonic() + seconds
        while not enough():
            if time.monotonic() > until:
                return False
            listen([self.book, self.order], 0.02)
            self.synth.listen(0.02)
            self.drain()
        return True

    def wait_without_midi(self, seconds: float) -> None:
        """Let time pass while there is no synth."""
        listen([self.book, self.order], seconds)
        self.drain()

    def drain(self) -> None:
        """Read the terminal, unless it stands for one that nobody reads."""
        while self.reading and select.select([self.master], (), (), 0)[0]:
            try:
                if not (said := os.read(self.master, 65536)):
                    return
                self.said = (self.said + said)[-4096:]
            except OSError:
                return

    def children(self) -> dict[str, int]:
        """The engine's processes by their kind."""
        found: dict[str, int] = {}
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):
                name = next((w for w in words(pid) if w.startswith(b"perf_engine")), b"child")
                if pid != self.process.pid:
                    found[f"{name.decode()} {pid}"] = pid
        return found

    def connections(self) -> list[str]:
        """The ports of JACK, each with those that it is connected to."""
        return subprocess.run(
            ("jack_lsp", "-c"), env=self.env, capture_output=True, text=True, check=False
        ).stdout.splitlines()

    def resident(self) -> float:
        """Megabytes of the engine and its children, shared memory counted once."""
        return look(self.process.pid).mb

    def play(self) -> None:
        """Play a phrase on the keys."""
        for pitch in (60, 62, 64, 67):
            self.synth.play(0x90, pitch, 90)
            self.wait(0.08)
            self.synth.play(0x80, pitch, 0)
            self.wait(0.04)

    def strikes(self) -> int:
        """The machine's strikes at the synth so far."""
        return sum(e.velocity > 0 and e.pitch < 128 for e in self.synth.events)

    def close(self) -> None:
        """End all."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.book.close()
        self.order.close()
        os.close(self.master)


def stop_for(stage: Stage, pid: int, seconds: float) -> None:
    """Freeze a process for a while."""
    os.kill(pid, signal.SIGSTOP)
    stage.wait(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def flood(stage: Stage, count: int, data: bytes) -> None:
    """Send so many packets as fast as possible."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for i in range(count):
            sender.sendto(data, (HOST, stage.port))
            if i % 200 == 0:
                stage.wait(0.0)


class Faults:
    """The faults by name; each does its harm, and undoes the part that nothing else can undo."""

    def __init__(self, stage: Stage, draw: random.Random) -> None:
        self.stage, self.draw = stage, draw

    def musical(self) -> None:
        """Raise an error where the machine does not answer a phrase meanwhile."""
        before = self.stage.strikes()
        self.stage.play()
        if not self.stage.wait(10.0, lambda: self.stage.strikes() >= before + 2):
            raise AssertionError("no music meanwhile")

    def child(self, name: str) -> int | None:
        """The pid of one of the engine's helpers."""
        return next((pid for n, pid in self.stage.children().items() if name in n), None)

    def engine_stopped(self) -> None:
        """Freeze the engine."""
        stop_for(self.stage, self.stage.process.pid, self.draw.uniform(0.2, 5.0))

    def bridge_stopped(self) -> None:
        """Freeze the MIDI bridge."""
        if pid := self.child("midi"):
            stop_for(self.stage, pid, self.draw.uniform(0.2, 5.0))

    def bridge_killed(self) -> None:
        """Kill the MIDI bridge."""
        if pid := self.child("midi"):
            os.kill(pid, signal.SIGKILL)

    def bridge_killed_twice(self) -> None:
        """Kill it again as soon as it is back."""
        self.bridge_killed()
        self.stage.wait(self.draw.uniform(0.5, 2.0))
        self.bridge_killed()

    def ports_stopped(self) -> None:
        """Freeze the process that holds the MIDI ports, until the bridge has another."""
        if pid := self.child("ports.holder"):
            os.kill(pid, signal.SIGSTOP)
            self.stage.wait(60.0, lambda: pid not in self.stage.children().values())

    def helper_killed(self) -> None:
        """Kill any of the engine's processes."""
        pids = list(self.stage.children().values())
        if pids:
            os.kill(self.draw.choice(pids), signal.SIGKILL)

    def engine_killed(self) -> None:
        """Kill the engine; the bridge must release all that sounds. Then another goes on."""
        self.kill()
        self.prove()

    def kill(self, meanwhile: Callable[[Path], object] = lambda file: None) -> None:
        """Kill the engine, do something to what it saved, and start another."""
        self.stage.process.kill()
        self.stage.process.wait()
        self.stage.wait(6.0)
        sounding = account(self.stage.synth.events).hung
        meanwhile(self.stage.saved)
        self.stage.close()
        self.stage.start()
        if self.stage.stopped:  # it was saved after a stop, which lasts until somebody starts it
            self.stage.order.send("/perf/start")
        self.stage.wait(1.0)
        if sounding:
            raise AssertionError(f"{len(sounding)} keys sound 6 s after the engine was killed")

    def prove(self) -> None:
        """Raise an error where the recording does not go on with just what was saved."""
        if b"goes on from what was saved" not in self.stage.said:
            raise AssertionError("nothing was resumed")
        # Names tell no order where the wall clock was stepped; the system's clock was not.
        session = max(self.stage.recordings(), key=written)

        def goes_on() -> bytes:
            """The first line of the next file, once it has been written to its end."""
            for file in files(session)[self.stage.recorded.get(session.name, 0) :]:
                line, end, _ = file.read_bytes().partition(b"\n")
                return line if end else b""
            return b""

        if not self.stage.wait(10.0, goes_on):
            raise AssertionError("the recording does not go on")
        line = goes_on()
        begun = json.loads(line.rpartition(b"\t")[0])[1]["snapshot"]
        if self.stage.resumable is None or begun != self.stage.resumable:
            raise AssertionError("the resumed state is not the saved one")

    def state_corrupted(self) -> None:
        """Kill the engine and damage what it saved last: it goes on from the one before."""
        self.stage.wait(70.0, lambda: before(self.stage.saved).exists())
        self.kill(lambda file: file.write_bytes(self.draw.randbytes(1000)))
        self.prove()

    def both_states_corrupted(self) -> None:
        """Kill the engine and damage all that it saved: it begins afresh."""

        def damage(file: Path) -> None:
            for path in (file, before(file)):
                path.write_bytes(path.read_bytes()[:-7] if path.exists() else b"")

        self.kill(damage)
        if b"begins afresh" not in self.stage.said:
            raise AssertionError("it was not said that nothing is resumed")

    def disk_full(self) -> None:
        """Let no process write into a file for some seconds."""
        self.limit(0)
        try:
            self.stage.wait(3.0)
            self.musical()
        finally:
            self.limit(resource.RLIM_INFINITY)

    def limit(self, most: int) -> None:
        """Let the engine and its processes write at most so many bytes into a file."""
        for pid in (self.stage.process.pid, *self.stage.children().values()):
            with contextlib.suppress(OSError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def sensor_mad(self) -> None:
        """Two seconds of a sensor that sends no numbers and far too large ones, 10,000 a second."""
        began = time.monotonic()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for count in range(MAD):
                name = self.draw.choice(("param/density", "param/temperature", "in/pedal"))
                wrong = self.draw.choice((float("nan"), float("inf"), -1e30, 1e30))
                sender.sendto(encoded(f"/perf/{name}", wrong), (HOST, self.stage.port))
                if count % 100 == 0:
                    self.stage.wait(max(0.0, began + count / 10_000 - time.monotonic()))
        self.musical()

    def jack_restarted(self) -> None:
        """End JACK, and with it the keyboard and the synth; start all three again."""
        self.stage.synth.close()
        self.stage.server.stop()
        self.stage.wait_without_midi(1.0)
        self.stage.server.start()
        self.stage.synth = MidiBook(self.stage.server.env)
        self.stage.wait(10.0, lambda: len(self.stage.synth.messages) >= 64)

    def control_s(self) -> None:
        """Ctrl-S in the terminal while wrong messages come."""
        os.write(self.stage.master, XOFF)
        try:
            flood(self.stage, 300, PATCH)
            self.stage.wait(self.draw.uniform(1.0, 3.0))
            self.musical()
        finally:
            os.write(self.stage.master, XON)

    def unread_terminal(self) -> None:
        """A terminal that nobody reads, until it is full."""
        self.stage.reading = False
        self.stage.order.send("/perf/dumpOSC", 1)
        try:
            for _ in range(20):
                long = "x" * 400 + str(self.draw.random())
                flood(self.stage, 100, encoded("/perf/wrong/" + long, 1))
                self.stage.wait(0.2)
            self.musical()
        finally:
            self.stage.order.send("/perf/dumpOSC", 0)
            self.stage.reading = True

    def clock_stepped(self) -> None:
        """Step the wall clock, for our processes alone."""
        step = self.draw.choice((-86400, -3600, 3600, 86400, -2, 2))
        self.stage.offset.write_text(str(step))
        self.stage.wait(3.0)

    def flooded(self) -> None:
        """Ten thousand notes at once."""
        pitch = self.draw.randrange(40, 80)
        flood(self.stage, 10_000, encoded("/perf/in/note", 0, pitch, 80, 0.05))

    def garbage(self) -> None:
        """Packets that are no OSC."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for _ in range(2000):
                sender.sendto(
                    self.draw.randbytes(self.draw.randrange(1, 200)), (HOST, self.stage.port)
                )

    def nothing(self) -> None:
        """Do no harm."""
        self.stage.wait(2.0)


NAMES: Final = (
    "engine_stopped",
    "bridge_stopped",
    "bridge_killed",
    "bridge_killed_twice",
    "ports_stopped",
    "helper_killed",
    "engine_killed",
    "jack_restarted",
    "control_s",
    "unread_terminal",
    "clock_stepped",
    "flooded",
    "garbage",
    "sensor_mad",
    "disk_full",
    "state_corrupted",
    "both_states_corrupted",
    "nothing",
)


def one(stage: Stage, faults: Faults, name: str) -> dict[str, Any]:
    """Do a fault while it plays; measure the time until music is back, and keys that hang."""
    stage.order.send("/perf/mode", "takeover")
    stage.order.send("/perf/start")
    stage.play()
    stage.wait(20.0, lambda: stage.strikes() >= 4)
    row: dict[str, Any] = {"fault": name, "mb": 0.0}
    try:
        getattr(faults, name)()
    except AssertionError as error:
        row["wrong"] = str(error)
    begun, before = time.monotonic(), stage.strikes()
    back = False
    while not back and time.monotonic() < begun + BACK:
        stage.play()  # a player goes on, as one would
        back = stage.wait(4.0, lambda: stage.strikes() >= before + 2)
    row["back_s"] = time.monotonic() - begun if back else None
    if not back:
        row["said"], row["children"] = stage.said.decode(errors="replace"), stage.children()
        row["struck"] = sum(event.velocity > 0 for event in stage.book.events)
        row["connections"] = stage.connections()
    stage.order.send("/perf/stop")
    silent = stage.wait(
        SILENT, lambda: not account(stage.synth.events).hung and not account(stage.book.events).hung
    )
    stage.wait(1.0)
    row["hung_midi"] = len(account(stage.synth.events).hung)
    row["hung_osc"] = len(account(stage.book.events).hung)
    row["double_midi"] = account(stage.synth.events).double
    row["silent"] = silent
    row["mb"] = stage.resident()
    for book in (stage.book, stage.order):
        book.events.clear()
        book.told.clear()
    if not row["hung_midi"]:
        stage.synth.events.clear()
    stage.synth.messages.clear()
    return row


@click.command()
@click.option("--minutes", default=60.0, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--root", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--only", help="These faults only, with commas between.")
@click.option("--json", "out", default="faults.json", type=click.Path(path_type=Path))
def main(minutes: float, seed: int, root: Path, only: str | None, out: Path) -> None:
    """Play while things go wrong; a row a fault, and a summary."""
    draw, rows = random.Random(seed), []
    names = only.split(",") if only else NAMES
    until = time.monotonic() + minutes * 60.0
    with tempfile.TemporaryDirectory() as folder, serving() as server:
        options = (
            "--midi-out",
            "Keystation",
            "--record",
            f"{folder}/record",
            "--web-port",
            "0",
            "--states",
            f"{folder}/states",
            "--resume",
            "--watchdog",
            "--mode",
            "takeover",
            "--set",
            "patience=0.3",
        )
        stage = Stage(root.resolve(), server, Path(folder), options)
        try:
            faults = Faults(stage, draw)
            while time.monotonic() < until:
                for name in draw.sample(names, len(names)):
                    rows.append(one(stage, faults, name))
                    click.echo(json.dumps(rows[-1]))
                    if time.monotonic() > until:
                        break
        finally:
            stage.close()
            stage.synth.close()
    summary = {
        "faults": len(rows),
        "not_back": sum(r["back_s"] is None for r in rows),
        "hung": sum(bool(r["hung_midi"] or r["hung_osc"]) for r in rows),
        "wrong": [r["wrong"] for r in rows if "wrong" in r],
        "back_s_max": max((r["back_s"] or 0.0 for r in rows), default=0.0),
        "mb_first": rows[0]["mb"],
        "mb_last": rows[-1]["mb"],
    }
    click.echo(json.dumps(summary))
    write_report(out, {"summary": summary, "rows": rows})


if __name__ == "__main__":
    main()
