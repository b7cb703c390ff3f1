"""Controls that are turned while it plays: from the next foreseen event, and no later."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf_engine.core.beat.transport import Locate, Run, SetTempo
from perf_engine.core.controls import CONTROLS, Settings
from perf_engine.core.messages import NoteOn, SetControls, SetMode, Start
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.groove import HARDLY
from perf_engine.core.steering.scales import SCALES
from perf_engine.protocol.notes import Strike
from tests.core.playing.performances import play, scale

LEAST = {name: c.check(c.low) for name, c in CONTROLS.items()}
MOST = {n: c.check(0 if c.of_model else c.high) for n, c in CONTROLS.items()}
# What this seed plays without these controls: pitch, velocity, milliseconds.
DUET = [
    (47, 80, 946),
    (50, 80, 1194),
    (66, 90, 1446),
    (99, 107, 1452),
    (120, 77, 2197),
    (65, 80, 2749),
    (85, 77, 3499),
    (121, 78, 4452),
    (67, 80, 4750),
    (64, 51, 5501),
    (10, 79, 5703),
    (2, 77, 5999),
    (121, 77, 6948),
    (105, 77, 7500),
    (48, 78, 14786),
    (60, 78, 14972),
    (116, 77, 15592),
    (86, 79, 16022),
]
SOLO = [
    (96, 68, 314),
    (29, 80, 877),
    (50, 80, 1056),
    (116, 77, 1286),
    (123, 46, 1751),
    (123, 80, 2999),
    (65, 79, 3250),
    (67, 77, 3500),
    (112, 80, 4019),
    (62, 80, 5251),
    (38, 79, 5501),
    (120, 77, 7000),
    (17, 79, 7501),
    (36, 80, 8522),
    (99, 79, 9371),
    (38, 78, 11763),
    (15, 80, 11812),
    (49, 78, 13153),
    (125, 77, 17377),
    (102, 79, 19085),
    (87, 80, 19523),
]
NEW = (
    "density",
    "tempo_scale",
    "scale",
    "scale_root",
    "scale_pitches",
    "scale_strength",
    "velocity_scale",
    "velocity_low",
    "velocity_high",
    "quantise",
    "grid",
    "swing",
    "influence",
    "freeze",
    "repetition_guard",
)


def struck(said):
    return [(m.pitch, m.velocity, round(m.due * 1000)) for m in said if isinstance(m, Strike)]


@pytest.mark.parametrize(("mode", "expected"), [("duet", DUET), ("solo", SOLO)])
@pytest.mark.parametrize("told", [False, True])
def test_by_default_the_music_is_what_it_was(weights, mode, expected, told):
    values = {name: CONTROLS[name].say(CONTROLS[name].default) for name in NEW if told}
    values |= {"together": 0.0, "harmony": 0.0}  # else the player of `scale` is played to
    controls = Settings.defaults().changed(values)
    performer = Performer(weights, mode=mode, seed=3, settings=controls)
    if told:
        performer.clock.adopt(0.3, 0.0, 77.0)
    assert struck(play(performer, [(0.0, Start()), *scale(8.0)], 20.0)) == expected


@pytest.mark.parametrize("name", CONTROLS)
def test_whatever_is_turned_what_was_in_mind_is_dropped(weights, name):
    performer = Performer(weights, mode="solo", seed=3)
    play(performer, [(0.0, Start())], 3.0)
    voice = performer._voices[0]
    assert voice.speaker.thought is not None
    for value in (LEAST[name], MOST[name]):
        performer.command(SetControls(((name, value),)), 3.0)
        assert voice.speaker.thought is None
        assert performer.get(name) == value
        performer.advance(3.0)


def on_step(due, swing=0.5):
    """Off the grid of four steps a beat at 100 beats a minute from 0, in seconds."""
    pair = due / 0.3
    inside = pair - int(pair)
    return min(inside, abs(inside - swing), 1.0 - inside) * 0.3 <= HARDLY + 1e-6


PROMISES = {
    ("register_low", 90): lambda m: m.pitch >= 90,
    ("register_high", 30): lambda m: m.pitch <= 30,
    ("scale", "whole_tone"): lambda m: m.pitch % 12 in SCALES["whole_tone"],
    ("velocity_low", 120): lambda m: m.velocity >= 120,
    ("velocity_high", 9): lambda m: m.velocity <= 9,
    ("velocity_scale", 0.0): lambda m: m.velocity <= 115,  # it glides, and has begun to
    ("mute", 1): lambda m: False,
    ("quantise", 1.0): lambda m: on_step(m.due),
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    promise=st.sampled_from(sorted(PROMISES)),
    seed=st.integers(0, 999),
    at=st.floats(0.5, 8.0),
    mode=st.sampled_from(["solo", "duet", "takeover"]),
    lead=st.sampled_from([0.0, 20.0, 200.0]),
)
def test_what_is_said_after_a_turn_is_as_it_promises(weights, promise, seed, at, mode, lead):
    performer = Performer(weights, mode=mode, seed=seed)
    performer.command(SetControls((("lead", lead),)), 0.0)
    for command in (SetTempo(100.0), Locate(0.0), Run(True)):
        performer.command(command, 0.0)
    play(performer, [(0.0, Start()), *[m for m in scale(10.0) if m[0] < at]], at)
    performer.command(SetControls((promise,)), at)
    later = [m for m in scale(10.0) if m[0] >= at]
    struck = [
        m
        for m in play(performer, [(max(t, at), m) for t, m in later], at + 6.0)
        if isinstance(m, Strike)
    ]
    assert all(map(PROMISES[promise], struck))
    # Nobody who plays along relieves a voice in solo of going on.
    assert struck or mode != "solo" or promise == ("mute", 1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 999),
    swing=st.floats(0.5, 0.75),
    beat=st.floats(0.0, 9.0),
    tempos=st.lists(st.floats(60.0, 180.0), max_size=4),
    mode=st.sampled_from(["solo", "duet"]),
)
def test_no_strike_goes_into_the_past_whatever_the_clock_does(
    weights, seed, swing, beat, tempos, mode
):
    performer = Performer(weights, mode=mode, seed=seed)
    performer.command(SetControls((("quantise", 1.0), ("swing", swing))), 0.0)
    told = [(1.0, Run(True)), (2.0, Locate(beat)), (5.5, Run(False)), (6.0, Run(True))]
    told += [(3.0 + i * 0.61, SetTempo(tempo)) for i, tempo in enumerate(tempos)]
    messages = sorted([(0.0, Start()), *scale(6.0), *told], key=lambda m: m[0])
    now, waiting, last = 0.0, messages, 0.0
    while now < 10.0:
        now = max(now, min(performer.due(), waiting[0][0] if waiting else 10.0, 10.0))
        while waiting and waiting[0][0] <= now:
            at, message = waiting.pop(0)
            (performer.command if not hasattr(message, "player") else performer.hear)(message, at)
        for one in performer.advance(now):
            if isinstance(one, Strike):
                assert one.due >= now - 1e-9
                assert one.due >= last - 1e-9
                last = one.due


def test_frozen_or_without_influence_a_player_moves_nothing(weights):
    for name, value in (("freeze", 1), ("influence", 0.0)):
        performer = Performer(weights, seed=3)
        performer.command(SetMode("listen"), 0.0)
        play(performer, scale(2.0), 3.0)
        performer.command(SetControls(((name, value),)), 3.0)
        stream = performer._voices[0].improviser.stream
        before = stream.hidden.copy()
        performer.hear(NoteOn(0, 61, 90), 3.5)
        assert (stream.hidden == before).all()
        assert 61 in stream.held
