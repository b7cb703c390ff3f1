import pytest

from perf_engine.protocol.errors import (
    NobodyThere,
    NoEngine,
    Refused,
    check_range,
    nearest,
    unknown,
)

KNOWN = ("temperature", "temperature_rhythm", "density", "swing")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("temp", "temperature"),
        ("tempreature", "temperature"),
        ("swng", "swing"),
        ("xyz", None),
        ("", None),
    ],
)
def test_what_somebody_may_have_meant_begins_so_or_is_alike(name, meant):
    assert nearest(name, KNOWN) == meant


def test_a_name_that_is_not_known_is_answered_with_the_nearest():
    assert unknown("control", "densty", KNOWN) == (
        "there is no control densty; did you mean density?"
    )
    assert unknown("control", "xyz", KNOWN) == "there is no control xyz"


@pytest.mark.parametrize("value", [128, -1, True, 60.0, "60"])
def test_a_value_out_of_its_range_is_named(value):
    check_range("pitch", 127, 0, 127)
    with pytest.raises(ValueError, match=f"pitch must be 0..127, not {value}"):
        check_range("pitch", value, 0, 127)


def test_what_the_engine_refuses_is_a_sentence_and_that_there_is_none_an_os_error():
    assert str(Refused("/perf/seed", 3, "seed must be 0..9, not 10")) == (
        "the engine refused /perf/seed: seed must be 0..9, not 10"
    )
    assert issubclass(NobodyThere, NoEngine)
    assert issubclass(NoEngine, OSError)
