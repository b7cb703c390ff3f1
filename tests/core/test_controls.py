"""Controls: ranges, kinds, all or none."""

import math

import pytest

from perf_engine.core.controls import CONTROLS, Settings, control


def test_every_default_is_in_its_own_range_and_every_control_has_a_sentence():
    for c in CONTROLS.values():
        assert c.check(c.default) == c.default
        assert c.help.endswith(".")


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 1.5])
def test_what_is_out_of_range_is_refused_by_name(value):
    with pytest.raises(ValueError, match=r"share must be 0..1, not"):
        control("share").check(value)


def test_kinds_are_checked():
    assert control("polyphony").check(4.0) == 4
    with pytest.raises(ValueError, match="whole number"):
        control("polyphony").check(4.5)
    with pytest.raises(TypeError, match=r"polyphony must be a whole number 1..32, not 'four'"):
        control("polyphony").check("four")


@pytest.mark.parametrize("name", ["temperatur", "temp", "t"])
def test_the_nearest_control_is_named_also_by_its_beginning(name):
    with pytest.raises(LookupError, match=f"no control {name}; did you mean temperature"):
        control(name)
    with pytest.raises(LookupError, match=r"no control qqq$"):
        control("qqq")


def test_of_the_register_the_end_that_was_set_is_at_fault():
    settings = Settings.defaults().changed({"register_low": 100})
    with pytest.raises(ValueError, match=r"register_high must be at least register_low \(100\)"):
        settings.changed({"register_high": 20})
    with pytest.raises(ValueError, match=r"register_low must be at most register_high \(90\)"):
        Settings.defaults().changed({"register_high": 90}).changed({"register_low": 100})


def test_what_has_names_takes_and_says_them():
    scale, root = control("scale"), control("scale_root")
    assert scale.check("dorian") == scale.check(2) == scale.check(2.0) == 2
    assert (scale.say(2), root.say(root.check("F#"))) == ("dorian", "F#")
    assert control("polyphony").say(4) == 4
    with pytest.raises(ValueError, match=r"scale must be one of off, ionian, .*, not lokrian"):
        scale.check("lokrian")
    for value in (-1, len(scale.choices)):
        with pytest.raises(ValueError, match=r"scale must be 0\.\.15, not"):
            scale.check(value)


def test_a_scale_of_ones_own_is_pitch_classes_or_their_sum():
    pitches = control("scale_pitches")
    assert pitches.check("0 2 4 7") == pitches.check(1 + 4 + 16 + 128) == 149
    with pytest.raises(ValueError, match=r"pitch classes must be 0\.\.11, not 12"):
        pitches.check("0 12")


def test_of_the_velocities_the_end_that_was_set_is_at_fault():
    settings = Settings.defaults().changed({"velocity_low": 100})
    with pytest.raises(ValueError, match=r"velocity_high must be at least velocity_low \(100\)"):
        settings.changed({"velocity_high": 20})
    with pytest.raises(ValueError, match=r"velocity_low must be at most velocity_high \(20\)"):
        settings.changed({"velocity_low": 30, "velocity_high": 20})


def test_changes_are_all_or_none():
    settings = Settings.defaults()
    with pytest.raises(ValueError, match="register_low must be at most"):
        settings.changed({"register_low": 80, "register_high": 60})
    assert settings["register_low"] == 0
    assert settings.changed({"register_low": 40})["register_low"] == 40
