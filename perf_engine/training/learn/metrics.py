"""The measurements of a run, a line of JSON each, in `metrics.jsonl`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from perf_engine.files.plain_file import named, text_of
from perf_engine.files.whole_file import write_whole

NAME: Final = "metrics.jsonl"
LARGEST: Final = 256 << 20  # bytes


def read(run: Path) -> list[dict[str, Any]]:
    """The lines of a run in order; a line that was torn by a crash ends them."""
    try:
        text = text_of(run / NAME, LARGEST)
    except FileNotFoundError:
        return []
    lines: list[dict[str, Any]] = []
    for line in text.splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            break
    return lines


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
