"""Beside a player the machine's first note comes soon, whatever is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.messages import NoteOff, NoteOn, Panic, SetControls, Start
from perf_engine.core.playing.performer import Performer
from perf_engine.core.playing.speaker import ENTER_WITHIN
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import Strike
from perf_engine.studio.offline import offline

TUNE = (60, 62, 64, 65, 67, 65, 64, 62) * 6
BEAT = 0.6  # seconds that what is owed may wait for the next beat
BEGIN = 1.0


def strikes(
    step: float,
    seed: int,
    controls: dict[str, float],
    *orders: tuple[float, object],
    gap: float | None = None,
    model: str = "general",
) -> list[float]:
    """The times at which the machine strikes beside a player of one note each `step` seconds."""
    weights, _ = load_model(model)
    gap = 0.1 * step if gap is None else gap
    settings = Settings.defaults().changed(controls)
    performer = Performer(weights, mode="duet", seed=seed, settings=settings)
    plan = list(orders)
    for number, key in enumerate(TUNE[: int(9.0 / step)]):
        at = BEGIN + number * step
        plan += [(at, NoteOn(0, key, 80)), (at + step - gap, NoteOff(0, key))]
    found: list[float] = []

    def enough(said: object, now: float) -> bool:
        if isinstance(said, Strike):
            found.append(now)
        return False

    offline(performer, plan, 10.0, enough)
    return found


@pytest.mark.parametrize("step", [0.25, 0.4, 1.0])
def test_in_a_duet_the_machine_enters_within_two_seconds_and_a_beat(step: float) -> None:
    for seed in range(1, 9):
        first = strikes(step, seed, {})[0] - BEGIN
        assert 0.0 < first <= ENTER_WITHIN + BEAT


def test_after_a_panic_it_enters_again() -> None:
    for seed in range(1, 5):
        found = strikes(0.25, seed, {}, (5.0, Panic()), (5.1, Start()))
        again = [at for at in found if at > 5.1]
        assert again
        assert again[0] - 5.1 <= ENTER_WITHIN + BEAT


def test_a_machine_that_is_to_have_no_share_does_not_enter() -> None:
    for seed in range(1, 4):
        assert strikes(0.4, seed, {"share": 0.0}) == []


def test_where_little_is_wanted_it_enters_later() -> None:
    seldom = [strikes(0.25, seed, {"density": 0.2}) for seed in range(1, 7)]
    firsts = [found[0] - BEGIN for found in seldom if found]
    assert firsts
    assert max(firsts) > ENTER_WITHIN + BEAT


@pytest.mark.parametrize(
    ("model", "lead"), [("general", 20.0), ("broad", 20.0), ("general", 0.0), ("general", 30.0)]
)
def test_beside_notes_without_a_pause_it_plays_as_much_as_beside_others(
    model: str, lead: float
) -> None:
    counts = [
        sum(len(strikes(0.25, seed, {"lead": lead}, gap=gap, model=model)) for seed in range(1, 13))
        for gap in (0.0, 0.02)
    ]
    tied, apart = counts
    assert 0.7 * apart < tied < 1.4 * apart


def test_however_often_it_decides_anew_there_is_one_draw_for_a_strike_without_a_pause() -> None:
    weights, _ = load_model("general")
    draws = []
    for often in (False, True):
        performer = Performer(weights, mode="duet", seed=3)
        plan: list[tuple[float, object]] = []
        for number, key in enumerate(TUNE):
            at = BEGIN + 0.25 * number
            plan += [(at, NoteOn(0, key, 80)), (at + 0.25, NoteOff(0, key))]
            moves = range(1, 25) if often else ()
            plan += [(at + 0.01 * n, SetControls((("density", 1.0 + 0.001 * n),))) for n in moves]
        mind = performer._voices[0].improviser
        mind.random = Counting(mind.random)
        offline(performer, plan, 10.0)
        draws.append(mind.random.single)
    assert 0 < draws[1] <= draws[0] + 2


class Counting:
    """A source of random numbers that counts the single ones."""

    def __init__(self, source: np.random.Generator) -> None:
        self._source, self.single = source, 0

    def random(self, count: int | None = None) -> Any:
        """The next number, or so many."""
        self.single += count is None
        return self._source.random(count)
