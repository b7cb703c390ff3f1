"""A drummer: it plays to the beat, fills at ends of phrases, and stops with the player."""

from __future__ import annotations

import heapq
import math
from typing import Final, NamedTuple

from numpy.random import Generator

from perf_engine.core.beat.felt_beat import Bars
from perf_engine.core.controls import Settings
from perf_engine.core.turns.phrase_end import Phrase
from perf_engine.protocol.midi import PEDAL

from .kit import HAT, KEYS, PEDAL_HAT, RIDE
from .patterns import Patterns, Style
from .recurrence import STRAIGHT, TRIPLE

EARLY: Final = 0.03  # seconds before a place at which its strikes are decided, besides the lead
SOUNDS: Final = 0.05  # seconds that a key is held at most
SHORTEST: Final = 0.005  # seconds that a key is held at least
SURE: Final = 0.3  # pull of a beat from which it begins
GOES_ON: Final = 0.05  # pull of a beat from which it goes on
SWUNG: Final = 1.45  # first half of a beat over the second, from which it plays triplets
ENDS: Final = 0.6  # beats before a bar of silence is over, from which it does not strike
HOLDS: Final = 16.0  # beats for which a player who only holds keys is accompanied
AGREES: Final = 2  # bars that begin elsewhere for players, until it begins there too
PHRASES: Final = (4, 8)  # bars of a phrase, which a fill ends
FILLS_FROM: Final = (0, 2, 2, 3)  # beats of the bar from which a fill is played
ANSWERS: Final = 8  # beats at least that it plays until a player's pause is filled
PAUSE: Final = 2.0  # beats at least of such a pause
FADES: Final = 0.6  # of the player's accents, a bar
LEARNS: Final = 0.1  # weight of a strike in the mean of the player's loudness
USUAL_LOUDNESS: Final = 72.0
USUAL_PACE: Final = 1.5  # strikes a beat
FOLLOWS_LOUDNESS: Final = 0.7  # power
FOLLOWS_PACE: Final = 0.2  # power
MOST_HEARD: Final = 64  # strikes of players that wait to be counted
LATEST: Final = 0.025  # seconds: the largest deviation from a place


class Hit(NamedTuple):
    """A strike of a key of General MIDI, at an onset in seconds."""

    key: int
    velocity: int
    onset: float


class Drummer:
    """Strikes at the places of bars, as long as there are a beat and a player.

    It begins on the first beat of a bar once the beat is sure. `due` is the time of the next place.
    """

    def __init__(self) -> None:
        """Begin in silence."""
        self.due = math.inf
        self._patterns = Patterns()
        self._playing = False
        self._first = 0.0  # the beat at which the bar begins
        self._place = -1  # the next place in the bar; -1: it has none
        self._bar_count = 0  # bars since the last fill, or the beginning
        self._phrase = PHRASES[0]
        self._fills_at = -1  # the place of the bar from which on a fill is played
        self._elsewhere = 0  # bars in a row that players begin elsewhere
        self._filled = -math.inf  # the player's last strike of the phrase that was filled
        self._played = Phrase()
        self._down: set[int] = set()  # keys that players hold
        self._ends: list[tuple[float, int]] = []  # (time, key) of releases: a heap
        self._heard: list[tuple[float, int]] = []  # strikes of players, not yet counted
        self._accents: list[float] = []  # the player's, by place
        self._loudness = USUAL_LOUDNESS

    @property
    def soon(self) -> float:
        """Return when it decides what it strikes at the next place."""
        return self.due - EARLY

    @property
    def next(self) -> float:
        """Return when it strikes or releases next."""
        return min(self.soon, self._ends[0][0]) if self._ends else self.soon

    def hear(self, key: int, velocity: int, now: float) -> None:
        """Take a strike or a release (0) by a player; the pedal (128) does not count."""
        if key == PEDAL:
            return
        if velocity == 0:
            if key in self._down:
                self._down.discard(key)
                self._played.release(now)
            return
        self._down.add(key)
        self._played.strike(now)
        self._heard = [*self._heard[-MOST_HEARD + 1 :], (now, velocity)]
        self._loudness += LEARNS * (velocity - self._loudness)

    def let_go_players(self, now: float) -> None:
        """Forget the keys that players hold."""
        self._down.clear()
        self._played.release(now)

    def silence(self) -> None:
        """Stop, without releases of what sounds, and forget which keys players hold."""
        self.rest()
        self._ends.clear()
        self._down.clear()
        self._heard.clear()

    def drop(self) -> None:
        """Leave out the place that is due; the next is to be planned."""
        self.due = math.inf

    def ends_until(self, now: float) -> list[tuple[int, float]]:
        """Return the releases (key, time) that are due by a time."""
        found = []
        while self._ends and self._ends[0][0] <= now:
            end, key = heapq.heappop(self._ends)
            found.append((key, end))
        return found

    def rest(self) -> None:
        """Stop, until a beat is sure."""
        self.due = math.inf
        self._playing = False
        self._place = -1
        self._patterns.end()
        self._bar_count = 0

    def plan(self, bars: Bars | None, after: float, settings: Settings, random: Generator) -> None:
        """Find the first place from a time on; without a beat, or an unsure one, it rests."""
        if bars is None or bars.pull < (GOES_ON if self._playing else SURE):
            self.rest()
            return
        beat = bars.beat_at(after)
        if not self._playing:
            self._wait(bars, beat)
            return
        if not -1.0 <= beat - self._first <= self._patterns.beats + 1.0:
            bar = math.floor((beat - bars.first) / bars.bar)
            self._begin(bars, float(bar * bars.bar + bars.first), random)
        while self._time(bars, settings) < after:
            self._step(bars, random)
        self.due = self._time(bars, settings)

    def play(self, bars: Bars | None, settings: Settings, random: Generator) -> list[Hit]:
        """Return the strikes at the place that is due, and go on to the next."""
        if bars is None or self._silent(bars):
            self.rest()
            return []
        at = self.due
        if not self._playing:
            self._playing = True
            self._begin(bars, self._first, random)
        self._count(bars)
        place = self._place
        if place % self._patterns.steps == 0 and not self._patterns.filling:
            self._perhaps_fill(place, at, PAUSE * bars.period, random)
        struck = self._patterns.strikes(place, self._style(place, bars, settings), random)
        self._step(bars, random)
        self.due = max(self._time(bars, settings), at)
        end = min(max(0.5 * (self.due - at), SHORTEST), SOUNDS)
        with_ride = any(one.instrument == RIDE for one in struck)  # then it is the foot's
        hits = []
        for instrument, velocity, late in struck:
            onset, key = at + min(max(late, -LATEST), LATEST), KEYS[instrument]
            if instrument == HAT and with_ride:
                key = PEDAL_HAT
            hits.append(Hit(key, min(max(round(velocity), 1), 127), onset))
            self._ends = [one for one in self._ends if one[1] != key]
            self._ends.append((onset + end, key))
        heapq.heapify(self._ends)
        return hits

    # bars

    def _wait(self, bars: Bars, beat: float) -> None:
        """Wait for the first beat of a bar; once it is chosen, it stays."""
        if self._place < 0 or not 0.0 <= self._first - beat <= bars.bar:
            self._place, bar = 0, math.ceil((beat - bars.first) / bars.bar)
            self._first = float(bar * bars.bar + bars.first)
        self.due = bars.time_of(self._first)

    def _begin(self, bars: Bars, first: float, random: Generator) -> None:
        """Begin with the bar whose first beat is given."""
        self._first = first
        self._elsewhere, self._bar_count = 0, 0
        self._new_phrase(random)
        self._new_bar(bars, random)

    def _new_bar(self, bars: Bars, random: Generator) -> None:
        feel = TRIPLE if bars.triple or bars.swing >= SWUNG else STRAIGHT
        before = len(self._accents)
        self._patterns.begin(feel, bars.bar, 60.0 / bars.period, random)
        self._place, self._fills_at = 0, -1
        places = bars.bar * self._patterns.steps
        self._accents = [FADES * one for one in self._accents] if before == places else []
        self._accents = self._accents or [0.0] * places
        if self._bar_count % self._phrase == self._phrase - 1:
            beat = FILLS_FROM[int(random.integers(len(FILLS_FROM)))]
            self._fills_at = min(beat, bars.bar - 1) * self._patterns.steps

    def _step(self, bars: Bars, random: Generator) -> None:
        """Go on to the next place, and at the end of a bar to the next bar."""
        self._place += 1
        if self._place < self._patterns.beats * self._patterns.steps:
            return
        filled = self._patterns.filling
        self._first += self._patterns.beats
        self._bar_count += 1
        if filled:
            self._bar_count = 0
            self._new_phrase(random)
        off = (self._first - bars.first) % bars.bar
        self._elsewhere = self._elsewhere + 1 if off else 0
        self._new_bar(bars, random)
        if self._elsewhere >= AGREES:
            self._first -= off
            self._place = round(off) * self._patterns.steps
            self._elsewhere = 0

    def _new_phrase(self, random: Generator) -> None:
        self._phrase = PHRASES[int(random.integers(len(PHRASES)))]

    def _time(self, bars: Bars, settings: Settings) -> float:
        """Return the time of the next place."""
        beat, within = divmod(self._place, self._patterns.steps)
        share = within / self._patterns.steps
        half = bars.swing / (1.0 + bars.swing)
        if self._patterns.feel == TRIPLE:
            half = half if bars.swing >= SWUNG else 2.0 / 3.0
            share = _bent(share, 2.0 / 3.0, half)
        else:
            share = swung(share, settings)
        return bars.time_of(self._first + beat + share)

    # players

    def _silent(self, bars: Bars) -> bool:
        """Return whether players have been silent for so long that it must be silent too."""
        played = self._played
        last = played.struck if self._down else played.moved
        quiet = (self.due - last) / bars.period
        return quiet > (HOLDS if self._down else bars.bar - ENDS)

    def _perhaps_fill(self, place: int, at: float, pause: float, random: Generator) -> None:
        """Begin a fill at the end of its phrase, or of the player's: a pause in seconds."""
        played = self._played
        beats = self._bar_count * self._patterns.beats + place // self._patterns.steps
        ends = max(played.end(bool(self._down)), played.struck + pause)
        paused = ends <= at and played.struck != self._filled
        if paused and beats >= ANSWERS:
            self._filled = played.struck
            self._patterns.fill(random)
        elif place == self._fills_at:
            self._patterns.fill(random)

    def _count(self, bars: Bars) -> None:
        """Count the strikes of players by their places in the bar."""
        places = len(self._accents)
        for time, velocity in self._heard:
            place = round((bars.beat_at(time) - self._first) * self._patterns.steps) % places
            self._accents[place] += velocity / USUAL_LOUDNESS
        self._heard = []

    def _style(self, place: int, bars: Bars, settings: Settings) -> Style:
        """Return how to draw, by the controls and the players."""
        wanted, total = settings.values, sum(self._accents)
        pace = total * (1.0 - FADES) / self._patterns.beats
        busy = min(max(pace / USUAL_PACE, 0.5), 2.0) ** FOLLOWS_PACE if total else 1.0
        accent = self._accents[place] * len(self._accents) / total - 1.0 if total else 0.0
        lightly = 0.5 + 0.5 * bars.pull
        temperature = wanted["temperature"]
        loudness = (self._loudness / USUAL_LOUDNESS) ** FOLLOWS_LOUDNESS
        return Style(
            wanted["density"] * busy * lightly,
            temperature * wanted["temperature_rhythm"],
            temperature * wanted["temperature_velocity"],
            loudness * lightly,
            min(max(accent, -1.0), 1.0),
        )


def swung(share: float, settings: Settings) -> float:
    """Return where a place of a beat (0..1) falls by the controls `grid` and `swing`.

    Of each two steps of the grid from the beat on the first takes the share `swing`.
    """
    steps, swing = int(settings.values["grid"]), settings.values["swing"]
    if steps % 2:
        return share
    pair, within = divmod(share * steps / 2.0, 1.0)
    return 2.0 * (pair + _bent(within, 0.5, swing)) / steps


def _bent(share: float, middle: float, moved: float) -> float:
    """Return a share of 0..1 after the middle has moved, and what is beside it in proportion."""
    if share <= middle:
        return share * moved / middle
    return moved + (share - middle) * (1.0 - moved) / (1.0 - middle)
