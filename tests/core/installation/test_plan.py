"""Plans, and what is wrong with them."""

import pytest

from perf_engine.core.installation.plan import read_plan

VOICES = [{"mode": "solo", "controls": {"density": 0.8}}, {"mode": "accompany", "controls": {}}]


def plan(**tables: object):
    return read_plan({"voices": VOICES, **tables})


def test_a_whole_plan_is_read() -> None:
    found = plan(
        seed=7,
        installation={"fade": 60.0, "scene_minutes": 10.0},
        opening=[{"start": "10:00", "end": "18:00", "days": ["tue-sun"]}],
        quiet=[{"start": "22:00", "end": "08:00", "loudness": 0.2}],
        envelope={"loudness": {"10:00": 0.8}},
        scene=[
            {"name": "calm", "controls": {"density": 0.5}, "voices": [{"mode": "listen"}]},
            {"name": "guests", "presence": ["engaged"], "start": "10:00", "end": "12:00"},
        ],
        presence={"lasts": 3.0},
        map=[{"source": "/1/fader1", "target": "density", "low": 0.0, "high": 1.0}],
    )
    assert (found.seed, found.hours.fade, found.scene_s) == (7, 60.0, 600.0)
    assert found.hours.quiets[0].loudness == 0.2
    assert found.loudness.at(0.0) == 0.8
    assert found.scene("calm").of_voice(0).mode == "listen"
    assert found.scene("guests").span is not None
    assert found.scene("calm").span is None
    assert found.thresholds.lasts == 3.0
    assert (found.gestures[0].to_low, found.gestures[0].to_high) == (0.1, 4.0)
    assert found.places[0].value("density") == 0.8
    assert found.places[1].value("density") == 1.0


def test_an_empty_plan_plays_always() -> None:
    found = plan()
    assert (found.scenes, found.gestures, found.hours.openings) == ((), (), ())


SCENE = {"name": "calm"}
MAP = {"source": "/x", "target": "density"}


@pytest.mark.parametrize(
    ("tables", "error"),
    [
        (
            {"opening": [{"start": "8", "end": "9:00"}]},
            r"opening 1: start must be a time of day 00:00\.\.24:00, such as 18:30, not 8",
        ),
        (
            {"quiet": [{"start": "8:00", "end": "9:00"}, {"start": "8:00", "end": "9:99"}]},
            "quiet 2: end must be a time of day",
        ),
        (
            {"opening": [{"start": "8:00", "end": "9:00", "days": ["never"]}]},
            "opening 1: days must be of mon, .*, not never",
        ),
        ({"envelope": {"density": {"12:00": 5.0}}}, r"density at 12:00 must be 0\.1\.\.4, not 5"),
        ({"scene": [SCENE, SCENE]}, "a scene's name must be there once, not twice: calm"),
        (
            {"scene": [{**SCENE, "start": "8:00"}]},
            "scene 1, calm: start and end must both be given",
        ),
        (
            {"scene": [{**SCENE, "controls": {"density": 9.0}}]},
            r"scene 1, calm: density must be 0\.1\.\.4, not 9",
        ),
        (
            {"scene": [{**SCENE, "controls": {"desnity": 1.0}}]},
            "scene 1, calm: there is no control desnity; did you mean density",
        ),
        (
            {"scene": [{**SCENE, "controls": {"density": "x"}}]},
            "scene 1, calm: density must be a number",
        ),
        ({"scene": [{**SCENE, "chords": "Hm7"}]}, "scene 1, calm: "),
        (
            {"scene": [{**SCENE, "controls": {"style": "none"}}]},
            "scene 1, calm: neither the controls of a scene nor a map can set style",
        ),
        (
            {"map": [{**MAP, "low": float("nan")}]},
            r"map 1, /x: low must be a number -1e\+09\.\.1e\+09",
        ),
        ({"map": [{**MAP, "high": True}]}, "map 1, /x: high must be a number"),
        ({"map": [{**MAP, "source": None}]}, "map 1: source must be a text, not None"),
        (
            {"scene": [{**SCENE, "voices": [{}] * 3}]},
            "scene 1, calm: there must be at most 2 .*not 3",
        ),
        (
            {"scene": [SCENE, {"name": "wild", "voices": [{}, {"controls": {"density": 9.0}}]}]},
            r"scene 2, wild: voice 1: density must be 0\.1\.\.4, not 9",
        ),
        ({"presence": {"attract": 0.9}}, r"attract must be at most engaged \(0\.6\), not 0\.9"),
        ({"map": [{**MAP, "source": "x"}]}, "map 1, x: source must be .*, not x"),
        ({"map": [{**MAP, "target": "scene calm"}]}, "map 1, /x: there is no scene calm"),
        (
            {"map": [{**MAP, "target": "voice 2 density"}]},
            r"map 1, /x: voice must be 0\.\.1, not 2",
        ),
        ({"map": [{**MAP, "to_high": 9.0}]}, r"map 1, /x: to_high must be 0\.1\.\.4, not 9"),
        (
            {"map": [{**MAP, "low": 1.0, "high": 1.0}]},
            r"map 1, /x: high must differ from low \(1\)",
        ),
        ({"map": [MAP, MAP]}, "/x must move density once, not twice"),
        (
            {"map": [MAP, {**MAP, "source": "/y", "merge": "max"}]},
            "merge must be the same in all maps to density, not last and max",
        ),
    ],
)
def test_a_wrong_plan_is_refused_with_the_key_the_range_and_the_value(tables, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        plan(**tables)


def test_a_missing_scene_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="scene must be one of calm, not storm"):
        plan(scene=[SCENE]).scene("storm")
    with pytest.raises(ValueError, match="scene must be one of none, not nothing"):
        plan().scene("")


def test_the_range_of_a_gamepad_and_of_velocities_is_known_and_may_be_given() -> None:
    def ends(**said: object) -> tuple[float | None, float | None]:
        one = plan(map=[{"source": "gamepad axis 1", "target": "density", **said}]).gestures[0]
        return one.low, one.high

    assert ends() == (-1.0, 1.0)
    assert ends(low=0.0) == (0.0, 1.0)
    assert ends(source="gamepad button 1") == (0.0, 1.0)
    assert ends(source="loudness") == (1.0, 127.0)
    assert ends(source="loudness", low=40.0) == (40.0, 127.0)
    assert ends(source="/fader") == (None, None)


def test_an_order_changes_the_range_of_the_sensor_and_nothing_else_of_a_map_in_the_file() -> None:
    written = {"source": "/light", "target": "density", "to_low": 2.0, "to_high": 1.0}
    known = plan(map=[{**written, "curve": "exp", "low": 0, "high": 1}])
    order = {"source": "/light", "target": "density", "low": 0, "high": 1023}
    found = known.ordered(order)
    assert (found.low, found.high) == (0, 1023)
    assert (found.to_low, found.to_high, found.curve) == (2.0, 1.0, "exp")
    assert known.ordered({"source": "/light", "target": "density"}).low is None, "it is learned"
    other = known.ordered({**order, "source": "/sound"})
    assert (other.to_low, other.to_high, other.curve) == (0.1, 4.0, "linear")
