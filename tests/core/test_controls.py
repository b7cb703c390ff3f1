"""Controls: ranges, kinds, all or none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.aliases import ALIASES
from perf_engine.core.controls import (
    CONTROLS,
    EVERYBODY,
    STYLES,
    Settings,
    control,
    meant,
    reader_of_some,
)
from perf_engine.core.steering.scales import NAMES


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
    with pytest.raises(
        ValueError, match=r"scale must be one of 34 names .*, not lokrian; did you mean locrian"
    ):
        scale.check("lokrian")
    for value in (-1, len(scale.choices)):
        with pytest.raises(ValueError, match=r"scale must be 0\.\.33, not"):
            scale.check(value)


def test_names_of_values_are_taken_in_any_capitals_and_with_spaces():
    scale, role = control("scale"), control("role")
    assert (
        scale.check("Lydian Dominant") == scale.check("lydian-dominant") == scale.check("LYDIAN_b7")
    )
    assert scale.say(scale.check(" Blues ")) == "blues"
    assert role.check("Accompaniment and bass") == 0
    with pytest.raises(ValueError, match=r"not blus; did you mean blues\?"):
        scale.check("blus")


def test_a_scale_keeps_its_number_when_others_are_added():
    assert (NAMES[0], NAMES[14], NAMES[15]) == ("off", "octatonic", "pitches")


def test_a_control_is_meant_by_other_words_too():
    assert meant("volume") == meant("Loudness") == "velocity_scale"
    assert meant("Scale Root") == meant("key") == "scale_root"
    assert all(meant(word) == name for word, name in ALIASES.items())
    assert not set(ALIASES) & set(CONTROLS)
    with pytest.raises(LookupError, match=r"no control volum; did you mean velocity_scale\?"):
        meant("volum")
    with pytest.raises(LookupError, match=r"no control qqq$"):
        meant("qqq")
    with pytest.raises(LookupError, match=r"no control volume; did you mean velocity_scale\?"):
        control("volume")


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


read_some = reader_of_some("hears_players")


@given(st.sets(st.integers(0, 15), min_size=1), st.sampled_from([" ", ",", ", "]))
def test_numbers_are_bits(chosen: set[int], between: str) -> None:
    assert read_some(between.join(map(str, chosen))) == sum(1 << n for n in chosen)


def test_all_and_none_are_words() -> None:
    assert (read_some("all"), read_some("none"), read_some("  ")) == (EVERYBODY, 0, 0)


@pytest.mark.parametrize("text", ["16", "-1", "a", "0 x", "0;1", "٣", "1.5", "0 2 999"])
def test_what_is_no_number_of_sixteen_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hears_players must be all, none, numbers 0\.\.15"):
        read_some(text)


def test_settings_from_before_a_control_was_declared_have_its_default() -> None:
    older = Settings({n: v for n, v in Settings.defaults().values.items() if n != "swing"})
    assert older["swing"] == 0.5
    assert older.changed({"grid": 3}).values == {**Settings.defaults().values, "grid": 3}


NAMED = ("pop", "Old Time")


def test_a_style_is_named_by_the_model_or_numbered_by_it() -> None:
    style = control("style")
    assert [style.check(v, NAMED) for v in ("none", "pop", "old-time", 0, 2, 2.0)] == [
        *(0, 1, 2),
        *(0, 2, 2),
    ]
    for value in ("rock", 3):
        says = rf"style must be one of none, pop, Old Time, or 0\.\.2, not {value}"
        with pytest.raises(ValueError, match=says):
            style.check(value, NAMED)
    with pytest.raises(ValueError, match=r"style_2 must be none, as the model has no styles, not"):
        control("style_2").check("pop")
    with pytest.raises(TypeError, match="style must be none, the name of a style"):
        style.check(None, NAMED)
    with pytest.raises(ValueError, match=r"style must be 0\.\.127, not 128"):
        style.check(128, NAMED)


def test_without_a_model_a_style_stays_a_name() -> None:
    style = control("style")
    assert [style.given(value) for value in ("Jazz", " None", "", 3)] == ["Jazz", "none", "none", 3]
    assert control("share").given(1) == 1.0
    with pytest.raises(ValueError, match=r"style must be 0\.\.127, not -1"):
        style.given(-1)


def test_for_another_model_a_style_keeps_its_name_and_not_its_number() -> None:
    assert STYLES == ("style", "style_2")
    settings = Settings.defaults().changed({"style": "pop", "style_2": "Old Time"}, NAMED)
    other = settings.restyled(NAMED, ("waltz", "Old Time"))
    assert (other["style"], other["style_2"]) == (0, 2)
    assert settings.restyled(NAMED, NAMED) == settings
    assert (settings.restyled(NAMED, ())["style"], settings["style"]) == (0, 1)
