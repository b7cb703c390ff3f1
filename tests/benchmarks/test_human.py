"""The soak's human keeps to its turns and lets go of everything."""

from pathlib import Path

import mido
import pytest

from benchmarks.human import Pieces, beginning, midi_files, plan, readable
from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.studio.phrase import phrase


@pytest.mark.parametrize("mode", ["duet", "takeover"])
def test_the_human_releases_all_that_it_plays_and_keeps_to_its_turns(mode):
    played, free = plan(mode, iter(Pieces([], 2)), 100.0, 600.0, 60.0, 2.0)
    held = set()
    for at, message in sorted(played, key=lambda p: p[0]):
        assert 100.0 <= at <= 100.0 + 600.0
        if isinstance(message, NoteOn):
            held.add(message.pitch)
            assert not any(a <= at < b for a, b in free)
        elif isinstance(message, NoteOff):
            held.discard(message.pitch)
    assert not held
    assert bool(free) == (mode == "takeover")


def test_a_beginning_ends_where_it_is_cut():
    piece = beginning(phrase(), 3.0)
    assert piece.notes[0].onset == 0.0
    assert piece.end <= 3.0 + 1e-9
    assert piece.pedal[-1].value == 0


def test_midi_files_are_found_at_any_depth_and_a_file_that_is_named_is_taken_as_it_is(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/b/2.MID", "a/1.midi", "a/notes.txt", "a/3.mid.bak", "one.dat"):
        (tmp_path / name).touch()
    found = midi_files([tmp_path / "a", tmp_path / "one.dat"])
    assert [path.name for path in found] == ["1.midi", "2.MID", "one.dat"]
    assert midi_files([]) == []


def test_a_folder_without_midi_files_is_refused_by_name(tmp_path):
    with pytest.raises(ValueError, match=f"{tmp_path} holds no MIDI file"):
        midi_files([tmp_path])


def test_files_that_are_no_music_are_refused_and_nothing_plays_in_their_stead(tmp_path):
    broken, short = tmp_path / "list.txt", tmp_path / "short.mid"
    broken.write_text("a.mid\nb.mid\n")
    track = mido.MidiTrack([mido.Message("note_on", note=60, velocity=64)])
    mido.MidiFile(tracks=[track]).save(short)
    with pytest.raises(ValueError, match="none of the files is MIDI with at least"):
        next(iter(Pieces([broken, short], 1)))


def test_files_that_cannot_be_read_or_hold_nothing_are_left_out() -> None:
    def read(path: Path) -> int | None:
        if path.name == "foreign":
            raise ValueError("not MIDI")
        if path.name == "gone":
            raise FileNotFoundError(path)
        return None if path.name == "empty" else 0

    paths = [Path(name) for name in ("foreign", "one", "gone", "empty", "two")]
    assert list(readable(paths, read)) == [(Path("one"), 0), (Path("two"), 0)]
