"""`python -m benchmarks.overload`: more notes than the processor can play, and panics meanwhile.

The engine is a process of its own; this is a listener that records the keys that sound, and shares
no code with it. A part of a processor is given by stopping and continuing the engine from outside.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from .book import HOST, messages
from .processes import main_thread_time
from .way import encoded

ROOT: Final = Path(__file__).parents[1]
STAMPS: Final = 35  # SO_TIMESTAMPNS
ON, OFF = 0.002, 0.008  # seconds on and off, of a fifth of a core
PERIOD, QUOTA = 0.1, 0.02  # the same as a quota: frozen until the period ends


@dataclass
class Ear:
    """A client with timing `now`: its messages, and the times when the system received them."""

    port: int
    flag: int = 1
    came: list[tuple[float, str, list[Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((HOST, 0))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
        with contextlib.suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, 33, 1 << 24)
        self.socket.setsockopt(socket.SOL_SOCKET, STAMPS, 1)
        self.say("/perf/notify", self.flag, 0, "now", 0.0)

    def say(self, address: str, *arguments: int | float | str) -> float:
        """Send a message; return the time."""
        at = time.time()
        self.socket.sendto(encoded(address, *arguments), (HOST, self.port))
        return at

    def listen(self, seconds: float, quiet: float = 1e9) -> None:
        """Read messages for so long, or until none has come for `quiet` seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.socket], [], [], min(left, quiet))[0]:
                return
            packet, said, _, _ = self.socket.recvmsg(65536, 64)
            whole, part = struct.unpack("@ll", said[0][2])
            for _, address, values in messages(packet):
                if address not in ("/perf/alive", "/perf/sounding"):
                    self.came.append((whole + part / 1e9, address, values))

    def status(self) -> list[Any]:
        """Return the arguments of /perf/status."""
        self.say("/perf/status")
        for _ in range(200):
            self.listen(0.05)
            told = [values for _, address, values in self.came if address == "/perf/status.reply"]
            if told:
                return told[-1]
        return []


def silence(came: Sequence[tuple[float, str, list[Any]]], at: float) -> tuple[float, int, int]:
    """After a panic at `at`: seconds until nothing sounds for good, strikes after it, hanging."""
    sounding: set[tuple[int, int]] = set()
    last, after, flushed = at, 0, False
    for when, address, values in came:
        if address == "/perf/note":
            sounding.add((values[0], values[1]))
            if when > at:
                after, last = after + flushed, when
        elif address == "/perf/flush":
            flushed = flushed or when > at
        elif address == "/perf/noteoff":
            if when > at and (values[0], values[1]) in sounding:
                last = when
            sounding.discard((values[0], values[1]))
        if address == "/perf/flush" and when > at:
            last = max(last, when)  # of the last voice, where nothing sounds
    return last - at, after, len(sounding)


@contextlib.contextmanager
def engine(
    voices: int, *options: str, mode: str = "solo"
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """An engine with so many voices, ready."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
    ):
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
        file = Path(folder) / "voices.toml"
        each = (f'[[voices]]\nmode = "{mode}"\nseed = {k}\n' for k in range(voices))
        file.write_text("".join(each))
        probe.close()
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "perf_engine",
                "play",
                "--osc-port",
                str(port),
                "--no-midi",
                "--exit-with-stdin",
                "--config",
                str(file),
                *options,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert process.stdout is not None
        for line in process.stdout:
            if b"ready" in line:
                break
        try:
            yield process, port
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGCONT)
            process.terminate()
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


@contextlib.contextmanager
def only(share: str, pid: int) -> Iterator[None]:
    """Give the engine the whole processor, a fifth by turns (duty) or by a quota, or N %."""
    if share == "all":
        yield
        return
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.overload", "--throttle", share, str(pid)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
    )
    try:
        yield
    finally:
        assert child.stdin is not None
        child.stdin.close()
        if child.wait():
            raise RuntimeError(f"the engine did not get its share {share} of the processor")


def throttle(share: str, pid: int) -> None:
    """Stop and continue a process until standard input ends. Raises ValueError."""
    on = ON if share in ("duty", "quota") else (ON + OFF) * float(share) / 100
    off = ON + OFF - on
    with contextlib.suppress(OSError):
        os.nice(-10)
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        while not select.select([0], [], [], 0)[0]:
            if share == "quota":
                end, spent = time.monotonic() + PERIOD, main_thread_time(pid)
                while time.monotonic() < end and main_thread_time(pid) - spent < QUOTA:
                    time.sleep(0.001)
                if time.monotonic() < end:
                    os.kill(pid, signal.SIGSTOP)
                    time.sleep(max(0.0, end - time.monotonic()))
                    os.kill(pid, signal.SIGCONT)
                continue
            time.sleep(on)
            os.kill(pid, signal.SIGSTOP)
            time.sleep(off)
            os.kill(pid, signal.SIGCONT)
        os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def neighbours(count: int) -> Iterator[None]:
    """Run so many busy processes while the block lasts."""
    children = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for child in children:
            child.kill()
            child.wait()


def percentiles(values: Sequence[float]) -> str:
    """Median, 99th percentile and most, in milliseconds."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return "p50 {:.1f} p99 {:.1f} max {:.1f} ms".format(
        *(1e3 * ordered[round(p * last)] for p in (0.5, 0.99, 1.0))
    )


def panics(
    voices: int,
    share: str,
    times: int,
    settle: float,
    busy: int = 0,
    mode: str = "solo",
    **controls: float,
) -> dict[str, Any]:
    """Panics while it plays: time until silence, strikes after, and the amount of its playing."""
    took, after, hanging = [], [], 0
    with engine(voices, mode=mode) as (process, port), neighbours(busy):
        ear = Ear(port)
        pairs = [item for pair in controls.items() for item in pair]
        if pairs:
            ear.say("/perf/set", *pairs)
        with only(share, process.pid):
            ear.listen(settle)
            begun, ear.came = time.time(), []
            ear.listen(3.0)
            lasted = time.time() - begun
            strikes = [v for _, address, v in ear.came if address == "/perf/note"]
            each = [sum(v[0] == k for v in strikes) for k in range(voices)]
            for _ in range(times):
                ear.listen(random.uniform(0.3, 0.8))
                at = ear.say("/perf/panic")
                for _ in range(80):
                    ear.listen(1.0, quiet=0.5)
                    if any(v[0] == "/perf/panic" for _, a, v in ear.came if a == "/perf/done"):
                        break
                ear.listen(40.0, quiet=0.5)
                seconds, more, left = silence(ear.came, at)
                took.append(seconds)
                after.append(more)
                hanging += left
                ear.came = []
                ear.say("/perf/start")
            status = ear.status()
            said = time.monotonic()
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=60)
            ended = time.monotonic() - said
    return {
        "panic": percentiles(took),
        "strikes after": f"most {max(after)}, sum {sum(after)}",
        "hanging": hanging,
        "strikes/s": round(len(strikes) / lasted, 1),
        "each voice": f"{min(each)}..{max(each)}",
        "SIGTERM s": round(ended, 2),
        "status": status[3:],
    }


def flood(voices: int, rate: float, seconds: float, mode: str = "duet") -> dict[str, Any]:
    """Send so many notes a second (0: all at once): number heard, lateness, and status."""
    count = int(rate * seconds) if rate else int(seconds)
    with engine(voices, mode=mode) as (_, port):
        ear = Ear(port, flag=2)
        ear.listen(0.3)
        ear.came = []
        begun = time.monotonic()
        for i in range(count):
            key = 30 + i % 60
            ear.socket.sendto(encoded("/perf/in/note", 0, key, 80, 0.001 * (i % 50)), (HOST, port))
            if rate and (wait := begun + (i + 1) / rate - time.monotonic()) > 0:
                ear.listen(wait)
        sent = time.time()
        status = ear.status() if rate else []
        for _ in range(120):
            before = len(ear.came)
            ear.listen(1.5)
            if len(ear.came) == before:
                break
        heard = [at for at, address, v in ear.came if address == "/perf/heard" and v[2]]
        return {
            "sent": count,
            "heard": len(heard),
            "last heard s after": round(max(heard, default=0) - sent, 2),
            "status at the end": status[3:],
            "status after": ear.status()[3:],
        }


CASES: Final[dict[str, Callable[[int], dict[str, Any]]]] = {
    "8 voices d4 t4": lambda n: panics(8, "all", n, 3.0, density=4.0, tempo_scale=4.0),
    "16 voices d4 t2": lambda n: panics(16, "all", n, 3.0, density=4.0, tempo_scale=2.0),
    "16 voices d4 t4, duty": lambda n: panics(16, "duty", n, 6.0, density=4.0, tempo_scale=4.0),
    "16 voices d4 t4, quota": lambda n: panics(16, "quota", n, 15.0, density=4.0, tempo_scale=4.0),
    "16 voices d4 t4 lead 200 longest 60, duty": lambda n: panics(
        16,
        "duty",
        n,
        6.0,
        density=4.0,
        tempo_scale=4.0,
        lead=200.0,
        longest_note=60.0,
        polyphony=32,
    ),
    "16 voices d4 t4 longest 0.1, duty": lambda n: panics(
        16, "duty", n, 6.0, density=4.0, tempo_scale=4.0, lead=0.0, longest_note=0.1
    ),
    "4 voices, 15 %": lambda n: panics(4, "15", n, 5.0),
    "1 voice, duty": lambda n: panics(1, "duty", n, 3.0),
    "16 voices, at rest": lambda n: panics(16, "all", n, 3.0),
    "8 voices d4 t4, 4 busy": lambda n: panics(8, "all", n, 3.0, 4, density=4.0, tempo_scale=4.0),
    "flood 1": lambda n: flood(1, 500.0, n),
    "flood 4": lambda n: flood(4, 500.0, n),
    "flood 16": lambda n: flood(16, 500.0, n),
    "10,000 to 4": lambda n: flood(4, 0.0, 10_000),
    "10,000 to 16": lambda n: flood(16, 0.0, 10_000),
}


@click.command()
@click.argument("cases", nargs=-1)
@click.option("--times", default=20, show_default=True, help="Panics, or seconds of a flood.")
@click.option("--throttle", "hold", nargs=2, type=str, hidden=True)
def main(cases: tuple[str, ...], times: int, hold: tuple[str, str] | None) -> None:
    """Measure what is asked for, of all cases those whose names begin so."""
    if hold is not None:
        throttle(hold[0], int(hold[1]))
        return
    for name, measure in CASES.items():
        if not cases or any(name.startswith(case) for case in cases):
            click.echo(f"{name}: {json.dumps(measure(times))}")


if __name__ == "__main__":
    main()
