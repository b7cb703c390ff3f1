from __future__ import annotations

import pytest

from perf_engine.midi_files.oddities import MOST_DAMAGE, SENTENCES, Oddities
from perf_engine.midi_files.refusal import NoMusic


def test_what_was_found_is_said_once_each_with_its_number():
    odd = Oddities(high=3, wrapped=1, cut=0)
    assert odd.sentences() == (
        "it is wrapped in RIFF",
        "data bytes above 127 are taken as 127: 3",
    )


def test_every_sentence_is_short_and_has_no_full_stop():
    assert all(len(text) < 90 and not text.endswith(".") for text in SENTENCES.values())


def test_a_file_of_nothing_but_damage_is_noise():
    odd = Oddities()
    odd.damage("high", MOST_DAMAGE)
    with pytest.raises(NoMusic, match="more than 50000 damaged events"):
        odd.damage("high")
    with pytest.raises(NoMusic, match="damaged"):
        Oddities(high=MOST_DAMAGE).add(Oddities(status=1))
