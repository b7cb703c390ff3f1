"""The promise of each control: the statistic that it moves, up or down, over some settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.beat.transport import Run, SetTempo
from perf_engine.core.controls import Settings
from perf_engine.core.messages import Command, HeardMessage, NoteOn, Said, Start
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.measures import MAJOR
from perf_engine.protocol.notes import Strike
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import Plan

from .counts import (
    TEMPO,
    Take,
    ahead,
    beginning,
    duration,
    high_pitch,
    inside,
    kinship,
    leaping,
    likeness,
    loudness_gap,
    low_pitch,
    mean_pitch,
    moved,
    off_grid,
    pitch_entropy,
    places,
    polyphony,
    quoted,
    rate,
    repetition,
    retold,
    rhythm_entropy,
    unevenness,
    velocity,
    velocity_span,
    waiting,
)

PENTATONIC: Final = frozenset((0, 2, 4, 7, 9))
TRIAD: Final = frozenset((0, 4, 7))
LEAVES: Final = 4.0  # seconds after which a human who leaves strikes no more
TURN: Final = 20.0  # seconds for which a human plays, then is silent, in takeover

Value = float | int | str


class Watched:
    """An instrument that notes its messages, their times, and the moves of its hidden state."""

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
        """Carry out a command."""
        self._performer.command(command, now)

    def advance(self, now: float) -> list[Said]:
        """Return all that is to be sent now."""
        said = self._performer.advance(now)
        struck = [(now, one) for one in said if isinstance(one, Strike)]
        self.sent += struck
        if struck:
            self._look()
        return said

    def on_kit(self, message: HeardMessage | Said) -> bool:
        """Whether a message strikes a drum kit."""
        return self._performer.on_kit(message)

    def due(self) -> float:
        """The time of the next call of `advance`."""
        return self._performer.due()

    @property
    def moved(self) -> float:
        """The mean distance that the state moved at the events seen."""
        return float(np.mean(self._moves)) if self._moves else 0.0

    def _look(self) -> None:
        hidden = self._hidden()
        self._moves.append(float(np.abs(hidden - self._last).mean()))
        self._last = hidden


def take(
    weights: Weights,
    mode: str,
    settings: Mapping[str, Value],
    plan: Plan,
    seconds: float,
    seed: int,
    tempo: float | None = None,
    beside: str = "",
) -> Take:
    """Play a plan to a machine with these controls, on a virtual clock.

    `beside`: the mode of a second voice, where there is one.
    """
    voices = [VoicePlan(mode, seed, Settings.defaults().changed(settings, weights.told.styles))]
    if beside:
        voices.append(VoicePlan(beside, seed))
    watched = Watched(Performer(weights, voices=voices))
    if mode == "call_response":
        plan = [(0.0, Start()), *plan]
    if tempo is not None:
        plan = [(0.0, SetTempo(tempo)), (0.0, Run(True)), *plan]
    notes = offline(watched, plan, seconds).performance().notes
    return Take(
        tuple(n for n in notes if n.track.startswith("machine")),
        tuple(n for n in notes if n.track.startswith("human")),
        tuple(watched.sent),
        watched.moved,
        seconds,
    )


# the promises


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
    beside: str = ""  # the mode of a second voice
    velocity: int = 0  # of all that the player strikes; 0: as it was played
    leaves: bool = False  # the player plays at first only
    name: str = ""
    model: str = ""  # the model that has what the control chooses from, if the usual one has not

    @property
    def said(self) -> str:
        """The statistic in words."""
        return self.name or self.statistic.__name__.replace("_", " ")

    def moved(self, values: Sequence[float]) -> bool:
        """Return whether these values, one a setting, each move from the last as promised."""
        return all((b > a) if self.rises else (b < a) for a, b in pairwise(values))


QUANTISED: Final[Mapping[str, Value]] = {"quantise": 1.0, "together": 0.0}
WINDOWED: Final[Mapping[str, Value]] = {
    "windowed": 1,
    "count_in": 1.0,
    "call_length": 3.0,
    "together": 0.0,  # within a beat, the rate hangs on its tempo
}
LOOPING: Final[Mapping[str, Value]] = {"temperature": 0.5, "imitation": 1.0, "governor": 0}
# A table: a row an effect.
# fmt: off
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
    Effect("scale_root", ("F#", "D", "C"), inside(frozenset(MAJOR)), others={"scale": "major"},
           name="share in C major"),
    Effect("scale_pitches", (4095, "0 2 4 7 9", "0 4 7"), inside(TRIAD),
           others={"scale": "pitches"}, name="share in the triad C E G"),
    Effect("scale_strength", (0.0, 0.5, 1.0), inside(frozenset(MAJOR)), others={"scale": "major"},
           name="share in C major"),
    Effect("polyphony", (1, 2, 10), polyphony),
    Effect("longest_note", (0.2, 0.6, 12.0), duration),
    Effect("transpose", (-12, 0, 12), mean_pitch),
    Effect("velocity_scale", (0.5, 1.0, 1.5), velocity),
    Effect("velocity_low", (1, 70, 100), velocity),
    Effect("velocity_high", (30, 60, 127), velocity),
    Effect("together", (0.0, 0.5, 1.0), off_grid, rises=False, beat=True),
    Effect("style", ("irish", "songs", "hymns"), polyphony, model="broad"),
    Effect("style_2", ("irish", "songs", "hymns"), polyphony, others={"morph": 1.0},
           model="broad"),
    Effect("morph", (0.0, 0.5, 1.0), polyphony, others={"style": "irish", "style_2": "hymns"},
           model="broad"),
    Effect("texture", ("walking", "free", "block"), polyphony, mode="duet"),
    Effect("quantise", (0.0, 0.5, 1.0), off_grid, rises=False, others={"together": 0.0}, beat=True),
    Effect("grid", (1, 2, 4), places, others=QUANTISED, beat=True),
    Effect("swing", (0.5, 0.6, 0.7), unevenness, others=QUANTISED, beat=True),
    Effect("imitation", (0.0, 0.3, 1.0), quoted, mode="takeover"),
    Effect("recall_themes", (0.0, 0.3, 1.0), quoted, mode="takeover", others={"imitation": 0.0}),
    Effect("novelty", (0.0, 0.4, 1.0), retold, rises=False, others={"density": 2.0}),
    Effect("theory", (0.0, 0.5, 1.0), leaping, rises=False,
           others={"polyphony": 1, "density": 2.0}),
    Effect("harmony", (0.0, 0.7, 2.0), kinship, mode="duet"),
    Effect("influence", (0.0, 0.5, 1.0), moved, mode="listen", name="way of the state"),
    Effect("freeze", (0, 1), moved, rises=False, name="way of the state"),
    Effect("hears_players", ("none", "all"), moved, mode="listen", name="way of the state"),
    Effect("hears_voices", ("none", "all"), moved, mode="listen", beside="solo",
           name="way of the state"),
    Effect("drum_players", ("none", "all"), moved, rises=False, mode="listen",
           name="way of the state"),
    Effect("share", (0.2, 0.5, 0.8), rate, mode="duet"),
    Effect("patience", (1.0, 3.0, 6.0), waiting, mode="takeover"),
    Effect("rest_after", (0.5, 3.0, 60.0), rate, mode="duet", leaves=True,
           others={"share": 0.9, "density": 2.0}),
    Effect("lead", (0.0, 50.0, 200.0), ahead),
    Effect("mute", (0, 1), rate, rises=False),
    Effect("governor", (0, 1), loudness_gap, rises=False, mode="accompany", velocity=115,
           others={"imitation": 0.0}, name="loudness gap to a loud player"),
    Effect("governor", (0, 1), rate, rises=False, others={"density": 3.0}),
    Effect("repetition_guard", (0.0, 0.5, 1.0), repetition, rises=False, others=LOOPING),
    Effect("windowed", (0, 1), rate, mode="call_response", others=WINDOWED),
    Effect("count_in", (0.5, 1.0, 4.0), beginning, mode="call_response", others=WINDOWED),
    Effect("call_length", (2.0, 3.0, 6.0), beginning, mode="call_response", others=WINDOWED),
    Effect("role", ("bass", "accompaniment", "melody"), mean_pitch, mode="accompany"),
    Effect("motion", ("contrary", "canon", "parallel"), likeness, mode="follow"),
    Effect("instrument", ("shared", "own"), rate, mode="follow", others={"interval": 0}),
    Effect("interval", (-12, 0, 12), mean_pitch, mode="follow", others={"instrument": "own"}),
    Effect("interval_2", (-12, 4, 24), mean_pitch, mode="follow"),
    Effect("interval_3", (-12, 4, 24), mean_pitch, mode="follow"),
    Effect("canon_delay", (0.5, 1.0, 3.0), beginning, mode="follow", others={"motion": "canon"}),
)
# fmt: on


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
        """Return whether the means move as promised."""
        return self.effect.moved(self.means)

    @property
    def alike(self) -> int:
        """The number of runs that move as promised by themselves."""
        return sum(map(self.effect.moved, self.runs))


def measure(effect: Effect, weights: Weights, plans: Sequence[Plan], seconds: float) -> Found:
    """Run each plan, with a seed of its own, at each setting; a solo plays without any."""
    runs = []
    for seed, plan in enumerate(plans):
        heard: Plan = () if effect.mode == "solo" else plan
        if effect.velocity:
            heard = struck_with(effect.velocity, plan)
        if effect.leaves:
            heard = [(at, one) for at, one in heard if at < LEAVES or not isinstance(one, NoteOn)]
        runs.append(
            tuple(
                effect.statistic(
                    take(
                        weights,
                        effect.mode,
                        {**effect.others, effect.control: value},
                        heard,
                        seconds,
                        seed,
                        TEMPO if effect.beat else None,
                        effect.beside,
                    )
                )
                for value in effect.settings
            )
        )
    return Found(effect, tuple(runs))


def struck_with(velocity: int, plan: Plan) -> Plan:
    """The plan with a velocity for every strike."""
    return [
        (at, replace(one, velocity=velocity) if isinstance(one, NoteOn) else one)
        for at, one in plan
    ]
