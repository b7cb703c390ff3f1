"""Pictures of patches: boxes and cords where Max would place them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from .draw import lines_of
from .geometry import ends
from .objects import SIGNAL
from .patch import Box, Patch, Rect

FONTS: Final = (
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf",
)
GROUND: Final = (229, 229, 229)
INK: Final = (40, 40, 40)
CORD: Final = (90, 90, 90)
SOUND: Final = (170, 150, 40)
FILLS: Final = {
    "newobj": (200, 206, 214),
    "message": (215, 215, 215),
    "bpatcher": (245, 245, 245),
    "inlet": (250, 250, 250),
    "outlet": (250, 250, 250),
    "kslider": (255, 255, 255),
    "textbutton": (175, 180, 188),
    "umenu": (235, 235, 235),
}
SCALE: Final = 1.5


class Canvas:
    """A picture that boxes and cords are drawn into."""

    def __init__(self, width: float, height: float, scale: float) -> None:
        self.scale = scale
        self.image = Image.new("RGB", (round(width * scale), round(height * scale)), GROUND)
        self.draw = ImageDraw.Draw(self.image)
        self._font = next((font for font in FONTS if Path(font).exists()), "")

    def font(self, size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        """The font at a size in points."""
        pixels = max(6, round(size * self.scale))
        if not self._font:
            return ImageFont.load_default()
        return ImageFont.truetype(self._font, pixels)

    def rect(self, rect: Rect, fill: tuple[int, ...] | None, radius: float = 4.0) -> None:
        """A box's frame."""
        corners = [value * self.scale for value in (rect.x, rect.y, rect.right, rect.bottom)]
        self.draw.rounded_rectangle(corners, radius * self.scale, fill=fill, outline=INK)

    def text(
        self,
        text: str,
        rect: Rect,
        size: float,
        colour: tuple[int, ...] = INK,
        middle: bool = False,
    ) -> None:
        """Lines of text inside a rectangle."""
        wide = rect.width - 6.0
        y = rect.y + (3.0 if rect.height > size + 4 else 0.0)
        for line in lines_of(text, wide, size):
            x = rect.x + 4.0
            if middle:
                length = self.draw.textlength(line, font=self.font(size)) / self.scale
                x = rect.x + max(0.0, (rect.width - length) / 2)
            self.draw.text((x * self.scale, y * self.scale), line, colour, font=self.font(size))
            y += size * 1.17

    def line(
        self, begin: tuple[float, float], end: tuple[float, float], colour: tuple[int, ...]
    ) -> None:
        """A cord."""
        flat = [value * self.scale for value in (*begin, *end)]
        self.draw.line(flat, fill=colour, width=max(1, round(1.6 * self.scale)))


def picture(
    patch: Patch,
    presented: bool = False,
    scale: float = SCALE,
    own: Mapping[str, Patch] | None = None,
) -> Image.Image:
    """A patch as it looks while patching, or in presentation mode.

    `own` are the patches that a bpatcher may show, by their names.
    """
    boxes = [
        (box, box.presentation if presented else box.rect)
        for box in patch.boxes
        if not (presented and box.presentation is None)
    ]
    placed = [(box, rect) for box, rect in boxes if rect is not None]
    right = max((rect.right for _, rect in placed), default=100.0)
    bottom = max((rect.bottom for _, rect in placed), default=100.0)
    canvas = Canvas(right + 24.0, bottom + 24.0, scale)
    if not presented:
        for cord in patch.cords:
            begin, end = ends(patch, cord)
            types = patch.box(cord.source).types
            heard = cord.outlet < len(types) and types[cord.outlet] == SIGNAL
            canvas.line(begin, end, SOUND if heard else CORD)
    for box, rect in placed:
        _box(canvas, box, rect)
        _shown(canvas, box, rect, own or {})
        if not presented:
            _ports(canvas, box)
    return canvas.image


def _shown(canvas: Canvas, box: Box, rect: Rect, own: Mapping[str, Patch]) -> None:
    """What a bpatcher shows of the patch in it."""
    inner = own.get(str(box.data.get("name", "")).removesuffix(".maxpat"))
    if box.maxclass != "bpatcher" or inner is None:
        return
    canvas.rect(rect, FILLS["bpatcher"], 2.0)
    for part in inner.boxes:
        if part.presentation is not None:
            at = part.presentation
            _box(canvas, part, Rect(rect.x + at.x, rect.y + at.y, at.width, at.height))


def _ports(canvas: Canvas, box: Box) -> None:
    if box.maxclass == "comment":
        return
    points = [box.inlet_at(n) for n in range(box.inlets)]
    points += [box.outlet_at(n) for n in range(box.outlets)]
    for x, y in points:
        canvas.rect(Rect(x - 2.5, y - 1.5, 5.0, 3.0), INK, 1.0)


def _box(canvas: Canvas, box: Box, rect: Rect) -> None:
    size = float(box.data.get("fontsize", 12.0))
    label = box.text
    if box.maxclass == "comment":
        middle = box.data.get("textjustification") == 1
        canvas.text(label, rect, size, middle=middle)
        return
    colour = box.data.get("bgcolor")
    fill = tuple(round(255 * part) for part in colour[:3]) if colour else FILLS.get(box.maxclass)
    fill = fill or (210, 214, 220)
    ink = (255, 255, 255) if sum(fill) < 330 else INK
    if box.maxclass in ("button", "led") or box.maxclass == "live.dial":
        canvas.rect(rect, fill, min(rect.width, rect.height) / 2)
        label = ""
    elif box.maxclass == "bpatcher":
        canvas.rect(rect, fill, 2.0)
        label = f"bpatcher {box.data.get('name', '')} {box.data.get('args') or ''}".strip()
    else:
        canvas.rect(rect, fill)
        shown = {
            "inlet": str(box.data.get("index", "")),
            "outlet": str(box.data.get("index", "")),
            "toggle": "X",
            "number": "0",
            "flonum": "0.",
            "umenu": "internal",
            "ezdac~": "dac",
            "live.numbox": "0",
        }
        label = label or shown.get(box.maxclass, "")
        if box.maxclass == "live.menu":
            label = str(box.parameter.get("parameter_enum", ["?"])[0])
            size = 9.5
    canvas.text(label, rect, size, ink, box.maxclass in ("textbutton", "live.text"))
