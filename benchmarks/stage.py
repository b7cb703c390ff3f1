"""The whole engine, seen by a client on the same machine."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.engine.helpers.model_files import find_model
from perf_engine.protocol.midi import PEDAL
from perf_engine.studio.demo import engine, free_port

from .measure import Row
from .stolen import Windows
from .swap import around_a_swap
from .timer import bare_timer
from .watcher import CHORD, Watcher, busy, lateness, smear

SETTLING = 2.0  # seconds of play before anything is measured


def punctuality(seconds: float, load: int, model: str | None) -> list[Row]:
    """The lateness of notes beside `load` busy processes, and the smear of chords."""
    beside = "idle" if load == 0 else f"{load} other core{'s' * (load > 1)} busy"
    solo = ("--mode", "solo", "--seed", "1")
    with _playing(load, *solo, *_model(model)) as (_, watch):
        late, windows = watch(seconds)
    rows = apart_from_theft(
        f"lateness of due messages, {beside}",
        [(due, x * 1e3) for _, due, x in late],
        windows,
        note="arrival at the client's socket after the due time; timing now, lead 20",
    )
    with tempfile.TemporaryDirectory() as folder:
        at_once = impatient(find_model(model), Path(folder) / "impatient.safetensors")
        chords = ("polyphony", 4, "longest_note", 0.1, "governor", 0)
        with _playing(load, *solo, "--model", str(at_once), settings=chords) as (_, watch):
            struck, windows = watch(seconds / 2)
    smears = smear([(due, x) for address, due, x in struck if address == "/perf/note"])
    rows += apart_from_theft(
        f"smear of a four-note chord, {beside}",
        [(due, x * 1e3) for due, x in smears],
        windows,
        note=f"four strikes due within {CHORD * 1e3:g} ms: latest less earliest lateness, lead 20; "
        "the model told to play chords",
    )
    rows += around_a_swap(seconds / 2, load, model)
    rows.append(bare_timer(seconds / 2, load, beside))
    return rows


def apart_from_theft(
    name: str, moments: Sequence[tuple[float, float]], windows: Windows, note: str
) -> list[Row]:
    """A row of all the values at their wall times, and one of those while nothing was stolen."""
    values = [value for _, value in moments]
    if windows.lost is None:
        return [Row.of(name, values, note=note)]
    rows = [Row.of(name, values, note=f"{note}; {windows.lost:.2f} s stolen by the host")]
    kept = windows.undisturbed([at for at, _ in moments])
    undisturbed = [value for value, keep in zip(values, kept, strict=True) if keep]
    if windows.lost > 0 and undisturbed:
        rows.append(Row.of(f"{name}, nothing stolen", undisturbed))
    return rows


Playing = tuple[
    subprocess.Popen[str], Callable[[float], tuple[list[tuple[str, float, float]], Windows]]
]


@contextlib.contextmanager
def _playing(load: int, *options: str, settings: Sequence[str | float] = ()) -> Iterator[Playing]:
    """An engine in solo, and a function that gives the lateness of its notes in some seconds."""
    port = free_port()
    with engine(port, *options) as process, busy(load):
        tags, onsets = Watcher(port, "bundle"), Watcher(port, "now")
        if settings:
            tags.send("/perf/set", *settings)

        def watch(seconds: float) -> tuple[list[tuple[str, float, float]], Windows]:
            tags.watch(SETTLING)
            onsets.arrivals()
            windows = Windows()
            announced, came, until = [], [], time.monotonic() + seconds
            while time.monotonic() < until:
                announced += tags.watch(0.2)
                came += onsets.arrivals()
                windows.close()
            return lateness(announced, came), windows

        yield process, watch
        tags.close()
        onsets.close()


def _model(model: str | None) -> tuple[str, ...]:
    return () if model is None else ("--model", model)


def reaction(times: int, model: str | None) -> list[Row]:
    """OSC note in to machine note out at lead 0, by a model told to answer at once."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        at_once = impatient(find_model(model), Path(folder) / "impatient.safetensors")
        with engine(port, "--mode", "duet", "--model", str(at_once)):
            client = Watcher(port, "now")
            client.send("/perf/set", "share", 1.0, "lead", 0.0, "polyphony", 1, "imitation", 0.0)
            client.watch(0.5)
            took = []
            for i in range(times):
                sent = client.send("/perf/in/note", 0, 48 + i * 7 % 24, 80, 0.05)
                came = [
                    a.came
                    for a in client.watch(0.08 + i % 10 * 0.002)
                    if a.address == "/perf/note" and a.came >= sent
                ]
                took += [(came[0] - sent) * 1e3] if came else []
                client.send("/perf/panic")  # it falls silent until the next note
                client.watch(0.05)
            client.close()
    return [
        Row.of(
            "OSC note in to machine note out, lead 0",
            took,
            note=f"{len(took)} of {times} notes were answered before the next; "
            "up to 1 ms of each is drawn by the model, which was told to answer at once",
        )
    ]


def impatient(model: Path, out: Path) -> Path:
    """A copy of a model that strikes a new key in the first time bin, after any event."""
    tensors = load_file(model)
    for name, index, bias in (
        ("out.dt.bias", 0, 60.0),
        ("out.key.bias", PEDAL, -60.0),
        ("out.key.bias", KEY_COUNT, -60.0),  # added to the logit of a held key
    ):
        tensors[name][index] += bias
    with safe_open(model, "numpy") as file:
        save_file(tensors, out, metadata=file.metadata())
    return out
