"""What a voice says of its own: an event foreseen, and played when it is due."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from .answer import Answer
from .beats import BeatClock
from .controls import Settings
from .follower import Follower, Move
from .governor import Governor
from .groove import Groove
from .gru import Weights
from .hands import Hands
from .improviser import Improviser
from .ledger import transposed
from .messages import Foreseen, Said
from .sizes import held_code
from .taste import Taste
from .thought import Thought
from .touch import Touch
from .turns import Turn
from .vocabulary import KEY_COUNT, PEDAL

NEVER_SILENT: Final = 4.5  # seconds without a strike, after which a voice that owes sound strikes
BEGIN_WITHIN: Final = 1.5  # seconds in which a voice that takes over begins
MOST_AT_ONCE: Final = 32  # events within 10 ms, after which the next comes later


class Speaker:
    """A mind and the hands that play what it foresees. What is to be sent gathers in `said`."""

    def __init__(
        self, number: int, weights: Weights, settings: Settings, seed: int, clock: BeatClock
    ) -> None:
        self.number = number
        self.mind = Improviser(weights, seed, number)
        self.mind.tune(settings)
        self.touch, self.groove = Touch(settings), Groove(clock, settings)
        self.hands = Hands(number, self.mind)
        self.governor = Governor(weights.limits)
        self.said: list[Said] = []
        self.watched = False
        self.surprise = 0.0  # nats of the last event, where it is watched
        self.thought: Thought | None = None
        self.answer: Answer | None = None  # of a given length, while it is being given
        self._last_strike = -math.inf  # a voice's; a player's pays nothing that a voice owes
        self._playing_since = -math.inf
        self._burst, self._burst_began = 0, -math.inf

    # told

    def heard(
        self, part: int, key: int, velocity: int, now: float, shared: bool = True,
        machine: bool = False,
    ) -> None:
        """Take another's event to mind; `shared`: a key that both strike is the other's.

        `machine`: another voice's, that counts as what the machine plays.
        """
        code = held_code(part, key)
        if velocity > 0:
            if machine and key != PEDAL:
                self._last_strike = now
            if shared and code in self.hands.held:
                self._let_go(code, now)
        elif code in self.hands.held:
            return  # a release belongs to whoever holds the key
        self.mind.feed(part, key, velocity, now)
        if not machine:
            self.governor.heard(now, key if key != PEDAL else None, velocity)
        elif velocity > 0 and key != PEDAL:
            self.governor.played(now, key, velocity)

    def turn(self, settings: Settings, now: float) -> None:
        """New settings: of its mind's time and state, of its touch and its groove."""
        self.mind.tune(settings)
        self.touch.turn(settings, now)
        self.groove.turn(settings)

    def keep_time(self, settings: Settings, now: float) -> None:
        """The beat clock was told something: what is in mind goes by it."""
        before = self.thought
        thought = self.groove.keep_time(before, max(now, self.mind.now))
        self.thought = thought = self._fitting(thought)
        if thought is not None and before is not None and thought.onset != before.onset:
            self._tell(thought, settings)

    def begin(self, now: float, answer: Answer | None = None) -> None:
        """Its turn begins: soon, or, where it is an answer of a given length, at once."""
        self.answer = answer
        self._last_strike = now + BEGIN_WITHIN - NEVER_SILENT

    def silence(self, now: float) -> None:
        """Let go of everything at once, and forget what was in mind."""
        self.thought = self.answer = None
        self._playing_since = -math.inf
        self.said += self.hands.silence(now)
        self.governor.holds(now, 0)

    def end(self, now: float) -> None:
        """Its turn ends at `now`: all that it holds is let go then."""
        self.thought = self.answer = None
        self._playing_since = -math.inf
        self.said += self.hands.let_go_all(now)
        self.governor.holds(now, 0)

    def forget(self) -> None:
        """Forget everything heard and played."""
        self.mind.reset()
        self.governor = Governor(self.mind.stream.weights.limits)
        self._last_strike = -math.inf

    def change(self, mind: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Another mind goes on, whose codes of keys are `renamed`."""
        self.mind = mind
        self.governor.limits = mind.stream.weights.limits
        self.hands.change(mind, renamed)

    # done

    def foresee(self, turn: Turn, settings: Settings, after: float) -> None:
        """Have in mind what comes next, on condition that nothing happens before `after`."""
        answer = self.answer
        if self._playing_since == -math.inf:
            self._playing_since = after
            within = NEVER_SILENT if turn.theirs else BEGIN_WITHIN  # beside others it may wait
            self._last_strike = max(self._last_strike, after + within - NEVER_SILENT)
        by = self._last_strike + NEVER_SILENT
        if answer is not None:
            after = max(after, answer.soonest())
            by = min(answer.by(self.hands.keys > 0), answer.until)
        playing_for = after - self._playing_since
        taste = Taste.of(settings, self.governor, after, playing_for, turn.whole)
        thought = self.mind.foresee(
            turn, taste, after, self.hands.held,
            full=self._full(settings, after, turn.owes and by <= after),
            by=max(after, by),
        )
        if thought is not None:
            since = self.hands.held.get(held_code(thought.part, thought.key), math.inf)
            thought = self.groove.plan(thought, max(after, self.mind.now), since)
        self.thought = thought = self._fitting(thought)
        if thought is not None:
            self._tell(thought, settings)

    def next(self, settings: Settings, now: float, lead: float) -> Thought | None:
        """What it does next: what it has in mind, or the end of the key held for too long."""
        end = self.longest_ends(settings)
        if end - lead > now:
            return self.thought
        part, key = divmod(self.hands.first(), KEY_COUNT)
        return Thought(True, part, key, 0, max(end, now + lead), 0.0)

    def play(self, thought: Thought, settings: Settings) -> float | None:
        """Commit: sent, and fed at once. Gives before when nothing more happens.

        None where it is the last sound of an answer, which is held until the end.
        """
        mind, answer = self.mind, self.answer
        part, key, velocity = thought.part, thought.key, thought.velocity
        onset = max(thought.onset, mind.now)
        last = velocity == 0 and key != PEDAL and self.hands.keys == 1
        if last and answer is not None and answer.holds(onset):
            self.thought = None
            return None
        if self.watched:
            imitation = settings["imitation"]
            self.surprise = mind.surprise(part, key, velocity, onset, imitation, own=True)
        if velocity == 0:
            self._let_go(held_code(part, key), onset)
        else:
            self.strike(part, key, velocity, onset, settings)
        if onset - self._burst_began > 0.01:
            self._burst, self._burst_began = 0, onset
        self._burst += 1
        return onset if self._burst < MOST_AT_ONCE else onset + 0.011

    def strike(
        self, part: int, key: int, velocity: int, onset: float, settings: Settings
    ) -> None:
        """Strike a key, or put the pedal down."""
        pitch = transposed(key, int(settings["transpose"]))
        sounding = self.touch.velocity(velocity, onset)
        self.said += self.hands.strike(part, key, velocity, onset, pitch, sounding)
        self.governor.holds(onset, self.hands.keys)
        if key != PEDAL:
            self._last_strike = onset
            self.governor.played(onset, key, velocity)
            if self.answer is not None:
                self.answer.strike(onset)

    def move(self, part: int, move: Move, settings: Settings) -> None:
        """Do what a bound line does; nothing where all fingers are down."""
        code = held_code(part, move.key)
        if move.velocity == 0:
            self._let_go(code, move.due)
        elif (
            code in self.hands.held or move.key == PEDAL
            or self.hands.keys < settings["polyphony"]
        ):
            self.strike(part, move.key, move.velocity, move.due, settings)

    def follow(
        self, follower: Follower, now: float, lead: float, part: int, settings: Settings
    ) -> None:
        """Do what bound lines do until `now`, ahead by `lead`."""
        while follower.due - lead <= now:
            move = follower.next()
            if move is not None:
                self.move(part, move, settings)

    def longest_ends(self, settings: Settings) -> float:
        """When the key held for longest is to be let go; inf where there is none."""
        if not self.hands.held:
            return math.inf
        end = self.hands.held[self.hands.first()] + settings["longest_note"]
        return math.inf if self.answer is not None and self.answer.holds(end) else end

    def _tell(self, thought: Thought, settings: Settings) -> None:
        """Tell whoever watches what is in mind."""
        if self.watched and thought.mine and thought.key != PEDAL:
            pitch = transposed(thought.key, int(settings["transpose"]))
            self.said.append(Foreseen(
                self.number, pitch, self.touch.velocity(thought.velocity, thought.onset),
                thought.onset, thought.probability, self.surprise,
            ))

    def _fitting(self, thought: Thought | None) -> Thought | None:
        """The thought, if there is room for it in an answer."""
        if thought is None or self.answer is None or self.answer.takes(thought):
            return thought
        return None

    def _let_go(self, code: int, now: float) -> None:
        self.said += self.hands.let_go(code, now)
        self.governor.holds(now, self.hands.keys)

    def _full(self, settings: Settings, now: float, overdue: bool) -> bool:
        """Whether it holds as many keys as it may; what is overdue has room beside players."""
        mine = self.hands.keys
        if mine >= settings["polyphony"]:
            return True
        if overdue or not settings["governor"]:
            return False
        held = sum(code % KEY_COUNT != PEDAL for code in self.mind.stream.held)
        return self.governor.full(mine, held - mine, now)
