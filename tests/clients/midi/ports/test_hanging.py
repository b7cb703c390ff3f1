"""How long another process was silent, but for the time in which this one stood still."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.midi.ports.hanging import A_TURN, HANGS, Silence

steps = st.lists(st.floats(0.0, A_TURN), min_size=1, max_size=100)


@given(steps)
def test_the_silence_of_a_process_that_is_awake_is_counted_whole(pauses):
    silence, now = Silence(50.0), 50.0
    for pause in pauses:
        now += pause
        hangs = silence.look(now)
    assert abs(silence.seconds - (now - 50.0)) < 1e-9
    assert hangs == (silence.seconds > HANGS)


def test_a_computer_that_slept_for_an_hour_makes_no_process_hang():
    silence = Silence(0.0)
    assert not silence.look(3600.0)
    assert silence.seconds == A_TURN


def test_a_word_begins_the_count_anew():
    silence, now = Silence(0.0), 0.0
    while not silence.look(now):
        now += A_TURN
    assert HANGS < now < HANGS + 2 * A_TURN
    silence.end()
    assert not silence.look(now + A_TURN)
