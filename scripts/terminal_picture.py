"""Make docs/terminal.svg: a picture of the live view, from a real engine in a real terminal.

Type in the project's folder: PYTHONPATH=. .venv-dev/bin/python scripts/terminal_picture.py
"""

from __future__ import annotations

import io
import re
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from tests.support.terminal import Terminal, playing_in

OUT = Path(__file__).parents[1] / "docs" / "terminal.svg"
COLUMNS, ROWS = 100, 10
NAMES = {"brown": "yellow", "brightblack": "bright_black", "default": None}


def colour(name: str) -> str | None:
    """Return a colour of the terminal's cells as rich names it."""
    if name in NAMES:
        return NAMES[name]
    return f"#{name}" if len(name) == 6 and name.isalnum() and not name.isalpha() else name


def cells(screen: Any) -> list[Text]:
    """Return the screen's lines with their colours."""
    found = []
    for y in range(screen.lines):
        line = Text()
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            style = Style(color=colour(cell.fg), bgcolor=colour(cell.bg), bold=cell.bold)
            line.append(cell.data, style)
        found.append(line)
    return found


def play(terminal: Terminal) -> None:
    """Play a phrase on the computer keyboard, and leave the view with both hands on the keys."""
    terminal.until_text("? keys")
    for key in ("r", "4", "1", "+", "-", ".", ",", "k", "i"):
        terminal.type(key)
        wait(terminal, 0.6)
    for keys in ("a", "d", "g", "k", "g", "h", "d", "f", "adg", "sfh", "dgj"):
        terminal.type(keys)
        wait(terminal, 0.45)
    for _ in range(200):
        terminal.type("dgk")
        wait(terminal, 0.25)
        if "■" in terminal.text and "●" in terminal.text.split("rec")[-1] + keys_line(terminal):
            return


def keys_line(terminal: Terminal) -> str:
    """Return the line of keys."""
    return next((line for line in reversed(terminal.lines) if "▀" in line), "")


def wait(terminal: Terminal, seconds: float) -> None:
    """Let time pass, and take what is written."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        terminal.look(0.02)


def main(out: Path) -> None:
    """Play, and write the picture."""
    with tempfile.TemporaryDirectory() as home:
        options = ("--states", home, "--seed", "3")
        environment = {"HOME": home}
        with playing_in(*options, columns=COLUMNS, rows=ROWS, env=environment) as terminal:
            play(terminal)
            lines = cells(terminal.screen)
    console = Console(file=io.StringIO(), record=True, width=COLUMNS, force_terminal=True)
    for line in lines:
        console.print(line, no_wrap=True, overflow="crop")
    svg = console.export_svg(title="make play", theme=SVG_EXPORT_THEME, unique_id="perf_engine")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # a font from the network
    out.write_text("\n".join(row.rstrip() for row in svg.splitlines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=OUT, help="the picture's file")
    main(parser.parse_args().out)
