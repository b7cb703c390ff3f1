"""What a voice hears, and what that does to its mind, its turn and its hands."""

from __future__ import annotations

from .beats import BeatClock
from .controls import Settings
from .follower import Follower
from .gru import Weights
from .improviser import Improviser
from .memory import Memory
from .pressed import Other, Pressed
from .sizes import held_code
from .speaker import Speaker
from .thought import Thought
from .turn_taking import TurnTaking
from .turns import Parts, check_mode, check_parts
from .vocabulary import PEDAL


class Listener:
    """A mind, hands and turns, that hear players and other voices; `Voice` is the one that acts."""

    def __init__(
        self, number: int, weights: Weights, settings: Settings, mode: str, seed: int,
        parts: Parts, clock: BeatClock,
    ) -> None:
        """Raises ValueError where there is no such mode, or the model has no part for it."""
        check_parts(check_mode(mode), weights.vocabulary)
        self.settings, self.mode, self._parts = settings, mode, parts
        self.speaker = Speaker(number, weights, settings, seed, clock)
        self._to_think: float | None = None  # before which nothing happens that is foreseen
        self.awake = mode == "solo"
        self.stopped = False
        self.company: tuple[int, ...] = ()  # the part of each voice that plays beside it
        self.excused = False  # one of them is who owes sound
        self.wishes: list[tuple[int, Thought]] = []  # releases, and the voices that are to do them
        self._taking = TurnTaking()
        self._follower = Follower()
        self.pressed = Pressed()
        self.memory = Memory(self.improviser)

    # asked

    @property
    def improviser(self) -> Improviser:
        """Its mind."""
        return self.speaker.mind

    @property
    def heard_as(self) -> int:
        """The part in which the players are heard."""
        return self._parts.heard(self.mode, int(self.settings["role"]), self.improviser.vocabulary)

    @property
    def played(self) -> tuple[int, ...]:
        """The parts that it plays beside others."""
        role, words = int(self.settings["role"]), self.improviser.vocabulary
        return () if self._quiet else self._parts.played(self.mode, role, words)

    @property
    def parts(self) -> tuple[int, ...]:
        """The parts that it cannot do without."""
        return self._parts.needed(self.mode, self.improviser.vocabulary)

    # what happens to it

    def hear(self, key: int, velocity: int, now: float, other: Other | None = None) -> None:
        """A player, or another voice, struck or released a key (128: the pedal) at `now`."""
        if other is not None and not self.pressed.by_voice(other, key, velocity):
            return
        if velocity > 0 and key != PEDAL and not self._quiet:
            if self._taking.phrase.end(self.pressed.keys) <= now:
                self._follower.breathe()
            if self._taking.strike(self.mode, self.settings, now):
                self.silence(now)  # the player is back: all that is held or sent ahead ends
            self._tell()
        else:
            self._taking.move(now)
        if other is not None:
            part = other.part
        else:
            part = self.pressed.place(self.improviser, key, velocity, self.heard_as, now)
            if velocity == 0 and self.pressed.holder(part, key) is not None:
                return  # a release belongs to whoever holds the key
        if self.speaker.watched:
            self.speaker.surprise = self.improviser.surprise(
                part, key, velocity, now, self.settings["imitation"]
            )
        self.awake = self.awake or other is None or velocity > 0
        self.memory.overridden(held_code(part, key))
        self.speaker.heard(
            part, key, velocity, now, shared=self.mode != "follow", machine=other is not None
        )
        if self.mode == "follow" and not self._quiet and not (other and other.bound):
            self._follower.hear(key, velocity, now, self.settings)
            self._follow(now)
        self.think(now + self._lead if other is None else now)

    def let_go_players(self, now: float) -> None:
        """What the players still press is not known any more."""
        self.pressed.let_go(self.improviser, now)

    def silence(self, now: float) -> None:
        """Let go of everything at once, and forget what was in mind."""
        self._to_think = None
        self._follower.silence()
        self.speaker.silence(now)

    def think(self, after: float) -> None:
        """Foresee anew, on condition that nothing happens before `after`: the next to be done.

        It is not done at once, so that what is already said can be sent meanwhile.
        """
        self.speaker.thought = None
        self._to_think = after

    # inside

    @property
    def _lead(self) -> float:
        return self.settings["lead"] / 1000.0

    @property
    def _quiet(self) -> bool:
        return self.stopped or bool(self.settings["mute"])

    def _begin(self, now: float) -> None:
        """The mode begins, or begins anew, in silence; stopped or mute, it rests."""
        self.silence(now)
        if self._quiet:
            self._taking.rest(now)
        else:
            self._taking.begin(self.mode, self.settings, now)
        self._tell()

    def _tell(self) -> None:
        """Say whose turn it is, where that has changed and is said."""
        self.speaker.said += self._taking.news(self.speaker.number, self.mode)

    def _follow(self, now: float) -> None:
        """Do what the bound lines do until `now`."""
        self.speaker.follow(self._follower, now, self._lead, self._parts.mine, self.settings)
