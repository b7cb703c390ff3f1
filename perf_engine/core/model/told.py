"""Inputs of a model beside the events: the style of the music, and its position in the metre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

MOST_STYLES: Final = 127  # as many as a MIDI controller can choose from, beside none
LONGEST: Final = 60  # characters of a style's name
NO_STYLE: Final = "none"


@dataclass(frozen=True, slots=True)
class Told:
    """The names of the styles, of which class 0 is none, and a flag for the metre."""

    styles: tuple[str, ...] = ()
    metre: bool = False

    def style(self, name: str) -> int:
        """The class of a style; 0 for an unknown one."""
        return 1 + self.styles.index(name) if name in self.styles else 0

    def more(self, styles: Iterable[str], metre: bool) -> Told:
        """These, with other styles after its own, and with the metre if it is told too."""
        return Told(tuple(dict.fromkeys((*self.styles, *styles))), self.metre or metre)

    def as_json(self) -> dict[str, Any]:
        """Every value by its name."""
        return {**asdict(self), "styles": list(self.styles)}

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Told:
        """Read the result of `as_json`; without one, nothing is told."""
        return cls(tuple(said.get("styles", ())), bool(said.get("metre", False)))


NOTHING = Told()


def check_styles(names: Iterable[object]) -> tuple[str, ...]:
    """Return the names of a model's styles. Raises ValueError."""
    found = tuple(names)
    if len(found) > MOST_STYLES:
        raise ValueError(f"a model must have at most {MOST_STYLES} styles, not {len(found)}")
    for name in found:
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST or name == NO_STYLE:
            raise ValueError(
                f"a style's name must be a text of 1..{LONGEST} characters other than {NO_STYLE},"
                f" not {str(name)[:LONGEST]!r}"
            )
    if len(set(found)) < len(found):
        raise ValueError("two styles of the model have one name")
    return tuple(str(name) for name in found)
