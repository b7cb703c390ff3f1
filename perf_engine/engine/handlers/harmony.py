"""Handlers of chords that are given, and the news of the chord that is heard."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from perf_engine.core.harmony.guide import GiveChart, GiveChord, Sounds
from perf_engine.engine.context import Context
from perf_engine.engine.input.call import Answer, Call
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.names import plain

HEARD: Final = ("", "auto", "heard", "none", "off")  # words for the chord that is heard
LOOK: Final = 0.1  # seconds between two looks at the harmony while somebody plays
LASTS: Final = 3.0  # seconds after the last strike in which somebody still plays
WHOLE: Final = 0.04  # seconds after a strike, in which the others of its chord come
LONGEST_WAIT: Final = 0.3  # seconds that a look waits for the end of chords
REPEATED: Final = 1.0  # seconds after which it is sent again although it is the same
SURE: Final = 0.5  # confidence from which a chord that is heard is told


class Chords:
    """Serves `/perf/chord` and `/perf/chords`, and sends `/perf/harmony`."""

    def __init__(self, context: Context) -> None:
        self._instrument = context.instrument
        self._outbox = context.outbox
        self._clients = context.clients
        self._chord = self._chart = ""  # as they were given
        self._look = -math.inf  # when to look next
        self._told: Sounds | None = None
        self._told_at = -math.inf

    def begin(self, text: str, now: float) -> None:
        """Take a chart of the options. Raises ValueError."""
        self._instrument.command(GiveChart(text), now)
        self._chart, self._chord = text, ""

    @property
    def given(self) -> tuple[str, str]:
        """Return the chord and the chart as they were given; empty if the machine hears them."""
        return self._chord, self._chart

    def take(self, chord: str, chart: str) -> None:
        """Note what the instrument has been given before it was saved."""
        self._chord, self._chart = chord, chart

    def chord(self, call: Call, name: str | None = None) -> Answer:
        """Set or get the chord that is given."""
        if name is not None:
            given = None if plain(name) in HEARD else name
            self._tell_instrument(lambda: GiveChord(given), call)
            self._chord = given or ""
        return (self._chord,)

    def chords(self, call: Call, text: str | None = None) -> Answer:
        """Set or get the chart that is given."""
        if text is not None:
            given = None if plain(text) in HEARD else text
            self._tell_instrument(lambda: GiveChart(given), call)
            self._chart, self._chord = given or "", ""
        return (self._chart,)

    # beside the port

    def fileno(self) -> int:
        """Return -1: there is nothing to wait on."""
        return -1

    def due(self) -> float:
        """Return when to look at the harmony; never while nobody listens, or nothing moves."""
        if not len(self._clients):
            return math.inf
        struck = self._instrument.struck
        if not (self._chart or self._chord or self._ends or self._look < struck + LASTS):
            return math.inf
        return max(self._look, min(struck + WHOLE, self._look + LONGEST_WAIT))

    def turn(self, now: float) -> None:
        """Send every client the harmony if it is another one, or was sent long ago."""
        if now < self.due():
            return
        self._look = now + (REPEATED if self._chord else LOOK)
        sounds, before = self._instrument.harmony(now), self._told
        if self._ends and not sounds.given and sounds.confidence < SURE:
            sounds = replace(sounds, chord="", root=-1, bass=-1)
        elif sounds.confidence < SURE:
            return
        same = before is not None and (sounds.chord, sounds.given) == (before.chord, before.given)
        if same and now < self._told_at + REPEATED:
            return
        self._told, self._told_at = sounds, now
        self._outbox.broadcast_at(
            now,
            "/perf/harmony",
            sounds.chord,
            sounds.key,
            sounds.confidence,
            int(sounds.given),
            sounds.root,
            sounds.bass,
        )

    # inside

    @property
    def _ends(self) -> bool:
        """Return whether a chord that was sent as given is given no more."""
        return self._told is not None and self._told.given and not (self._chart or self._chord)

    def _tell_instrument(self, command: Callable[[], GiveChord | GiveChart], call: Call) -> None:
        try:
            self._instrument.command(command(), call.stamp)
        except ValueError as error:
            raise Refusal(Code.OUT_OF_RANGE, str(error)) from None
        self._look = call.stamp
