"""A piano roll in the terminal: time from left to right, pitch upwards, a colour for each hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from .notes import Note, Performance

NAMES: Final = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
SYSTEM: Final = 20.0  # seconds a system shows at most, like a line of a score
LEEWAY: Final = 1.0  # seconds that are too few for a further system
WIDEST: Final = 160  # columns
MARGIN: Final = 5  # columns for the pitch labels


@dataclass(frozen=True, slots=True)
class Hand:
    """The look of a hand where it strikes and where it holds: letters and colours."""

    onset: str
    sustain: str
    bright: str
    dark: str


HANDS: Final = (
    Hand("o", "-", "#ffb454", "#a8642a"),  # amber
    Hand("#", "=", "#5ccfe6", "#2a7a99"),  # blue
    Hand("x", "~", "#c3a6ff", "#7a5ab5"),
    Hand("+", ":", "#bae67e", "#5f8f3a"),
)
UNCOLOURED: Final = ""


def pitch_name(pitch: int) -> str:
    """A pitch as musicians write it: 60 is C4."""
    return f"{NAMES[pitch % 12]}{pitch // 12 - 1}"


def draw(performance: Performance, console: Console) -> None:
    """Print the roll as wide as the console, in colour where it can."""
    width = min(WIDEST, console.width)
    encoding = (console.encoding or "").lower().replace("-", "")
    if console.is_terminal and not console.no_color and encoding.startswith("utf"):
        console.print(coloured(performance, width), no_wrap=True, overflow="crop")
    else:
        console.print(Text(plain(performance, width)), no_wrap=True, overflow="crop")


def plain(performance: Performance, width: int = 100) -> str:
    """The roll in ASCII: a row for two semitones, and a legend of the hands' letters."""
    if not performance.notes:
        return "(nothing was played)"
    looks = _looks(performance.notes)
    lines = ["  ".join(f"{look.onset}{look.sustain * 2} {track}" for track, look in looks.items())]
    for system in _systems(performance.notes, width):
        lines.append("")
        for pitch in range(system.high - 2, system.low - 1, -2):
            upper, lower = system.row(pitch + 1, looks), system.row(pitch, looks)
            rest = "." if pitch % 12 == 0 else " "
            cells = (_letter(_stronger(u, w), rest) for u, w in zip(upper, lower, strict=True))
            lines.append(f"{_label(pitch)}|{''.join(cells)}".rstrip())
        lines += [axis.rstrip() for axis in system.axis()]
    return "\n".join(lines)


def coloured(performance: Performance, width: int = 100) -> Text:
    """The roll in colour: half a character for each semitone."""
    if not performance.notes:
        return Text("(nothing was played)")
    looks = _looks(performance.notes)
    text = Text()
    for track, look in looks.items():
        text.append("▀▀", look.bright).append("▀▀", look.dark).append(f" {track}   ")
    for system in _systems(performance.notes, width):
        text.append("\n")
        for pitch in range(system.high - 2, system.low - 1, -2):
            text.append(f"\n{_label(pitch)}", "dim").append("│", "dim")
            rest = "·" if pitch % 12 == 0 else " "
            rows = zip(system.row(pitch + 1, looks), system.row(pitch, looks), strict=True)
            for upper, lower in rows:
                text.append(*_half_blocks(_colour(upper), _colour(lower), rest))
        for axis in system.axis():
            text.append(f"\n{axis}", "dim")
    return text


def window(notes: Sequence[Note], now: float, width: int, low: int, high: int) -> Text:
    """The last seconds before now in colour, as wide as the console: a roll that moves.

    `low` and `high` are the pitches at its edges; notes beyond them are not seen.
    """
    columns = max(20, min(WIDEST, width) - MARGIN)
    start = max(0.0, now - SYSTEM)
    low, high = low // 2 * 2, high // 2 * 2 + 2
    here = [note for note in notes if note.end > start]
    system = _System(here, start, SYSTEM / columns, columns, low, high)
    looks = _looks(notes)
    text = Text()
    for pitch in range(high - 2, low - 1, -2):
        text.append(f"{_label(pitch)}", "dim").append("│", "dim")
        rest = "·" if pitch % 12 == 0 else " "
        rows = zip(system.row(pitch + 1, looks), system.row(pitch, looks), strict=True)
        for upper, lower in rows:
            text.append(*_half_blocks(_colour(upper), _colour(lower), rest))
        text.append("\n")
    return text


Cell = tuple[Hand, bool] | None  # the hand, and whether it strikes here


@dataclass(frozen=True, slots=True)
class _System:
    notes: Sequence[Note]
    start: float
    seconds: float  # a column
    columns: int
    low: int  # lowest pitch, even
    high: int  # above the highest pitch, even

    def row(self, pitch: int, looks: dict[str, Hand]) -> list[Cell]:
        """The cells of a pitch, one a column; an onset covers a held note."""
        cells: list[Cell] = [None] * self.columns
        for note in self.notes:
            if note.pitch != pitch:
                continue
            first = math.floor((note.onset - self.start) / self.seconds + 1e-9)
            last = math.ceil((note.end - self.start) / self.seconds - 1e-9)
            for column in range(max(0, first), min(self.columns, max(last, first + 1))):
                here = cells[column]
                if column == first or here is None or not here[1]:
                    cells[column] = looks[note.track], column == first
        return cells

    def axis(self) -> tuple[str, str]:
        """A ruler with a mark each second or few, and the seconds below."""
        step = next(s for s in (1, 2, 5, 10, 20) if s / self.seconds >= 5 or s == 20)
        ruler, numbers = ["-"] * self.columns, [" "] * (self.columns + 4)
        for second in range(math.ceil(self.start), math.ceil(self.start) + 1000, step):
            column = math.floor((second - self.start) / self.seconds + 1e-9)
            if column >= self.columns:
                break
            ruler[column] = "+"
            numbers[column : column + len(str(second))] = str(second)
        label = "".join(numbers).rstrip()
        return f"{'':{MARGIN}}{''.join(ruler)}", f"{'s':>{MARGIN - 1}} {label}"


def _looks(notes: Iterable[Note]) -> dict[str, Hand]:
    """The look of each track: `human` comes before `machine`."""
    tracks = sorted({n.track for n in notes})
    return {track: HANDS[i % len(HANDS)] for i, track in enumerate(tracks)}


def _systems(notes: Sequence[Note], width: int) -> list[_System]:
    columns = max(20, width - MARGIN)
    end = max(n.end for n in notes)
    count = max(1, math.ceil((end - LEEWAY) / SYSTEM))
    length = max(1.0, float(math.ceil(end / count)))
    found = []
    for i in range(count):
        start = i * length
        here = [n for n in notes if n.onset < start + length and n.end > start]
        pitches = [n.pitch for n in here] or [60]
        low, high = min(pitches) // 2 * 2, max(pitches) // 2 * 2 + 2
        found.append(_System(here, start, length / columns, columns, low, high))
    return found


def _label(pitch: int) -> str:
    return f"{pitch_name(pitch) if pitch % 12 in (0, 6) else '':>{MARGIN - 1}}"


def _stronger(upper: Cell, lower: Cell) -> Cell:
    return lower if upper is None or (lower is not None and lower[1]) else upper


def _letter(cell: Cell, rest: str) -> str:
    return rest if cell is None else cell[0].onset if cell[1] else cell[0].sustain


def _colour(cell: Cell) -> str:
    return UNCOLOURED if cell is None else cell[0].bright if cell[1] else cell[0].dark


def _half_blocks(upper: str, lower: str, rest: str) -> tuple[str, str]:
    """A character of two halves, and its style."""
    if upper and lower:
        return "▀", f"{upper} on {lower}"
    if upper or lower:
        return ("▀", upper) if upper else ("▄", lower)
    return rest, "dim"
