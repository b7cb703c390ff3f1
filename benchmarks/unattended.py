"""`make unattended`: how an engine that nobody looks after starts, goes on, and runs.

    python -m benchmarks.unattended [--starts 20] [--minutes 60] [--config FILE] [--sound]

It measures the seconds from a process's start to its first note on the wire, afresh and after a
kill; then one run: lateness of notes, memory, processor time, open files and threads of the whole
process tree, each at its beginning and its end. With `--config` the run is that of a configuration,
as of an installation; with `--sound` it plays aloud to a JACK server without a sound card. It needs
Linux.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from rich.console import Console

from perf_engine.engine.service.saved_session import file_of
from perf_engine.protocol.packets import read, split
from perf_engine.protocol.ports import HOST
from perf_engine.studio.demo import free_port
from tests.support.jack_servers import serving

from .command import report_option, write_report
from .measure import machine
from .processes import Look, below, look
from .watcher import Watcher, lateness

ROOT: Final = Path(__file__).parents[1]
START: Final = 60.0  # seconds that a start may take
SAVED: Final = 30.0  # seconds that the first saving may take
A_LOOK: Final = 10.0  # seconds between two looks at the processes
SETTLING: Final = 60.0  # seconds of play before a run is measured
PERIOD: Final = 1024  # frames of the sound server, as where nobody needs the shortest latency


def command(folder: Path, port: int, *options: str) -> list[str]:
    """The command of an engine that nobody looks after, which keeps its files in a folder."""
    said = ["--resume", "--watchdog", "--no-midi", "--no-view", "--mode", "solo", "--osc-port"]
    kept = ["--states", str(folder / "states"), "--record", str(folder / "recordings")]
    return [sys.executable, "-m", "perf_engine", "play", *said, str(port), *kept, *options]


@contextmanager
def running(
    words: Sequence[str], env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """An engine's process, killed when the block has ended."""
    process = subprocess.Popen(
        words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=None
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def first_note(line: socket.socket) -> float:
    """Wait for a strike; return its time. Raises ClickException."""
    until = time.monotonic() + START
    while (left := until - time.monotonic()) > 0.0:
        line.settimeout(left)
        with suppress(TimeoutError):
            for message, _ in split(line.recv(65536)):
                if read(message)[0] == "/perf/note":
                    return time.monotonic()
    raise click.ClickException(f"no note came within {START:g} s")


def starts(folder: Path, count: int) -> dict[str, list[float]]:
    """Seconds from the start of a process to its first note: afresh, and after a kill."""
    took: dict[str, list[float]] = {"afresh": [], "resumed": []}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind((HOST, 0))
        config = folder / "clients.toml"
        config.write_text(f'[[clients]]\nhost = "{HOST}"\nport = {line.getsockname()[1]}\n')
        for number in range(count):
            home, port = folder / str(number), free_port()
            words = command(home, port, "--no-web", "--no-sound", "--config", str(config))
            for kind, measured in took.items():
                _drain(line)
                began = time.monotonic()
                with running(words):
                    measured.append(first_note(line) - began)
                    if kind == "afresh":
                        _wait_for(file_of(home / "states", port))
    return took


def _drain(line: socket.socket) -> None:
    line.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            line.recv(65536)


def _wait_for(file: Path) -> None:
    """Wait until an engine has saved itself. Raises ClickException."""
    until = time.monotonic() + SAVED
    while not file.is_file():
        if time.monotonic() > until:
            raise click.ClickException(f"nothing was saved within {SAVED:g} s")
        time.sleep(0.02)


def run(
    folder: Path, minutes: float, config: Path | None = None, sound: bool = False
) -> dict[str, Any]:
    """Let an engine play for so many minutes; return what was measured.

    Without a configuration it is one that plays by itself, with its page.
    """
    port = free_port()
    words = ["--web-port", "0"] if config is None else ["--config", str(config.resolve())]
    with ExitStack() as stack:
        env = stack.enter_context(serving(period=PERIOD, rate=44100)).env if sound else None
        words.append("--sound" if sound else "--no-sound")
        process = stack.enter_context(running(command(folder, port, *words), env))
        _wait_for(file_of(folder / "states", port))
        tags, onsets = Watcher(port, "bundle"), Watcher(port, "now")
        tags.watch(SETTLING)
        onsets.arrivals()
        announced, came, looks = [], [], [look(process.pid)]
        fed = fed_by(process.pid) if sound else None
        until = time.monotonic() + 60.0 * minutes
        while time.monotonic() < until:
            announced += tags.watch(0.2)
            came += onsets.arrivals()
            if time.monotonic() >= looks[-1].at + A_LOOK:
                looks.append(look(process.pid))
        looks.append(look(process.pid))
        if fed is not None and fed != fed_by(process.pid):
            raise click.ClickException("the process that sounds has ended meanwhile")
        tags.close()
        onsets.close()
    late = [1e3 * seconds for _, _, seconds in lateness(announced, came)]
    strikes = sum(one.address == "/perf/note" and one.arguments[2] > 0 for one in came)
    return {
        **_figures(looks),
        "late_ms": _percentiles(late),
        "notes_a_second": strikes / minutes / 60,
    }


def fed_by(engine: int) -> int:
    """Return the process that sounds. Raises ClickException."""
    try:
        return below(engine, b"perf_engine.clients.sound")
    except LookupError:
        raise click.ClickException("nothing sounds below the engine") from None


def _figures(looks: Sequence[Look]) -> dict[str, Any]:
    """What changed between the first and the last look, and the most in between."""
    first, last = looks[0], looks[-1]
    return {
        "minutes": (last.at - first.at) / 60.0,
        "cpu": (last.cpu - first.cpu) / (last.at - first.at),
        "mb": [first.mb, last.mb, max(one.mb for one in looks)],
        "files": [first.files, last.files, max(one.files for one in looks)],
        "threads": [first.threads, last.threads, max(one.threads for one in looks)],
        "looks": [asdict(one) for one in looks],
    }


def _percentiles(values: Sequence[float]) -> dict[str, float]:
    p50, p99, most = np.percentile(np.asarray(values, float), (50, 99, 100))
    return {"p50": float(p50), "p99": float(p99), "max": float(most), "count": len(values)}


@click.command()
@click.option("--starts", "count", default=20, show_default=True, type=click.IntRange(0))
@click.option("--minutes", default=60.0, show_default=True, type=click.FloatRange(0.0))
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The configuration that runs.  [default: solo, with the page]",
)
@click.option("--sound", is_flag=True, help="Play aloud, to a JACK server without a sound card.")
@report_option("unattended.json")
def main(count: int, minutes: float, config: Path | None, sound: bool, out: Path) -> None:
    """Measure starts, and a run of the engine."""
    console, report = Console(), dict[str, Any](machine=machine())
    with tempfile.TemporaryDirectory() as folder:
        if count:
            took = starts(Path(folder), count)
            report["starts_s"] = {kind: _percentiles(found) for kind, found in took.items()}
            console.print("Seconds from the start to the first note:", report["starts_s"])
        if minutes:
            report["run"] = found = run(Path(folder) / "run", minutes, config, sound)
            console.print({name: value for name, value in found.items() if name != "looks"})
    write_report(out, report)


if __name__ == "__main__":
    main()
