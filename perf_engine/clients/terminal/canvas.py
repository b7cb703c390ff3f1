"""The place on the screen: lines that scroll away above, and below them the view, drawn anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 200_000  # bytes of lines that may wait while the terminal stands still

# Everything that could move the cursor or change the terminal, apart from the end of a line.
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the view: its text with colours, and its width in cells."""

    text: str
    width: int


class Canvas:
    """Writes to a terminal without waiting: what finds no space is written later."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        """`write` takes bytes, and returns how many of them it has taken."""
        self._write = write
        self._leaving = bytearray()  # begun, so the rest must follow
        self._above = bytearray()  # whole lines
        self._begun = b""  # a line that has not ended
        self._lost = 0  # lines above
        self._drawn: list[Line] = []
        self._shown: tuple[tuple[Line, ...], int] = ((), 0)

    @property
    def waiting(self) -> bool:
        """Return whether the terminal has not taken all yet."""
        return bool(self._leaving)

    @property
    def unwritten(self) -> bool:
        """Return whether lines have not begun to be written."""
        return bool(self._above)

    def say(self, text: bytes) -> None:
        """Add text above the view once its line has ended, or count it if too much waits."""
        whole, newline, self._begun = (self._begun + text).rpartition(b"\n")
        if len(self._begun) > MOST:
            self._begun = b""
            self._lost += 1
        if len(self._above) + len(whole) > MOST:
            self._lost += whole.count(b"\n") + 1
        elif newline:
            self._above += _CONTROLS.sub(b"", whole) + b"\n"

    def draw(self, view: Sequence[Line], columns: int, again: bool = False) -> None:
        """Write the waiting lines, and the view below them; nothing if it is there already."""
        self.flush()
        if self._leaving:
            return
        shown = tuple(view), columns
        if shown == self._shown and not self._above and not again:
            return
        data = self._erased(columns) + self._lines_above()
        if view:
            data += "\n".join(line.text for line in view).encode("utf-8", "replace")
        self._drawn, self._shown = list(view), shown
        self._leaving += data
        self.flush()

    def erase(self, columns: int) -> None:
        """Remove the view, after all lines; the cursor stands where it began."""
        if self._begun:
            self.say(b"\n")
        self.draw((), columns)

    def forget(self) -> None:
        """Leave the view where it stands, as another program has written below it."""
        self._drawn, self._shown = [], ((), 0)

    def flush(self) -> None:
        """Write as much as the terminal takes now."""
        while self._leaving:
            count = self._write(bytes(self._leaving[:4096]))
            if not count:
                return
            del self._leaving[:count]

    def _erased(self, columns: int) -> bytes:
        if not self._drawn:
            return b""
        # A terminal that has become narrower has broken its lines.
        rows = sum(max(1, -(-line.width // max(columns, 1))) for line in self._drawn)
        up = b"\x1b[%dA" % (rows - 1) if rows > 1 else b""
        return b"\r" + up + b"\x1b[J"

    def _lines_above(self) -> bytes:
        if self._lost and len(self._above) <= MOST / 2:
            words = "1 line" if self._lost == 1 else f"{self._lost} lines"
            self._above += f"{words} could not be written.\n".encode()
            self._lost = 0
        above = bytes(self._above)
        self._above.clear()
        return above
