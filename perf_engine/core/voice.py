"""One machine voice: what it is told, and when it decides what."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from .answer import Answer
from .controls import Settings
from .listener import Listener
from .recollection import Remembered
from .sizes import held_code
from .thought import Thought
from .turns import SHAPES, Turn, check_mode, check_parts
from .understudy import Understudy

SHORTEST_WAIT: Final = 0.005  # seconds a voice waits again when a player did not do as foreseen


class Voice(Listener):
    """A listener that plays; the performer tells it what happens, and when.

    Whatever it decides, it decides at a time that follows from stamps and draws alone:
    `decision()` says when, `decide()` does it.
    """

    # what happens to it

    def let_go(self, thought: Thought) -> None:
        """Release a key, as another voice that hears it expected."""
        if self.played and held_code(thought.part, thought.key) in self.speaker.hands.held:
            after = self.speaker.play(replace(thought, mine=True), self.settings)
            if after is not None:
                self.think(after)

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

    # what it does

    def decision(self) -> float:
        """When it next decides something; inf where it has nothing to decide, -inf for now."""
        if self._to_think is not None:
            return -math.inf
        soonest = min(self.memory.due, self._passes_at(), self._follower.due - self._lead)
        thought = self.speaker.thought
        if thought is not None:
            ahead = self._lead if thought.mine or self._holder(thought) is not None else 0.0
            soonest = min(soonest, thought.onset - ahead)
        return min(soonest, self.speaker.longest_ends(self.settings) - self._lead)

    def decide(self, now: float) -> None:
        """Do what is due at `now`, which is what `decision` said."""
        if self._to_think is not None:
            given, self._to_think = self._to_think, None
            turn = self._turn(given)
            if not self.memory.busy and not turn.silent:
                self.speaker.foresee(turn, self.settings, given)
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
        holder = self._holder(thought)
        if thought.mine:
            after = self.speaker.play(thought, self.settings)
        else:  # the player did not do it: think again, knowing that nothing happened
            if holder is not None:  # a voice did not yet: it is expected by all, done by one
                self.wishes.append((holder, thought))
            after = thought.onset + max(self._lead, SHORTEST_WAIT)
        if after is not None:
            self.think(after)

    # inside

    def _holder(self, thought: Thought) -> int | None:
        """The voice beside it that holds a key whose release is in mind."""
        if thought.mine or thought.velocity > 0 or thought.part not in self.company:
            return None
        return self.pressed.holder(thought.part, thought.key)

    def _turn(self, after: float) -> Turn:
        """Its turn, of which nothing happens before `after`, in seconds."""
        if self._quiet or not self.awake:
            return Turn()
        role, words = int(self.settings["role"]), self.improviser.vocabulary
        turn = self._parts.turn(
            self.mode, role, self._taking.answering, words, self.company,
            self.speaker.governor.accompanied(after),
        )
        if self.excused:
            turn = replace(turn, owes=False)
        return turn if self.settings["hears_players"] else turn.without_players()

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

    def _remembered(self, now: float) -> None:
        """All of the prime is in mind: the voice may go on from it."""
        self.memory.forget(now)
        self.awake = True
        self._taking.prime(self.settings, now)
        self._tell()
        self.think(now + self._lead)
