"""The preview of a day: what it says is what a piece then does."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from perf_engine.core.installation.moment import DAY, Moment
from perf_engine.core.installation.piece import Piece
from perf_engine.core.installation.plan import Plan, read_plan
from perf_engine.core.installation.presence import ATTRACT, ENGAGED, IDLE, PRESENCES
from perf_engine.core.installation.preview import HOUR, Level, Preview, Stretch, preview, waits

THURSDAY = Moment((2026, 12, 24), 3, 0.0)
STEP = 5.0  # seconds between two looks of the piece
MADE: dict[tuple[str, Moment], Preview] = {}
VOICES = [{"mode": "solo", "controls": {}}, {"mode": "accompany", "controls": {}}]
GALLERY: dict[str, Any] = {
    "seed": 7,
    "installation": {"fade": 60.0, "scene_minutes": 15.0},
    "opening": [{"start": "09:00", "end": "21:00"}],
    "quiet": [{"start": "13:00", "end": "14:00", "loudness": 0.5}],
    "envelope": {
        "loudness": {"09:00": 0.7, "12:00": 1.0, "21:00": 0.6},
        "density": {"09:00": 0.6, "15:00": 1.2},
    },
    "scene": [
        {"name": "dawn", "start": "09:00", "end": "10:10"},
        {"name": "calm", "weight": 3.0},
        {"name": "wide", "weight": 2.0},
        {"name": "late", "start": "20:00", "end": "02:00", "days": ["fri"]},
        {"name": "call", "presence": ["attract"], "start": "12:00", "end": "24:00"},
        {"name": "guests", "presence": ["engaged"], "mode": "duet"},
    ],
}
NIGHT: dict[str, Any] = {
    "installation": {"fade": 1800.0, "scene_minutes": 100.0},
    "opening": [{"start": "20:00", "end": "02:00", "days": ["wed-sat"]}],
    "quiet": [
        {"start": "23:00", "end": "23:20", "loudness": 0.0},
        {"start": "21:10", "end": "21:40", "loudness": 0.3},
        {"start": "21:30", "end": "22:05", "loudness": 0.6},
    ],
    "envelope": {"loudness": {"21:00": 0.2, "21:10": 2.0, "23:59": 1.0}},
    "scene": [{"name": "one", "weight": 0.0}, {"name": "two", "dates": ["2026-12-24"]}],
}


def plan_of(tables: dict[str, Any]) -> Plan:
    return read_plan({"voices": VOICES, **tables})


def seen(tables: dict[str, Any], day: Moment = THURSDAY) -> Preview:
    """The preview of a day of a plan, which is made once."""
    key = (repr(tables), day)
    if key not in MADE:
        MADE[key] = preview(plan_of(tables), day, PRESENCES)
    return MADE[key]


def allowed(found: Preview, second: float) -> float:
    """The loudness that a preview has for a second, between the ends of its stretch."""
    (one,) = (one for one in found.stretches if one.start <= second < one.end)
    return one.before + (one.after - one.before) * (second - one.start) / (one.end - one.start)


@pytest.mark.parametrize("tables", [GALLERY, NIGHT, {}])
def test_a_piece_does_on_the_day_what_its_preview_says(tables: dict[str, Any]) -> None:
    plan, found = plan_of(tables), seen(tables)
    fastest = 2.0 * STEP / plan.hours.fade  # that a loudness, and its factor, may move in a step
    evening = Moment((2026, 12, 23), 2, DAY - HOUR)
    piece = Piece(plan, evening, 0.0)
    for at in range(-int(HOUR), int(DAY), int(STEP)):
        moment = THURSDAY.later(at) if at >= 0 else evening.later(at + HOUR)
        piece.advance(at + HOUR, moment)
        if at < 0:
            continue
        facts = piece.facts()
        levels = found.levels[int(at // HOUR)]
        low, high = levels.loudness.low, levels.loudness.high
        assert low - 2 * fastest <= facts["loudness"] <= high + 2 * fastest
        said = allowed(found, at) * plan.loudness.at(moment.second)
        if plan.hours.fade < 100.0:  # else the envelope of the piece lags behind
            assert facts["loudness"] == pytest.approx(said, abs=fastest)
        (part,) = (one for one in found.scenes[IDLE] if one.start <= at < one.end)
        assert facts["scene"] == (part.chosen.name if part.chosen else "")
        assert part.chosen is None or part.chosen in part.possible


def test_hours_have_their_fades_and_their_reasons() -> None:
    nine, one, two, nine_at_night = 9 * HOUR, 13 * HOUR, 14 * HOUR, 21 * HOUR
    assert seen(GALLERY).stretches == (
        Stretch(0.0, nine, 0.0, 0.0, "closed"),
        Stretch(nine, nine + 60.0, 0.0, 1.0, "open"),
        Stretch(nine + 60.0, one - 60.0, 1.0, 1.0, "open"),
        Stretch(one - 60.0, one, 1.0, 0.5, "open"),
        Stretch(one, two, 0.5, 0.5, "quiet hours"),
        Stretch(two, two + 30.0, 0.5, 1.0, "open"),
        Stretch(two + 30.0, nine_at_night - 60.0, 1.0, 1.0, "open"),
        Stretch(nine_at_night - 60.0, nine_at_night, 1.0, 0.0, "open"),
        Stretch(nine_at_night, DAY, 0.0, 0.0, "closed"),
    )


def test_a_day_without_hours_is_open_and_a_closed_one_is_silent() -> None:
    assert seen({}).stretches == (Stretch(0.0, DAY, 1.0, 1.0, "open"),)
    closed = {**GALLERY, "opening": [{"dates": ["2026-12-24"], "closed": True}]}
    assert seen(closed).stretches == (Stretch(0.0, DAY, 0.0, 0.0, "closed"),)
    assert not any(one.sounds for one in seen(closed).levels)
    assert seen(closed).played("calm", IDLE) == 0.0


def test_what_began_the_evening_before_goes_on_after_midnight() -> None:
    first = seen(NIGHT).stretches[0]
    assert (first.start, first.before) == (0.0, 1.0)
    monday = Moment((2026, 12, 21), 0, 0.0)
    assert seen(NIGHT, monday).stretches[0].before == 0.0


def test_levels_are_the_least_and_the_most_of_an_hour() -> None:
    at_nine = seen(GALLERY).levels[9]
    assert (at_nine.loudness.low, at_nine.loudness.high) == pytest.approx((0.0, 0.8))
    assert (at_nine.density.low, at_nine.density.high) == pytest.approx((0.6, 0.7))
    assert [one.sounds for one in seen(GALLERY).levels] == [9 <= hour < 21 for hour in range(24)]


def test_an_hour_that_only_rises_or_falls_has_this_way() -> None:
    levels = seen(GALLERY).levels
    assert [levels[hour].loudness.way for hour in (9, 14, 20)] == [1, 0, -1]
    assert [levels[hour].loudness.way for hour in (3, 23)] == [0, 0]
    assert Level.of([0.1 + 0.2, 0.3, 0.3]).way == 0  # they differ by less than any loudness


def test_scenes_by_presence_count_only_while_they_may_be_heard() -> None:
    found = seen(GALLERY)
    assert found.played("dawn", IDLE) == 4200.0
    assert found.played("late", IDLE) == 0.0  # not on a Thursday
    chance = found.played("calm", IDLE) + found.played("wide", IDLE)
    assert chance == 12 * HOUR - 4200.0
    assert found.played("call", ATTRACT) == 9 * HOUR
    assert found.played("guests", ENGAGED) == 12 * HOUR
    friday = seen(GALLERY, Moment((2026, 12, 25), 4, 0.0))
    assert friday.played("late", IDLE) == HOUR


def test_scenes_of_the_same_choice_are_one() -> None:
    for parts in seen(GALLERY).scenes.values():
        assert parts[0].start == 0.0
        assert parts[-1].end == DAY
        for one, other in pairwise(parts):
            assert one.end == other.start
            assert (one.possible, one.chosen) != (other.possible, other.chosen)


def test_a_scene_waits_for_a_player_if_no_voice_of_it_begins() -> None:
    plan = plan_of(GALLERY)
    assert waits(plan, plan.scene("guests"))
    assert not waits(plan, plan.scene("calm"))
    assert not waits(plan, None)
    alone = read_plan({"voices": VOICES, "scene": [{"name": "x", "voices": [{"mode": "listen"}]}]})
    assert waits(alone, alone.scene("x"))
