"""One machine voice: whose turn it is, what it hears, and when it decides."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from .answer import Answer
from .beats import BeatClock
from .controls import Settings
from .follower import Follower
from .gru import Weights
from .improviser import Improviser
from .memory import Memory
from .pressed import Other, Pressed
from .recollection import Remembered
from .sizes import held_code
from .speaker import Speaker
from .turn_taking import TurnTaking
from .turns import SHAPES, Parts, Turn, check_mode, check_parts
from .understudy import Understudy
from .vocabulary import PEDAL

SHORTEST_WAIT: Final = 0.005  # seconds a voice waits again when a player did not do as foreseen


class Voice:
    """A mind, hands and turns; the performer tells it what happens, and when.

    Whatever it decides, it decides at a time that follows from stamps and draws alone:
    `decision()` says when, `decide()` does it.
    """

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
            if velocity == 0 and self.pressed.is_voices(part, key):
                return  # a release belongs to whoever holds the key
        if self.speaker.watched:
            self.speaker.surprise = self.improviser.surprise(
                part, key, velocity, now, self.settings["imitation"]
            )
        self.awake = self.awake or other is None or velocity > 0
        self.memory.overridden(held_code(part, key))
        self.speaker.heard(part, key, velocity, now, shared=self.mode != "follow")
        if self.mode == "follow" and not self._quiet and not (other and other.bound):
            self._follower.hear(key, velocity, now, self.settings)
            self._follow(now)
        self.think(now + self._lead if other is None else now)

    def let_go_players(self, now: float) -> None:
        """What the players still press is not known any more."""
        self.pressed.let_go(self.improviser, now)

    def remember(self, events: Iterable[Remembered], now: float) -> None:
        """Take a prime: events to feed without sounding, one a millisecond."""
        self.speaker.thought = self._to_think = None
        self.memory.take(events, now)
        if not self.memory.busy:
            self._remembered(now)

    def change(self, settings: Settings, now: float) -> None:
        """New settings, in force from the next foreseen event."""
        before, self.settings = self.settings, settings
        self.speaker.turn(settings, now)
        if any(settings[name] != before[name] for name in ("mute", *SHAPES.get(self.mode, ()))):
            self._begin(now)
        self.think(now + self._lead)

    def change_mode(self, mode: str, now: float) -> None:
        """Another way of playing together; what the machine holds is let go. Raises ValueError."""
        check_parts(check_mode(mode), self.improviser.vocabulary)
        self.mode = mode
        self.awake = self.awake or mode == "solo"
        self._begin(now)
        self.think(now + self._lead)

    def start(self, now: float) -> None:
        """May sound again; in solo it begins."""
        self.stopped = False
        if self._taking.idle:
            self._taking.begin(self.mode, self.settings, now)
            self._tell()
        self.awake = self.awake or self.mode == "solo"
        self.think(now + self._lead)

    def stop(self, now: float) -> None:
        """Fall silent until started."""
        self.stopped = True
        self._begin(now)

    def panic(self, now: float) -> None:
        """Silence now; the next thing a player does, or `start`, wakes it again."""
        self.memory.forget(now)
        self.silence(now)
        self._taking.rest(now)
        self._tell()
        self.awake = False

    def resume(self, now: float) -> None:
        """Time was lost (the process was stopped): what was due meanwhile is let be."""
        if self.mode == "takeover":
            self.silence(now)
        else:
            self._begin(now)
        self.think(now + self._lead)

    def reset(self, now: float) -> None:
        """Forget everything heard and played."""
        self.memory.reset(now)
        self.silence(now)
        self.speaker.forget()
        self.awake = self.mode == "solo"
        self._taking.forget(now)
        self._begin(now)
        self.think(now + self._lead)

    def exchange(self, understudy: Understudy, now: float) -> None:
        """Another mind takes over between two events; what is held is held on."""
        self.speaker.change(understudy.take_over(), understudy.renamed)
        self.memory.move(self.improviser, understudy.renamed)
        self.pressed.rename(understudy.renamed)
        self._parts = self._parts.renamed(understudy.part)
        waits = -math.inf if self._to_think is None else self._to_think
        self.think(max(now + self._lead, waits))

    def silence(self, now: float) -> None:
        """Let go of everything at once, and forget what was in mind."""
        self._to_think = None
        self._follower.silence()
        self.speaker.silence(now)

    # what it does

    def decision(self) -> float:
        """When it next decides something; inf where it has nothing to decide, -inf for now."""
        if self._to_think is not None:
            return -math.inf
        soonest = min(self.memory.due, self._passes_at(), self._follower.due - self._lead)
        thought = self.speaker.thought
        if thought is not None:
            soonest = min(soonest, thought.onset - (self._lead if thought.mine else 0.0))
        return min(soonest, self.speaker.longest_ends(self.settings) - self._lead)

    def decide(self, now: float) -> None:
        """Do what is due at `now`, which is what `decision` said."""
        if self._to_think is not None:
            given, self._to_think = self._to_think, None
            if not self.memory.busy and not self._turn().silent:
                self.speaker.foresee(self._turn(), self.settings, given)
            return
        if self.memory.due <= now:
            if self.memory.step(now):
                self._remembered(now)
            return
        if self._passes_at() <= now:
            self._pass_on(now)
            return
        self._follow(now)
        thought = self.speaker.next(self.settings, now, self._lead)
        if thought is None:
            return
        if thought.mine:
            after = self.speaker.play(thought, self.settings)
        else:  # the player did not do it: think again, knowing that nothing happened
            after = thought.onset + max(self._lead, SHORTEST_WAIT)
        if after is not None:
            self.think(after)

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

    def _turn(self) -> Turn:
        if self._quiet or not self.awake:
            return Turn()
        role, words = int(self.settings["role"]), self.improviser.vocabulary
        turn = self._parts.turn(self.mode, role, self._taking.answering, words, self.company)
        return turn if self.settings["hears_players"] else turn.without_players()

    def _begin(self, now: float) -> None:
        """The mode begins, or begins anew, in silence; stopped or mute, it rests."""
        self.silence(now)
        if self._quiet:
            self._taking.rest(now)
        else:
            self._taking.begin(self.mode, self.settings, now)
        self._tell()

    def _passes_at(self) -> float:
        """When it decides that the turn passes on: ahead, where that is known."""
        foreknown = self._taking.until < math.inf
        if self._quiet or (not foreknown and (self.memory.busy or not self.awake)):
            return math.inf
        due = self._taking.due(self.mode, self.settings, self.pressed.keys)
        return due - self._lead if foreknown else due

    def _pass_on(self, now: float) -> None:
        """Another's turn, or the machine's."""
        taking, answered = self._taking, self._taking.answering
        at = taking.until if taking.until < math.inf else now + self._lead
        taking.pass_on(self.mode, self.settings, at)
        if answered:
            self.speaker.end(at)
        if taking.answering:
            answer = Answer(at, taking.until) if taking.until < math.inf else None
            self.speaker.begin(now, answer)
            self.think(at)
        self._tell()

    def _tell(self) -> None:
        """Say whose turn it is, where that has changed and is said."""
        self.speaker.said += self._taking.news(self.speaker.number, self.mode)

    def _follow(self, now: float) -> None:
        """Do what the bound lines do until `now`."""
        self.speaker.follow(self._follower, now, self._lead, self._parts.mine, self.settings)

    def _remembered(self, now: float) -> None:
        """All of the prime is in mind: the voice may go on from it."""
        self.memory.forget(now)
        self.awake = True
        self._taking.prime(self.settings, now)
        self._tell()
        self.think(now + self._lead)
