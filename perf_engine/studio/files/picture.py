"""Pictures of a piano roll: SVG and HTML written here, PNG through Pillow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any, Final

from perf_engine.files.whole_file import write_whole
from perf_engine.studio.notes import Note, Performance
from perf_engine.studio.roll import HANDS, pitch_name

from .primer import PRIMER

SECOND: Final = 40  # pixels
SEMITONE: Final = 8  # pixels
LEFT, TOP, BOTTOM, RIGHT = 48, 36, 28, 12  # pixels around the notes
WIDEST: Final = 16_000  # pixels; longer music is drawn narrower
BACKGROUND, BLACK_KEY, LINE, TEXT = "#15171c", "#101216", "#2a2e37", "#aab2c0"
BLACK_KEYS: Final = frozenset((1, 3, 6, 8, 10))
FONT: Final = "sans-serif"
KINDS: Final = (".svg", ".html", ".png")


@dataclass(frozen=True, slots=True)
class Box:
    """A note as a rectangle: pixels, its colour, and its strength 0..1, which is its velocity."""

    note: Note
    x: float
    y: float
    width: float
    height: float
    colour: str
    strength: float


@dataclass(frozen=True, slots=True)
class Roll:
    """A piano roll to be drawn: pitches `low` to below `high`, pixels, and a colour a track."""

    boxes: tuple[Box, ...]
    colours: Mapping[str, str]
    low: int
    high: int
    seconds: float
    scale: float  # pixels a second
    primed: float  # seconds of the primer at the beginning

    @property
    def width(self) -> int:
        """The picture's width in pixels."""
        return LEFT + math.ceil(self.seconds * self.scale) + RIGHT

    @property
    def height(self) -> int:
        """The picture's height in pixels."""
        return TOP + (self.high - self.low) * SEMITONE + BOTTOM

    def top(self, pitch: int) -> int:
        """The upper edge of a pitch's row, in pixels."""
        return TOP + (self.high - 1 - pitch) * SEMITONE

    def step(self) -> int:
        """The seconds between two marks, at least 50 pixels apart."""
        steps = (1, 2, 5, 10, 20, 60, 120, 300, 600, 3600)
        return next((s for s in steps if s * self.scale >= 50), steps[-1])


def roll_of(performance: Performance, primed: float = 0.0) -> Roll:
    """The roll of a performance; the notes of its first `primed` seconds are its primer.

    Raises ValueError where there is no note.
    """
    if not performance.notes:
        raise ValueError("there are no notes to draw")
    tracks = list(dict.fromkeys(_track(n, primed) for n in performance.notes))
    tracks.sort(key=lambda track: (track != PRIMER, track))
    colours = {track: HANDS[i % len(HANDS)].bright for i, track in enumerate(tracks)}
    seconds = max(1.0, max(n.end for n in performance.notes))
    scale = min(float(SECOND), WIDEST / seconds)
    low = min(n.pitch for n in performance.notes) // 12 * 12
    high = max(n.pitch for n in performance.notes) // 12 * 12 + 12
    roll = Roll((), colours, low, min(128, high), seconds, scale, primed)
    boxes = tuple(_boxes(performance.notes, roll, primed))
    return Roll(boxes, colours, low, roll.high, seconds, scale, primed)


def _track(note: Note, primed: float) -> str:
    return PRIMER if note.onset < primed else note.track


def _boxes(notes: Sequence[Note], roll: Roll, primed: float) -> Iterator[Box]:
    for note in notes:
        yield Box(
            note,
            LEFT + note.onset * roll.scale,
            roll.top(note.pitch) + 0.5,
            max(1.5, note.duration * roll.scale - 0.5),
            SEMITONE - 1.0,
            roll.colours[_track(note, primed)],
            0.45 + 0.55 * note.velocity / 127,
        )


def write_picture(path: str | PathLike[str], roll: Roll, title: str = "") -> None:
    """Write an .svg, .html or .png file.

    Raises OSError, ValueError for another kind, ModuleNotFoundError for .png without Pillow.
    """
    kind = Path(path).suffix.lower()
    if kind not in KINDS:
        raise ValueError(
            f"the picture must end with {', '.join(KINDS[:-1])} or {KINDS[-1]},"
            f" not {kind or Path(path).name}"
        )
    if kind == ".png":
        with BytesIO() as content:  # Pillow's own writing hides the reason of a failure
            _png(roll).save(content, "PNG")
            write_whole(path, content.getvalue())
    else:
        write_whole(path, (svg if kind == ".svg" else html)(roll, title))


def svg(roll: Roll, title: str = "") -> str:
    """The roll as SVG; each note carries its onset, pitch, velocity and duration."""
    width, height = roll.width, roll.height
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{FONT}" font-size="11">',
        f"<title>{escape(title or 'piano roll')}</title>",
        f'<rect width="{width}" height="{height}" fill="{BACKGROUND}"/>',
    ]
    for pitch in range(roll.low, roll.high):
        if pitch % 12 in BLACK_KEYS:
            lines.append(
                f'<rect x="{LEFT}" y="{roll.top(pitch)}" width="{width - LEFT - RIGHT}"'
                f' height="{SEMITONE}" fill="{BLACK_KEY}"/>'
            )
    for x1, y1, x2, y2 in _rules(roll):
        lines.append(f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{LINE}"/>')
    for x, y, anchor, text, colour in _texts(roll):
        lines.append(
            f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{colour}">'
            f"{escape(text)}</text>"
        )
    for box in roll.boxes:
        lines.append(_rect(box, _track(box.note, roll.primed)))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _rect(box: Box, track: str) -> str:
    note = box.note
    words = (
        f"{track}: {pitch_name(note.pitch)} at {note.onset:.2f} s for {note.duration:.2f} s,"
        f" velocity {note.velocity}"
    )
    return (
        f'<rect class="note" x="{box.x:.2f}" y="{box.y:g}" width="{box.width:.2f}"'
        f' height="{box.height:g}" rx="1.5" fill="{box.colour}" fill-opacity="{box.strength:.2f}"'
        f' data-track="{escape(track)}" data-onset="{note.onset:.4f}" data-pitch="{note.pitch}"'
        f' data-velocity="{note.velocity}" data-duration="{note.duration:.4f}">'
        f"<title>{escape(words)}</title></rect>"
    )


def _rules(roll: Roll) -> Iterator[tuple[float, float, float, float]]:
    """Lines at each mark of time and below each C."""
    bottom = roll.height - BOTTOM
    for second in range(0, math.floor(roll.seconds) + 1, roll.step()):
        x = LEFT + second * roll.scale
        yield x, TOP, x, bottom
    for pitch in range(roll.low, roll.high, 12):
        y = roll.top(pitch) + SEMITONE
        yield LEFT, y, roll.width - RIGHT, y


def _texts(roll: Roll) -> Iterator[tuple[float, float, str, str, str]]:
    """Place, anchor, text and colour of each label."""
    x = float(LEFT)
    for track, colour in roll.colours.items():
        yield x, TOP - 14, "start", track, colour
        x += 8.0 * len(track) + 24
    for pitch in range(roll.low, roll.high, 12):
        yield LEFT - 6, roll.top(pitch) + SEMITONE, "end", pitch_name(pitch), TEXT
    for second in range(0, math.floor(roll.seconds) + 1, roll.step()):
        yield LEFT + second * roll.scale, roll.height - 10, "middle", f"{second} s", TEXT


def html(roll: Roll, title: str = "") -> str:
    """The roll as a page that needs no network; the mouse on a note shows what it is."""
    name = escape(title or "piano roll")
    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{name}</title>\n'
        f"<style>body{{margin:0;background:{BACKGROUND};color:{TEXT};font-family:{FONT}}}"
        "h1{font-size:16px;font-weight:normal;margin:12px}div{overflow-x:auto}"
        ".note:hover{stroke:#fff}</style></head>\n"
        f"<body><h1>{name}</h1><div>\n{svg(roll, title)}</div></body></html>\n"
    )


def _png(roll: Roll) -> Any:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (roll.width, roll.height), BACKGROUND)
    pen = ImageDraw.Draw(image)
    for pitch in range(roll.low, roll.high):
        if pitch % 12 in BLACK_KEYS:
            top = roll.top(pitch)
            pen.rectangle((LEFT, top, roll.width - RIGHT - 1, top + SEMITONE - 1), fill=BLACK_KEY)
    for rule in _rules(roll):
        pen.line(rule, fill=LINE)
    for x, y, anchor, text, colour in _texts(roll):
        pen.text((x, y), text, fill=colour, anchor={"start": "ls", "end": "rs"}.get(anchor, "ms"))
    for box in roll.boxes:
        corners = (box.x, box.y, box.x + box.width - 1, box.y + box.height - 1)
        pen.rectangle(corners, fill=_mixed(box.colour, box.strength))
    return image


def _mixed(colour: str, strength: float) -> tuple[int, ...]:
    """A colour over the background, as it is seen where it is so strong."""
    front, back = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (colour, BACKGROUND))
    return tuple(round(f * strength + b * (1 - strength)) for f, b in zip(front, back, strict=True))
