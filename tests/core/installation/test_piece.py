"""The piece, on clocks of its own: whatever the wall clock does, nothing jumps."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.controls import CONTROLS
from perf_engine.core.installation.gesture import source_of
from perf_engine.core.installation.moment import DAY, Moment
from perf_engine.core.installation.piece import MOVING, RESTATED, Piece, together
from perf_engine.core.installation.plan import read_plan

FADE = 60.0  # seconds
FADER = source_of("/1/fader1")
VOICES = [{"mode": "solo", "controls": {"density": 0.8}}]
SCENES = [
    {"name": "day", "controls": {"density": 2.0, "polyphony": 4}, "chords": "| C |"},
    {
        "name": "night",
        "mode": "listen",
        "controls": {"density": 0.4},
        "start": "20:00",
        "end": "06:00",
        "state": "calm",
        "model": "other",
    },
    {"name": "guests", "presence": ["engaged"], "mode": "duet", "fade": 4.0},
]
MAP = {"source": "/1/fader1", "target": "density", "low": 0.0, "high": 1.0, "timeout": 10.0}
QUIET = [{"start": "22:00", "end": "08:00"}]


def at(hours: float) -> Moment:
    day, second = divmod(3600.0 * hours, DAY)
    return Moment((2026, 7, 1 + int(day)), (2 + int(day)) % 7, second)


class Played:
    """A piece, the clocks that drive it, and the values that the engine has of it."""

    def __init__(
        self, hours: float = 12.0, voices=VOICES, first: bool = True, **tables: object
    ) -> None:
        plan = read_plan({"voices": voices, "installation": {"fade": FADE}, **tables})
        self.now, self.hours = 1000.0, hours
        self.piece = Piece(plan, at(hours), self.now, "general", first)
        self.values: dict[str, object] = {}
        self.said: list[tuple[object, ...]] = []
        self.step(0.0)

    def step(self, seconds: float, every: float = 0.25) -> "Played":
        """Let time pass, and keep what is said."""
        for _ in range(max(1, round(seconds / every))):
            self._turn()
            if seconds:
                self.now += every
                self.hours += every / 3600.0
        self._turn()
        return self

    def _turn(self) -> None:
        for address, *arguments in self.piece.advance(self.now, at(self.hours)):
            if address != "/perf/set":
                self.said.append((address, *arguments))
                self.values[address.rpartition("/")[2]] = arguments[0] if arguments else None
            for name, value in zip(arguments[::2], arguments[1::2], strict=False):
                self.said.append((f"/perf/param/{name}", value))
                self.values[name] = value


def test_at_first_everything_is_said() -> None:
    played = Played(scene=SCENES)
    assert played.piece.scene.name == "day"
    assert not any(said[0] == "/perf/model/load" for said in played.said)  # it plays already
    assert ("/perf/voice/0/mode", "solo") in played.said
    assert ("/perf/chords", "| C |") in played.said
    assert ("/perf/start",) in played.said
    assert played.values["density"] == 2.0
    assert played.values["polyphony"] == 4


def test_the_clock_changes_the_scene_and_numbers_fade_to_it() -> None:
    played = Played(19.99, scene=SCENES)
    played.said.clear()
    played.step(60.0)
    assert played.piece.scene.name == "night"
    assert ("/perf/state/recall", "calm") in played.said
    assert ("/perf/model/load", "other") in played.said
    assert ("/perf/chords", "auto") in played.said
    densities = [said[1] for said in played.said if said[0].endswith("density")]
    assert densities == sorted(densities, reverse=True)
    assert densities[-1] == pytest.approx(0.4)
    assert max(a - b for a, b in itertools.pairwise(densities)) < 0.05
    assert played.values["polyphony"] == CONTROLS["polyphony"].default


def test_outside_a_scene_with_chords_those_of_the_configuration_are_played() -> None:
    played = Played(12.0, scene=SCENES, chords="| F |")
    played.piece.choose_scene("night", played.now)
    played.said.clear()
    played.step(1.0)
    assert ("/perf/chords", "| F |") in played.said


def test_visitors_change_the_scene_and_silence_leads_back() -> None:
    played = Played(scene=SCENES)
    played.piece.played(played.now)
    played.step(1.0)
    assert (played.piece.scene.name, played.values["mode"]) == ("guests", "duet")
    played.step(30.0)
    assert (played.piece.scene.name, played.values["mode"]) == ("day", "solo")


def test_a_presence_value_by_hand_counts_for_a_while() -> None:
    played = Played(scene=SCENES)
    played.piece.set_presence(0.9, played.now)
    assert played.step(1.0).piece.scene.name == "guests"
    assert played.step(60.0).piece.scene.name == "day"
    with pytest.raises(ValueError, match=r"presence must be 0\.\.1, not 2"):
        played.piece.set_presence(2.0, 0.0)


def test_quiet_hours_begin_in_silence_and_end_with_a_fade() -> None:
    played = Played(21.99, quiet=QUIET)
    played.step(36.0)
    assert at(played.hours).second == pytest.approx(22 * 3600.0)
    assert played.values["velocity_scale"] == pytest.approx(0.0, abs=1e-6)
    assert ("/perf/stop",) in played.said
    morning = Played(7.999, quiet=QUIET)
    assert "start" not in morning.values
    assert "stop" in morning.values
    morning.step(34.0)
    assert "start" in morning.values
    assert 0.4 < morning.values["velocity_scale"] < 0.6
    assert morning.step(60.0).values["velocity_scale"] == 1.0


steps = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.0, 0.0, 1.0, -1.0, 0.05, 12.0]),  # hours that the clock is set by
        st.floats(0.25, 90.0),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 24.0), steps)
def test_whatever_is_done_to_the_clock_loudness_never_jumps_and_quiet_hours_are_kept(
    hours: float, steps
) -> None:
    played = Played(hours, quiet=QUIET, envelope={"loudness": {"12:00": 1.0, "18:00": 0.5}})
    loudness, quiet_since = played.values["velocity_scale"], None
    for shift, seconds in steps:
        played.hours = (played.hours + shift) % 24.0
        for _ in range(round(seconds / 0.25)):
            played.step(0.25)
            after = played.values["velocity_scale"]
            assert abs(after - loudness) <= 2 * 0.6 / FADE  # each of two factors, and a step's wait
            loudness = after
            if played.piece.plan.hours.level(at(played.hours)) > 0.0:
                quiet_since = None
            elif quiet_since is None:
                quiet_since = played.now
            elif played.now > quiet_since + FADE + 0.5:
                assert after == 0.0
                assert not played.piece.sounds


def test_a_sensor_moves_a_control_and_lets_it_fade_back() -> None:
    played = Played(map=[MAP])
    assert played.values["density"] == 0.8
    assert played.piece.hear(FADER, 1.0, played.now)
    assert played.step(0.0).values["density"] == 0.8  # not twice within MOVING
    assert played.step(0.1, MOVING).values["density"] == 4.0
    assert not played.piece.hear(source_of("/other"), 1.0, played.now)
    played.step(30.0)
    assert played.values["density"] == pytest.approx(0.8, abs=0.01)


def test_a_flood_becomes_fifty_values_a_second() -> None:
    played = Played(map=[MAP])
    played.said.clear()
    for n in range(10_000):
        played.piece.hear(FADER, n % 100 / 100, played.now)
        played.now += 1e-4
        if n % 10 == 0:
            played.step(0.0)
    assert 40 <= sum(said[0].endswith("density") for said in played.said) <= 51


def test_a_scene_is_mixed_in_by_a_sensor() -> None:
    played = Played(scene=SCENES, map=[{**MAP, "target": "scene night"}])
    played.piece.hear(FADER, 0.5, played.now)
    assert played.step(1.0).values["density"] == pytest.approx(1.2)
    assert played.values["polyphony"] == 4  # the other scene has none


def test_a_sensor_that_means_presence_brings_guests() -> None:
    played = Played(scene=SCENES, map=[{**MAP, "target": "presence"}])
    played.piece.hear(FADER, 0.9, played.now)
    assert played.step(1.0).piece.scene.name == "guests"
    assert played.step(40.0).piece.scene.name == "day"


def test_maps_come_and_go_while_it_plays() -> None:
    played = Played()
    gesture = played.piece.plan.gesture(MAP)
    played.piece.map(gesture, played.now)
    played.piece.hear(FADER, 1.0, played.now)
    assert played.step(1.0).values["density"] == 4.0
    played.piece.unmap(gesture, played.now)
    assert played.step(1.0).values["density"] == 0.8
    with pytest.raises(ValueError, match="a map must be one of none, not "):
        played.piece.unmap(gesture, played.now)
    for number in range(64):
        one = {**MAP, "source": f"/x/{number}", "target": "presence"}
        played.piece.map(played.piece.plan.gesture(one), played.now)
    with pytest.raises(ValueError, match="maps must be at most 64, not 65"):
        played.piece.map(gesture, played.now)


def test_another_rule_to_merge_is_refused_and_changes_nothing() -> None:
    played = Played(map=[MAP])
    other = played.piece.plan.gesture({**MAP, "source": "/y", "merge": "max"})
    with pytest.raises(ValueError, match="merge must be the same"):
        played.piece.map(other, played.now)
    assert len(played.piece.maps()) == 1


def test_orders_by_hand_are_obeyed_and_end() -> None:
    played = Played()
    played.piece.order("stop", played.now)
    assert "stop" in played.step(1.0).values
    assert not played.piece.sounds
    played.piece.order("auto", played.now)
    assert played.step(FADE + 1.0).values["velocity_scale"] == pytest.approx(1.0)
    played.piece.order("quiet", played.now)
    assert played.step(FADE + 1.0).values["velocity_scale"] == pytest.approx(0.3)
    played.now += 3600.0
    assert played.step(FADE + 1.0).values["velocity_scale"] == 1.0
    with pytest.raises(ValueError, match="order must be one of auto, stop, quiet, not party"):
        played.piece.order("party", played.now)


def test_an_order_starts_a_piece_that_a_panic_has_silenced() -> None:
    played = Played()
    played.said.clear()
    played.step(RESTATED + 1.0)
    assert ("/perf/start",) not in played.said  # a panic of another program lasts
    played.piece.order("auto", played.now)
    played.step(0.0)
    assert played.said.count(("/perf/start",)) == 1


def test_the_end_of_a_quiet_time_is_no_start() -> None:
    played = Played()
    played.piece.order("quiet", played.now)
    played.step(1.0).said.clear()
    played.now += 3600.0
    played.step(1.0)
    assert played.piece.facts()["order"] == "auto"
    assert ("/perf/start",) not in played.said


def test_a_stop_that_may_be_lost_is_said_again_where_it_should_be_silent() -> None:
    played = Played(23.0, quiet=QUIET)
    played.said.clear()
    played.step(3.0 * RESTATED)
    assert 2 <= played.said.count(("/perf/stop",)) <= 4
    assert ("/perf/start",) not in played.said


def test_a_scene_by_hand_is_played_for_a_while() -> None:
    played = Played(scene=SCENES)
    played.piece.choose_scene("night", played.now)
    assert played.step(1.0).piece.scene.name == "night"
    played.piece.choose_scene("auto", played.now)
    assert played.step(1.0).piece.scene.name == "day"
    played.piece.choose_scene("night", played.now)
    played.now += 3600.0
    assert played.step(1.0).piece.scene.name == "day"
    with pytest.raises(ValueError, match="scene must be one of day, night, guests, not x"):
        played.piece.choose_scene("x", played.now)


def test_everything_is_said_again_to_a_new_engine_but_no_state_is_recalled_twice() -> None:
    played = Played(21.0, scene=SCENES)
    played.said.clear()
    played.piece.say_all()
    played.step(1.0)
    assert ("/perf/voice/0/mode", "listen") in played.said
    assert ("/perf/start",) in played.said
    assert not any(said[0] == "/perf/state/recall" for said in played.said)


@pytest.mark.parametrize("first", [True, False])
def test_a_process_that_starts_again_recalls_no_state(first: bool) -> None:
    played = Played(21.0, scene=SCENES, first=first)
    assert (("/perf/state/recall", "calm") in played.said) is first


def test_values_are_said_again_from_time_to_time() -> None:
    played = Played(map=[MAP])
    played.said.clear()
    played.step(RESTATED + 1.0)
    assert ("/perf/param/density", 0.8) in played.said


def test_it_is_busy_while_something_moves() -> None:
    played = Played(19.99, scene=SCENES, map=[{**MAP, "target": "tempo_scale"}])
    played.step(1.0)
    assert not played.piece.busy(played.now)
    played.piece.hear(FADER, 0.5, played.now)
    assert played.piece.busy(played.now)
    assert not played.piece.busy(played.now + 5.0)
    played.step(40.0)
    assert played.piece.busy(played.now)  # the scene has changed


def test_values_that_are_the_same_for_all_voices_go_together() -> None:
    changes = {
        (0, "density"): 2.0,
        (1, "density"): 2.0,
        (0, "temperature"): 1.0,
        (1, "temperature"): 1.0,
        (1, "tempo_scale"): 0.5,
        (0, "register_low"): 40,
        (1, "register_low"): 40,
    }
    assert list(together(changes, 2)) == [
        ("/perf/voice/1/tempo_scale", 0.5),
        ("/perf/voice/0/register_low", 40),
        ("/perf/voice/1/register_low", 40),
        ("/perf/set", "density", 2.0, "temperature", 1.0),
    ]
    assert list(together({}, 2)) == []


def test_a_voice_can_have_a_sensor_of_its_own() -> None:
    played = Played(voices=VOICES * 2, map=[{**MAP, "target": "voice 1 density"}])
    played.said.clear()
    played.piece.hear(FADER, 1.0, played.now)
    played.step(1.0)
    assert {said for said in played.said if said[1] == 4.0} == {("/perf/voice/1/density", 4.0)}


def test_it_owes_sound_only_in_a_mode_that_plays_alone() -> None:
    played = Played(scene=SCENES)
    assert played.piece.owes
    played.piece.choose_scene("guests", played.now)  # duet: nobody plays
    played.step(10.0)
    assert played.piece.sounds
    assert not played.piece.owes
    played.piece.order("stop", played.now)
    played.piece.choose_scene("day", played.now)
    played.step(1.0)
    assert not played.piece.owes


def test_a_control_whose_0_switches_off_changes_at_once() -> None:
    scenes = [SCENES[0], {"name": "guests", "fade": 60.0, "controls": {"rest_after": 0.0}}]
    played = Played(scene=scenes)
    played.piece.choose_scene("guests", played.now)
    played.step(60.0)
    values = [v[0] for name, *v in played.said if name == "/perf/param/rest_after"]
    assert values[-1] == 0.0
    assert set(values) <= {0.0, CONTROLS["rest_after"].default}


STYLED = [
    {"name": "swing", "style": "jazz", "model": "other", "presence": ["engaged"]},
    {"name": "plain", "controls": {"density": 1.0}},
]


def styles(played: Played) -> list[object]:
    return [
        style
        for address, style, *_ in filter(lambda said: len(said) > 1, played.said)
        if address == "/perf/voice/0/style"
    ]


def test_a_style_waits_for_its_model_and_ends_with_its_scene() -> None:
    played = Played(scene=STYLED)
    assert styles(played) == ["none"]
    played.piece.choose_scene("swing", played.now)
    played.step(2.0)
    assert ("/perf/model/load", "other") in played.said
    assert styles(played) == ["none"]  # the model that it is a style of is not there yet
    played.piece.loaded()
    played.step(2.0)
    assert styles(played) == ["none", "jazz"]
    played.piece.choose_scene("auto", played.now)
    played.step(2.0)
    played.piece.loaded()
    played.step(2.0)
    assert styles(played) == ["none", "jazz", "none"]


def test_without_a_scene_that_names_one_the_style_is_free() -> None:
    assert styles(Played(scene=SCENES)) == []


def test_a_scene_leads_back_to_the_style_of_the_configuration() -> None:
    voices = [{"mode": "solo", "controls": {"style": "hymn"}}]
    played = Played(voices=voices, scene=[{"name": "swing", "style": "jazz"}])
    assert styles(played) == ["jazz"]
    played = Played(voices=voices, scene=[{**STYLED[0], "model": ""}, STYLED[1]])
    assert styles(played) == ["hymn"]


def test_a_new_engine_is_told_the_styles_again() -> None:
    played = Played(scene=[{"name": "swing", "style": "jazz"}])
    played.piece.say_all()
    played.step(1.0)
    assert styles(played) == ["jazz", "jazz"]


def test_a_gesture_recalls_a_state_each_time_that_it_rises() -> None:
    recalls = Played(map=[{"source": "/hand", "target": "state dawn", "low": 0, "high": 1}])

    def hear(value: float) -> int:
        recalls.piece.hear(source_of("/hand"), value, recalls.now)
        recalls.step(0.5)
        return recalls.said.count(("/perf/state/recall", "dawn"))

    assert [hear(value) for value in (0.0, 0.5, 0.7, 0.5, 0.9, 0.3, 0.8)] == [0, 0, 1, 1, 1, 1, 2]


def test_it_says_which_kinds_of_sources_it_follows() -> None:
    played = Played(map=[MAP])
    assert played.piece.follows("osc")
    assert not played.piece.follows("gamepad")
