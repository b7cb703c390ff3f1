"""The picture of the view, as lines of text; a small terminal has the most important ones."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from .score import ANSWER, CALL, COUNT_IN, Score

LOWEST, HIGHEST = 21, 108  # the keys of a piano
BLACK: Final = frozenset((1, 3, 6, 8, 10))
BARS: Final = "▁▂▃▄▅▆▇█"
PLAIN_BARS: Final = ".:-=+*##"
LEAST_SPAN: Final = 61  # keys that are shown, however narrow the terminal is

YOU, MACHINE, BOTH = (f"bold black on {colour}" for colour in ("cyan", "magenta", "yellow"))
GROUND, GHOST = "black on white", "magenta on white"
SAYS: Final = {  # whose turn it is, in the modes that have no turns
    "duet": "you and the machine play",
    "takeover": "it goes on when you pause",
    "solo": "the machine plays alone",
    "listen": "the machine listens",
    "call_response": "your turn: play a phrase",
    "accompany": "the machine accompanies",
    "follow": "the machine follows you",
    "drums": "the machine drums to your beat",
}
HINT: Final = "? keys   space stop   p panic   m mode   r record"
PIANO_HINT: Final = "piano: A W S E D F T G Y H U J K O L   z x octave   i ends"


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that a terminal can show."""

    you: str = "●"
    machine: str = "■"
    both: str = "◆"
    ghost: str = "◌"
    black: str = "▀"
    white: str = " "
    bars: str = BARS
    light: str = "●"
    apart: str = " │ "


PLAIN: Final = Signs("o", "*", "@", "?", ":", ".", PLAIN_BARS, "*", " | ")


def picture(
    score: Score, columns: int, rows: int, now: float, signs: Signs = Signs()
) -> list[Text]:
    """Return the lines of the view: fewer than rows, and each narrower than columns."""
    width = max(columns - 1, 1)
    keys = Keys.fitting(width)
    lines = {
        "keys": keys.line(score, now, signs),
        "status": status(score, width, now, signs),
        "hint": Text(PIANO_HINT if score.piano else HINT, style="dim"),
        "names": keys.names(),
    }
    wanted = ("status", "keys", "hint", "names")[: max(min(rows - 1, 4), 1)]
    found = [lines[name] for name in ("names", "keys", "status", "hint") if name in wanted]
    for line in found:
        line.no_wrap = True
        line.truncate(width)
    return found


@dataclass(frozen=True, slots=True)
class Keys:
    """The line of keys: a column for one pitch or for several."""

    low: int
    each: int  # semitones a column
    count: int  # columns

    @classmethod
    def fitting(cls, width: int) -> Keys:
        """Return the keys that fit a width: a piano, or the middle of one."""
        each = max(1, math.ceil(min(LEAST_SPAN, HIGHEST - LOWEST + 1) / width))
        count = min(width, math.ceil((HIGHEST - LOWEST + 1) / each))
        middle = (LOWEST + HIGHEST + 1) // 2
        low = max(LOWEST, middle - count * each // 2)
        return cls(low - low % 12 if low % 12 <= 2 and low > LOWEST else low, each, count)

    def column(self, pitch: int) -> int:
        """Return the column of a pitch; one beyond the ends is shown at the end."""
        return min(max((pitch - self.low) // self.each, 0), self.count - 1)

    def line(self, score: Score, now: float, signs: Signs) -> Text:
        """Return the keys, with those that are held."""
        you = {self.column(p) for p in score.you.pitches(now)}
        machine = {self.column(p) for p in score.machine.pitches(now)}
        ghost = None if score.foreseen is None else self.column(score.foreseen.pitch)
        cells = [self._cell(column, you, machine, ghost, signs) for column in range(self.count)]
        text = Text()
        for style, run in itertools.groupby(cells, lambda cell: cell[1]):
            text.append("".join(sign for sign, _ in run), style)
        return text

    def _cell(
        self, column: int, you: set[int], machine: set[int], ghost: int | None, signs: Signs
    ) -> tuple[str, str]:
        """Return the sign of a column and its style."""
        if column in you:
            return (signs.both, BOTH) if column in machine else (signs.you, YOU)
        if column in machine:
            return signs.machine, MACHINE
        if column == ghost:
            return signs.ghost, GHOST
        black = self.each == 1 and (self.low + column) % 12 in BLACK
        return signs.black if black else signs.white, GROUND

    def names(self) -> Text:
        """Return the names of the keys C above their columns."""
        cells = [" "] * self.count
        for pitch in range(self.low + -self.low % 12, HIGHEST + 1, 12):
            name, column = f"C{pitch // 12 - 1}", (pitch - self.low) // self.each
            before = cells[max(0, column - 1) : column]
            if column + len(name) <= self.count and before in ([], [" "]):
                cells[column : column + len(name)] = name
        return Text("".join(cells), style="dim")


def status(score: Score, width: int, now: float, signs: Signs) -> Text:
    """Return mode, turn, record light, levels and latency: as many of them as fit."""
    parts = list(_parts(score, now, signs))
    parts.sort(key=lambda part: part[0])
    chosen: list[tuple[int, int, Text]] = []
    room = width
    for importance, place, text in parts:
        need = text.cell_len + (len(signs.apart) if chosen else 0)
        if need <= room or not chosen:
            chosen.append((importance, place, text))
            room -= need
    chosen.sort(key=lambda part: part[1])
    return Text(signs.apart, style="dim").join(text for _, _, text in chosen)


def _parts(score: Score, now: float, signs: Signs) -> Iterable[tuple[int, int, Text]]:
    """Yield each part with its importance (0 first) and its place."""
    if not score.alive:
        if score.missed:
            yield 0, 0, Text("no answer from the engine", style="bold red")
        else:
            yield 0, 0, Text("waiting for the engine", style="dim")
        return
    yield 0, 0, Text(score.mode or "...", style="bold")
    yield 1, 1, whose_turn(score, now)
    if score.recording_since is not None:
        seconds = int(now - score.recording_since)
        lit = "bold red" if seconds % 2 == 0 else "red"
        clock = f"{seconds // 60}:{seconds % 60:02d}"
        yield 2, 2, Text(f"{signs.light} rec {clock}", style=lit)
    if score.overloaded:
        yield 3, 3, Text("too busy", style="bold yellow")
    if score.chord:
        yield 3, 3, Text(f"{score.chord}, {score.key}")
    yield 4, 4, _level("you", score.you.level.now(now), "cyan", signs)
    yield 4, 5, _level("machine", score.machine.level.now(now), "magenta", signs)
    if score.latency_ms:
        yield 5, 6, Text(f"answers in {score.latency_ms:.1f} ms")
    yield 6, 7, Text(f"density {score.density:.2g}")
    yield 7, 8, Text(score.model)


def whose_turn(score: Score, now: float) -> Text:
    """Return whose turn it is, with the seconds that are left."""
    left = score.phase_ends - now
    seconds = f" {math.ceil(left)}" if left > 0.0 else ""
    if not score.running:
        return Text("stopped: space starts", style="yellow")
    if score.phase == COUNT_IN:
        return Text(f"your turn in{seconds or ' 0'}", style="bold yellow")
    if score.phase == ANSWER:
        return Text(f"the machine's turn{seconds}", style="bold magenta")
    if score.phase == CALL and score.mode == "call_response":
        return Text(f"your turn{seconds}", style="bold cyan")
    if score.resting and score.mode != "call_response":
        return Text("the machine rests: play, and it goes on", style="yellow")
    if score.mode == "takeover" and score.machine.last > score.you.last:
        return Text("it goes on: play, and it stops", style="bold magenta")
    return Text(SAYS.get(score.mode, ""))


def _level(name: str, level: float, colour: str, signs: Signs) -> Text:
    bars: Sequence[str] = signs.bars
    text = Text(f"{name} ")
    for place in range(4):
        share = min(max(level * 4 - place, 0.0), 1.0)
        text.append(bars[math.ceil(share * (len(bars) - 1))], colour if share else "dim")
    return text
