import runpy
from pathlib import Path

from perf_engine.studio.measure.statistics import Clip, statistics
from perf_engine.studio.notes import read_midi, write_midi
from perf_engine.studio.phrase import phrase

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_example_is_what_its_script_writes(tmp_path):
    write_midi(tmp_path / "phrase.mid", phrase())
    assert (tmp_path / "phrase.mid").read_bytes() == (EXAMPLES / "phrase.mid").read_bytes()
    assert "phrase" in runpy.run_path(str(EXAMPLES / "phrase.py"), run_name="read")


def test_it_is_a_phrase_for_two_hands_with_room_for_a_partner():
    played = read_midi(EXAMPLES / "phrase.mid")
    assert 12.0 <= played.end <= 16.0
    found = statistics(Clip(played.notes, played.end))
    assert found.silence > 0.1
    assert found.velocity_span > 25
    assert min(n.pitch for n in played.notes) < 48 < 72 < max(n.pitch for n in played.notes)
    assert played.pedal


def test_it_can_be_played_by_two_hands():
    notes = phrase().notes
    for note in notes:
        held = [n.pitch for n in notes if n.onset <= note.onset < n.end]
        assert len(held) <= 8
        assert len(set(held)) == len(held)
