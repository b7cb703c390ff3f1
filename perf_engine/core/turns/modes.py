"""The modes, as rows of a table, and the turn that follows from a mode: the parts that the machine
may play now, the parts of the players, and whether the machine owes sound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import Vocabulary

Floats = NDArray[np.float32]

SONG: Final = ("melody", "accompaniment", "bass")  # the parts of a song
CHORDS: Final = "accompaniment"  # the part that has chords


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of playing together; all differences between modes are read from here."""

    name: str
    beside: bool = False  # it plays while players and other voices play
    alone: bool = False  # while it plays, it plays every part, and owes sound
    by_patience: bool = False  # its turn comes after `patience`, and lasts until a player strikes
    by_phrase: bool = False  # it answers phrases or windows; clients are told about each turn
    by_role: bool = False  # its parts, and the players', are those of the control `role`
    bound: bool = False  # its lines are bound to a player's keys; it draws nothing
    drums: bool = False  # it plays a drum kit; it draws nothing from the model
    begins: bool = False  # it plays before anybody has played
    rests: bool = False  # it rests if nobody has played for `rest_after`, until somebody plays
    parts: tuple[str, ...] = ()  # the parts that a model must have for it
    reshaped_by: tuple[str, ...] = ()  # controls whose change restarts the mode
    alternates: bool = field(init=False)  # the machine and the players take turns
    always_owes: bool = field(init=False)  # it owes sound all the time; of several voices the first
    leads: bool = field(init=False)  # it may play alone for ever, and others play on with it

    def __post_init__(self) -> None:
        alternates = self.by_patience or self.by_phrase
        object.__setattr__(self, "alternates", alternates)
        object.__setattr__(self, "always_owes", self.alone and not alternates)
        object.__setattr__(self, "leads", self.alone and not self.by_phrase)


MODE_TABLE: Final[Mapping[str, Mode]] = {
    mode.name: mode
    for mode in (
        Mode("duet", beside=True, rests=True),
        Mode("takeover", alone=True, by_patience=True),
        Mode("solo", beside=True, alone=True, begins=True),
        Mode("listen"),
        Mode("call_response", alone=True, by_phrase=True, reshaped_by=("windowed",)),
        Mode("accompany", beside=True, by_role=True, rests=True, parts=SONG, reshaped_by=("role",)),
        Mode("follow", bound=True, reshaped_by=("motion",)),
        Mode("drums", drums=True),
    )
}
MODES: Final = tuple(MODE_TABLE)  # the names of the modes


@dataclass(frozen=True, slots=True)
class Role:
    """The parts of the machine and of the players in accompany, by name."""

    machine: tuple[str, ...]
    players: str


ROLES: Final = (  # by the control `role`
    Role(("accompaniment", "bass"), "melody"),
    Role(("accompaniment",), "melody"),
    Role(("bass",), "melody"),
    Role(("melody",), "accompaniment"),
)
ENTRY: Final = 0.2  # least probability of each part of who accompanies, or of one of several voices


def check_mode(name: str) -> str:
    """Return the mode's name. Raises ValueError that names the known modes."""
    if name not in MODE_TABLE:
        raise ValueError(f"mode must be one of {', '.join(MODES)}, not {name}")
    return name


def check_parts(mode: str, vocabulary: Vocabulary) -> None:
    """Raise ValueError if a mode needs a part that a model lacks."""
    for name in MODE_TABLE[mode].parts:
        if name not in vocabulary.parts:
            there = ", ".join(vocabulary.parts)
            raise ValueError(f"{mode} needs a model with the part {name}; this one has {there}")


@dataclass(frozen=True, slots=True)
class Turn:
    """Parts (indices) of the machine and of the players; a voice that owes never falls silent.

    `company` has the part of each other voice that plays at the same time and is heard. The last
    four fields follow from the others; they are computed once, as they are read for every event.
    """

    mine: frozenset[int] = frozenset()
    theirs: frozenset[int] = frozenset()
    owes: bool = False
    entry: float = 0.0  # least probability of each of the machine's parts, so that it comes in
    company: tuple[int, ...] = ()
    chords: bool = False  # it plays the accompaniment of a song
    playing: frozenset[int] = field(init=False, compare=False, repr=False)  # all parts
    whole: bool = field(init=False, compare=False, repr=False)  # all events are in one part
    silent: bool = field(init=False, compare=False, repr=False)  # the machine has no part
    least: float = field(init=False, compare=False, repr=False)  # probability of each of its parts

    def __post_init__(self) -> None:
        playing = self.mine | self.theirs | frozenset(self.company)
        object.__setattr__(self, "playing", playing)
        object.__setattr__(self, "whole", len(playing) == 1)
        object.__setattr__(self, "silent", not self.mine)
        beside = ENTRY if any(part not in self.mine for part in self.company) else 0.0
        object.__setattr__(self, "least", max(self.entry, beside))

    def portion(self, part: int, share: float) -> float:
        """Return the machine's share of the next events in a part; `share` if players play it."""
        if part not in self.mine:
            return 0.0
        return share if part in self.theirs else 1.0

    def pace(self, part: int) -> float:
        """Return the factor on the rate of events in a part that several voices play.

        Each voice draws for itself, and the first one plays; so together they are as busy as one.
        """
        return 1.0 / (1 + self.company.count(part))

    def entering(self, p: Floats) -> Floats:
        """Return probabilities (parts,), of which none of the machine's is below `least`.

        A model that has long heard a line alone expects no other part. This brings in who
        accompanies, and each of several voices that play different parts; from then on the model
        expects it.
        """
        if not self.least:
            return p
        raised = p.copy()
        for part in self.mine:
            raised[part] = max(raised[part], self.least)
        entered: Floats = raised / raised.sum()
        return entered


NO_TURN: Final = Turn()  # the turn of a voice that does not play


def turn(mode: str, mine: int, theirs: int, going: bool) -> Turn:
    """Return the turn of a voice that plays part `mine` beside players of part `theirs`.

    `going` is true if it is the machine's turn, in modes that alternate. For a mode `by_role` call
    `Parts.turn`, which knows the model's parts.
    """
    row = MODE_TABLE[mode]
    nothing: frozenset[int] = frozenset()
    if row.alone and (going or not row.alternates):
        return Turn(frozenset((mine, theirs)), nothing, owes=True)
    if row.beside and not row.by_role:
        return Turn(frozenset((mine,)), frozenset((theirs,)))
    return Turn(nothing, frozenset((mine, theirs)))


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts (indices) of a voice and of the players, in all modes but those `by_role`."""

    mine: int
    players: int

    def turn(
        self,
        mode: str,
        role: int,
        going: bool,
        vocabulary: Vocabulary,
        company: tuple[int, ...] = (),
        beside: bool = False,
        excused: bool = False,
        deaf: bool = False,
    ) -> Turn:
        """Return the turn in a mode; in `accompany` no event is expected in an unused part.

        A voice that alternates plays all parts in its turn. A voice that accompanies owes sound
        while a player plays (`beside`), because every note of a player who never rests discards its
        prediction. An `excused` voice owes nothing, because another voice does. A `deaf` voice
        hears no player, and leaves no part to them.
        """
        return _turn(
            mode,
            role,
            going,
            self.mine,
            self.players,
            vocabulary.parts,
            company,
            beside,
            excused,
            deaf,
        )

    def played(self, mode: str, role: int, vocabulary: Vocabulary) -> tuple[int, ...]:
        """Return the parts that the voice plays beside others; none if the mode does not."""
        if not MODE_TABLE[mode].beside:
            return ()
        return tuple(sorted(self.turn(mode, role, True, vocabulary).mine))

    def heard(self, mode: str, role: int, vocabulary: Vocabulary) -> int:
        """Return the part in which the players are heard in a mode."""
        if not MODE_TABLE[mode].by_role:
            return self.players
        return vocabulary.part_index(ROLES[role].players)

    def needed(self, mode: str, vocabulary: Vocabulary) -> tuple[int, ...]:
        """Return the parts that a mode needs."""
        return (self.mine, self.players, *map(vocabulary.part_index, MODE_TABLE[mode].parts))

    def renamed(self, new: Callable[[int], int]) -> Parts:
        """Return the same parts in another model, where `new` gives the index of a part."""
        return Parts(new(self.mine), new(self.players))


@lru_cache(maxsize=1024)  # nearly every event asks for the same turn
def _turn(
    mode: str,
    role: int,
    going: bool,
    mine: int,
    theirs: int,
    names: tuple[str, ...],
    company: tuple[int, ...],
    beside: bool,
    excused: bool,
    deaf: bool,
) -> Turn:
    row = MODE_TABLE[mode]
    if row.by_role:
        ours = frozenset(map(names.index, ROLES[role].machine))
        others = frozenset((names.index(ROLES[role].players),))
        chords = CHORDS in ROLES[role].machine
        found = Turn(ours, others, beside, ENTRY / len(ours), company, chords)
    else:
        found = turn(mode, mine, theirs, going)
        if not row.alternates:
            found = replace(found, company=company)
    if excused:
        found = replace(found, owes=False)
    return replace(found, theirs=frozenset()) if deaf else found
