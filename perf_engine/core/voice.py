"""One machine voice: when it speaks, what it has in mind, and what of its own is sounding."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from .beats import BeatClock
from .controls import Settings
from .governor import Governor
from .groove import Groove
from .gru import Weights
from .improviser import Improviser, Thought
from .ledger import Ledger, transposed
from .memory import Memory
from .messages import Foreseen, Said
from .recollection import Remembered
from .sizes import held_code
from .taste import Taste
from .touch import Touch
from .turns import Turn, check_mode, turn
from .understudy import Understudy
from .vocabulary import KEY_COUNT, PEDAL

NEVER_SILENT: Final = 4.5  # seconds without a strike, after which a voice that owes sound strikes
BEGIN_WITHIN: Final = 1.5  # seconds in which a voice that takes over begins
SHORTEST_WAIT: Final = 0.005  # seconds a voice waits again when a player did not do as foreseen
MOST_AT_ONCE: Final = 32  # events within 10 ms, after which the next comes later


class Voice:
    """What a machine voice knows and has; the performer tells it what happens, and when.

    Whatever it decides, it decides at a time that follows from stamps and draws alone:
    `decision()` says when, `decide()` does it. What is to be sent gathers in `said`.
    """

    def __init__(
        self, number: int, weights: Weights, settings: Settings, mode: str, seed: int,
        part: int, players_part: int, clock: BeatClock,
    ) -> None:
        self.number, self.settings, self.mode = number, settings, check_mode(mode)
        self.part, self.players_part = part, players_part
        self.improviser = Improviser(weights, seed)
        self.improviser.tune(settings)
        self.touch, self.groove = Touch(settings), Groove(clock, settings)
        self.ledger = Ledger(number)
        self.governor = Governor()
        self.said: list[Said] = []
        self.watched = False
        self.thought: Thought | None = None
        self._to_think: float | None = None  # before which nothing happens that is foreseen
        self.awake = mode == "solo"
        self.stopped = False
        self._going = False  # in takeover: the machine's turn
        self._keys: dict[int, float] = {}  # part * 129 + key of what it holds -> since when
        self._memory = Memory(self.improviser)
        self._last_player = -math.inf  # the players' last event
        self._last_strike = -math.inf  # anybody's
        self._playing_since = -math.inf
        self._burst, self._burst_began = 0, -math.inf
        self._surprise = 0.0

    # what happens to it

    def hear(self, key: int, velocity: int, now: float) -> None:
        """A player struck or released a key (128: the pedal) at `now`."""
        if self._going and velocity > 0 and key != PEDAL:
            # the player is back: all that the machine holds or has sent ahead ends
            self.silence(now)
        code = held_code(self.players_part, key)
        if velocity == 0 and code in self._keys:
            return  # a release belongs to whoever holds the key
        mind = self.improviser
        if self.watched:
            self._surprise = mind.surprise(
                self.players_part, key, velocity, now, self.settings["imitation"]
            )
        if velocity > 0:
            self._last_strike = now
            if code in self._keys:  # the player takes over a key that the machine holds
                self._let_go(code, now)
        self._memory.overridden(code)
        mind.feed(self.players_part, key, velocity, now)
        self.awake = True
        self.governor.heard(now, key if key != PEDAL else None, velocity)
        self._last_player = max(self._last_player, now)
        self.think(now + self._lead)

    def remember(self, events: Iterable[Remembered], now: float) -> None:
        """Take a prime: events to feed without sounding, one a millisecond."""
        self.thought = self._to_think = None
        self._memory.take(events, now)
        if not self._memory.busy:
            self._remembered(now)

    @property
    def remembering(self) -> bool:
        """Whether a prime is still being fed."""
        return self._memory.busy

    def change(self, settings: Settings, now: float) -> None:
        """New settings, in force from the next foreseen event."""
        muted = bool(settings["mute"]) and not self.settings["mute"]
        self.settings = settings
        self.improviser.tune(settings)
        self.touch.turn(settings, now)
        self.groove.turn(settings)
        if muted:
            self.silence(now)
        self.think(now + self._lead)

    def keep_time(self, now: float) -> None:
        """The beat clock was told something: what is in mind goes by it."""
        self.thought = self.groove.keep_time(self.thought, max(now, self.improviser.now))

    def change_mode(self, mode: str, now: float) -> None:
        """Another way of playing together; what the machine holds is let go."""
        check_mode(mode)
        self.silence(now)
        self.mode = mode
        self.awake = self.awake or mode == "solo"
        self.think(now + self._lead)

    def start(self, now: float) -> None:
        """May sound again; in solo it begins."""
        self.stopped = False
        self.awake = self.awake or self.mode == "solo"
        self.think(now + self._lead)

    def stop(self, now: float) -> None:
        """Fall silent until started."""
        self.stopped = True
        self.silence(now)

    def panic(self, now: float) -> None:
        """Silence now; the next thing a player does, or `start`, wakes it again."""
        self._memory.forget(now)
        self.silence(now)
        self.awake = False

    def resume(self, now: float) -> None:
        """Time was lost (the process was stopped): what was due meanwhile is let be."""
        going = self._going
        self.silence(now)
        self._going = going
        self.think(now + self._lead)

    def reset(self, now: float) -> None:
        """Forget everything heard and played."""
        self._memory.forget(now)
        self.silence(now)
        self.improviser.reset()
        self.awake = self.mode == "solo"
        self._last_player = self._last_strike = -math.inf
        self.governor = Governor()
        self.think(now + self._lead)

    def forget(self, now: float) -> None:
        """Forget as `reset` does, whatever state the mind is in."""
        self.improviser.reset()
        self.reset(now)

    def exchange(self, understudy: Understudy, now: float) -> None:
        """Another mind takes over between two events; what is held is held on."""
        self.improviser = understudy.take_over()
        self._memory.move(self.improviser, understudy.renamed)
        new = {code: understudy.renamed(code) for code in self._keys}
        self._keys = {c: self._keys[code] for code, c in new.items() if c is not None}
        self.ledger.rename(new)
        self.part = understudy.part(self.part)
        self.players_part = understudy.part(self.players_part)
        waits = -math.inf if self._to_think is None else self._to_think
        self.think(max(now + self._lead, waits))

    def silence(self, now: float) -> None:
        """Let go of everything at once, and forget what was in mind."""
        self.thought = self._to_think = None
        self._going = False
        self._playing_since = -math.inf
        self.said += self.ledger.silence(now)
        for code in list(self._keys):
            part, key = divmod(code, KEY_COUNT)
            self.improviser.feed(part, key, 0, now, own=True)
        self._keys.clear()

    # what it does

    def decision(self) -> float:
        """When it next decides something; inf where it has nothing to decide, -inf for now."""
        if self._to_think is not None:
            return -math.inf
        soonest = self._memory.due
        if self.thought is not None:
            early = self._lead if self.thought.mine else 0.0
            soonest = min(soonest, self.thought.onset - early)
        if self._keys:
            soonest = min(soonest, self._longest_held()[1] - self._lead)
        return min(soonest, self._takeover_at())

    def decide(self, now: float) -> None:
        """Do what is due at `now`, which is what `decision` said."""
        if self._to_think is not None:
            after, self._to_think = self._to_think, None
            self._foresee(after)
            return
        if self._memory.due <= now:
            self._memory.step(now)
            if not self._memory.busy:
                self._remembered(now)
            return
        if self._takeover_at() <= now:
            self._going = True
            self._last_strike = now + BEGIN_WITHIN - NEVER_SILENT
            self.think(now + self._lead)
            return
        if self._keys:
            code, end = self._longest_held()
            if end - self._lead <= now:
                part, key = divmod(code, KEY_COUNT)
                self._play(Thought(True, part, key, 0, max(end, now + self._lead), 0.0))
                return
        thought = self.thought
        if thought is None:
            return
        if thought.mine:
            self._play(thought)
        else:  # the player did not do it: think again, knowing that nothing happened
            self.think(thought.onset + max(self._lead, SHORTEST_WAIT))

    def think(self, after: float) -> None:
        """Foresee anew, on condition that nothing happens before `after`: the next to be done.

        It is not done at once, so that what is already said can be sent meanwhile.
        """
        self.thought = None
        self._to_think = after

    def _foresee(self, after: float) -> None:
        if self._memory.busy or self._turn().silent:
            return
        if self._playing_since == -math.inf:
            self._playing_since = after
            self._last_strike = max(self._last_strike, after + BEGIN_WITHIN - NEVER_SILENT)
        taste = Taste.of(self.settings, self.governor, after, after - self._playing_since)
        self.thought = thought = self.improviser.foresee(
            self._turn(), taste, after, self._keys,
            full=self._full(after),
            by=max(after, self._last_strike + NEVER_SILENT),
        )
        if thought is not None:
            since = self._keys.get(held_code(thought.part, thought.key), math.inf)
            earliest = max(after, self.improviser.now)
            self.thought = thought = self.groove.plan(thought, earliest, since)
        if self.watched and thought is not None and thought.mine and thought.key != PEDAL:
            self.said.append(Foreseen(
                self.number, self._pitch(thought.key),
                self.touch.velocity(thought.velocity, thought.onset), thought.onset,
                thought.probability, self._surprise,
            ))

    # inside

    @property
    def _lead(self) -> float:
        return self.settings["lead"] / 1000.0

    def _turn(self) -> Turn:
        if self.stopped or self.settings["mute"] or not self.awake:
            return Turn(frozenset(), frozenset())
        return turn(self.mode, self.part, self.players_part, self._going)

    def _full(self, now: float) -> bool:
        """Whether it holds as many keys as it may."""
        held = sum(code % KEY_COUNT != PEDAL for code in self.improviser.stream.held)
        mine = sum(code % KEY_COUNT != PEDAL for code in self._keys)
        governed = bool(self.settings["governor"])
        return mine >= self.settings["polyphony"] or (
            governed and self.governor.full(mine, held - mine, now)
        )

    def _takeover_at(self) -> float:
        if self.mode != "takeover" or self._going or self.stopped or self.settings["mute"]:
            return math.inf
        if not self.awake or self._memory.busy:
            return math.inf
        return self._last_player + self.settings["patience"]

    def _longest_held(self) -> tuple[int, float]:
        code = min(self._keys, key=self._keys.__getitem__)
        return code, self._keys[code] + self.settings["longest_note"]

    def _pitch(self, key: int) -> int:
        return transposed(key, int(self.settings["transpose"]))

    def _play(self, thought: Thought) -> None:
        """Commit: sent, and fed at once."""
        code = held_code(thought.part, thought.key)
        onset = max(thought.onset, self.improviser.now)
        if self.watched:
            self._surprise = self.improviser.surprise(
                thought.part, thought.key, thought.velocity, onset, self.settings["imitation"],
                own=True,
            )
        if thought.velocity == 0:
            self._let_go(code, onset)
        else:
            self.improviser.feed(thought.part, thought.key, thought.velocity, onset, own=True)
            self._keys[code] = onset
            if thought.key == PEDAL:
                self.said += self.ledger.sustain(thought.velocity, onset)
            else:
                pitch = self._pitch(thought.key)
                velocity = self.touch.velocity(thought.velocity, onset)
                self.said += self.ledger.strike(code, pitch, velocity, onset)
                self._last_strike = onset
                self.governor.played(onset, thought.key, thought.velocity)
        if onset - self._burst_began > 0.01:
            self._burst, self._burst_began = 0, onset
        self._burst += 1
        self.think(onset if self._burst < MOST_AT_ONCE else onset + 0.011)

    def _let_go(self, code: int, now: float) -> None:
        part, key = divmod(code, KEY_COUNT)
        self.improviser.feed(part, key, 0, now, own=True)
        del self._keys[code]
        if key == PEDAL:
            self.said += self.ledger.sustain(0, max(now, self.improviser.now))
        else:
            self.said += self.ledger.release(code, now)

    def _remembered(self, now: float) -> None:
        """All of the prime is in mind: the voice may go on from it."""
        self._memory.forget(now)
        self.awake = True
        self._last_player = max(self._last_player, now)
        self.think(now + self._lead)
