"""Beats and bars of a MIDI file, where it has them."""

import mido
import pytest

from perf_engine.midi_files.reader import read


def write(path, *messages, ticks=480, kind=1, tracks=1):
    out = mido.MidiTrack(messages)
    notes = mido.MidiTrack(
        [
            mido.Message("note_on", note=60, velocity=70),
            mido.Message("note_off", note=60, time=480 * 8),
        ]
    )
    mido.MidiFile(type=kind, ticks_per_beat=ticks, tracks=[out, *[notes] * tracks]).save(path)
    return read(path).beats


def bar(above, below, time=0):
    return mido.MetaMessage("time_signature", numerator=above, denominator=below, time=time)


def tempo(microseconds, time=0):
    return mido.MetaMessage("set_tempo", tempo=microseconds, time=time)


def test_tempos_and_time_signatures_are_told_in_quarter_notes_and_seconds(tmp_path):
    beats = write(tmp_path / "a.mid", bar(3, 4), tempo(600_000), bar(6, 8, 960), tempo(400_000))
    assert beats.quarters.tolist() == [0, 2]
    assert beats.seconds.tolist() == pytest.approx([0, 1.2])
    assert beats.seconds_a_quarter.tolist() == pytest.approx([0.6, 0.4])
    assert beats.signatures == ((0.0, 3, 4), (2.0, 6, 8))


def test_a_file_that_says_nothing_goes_at_half_a_second_a_quarter_note_without_bars(tmp_path):
    beats = write(tmp_path / "a.mid")
    assert beats.seconds_a_quarter.tolist() == [0.5]
    assert beats.signatures == ()


def test_of_several_time_signatures_at_one_place_the_last_counts(tmp_path):
    beats = write(tmp_path / "a.mid", bar(4, 4), bar(2, 2))
    assert beats.signatures == ((0.0, 2, 2),)


def test_patterns_and_ticks_of_a_film_have_no_beats(tmp_path):
    assert write(tmp_path / "a.mid", kind=2, tracks=2) is None
    write(tmp_path / "b.mid")
    content = bytearray((tmp_path / "b.mid").read_bytes())
    content[12:14] = bytes([0xE7, 40])  # 25 frames a second, 40 ticks each
    (tmp_path / "b.mid").write_bytes(content)
    assert read(tmp_path / "b.mid").beats is None


def test_a_broken_time_signature_is_passed_over(tmp_path):
    beats = write(tmp_path / "a.mid", bar(3, 4))
    content = (tmp_path / "a.mid").read_bytes()
    (tmp_path / "a.mid").write_bytes(content.replace(b"\xff\x58\x04\x03", b"\xff\x58\x04\x00"))
    assert beats.signatures == ((0.0, 3, 4),)
    assert read(tmp_path / "a.mid").beats.signatures == ()
