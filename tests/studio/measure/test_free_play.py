import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.studio.measure.free_play import Solo, faults, free_play, judged, longest_silence
from perf_engine.studio.measure.statistics import NAMES, Clip, Spread
from perf_engine.studio.notes import Note
from perf_engine.studio.report import generation, real_music


def clip(*pitches, every=0.25, duration=0.2, seconds=30.0):
    return Clip(tuple(Note(i * every, p, 64, duration) for i, p in enumerate(pitches)), seconds)


def lively(count=120):
    return random.Random(1).choices(range(40, 81), k=count)


def test_music_is_not_at_fault():
    assert faults(clip(*lively())) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (clip(), ["silence", "collapse"]),
        (clip(*lively(60)), ["silence"]),
        (clip(*[60 if i % 3 else p for i, p in enumerate(lively())]), ["drone"]),
        (Clip((*clip(*lively()).notes, Note(0.1, 30, 64, 25.0))), ["drone"]),
        (clip(*[60, 64, 67, 72, 60, 62, 65, 69] * 15), ["loop"]),
        (clip(*lively(50), *[60] * 13, *lively(57)), ["loop"]),
        (clip(*lively(1000), every=0.03), ["collapse"]),
        (clip(*lively(), duration=4.0), ["collapse"]),
    ],
)
def test_what_goes_wrong_has_a_name(wrong, fault):
    assert faults(wrong) == fault


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 29), st.floats(0.01, 5)), max_size=20))
def test_a_silence_is_no_longer_than_what_is_left_by_the_longest_note(spans):
    some = Clip(tuple(Note(at, 60, 64, lasts) for at, lasts in spans))
    assert 0.0 <= longest_silence(some) <= 30.0
    if spans:
        assert longest_silence(some) <= 30.0 - min(1.0, max(lasts for _, lasts in spans))


def test_half_minutes_are_judged_beside_real_music():
    drone = (Note(30.0 + n.onset, 60, 64, 0.2) for n in clip(*lively()).notes)
    notes = (*clip(*lively()).notes, *drone)
    found = judged(list(Solo(notes, 60.0).windows()), {"polyphony": Spread(2.0, 3.0, 4.0)})
    assert (found["windows"], found["at_fault"]) == (2, 1)
    assert found["faults"] == [{"window": 1, "faults": ["drone", "loop"]}]
    assert found["statistics"]["polyphony"]["outside"] == 2
    assert set(found["statistics"]) == set(NAMES)


def test_a_machine_plays_alone_at_each_temperature(weights):
    done = []
    found = free_play(weights, 60.0, (0.8, 1.2), real_music(), seed=3, progress=done.append)
    assert done == [0.8, 1.2]
    assert list(found) == ["0.8", "1.2"]
    assert all(its["windows"] == 2 and its["hung"] == 0 for its in found.values())
    text = generation({"free_play": found})
    assert "| temperature | 0.8 | 1.2 |" in text
    assert "| half minutes | 2 | 2 |" in text
