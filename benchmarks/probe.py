"""The core of a checkout, measured in a process of its own: `python probe.py`, in its directory.

A line of JSON on standard input asks for one row of figures, a line on standard output answers:
`{"row": "strike", "voices": 1, "pause": 0.01, "count": 20}` gives `{"wall": [...], "cpu": [...]}`
in milliseconds, or `{"error": "..."}`. So two checkouts can be measured in turn, a few events each.

It imports nothing of this package, and finds classes in the checkout by name, in any module, so
that it measures a tree of any age.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import random
import re
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before NumPy is imported: one thread, as while playing

PACKAGE: Final = "perf_engine"
WARM_UP: Final = 200  # events before anything is measured
SOLO_REACH: Final = 4.5  # seconds within which something comes in solo


def defined(root: Path, name: str) -> Any:
    """A class or function of a checkout's package by its name. Raises LookupError."""
    pattern = re.compile(rf"^(?:class|def) {name}\b", re.MULTILINE)
    for path in sorted((root / PACKAGE).rglob("*.py")):
        if pattern.search(path.read_text(encoding="utf-8")):
            parts = path.relative_to(root).with_suffix("").parts
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            return getattr(importlib.import_module(module), name)
    raise LookupError(f"{root / PACKAGE} defines no {name}")


def music() -> Iterator[tuple[float, int, int, float]]:
    """Notes without end, always the same: (onset, pitch, velocity, duration)."""
    drawn, onset, pitch = random.Random(1), 0.0, 60
    while True:
        onset += drawn.choice((0.0, 0.12, 0.12, 0.25, 0.25, 0.5))
        pitch = min(84, max(43, pitch + drawn.choice((-7, -4, -2, -1, 1, 2, 3, 5, 12))))
        yield onset, pitch, drawn.randint(40, 100), drawn.choice((0.1, 0.2, 0.6))


class Strikes:
    """A performer in a duet that hears strikes, and decides after each of them."""

    def __init__(self, root: Path, weights: Any, voices: int) -> None:
        self._strike = defined(root, "NoteOn")
        plan = defined(root, "VoicePlan")
        plans = [plan("duet", 1) for _ in range(voices)]
        self._performer = defined(root, "Performer")(weights, voices=plans)
        self._music = music()
        for _ in range(WARM_UP):
            self.measure(0.0)

    def measure(self, pause: float) -> tuple[float, float]:
        """Wall and CPU milliseconds of one strike after so many seconds without work."""
        performer = self._performer
        now, pitch, velocity, duration = next(self._music)
        strike = self._strike(0, pitch, velocity, "a", duration)
        while performer.due() < now:
            performer.advance(performer.due())
        if pause:
            rest(performer)
            time.sleep(pause)

        def heard() -> None:
            performer.hear(strike, now)
            while performer.due() <= now:
                performer.advance(now)

        return measured(heard)


def rest(performer: Any) -> None:
    """Prepare for the next event as the engine's loop does before it sleeps, if it can."""
    prepare = getattr(performer, "rest", None)
    while prepare is not None and prepare():
        pass


class Solo:
    """A performer that plays alone: each decision commits an event and predicts the next."""

    def __init__(self, root: Path, weights: Any) -> None:
        start = defined(root, "Start")
        self._performer = defined(root, "Performer")(weights, mode="solo", seed=1)
        self._performer.command(start(), 0.0)
        for _ in range(WARM_UP):
            self.measure(0.0)

    def measure(self, pause: float) -> tuple[float, float]:
        """Wall and CPU milliseconds of one decision, until nothing waits to be sent."""
        performer = self._performer
        now = performer.due()
        if pause:
            rest(performer)
            time.sleep(pause)

        def decide() -> None:
            performer.advance(now)

        found = measured(decide)
        while performer.due() <= now:
            performer.advance(now)
        return found


class Step:
    """The model alone, in music of its own: feed one event, predict the next."""

    def __init__(self, root: Path, weights: Any) -> None:
        self._mind = defined(root, "Improviser")(weights, seed=1)
        self._taste = defined(root, "Taste")()
        self._turn = defined(root, "turn")("solo", 0, 0, going=False)
        self._thought = self._foresee(0.0)
        for _ in range(WARM_UP):
            self.measure(0.0)

    def _foresee(self, after: float) -> Any:
        held = self._mind.stream.held
        return self._mind.foresee(self._turn, self._taste, after, held, by=after + SOLO_REACH)

    def measure(self, pause: float) -> tuple[float, float]:
        """Wall and CPU milliseconds of feeding and predicting."""
        thought = self._thought
        if pause:
            time.sleep(pause)

        def step() -> None:
            self._mind.feed(thought.part, thought.key, thought.velocity, thought.onset)
            self._thought = self._foresee(thought.onset)

        return measured(step)


Subject = Strikes | Solo | Step


def subject_of(kind: str, root: Path, weights: Any, voices: int) -> Subject:
    """The subject that a row measures. Raises LookupError where there is no such row."""
    if kind == "strike":
        return Strikes(root, weights, voices)
    if kind == "solo":
        return Solo(root, weights)
    if kind == "step":
        return Step(root, weights)
    raise LookupError(f"row must be strike, solo or step, not {kind}")


def measured(call: Callable[[], None]) -> tuple[float, float]:
    """Wall and CPU milliseconds of a call."""
    wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
    call()
    cpu = time.thread_time_ns() - cpu
    return (time.perf_counter_ns() - wall) / 1e6, cpu / 1e6


def answers(root: Path, model: str | None, asked: Iterator[str]) -> Iterator[str]:
    """An answer in JSON for each question."""
    weights = defined(root, "load_model")(model)[0]
    subjects: dict[tuple[str, int], Subject] = {}
    gc.collect()
    gc.freeze()
    gc.disable()  # as while playing
    for line in asked:
        question = json.loads(line)
        kind, voices = question["row"], question.get("voices", 1)
        try:
            if (kind, voices) not in subjects:
                subjects[kind, voices] = subject_of(kind, root, weights, voices)
            subject = subjects[kind, voices]
            pairs = [subject.measure(question["pause"]) for _ in range(question["count"])]
            yield json.dumps({"wall": [w for w, _ in pairs], "cpu": [c for _, c in pairs]})
        except (AttributeError, LookupError, TypeError) as error:  # this tree differs
            yield json.dumps({"error": f"{type(error).__name__}: {error}"})


def main() -> None:
    """Answer until standard input ends."""
    parser = ArgumentParser(prog="python probe.py", description=__doc__)
    parser.add_argument("model", nargs="?", help="by name or path")
    model = parser.parse_args().model
    root = Path.cwd()
    sys.path[0] = str(root)  # not this file's folder, whose modules are imported otherwise
    for answer in answers(root, model, iter(sys.stdin.readline, "")):
        print(answer, flush=True)


if __name__ == "__main__":
    main()
