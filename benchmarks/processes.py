"""Processes as the system counts them: those below one, their time, memory, files and threads.

All but `resident` and `main_thread_time` need Linux: they read /proc.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100  # a second


@dataclass(frozen=True, slots=True)
class Look:
    """A process and all below it at a time: MB, seconds of the processor, open files, threads."""

    at: float
    mb: float
    cpu: float
    files: int
    threads: int


def family(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def words(pid: int) -> list[bytes]:
    """Return the words of the command of a process. Raises OSError."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def below(pid: int, word: bytes) -> int:
    """Return the first process below another one whose command has this word. Raises LookupError.

    A part of a word is enough.
    """
    for one in family(pid):
        with suppress(OSError):
            if one != pid and any(word in said for said in words(one)):
                return one
    raise LookupError(f"{pid} has no such process")


def cpu(pid: int) -> float:
    """Return the seconds of processor time that a process has taken. Raises OSError."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def main_thread_time(pid: int) -> float:
    """Return the seconds of processor time of a main thread, to the nanosecond; off Linux all.

    Raises OSError, or CalledProcessError off Linux.
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        if Path("/proc/self/schedstat").is_file():
            raise
        asked = ["ps", "-o", "cputime=", "-p", str(pid)]
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        minutes, seconds = said.strip().split(":")[-2:]
        return float(minutes) * 60 + float(seconds)


def proportional(pid: int) -> float:
    """Return the MB of a process; each page that n processes share counts 1/n. Raises OSError."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) / 1e3 for line in lines if line.startswith("Pss:"))


def resident(pid: int) -> float:
    """Return the MB (10^6 bytes) of a process that are in RAM now. Raises OSError."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    except FileNotFoundError:
        asked = ["ps", "-o", "rss=", "-p", str(pid)]
        said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        if not said.strip():
            raise ProcessLookupError(f"there is no process {pid}") from None
        return int(said) * 1024 / 1e6


def look(pid: int) -> Look:
    """Look at a process and all below it; one that ends meanwhile is left out."""
    mb = seconds = 0.0
    files = threads = 0
    for one in family(pid):
        with suppress(OSError):
            memory, spent, fields = proportional(one), cpu(one), _stat(one)
            files += len(os.listdir(f"/proc/{one}/fd"))
            mb, seconds, threads = mb + memory, seconds + spent, threads + int(fields[17])
    return Look(time.monotonic(), mb, seconds, files, threads)


def _stat(pid: int) -> list[str]:
    """Return the fields of a process after its name, as proc(5) counts them from the third."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
