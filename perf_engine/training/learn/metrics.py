"""The measurements of a run, a line of JSON each, in `metrics.jsonl`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import named, text_of
from perf_engine.files.whole_file import write_whole

NAME: Final = "metrics.jsonl"
LARGEST: Final = 256 << 20  # bytes
MOST: Final = 10**18  # of a step or a count
SINGLE: Final = frozenset({"step", "events", "best", "total"})
WORDS: Final = frozenset({"source"})  # among the numbers of a source
BY_NAME: Final = frozenset({"loss", "mix", "general_mix"})
BY_SOURCE: Final = frozenset({"validation", "general"})


def read(run: Path) -> list[dict[str, Any]]:
    """The lines of a run in order; a line that was torn by a crash ends them.

    Raises OSError, or ValueError where a line holds other things than measurements.
    """
    try:
        text = text_of(run / NAME, LARGEST)
    except FileNotFoundError:
        return []
    lines: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            said = value_of(line)
        except ValueError:
            break
        try:
            _check(said)
        except ValueError as error:
            raise ValueError(f"{run / NAME}, line {number}: {error}") from error
        lines.append(said)
    return lines


def _check(line: object) -> None:
    """Raise ValueError where a line lacks its step, or a measurement is none."""
    if not isinstance(line, dict) or "step" not in line:
        raise ValueError("a line must be a table with the step")
    for name in SINGLE & line.keys():
        _check_number(name, line[name])
    for name in BY_NAME & line.keys():
        _check_numbers(name, line[name])
    for name in BY_SOURCE & line.keys():
        if not isinstance(line[name], dict):
            raise ValueError(f"{name} must be a table by source")
        for source, its in line[name].items():
            _check_numbers(f"{name} of {source[:40]}", its)


def _check_numbers(name: str, its: object) -> None:
    if not isinstance(its, dict):
        raise ValueError(f"{name} must be a table of numbers")
    for key, value in its.items():
        if not (isinstance(value, str) and key in WORDS):
            _check_number(f"{key[:40]} of {name}", value)


def _check_number(name: str, value: object) -> None:
    """Raise ValueError where a value is no number; a training that failed has NaN or infinity."""
    if not isinstance(value, int | float) or (isinstance(value, int) and abs(value) > MOST):
        raise ValueError(f"{name} must be a number, not {value!r:.40}")


def add(run: Path, line: dict[str, Any]) -> None:
    """Append a line. Raises OSError."""
    try:
        with (run / NAME).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    except OSError as error:
        raise named(error, run / NAME) from error


def go_back(run: Path, step: int) -> None:
    """Delete the lines after a step: a run that continues from there measures them again."""
    kept = [line for line in read(run) if line["step"] <= step]
    write_whole(run / NAME, "".join(json.dumps(line) + "\n" for line in kept))
