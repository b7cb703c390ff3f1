"""What of playing works on this machine, what does not, and what to do about it."""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import math
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import stage_checks as stage
from .finding import Finding

if TYPE_CHECKING:
    from .core.gru import Weights
    from .live.options import Options

PYTHONS: Final = (3, 10), (3, 13)  # the oldest and the newest
NEEDED: Final = {"numpy": "numpy", "pythonosc": "python-osc", "safetensors": "safetensors",
                 "click": "click", "rich": "rich", "mido": "mido"}  # fmt: skip
LIMIT: Final = 0.96  # milliseconds that a step may take at p99
HOPELESS: Final = 10.0  # milliseconds at the median: what was played is late to the ear
WARM_UP, STEPS = 100, 400  # events
MB_AN_HOUR: Final = 10.0  # of a recording, roughly: 4 in a duet, 7 in a solo
LOWEST_ROOM: Final = 200.0  # megabytes


def examine(options: Options) -> Iterator[Finding]:
    """Everything there is to look at, in the order in which it is needed."""
    yield python()
    yield from libraries()
    yield from model(options.model)
    yield stage.osc_port(options.osc_port)
    yield from stage.punctuality()
    yield stage.governor()
    yield from stage.midi()
    yield from stage.programs()
    yield room(None if options.record is None else Path(options.record))


def python(version: tuple[int, int] = sys.version_info[:2]) -> Finding:
    """The Python that runs this."""
    oldest, newest = PYTHONS
    found = f"Python {version[0]}.{version[1]} ({sys.executable})."
    if oldest <= version <= newest:
        return Finding("python", "works", found)
    known = f"{oldest[0]}.{oldest[1]} to {newest[0]}.{newest[1]}"
    return Finding("python", "attention", f"{found} It is tested with {known}.",
                   "install Python 3.12 beside it, then type: rm -r .venv; make play")  # fmt: skip


def libraries(needed: dict[str, str] = NEEDED) -> Iterator[Finding]:
    """The libraries that playing needs, and their versions."""
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
        yield Finding("libraries", "fails", f"Not there: {', '.join(missing)}.",
                      "type: rm -r .venv; make play")  # fmt: skip


def model(name: str | None, clock: Callable[[], int] = time.thread_time_ns) -> Iterator[Finding]:
    """The model: found, loaded, and how long a step takes (nanoseconds of `clock`)."""
    from .live.model import find_model, load_model

    try:
        file = find_model(name)
        weights, info = load_model(file)
    except ValueError as error:
        yield Finding("model", "fails", f"No model: {error}.",
                      "type: perf-engine models  to see which there are")  # fmt: skip
        return
    size = file.stat().st_size / 1e6
    yield Finding("model", "works", f"The model {info.name} loads ({file}, {size:.1f} MB).")
    yield speed(weights, clock)


def speed(weights: Weights, clock: Callable[[], int] = time.thread_time_ns) -> Finding:
    """How long it takes to take an event in and to foresee the next, in processor time."""
    taken = sorted(steps(weights, clock))
    middle, late = taken[len(taken) // 2], taken[round(0.99 * (len(taken) - 1))]
    found = f"A step takes {middle:.2f} ms (p99 {late:.2f} ms); {LIMIT} ms are allowed."
    if late <= LIMIT:
        return Finding("speed", "works", found)
    remedy = ("plug in the mains, end what else is busy, and look again; a smaller model is "
              "quicker")  # fmt: skip
    return Finding("speed", "fails" if middle > HOPELESS else "attention", found, remedy)


def steps(weights: Weights, clock: Callable[[], int]) -> list[float]:
    """Milliseconds of each of STEPS steps of music that the model plays by itself."""
    from .core.improviser import Improviser
    from .core.taste import Taste
    from .core.turns import turn

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
    """Room on the disk for recordings."""
    from .live.recorder import HOME

    folder = (folder or HOME).expanduser().absolute()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(there).free / 1e6
    hours = math.floor(free / MB_AN_HOUR)
    if not there.is_dir() or not os.access(there, os.W_OK):
        return Finding("room", "attention", f"Recordings cannot be written to {folder}.",
                       "record elsewhere: perf-engine play --record DIR")  # fmt: skip
    found = f"Recordings: {free / 1000:.1f} GB free for {folder}, at least {hours} hours."
    if free < LOWEST_ROOM:
        return Finding("room", "attention", found, "make room, or record elsewhere: "
                       "perf-engine play --record DIR")  # fmt: skip
    return Finding("room", "works", found)
