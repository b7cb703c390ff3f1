"""Whose turn it is: which parts the machine may play now, which the players, and what is owed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .vocabulary import Vocabulary

Floats = NDArray[np.float32]

MODES: Final = ("duet", "takeover", "solo", "listen", "call_response", "accompany", "follow")
ALTERNATING: Final = ("takeover", "call_response")
BESIDE: Final = ("duet", "solo", "accompany")  # in which a voice plays while others do
SHAPES: Final = {  # the controls by which a mode is another, so that it begins anew
    "call_response": ("windowed",), "accompany": ("role",), "follow": ("motion",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """Parts (indices) of the machine and of the players; a voice that owes never falls silent.

    `company` has the part of each other voice that plays at the same time and is heard.
    """

    mine: frozenset[int] = frozenset()
    theirs: frozenset[int] = frozenset()
    owes: bool = False
    entry: float = 0.0  # the least probability of each part of the machine's: that it comes in
    company: tuple[int, ...] = ()

    @property
    def playing(self) -> frozenset[int]:
        """All parts in which something may happen."""
        return self.mine | self.theirs | frozenset(self.company)

    def portion(self, part: int, share: float) -> float:
        """How much of what comes next in a part is the machine's; beside players, the share."""
        if part not in self.mine:
            return 0.0
        return share if part in self.theirs else 1.0

    def pace(self, part: int) -> float:
        """A factor on the rate of events in a part, that several voices expect each by itself.

        The first of them plays; so all of them together are as busy as one.
        """
        return 1.0 / (1 + self.company.count(part))

    def without_players(self) -> Turn:
        """The same where no player is heard: nothing is left to them."""
        return replace(self, theirs=frozenset())

    def entering(self, p: Floats) -> Floats:
        """Probabilities (parts,), of which none of the machine's is below `entry`.

        A model that has heard a line alone for long expects no other: so it is accompanied, and
        from then on the model knows.
        """
        raised = p.copy()
        for part in self.mine:
            raised[part] = max(raised[part], self.entry)
        return raised / raised.sum() if self.entry else p

    @property
    def whole(self) -> bool:
        """Whether all that happens is in one part."""
        return len(self.playing) == 1

    @property
    def silent(self) -> bool:
        """Whether the machine has nothing to say."""
        return not self.mine


@dataclass(frozen=True, slots=True)
class Role:
    """Who plays what in accompany: the machine's parts, and the players', by name."""

    machine: tuple[str, ...]
    players: str


ROLES: Final = (  # by the control `role`
    Role(("accompaniment", "bass"), "melody"),
    Role(("accompaniment",), "melody"),
    Role(("bass",), "melody"),
    Role(("melody",), "accompaniment"),
)
ENTRY: Final = 0.2  # of what happens at least so much is the machine's accompaniment
SONG: Final = ("melody", "accompaniment", "bass")  # the parts of it


def check_mode(name: str) -> str:
    """The mode's name. Raises ValueError with the known ones."""
    if name not in MODES:
        raise ValueError(f"mode must be one of {', '.join(MODES)}, not {name}")
    return name


def check_parts(mode: str, vocabulary: Vocabulary) -> None:
    """Raise ValueError where a mode needs a part that a model does not have."""
    if mode != "accompany":
        return
    for name in SONG:
        if name not in vocabulary.parts:
            there = ", ".join(vocabulary.parts)
            raise ValueError(f"accompany needs a model with the part {name}; this one has {there}")


def turn(mode: str, mine: int, theirs: int, going: bool) -> Turn:
    """The turn of a voice that plays part `mine` beside players of part `theirs`.

    `going`: where they take turns, it is the machine's. Then, and in solo, every part is its own.
    In follow its line is bound to the players', and it has nothing of its own to say.
    """
    nothing: frozenset[int] = frozenset()
    if mode == "solo" or (mode in ALTERNATING and going):
        return Turn(frozenset((mine, theirs)), nothing, owes=True)
    if mode == "duet":
        return Turn(frozenset((mine,)), frozenset((theirs,)))
    return Turn(nothing, frozenset((mine, theirs)))


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts (indices) of a voice and of the players, where the mode gives them no others."""

    mine: int
    players: int

    def turn(
        self, mode: str, role: int, going: bool, vocabulary: Vocabulary,
        company: tuple[int, ...] = (), beside: bool = False,
    ) -> Turn:
        """The turn in a mode; in accompany a part that nobody plays is not expected.

        Who alternates has all to itself when it is its turn. Who accompanies owes sound as long as
        a player plays (`beside`): one who never rests puts off what is foreseen with every note.
        """
        if mode != "accompany":
            found = turn(mode, self.mine, self.players, going)
            return found if mode in ALTERNATING else replace(found, company=company)
        mine = frozenset(map(vocabulary.part_index, ROLES[role].machine))
        theirs = frozenset((vocabulary.part_index(ROLES[role].players),))
        return Turn(mine, theirs, beside, ENTRY / len(mine), company)

    def played(self, mode: str, role: int, vocabulary: Vocabulary) -> tuple[int, ...]:
        """The parts that it plays beside others, in a mode in which it does."""
        if mode not in BESIDE:
            return ()
        return tuple(sorted(self.turn(mode, role, True, vocabulary).mine))

    def heard(self, mode: str, role: int, vocabulary: Vocabulary) -> int:
        """The part in which the players are heard in a mode."""
        return vocabulary.part_index(ROLES[role].players) if mode == "accompany" else self.players

    def needed(self, mode: str, vocabulary: Vocabulary) -> tuple[int, ...]:
        """The parts that a mode cannot do without."""
        song = SONG if mode == "accompany" else ()
        return (self.mine, self.players, *map(vocabulary.part_index, song))

    def renamed(self, new: Callable[[int], int]) -> Parts:
        """The same in another model, where `new` gives the index of a part."""
        return Parts(new(self.mine), new(self.players))
