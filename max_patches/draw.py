"""Draws patches: boxes placed by hand, with the inlets and outlets that the table gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from .objects import PANELS, Shape, shape_of
from .patch import Box, Cord, Patch, Rect

HEIGHT: Final = 22.0  # pixels of a box with text in it
LINE: Final = 14.0  # pixels from one line of text to the next
# Widths of Arial's characters, in thousandths of the font's size; all others are 556.
NARROW: Final = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys("ft I!/.,:;[]\\()r-", 290),
    **dict.fromkeys("csvxyzkJ", 500),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    "W": 944,
    "~": 584,
    "+": 584,
    "<": 584,
    ">": 584,
    "=": 584,
    "@": 1015,
}
SIZES: Final[Mapping[str, tuple[float, float]]] = {
    "inlet": (30.0, 30.0),
    "outlet": (30.0, 30.0),
    "button": (24.0, 24.0),
    "toggle": (24.0, 24.0),
    "number": (50.0, 22.0),
    "flonum": (60.0, 22.0),
    "led": (20.0, 20.0),
    "kslider": (336.0, 53.0),
    "textbutton": (100.0, 24.0),
    "ezdac~": (45.0, 45.0),
    "umenu": (100.0, 22.0),
    "multislider": (300.0, 80.0),
    "live.dial": (46.0, 48.0),
    "live.numbox": (56.0, 15.0),
    "live.menu": (110.0, 15.0),
    "live.toggle": (15.0, 15.0),
    "live.text": (60.0, 20.0),
}


def width_of(text: str, size: float = 12.0) -> float:
    """How wide a line of text is in Arial, in pixels."""
    return sum(NARROW.get(character, 556) for character in text) * size / 1000.0


def lines_of(text: str, width: float, size: float = 12.0) -> list[str]:
    """A text broken into lines no wider than this many pixels."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def header(rect: Rect, **more: Any) -> dict[str, Any]:
    """What stands at the head of a patch, before its boxes."""
    return {
        "fileversion": 1,
        "appversion": {
            "major": 8,
            "minor": 5,
            "revision": 0,
            "architecture": "x64",
            "modernui": 1,
        },
        "classnamespace": "box",
        "rect": list(rect),
        "bglocked": 0,
        "openinpresentation": 0,
        "default_fontsize": 12.0,
        "default_fontface": 0,
        "default_fontname": "Arial",
        "gridonopen": 1,
        "gridsize": [15.0, 15.0],
        "gridsnaponopen": 1,
        "objectsnaponopen": 1,
        "statusbarvisible": 2,
        "toolbarvisible": 1,
        **more,
    }


class Drawing:
    """A patch that is being drawn. Every method returns the box that it made."""

    def __init__(
        self,
        name: str,
        width: float = 640.0,
        height: float = 480.0,
        shapes: Mapping[str, Shape] | None = None,
        **more: Any,
    ) -> None:
        self.patch = Patch(name, header=header(Rect(100.0, 100.0, width, height), **more))
        self._shapes = shapes or {}

    def box(self, maxclass: str, shape: Shape, rect: Rect, **more: Any) -> Box:
        """Any box."""
        data: dict[str, Any] = {
            "id": f"obj-{len(self.patch.boxes) + 1}",
            "maxclass": maxclass,
            "numinlets": shape.inlets,
            "numoutlets": len(shape.outlets),
            "patching_rect": list(rect),
            **more,
        }
        if shape.outlets:
            data["outlettype"] = list(shape.outlets)
        box = Box(data)
        self.patch.boxes.append(box)
        return box

    def obj(self, text: str, x: float, y: float, width: float = 0.0, **more: Any) -> Box:
        """An object box, as wide as its text and its outlets need."""
        name = text.split()[0]
        shape = self._shapes[name] if name in self._shapes else shape_of(text)
        ports = max(shape.inlets, len(shape.outlets))
        wide = max(width_of(text) + 16.0, 19.0 + 10.5 * (ports - 1), 32.0, width)
        return self.box("newobj", shape, Rect(x, y, round(wide), HEIGHT), text=text, **more)

    def message(self, text: str, x: float, y: float, width: float = 0.0, **more: Any) -> Box:
        """A message box; wider texts are broken into lines."""
        wide = width or round(max(width_of(text) + 14.0, 32.0))
        lines = len(lines_of(text, wide - 10.0))
        rect = Rect(x, y, wide, HEIGHT + LINE * (lines - 1))
        return self.box("message", PANELS["message"], rect, text=text, **more)

    def comment(
        self, text: str, x: float, y: float, width: float = 0.0, size: float = 12.0, **more: Any
    ) -> Box:
        """A comment, broken into lines where a width is given."""
        wide = width or round(width_of(text, size) + 12.0)
        lines = lines_of(text, wide - 8.0, size)
        high = 8.0 + round(len(lines) * size * 1.17)
        if size != 12.0:
            more["fontsize"] = size
        if len(lines) > 1:
            more["linecount"] = len(lines)
        return self.box("comment", PANELS["comment"], Rect(x, y, wide, high), text=text, **more)

    def panel(self, maxclass: str, x: float, y: float, **more: Any) -> Box:
        """A button, toggle, dial, or another object without a text to type."""
        width, height = SIZES[maxclass]
        rect = Rect(x, y, more.pop("width", width), more.pop("height", height))
        return self.box(maxclass, PANELS[maxclass], rect, **more)

    def inlet(self, x: float, y: float, comment: str) -> Box:
        """The next inlet; inlets are drawn from the left."""
        return self.panel("inlet", x, y, comment=comment, index=len(self.patch.inlets) + 1)

    def outlet(self, x: float, y: float, comment: str) -> Box:
        """The next outlet; outlets are drawn from the left."""
        return self.panel("outlet", x, y, comment=comment, index=len(self.patch.outlets) + 1)

    def bpatcher(
        self,
        name: str,
        x: float,
        y: float,
        size: Sequence[float],
        args: Sequence[object] = (),
        **more: Any,
    ) -> Box:
        """One of our own patches, shown in presentation mode."""
        return self.box(
            "bpatcher",
            self._shapes[name],
            Rect(x, y, size[0], size[1]),
            name=f"{name}.maxpat",
            args=list(args),
            bgmode=0,
            border=1,
            clickthrough=0,
            enablehscroll=0,
            enablevscroll=0,
            lockeddragscroll=0,
            offset=[0.0, 0.0],
            viewvisibility=1,
            **more,
        )

    def inside(
        self, text: str, x: float, y: float, patch: Patch, width: float = 0.0, **more: Any
    ) -> Box:
        """A patcher box with a patch in it: text is `p` and its name."""
        shape = Shape(len(patch.inlets), ("",) * len(patch.outlets))
        wide = max(width_of(text) + 16.0, 32.0, width)
        return self.box(
            "newobj",
            shape,
            Rect(x, y, round(wide), HEIGHT),
            text=text,
            patcher=patch.as_data(),
            **more,
        )

    def cord(self, source: Box, outlet: int, destination: Box, inlet: int = 0) -> None:
        """A cord."""
        self.patch.cords.append(Cord(source.id, outlet, destination.id, inlet))

    def chain(self, *boxes: Box) -> None:
        """Cords from each box's first outlet to the next one's first inlet."""
        for source, destination in pairwise(boxes):
            self.cord(source, 0, destination)
