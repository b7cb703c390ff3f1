"""What a run measured, a line of JSON each, in `metrics.jsonl`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

NAME: Final = "metrics.jsonl"


def read(run: Path) -> list[dict[str, Any]]:
    """The lines of a run in order; a line that was torn by a crash ends them."""
    try:
        text = (run / NAME).read_text(encoding="utf-8")
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
    """Append a line."""
    with (run / NAME).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def go_back(run: Path, step: int) -> None:
    """Forget what was measured after a step: a run that goes on from there measures it again."""
    kept = [line for line in read(run) if line["step"] <= step]
    beside = run / f"{NAME}.part"
    beside.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")
    beside.replace(run / NAME)
