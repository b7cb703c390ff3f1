"""What the doctor looks at around the engine: its port, the system's favour, MIDI, programs."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .finding import Finding

ASKED: Final = 1.0  # seconds that an answer may take
CLAIM: Final = (
    "import json; from perf_engine.live.realtime import claim; print(json.dumps(claim()))"
)
RIGHTS: Final = (
    "type: printf '@audio - rtprio 95\\n@audio - memlock unlimited\\n' | "
    "sudo tee /etc/security/limits.d/perf_engine.conf; sudo adduser $USER audio  "
    "(and log in again)"
)
SEQUENCER: Final = Path("/dev/snd/seq")
GOVERNOR: Final = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
# What one plays with, the program that shows it is there, and the package of Debian and Ubuntu.
PROGRAMS: Final = (
    ("SuperCollider", "sclang", "supercollider"), ("Pure Data", "pd", "puredata"),
    ("oscsend", "oscsend", "liblo-tools"), ("JACK", "jackd", "jackd2"),
)
APPLICATIONS: Final = Path("/Applications")  # of macOS


def osc_port(port: int) -> Finding:
    """Whether the engine's port is free, and OSC comes through on this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mine:
        try:
            mine.bind(("127.0.0.1", port))
        except OSError as error:
            return _taken(port, error)
        mine.settimeout(ASKED)
        number = mine.getsockname()[1]
        try:
            mine.sendto(b"/perf/echo\0\0,\0\0\0", ("127.0.0.1", number))
            mine.recv(64)
        except OSError as error:
            why = error.strerror or "nothing came back"
            return Finding("osc", "fails", f"OSC does not come through on this computer: {why}.",
                           "let UDP through on the loopback device")  # fmt: skip
    return Finding("osc", "works", f"OSC: UDP port {port or number} is free, and messages come "
                   "through.")  # fmt: skip


def _taken(port: int, error: OSError) -> Finding:
    from .live.engine import StartError

    if _engine_at(port):
        return Finding("osc", "attention", f"An engine is running already, on OSC port {port}.",
                       "end it, or start another with: perf-engine play --osc-port 9480")
    return Finding("osc", "fails", str(StartError.of_port(port, error)),
                   "type: perf-engine play --osc-port 9480")  # fmt: skip


def _engine_at(port: int) -> bool:
    """Whether a perf_engine answers there."""
    from .live.osc import build

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind(("127.0.0.1", 0))
        asking.settimeout(ASKED)
        try:
            asking.sendto(build("/perf/version"), ("127.0.0.1", port))
            return asking.recv(1024).startswith(b"/perf/version.reply")
        except OSError:
            return False


def punctuality() -> Iterator[Finding]:
    """Whether the system grants real-time priority and locked memory; tried in a process."""
    from .live.realtime import MEMORY_IS_LOCKED, PRIORITY_IS_ON

    ended = subprocess.run([sys.executable, "-c", CLAIM], capture_output=True, text=True,
                           check=False, cwd=Path(__file__).resolve().parents[1])  # fmt: skip
    try:
        priority, memory = json.loads(ended.stdout)
    except ValueError:
        yield Finding("priority", "attention", "Real-time priority could not be tried.")
        return
    yield _granted("priority", priority, priority == PRIORITY_IS_ON)
    yield _granted("memory", memory, memory == MEMORY_IS_LOCKED)


def _granted(check: str, found: str, granted: bool) -> Finding:
    if granted:
        return Finding(check, "works", found)
    return Finding(check, "attention", found, RIGHTS if sys.platform == "linux" else "")


def governor(file: Path = GOVERNOR) -> Finding:
    """Whether the processor is let run at full speed."""
    try:
        name = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return Finding("processor", "works", "Processor: the system does not hold it back.")
    if name == "powersave":
        return Finding("processor", "attention", "Processor: it is told to save power.",
                       "type: sudo cpupower frequency-set -g performance")  # fmt: skip
    return Finding("processor", "works", f"Processor: its governor is {name}.")


def midi() -> Iterator[Finding]:
    """The MIDI ports there are, or why there are none."""
    from .clients.ports import AUTO, choices, list_ports

    if sys.platform == "linux":
        there = "is there" if SEQUENCER.exists() else "is not there"
        yield Finding("alsa", "works" if SEQUENCER.exists() else "attention",
                      f"ALSA's MIDI sequencer ({SEQUENCER}) {there}.",
                      "" if SEQUENCER.exists() else "type: sudo modprobe snd-seq, or use JACK")
    found = list_ports()
    if found.problems:
        reason, _, remedy = found.problems[0].partition("; for MIDI, ")
        yield Finding("midi", "attention", f"{reason}.", remedy)
        return
    for what, way, names in (("keyboard", "in", found.inputs), ("synthesizer", "out",
                                                                found.outputs)):  # fmt: skip
        taken = [names[index] for index in choices(AUTO, names)]
        if taken:
            yield Finding(f"midi_{way}", "works", f"MIDI {way}: {', '.join(taken)}.")
        else:
            yield Finding(f"midi_{way}", "attention", f"MIDI {way}: no {what} is there.",
                          "plug one in or start it, whenever you like: it is found by itself")


def programs() -> Iterator[Finding]:
    """The programs that one may play with."""
    for name, program, package in PROGRAMS:
        path = shutil.which(program) or next(
            (str(p) for p in APPLICATIONS.glob(f"*{name.split()[0]}*.app")), None
        )
        check = name.lower().replace(" ", "_")
        if path is not None:
            yield Finding(check, "works", f"{name}: {path}.")
        else:
            yield Finding(check, "attention", f"{name} is not installed: needed only to play "
                          "with it.", f"type: sudo apt install {package}")  # fmt: skip
