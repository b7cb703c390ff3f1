"""Writes the names of the controls into PerfEngine.hs: python -m tidalcycles.generate."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Final

from perf_engine.core.controls import CONTROLS

MODULE: Final = Path(__file__).parent / "PerfEngine.hs"
BEGINNING: Final = "-- Written by `make docs` from the OSC schema: the names of all controls.\n"
WIDEST: Final = 100


def controls() -> str:
    """The list of the controls' names, in Haskell."""
    lines, line = [], "  ["
    for number, name in enumerate(CONTROLS):
        word = f' "{name}"' if not number else f', "{name}"'
        if len(line) + len(word) > WIDEST:
            lines.append(line)
            line = "  "
        line += word
    return "\n".join(["perfControls :: [String]", "perfControls =", *lines, f"{line} ]"]) + "\n"


def module(before: str) -> str:
    """The module as it is to be, from what it is."""
    return before.partition(BEGINNING)[0] + BEGINNING + controls()


def main() -> None:
    """Write it anew."""
    MODULE.write_text(module(MODULE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    ArgumentParser(prog="python -m tidalcycles.generate", description=__doc__).parse_args()
    main()
