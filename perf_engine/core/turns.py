"""Whose turn it is: which parts the machine may play now, which the players, and what is owed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MODES: Final = ("duet", "takeover", "solo", "listen")


@dataclass(frozen=True, slots=True)
class Turn:
    """Parts (indices) of the machine and of the players; a voice that owes never falls silent."""

    mine: frozenset[int]
    theirs: frozenset[int]
    owes: bool = False

    @property
    def silent(self) -> bool:
        """Whether the machine has nothing to say."""
        return not self.mine


def check_mode(name: str) -> str:
    """The mode's name. Raises ValueError with the known ones."""
    if name not in MODES:
        raise ValueError(f"mode must be one of {', '.join(MODES)}, not {name}")
    return name


def turn(mode: str, mine: int, theirs: int, going: bool) -> Turn:
    """The turn of a voice that plays part `mine` beside players of part `theirs`.

    `going`: in takeover, the player has been silent long enough. In solo, and while going on in
    takeover, every part is the machine's.
    """
    nothing: frozenset[int] = frozenset()
    if mode == "solo" or (mode == "takeover" and going):
        return Turn(frozenset((mine, theirs)), nothing, owes=True)
    if mode == "duet":
        return Turn(frozenset((mine,)), frozenset((theirs,)))
    return Turn(nothing, frozenset((mine, theirs)))
