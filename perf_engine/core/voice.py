"""One machine voice: when it speaks, what it has in mind, and what of its own is sounding."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .controls import Settings
from .governor import Governor, Pace
from .gru import Weights
from .improviser import Improviser, Taste, Thought
from .ledger import Ledger
from .messages import Foreseen, Said
from .sizes import held_code
from .turns import Turn, check_mode, turn
from .vocabulary import KEY_COUNT, PEDAL

NEVER_SILENT: Final = 4.5  # seconds without a strike, after which a voice that owes sound strikes
BEGIN_WITHIN: Final = 1.5  # seconds in which a voice that takes over begins
SHORTEST_WAIT: Final = 0.005  # seconds a voice waits again when a player did not do as foreseen
MOST_AT_ONCE: Final = 32  # events within 10 ms, after which the next comes later
REMEMBERED_PACE: Final = 60.0  # seconds for which a silent player's pace still counts
REMEMBER_EVERY: Final = 0.001  # seconds between events of a prime


@dataclass(frozen=True, slots=True)
class Remembered:
    """An event of a prime: `dt` seconds after the one before; velocity 0 releases."""

    dt: float
    part: int
    key: int
    velocity: int


class Voice:
    """What a machine voice knows and has; the performer tells it what happens, and when.

    Whatever it decides, it decides at a time that follows from stamps and draws alone:
    `decision()` says when, `decide()` does it. What is to be sent gathers in `said`.
    """

    def __init__(
        self, number: int, weights: Weights, settings: Settings, mode: str, seed: int,
        part: int, players_part: int,
    ) -> None:
        self.number, self.settings, self.mode = number, settings, check_mode(mode)
        self.part, self.players_part = part, players_part
        self.improviser = Improviser(weights, seed)
        self.ledger = Ledger(number)
        self.governor = Governor()
        self.said: list[Said] = []
        self.watched = False
        self.thought: Thought | None = None
        self.awake = mode == "solo"
        self.stopped = False
        self._going = False  # in takeover: the machine's turn
        self._keys: dict[int, float] = {}  # part * 129 + key of what it holds -> since when
        self._to_remember: deque[Remembered] = deque()
        self._remember_at = 0.0
        self._remembered: set[int] = set()  # keys held by a prime alone
        self._last_player = -math.inf  # the players' last event
        self._last_strike = -math.inf  # anybody's
        self._playing_since = -math.inf
        self._burst, self._burst_began = 0, -math.inf
        self._own, self._theirs = Pace(), Pace()
        self._surprise = 0.0

    # what happens to it

    def hear(self, key: int, velocity: int, now: float) -> None:
        """A player struck or released a key (128: the pedal) at `now`."""
        if self._going:  # the player is back: all that the machine holds or has sent ahead ends
            self.silence(now)
        code = held_code(self.players_part, key)
        if velocity == 0 and code in self._keys:
            return  # a release belongs to whoever holds the key
        mind = self.improviser
        if self.watched:
            self._surprise = mind.surprise(self.players_part, key, velocity, now)
        if velocity > 0:
            self._last_strike = now
            self._theirs.strike(now)
            if code in self._keys:  # the player takes over a key that the machine holds
                self._let_go(code, now)
        self._remembered.discard(code)
        mind.feed(self.players_part, key, velocity, now)
        self.awake = True
        self._last_player = max(self._last_player, now)
        self.think(now + self._lead)

    def remember(self, events: Iterable[Remembered], now: float) -> None:
        """Take a prime: events to feed without sounding, one a millisecond."""
        self.thought = None
        self._to_remember.extend(events)
        self._remember_at = max(self._remember_at, now)
        if not self._to_remember:
            self._remembering_done(now)

    @property
    def to_begin(self) -> bool:
        """Whether a solo waits for its first moment."""
        return (
            self.mode == "solo" and self.thought is None
            and not self._to_remember and not self._turn().silent
        )

    @property
    def remembering(self) -> bool:
        """Whether a prime is still being fed."""
        return bool(self._to_remember)

    def change(self, settings: Settings, now: float) -> None:
        """New settings, in force from the next foreseen event."""
        muted = bool(settings["mute"]) and not self.settings["mute"]
        self.settings = settings
        if muted:
            self.silence(now)
        self.think(now + self._lead)

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
        self._stop_remembering(now)
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
        self._stop_remembering(now)
        self.silence(now)
        self.improviser.reset()
        self.awake = self.mode == "solo"
        self._last_player = self._last_strike = -math.inf
        self._own, self._theirs = Pace(), Pace()
        self.think(now + self._lead)

    def silence(self, now: float) -> None:
        """Let go of everything at once, and forget what was in mind."""
        self.thought = None
        self._going = False
        self._playing_since = -math.inf
        self.said += self.ledger.silence(now)
        for code in list(self._keys):
            part, key = divmod(code, KEY_COUNT)
            self.improviser.feed(part, key, 0, now)
        self._keys.clear()

    # what it does

    def decision(self) -> float:
        """When it next decides something; inf where it has nothing to decide."""
        soonest = self._remember_at if self._to_remember else math.inf
        if self.thought is not None:
            early = self._lead if self.thought.mine else 0.0
            soonest = min(soonest, self.thought.onset - early)
        if self._keys:
            soonest = min(soonest, self._longest_held()[1] - self._lead)
        return min(soonest, self._takeover_at())

    def decide(self, now: float) -> None:
        """Do what is due at `now`, which is what `decision` said."""
        if self._to_remember and self._remember_at <= now:
            self._remember_one(now)
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
                self._play(Thought(True, part, key, 0, end, 0.0))
                return
        thought = self.thought
        if thought is None:
            return
        if thought.mine:
            self._play(thought)
        else:  # the player did not do it: think again, knowing that nothing happened
            self.think(thought.onset + max(self._lead, SHORTEST_WAIT))

    def think(self, after: float) -> None:
        """Foresee anew, on condition that nothing happens before `after`."""
        self.thought = None
        if self._to_remember or self._turn().silent:
            return
        if self._playing_since == -math.inf:
            self._playing_since = after
            self._last_strike = max(self._last_strike, after + BEGIN_WITHIN - NEVER_SILENT)
        pitches = sum(1 for code in self._keys if code % KEY_COUNT != PEDAL)
        self.thought = self.improviser.foresee(
            self._turn(), self._taste(after), after, self._keys,
            full=pitches >= self.settings["polyphony"],
            by=max(after, self._last_strike + NEVER_SILENT),
        )
        if self.watched and self.thought is not None and self.thought.mine:
            thought = self.thought
            pitch = thought.key if thought.key == PEDAL else self._pitch(thought.key)
            if pitch != PEDAL:
                self.said.append(Foreseen(
                    self.number, pitch, thought.velocity, thought.onset, thought.probability,
                    self._surprise,
                ))

    # inside

    @property
    def _lead(self) -> float:
        return self.settings["lead"] / 1000.0

    def _turn(self) -> Turn:
        if self.stopped or self.settings["mute"] or not self.awake:
            return Turn(frozenset(), frozenset())
        return turn(self.mode, self.part, self.players_part, self._going)

    def _taste(self, now: float) -> Taste:
        s = self.settings
        hazard = 1.0
        if s["governor"]:
            beside = now - self._last_player < REMEMBERED_PACE
            hazard = self.governor.hazard(
                self._own.rate(now),
                self._theirs.rate(self._last_player) if beside else 0.0,
                now - self._playing_since,
            )
        return Taste(
            rhythm=s["temperature"] * s["temperature_rhythm"],
            pitch=s["temperature"] * s["temperature_pitch"],
            velocity=s["temperature"] * s["temperature_velocity"],
            nucleus=s["nucleus"],
            lowest=int(s["register_low"]),
            highest=int(s["register_high"]),
            share=s["share"],
            hazard=hazard,
        )

    def _takeover_at(self) -> float:
        if self.mode != "takeover" or self._going or self.stopped or self.settings["mute"]:
            return math.inf
        if not self.awake or self._to_remember:
            return math.inf
        return self._last_player + self.settings["patience"]

    def _longest_held(self) -> tuple[int, float]:
        code = min(self._keys, key=self._keys.__getitem__)
        return code, self._keys[code] + self.settings["longest_note"]

    def _pitch(self, key: int) -> int:
        """The pitch of a key, transposed; by octaves back into 0..127."""
        pitch = key + int(self.settings["transpose"])
        while pitch > 127:
            pitch -= 12
        while pitch < 0:
            pitch += 12
        return pitch

    def _play(self, thought: Thought) -> None:
        """Commit: sent, and fed at once."""
        code = held_code(thought.part, thought.key)
        onset = max(thought.onset, self.improviser.now)
        if self.watched:
            self._surprise = self.improviser.surprise(
                thought.part, thought.key, thought.velocity, onset
            )
        if thought.velocity == 0:
            self._let_go(code, onset)
        else:
            self.improviser.feed(thought.part, thought.key, thought.velocity, onset)
            self._keys[code] = onset
            if thought.key == PEDAL:
                self.said += self.ledger.sustain(thought.velocity, onset)
            else:
                pitch = self._pitch(thought.key)
                self.said += self.ledger.strike(code, pitch, thought.velocity, onset)
                self._last_strike = onset
                self._own.strike(onset)
        if onset - self._burst_began > 0.01:
            self._burst, self._burst_began = 0, onset
        self._burst += 1
        self.think(onset if self._burst < MOST_AT_ONCE else onset + 0.011)

    def _let_go(self, code: int, now: float) -> None:
        part, key = divmod(code, KEY_COUNT)
        self.improviser.feed(part, key, 0, now)
        del self._keys[code]
        if key == PEDAL:
            self.said += self.ledger.sustain(0, max(now, self.improviser.now))
        else:
            self.said += self.ledger.release(code, now)

    def _remember_one(self, now: float) -> None:
        event = self._to_remember.popleft()
        self._remember_at = now + REMEMBER_EVERY
        code = held_code(event.part, event.key)
        mind = self.improviser
        foreign = mind.held(event.part, event.key) and code not in self._remembered
        if not foreign:  # what somebody really holds stays as it is
            mind.remember(event.part, event.key, event.velocity, event.dt, now)
            if event.velocity:
                self._remembered.add(code)
            else:
                self._remembered.discard(code)
        if not self._to_remember:
            self._remembering_done(now)

    def _stop_remembering(self, now: float) -> None:
        self._to_remember.clear()
        for code in self._remembered:
            part, key = divmod(code, KEY_COUNT)
            self.improviser.feed(part, key, 0, now)
        self._remembered.clear()

    def _remembering_done(self, now: float) -> None:
        self._stop_remembering(now)
        self.awake = True
        self._last_player = max(self._last_player, now)
        self.think(now + self._lead)
