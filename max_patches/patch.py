"""A Max patch as a value: boxes and cords, read from and written to a .maxpat's JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

SUFFIXES = (".maxpat", ".maxhelp")
PORT = 9.5  # pixels from a box's edge to the middle of its first and last inlet


class Rect(NamedTuple):
    """A rectangle in pixels, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share an area."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


class Cord(NamedTuple):
    """A patch cord from an outlet to an inlet, both counted from the left from 0."""

    source: str
    outlet: int
    destination: str
    inlet: int


@dataclass(eq=False)
class Box:
    """One box, as its JSON has it."""

    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its name within its patch."""
        return str(self.data.get("id", ""))

    @property
    def maxclass(self) -> str:
        """What kind of box: newobj for one with an object's name in it."""
        return str(self.data.get("maxclass", ""))

    @property
    def text(self) -> str:
        """What is written in it."""
        return str(self.data.get("text", ""))

    @property
    def name(self) -> str:
        """The object's name."""
        if self.maxclass == "newobj":
            return self.text.split()[0] if self.text.split() else ""
        return self.maxclass

    @property
    def inlets(self) -> int:
        """How many inlets are saved."""
        return int(self.data.get("numinlets", 0))

    @property
    def outlets(self) -> int:
        """How many outlets are saved."""
        return int(self.data.get("numoutlets", 0))

    @property
    def types(self) -> tuple[str, ...]:
        """The type of each outlet, as saved."""
        return tuple(self.data.get("outlettype", ()))

    @property
    def rect(self) -> Rect:
        """Where it is while patching."""
        return Rect(*self.data.get("patching_rect", (0.0, 0.0, 0.0, 0.0)))

    @property
    def presentation(self) -> Rect | None:
        """Where it is in presentation mode; None where it is not shown there."""
        if not self.data.get("presentation"):
            return None
        return Rect(*self.data.get("presentation_rect", (0.0, 0.0, 0.0, 0.0)))

    @property
    def parameter(self) -> Mapping[str, Any]:
        """What is said of it as a parameter; empty where it is none."""
        saved: Mapping[str, Any] = self.data.get("saved_attribute_attributes", {})
        found: Mapping[str, Any] = saved.get("valueof", {})
        return found

    @cached_property
    def patch(self) -> Patch | None:
        """The patch inside it; None where there is none."""
        return Patch.of(self.data["patcher"], self.text) if "patcher" in self.data else None

    def inlet_at(self, number: int) -> tuple[float, float]:
        """The x and y of an inlet."""
        return self._port(number, self.inlets), self.rect.y

    def outlet_at(self, number: int) -> tuple[float, float]:
        """The x and y of an outlet."""
        return self._port(number, self.outlets), self.rect.bottom

    def _port(self, number: int, count: int) -> float:
        between = (self.rect.width - 2 * PORT) / (count - 1) if count > 1 else 0.0
        return self.rect.x + PORT + number * between


@dataclass(eq=False)
class Patch:
    """A patch: its name, its boxes, its cords, and the rest of its JSON."""

    name: str
    boxes: list[Box] = field(default_factory=list)
    cords: list[Cord] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, Any], name: str) -> Patch:
        """The patch that a JSON patcher holds. Raises KeyError or TypeError where it is none."""
        return cls(
            name,
            [Box(entry["box"]) for entry in data["boxes"]],
            [
                Cord(*line["patchline"]["source"], *line["patchline"]["destination"])
                for line in data["lines"]
            ],
            {key: value for key, value in data.items() if key not in ("boxes", "lines")},
        )

    @classmethod
    def read(cls, path: Path) -> Patch:
        """The patch in a file. Raises ValueError where the file is none."""
        try:
            return cls.of(json.loads(path.read_text(encoding="utf-8"))["patcher"], path.stem)
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"{path.name} is no patch: {error!r}") from error

    @property
    def inlets(self) -> list[Box]:
        """Its inlet boxes, from the left."""
        return self._ports("inlet")

    @property
    def outlets(self) -> list[Box]:
        """Its outlet boxes, from the left."""
        return self._ports("outlet")

    def _ports(self, maxclass: str) -> list[Box]:
        found = [box for box in self.boxes if box.maxclass == maxclass]
        return sorted(found, key=lambda box: int(box.data.get("index", 0)))

    def box(self, name: str) -> Box:
        """The box with an id. Raises KeyError."""
        for box in self.boxes:
            if box.id == name:
                return box
        raise KeyError(name)

    def walk(self) -> Iterator[Patch]:
        """This patch and all that are inside it."""
        yield self
        for box in self.boxes:
            if box.patch is not None:
                yield from box.patch.walk()

    def as_data(self) -> dict[str, Any]:
        """The JSON patcher."""
        return {
            **self.header,
            "boxes": [{"box": dict(sorted(box.data.items()))} for box in self.boxes],
            "lines": [
                {
                    "patchline": {
                        "destination": [cord.destination, cord.inlet],
                        "source": [cord.source, cord.outlet],
                    }
                }
                for cord in self.cords
            ],
        }

    def as_text(self) -> str:
        """The file, as `read` reads it."""
        return json.dumps({"patcher": self.as_data()}, indent="\t", ensure_ascii=True) + "\n"
