"""A Markov model that plays on: each event drawn from the classes that followed its contexts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.protocol.midi import PEDAL
from perf_engine.studio.measure.statistics import Clip
from perf_engine.studio.notes import Note, Performance, read_midi
from perf_engine.studio.plan import messages
from perf_engine.training.measure.baselines import line_of
from perf_engine.training.measure.contexts import Line, contexts
from perf_engine.training.measure.figures import TERMS
from perf_engine.training.measure.markov import Markov, classes_of
from perf_engine.training.measure.passage import Passage

from .human import readable

WINDOW: Final = 64  # events that are looked back on: they hold five strikes
TUNED_ON: Final = 20  # one piece in so many decides how much each length of context is trusted
MOST: Final = 100  # events a second, at which it ends

Row = tuple[int, int, int, int]  # classes of part, dt, key and velocity


def passage(name: str, notes: Sequence[Note], vocabulary: Vocabulary) -> Passage:
    """Return notes as events of one part, without the pedal."""
    events = [
        (at, message.pitch, message.velocity if isinstance(message, NoteOn) else 0)
        for at, message in messages(Performance.of(notes))
        if isinstance(message, NoteOn | NoteOff)
    ]
    times = np.array([at for at, _, _ in events])
    columns = (
        np.diff(times, prepend=times[:1]).astype(np.float32),
        np.zeros(len(events), np.uint8),
        np.array([pitch for _, pitch, _ in events], np.uint8),
        np.array([velocity for _, _, velocity in events], np.uint8),
    )
    return Passage.of(name, "music", columns, vocabulary)


def passages(paths: Sequence[Path], vocabulary: Vocabulary) -> list[Passage]:
    """Return the music of MIDI files on one piano; files that cannot be read are left out."""
    return [
        passage(path.stem, piece.notes, vocabulary)
        for path, piece in readable(paths, read_midi)
        if piece.notes
    ]


class MarkovPlayer:
    """A Markov model of variable order that plays on from a beginning."""

    def __init__(self, models: Mapping[str, Markov], vocabulary: Vocabulary) -> None:
        """Take a model of each term."""
        self._models, self._vocabulary = models, vocabulary

    @classmethod
    def learnt(cls, music: Sequence[Passage], vocabulary: Vocabulary) -> MarkovPlayer:
        """Count music. Raises ValueError where there are fewer than two pieces."""
        if len(music) < 2:
            raise ValueError(f"a Markov model needs two pieces to learn from, not {len(music)}")
        sizes = classes_of(len(vocabulary.parts), vocabulary.dt_count, vocabulary.velocity_count)
        tuned_on = music[::TUNED_ON]
        counted = [piece for number, piece in enumerate(music) if number % TUNED_ON]
        line, tuning = line_of(counted), line_of(tuned_on)
        weights, by = (np.ones(len(each.part), np.float32) for each in (line, tuning))
        models = {term: Markov.fit(term, sizes[term], line, weights, tuning, by) for term in TERMS}
        return cls(models, vocabulary)

    def continued(self, notes: Sequence[Note], seconds: float, random: Generator) -> Clip:
        """Play on from notes for some seconds, on one piano."""
        found: list[Note] = []
        struck: dict[int, tuple[float, int]] = {}
        for at, pitch, velocity in self._events(notes, seconds, random):
            if velocity:
                struck[pitch] = at, velocity
            elif pitch in struck:
                onset, loudness = struck.pop(pitch)
                found.append(Note(onset, pitch, loudness, at - onset))
        found += [Note(at, pitch, loud, seconds - at) for pitch, (at, loud) in struck.items()]
        return Clip(tuple(sorted(found, key=lambda n: (n.onset, n.pitch))), seconds)

    def _events(
        self, notes: Sequence[Note], seconds: float, random: Generator
    ) -> Iterator[tuple[float, int, int]]:
        """Yield seconds, pitch and velocity, which is 0 for a release."""
        begun = passage("begun", notes, self._vocabulary)
        columns = zip(*(getattr(begun, term).tolist() for term in TERMS), strict=True)
        rows: list[Row] = list(columns)[-WINDOW:]
        held = {key for key in begun.key.tolist() if _down(begun, key)}
        edges, now = self._vocabulary.dt_edges, 0.0
        for _ in range(int(MOST * seconds)):
            row = self._drawn(rows, held, random)
            now += float(random.uniform(edges[row[1]], edges[row[1] + 1]))
            if now >= seconds:
                return
            rows = [*rows[1 - WINDOW :], row]
            key, velocity = row[2], row[3]
            (held.add if velocity else held.discard)(key)
            if key != PEDAL:
                yield now, key, self._vocabulary.velocity_value(velocity, float(random.random()))

    def _drawn(self, rows: Sequence[Row], held: set[int], random: Generator) -> Row:
        part = self._class("part", rows, (0, 0, 0, 1), random)
        dt = self._class("dt", rows, (part, 0, 0, 1), random)
        key = self._class("key", rows, (part, dt, 0, 1), random)
        if key in held:
            return part, dt, key, 0
        return part, dt, key, 1 + self._class("velocity", rows, (part, dt, key, 1), random)

    def _class(self, term: str, rows: Sequence[Row], row: Row, random: Generator) -> int:
        """Draw the class of one term of the next event, whose earlier terms are in `row`."""
        model = self._models[term]
        part, dt, key, velocity = np.array([*rows, row]).T
        line = Line(part, dt, key, velocity, WINDOW + np.arange(len(part)))
        classes = np.arange(model.classes)
        looked_at = [np.full(len(classes), hashed[-1]) for hashed in contexts(line, term)]
        return _draw(model.chances(looked_at, classes), random)


def _draw(chances: NDArray[np.float64], random: Generator) -> int:
    running = np.cumsum(chances)
    return min(int(np.searchsorted(running, random.random() * running[-1])), len(chances) - 1)


def _down(begun: Passage, key: int) -> bool:
    """Return whether a key is held after the last event."""
    return bool(begun.velocity[np.flatnonzero(begun.key == key)[-1]])
