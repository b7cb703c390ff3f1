"""The demonstration on the screen: a roll that moves while it plays, and words beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from .audition import Watch
from .recording import Recorder
from .roll import HANDS, window

LOW, HIGH = 36, 84  # the pitches that are seen at first
ROOM: Final = 8  # lines of the screen that the roll leaves to words
BETWEEN: Final = 0.1  # seconds between two pictures


def caption(now: float, end_of_phrase: float) -> str:
    """Return a sentence on what is heard now."""
    if now < end_of_phrase:
        return "A player plays a phrase; the machine hears each note and joins in."
    return "The player has stopped. The machine goes on alone, with what it heard in mind."


def legend() -> Text:
    """Return which colour is whose."""
    player, machine = HANDS[0], HANDS[1]
    return (
        Text("  ")
        .append("▀▀", player.bright)
        .append(" the player   ")
        .append("▀▀", machine.bright)
        .append(" the machine")
    )


def picture(
    recorder: Recorder, now: float, end_of_phrase: float, seconds: float, size: tuple[int, int]
) -> Group:
    """Return one picture: the roll, its legend, and a sentence. `size`: columns and lines."""
    width, height = size
    notes = recorder.so_far(now).notes
    low = min([LOW, *(note.pitch for note in notes)])
    high = max([HIGH, *(note.pitch for note in notes)])
    most = 2 * max(6, height - ROOM)  # pitches that fit
    if high - low > most:
        middle = sum(note.pitch for note in notes) / len(notes) if notes else 60
        low = round(min(max(low, middle - most / 2), high - most))
        high = low + most
    words = f"  {caption(now, end_of_phrase)}  {_clock(now)} of {_clock(seconds)}"
    return Group(window(notes, now, width, low, high), legend(), Text(words))


@contextmanager
def shown(console: Console, end_of_phrase: float, seconds: float) -> Iterator[Watch | None]:
    """Show the roll while it plays, where the console is a terminal; else nothing moves."""
    encoding = (console.encoding or "").lower().replace("-", "")
    if not console.is_terminal or not encoding.startswith("utf"):
        yield None
        return
    last = -math.inf
    with Live(console=console, auto_refresh=False, transient=True) as screen:

        def watch(recorder: Recorder, now: float) -> None:
            nonlocal last
            if now < last + BETWEEN:
                return
            last = now
            size = console.width, console.height
            seen = picture(recorder, now, end_of_phrase, seconds, size)
            screen.update(seen, refresh=True)

        yield watch


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
