from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.model.vocabulary import PARTS
from perf_engine.protocol.midi import PEDAL
from perf_engine.training.data.roles import Rules
from perf_engine.training.data.selection import Selection, cut, fold, highest_line
from tests.training.invented import held_to_the_law, track

RULES = Rules.read()
TUNE = track([(i, i + 0.9, 72 + i % 5, 90) for i in range(8)], name="MELODY")
CHORDS = track([(i, i + 2.5, 48 + j, 50) for i in range(8) for j in (0, 4, 7)], name="PIANO")
KIT = track([(i / 2, i / 2 + 0.1, 36, 99) for i in range(16)], drums=True)


def keys(events, part):
    return events.key[(events.part == part) & (events.velocity > 0)].tolist()


def test_by_default_all_but_drums_is_taken():
    events = Selection().perform([TUNE, CHORDS, KIT], RULES)
    assert set(events.part.tolist()) == {PARTS.index("melody"), PARTS.index("accompaniment")}
    assert events.notes == 32
    assert Selection().parts == PARTS


def test_drums_are_a_part_of_their_own_that_is_not_folded():
    selection = Selection(drums=True, lowest=60, highest=71)
    events = selection.perform([TUNE, KIT], RULES)
    assert selection.parts == (*PARTS, "drums")
    assert set(keys(events, 4)) == {36}
    assert keys(events, PARTS.index("melody")) == [60 + i % 5 for i in range(8)]
    held_to_the_law(events)


def kit_of(keys):
    return track([(i / 2, i / 2 + 0.1, key, 99) for i, key in enumerate(keys)], drums=True)


def test_an_electronic_kit_gets_the_keys_of_general_midi():
    roland = kit_of([36, 22, 40, 26, 58, 42, 38, 51])
    events = Selection(drums=True).perform([roland], RULES)
    assert keys(events, 4) == [36, 42, 38, 46, 43, 42, 38, 51]
    for others in ([36, 40, 42, 38], [36, 58, 42, 70]):  # a snare and a vibraslap of General MIDI
        assert keys(Selection(drums=True).perform([kit_of(others)], RULES), 4) == others


def test_a_melody_alone_is_what_the_rules_call_so():
    events = Selection(melody_only=True).perform([TUNE, CHORDS, KIT], RULES)
    assert keys(events, PARTS.index("melody")) == [72 + i % 5 for i in range(8)]
    assert events.notes == 8


def test_of_a_piano_the_melody_is_its_highest_line_with_the_pedal():
    hands = [(i, i + 0.9, 72 + i % 5, 90) for i in range(8)]
    hands += [(i + 0.01, i + 1.5, 48, 60) for i in range(8)]  # with the tune
    hands += [(i + 0.5, i + 0.8, 55, 60) for i in range(8)]  # below it
    hands += [(i - 0.02, i + 0.4, 60, 60) for i in range(1, 8)]  # rolled up to it
    piano = track(hands, [(0.2, 127), (0.7, 0)])
    events = Selection(melody_only=True).perform([piano], RULES)
    assert keys(events, PARTS.index("melody")) == [72, PEDAL, *(72 + i % 5 for i in range(1, 8))]
    held_to_the_law(events)
    assert highest_line([]) == []


def test_keys_are_folded_by_as_few_octaves_as_will_do():
    pitches = np.arange(128)
    folded = fold(track([(0, 1, int(p), 9) for p in pitches]), 48, 59).pitch
    assert ((folded - pitches) % 12 == 0).all()
    assert (folded >= 48).all()
    assert (folded <= 59).all()
    wider = fold(track([(0, 1, int(p), 9) for p in pitches]), 36, 84).pitch
    assert (wider[36:85] == pitches[36:85]).all()
    assert (wider[24:36] == pitches[24:36] + 12).all()
    assert (wider[85:97] == pitches[85:97] - 12).all()


@given(st.integers(0, 116), st.integers(11, 127), st.integers(0, 127))
def test_any_key_is_folded_into_the_range(lowest, width, pitch):
    highest = min(127, lowest + width)
    (folded,) = fold(track([(0, 1, pitch, 9)]), lowest, highest).pitch.tolist()
    assert lowest <= folded <= highest
    assert (folded - pitch) % 12 == 0
    if lowest <= pitch <= highest:
        assert folded == pitch


def test_silence_is_cut_and_a_long_note_is_not():
    notes = [(0, 1, 60, 9), (9, 20, 62, 9), (20.5, 21, 64, 9), (40, 41, 65, 9)]
    whole = Selection().perform([track(notes, [(0.5, 99), (0.6, 0)])], RULES)
    times = np.cumsum(cut(whole, 2.0).dt).round(3)
    assert times[whole.velocity > 0].tolist() == [0, 0.5, 3, 14.5, 17]
    events = Selection(longest_silence=2.0).perform([track(notes)], RULES)
    assert events.seconds == pytest.approx(18)
    assert events.dt.dtype == np.float32


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"lowest": 60, "highest": 70}, "an octave wide or more, not 60-70"),
        ({"lowest": -1}, "inside 0..127, .* not -1-127"),
        ({"highest": 128}, "not 0-128"),
        ({"longest_silence": 0.0}, "the longest silence must be above 0 to 3600 s, not 0"),
        ({"longest_silence": float("nan")}, "not nan"),
        ({"metre": True, "longest_silence": 2.0}, "where silence is cut the beat is lost"),
        ({"melody_only": True, "drums": True}, "a melody alone has no drums"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_range_and_value(wrong, says):
    with pytest.raises(ValueError, match=says):
        Selection(**wrong)
