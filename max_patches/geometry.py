"""Where cords run, and what they cross: whether a person can read a patch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from .patch import Box, Cord, Patch, Rect

Point = tuple[float, float]
Line = tuple[Point, Point]
BEHIND = frozenset({"panel"})


def ends(patch: Patch, cord: Cord) -> Line:
    """Where a cord begins and ends. Raises KeyError where a box is missing."""
    source, destination = patch.box(cord.source), patch.box(cord.destination)
    return source.outlet_at(cord.outlet), destination.inlet_at(cord.inlet)


def _all_ends(patch: Patch) -> Iterator[tuple[Cord, Line]]:
    boxes = {box.id: box for box in patch.boxes}
    for cord in patch.cords:
        source, destination = boxes[cord.source], boxes[cord.destination]
        yield cord, (source.outlet_at(cord.outlet), destination.inlet_at(cord.inlet))


def _around(line: Line) -> Rect:
    (x1, y1), (x2, y2) = line
    return Rect(min(x1, x2), min(y1, y2), abs(x1 - x2) + 1e-3, abs(y1 - y2) + 1e-3)


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cross(a: Line, b: Line) -> bool:
    """Whether two lines cross at a point that ends neither."""
    return _turn(*a, b[0]) * _turn(*a, b[1]) < -1e-6 and _turn(*b, a[0]) * _turn(*b, a[1]) < -1e-6


def through(line: Line, rect: Rect) -> bool:
    """Whether a line runs through the inside of a rectangle."""
    inner = Rect(rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 2)
    corners = (
        (inner.x, inner.y),
        (inner.right, inner.y),
        (inner.right, inner.bottom),
        (inner.x, inner.bottom),
    )
    edges = [(corners[i], corners[(i + 1) % 4]) for i in range(4)]
    inside = any(inner.x < x < inner.right and inner.y < y < inner.bottom for x, y in line)
    return inside or any(cross(line, edge) for edge in edges)


def crossings(patch: Patch) -> list[tuple[Cord, Cord]]:
    """The pairs of cords that cross."""
    drawn = [(cord, line, _around(line)) for cord, line in _all_ends(patch)]
    return [
        (a, b)
        for (a, first, near), (b, second, far) in combinations(drawn, 2)
        if near.overlaps(far) and cross(first, second)
    ]


def hidden(patch: Patch) -> Iterator[tuple[Cord, Box]]:
    """Each cord that runs behind a box that it does not belong to, and the box."""
    placed = [
        (box, box.rect)
        for box in patch.boxes
        if box.maxclass not in BEHIND
        and not (box.maxclass == "comment" and box.data.get("presentation"))
    ]
    for cord, line in _all_ends(patch):
        near = _around(line)
        for box, rect in placed:
            if box.id in (cord.source, cord.destination) or not near.overlaps(rect):
                continue
            if through(line, rect):
                yield cord, box


def rising(patch: Patch) -> Iterator[Cord]:
    """Each cord that does not run downwards."""
    for cord, ((_, begin), (_, end)) in _all_ends(patch):
        if end <= begin:
            yield cord


def overlapping(patch: Patch, presented: bool = False) -> Iterator[tuple[Box, Box]]:
    """Each two boxes that lie on one another, while patching or in presentation mode."""
    placed = [
        (box, box.presentation if presented else box.rect)
        for box in patch.boxes
        if box.maxclass not in BEHIND
    ]
    for (a, first), (b, second) in combinations(placed, 2):
        if first is not None and second is not None and first.overlaps(second):
            yield a, b
