"""Inputs of a model beside the events: their style and their position in the metre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """The names of the styles, of which class 0 is none, and a flag for the metre."""

    styles: tuple[str, ...] = ()
    metre: bool = False

    def style(self, name: str) -> int:
        """The class of a style; 0 for an unknown one."""
        return 1 + self.styles.index(name) if name in self.styles else 0

    def as_json(self) -> dict[str, Any]:
        """Every value by its name."""
        return {**asdict(self), "styles": list(self.styles)}

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Told:
        """Read the result of `as_json`; without one, nothing is told."""
        return cls(tuple(said.get("styles", ())), bool(said.get("metre", False)))


NOTHING = Told()
