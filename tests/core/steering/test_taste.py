"""What the controls come to at a moment."""

import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.steering.governor import Governor
from perf_engine.core.steering.taste import Taste


def test_temperatures_multiply_and_the_governor_can_be_sent_away():
    governor = Governor()
    for count in range(400):
        octave, degree = divmod(count * 11 % 35, 7)  # white keys, in no order
        governor.played(count / 50, 36 + 12 * octave + (0, 2, 4, 5, 7, 9, 11)[degree], 127)
    settings = Settings.defaults().changed({"temperature": 0.5, "temperature_pitch": 1.5})
    taste = Taste.of(settings, governor, 8.0, 8.0)
    assert (taste.temperature_rhythm, taste.temperature_pitch) == (0.5, 0.75)
    assert taste.hazard < 1.0
    assert taste.tilt < 0.0
    taste = Taste.of(settings.changed({"governor": 0}), governor, 8.0, 8.0)
    assert (taste.hazard, taste.tilt, taste.harmony) == (1.0, 0.0, None)
    assert taste.doubt == governor.guard.doubt()
    taste = Taste.of(settings.changed({"repetition_guard": 0.0}), governor, 8.0, 8.0)
    assert (taste.imitation, taste.doubt, taste.worn) == (settings["imitation"], 1.0, None)
    assert taste.hazard < 1.0


def test_the_scale_is_of_what_sounds_and_off_costs_nothing():
    def scale(**changes):
        return Taste.of(Settings.defaults().changed(changes), Governor(), 0.0, 0.0).scale

    assert scale() is None
    assert scale(scale="major", scale_strength=0.0) is None
    assert scale(scale="major", register_low=61, register_high=61) is None
    plain = scale(scale="major", scale_root="D")
    assert [key for key in range(60, 72) if plain[key]] == [61, 62, 64, 66, 67, 69, 71]
    shifted = scale(scale="major", scale_root="D", transpose=2)
    assert [key for key in range(60, 72) if shifted[key]] == [60, 62, 64, 65, 67, 69, 71]
    assert scale(scale="pitches", scale_pitches="0 7")[67]


def test_a_density_is_pushed_to_and_a_velocity_meant_in_range():
    settings = Settings.defaults().changed(
        {"density": 2.0, "velocity_scale": 0.5, "velocity_high": 40}
    )
    governor = Governor()
    governor.heard(0.0, 60, 70)
    taste = Taste.of(settings, governor, 0.0, 0.0)
    assert taste.hazard == 2.0
    assert (taste.softest, taste.loudest) == (2, 80)


def test_a_harmony_counts_as_much_as_its_control_says():
    governor = Governor()
    for count in range(30):
        governor.heard(count / 5, 60 + (0, 4, 7)[count % 3], 70)
    whole, half, none = (
        Taste.of(Settings.defaults().changed({"harmony": amount}), governor, 9.0, 0.0).harmony
        for amount in (1.0, 0.5, 0.0)
    )
    assert whole is not None
    assert half == tuple(n / 2 for n in whole)
    assert none is None


def test_between_two_keys_are_all_keys_unless_less_than_an_octave_is_left():
    taste = Taste(register_low=28, gravity=(1.0, 60.0))
    assert taste.within(0, 127) == taste
    lower = taste.within(20, 55)
    assert (lower.register_low, lower.register_high, lower.gravity) == (28, 55, (0.0, 0.0))
    assert Taste(register_low=60).within(28, 55) == Taste(register_low=60)
    assert Taste().within(33, 74).register_low == 33


def test_gravity_is_for_who_plays_all_there_is_in_any_register():
    governor = Governor()
    for count in range(100):
        governor.played(count / 5, 90, 70)

    def gravity(whole=True, **changes):
        return Taste.of(Settings.defaults().changed(changes), governor, 20.0, 20.0, whole).gravity

    assert gravity()[0] < 0.0
    assert gravity()[1] == pytest.approx(90.0)
    assert gravity(register_low=36, register_high=91)[0] < 0.0
    for none in (
        gravity(whole=False),
        gravity(governor=0),
        gravity(register_low=48),
        gravity(register_high=84),
    ):
        assert none == (0.0, 0.0)
