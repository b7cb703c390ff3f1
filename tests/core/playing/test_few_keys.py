"""A voice with few keys plays lines: a strike takes the place of the key held for longest."""

from __future__ import annotations

from itertools import pairwise

import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.messages import SetControls, Start
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import Release, Strike

SECONDS = 60.0
TOGETHER = 0.08  # seconds within which a key is not taken away again


@pytest.fixture(scope="module")
def general() -> Weights:
    return load_model("general")[0]


def played(weights: Weights, seed: int, **controls: float) -> list[Strike | Release]:
    settings = Settings.defaults().changed(controls)
    performer = Performer(weights, voices=[VoicePlan("solo", seed, settings)])
    performer.command(Start(), 0.0)
    found: list[Strike | Release] = []
    while performer.due() < SECONDS:
        said = performer.advance(max(performer.due(), 0.0))
        found += [one for one in said if isinstance(one, Strike | Release)]
    return sorted(found, key=lambda one: (one.due, isinstance(one, Strike)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_one_key_it_plays_a_line_and_not_one_note_again_and_again(
    general: Weights, seed: int
) -> None:
    strikes = [one for one in played(general, seed, polyphony=1) if isinstance(one, Strike)]
    again = sum(one.pitch == other.pitch for one, other in pairwise(strikes))
    assert len(strikes) > 100
    assert again < 0.35 * len(strikes)


@pytest.mark.parametrize("polyphony", [1, 2, 4])
@pytest.mark.parametrize("governor", [0, 1])
def test_it_never_holds_more_keys_and_takes_none_of_a_chord_away(
    general: Weights, polyphony: int, governor: int
) -> None:
    held: dict[int, float] = {}
    for one in played(general, 4, polyphony=polyphony, governor=governor):
        if isinstance(one, Release):
            held.pop(one.pitch)
            continue
        held[one.pitch] = one.due
        assert len(held) <= polyphony


def test_with_fewer_keys_than_it_holds_the_next_strike_lets_go_of_all_that_are_too_many(
    general: Weights,
) -> None:
    settings = Settings.defaults().changed({"governor": 0, "longest_note": 30})
    performer = Performer(general, voices=[VoicePlan("solo", 3, settings)])
    performer.command(Start(), 0.0)
    sounding: set[int] = set()
    fewer, most = False, 0
    while performer.due() < SECONDS:
        now = max(performer.due(), 0.0)
        for one in performer.advance(now):
            if isinstance(one, Strike):
                sounding.add(one.pitch)
                assert not fewer or len(sounding) <= 2
            elif isinstance(one, Release):
                sounding.discard(one.pitch)
        most = max(most, len(sounding))
        if len(sounding) > 4 and not fewer:
            fewer = True
            performer.command(SetControls((("polyphony", 2),)), now)
    assert fewer
    assert most > 4


def test_a_key_that_makes_room_has_sounded_for_a_moment(general: Weights) -> None:
    struck: dict[int, float] = {}
    lasted: list[float] = []  # of keys that were released in the moment of another strike
    ended = (0.0, 0.0)  # the last release, and how long its key was held
    for one in played(general, 2, polyphony=1, governor=0):
        if isinstance(one, Release):
            ended = one.due, one.due - struck.pop(one.pitch)
            continue
        struck[one.pitch] = one.due
        if ended[0] == one.due:
            lasted.append(ended[1])
    assert len(lasted) > 10
    short = sum(seconds < TOGETHER - 0.001 for seconds in lasted)  # as the machine itself wanted
    assert short < 0.1 * len(lasted)
