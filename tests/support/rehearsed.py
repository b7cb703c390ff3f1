"""Sessions recorded on a clock in the hand: storms of messages, woken whenever, into a journal."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from perf_engine.core.beat.transport import Observe, Run, SetTempo
from perf_engine.core.memory.saved_state import SavedState, blended
from perf_engine.core.messages import (
    Dismiss,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prepare,
    Prime,
    PrimeNote,
    Recall,
    Reset,
    Seed,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
    TakeOver,
)
from perf_engine.core.model.gru import Weights, tensor_shapes
from perf_engine.core.model.model_file import Origin
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.session.journal_writer import NAME
from perf_engine.engine.session.recorded_instrument import RecordedInstrument
from perf_engine.engine.session.records import Beginning, End, Mark, Record, sealed, written
from perf_engine.engine.session.snapshot import snapshot_of


def small_weights(name: str, seed: int, hidden: int = 24) -> Weights:
    """A small model that knows nothing, and says so."""
    sizes, vocabulary, chance = Sizes(hidden, 8, 8, 12), Vocabulary(), np.random.default_rng(seed)
    shapes = tensor_shapes(sizes, vocabulary)
    made = Weights(
        {n: (0.3 * chance.standard_normal(s)).astype(np.float32) for n, s in shapes.items()},
        sizes,
        vocabulary,
    )
    made.origin = Origin(name, f"/models/{name}.safetensors", name * 2)
    return made


WEIGHTS, OTHER = small_weights("small", 5), small_weights("other", 6, 16)


def weights_of(origin: Origin) -> Weights:
    return {w.origin.digest: w for w in (WEIGHTS, OTHER)}[origin.digest]


class Rehearsal:
    """A performer that is played to by chance, and what was taken down of it."""

    def __init__(self, seed: int, mode: str = "duet", performer: Performer | None = None) -> None:
        self.chance = random.Random(seed)
        self.performer = performer or Performer(WEIGHTS, mode=mode, seed=seed)
        self.recorded = RecordedInstrument(self.performer)
        self.records: list[Record] = []
        self.now = 100.0
        self.said: list[object] = []
        self.states: list[SavedState] = []
        self.begin()
        self.recorded.command(Start(), self.now)

    def begin(self) -> None:
        """A file begins, at a moment when nothing waits."""
        while self.performer.due() <= self.now:
            self.said += self.recorded.advance(self.now)
        self._keep()
        continues = self.recorded.recording and not self.recorded.broken
        model = self.performer.weights.origin
        assert model is not None
        self.records.append(
            Beginning(
                0,
                continues,
                self.performer.decisions,
                self.now,
                1.7e9 + self.now,
                model,
                snapshot_of(self.performer),
                {"numpy": np.__version__},
            )
        )
        self.recorded.recording, self.recorded.broken = True, False

    def go(self, seconds: float, storm: bool = True) -> None:
        """Play on for so long; messages come late, early, twice, and the clock jumps."""
        until = self.now + seconds
        while self.now < until:
            due = self.performer.due()
            self.now = max(
                self.now,
                min(
                    self.now + self.chance.choice([0.002, 0.03, 0.3]),
                    until,
                    due + self.chance.choice([0.0, 0.0005, 0.05]),
                ),
            )
            if storm and self.chance.random() < 0.3:
                self._something()
            self.said += self.recorded.advance(self.now)
        self._keep()

    def end(self) -> None:
        """Silence, and the end."""
        self.recorded.command(Panic(), self.now)
        self.said += self.recorded.advance(self.now)
        self._keep()
        self.records.append(End(self.now))

    def _something(self) -> None:
        stamp = self.now - self.chance.choice([0.0, 0.001, 0.05])
        pitch, source = self.chance.randint(55, 70), self.chance.choice("ab")
        kind = self.chance.random()
        if kind < 0.4:
            duration = self.chance.choice([None, 0.1, 2.0])
            velocity = self.chance.randint(1, 127)
            self.recorded.hear(
                NoteOn(self.chance.randint(0, 1), pitch, velocity, source, duration), stamp
            )
        elif kind < 0.7:
            self.recorded.hear(NoteOff(self.chance.randint(0, 1), pitch, source), stamp)
        elif kind < 0.76:
            self.recorded.hear(Pedal(0, self.chance.randint(0, 127), source), stamp)
        elif kind < 0.78:
            self.recorded.hear(SourceLost(source), stamp)
        elif kind < 0.79:
            self.recorded.resume(self.now)
        elif kind < 0.795:
            self.recorded.drop(self.now)
        elif kind < 0.80:
            self.recorded.pace(self.chance.choice([0.0, 0.02, 0.3]), self.now)
        elif kind < 0.81:
            self.recorded.forget(self.now)
        elif kind < 0.85:
            self.recorded.watched = not self.recorded.watched
        elif kind < 0.87:
            self.recorded.records.append(Mark(stamp, "héré\tand\nthere"))
        elif kind < 0.91:
            self._models(stamp)
        else:
            if self.chance.random() < 0.3:
                self.recorded.hurry()
            self.recorded.command(
                self.chance.choice(
                    [
                        SetMode(self.chance.choice(MODES)),
                        Start(),
                        Start(),
                        Stop(),
                        Reset(0),
                        Panic(),
                        Seed(self.chance.randint(0, 9)),
                        SetControls((("lead", 0.0), ("share", 0.9))),
                        SetControls((("lead", 80.0), ("transpose", 7)), 0),
                        SetControls((("windowed", 1), ("count_in", 0.2), ("call_length", 1.0))),
                        SetControls((("windowed", 0), ("motion", self.chance.randint(0, 2)))),
                        SetControls((("role", self.chance.randint(0, 3)), ("canon_delay", 0.4))),
                        SetControls((("quantise", 1.0), ("swing", 0.6), ("grid", 3))),
                        SetControls(
                            (("tempo_scale", self.chance.choice([0.5, 1.0, 2.0])), ("freeze", 0))
                        ),
                        SetControls((("velocity_scale", 0.5), ("influence", 0.3), ("freeze", 1))),
                        SetControls(
                            (("scale", "dorian"), ("scale_strength", 0.7), ("density", 2.0))
                        ),
                        self._kept(),
                        self._kept(),
                        Run(True),
                        SetTempo(self.chance.uniform(60.0, 180.0)),
                        Observe(self.now),
                        Prime(tuple(PrimeNote(0.1 * i, 60 + i % 5, 80, 0.2) for i in range(250))),
                    ]
                ),
                stamp,
            )

    def _kept(self) -> Recall | Start:
        """A state to come back to: one that was kept before, of whichever model."""
        self.states.append(self.performer.kept("a state"))
        state = self.chance.choice(self.states)
        if self.chance.random() < 0.3:
            same = [s for s in self.states if s.digest == state.digest]
            state = blended(state, self.chance.choice(same), self.chance.random())
        origin = self.performer.weights.origin
        return Recall(state) if origin and state.digest == origin.digest else Start()

    def _models(self, stamp: float) -> None:
        if not self.recorded.preparing:
            new = OTHER if self.performer.weights is WEIGHTS else WEIGHTS
            self.recorded.command(Prepare(new), stamp)
            return
        for _ in range(self.chance.randint(0, 300)):
            self.recorded.learn()
        self.recorded.command(self.chance.choice([TakeOver(), Dismiss()]), stamp)

    def _keep(self) -> None:
        self.records += self.recorded.records
        self.recorded.records.clear()


def lines_of(records: list[Record]) -> list[bytes]:
    """The lines of a file, from its records."""
    return [sealed(text.encode()) for record in records for text in written(record)]


def write_session(folder: Path, records: list[Record]) -> Path:
    """A session's journal as a scribe writes it: a file for each beginning."""
    folder.mkdir()
    number = 0
    for record in records:
        if isinstance(record, Beginning):
            number += 1
        with (folder / NAME.format(number)).open("ab") as file:
            file.writelines(lines_of([record]))
    return folder
