"""One trial of each mode: a human passage in simulated time, and the machine's response."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from perf_engine.core.controls import Settings
from perf_engine.core.messages import Command, HeardMessage, NoteOff, NoteOn, Said
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.follower import CANON, CONTRARY, into
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import ROLES
from perf_engine.core.turns.phrase_end import FERMATA, LONGEST_GAP, SHORTEST_GAP
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import Strike, TurnPassed
from perf_engine.studio.notes import Performance
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import messages

COUNT_IN: Final = 3.0  # seconds, as is usual
CALL: Final = 5.0  # seconds
AFTER: Final = 2.5  # seconds that the machine is listened to after a turn


class Timed:
    """An instrument, with the computing time of its calls at each simulated time."""

    def __init__(self, performer: Performer) -> None:
        self.performer = performer
        self.took: list[tuple[float, float]] = []  # now, seconds
        self.said: list[tuple[float, Said]] = []  # now, as it was said

    def hear(self, message: HeardMessage, now: float) -> None:
        """A player plays."""
        began = time.perf_counter()
        self.performer.hear(message, now)
        self.took.append((now, time.perf_counter() - began))

    def command(self, command: Command, now: float) -> None:
        """Carry out a command."""
        self.performer.command(command, now)

    def advance(self, now: float) -> list[Said]:
        """Return all that is to be sent now."""
        began = time.perf_counter()
        said = self.performer.advance(now)
        self.took.append((now, time.perf_counter() - began))
        self.said += [(now, one) for one in said]
        return said

    def on_kit(self, message: HeardMessage | Said) -> bool:
        """Whether a message strikes a drum kit."""
        return self.performer.on_kit(message)

    def due(self) -> float:
        """The time of the next call of `advance`."""
        return self.performer.due()

    def compute(self, since: float, until: float) -> float:
        """Seconds of computing at the times since..until."""
        return sum(seconds for now, seconds in self.took if since <= now <= until)


@dataclass(slots=True)
class Answered:
    """An answer in call and response by the clock, times in seconds from the end of the call."""

    passage: str
    called: int  # notes of the call
    notes: int
    first: float  # sound
    compute: float  # seconds, from waking for it until it was decided
    last: float  # sound's end
    densest: int  # strikes in any second
    hung: int

    def faults(self, length: float = CALL) -> list[str]:
        """The broken promises, in words."""
        found = []
        if not self.notes:
            return ["no answer"]
        if abs(self.last - length) > 0.2:
            found.append(f"{self.last:.2f} s long instead of {length:g} s")
        if self.first + self.compute > 0.05:
            found.append(f"first sound after {1000 * (self.first + self.compute):.0f} ms")
        if self.notes < 4:
            found.append(f"{self.notes} notes")
        if self.notes > 12 * length:
            found.append(f"{self.notes / length:.1f} notes a second")
        if self.hung:
            found.append(f"{self.hung} hung notes")
        return found


def answered(weights: Weights, name: str, passage: Performance, seed: int) -> Answered:
    """A call of 5 s after a count-in of 3 s, and its answer."""
    settings = Settings.defaults().changed(
        {"windowed": 1, "count_in": COUNT_IN, "call_length": CALL}
    )
    timed = Timed(Performer(weights, mode="call_response", seed=seed, settings=settings))
    plan = [(COUNT_IN + at, message) for at, message in messages(passage)]
    close = COUNT_IN + CALL
    recording = offline(timed, plan, close + CALL + AFTER)
    onsets = [one.due - close for one in recording.said if isinstance(one, Strike)]
    ends = [one.due - close for one in recording.said if not isinstance(one, Strike)]
    lead = settings["lead"] / 1000.0
    said_at = min((now for now, one in timed.said if isinstance(one, Strike)), default=close)
    return Answered(
        name,
        len(passage.notes),
        len(onsets),
        min(onsets, default=0.0),
        timed.compute(close - lead, said_at),
        max(ends, default=0.0),
        max((sum(a <= b < a + 1.0 for b in onsets) for a in onsets), default=0),
        len(recording.hung),
    )


@dataclass(slots=True)
class Phrased:
    """A call and its answer by silence, and how the machine yields to the player."""

    passage: str
    called: int  # notes of the call
    early: int  # number of turns that the machine took before the passage was over
    gap: float  # seconds of silence until its first sound
    after: float  # seconds from the player's last strike until then
    notes: int  # until the player interrupts
    yielded: float  # seconds from the player's strike to the end of the last sound
    hung: int

    def faults(self) -> list[str]:
        """The broken promises, in words."""
        found = []
        if not self.notes:
            return ["no answer"]
        soon = self.gap < SHORTEST_GAP and self.after < FERMATA  # a long last note is an end too
        if soon or self.gap > LONGEST_GAP + 0.05:
            found.append(f"answered after {self.gap:.2f} s of silence")
        if self.yielded > 0.002:
            found.append(f"sounded for {1000 * self.yielded:.0f} ms beside the player")
        if self.hung:
            found.append(f"{self.hung} hung notes")
        return found


def phrased(weights: Weights, name: str, passage: Performance, seed: int) -> Phrased:
    """A call, then silence; in the middle of the answer the player strikes one key."""
    timed = Timed(Performer(weights, mode="call_response", seed=seed))
    end = max(note.end for note in passage.notes)
    back = end + LONGEST_GAP + 1.0
    plan: list[tuple[float, HeardMessage]] = [
        *messages(passage),
        (back, NoteOn(0, 60, 80)),
        (back + 0.1, NoteOff(0, 60)),
    ]
    recording = offline(timed, plan, back + 0.2)
    onsets = [one.due for one in recording.said if isinstance(one, Strike)]
    ends = [one.due for one in recording.said if not isinstance(one, Strike)]
    answer = [at for at in onsets if at >= end]
    turns = [one for _, one in timed.said if isinstance(one, TurnPassed) and one.phase == "answer"]
    return Phrased(
        name,
        len(passage.notes),
        sum(one.due < end for one in turns),
        min(answer, default=math.inf) - end,
        min(answer, default=math.inf) - max(note.onset for note in passage.notes),
        len(answer),
        max([at - back for at in ends if at <= back + 0.15] + [0.0]),
        len(recording.hung),
    )


@dataclass(slots=True)
class Bound:
    """Lines bound to a passage: strikes required, missing and superfluous."""

    passage: str
    asked: int
    missing: int
    added: int
    late: float  # seconds after the time that the rule gives for a note
    hung: int

    def faults(self) -> list[str]:
        """The broken promises, in words."""
        found = []
        if self.missing or self.added:
            found.append(f"{self.missing} of {self.asked} notes missing, {self.added} too many")
        if self.late > 1e-6:
            found.append(f"{1000 * self.late:.3f} ms off")
        if self.hung:
            found.append(f"{self.hung} hung notes")
        return found


def bound(
    weights: Weights,
    name: str,
    passage: Performance,
    seed: int,
    motion: int,
    intervals: Sequence[int],
    delay: float,
) -> Bound:
    """A passage and the lines bound to it, beside those that the rule gives, computed apart."""
    names = ("interval", "interval_2", "interval_3")
    settings = Settings.defaults().changed(
        {
            "motion": motion,
            "canon_delay": delay,
            "polyphony": 32,
            "longest_note": 60.0,
            **dict(zip(names, intervals, strict=False)),
        }
    )
    timed = Timed(Performer(weights, mode="follow", seed=seed, settings=settings))
    plan = messages(passage)
    recording = offline(timed, plan, passage.end + delay + AFTER)
    wait = delay if motion == CANON else 0.0
    played = [(at, m.pitch) for at, m in plan if isinstance(m, NoteOn)]
    there = {(one.due, one.pitch) for one in recording.said if isinstance(one, Strike)}
    asked: set[tuple[float, int | None]] = set()
    first, before = 0, -math.inf
    for at, chord in groupby(played, key=lambda one: one[0]):
        keys = [pitch for _, pitch in chord]

        def line(first: int, at: float = at, keys: Sequence[int] = keys) -> set[Any]:
            turned = [2 * first - key if motion == CONTRARY else key for key in keys]
            return {(at + wait, into(key + by, 0, 127)) for key in turned for by in intervals}

        if at - before >= SHORTEST_GAP and line(keys[0]) <= there:
            first = keys[0]  # a contrary line may begin anew after a silence
        before = at
        asked |= line(first)
    missing: Counter[int | None] = Counter(p for _, p in asked)
    added: Counter[int | None] = Counter(p for _, p in there)
    by_pitch = [sorted(s, key=lambda one: (one[1] or 0, one[0])) for s in (asked, there)]
    both = list(zip(*by_pitch, strict=False))
    late = max((abs(a[0] - c[0]) for a, c in both), default=0.0) if missing == added else 0.0
    return Bound(
        name,
        len(asked),
        (missing - added).total(),
        (added - missing).total(),
        late,
        len(recording.hung),
    )


@dataclass(slots=True)
class Accompanied:
    """A passage in one part, accompanied in others."""

    passage: str
    human: int  # strikes
    machine: int
    parts: dict[str, int] = field(default_factory=dict)  # events of the machine by part
    heard: dict[str, int] = field(default_factory=dict)  # events of the human by part
    below: float = 0.0  # semitones by which the machine lies below the human, by means
    hung: int = 0

    def faults(self, role: int) -> list[str]:
        """The broken promises, in words."""
        found = []
        wanted = ROLES[role]
        if not self.machine:
            found.append("no accompaniment")
        if set(self.parts) - set(wanted.machine):
            found.append(f"the machine plays {', '.join(self.parts)}")
        if set(self.heard) - {wanted.players}:
            found.append(f"the human is heard as {', '.join(self.heard)}")
        if self.hung:
            found.append(f"{self.hung} hung notes")
        return found


def accompanied(
    weights: Weights, name: str, passage: Performance, seed: int, role: int
) -> Accompanied:
    """A passage, accompanied: role 0 accompaniment and bass, 3 the melody."""
    settings = Settings.defaults().changed({"role": role})
    performer = Performer(weights, mode="accompany", seed=seed, settings=settings)
    recording = offline(performer, messages(passage), passage.end + AFTER)
    words = weights.vocabulary.parts
    events = performer.remembered()
    machine = [one.pitch for one in recording.said if isinstance(one, Strike)]
    human = [note.pitch for note in passage.notes]
    return Accompanied(
        name,
        len(human),
        len(machine),
        dict(Counter(words[e.part] for e in events if e.own and e.key != PEDAL)),
        dict(Counter(words[e.part] for e in events if not e.own and e.key != PEDAL)),
        sum(human) / len(human) - sum(machine) / max(1, len(machine)),
        len(recording.hung),
    )
