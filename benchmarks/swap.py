"""A model swap during a fast duet, as clients feel it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from perf_engine.engine.helpers.model_files import find_model
from perf_engine.studio.demo import engine, free_port

from .measure import Row
from .watcher import Arrival, Watcher, busy, lateness

PACE = 0.05  # seconds between the player's notes
FAST = ("governor", 0, "share", 0.8, "temperature_rhythm", 1.2, "longest_note", 1.0)
BETWEEN = 4.0  # seconds from one swap to the next load


def around_a_swap(seconds: float, load: int, model: str | None) -> list[Row]:
    """Lateness of strikes while models are loaded and swapped, beside `load` busy processes."""
    beside = "idle" if load == 0 else f"{load} other core{'s' * (load > 1)} busy"
    shipped = find_model(model)
    with tempfile.TemporaryDirectory() as folder:
        other = altered(shipped, Path(folder) / "altered.safetensors")
        port = free_port()
        with engine(port, "--seed", "1", "--model", str(shipped)), busy(load):
            tags, onsets = Watcher(port, "bundle"), Watcher(port, "now")
            tags.send("/perf/set", *FAST)
            announced, came, windows = _duet(tags, onsets, (other, shipped), seconds)
            tags.close()
            onsets.close()
    late = [
        (due, after * 1e3)
        for address, due, after in lateness(announced, came)
        if address == "/perf/note"
    ]
    during = [x for due, x in late if any(a - 0.1 <= due <= b + 0.5 for a, b in windows)]
    apart = [x for due, x in late if not any(a - 0.1 <= due <= b + 0.5 for a, b in windows)]
    took = [b - a for a, b in windows]
    if not during or not apart:
        raise ValueError(f"no strike fell {'into' if apart else 'outside'} a swap: play longer")
    return [
        Row.of(
            f"lateness around a model swap, {beside}",
            during,
            note=f"{len(windows)} swaps in a duet of {len(late) / seconds:.0f} machine notes/s, "
            f"the player {1 / PACE:.0f}/s; latest strike {max(during):.2f} ms; "
            f"of {len(apart)} strikes apart from swaps p99 {np.percentile(apart, 99):.2f}, "
            f"latest {max(apart):.2f} ms",
        ),
        Row.of(f"from /perf/model/load until it plays, {beside}", took, unit="s"),
    ]


def _duet(
    tags: Watcher, onsets: Watcher, models: tuple[Path, Path], seconds: float
) -> tuple[list[Arrival], list[Arrival], list[tuple[float, float]]]:
    """The messages that came, and the wall times from each load until its model played."""
    random = np.random.default_rng(1)
    announced: list[Arrival] = []
    came: list[Arrival] = []
    windows: list[tuple[float, float]] = []
    begun: float | None = None
    next_load = time.time() + BETWEEN
    until = time.monotonic() + seconds
    while time.monotonic() < until or begun is not None:
        pitch, velocity = int(random.integers(48, 73)), int(random.integers(50, 100))
        tags.send("/perf/in/note", 0, pitch, velocity, 0.1)
        new = tags.watch(PACE)
        announced += new
        came += onsets.arrivals()
        if begun is None and time.time() >= next_load and time.monotonic() < until:
            begun = tags.send("/perf/model/load", str(models[len(windows) % 2]))
        for one in new:
            if one.address == "/perf/fail":
                raise OSError(f"the engine refused: {one.arguments[-1]}")
            if begun is not None and one.address == "/perf/done":
                windows.append((begun, one.came))
                begun, next_load = None, one.came + BETWEEN
    announced += tags.watch(0.3)
    return announced, came + onsets.arrivals(), windows


def altered(model: Path, out: Path) -> Path:
    """A copy of a model that differs a little in every weight."""
    random = np.random.default_rng(1)
    tensors = {
        name: (array * (1 + 0.02 * random.standard_normal(array.shape))).astype(array.dtype)
        for name, array in load_file(model).items()
    }
    with safe_open(model, "numpy") as file:
        save_file(tensors, out, metadata=file.metadata())
    return out
