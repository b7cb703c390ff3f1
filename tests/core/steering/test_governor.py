"""Density and loudness are held, slowly and only when they stray."""

import math

import numpy as np
import pytest

from perf_engine.core.steering.governor import (
    FADING,
    HEAVIEST,
    PLAYING,
    REMEMBERED,
    TOO_FREE,
    Governor,
)
from perf_engine.core.steering.limits import Limits
from perf_engine.core.steering.measures import MAJOR


def governor(machine: float, player: float = 0.0, velocity: int = 70, players: int = 70):
    """A governor after 60 s of machine and player at so many notes a second, and how loud."""
    found = Governor()
    for i in range(int(60 * machine)):
        found.played(i / machine, 40 + i * 7 % 31, velocity)
    for i in range(int(60 * player)):
        found.heard(i / player, 60 + (0, 4, 7)[i % 3], players)
    return found


def test_only_a_density_that_strays_is_governed():
    assert governor(8.0).hazard(60.0, 60.0) == 1.0
    assert governor(30.0).hazard(60.0, 60.0) == pytest.approx(0.16, abs=0.03)
    assert governor(12.0, 4.0).hazard(60.0, 60.0) < 1.0
    assert governor(0.5).hazard(60.0, 60.0) > 1.0
    assert governor(0.5).hazard(60.0, 2.0) == 1.0


def test_alone_again_the_machine_is_as_dense_as_music_or_as_its_slow_player():
    alone = 60.0 + PLAYING + 1.0
    assert governor(1.0, 3.0).hazard(60.0, 60.0) == 1.0  # the player still plays
    assert governor(1.0, 3.0).hazard(alone, 60.0) > 2.0
    assert governor(1.5, 0.5).hazard(alone, 60.0) == 1.0  # after a slow player
    assert governor(1.0, 3.0).hazard(alone, 2.0) == 1.0  # it has only begun


def test_alone_it_clings_to_its_keys_where_it_holds_too_few():
    thin = Governor()
    assert thin.clinging(0.0) == 0.0
    thin.holds(0.0, 1)
    thin.holds(30.0, 1)
    assert thin.clinging(30.0) == 2.0
    thin.heard(30.0, 60, 70)
    assert thin.clinging(30.0 + PLAYING / 2) == 0.0
    assert thin.clinging(30.0 + PLAYING) == 2.0
    thin.holds(30.0, 4)
    thin.holds(90.0, 4)
    assert thin.clinging(90.0) == 0.0


def test_few_pitch_classes_make_it_curious_and_all_of_them_careful():
    def after(pitches: int, player: bool = False) -> float:
        found = Governor()
        for i in range(200):
            found.played(i * 0.1, 48 + i % pitches, 70)
        if player:
            found.heard(20.0, 60, 70)
        return found.curiosity(20.0)

    assert after(4) > 1.3
    assert after(4, player=True) == 1.0
    assert after(7) == 1.0
    assert after(12) < 0.8


def test_what_is_asked_for_is_held_and_not_what_is_usual():
    assert governor(8.0).hazard(60.0, 60.0, asked=0.25) < 0.5
    assert governor(20.0).hazard(60.0, 60.0) < governor(20.0).hazard(60.0, 60.0, asked=2.0) == 1.0
    assert governor(1.0).hazard(60.0, 60.0, asked=0.2) == 1.0
    assert governor(3.0).hazard(60.0, 60.0, asked=2.0) > 1.0
    alone = 60.0 + PLAYING + 1.0
    assert governor(1.5, 0.5).hazard(alone, 60.0, asked=4.0) > 1.0  # after a slow player


def test_alone_a_smaller_push_comes_to_the_same_density():
    alone, beside = governor(8.0), governor(8.0, 4.0)
    for density in (0.1, 0.5, 2.0, 4.0):
        assert beside.push(density, 60.0) == density
        assert abs(math.log(alone.push(density, 60.0))) < abs(math.log(density))
    assert alone.push(1.0, 60.0) == beside.push(1.0, 60.0) == 1.0


def test_only_a_loudness_that_strays_is_governed():
    assert Governor().tilt(0.0) == 0.0
    assert governor(8.0, velocity=70).tilt(60.0) == 0.0
    assert governor(8.0, velocity=35).tilt(60.0) == pytest.approx(10.0, abs=0.1)
    assert governor(8.0, velocity=120).tilt(60.0) == -12.0


def test_beside_a_player_the_machine_is_about_as_loud_and_alone_again_it_is_free():
    soft = governor(8.0, 4.0, velocity=70, players=30)
    assert governor(8.0, 4.0, velocity=33, players=40).tilt(60.0) == pytest.approx(12.0, abs=0.1)
    assert governor(8.0, 4.0, velocity=55, players=40).tilt(60.0) == pytest.approx(-3.0, abs=0.1)
    assert soft.tilt(60.0) == -12.0
    assert governor(8.0, 4.0, velocity=38, players=30).tilt(60.0) == 0.0
    assert soft.tilt(60.0 + REMEMBERED) == 0.0


def test_a_player_who_fills_everything_is_left_the_room():
    assert governor(8.0, 4.0).hazard(60.0, 60.0) == 1.0
    assert governor(8.0, 13.0).hazard(60.0, 60.0) == 0.03
    free = Governor()
    assert not free.full(0, free.limits.fullest + 3, 0.0)
    assert not free.full(1, free.limits.fullest - 2, 0.0)
    assert free.full(1, free.limits.fullest - 1, 0.0)
    free.heard(10.0, 60, 70)
    assert free.full(0, free.limits.fullest - 1, 10.0 + PLAYING / 2)
    assert not free.full(0, free.limits.fullest - 2, 10.0 + PLAYING / 2)
    assert not free.full(0, free.limits.fullest, 10.0 + PLAYING)


def test_a_harmony_moves_on_and_fades_with_its_player():
    player = Governor()
    assert player.harmony(0.0) is None
    for i in range(100):
        player.heard(i * 0.1, 60 + (0, 4, 7)[i % 3], 70)
    assert player.harmony(10.0) is None  # the chord that is heard steers while the player plays
    alone = player.harmony(10.0 + PLAYING)
    assert alone is not None
    assert {i for i in range(12) if alone[i] == 0} == {0, 4, 7}
    later = player.harmony(30.0)
    assert later is not None
    assert alone[1] < later[1] < 0
    assert player.harmony(10.0 + REMEMBERED) is None
    for i in range(300):
        player.heard(10 + i * 0.1, 60 + (1, 5, 8)[i % 3], 70)
    moved = player.harmony(40.0 + PLAYING)
    assert moved is not None
    assert {i for i in range(12) if moved[i] == 0} == {1, 5, 8}


def test_where_nothing_is_in_a_scale_it_leads_back_to_the_nearest_one():
    free, tonal = Governor(), Governor()
    for i in range(96):
        free.played(i * 0.1, 36 + i % 12, 70)
        tonal.played(i * 0.1, 60 + MAJOR[i % 7], 70)
    assert tonal.harmony(9.6) is None
    leads = free.harmony(9.6)
    assert leads is not None
    assert set(leads) == {0.0, -TOO_FREE}
    assert leads.count(0.0) == len(MAJOR)
    assert free.harmony(9.6, free=False) is None
    free.heard(9.6, 60, 70)
    beside, later = free.harmony(9.7), free.harmony(9.6 + PLAYING)
    assert beside == free.harmony(9.7 + REMEMBERED)  # the chord that is heard steers instead
    assert beside is not None
    assert later is not None
    belonging = np.exp(-PLAYING / FADING) * np.array(free._players_harmony.belonging())
    assert np.subtract(later, beside) == pytest.approx(belonging)


LINE = Limits(sparsest=2.5, densest=5.5, thinnest=0.7, fullest=2)


def test_a_model_of_single_lines_is_held_to_lines_alone():
    line, piano = Governor(LINE), Governor()
    for found in (line, piano):
        found.holds(0.0, 1)
        found.holds(30.0, 1)
        for i in range(480):
            found.played(i / 8, 60 + i % 12, 70)
    assert line.clinging(30.0) == 0.0
    assert piano.clinging(30.0) > 0.0
    assert line.full(2, 0, 60.0)
    assert not piano.full(2, 0, 60.0)
    assert line.hazard(60.0, 60.0) < 1.0
    assert piano.hazard(60.0, 60.0) == 1.0


def test_a_model_of_single_lines_has_room_beside_a_player_as_any_other():
    line, piano = Governor(LINE), Governor()
    for found in (line, piano):
        for i in range(360):
            found.heard(i / 6, 60, 70)
            found.played(i / 6, 67, 70)
    assert line.hazard(60.0, 60.0) == piano.hazard(60.0, 60.0)
    for mine, others in ((0, 4), (1, 3), (1, 4), (0, 5)):
        assert line.full(mine, others, 60.0) == piano.full(mine, others, 60.0)
    assert line.full(2, 0, 60.0)  # but its own is a line


def register(pitch, player=None):
    """A governor after 60 s of a machine around a pitch, and before them a player around his."""
    found = Governor()
    for i in range(100 if player is not None else 0):
        found.heard(i * 0.1 - 10.0, player + i % 5 - 2, 70)
    for i in range(400):
        found.played(i * 0.15, pitch + i % 5 - 2, 70)
    return found


def test_alone_a_register_that_strays_is_led_back_and_another_is_left():
    assert register(62).gravity(60.0)[0] == 0.0
    nats, middle = register(70).gravity(60.0)
    assert -HEAVIEST < nats < -0.5
    assert middle == pytest.approx(70.0, abs=0.5)
    assert register(56).gravity(60.0)[0] > 0.5
    assert register(120).gravity(60.0)[0] == -HEAVIEST
    assert Governor().gravity(0.0) == (0.0, 0.0)


def test_a_few_strikes_are_no_register():
    found = Governor()
    for i in range(19):
        found.played(i * 0.1, 100, 70)
    assert found.gravity(10.0)[0] == 0.0
    for i in range(10):
        found.played(2.0 + i * 0.1, 100, 70)
    assert found.gravity(10.0)[0] < 0.0


def test_beside_a_player_and_for_a_while_after_the_register_may_be_the_players():
    high = register(79, player=80)
    assert high.gravity(30.0)[0] == 0.0  # he has just played there
    assert high.gravity(60.0)[0] < 0.0  # but not for ever
    stray = register(80)
    stray.heard(60.0, 60, 70)
    assert stray.gravity(60.0 + PLAYING / 2)[0] == 0.0
    assert stray.gravity(60.0 + PLAYING)[0] < 0.0
