"""A Pd patch as one writes it: boxes by what stands in them, cords by the boxes' own handles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet of a box, counted from the left."""

    box: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A box in a patch; `box[1]` is its second outlet."""

    number: int

    def __getitem__(self, outlet: int) -> Outlet:
        return Outlet(self.number, outlet)


def escaped(text: str) -> str:
    """A text as a Pd file holds it: commas and semicolons are words of their own."""
    apart = re.sub(r"\s*([,;])\s*", r" \\\1 ", text)
    return apart.replace("$", "\\$").strip()


@dataclass(slots=True)
class Patch:
    """A window of boxes and cords, written top to bottom."""

    width: int = 700
    height: int = 500
    _declared: list[str] = field(default_factory=list)
    _boxes: list[str] = field(default_factory=list)
    _cords: list[str] = field(default_factory=list)

    def obj(self, x: int, y: int, text: str, *sources: Box | Outlet) -> Box:
        """An object; its first inlet takes from the sources."""
        return self._add(f"#X obj {x} {y} {escaped(text)};", sources)

    def declare(self, x: int, y: int, words: str) -> None:
        """Where Pd looks for abstractions; it obeys the file's own line, not the object."""
        self._declared.append(f"#X declare {words};")
        self.obj(x, y, f"declare {words}")

    def msg(self, x: int, y: int, text: str, *sources: Box | Outlet) -> Box:
        """A message box; a comma in it sends one message after another."""
        return self._add(f"#X msg {x} {y} {escaped(text)};", sources)

    def number(self, x: int, y: int, *sources: Box | Outlet) -> Box:
        """A number box."""
        return self._add(f"#X floatatom {x} {y} 6 0 0 0 - - -;", sources)

    def button(self, x: int, y: int, *sources: Box | Outlet) -> Box:
        """A bang to click at."""
        return self._add(
            f"#X obj {x} {y} bng 20 250 50 0 empty empty empty 17 7 0 10 #fcfcfc #000000 #000000;",
            sources,
        )

    def toggle(self, x: int, y: int, *sources: Box | Outlet) -> Box:
        """A toggle: 1 or 0."""
        return self._add(
            f"#X obj {x} {y} tgl 20 0 empty empty empty 17 7 0 10 #fcfcfc #000000 #000000 0 1;",
            sources,
        )

    def text(self, x: int, y: int, words: str, width: int = 0) -> None:
        """A comment, broken after so many characters."""
        wide = f", f {width}" if width else ""
        self._add(f"#X text {x} {y} {escaped(words)}{wide};", ())

    def cord(self, source: Box | Outlet, target: Box, inlet: int = 0) -> None:
        """A cord from an outlet to an inlet."""
        outlet = source[0] if isinstance(source, Box) else source
        self._cords.append(f"#X connect {outlet.box} {outlet.number} {target.number} {inlet};")

    def written(self) -> str:
        """The patch as Pd reads it."""
        canvas = f"#N canvas 60 60 {self.width} {self.height} 12;"
        return "\n".join([canvas, *self._declared, *self._boxes, *self._cords]) + "\n"

    def _add(self, line: str, sources: tuple[Box | Outlet, ...]) -> Box:
        box = Box(len(self._boxes))
        self._boxes.append(line)
        for source in sources:
            self.cord(source, box)
        return box
