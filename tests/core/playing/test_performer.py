"""The whole instrument in simulated time: determinism, modes, and never a hung note."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf_engine.core.messages import (
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prime,
    PrimeNote,
    SetControls,
    SetMode,
    Start,
    Stop,
)
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.notes import ControlChange, Flush, Heard, Release, Strike
from tests.core.playing.performances import anything, play, scale, unreleased
from tests.support.styled_model import styled


def test_the_same_messages_give_the_same_notes_whatever_the_wake_up_times(weights):
    for mode in MODES:
        runs = []
        for step in (None, 0.003, 0.05, 0.4):
            performer = Performer(weights, mode=mode, seed=3)
            said = play(performer, [(0.0, Start()), *scale(), (5.0, Panic())], 6.0, step)
            runs.append([m for m in said if isinstance(m, Strike | Release | Heard)])
        assert all(run == runs[0] for run in runs)


def test_as_many_decisions_come_before_each_message_however_often_it_was_woken(weights):
    counts = []
    for step in (0.003, 0.05, 0.4):
        performer, found, now = Performer(weights, mode="solo", seed=3), [], 0.0
        for at, message in [*scale(), (5.0, Panic())]:
            while now < at:
                now = min(at, now + step)
                while performer.due() < now:
                    performer.advance(now)
            (performer.command if isinstance(message, Panic) else performer.hear)(message, at)
            found.append(performer.decisions)
        counts.append(found)
    assert counts[0] == counts[1] == counts[2]
    assert counts[0][-1] > 20


def test_a_duet_is_silent_until_somebody_plays(weights):
    performer = Performer(weights)
    assert play(performer, [], 60.0) == []
    assert any(isinstance(m, Strike) for m in play(performer, [(60.0, NoteOn(0, 60, 80))], 90.0))


def test_listening_never_sounds(weights):
    said = play(Performer(weights, mode="listen"), scale(), 30.0)
    assert not any(isinstance(m, Strike) for m in said)


@pytest.mark.parametrize("mode", ["solo", "takeover"])
def test_who_owes_sound_never_falls_silent(weights, mode):
    performer = Performer(weights, mode=mode, seed=1)
    said = play(performer, [(0.0, NoteOn(0, 60, 80)), (0.5, NoteOff(0, 60))], 120.0)
    onsets = [0.5] + [m.due for m in said if isinstance(m, Strike)] + [120.0]
    assert max(b - a for a, b in pairwise(onsets)) <= 2.0 + 5.0


@pytest.mark.parametrize("seed", range(8))
def test_alone_it_goes_on_whoever_plays_along(weights, seed):
    performer = Performer(weights, mode="solo", seed=seed)
    said = play(performer, [(0.0, Start()), *scale(60.0)], 60.0)
    onsets = [0.0] + [m.due for m in said if isinstance(m, Strike)] + [60.0]
    assert max(b - a for a, b in pairwise(onsets)) <= 5.0


@pytest.mark.parametrize("seed", range(4))
def test_alone_it_goes_on_beside_a_player_whose_hands_are_full(weights, seed):
    performer = Performer(weights, mode="solo", seed=seed)
    chord = [(0.1, NoteOn(0, 40 + 5 * n, 80)) for n in range(6)]
    for second in range(1, 60):
        chord += [(second, NoteOn(0, 90, 80)), (second + 0.5, NoteOff(0, 90))]
    said = play(performer, [(0.0, Start()), *chord], 60.0)
    onsets = [0.0] + [m.due for m in said if isinstance(m, Strike)] + [60.0]
    assert max(b - a for a, b in pairwise(onsets)) <= 6.0


def test_takeover_yields_at_once(weights):
    performer = Performer(weights, mode="takeover", seed=1)
    play(performer, [(0.0, NoteOn(0, 60, 80)), (0.1, NoteOff(0, 60))], 20.0)
    performer.hear(NoteOn(0, 64, 80), 20.0)
    said = performer.advance(20.0)
    assert any(isinstance(m, Flush) for m in said)
    assert performer.sounding() == []
    assert not any(isinstance(m, Strike) for m in play(performer, [], 20.0))


def test_only_a_strike_of_the_player_ends_the_machines_turn(weights):
    strikes = 0
    for seed in range(5):
        performer = Performer(weights, mode="takeover", seed=seed)
        play(performer, [(0.0, NoteOn(0, 60, 80))], 20.0)
        performer.hear(Pedal(0, 127), 20.0)
        performer.hear(NoteOff(0, 60), 20.1)
        said = performer.advance(20.1)
        assert not any(isinstance(m, Flush) for m in said)
        strikes += sum(isinstance(m, Strike) for m in play(performer, [], 21.9))
    assert strikes > 0  # within its patience, so it did not have to take over again


def test_a_shorter_longest_note_makes_up_for_nothing(weights):
    performer = Performer(weights, mode="solo", seed=1)
    play(performer, [(0.0, Start()), (0.0, SetControls((("longest_note", 60.0),)))], 20.0)
    performer.command(SetControls((("longest_note", 0.1),)), 20.0)
    assert all(m.due >= 20.0 for m in play(performer, [], 22.0) if not isinstance(m, Heard))


def test_a_broken_state_is_forgotten_and_played_on_from(weights):
    performer = Performer(weights, mode="solo", seed=1)
    play(performer, [(0.0, Start()), (0.5, NoteOn(0, 60, 80))], 5.0)
    performer._voices[0].improviser.stream.hidden[:] = float("nan")
    assert not performer.finite()
    performer.forget(5.0)
    said = performer.advance(5.0)
    assert any(isinstance(m, Flush) for m in said)
    assert performer.finite()
    assert performer.sounding() == []
    assert performer.held() == []
    assert any(isinstance(m, Strike) for m in play(performer, [], 15.0))


def test_register_polyphony_and_longest_note_are_kept(weights):
    performer = Performer(weights, mode="solo", seed=2)
    performer.command(
        SetControls(
            (("register_low", 60), ("register_high", 64), ("polyphony", 2), ("longest_note", 1.0))
        ),
        0.0,
    )
    performer.command(Start(), 0.0)
    said, held = play(performer, [], 60.0), {}
    for message in said:
        if isinstance(message, Strike):
            assert 60 <= message.pitch <= 64
            held[message.pitch] = message.due
            assert len(held) <= 2
        elif isinstance(message, Release):
            assert message.due - held.pop(message.pitch) <= 1.0 + 1e-6


def test_a_refused_command_changes_nothing(weights):
    performer = Performer(weights)
    for command in (
        SetControls((("lead", 5.0), ("nucleus", 3.0))),
        SetControls((("nix", 1),)),
        SetMode("sleep"),
        SetMode("solo", voice=3),
        Stop(9),
    ):
        with pytest.raises((ValueError, LookupError)):
            performer.command(command, 0.0)
    assert performer.get("lead") == 20.0
    assert performer.mode() == "duet"


def test_a_prime_is_remembered_without_sounding_and_wakes_the_machine(weights):
    performer = Performer(weights, seed=4)
    performer.command(Prime([PrimeNote(i * 0.2, 60 + i, 80, 0.3) for i in range(8)]), 0.0)
    assert performer.busy
    said = play(performer, [], 30.0)
    assert not performer.busy
    assert any(isinstance(m, Strike) for m in said)
    assert not any(isinstance(m, Heard) for m in said)


def test_a_note_ends_by_its_duration_or_its_sources_silence(weights):
    performer = Performer(weights, mode="listen")
    said = play(performer, [(0.0, NoteOn(0, 60, 80, "a", 0.5)), (0.0, NoteOn(0, 64, 80, "b"))], 5.0)
    assert [m.pitch for m in said if isinstance(m, Heard) and not m.velocity] == [60]
    said = play(performer, [], 31.0)
    assert [m.pitch for m in said if isinstance(m, Heard) and not m.velocity] == [64]
    assert performer.held() == []


def test_time_that_was_lost_is_not_made_up(weights):
    performer = Performer(weights, mode="solo", seed=1)
    assert any(isinstance(m, Strike) for m in play(performer, [(0.0, Start())], 5.0))
    performer.resume(3600.0)
    said = performer.advance(3600.0)
    assert not any(isinstance(m, Strike) and m.due < 3600.0 for m in said)
    assert performer.due() >= 3600.0 - 0.02


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    gaps=st.lists(st.tuples(st.floats(0, 4), anything), max_size=25),
    mode=st.sampled_from(MODES),
    last=st.sampled_from([Panic(), Stop()]),
)
def test_whatever_happens_every_note_is_released_exactly_once(weights, gaps, mode, last):
    performer = Performer(weights, mode=mode, seed=1)
    now, messages = 0.0, []
    for gap, message in gaps:
        now += gap
        messages.append((now, message))
    messages.append((now + 1.0, last))
    said = play(performer, messages, now + 1.0)
    hanging, repeats = unreleased(said)
    assert hanging == []
    assert performer.sounding() == []
    assert performer.finite()
    flushes = sum(isinstance(m, Flush) for m in said)
    assert repeats == 0 or flushes  # safety repeats only follow a flush
    pedals = [m.value for m in said if isinstance(m, ControlChange)]
    assert not pedals or pedals[-1] == 0


def test_a_voice_plays_in_the_style_that_is_asked_of_it(weights):
    model = styled(weights, ("folk", "jazz"))

    def solo(*controls):
        performer = Performer(model, mode="solo", seed=1)
        performer.command(SetControls(controls), 0.0)
        return [m for m in play(performer, [(0.0, Start())], 10.0) if isinstance(m, Strike)]

    plain, folk = solo(("morph", 1.0)), solo(("style", "Folk"))
    assert plain == solo(("style_2", "jazz"))
    assert folk == solo(("style", 1.0)) == solo(("style", "folk"), ("style_2", 2))
    assert folk != plain
    assert solo(("style", 1), ("style_2", 2), ("morph", 1.0)) == solo(("style", "jazz"))


def test_a_style_that_the_model_lacks_is_refused_and_nothing_has_changed(weights):
    performer = Performer(styled(weights, ("folk", "jazz")))
    changes = (("density", 2.0), ("style", "rock"))
    with pytest.raises(ValueError, match=r"one of none, folk, jazz, or 0\.\.2, not rock"):
        performer.command(SetControls(changes), 0.0)
    assert (performer.get("density"), performer.get("style")) == (1.0, 0)
    with pytest.raises(ValueError, match="none, as the model has no styles, not folk"):
        Performer(weights).command(SetControls((("style", "folk"),)), 0.0)
