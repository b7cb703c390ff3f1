"""Notes come from frames: struck once, struck again, and always released."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.audio_in.frames import STEP, Frame
from perf_engine.clients.audio_in.notes import Event, Notes, Release, Strike, Touch

LOW, HIGH, GATE, SETTLES = 48, 96, -50.0, 0.04
Said = tuple[float, float, float]  # pitch, confidence, level
QUIET: Said = (0.0, 0.0, -90.0)


def heard(frames: Iterable[Said], notes: Notes | None = None) -> list[Event]:
    notes = notes or Notes(LOW, HIGH, GATE, SETTLES)
    events: list[Event] = []
    at = 0.0
    for number, frame in enumerate(frames):
        at = number * STEP
        events += notes.hear(Frame(at, *frame))
    return events + notes.end(at + STEP)


def strikes(events: Iterable[Event]) -> list[int]:
    return [event.pitch for event in events if isinstance(event, Strike)]


def test_a_tone_is_one_note() -> None:
    events = heard([QUIET] * 5 + [(60.1, 0.9, -20.0)] * 50 + [QUIET] * 20)
    assert [(type(event), event.pitch) for event in events] == [(Strike, 60), (Release, 60)]
    assert events[1].at - events[0].at > 0.35


def test_noise_that_nobody_is_sure_of_is_no_note() -> None:
    assert heard([(60.0 + n % 9, 0.4, -30.0) for n in range(50)]) == []


def test_what_is_softer_than_the_gate_is_no_note() -> None:
    assert heard([(60.0, 0.9, -51.0)] * 50) == []


def test_what_is_out_of_range_is_no_note() -> None:
    assert heard([(40.0, 0.9, -20.0)] * 20 + [(100.0, 0.9, -20.0)] * 20) == []


def test_vibrato_is_one_note() -> None:
    wave = [60.0 + 0.6 * (-1) ** (n // 6) for n in range(80)]
    assert strikes(heard([(60.0, 0.9, -20.0), *((pitch, 0.9, -20.0) for pitch in wave)])) == [60]


def test_a_bound_note_follows_after_two_frames() -> None:
    events = heard([(60.0, 0.9, -20.0)] * 20 + [(62.0, 0.9, -20.0)] * 20)
    assert strikes(events) == [60, 62]
    second = next(e for e in events if isinstance(e, Strike) and e.pitch == 62)
    assert second.at == 21 * STEP


def test_one_frame_of_another_pitch_is_no_note() -> None:
    frames = [(60.0, 0.9, -20.0)] * 20
    frames[10] = (65.0, 0.9, -20.0)
    assert strikes(heard(frames)) == [60]


def test_an_attack_that_glides_up_to_its_pitch_is_one_note() -> None:
    glide = [(pitch, 0.9, -20.0) for pitch in (59.3, 59.6, 59.8, 59.9, 60.0)]
    assert strikes(heard([*glide, *[(60.0, 0.9, -20.0)] * 20])) == [60]


def test_a_pitch_that_was_not_read_again_is_no_second_frame() -> None:
    notes = Notes(LOW, HIGH, GATE, SETTLES)
    heard([(60.0, 0.9, -20.0)] * 20, notes)
    assert notes.hear(Frame(1.0, 62.3, 0.9, -20.0)) == []
    assert notes.hear(Frame(1.008, 62.3, 0.9, -20.0, fresh=False)) == []
    assert strikes(notes.hear(Frame(1.016, 62.3, 0.9, -20.0))) == [62]


def test_a_note_between_two_keys_is_still_a_note() -> None:
    assert strikes(heard([(60.45, 0.9, -20.0)] * 20)) == [60]


def test_an_octave_that_shines_up_for_two_frames_is_no_note() -> None:
    frames = [(60.0, 0.9, -20.0)] * 30
    frames[10] = frames[11] = (72.0, 0.9, -20.0)
    assert strikes(heard(frames)) == [60]


def test_the_same_pitch_is_struck_again_where_it_gets_suddenly_louder() -> None:
    dying = [(60.0, 0.9, -20.0 - 0.4 * n) for n in range(40)]
    events = heard(dying + [(60.0, 0.9, -18.0)] * 30)
    assert strikes(events) == [60, 60]
    kinds = [type(event) for event in events]
    assert kinds == [Strike, Release, Strike, Release]


def test_a_slow_swell_is_one_note() -> None:
    assert strikes(heard([(60.0, 0.9, -45.0 + 0.3 * n) for n in range(100)])) == [60]


def test_the_attack_of_another_pitch_is_no_repetition() -> None:
    """The tracker still says the old pitch for some time after the attack of the new one."""
    frames = [(60.0, 0.9, -35.0)] * 20 + [(60.0, 0.9, -15.0)] * 4 + [(64.0, 0.9, -15.0)] * 20
    assert strikes(heard(frames)) == [60, 64]


def test_a_short_doubt_ends_no_note_and_a_long_one_does() -> None:
    tone, doubt = [(60.0, 0.9, -20.0)] * 20, (60.0, 0.1, -20.0)
    assert len(heard([*tone, *[doubt] * 3, *tone])) == 2
    events = heard([*tone, *[doubt] * 12])
    assert isinstance(events[-1], Release)
    assert events[-1].at < 27 * STEP


def test_louder_is_harder_and_the_loudest_is_the_measure() -> None:
    touch = Touch()
    loud, soft = touch.velocity(-10.0), touch.velocity(-30.0)
    assert 100 <= loud <= 127
    assert 20 <= soft < 50
    far = Touch()
    first = far.velocity(-40.0)
    for _ in range(300):
        last = far.velocity(-40.0)
    assert first < last
    assert last >= 80  # a microphone that is far away


frame_values = st.tuples(
    st.one_of(st.floats(30.0, 110.0), st.sampled_from([60.0, 60.4, 61.0, 72.0])),
    st.floats(0.0, 1.0),
    st.floats(-120.0, 0.0),
)


@given(st.lists(frame_values, max_size=300))
def test_whatever_is_heard_one_note_sounds_at_a_time_and_each_is_released(
    frames: list[Said],
) -> None:
    sounding: int | None = None
    for event in heard(frames):
        if isinstance(event, Strike):
            assert sounding is None
            assert LOW <= event.pitch <= HIGH
            assert 1 <= event.velocity <= 127
            sounding = event.pitch
        else:
            assert event.pitch == sounding
            sounding = None
    assert sounding is None


@given(st.lists(frame_values, max_size=300))
def test_events_are_in_the_order_of_time(frames: list[Said]) -> None:
    times = [event.at for event in heard(frames)]
    assert times == sorted(times)
