"""Checks of this machine: each gives a finding, and what to do where playing would suffer."""

from __future__ import annotations

import errno
import gc
import importlib
import importlib.metadata
import json
import math
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perf_engine.engine.own_command import own_command

from .findings import Finding
from .installation_checks import installation
from .midi_checks import midi
from .sound_checks import sound

if TYPE_CHECKING:
    from perf_engine.core.model.gru import Weights
    from perf_engine.engine.options import Options

PYTHONS: Final = (3, 10), (3, 14)  # the oldest and the newest
NEEDED: Final = {
    "numpy": "numpy",
    "safetensors": "safetensors",
    "click": "click",
    "rich": "rich",
    "mido": "mido",
}
LIMIT: Final = 0.96  # milliseconds that a step may take at p99
HOPELESS: Final = 10.0  # milliseconds at the median: notes come late to the ear
WARM_UP, STEPS = 100, 400  # events
MB_AN_HOUR: Final = 10.0  # of a recording, roughly: 4 in a duet, 7 in a solo
LOWEST_ROOM: Final = 200.0  # megabytes
ASKED: Final = 1.0  # seconds that an answer may take
CLAIM: Final = (
    "import json; from perf_engine.engine.realtime import claim; print(json.dumps(claim()))"
)
UNNEEDED: Final = "You can play without it; on a busy computer, some notes come late then."
RIGHTS: Final = (
    "type: printf '@audio - rtprio 95\\n@audio - memlock unlimited\\n' | "
    "sudo tee /etc/security/limits.d/perf_engine.conf; sudo adduser $USER audio  "
    "(and log in again)"
)
GOVERNOR: Final = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
# A music program, the command that shows it is installed, and its package in Debian and Ubuntu.
PROGRAMS: Final = (
    ("SuperCollider", "sclang", "supercollider"),
    ("Pure Data", "pd", "puredata"),
    ("oscsend", "oscsend", "liblo-tools"),
    ("JACK", "jackd", "jackd2"),
)
APPLICATIONS: Final = Path("/Applications")  # of macOS


def examine(options: Options) -> Iterator[Finding]:
    """Yield every finding, in the order in which playing needs it."""
    yield python()
    yield from libraries()
    yield from model(options.model)
    yield osc_port(options.osc_port)
    yield from punctuality()
    yield governor()
    yield from midi(options)
    yield from sound(options)
    if options.installed:
        yield from installation(options)
    yield from programs()
    yield room(None if options.record is None else Path(options.record))


def python(version: tuple[int, int] = sys.version_info[:2]) -> Finding:
    """Check the version of this Python."""
    oldest, newest = PYTHONS
    found = f"Python {version[0]}.{version[1]} ({sys.executable})."
    if oldest <= version <= newest:
        return Finding("python", "works", found)
    known = f"{oldest[0]}.{oldest[1]} to {newest[0]}.{newest[1]}"
    return Finding(
        "python",
        "attention",
        f"{found} It is tested with {known}.",
        "install Python 3.12 beside it, then type: rm -r .venv; make play",
    )


def libraries(needed: dict[str, str] = NEEDED) -> Iterator[Finding]:
    """Check the libraries that playing needs."""
    there, missing = [], []
    for module, name in needed.items():
        try:
            importlib.import_module(module)
            there.append(f"{name} {importlib.metadata.version(name)}")
        except (ImportError, importlib.metadata.PackageNotFoundError) as error:
            missing.append(f"{name} ({error})")
    if there:
        yield Finding("libraries", "works", f"Libraries: {', '.join(there)}.")
    if missing:
        yield Finding(
            "libraries",
            "fails",
            f"Libraries are missing: {', '.join(missing)}.",
            "type: rm -r .venv; make play",
        )


def model(name: str | None, clock: Callable[[], int] = time.thread_time_ns) -> Iterator[Finding]:
    """Check that the model is found and loads, and the time of a step (`clock` in nanoseconds)."""
    from perf_engine.engine.helpers.model_files import find_model, load_model

    try:
        file = find_model(name)
        weights, info = load_model(file)
    except ValueError as error:
        yield Finding(
            "model",
            "fails",
            f"No model: {error}.",
            f"type: {own_command('models')}  for a list of models",
        )
        return
    size = file.stat().st_size / 1e6
    yield Finding("model", "works", f"The model {info.name} loads ({file}, {size:.1f} MB).")
    yield speed(weights, clock)


def speed(weights: Weights, clock: Callable[[], int] = time.thread_time_ns) -> Finding:
    """Check the processor time of a step: hear one event and predict the next."""
    taken = sorted(steps(weights, clock))
    middle, late = taken[len(taken) // 2], taken[round(0.99 * (len(taken) - 1))]
    found = (
        f"Speed: 99 of 100 predictions of the machine take {late:.2f} ms or less; up to {LIMIT} ms "
        "is good."
    )
    if late <= LIMIT:
        return Finding("speed", "works", found)
    remedy = "plug in the mains, end busy programs, and check again; a smaller model is faster"
    if middle > HOPELESS:
        slow = f"Half of them take {middle:.2f} ms or more: above {HOPELESS:g} ms, nobody can play."
        return Finding("speed", "fails", f"{found} {slow}", remedy)
    slow = "You can play, but some notes may come late."
    return Finding("speed", "attention", f"{found} {slow}", remedy)


def steps(weights: Weights, clock: Callable[[], int]) -> list[float]:
    """Return the milliseconds of each of STEPS steps, while the model plays alone."""
    from perf_engine.core.playing.improviser import Improviser
    from perf_engine.core.steering.taste import Taste
    from perf_engine.core.turns.modes import turn

    mind, taste, alone = Improviser(weights, seed=1), Taste(), turn("solo", 0, 0, going=False)
    taken = []
    now = 0.0
    collecting = gc.isenabled()
    gc.disable()  # as it is while playing
    try:
        for _ in range(WARM_UP + STEPS):
            began = clock()
            thought = mind.foresee(alone, taste, now, mind.stream.held, by=now + 4.5)
            if thought is not None:
                now = thought.onset
                mind.feed(thought.part, thought.key, thought.velocity, now)
            taken.append((clock() - began) / 1e6)
    finally:
        if collecting:
            gc.enable()
    return taken[WARM_UP:]


def room(folder: Path | None) -> Finding:
    """Check the disk space for recordings."""
    from perf_engine.engine.session.recorder import HOME

    folder = (folder or HOME).expanduser().absolute()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(there).free / 1e6
    hours = math.floor(free / MB_AN_HOUR)
    if not there.is_dir() or not os.access(there, os.W_OK):
        return Finding(
            "room",
            "attention",
            f"Recordings cannot be written to {folder}.",
            f"record elsewhere: {own_command('play', '--record', 'DIR')}",
        )
    found = f"Recordings: {free / 1000:.1f} GB are free for {folder}, at least {hours} hours."
    if free < LOWEST_ROOM:
        return Finding(
            "room",
            "attention",
            found,
            f"free some disk space, or record elsewhere: {own_command('play', '--record', 'DIR')}",
        )
    return Finding("room", "works", found)


def osc_port(port: int) -> Finding:
    """Check that the engine's port is free, and that OSC messages arrive."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mine:
        try:
            mine.bind(("127.0.0.1", port))
        except OSError as error:
            return _taken(port, error)
        mine.settimeout(ASKED)
        number = mine.getsockname()[1]
        taken = _taken_in_ipv6(number)
        if taken is not None:
            return _taken(number, taken)
        try:
            mine.sendto(b"/perf/echo\0\0,\0\0\0", ("127.0.0.1", number))
            mine.recv(64)
        except OSError as error:
            why = error.strerror or "nothing came back"
            return Finding(
                "osc",
                "fails",
                f"OSC messages do not arrive on this computer: {why}.",
                "let UDP pass on the loopback device",
            )
    return Finding("osc", "works", f"OSC: UDP port {port or number} is free, and messages arrive.")


def _taken_in_ipv6(port: int) -> OSError | None:
    """Return why the port does not open at ::1 though it does at 127.0.0.1, or None."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as mine:
            mine.bind(("::1", port))
    except OSError as error:
        return error if error.errno == errno.EADDRINUSE else None
    return None


def _taken(port: int, error: OSError) -> Finding:
    from perf_engine.engine.engine import StartError, another_port

    other = another_port(port)
    if _engine_at(port):
        return Finding(
            "osc",
            "works",
            f"An engine is running already, on OSC port {port}."
            f" A second one plays with --osc-port {other}.",
        )
    return Finding(
        "osc",
        "fails",
        str(StartError.of_port(port, error)),
        f"type: {own_command('play', '--osc-port', str(other))}",
    )


def _engine_at(port: int) -> bool:
    """Return whether a perf_engine answers there."""
    from perf_engine.protocol.packets import build

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind(("127.0.0.1", 0))
        asking.settimeout(ASKED)
        try:
            asking.sendto(build("/perf/version"), ("127.0.0.1", port))
            return asking.recv(1024).startswith(b"/perf/version.reply")
        except OSError:
            return False


def punctuality() -> Iterator[Finding]:
    """Check, in a process, that the system grants real-time priority and locked memory."""
    from perf_engine.engine.realtime import MEMORY_IS_LOCKED, PRIORITY_IS_ON

    ended = subprocess.run(
        [sys.executable, "-c", CLAIM],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    try:
        priority, memory = json.loads(ended.stdout)
    except ValueError:
        yield Finding("priority", "optional", "Real-time priority could not be tried.")
        return
    yield _granted("priority", priority, priority == PRIORITY_IS_ON)
    yield _granted("memory", memory, memory == MEMORY_IS_LOCKED)


def _granted(check: str, found: str, granted: bool) -> Finding:
    if granted:
        return Finding(check, "works", found)
    found = f"{found} {UNNEEDED}"
    return Finding(check, "optional", found, RIGHTS if sys.platform == "linux" else "")


def governor(file: Path = GOVERNOR) -> Finding:
    """Check that the processor may run at full speed."""
    try:
        name = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return Finding("processor", "works", "Processor: the system does not slow it down.")
    if name == "powersave":
        return Finding(
            "processor",
            "attention",
            "Processor: the system slows it down.",
            "type: sudo cpupower frequency-set -g performance",
        )
    return Finding("processor", "works", f"Processor: its governor is {name}.")


def programs() -> Iterator[Finding]:
    """Check for other music programs."""
    for name, program, package in PROGRAMS:
        path = shutil.which(program) or next(
            (str(p) for p in APPLICATIONS.glob(f"*{name.split()[0]}*.app")), None
        )
        check = name.lower().replace(" ", "_")
        if path is not None:
            yield Finding(check, "works", f"{name}: {path}.")
        else:
            yield Finding(
                check,
                "optional",
                f"{name} is not installed. You need it only to play with it.",
                f"type: sudo apt install {package}",
            )
