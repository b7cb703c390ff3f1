"""`make sensors`: the cost of sensors in an installation, and whether notes come late meanwhile."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.request import urlopen

import click
from rich.console import Console

from perf_engine.clients.one_message import ask
from perf_engine.core.controls import CONTROLS
from perf_engine.core.installation.piece import gradual
from perf_engine.protocol.packets import build

from .command import end, report_option
from .measure import machine
from .processes import below, cpu

STREAMS: Final = 16
RATE: Final = 1000.0  # values a second, of all streams together
MOST_SHARE: Final = 0.05  # of a core that the sensors may cost
SETTLED: Final = 5.0  # seconds
STARTED: Final = 60.0
HEAD: Final = """
mode = "solo"
no_midi = true
no_web = true
sound = false
osc_port = 0
[installation]
sensor_port = 0
http_port = 0
"""
# Controls that change gradually; lead would move the notes themselves
TARGETS: Final = tuple(n for n, c in CONTROLS.items() if gradual(c) and not c.whole and n != "lead")


@dataclass(slots=True)
class Cost:
    """The processor time of the two processes, as shares of a core, and late notes."""

    installation: float
    engine: float
    late: int
    notes: int


def piece(streams: int) -> str:
    """The configuration of a piece with so many sensors."""
    maps = (
        f'[[map]]\nsource = "/s/{n}"\ntarget = "{TARGETS[n]}"\nlow = 0\nhigh = 1\n'
        f"to_low = {CONTROLS[TARGETS[n]].default}\nto_high = {moved(TARGETS[n])}\n"
        'smoothing = "one_euro"\n'
        for n in range(streams)
    )
    return HEAD + "".join(maps)


def moved(name: str) -> float:
    """A value of a control that is a twentieth of its range from its default."""
    control = CONTROLS[name]
    step = (control.high - control.low) / 20.0
    return control.default + (step if control.default + step <= control.high else -step)


class Running:
    """An engine with its installation."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.engine = process.pid
        said, until = "", time.monotonic() + STARTED
        assert process.stdout is not None
        while not (
            found := re.search(r"(http://[^/]+)/installation, sensors on UDP port (\d+)", said)
        ):
            if time.monotonic() > until:
                raise OSError("the engine does not start")
            said += process.stdout.readline()
        self.address, self.sensors = found[1], int(found[2])
        ready = re.search(r"ready on port (\d+)", said)
        assert ready is not None
        self.port = int(ready[1])
        self.installation = below(self.engine, b"clients.installation")

    def status(self) -> list[Any]:
        """The engine's status."""
        return ask("/perf/status", (), port=self.port)

    def notes(self) -> int:
        """The notes that the machine has played."""
        with urlopen(f"{self.address}/health", timeout=10) as answer:
            return int(json.load(answer)["notes_total"])

    def measured(self, seconds: float, streams: int, rate: float) -> Cost:
        """The cost of so many seconds with so many values a second."""
        before = cpu(self.installation), cpu(self.engine)
        late, notes, began = int(self.status()[5]), self.notes(), time.monotonic()
        send(self.sensors, streams, rate, seconds)
        passed = time.monotonic() - began
        after = cpu(self.installation), cpu(self.engine)
        own, engine = ((b - a) / passed for a, b in zip(before, after, strict=True))
        return Cost(own, engine, int(self.status()[5]) - late, self.notes() - notes)


@contextmanager
def running(streams: int) -> Iterator[Running]:
    """An engine with a piece of so many sensors, ended when the block ends."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "piece.toml"
        file.write_text(piece(streams))
        command = [sys.executable, "-m", "perf_engine", "play", "--config", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield Running(process)
            finally:
                process.terminate()


def send(port: int, streams: int, rate: float, seconds: float) -> None:
    """Send values for so many seconds, each stream in its turn, evenly in time."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(("127.0.0.1", port))
        began = time.monotonic()
        for number in range(int(rate * seconds)):
            wait = began + number / rate - time.monotonic()
            if wait > 0.0:
                time.sleep(wait)
            share = (number // streams) % 100 / 100.0
            line.send(build(f"/s/{number % streams}", share))
        time.sleep(max(0.0, began + seconds - time.monotonic()))


@click.command()
@click.option("--seconds", default=30.0, show_default=True, type=click.FloatRange(0.5))
@click.option("--streams", default=STREAMS, show_default=True, type=click.IntRange(1, len(TARGETS)))
@click.option("--rate", default=RATE, show_default=True, type=click.FloatRange(1.0))
@report_option("sensors.json")
def main(seconds: float, streams: int, rate: float, out: Path) -> None:
    """Measure what sensors cost; exit status 1 above 5 % of a core for the installation."""
    console = Console()
    with running(streams) as piece_playing:
        time.sleep(min(SETTLED, seconds))
        idle = piece_playing.measured(seconds, streams, 0.0)
        busy = piece_playing.measured(seconds, streams, rate)
    for name, cost in (("at rest", idle), (f"{rate:g} values a second", busy)):
        console.print(
            f"{name:24}  installation {cost.installation:6.1%}  engine {cost.engine:6.1%}  "
            f"late notes {cost.late} of {cost.notes}",
            highlight=False,
        )
    share = busy.installation - idle.installation
    wrong = [f"sensors cost {share:.1%} of a core"] if share > MOST_SHARE else []
    report = {"machine": machine(), "rest": asdict(idle), "busy": asdict(busy), "faults": wrong}
    end(console, out, report, wrong, f"{streams} sensors cost {share:.1%} of a core")


if __name__ == "__main__":
    main()
