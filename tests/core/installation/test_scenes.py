"""The choice of a scene."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.installation.moment import DAY, Moment, Span
from perf_engine.core.installation.presence import ENGAGED, IDLE
from perf_engine.core.installation.scenes import Scene, VoiceScene, candidates, choose

DAWN = Scene("dawn", span=Span.of("06:00", "08:00"))
CALM, WILD = Scene("calm", weight=3.0), Scene("wild")
GUEST = Scene("guest", presence=(ENGAGED,))
SCENES = (DAWN, CALM, WILD, GUEST)
moments = st.builds(
    Moment,
    st.tuples(st.integers(2000, 2100), st.integers(1, 12), st.integers(1, 28)),
    st.integers(0, 6),
    st.floats(0.0, DAY - 0.1),
)


def at(hours: float) -> Moment:
    return Moment((2026, 7, 3), 4, 3600.0 * hours)


def test_visitors_come_before_the_clock_and_the_clock_before_chance() -> None:
    assert candidates(SCENES, at(7.0), IDLE) == [DAWN]
    assert candidates(SCENES, at(9.0), IDLE) == [CALM, WILD]
    assert candidates(SCENES, at(7.0), ENGAGED) == [GUEST]
    assert choose((), at(7.0), IDLE, 0, 60.0) is None
    assert choose((DAWN,), at(12.0), IDLE, 0, 60.0) is None


@given(moments, st.integers(0, 2**31), st.sampled_from([IDLE, ENGAGED]))
def test_the_choice_is_one_of_the_candidates_and_always_the_same(moment, seed, presence) -> None:
    chosen = choose(SCENES, moment, presence, seed, 1200.0)
    assert chosen in candidates(SCENES, moment, presence)
    assert choose(SCENES, moment, presence, seed, 1200.0) is chosen


def test_chance_takes_scenes_by_their_weights_and_keeps_each_for_its_time() -> None:
    hours = [at(9.0 + 14.0 * n / 10_000) for n in range(10_000)]
    days = [Moment((2026, 1 + n // 28, 1 + n % 28), 0, 40_000.0) for n in range(336)]
    counted = Counter(choose(SCENES, day, IDLE, 5, 1200.0).name for day in days)
    assert 0.65 < counted["calm"] / 336 < 0.85
    by_part: dict[int, set[str]] = {}
    for hour in hours:
        by_part.setdefault(int(hour.second // 1200), set()).add(
            choose(SCENES, hour, IDLE, 5, 1200.0).name
        )
    assert all(len(names) == 1 for names in by_part.values())
    assert len(set.union(*by_part.values())) == 2


def test_another_seed_is_another_day() -> None:
    days = [
        [choose((CALM, WILD), at(n / 3.0), IDLE, seed, 1200.0) for n in range(72)]
        for seed in range(3)
    ]
    assert days[0] != days[1] != days[2]


def test_scenes_without_weight_are_taken_in_order() -> None:
    rare = Scene("rare", weight=0.0)
    assert choose((rare, WILD), at(9.0), IDLE, 0, 60.0) is WILD
    assert choose((rare,), at(9.0), IDLE, 0, 60.0) is rare


def test_a_voice_has_its_own_settings_over_those_of_the_scene() -> None:
    scene = Scene("a", "solo", {"density": 2.0}, (VoiceScene(None, {"density": 0.5}),))
    assert scene.of_voice(0) == VoiceScene("solo", {"density": 0.5})
    assert scene.of_voice(1) == VoiceScene("solo", {"density": 2.0})
