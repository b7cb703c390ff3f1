"""Streams of sensors, and what becomes of them."""

import itertools
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.installation.gesture import (
    CURVES,
    FARTHEST,
    MERGES,
    Gesture,
    Stream,
    Target,
    curved,
    merged,
    source_of,
    target_of,
    text_of,
)

FADER = source_of("/1/fader1")
DENSITY = Target("control", "density")
anything = st.floats(allow_nan=True, allow_infinity=True)


def gesture(**more: Any) -> Gesture:
    return Gesture(FADER, DENSITY, **{"low": 0.0, "high": 1.0, **more})


def heard(*values: float, now: float = 0.0, **more: object) -> Stream:
    stream = Stream(gesture(**more))
    for value in values:
        stream.hear(value, now)
    return stream


def test_sources_are_read() -> None:
    assert source_of("/1/fader1") == ("osc", "/1/fader1", 0, 0)
    assert source_of(" /accelerometer 3 ") == ("osc", "/accelerometer", 2, 0)
    assert source_of("midi cc 7") == ("midi", "cc", 7, 0)
    assert source_of("midi bend channel 2") == ("midi", "bend", 0, 2)
    assert source_of("midi pressure") == ("midi", "pressure", 0, 0)
    assert source_of("http light") == ("http", "light", 0, 0)
    assert source_of("serial 3") == ("serial", "", 2, 0)
    assert source_of("serial Light") == ("serial", "light", 0, 0)
    assert source_of("gamepad axis 1") == ("gamepad", "axis", 0, 0)
    assert source_of(" loudness ") == ("loudness", "", 0, 0)
    assert source_of("gamepad button 12") == ("gamepad", "button", 11, 0)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "source must be an OSC address .*, not nothing"),
        ("fader", "source must be .*, not fader"),
        ("/a/*", "source must be"),
        ("/a 0", r"argument must be 1\.\.64, not 0"),
        ("/a 99", r"argument must be 1\.\.64, not 99"),
        ("midi cc 128", r"cc must be 0\.\.127, not 128"),
        ("midi cc 1 channel 17", r"channel must be 1\.\.16, not 17"),
        ("http Ä", "source must be"),
        ("serial 0", r"the number of a serial line must be 1\.\.64, not 0"),
        ("serial -1", "source must be"),
        ("gamepad axis 0", r"axis must be 1\.\.256, not 0"),
        ("gamepad button 300", r"button must be 1\.\.256, not 300"),
        ("gamepad stick 1", "source must be"),
        ("loudness 1", "source must be"),
    ],
)
def test_what_is_no_source_is_refused(text: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        source_of(text)


def test_targets_are_read() -> None:
    assert target_of("density", []) == DENSITY
    assert target_of("voice 1 density", []) == Target("control", "density", 1)
    assert target_of("scene calm", ["calm"]) == Target("scene", "calm")
    assert target_of("presence", []) == Target("presence")
    assert target_of("state early dawn", []) == Target("state", "early dawn")
    assert target_of("volume", []).name == "velocity_scale"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("desnity", "target must be a control.*did you mean density"),
        ("voice 16 density", r"voice must be 0\.\.15, not 16"),
        ("scene clam", "there is no scene clam; did you mean calm?"),
        ("", "target must be"),
        ("style", "neither the controls of a scene nor a map can set style, as each model"),
        ("voice 1 style_2", "neither the controls of a scene nor a map can set style_2"),
    ],
)
def test_what_is_no_target_is_refused(text: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        target_of(text, ["calm"])


def test_a_value_moves_between_the_ends_and_no_further() -> None:
    ends = {"to_low": 0.5, "to_high": 2.5}
    assert heard(0.5, **ends).value(0.0) == 1.5
    assert heard(-3.0, **ends).value(0.0) == 0.5
    assert heard(1e30, **ends).value(0.0) == 2.5
    assert heard(0.25, to_low=1.0, to_high=0.0).value(0.0) == 0.75
    assert heard(120.0, low=300.0, high=100.0).value(0.0) == pytest.approx(0.9)


@given(st.lists(anything, max_size=30), st.sampled_from(CURVES), st.booleans())
def test_whatever_comes_the_value_is_within_the_ends(values, curve: str, learns: bool) -> None:
    ends = {"low": None, "high": None} if learns else {}
    stream = heard(*values, curve=curve, to_low=2.0, to_high=5.0, **ends)
    assert 2.0 <= stream.value(0.0) <= 5.0
    farthest = FARTHEST if learns else math.inf
    assert stream.ignored == sum(
        not math.isfinite(value) or abs(value) > farthest for value in values
    )
    assert 0.0 <= stream.weight(0.0) <= 1.0


def test_a_value_that_is_no_number_changes_nothing_and_is_counted() -> None:
    stream = heard(0.3)
    for value in (math.nan, math.inf, -math.inf):
        stream.hear(value, 1.0)
    assert (stream.value(0.0), stream.at, stream.ignored) == (0.3, 0.0, 3)


@pytest.mark.parametrize(
    "text",
    [
        "/1/fader1",
        "/wek/outputs 2",
        "http light",
        "midi bend",
        "midi pressure",
        "midi cc 7",
        "midi cc 74 channel 16",
        "midi bend channel 1",
        "serial 2",
        "serial light",
        "gamepad axis 1",
        "gamepad button 3",
        "loudness",
    ],
)
def test_a_source_is_named_as_it_is_read(text: str) -> None:
    assert text_of(source_of(text)) == text


@pytest.mark.parametrize(
    "text", ["density", "voice 2 density", "scene calm", "state dawn", "presence"]
)
def test_a_target_is_named_as_it_is_read(text: str) -> None:
    assert target_of(text, ["calm"]).text == text


def test_a_range_is_learned_if_it_is_not_given() -> None:
    stream = heard(512.0, low=None, high=None)
    assert stream.weight(0.0) == 0.0  # one value has no range
    stream.hear(612.0, 0.0)
    assert (stream.value(0.0), stream.weight(0.0)) == (1.0, 1.0)
    stream.hear(412.0, 0.0)
    stream.hear(512.0, 0.0)
    assert stream.value(0.0) == 0.5
    half = heard(5.0, 10.0, 7.5, low=5.0, high=None)
    assert half.value(0.0) == 0.5


def test_an_end_that_was_given_stays_though_the_other_is_learned() -> None:
    stream = heard(2.0, low=5.0, high=None)
    assert stream.weight(0.0) == 0.0  # it lies below the range, whose length is not known yet
    for value in (15.0, 10.0):
        stream.hear(value, 0.0)
    assert stream.value(0.0) == 0.5
    stream = heard(20.0, low=None, high=10.0)
    assert stream.weight(0.0) == 0.0
    for value in (0.0, 5.0):
        stream.hear(value, 0.0)
    assert stream.value(0.0) == 0.5


def test_a_learned_range_stays_one_after_absurd_values() -> None:
    stream = heard(1e308, -1e308, 0.0, 10.0, 5.0, low=None, high=None)
    assert (stream.value(0.0), stream.ignored) == (0.5, 2)


@pytest.mark.parametrize("curve", CURVES)
@given(share=st.floats(0.0, 1.0), more=st.floats(0.0, 1.0))
def test_a_curve_keeps_its_ends_and_rises(curve: str, share: float, more: float) -> None:
    assert curved(curve, 0.0) == 0.0
    assert curved(curve, 1.0) == 1.0
    low, high = sorted((share, more))
    assert curved(curve, low) <= curved(curve, high) + 1e-12


def test_a_dead_zone_is_at_rest_and_the_far_end_is_still_reached() -> None:
    assert heard(0.19, dead_zone=0.2).value(0.0) == 0.0
    assert heard(0.6, dead_zone=0.2).value(0.0) == pytest.approx(0.5)
    assert heard(1.0, dead_zone=0.2).value(0.0) == 1.0


def test_hysteresis_ignores_small_moves_but_not_the_ends() -> None:
    stream = heard(0.5, hysteresis=0.05)
    assert stream.value(0.0) == 0.5
    stream.hear(0.54, 0.0)
    assert stream.value(0.0) == 0.5
    stream.hear(0.56, 0.0)
    assert stream.value(0.0) == 0.56
    stream.hear(0.96, 0.0)
    assert stream.value(0.0) == 0.96
    stream.hear(1.0, 0.0)
    assert stream.value(0.0) == 1.0


def test_smoothing_follows_gradually() -> None:
    stream = heard(0.0, smoothing="exponential", smoothing_s=1.0)
    assert stream.value(0.0) == 0.0
    stream.hear(1.0, 0.0)  # and no more: the smoothing goes on
    assert stream.value(1.0) == pytest.approx(1.0 - 1.0 / math.e)
    assert stream.value(9.0) > 0.99


def test_a_stream_that_stops_loses_its_weight_and_gets_it_back() -> None:
    stream = heard(1.0, timeout=10.0, fade=4.0)
    assert [stream.weight(t) for t in (0.0, 10.0, 12.0, 14.0, 99.0)] == [1.0, 1.0, 0.5, 0.0, 0.0]
    stream.hear(0.5, 100.0)
    assert stream.weight(100.0) == 1.0
    assert heard(1.0, timeout=0.0).weight(1e9) == 1.0
    assert heard(1.0, timeout=1.0, fade=0.0).weight(1.1) == 0.0


def test_sources_merge_by_each_rule() -> None:
    def pair(rule: str) -> list[Stream]:
        return [heard(0.2, merge=rule, weight=3.0), heard(0.6, merge=rule, now=1.0)]

    assert merged(pair("max"), 0.0, 1.0) == pytest.approx(0.6)
    assert merged(pair("mean"), 0.0, 1.0) == pytest.approx(0.4)
    assert merged(pair("last"), 0.0, 1.0) == pytest.approx(0.6)
    assert merged(pair("weighted"), 0.0, 1.0) == pytest.approx(0.3)
    assert merged([], 0.7, 1.0) == 0.7
    assert merged([Stream(gesture())], 0.7, 1.0) == 0.7


@pytest.mark.parametrize("rule", MERGES)
def test_a_mean_of_streams_that_stop_goes_back_to_the_base_without_a_jump(rule: str) -> None:
    streams = [heard(1.0, merge=rule, timeout=1.0, fade=4.0)]
    found = [merged(streams, 0.25, n / 10) for n in range(80)]
    assert (found[0], found[-1]) == (1.0, 0.25)
    assert max(a - b for a, b in itertools.pairwise(found)) < 0.03


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=5), st.sampled_from(MERGES))
def test_a_merge_stays_among_its_values(values: list[float], rule: str) -> None:
    found = merged([heard(value, merge=rule) for value in values], 0.0, 0.0)
    assert min(values) - 1e-9 <= found <= max(values) + 1e-9
