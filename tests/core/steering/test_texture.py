"""Textures by control and turn."""

import pytest

from perf_engine.core.controls import CONTROLS, Settings
from perf_engine.core.steering.texture import NAMES, TEXTURES, texture_of
from perf_engine.core.turns.modes import Turn

CHORDS = Turn(frozenset((2, 3)), frozenset((1,)), entry=0.1, chords=True)


def test_the_control_has_a_value_for_each_texture():
    assert CONTROLS["texture"].choices == NAMES


@pytest.mark.parametrize("name", TEXTURES)
def test_a_texture_that_is_chosen_is_played_whatever_the_turn(name):
    settings = Settings.defaults().changed({"texture": name})
    for turn in (CHORDS, Turn(frozenset((0,)))):
        assert texture_of(settings, turn) == (name, TEXTURES[name])


def test_by_itself_an_accompaniment_has_chords_and_other_music_comes_as_it_comes():
    assert texture_of(Settings.defaults(), CHORDS)[0] == "block"
    assert texture_of(Settings.defaults(), Turn(frozenset((0,))))[0] == "free"
