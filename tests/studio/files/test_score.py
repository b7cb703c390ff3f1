import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.studio.files.score import (
    Chord,
    Meter,
    chords,
    pieces,
    pitches_of,
    silences,
    write_score,
)
from perf_engine.studio.notes import Note, Performance, read_midi
from tests.support.concert import ROOT
from tests.support.peers import require_module

played = st.builds(
    Note, st.floats(0, 20), st.integers(21, 108), st.integers(1, 127), st.floats(0, 6)
)


def at(*rows):
    return [Note(onset, pitch, 64, duration) for onset, pitch, duration in rows]


@settings(deadline=None)
@given(st.lists(played, max_size=30))
def test_on_the_grid_no_pitch_is_lost_and_no_voice_overlaps(some):
    found = chords(some)
    assert sorted(p for c in found for p in c.pitches) == sorted(n.pitch for n in some)
    for voice in range(1, 5):
        mine = sorted((c.onset, c.end) for c in found if c.voice == voice)
        assert all(onset < end for onset, end in mine)
        assert all(a[1] <= b[0] for a, b in pairwise(mine))
    assert {c.staff for c in found if c.voice <= 2} <= {1}


def test_onsets_move_to_the_nearest_step():
    found = chords(at((0.06, 60, 0.52), (0.63, 64, 0.1)), tempo=120)  # a step is 0.125 s
    assert found == [Chord(0, 5, (60,), 1, 1), Chord(5, 6, (64,), 1, 1)]


def test_a_key_struck_twice_in_a_step_takes_two_steps():
    found = chords(at((0.0, 60, 0.02), (0.04, 60, 0.02)))
    assert [(c.onset, c.end) for c in found] == [(0, 1), (1, 2)]


def test_a_note_that_holds_goes_into_another_voice_and_a_third_ends_the_first():
    found = chords(at((0.0, 72, 2.0), (0.5, 74, 2.0), (1.0, 76, 1.0)))
    assert [(c.voice, c.onset, c.end) for c in found] == [(1, 0, 8), (2, 4, 20), (1, 8, 16)]


@given(st.integers(0, 60), st.integers(1, 60), st.sampled_from((1, 2, 4, 8)))
def test_pieces_fill_a_length_and_pass_no_bar(onset, length, steps):
    found = list(pieces(onset, onset + length, steps, 4 * steps))
    assert found[0][0] == onset
    assert found[-1][1] == onset + length
    assert all(a[1] == b[0] for a, b in pairwise(found))
    assert all(begin // (4 * steps) == (stop - 1) // (4 * steps) for begin, stop in found)


def test_a_staff_rests_where_nothing_sounds():
    found = [Chord(4, 8, (60,), 1, 1)]
    assert list(silences(found, 2, 16)) == [
        (1, 0, 4),
        (1, 8, 16),
        (1, 16, 32),
        (3, 0, 16),
        (3, 16, 32),
    ]


def test_a_meter_is_read_or_refused():
    assert Meter.of("3/4") == Meter(3, 4)
    for wrong in ("4", "0/4", "4/3", "x/4", "4/"):
        with pytest.raises(ValueError, match=f"such as 4/4, not {wrong}"):
            Meter.of(wrong)
    with pytest.raises(ValueError, match="steps must be 2 or more in 7/8, not 1"):
        write_score("x", Performance.of(at((0, 60, 1))), steps=1, meter=Meter(7, 8))


@pytest.mark.parametrize(("steps", "meter"), [(4, Meter()), (2, Meter(3, 4)), (8, Meter(7, 8))])
def test_a_score_opens_again_with_the_same_pitches(tmp_path, steps, meter):
    require_module("partitura")
    music = read_midi(ROOT / "examples" / "phrase.mid")
    write_score(tmp_path / "phrase.musicxml", music, steps=steps, meter=meter)
    assert pitches_of(tmp_path / "phrase.musicxml") == sorted(n.pitch for n in music.notes)


@settings(deadline=None, max_examples=15)
@given(some=st.lists(played, min_size=1, max_size=25))
def test_any_music_opens_again_with_the_same_pitches(tmp_path_factory, some):
    require_module("partitura")
    out = tmp_path_factory.mktemp("score") / "any.musicxml"
    write_score(out, Performance.of(some))
    assert pitches_of(out) == sorted(n.pitch for n in some)


def test_partitura_is_loaded_without_fetching_a_soundfont(tmp_path, monkeypatch):
    """With pyfluidsynth, partitura 1.9 fetches a SoundFont by FTP when it is loaded."""
    require_module("partitura")
    for name in [name for name in sys.modules if name.partition(".")[0] == "partitura"]:
        monkeypatch.delitem(sys.modules, name)
    fake = object()
    monkeypatch.setitem(sys.modules, "fluidsynth", fake)
    write_score(tmp_path / "one.musicxml", Performance.of(at((0, 60, 1))))
    assert sys.modules["fluidsynth"] is fake
    assert sys.modules["partitura.utils.fluidsynth"].HAS_FLUIDSYNTH is False


def test_nothing_is_refused(tmp_path):
    require_module("partitura")
    with pytest.raises(ValueError, match="no notes to write"):
        write_score(tmp_path / "none.musicxml", Performance())
