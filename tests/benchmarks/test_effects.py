"""Each control moves the statistic that its help promises."""

from itertools import pairwise

import pytest

from benchmarks.controls import plans
from benchmarks.counts import rate
from benchmarks.effects import EFFECTS, Effect, Found, measure, take
from perf_engine.core.controls import CONTROLS
from perf_engine.engine.helpers.model_files import load_model

RUNS, SECONDS = 2, 20.0
LONGER = dict.fromkeys(
    ("repetition_guard", "temperature_pitch", "harmony", "novelty", "theory"), (6, 40.0)
)
LONGER["imitation"] = (6, 60.0)
LONGER["governor"] = (6, SECONDS)  # how busy the machine is alone differs most between seeds
# A loop takes time; harmony steers only what the player leaves to the machine.


@pytest.fixture(scope="module")
def weights():
    return load_model()[0]


def test_every_control_is_measured():
    assert {effect.control for effect in EFFECTS} == set(CONTROLS) - {"channel"}  # where it sounds
    switches = {name for name, c in CONTROLS.items() if c.whole and c.high == 1}
    switches |= {"instrument"}  # auto is one of the two
    switches |= {"hears_players", "hears_voices", "drum_players"}  # of one player, one other voice
    for effect in EFFECTS:
        assert len(effect.settings) == (2 if effect.control in switches else 3)
        values = [CONTROLS[effect.control].given(value) for value in effect.settings]
        assert len(set(values)) == len(values)
        assert effect.statistic.__doc__


@pytest.mark.parametrize(
    "effect", EFFECTS, ids=lambda effect: f"{effect.control}, {effect.said}, {effect.mode}"
)
def test_it_does_what_its_help_promises(effect, weights):
    if effect.model:
        weights = load_model(effect.model)[0]
    usual = SECONDS if effect.mode != "takeover" else 2.0 * SECONDS  # first the player's turn
    runs, seconds = LONGER.get(effect.control, (RUNS, usual))
    found = measure(effect, weights, plans([], runs, seconds, effect.mode), seconds)
    assert found.holds, f"{effect.said}: {found.means}, {found.runs}"


def test_what_goes_the_other_way_is_seen():
    effect = Effect("density", (1.0, 2.0, 3.0), rate)
    assert Found(effect, ((1.0, 2.0, 3.0), (2.0, 1.0, 4.0))).alike == 1
    assert Found(effect, ((1.0, 2.0, 3.0), (2.0, 1.0, 4.0))).means == (1.5, 1.5, 3.5)
    assert not Found(effect, ((1.0, 2.0, 3.0), (2.0, 1.0, 4.0))).holds
    assert not Effect("density", (1.0, 2.0), rate, rises=False).moved((1.0, 2.0))


def test_the_same_take_is_the_same(weights):
    one, other = (take(weights, "solo", {"density": 2.0}, (), 10.0, 1) for _ in range(2))
    assert one == other
    assert one.moved > 0.0
    assert all(a.onset <= b.onset for a, b in pairwise(one.machine))
