"""The harmony that the machine plays to: given, by a chart, or heard."""

from __future__ import annotations

import re

import numpy as np
import pytest

from perf_engine.core.harmony.chord_tracker import Frame
from perf_engine.core.harmony.guide import LOW, LOWEST, PEDAL, GiveChart, GiveChord, HarmonyGuide

FREE = Frame(0.0, 0.0, 0.5, known=False)


def heard_beats(late=0.0, period=0.5):
    return Frame(0.0, -late / period, period)


def names(guide, frame, times):
    found = (guide.chord(time, frame) for time in times)
    return [None if chord is None else chord.name for chord in found]


def test_a_chord_that_is_given_counts_until_it_is_taken_back():
    guide = HarmonyGuide()
    assert not guide.given
    guide.give(GiveChord("Dm7"))
    assert names(guide, FREE, (0.0, 50.0)) == ["Dm7", "Dm7"]
    sounds = guide.sounds(3.0, FREE)
    assert (sounds.chord, sounds.root, sounds.bass, sounds.given, sounds.confidence) == (
        "Dm7",
        2,
        2,
        True,
        1.0,
    )
    guide.give(GiveChord(None))
    assert not guide.given
    assert not guide.sounds(3.0, FREE).given


@pytest.mark.parametrize(("kind", "name"), [(GiveChord, "chord"), (GiveChart, "chords")])
@pytest.mark.parametrize("value", [0, 1.5, b"Am", ["Am"]])
def test_what_is_no_text_is_refused_in_words(kind, name, value):
    sentence = f"{name} must be a text, not {value!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        kind(value)


@pytest.mark.parametrize("make", [lambda: GiveChord("H"), lambda: GiveChart("| C | H |")])
def test_what_is_no_chord_cannot_be_given(make):
    with pytest.raises(ValueError, match="chord must be"):
        make()


def test_a_chart_begins_at_the_next_beat_and_is_repeated():
    guide, frame = HarmonyGuide(), heard_beats(late=0.2)  # beats at .2, .7, 1.2
    guide.give(GiveChart("| C | F G |"))
    guide.begin(10.0, frame)  # the next beat is at 10.2
    times = (10.0, 10.3, 12.1, 12.3, 13.3, 14.1, 14.3)
    assert names(guide, frame, times) == ["G", "C", "C", "F", "G", "G", "C"]


def test_a_chart_that_is_given_a_little_late_begins_at_the_beat_before():
    guide, frame = HarmonyGuide(), heard_beats()
    guide.give(GiveChart("| C | F |"))
    guide.begin(10.1, frame)
    assert names(guide, frame, (10.1, 11.9, 12.0)) == ["C", "C", "F"]


def test_a_chart_counts_with_a_clock():
    guide = HarmonyGuide()
    clock = Frame(0.0, 5.0, 0.5, counted=True)
    guide.give(GiveChart("| C | F |"))
    guide.begin(0.0, clock)
    assert names(guide, clock, (0.0, 1.4, 1.5)) == ["F", "F", "C"]


def test_the_place_in_a_chart_is_kept_when_a_beat_is_heard():
    guide, heard = HarmonyGuide(), Frame(4.0, 200.3, 0.4)
    guide.give(GiveChart("| C | F | G | Am |"))
    guide.begin(0.0, FREE)
    assert names(guide, FREE, (4.1,)) == ["G"]
    guide.move(FREE, heard, 4.1)
    assert names(guide, heard, (4.1,)) == ["G"]
    changes = [t for t in np.arange(4.1, 6.0, 0.01) if names(guide, heard, (t,)) == ["Am"]]
    beat = heard.beat_at(changes[0])
    assert beat == pytest.approx(round(beat), abs=0.15)  # a chord begins on a beat that is heard


def test_a_chord_goes_before_a_chart_and_the_chart_goes_on_after_it():
    guide = HarmonyGuide()
    guide.give(GiveChart("| C | F |"))
    guide.begin(0.0, FREE)
    guide.give(GiveChord("Bb"))
    assert names(guide, FREE, (0.5, 2.5)) == ["Bb", "Bb"]
    guide.give(GiveChord(None))
    assert names(guide, FREE, (0.5, 2.5)) == ["C", "F"]
    guide.give(GiveChart(None))
    assert not guide.given


def test_no_chord_in_a_chart_favours_nothing():
    guide = HarmonyGuide()
    guide.give(GiveChart("| N.C. | F |"))
    guide.begin(0.0, FREE)
    assert guide.favoured(0.5, FREE, 1.0, 1.0, 0) is None
    assert guide.favoured(2.5, FREE, 1.0, 1.0, 0) is not None
    assert guide.sounds(0.5, FREE).chord == ""
    assert (guide.sounds(0.5, FREE).root, guide.sounds(0.5, FREE).bass) == (-1, -1)


@pytest.mark.parametrize("transpose", [-7, 0, 5])
def test_keys_are_favoured_by_what_they_sound(transpose):
    guide = HarmonyGuide()
    guide.give(GiveChord("C/E"))
    nats = guide.favoured(0.0, FREE, 1.0, 0.0, transpose)
    sounding = np.arange(PEDAL) + transpose
    inside = np.isin(sounding % 12, (0, 4, 7))
    audible = sounding >= LOWEST
    assert (nats[:PEDAL][inside & audible] >= 0.0).all()
    assert (nats[:PEDAL][inside & ~audible] < 0.0).all()  # where a bass ends
    assert (nats[:PEDAL][~inside] < -4.0).all()
    deep = audible & (sounding < LOW) & (sounding % 12 == 4)
    assert (nats[:PEDAL][deep] > 0.0).all()
    assert nats[PEDAL] == 0.0


def test_the_amount_multiplies():
    guide = HarmonyGuide()
    guide.give(GiveChord("Am"))
    once, twice = (guide.favoured(0.0, FREE, amount, 0.0, 0) for amount in (1.0, 2.0))
    assert twice == pytest.approx(2.0 * once)


def test_what_is_heard_counts_as_far_as_somebody_plays():
    guide = HarmonyGuide()
    for pitch in (48, 64, 67, 72):
        guide.tracker.strike(0.0, pitch, FREE)
    assert guide.favoured(0.1, FREE, 1.0, 0.0, 0) is None
    nats = guide.favoured(0.1, FREE, 1.0, 1.0, 0)
    assert nats[60] > nats[61] + 3.0
    assert nats[36] > nats[43] + 1.0  # of low keys, the root is favoured
    assert nats[60] == pytest.approx(nats[67], abs=0.5)
    assert nats[PEDAL] == 0.0
    assert guide.favoured(0.1, FREE, 1.0, 0.5, 0) == pytest.approx(0.5 * nats)
    guide.forget()
    flat = guide.favoured(0.1, FREE, 1.0, 1.0, 0)
    assert np.ptp(flat[:PEDAL]) < 1.0


def test_to_forget_is_to_begin_a_chart_again():
    guide = HarmonyGuide()
    guide.give(GiveChart("| C | F |"))
    guide.begin(0.0, FREE)
    assert names(guide, FREE, (2.5,)) == ["F"]
    guide.forget()
    guide.begin(2.4, FREE)
    assert names(guide, FREE, (2.6,)) == ["C"]
