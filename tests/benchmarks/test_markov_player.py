"""A Markov model that plays on keeps to what it has counted."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.markov_player import MarkovPlayer, passage, passages
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.studio.notes import Note, Performance, write_midi

VOCABULARY = Vocabulary()
SCALE = (60, 62, 64, 65, 67)


def tune(start=0, count=200):
    """Notes of a scale, up again and again, four a second."""
    return [Note(0.25 * i, SCALE[(start + i) % 5], 80, 0.2) for i in range(count)]


@pytest.fixture(scope="module")
def player():
    music = [passage(f"{start}", tune(start), VOCABULARY) for start in range(5)]
    return MarkovPlayer.learnt(music, VOCABULARY)


def test_it_goes_on_as_the_music_did(player):
    clip = player.continued(tune(0, 40), 10.0, np.random.default_rng(1))
    assert 30 <= len(clip.notes) <= 50
    pitches = [note.pitch for note in clip.notes]
    assert set(pitches) <= set(SCALE)
    steps = [SCALE[(SCALE.index(one) + 1) % 5] == other for one, other in pairwise(pitches)]
    assert np.mean(steps) > 0.9
    assert pitches[0] == SCALE[40 % 5]
    assert all(note.end <= 10.0 + 1e-9 for note in clip.notes)


def test_the_same_seed_plays_the_same(player):
    one, again, other = (
        player.continued(tune(0, 40), 4.0, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other


def test_a_key_is_struck_once_at_a_time(player):
    last = {}
    for note in player.continued(tune(0, 40), 20.0, np.random.default_rng(3)).notes:
        assert note.onset >= last.get(note.pitch, 0.0)
        last[note.pitch] = note.end


def test_files_that_cannot_be_read_are_left_out_and_one_piece_is_too_few(tmp_path):
    write_midi(tmp_path / "a.mid", Performance.of(tune()))
    (tmp_path / "b.mid").write_bytes(b"nothing")
    found = passages([tmp_path / "a.mid", tmp_path / "b.mid"], VOCABULARY)
    assert [one.notes for one in found] == [200]
    with pytest.raises(ValueError, match="needs two pieces to learn from, not 1"):
        MarkovPlayer.learnt(found, VOCABULARY)
