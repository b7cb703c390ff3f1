"""What each control promises: the statistic it moves, and which way, over a few settings."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.controls import Settings
from perf_engine.core.gru import Weights
from perf_engine.core.messages import Command, HeardMessage, NoteOn, Said, Strike
from perf_engine.core.performer import Performer
from perf_engine.core.transport import Run, SetTempo
from perf_engine.studio.notes import Note
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import Plan
from perf_engine.studio.statistics import Clip, statistics

TEMPO: Final = 100.0  # beats a minute, where a clock runs
MAJOR: Final = frozenset((0, 2, 4, 5, 7, 9, 11))
PENTATONIC: Final = frozenset((0, 2, 4, 7, 9))
TRIAD: Final = frozenset((0, 4, 7))
HEARD: Final = 8.0  # seconds for which a player's pitch classes count
GRAM: Final = 3  # intervals in a row that are a quotation
TURN: Final = 20.0  # seconds for which a human plays, then is silent, in takeover

Value = float | int | str


@dataclass(frozen=True, slots=True)
class Take:
    """What was played: notes of both, when the machine's strikes were sent, and its state's way."""

    machine: tuple[Note, ...]
    human: tuple[Note, ...]
    sent: tuple[tuple[float, Strike], ...]
    moved: float  # how far the hidden state went at an event, in the mean
    seconds: float


class Watched:
    """An instrument, and when it sends what, and how far its hidden state goes."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self.sent: list[tuple[float, Strike]] = []
        self._moves: list[float] = []
        self._last = self._hidden()

    def _hidden(self) -> NDArray[np.float32]:
        return self._performer._voices[0].improviser.stream.hidden.copy()

    def hear(self, message: HeardMessage, now: float) -> None:
        """A player plays."""
        self._performer.hear(message, now)
        self._look()

    def command(self, command: Command, now: float) -> None:
        """Do as told."""
        self._performer.command(command, now)

    def advance(self, now: float) -> list[Said]:
        """All that is to be sent now."""
        said = self._performer.advance(now)
        struck = [(now, one) for one in said if isinstance(one, Strike)]
        self.sent += struck
        if struck:
            self._look()
        return said

    def due(self) -> float:
        """When `advance` next wants to be called."""
        return self._performer.due()

    @property
    def moved(self) -> float:
        """How far the state went, in the mean over the events that were seen."""
        return float(np.mean(self._moves)) if self._moves else 0.0

    def _look(self) -> None:
        hidden = self._hidden()
        self._moves.append(float(np.abs(hidden - self._last).mean()))
        self._last = hidden


def take(
    weights: Weights, mode: str, settings: Mapping[str, Value], plan: Plan, seconds: float,
    seed: int, tempo: float | None = None,
) -> Take:
    """Play a plan to a machine with these controls, on a virtual clock."""
    controls = Settings.defaults().changed(settings)
    watched = Watched(Performer(weights, mode=mode, seed=seed, settings=controls))
    if tempo is not None:
        plan = [(0.0, SetTempo(tempo)), (0.0, Run(True)), *plan]
    notes = offline(watched, plan, seconds).performance().notes
    return Take(
        tuple(n for n in notes if n.track.startswith("machine")),
        tuple(n for n in notes if n.track.startswith("human")),
        tuple(watched.sent), watched.moved, seconds,
    )


# what is counted of the machine's notes


def rate(found: Take) -> float:
    """Notes a second."""
    return len(found.machine) / found.seconds


def mean_pitch(found: Take) -> float:
    """MIDI pitch."""
    return _mean(n.pitch for n in found.machine)


def low_pitch(found: Take) -> float:
    """MIDI pitch, the 5th percentile."""
    return float(np.percentile([n.pitch for n in found.machine], 5))


def high_pitch(found: Take) -> float:
    """MIDI pitch, the 95th percentile."""
    return float(np.percentile([n.pitch for n in found.machine], 95))


def velocity(found: Take) -> float:
    """The mean MIDI velocity."""
    return _mean(n.velocity for n in found.machine)


def duration(found: Take) -> float:
    """Seconds that a key is held, in the mean."""
    return _mean(n.duration for n in found.machine)


def polyphony(found: Take) -> float:
    """Keys held, in the mean, while any is."""
    return statistics(Clip(found.machine, found.seconds)).polyphony


def velocity_span(found: Take) -> float:
    """MIDI velocity, from the 5th to the 95th percentile."""
    return statistics(Clip(found.machine, found.seconds)).velocity_span


def repetition(found: Take) -> float:
    """The share of four pitches in a row that were there before."""
    return statistics(Clip(found.machine, found.seconds)).repetition


def pitch_entropy(found: Take) -> float:
    """Bits, of the intervals from strike to strike."""
    return _entropy(b.pitch - a.pitch for a, b in pairwise(found.machine))


def rhythm_entropy(found: Take) -> float:
    """Bits, of the times from strike to strike, in quarters of an octave; 0.01 s is at once."""
    gaps = (b.onset - a.onset for a, b in pairwise(found.machine))
    return _entropy(round(4.0 * math.log2(max(gap, 0.01))) for gap in gaps)


def inside(classes: frozenset[int]) -> Callable[[Take], float]:
    """What counts strikes in these pitch classes."""

    def share(found: Take) -> float:
        """The share of strikes in them."""
        return _mean(float(n.pitch % 12 in classes) for n in found.machine)

    return share


def off_grid(found: Take) -> float:
    """Milliseconds from a strike to the nearest of four steps a beat, in the mean."""
    step = 60.0 / TEMPO / 4.0
    return 1000.0 * _mean(
        abs(n.onset - step * round(n.onset / step)) for n in found.machine
    )


def places(found: Take) -> float:
    """Bits, of where in a beat strikes are, in twelfths."""
    return _entropy(round(12.0 * n.onset * TEMPO / 60.0) % 12 for n in found.machine)


def unevenness(found: Take) -> float:
    """Where in a pair of quarter beats the strikes inside it are (0..1), in the mean."""
    spots = (n.onset * TEMPO / 60.0 * 2.0 % 1.0 for n in found.machine)
    return _mean(spot for spot in spots if 0.3 < spot < 0.9)


def kinship(found: Take) -> float:
    """The share of a player's pitch classes that are a strike's, over 8 s, in the mean."""
    shares = []
    for note in found.machine:
        near = [n.pitch % 12 for n in found.human if 0.0 <= note.onset - n.onset < HEARD]
        if near:
            shares.append(near.count(note.pitch % 12) / len(near))
    return _mean(shares)


def quoted(found: Take) -> float:
    """The share of the machine's three intervals in a row that a player played."""
    known = set(_grams(found.human))
    return _mean(float(gram in known) for gram in _grams(found.machine))


def waiting(found: Take) -> float:
    """Seconds from a player's last strike or release to the machine's next strike, if over 0.5."""
    ends = sorted(n.end for n in found.human)
    starts = [n.onset for n in found.machine] + [n.onset for n in found.human]
    gaps = (min((s for s in starts if s > end), default=math.inf) - end for end in ends)
    return _mean(gap for gap in gaps if 0.5 < gap < math.inf)


def ahead(found: Take) -> float:
    """Milliseconds from the sending of a strike to its time, in the mean."""
    return 1000.0 * _mean(strike.due - now for now, strike in found.sent)


def loudness_gap(found: Take) -> float:
    """MIDI velocity between the means of machine and player."""
    return abs(velocity(found) - _mean(n.velocity for n in found.human))


def moved(found: Take) -> float:
    """How far a unit of the hidden state goes at an event, in the mean."""
    return found.moved


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return float(np.mean(found)) if found else math.nan


def _entropy(values: Iterable[Hashable]) -> float:
    counts = np.array(list(Counter(values).values()), float)
    share = counts / counts.sum() if len(counts) else counts
    return float(-(share * np.log2(share)).sum())


def _grams(notes: Sequence[Note]) -> list[tuple[int, ...]]:
    steps = [b.pitch - a.pitch for a, b in pairwise(notes)]
    return [tuple(steps[i : i + GRAM]) for i in range(len(steps) - GRAM + 1)]


# what is promised


@dataclass(frozen=True, slots=True)
class Effect:
    """A control moves a statistic up or down over some settings, with others as they are given."""

    control: str
    settings: tuple[Value, ...]
    statistic: Callable[[Take], float]
    rises: bool = True
    mode: str = "solo"
    others: Mapping[str, Value] = field(default_factory=dict)
    beat: bool = False
    name: str = ""

    @property
    def said(self) -> str:
        """The statistic in words."""
        return self.name or self.statistic.__name__.replace("_", " ")

    def moved(self, values: Sequence[float]) -> bool:
        """Whether these values, one a setting, go the way that is promised, each from the last."""
        return all((b > a) if self.rises else (b < a) for a, b in pairwise(values))


QUANTISED: Final[Mapping[str, Value]] = {"quantise": 1.0}
LOOPING: Final[Mapping[str, Value]] = {"temperature": 0.5, "imitation": 1.0}
EFFECTS: Final = (
    Effect("temperature", (0.4, 1.0, 1.6), pitch_entropy),
    Effect("temperature_rhythm", (0.4, 1.0, 1.8), rhythm_entropy),
    Effect("temperature_pitch", (0.4, 0.9, 1.6), pitch_entropy),
    Effect("temperature_velocity", (0.3, 1.0, 2.0), velocity_span),
    Effect("nucleus", (0.3, 0.7, 1.0), pitch_entropy),
    Effect("density", (0.4, 1.0, 2.5), rate),
    Effect("density", (0.4, 1.0, 2.5), rate, mode="duet"),
    Effect("tempo_scale", (0.5, 1.0, 2.0), rate),
    Effect("register_low", (0, 60, 72), low_pitch),
    Effect("register_high", (48, 60, 127), high_pitch),
    Effect("scale", ("off", "major", "major_pentatonic"), inside(PENTATONIC),
           name="share in C major pentatonic"),
    Effect("scale_root", ("F#", "D", "C"), inside(MAJOR), others={"scale": "major"},
           name="share in C major"),
    Effect("scale_pitches", (4095, "0 2 4 7 9", "0 4 7"), inside(TRIAD),
           others={"scale": "pitches"}, name="share in the triad C E G"),
    Effect("scale_strength", (0.0, 0.5, 1.0), inside(MAJOR), others={"scale": "major"},
           name="share in C major"),
    Effect("polyphony", (1, 2, 10), polyphony),
    Effect("longest_note", (0.2, 0.6, 12.0), duration),
    Effect("transpose", (-12, 0, 12), mean_pitch),
    Effect("velocity_scale", (0.5, 1.0, 1.5), velocity),
    Effect("velocity_low", (1, 70, 100), velocity),
    Effect("velocity_high", (30, 60, 127), velocity),
    Effect("quantise", (0.0, 0.5, 1.0), off_grid, rises=False, beat=True),
    Effect("grid", (1, 2, 4), places, others=QUANTISED, beat=True),
    Effect("swing", (0.5, 0.6, 0.7), unevenness, others=QUANTISED, beat=True),
    Effect("imitation", (0.0, 0.2, 1.0), quoted, mode="takeover"),
    Effect("harmony", (0.0, 0.7, 2.0), kinship, mode="duet"),
    Effect("influence", (0.0, 0.5, 1.0), moved, mode="listen", name="way of the state"),
    Effect("freeze", (0, 1), moved, rises=False, name="way of the state"),
    Effect("share", (0.2, 0.5, 0.8), rate, mode="duet"),
    Effect("patience", (1.0, 3.0, 6.0), waiting, mode="takeover"),
    Effect("lead", (0.0, 50.0, 200.0), ahead),
    Effect("mute", (0, 1), rate, rises=False),
    Effect("governor", (0, 1), loudness_gap, rises=False, mode="duet"),
    Effect("repetition_guard", (0.0, 0.5, 1.0), repetition, rises=False, others=LOOPING),
)


@dataclass(frozen=True, slots=True)
class Found:
    """An effect, and its statistic: a row for each run, a column for each setting."""

    effect: Effect
    runs: tuple[tuple[float, ...], ...]

    @property
    def means(self) -> tuple[float, ...]:
        """Over the runs, one for each setting."""
        return tuple(float(np.nanmean(column)) for column in zip(*self.runs, strict=True))

    @property
    def holds(self) -> bool:
        """Whether the means go the way that is promised."""
        return self.effect.moved(self.means)

    @property
    def alike(self) -> int:
        """How many runs go that way each by itself."""
        return sum(map(self.effect.moved, self.runs))


def measure(
    effect: Effect, weights: Weights, plans: Sequence[Plan], seconds: float
) -> Found:
    """Run each plan, with a seed of its own, at each setting; a solo plays without any."""
    runs = []
    for seed, plan in enumerate(plans):
        heard = () if effect.mode == "solo" else plan
        runs.append(tuple(
            effect.statistic(take(
                weights, effect.mode, {**effect.others, effect.control: value}, heard, seconds,
                seed, TEMPO if effect.beat else None,
            ))
            for value in effect.settings
        ))
    return Found(effect, tuple(runs))


def count(plan: Plan) -> int:
    """How many strikes a plan has."""
    return sum(isinstance(message, NoteOn) for _, message in plan)
