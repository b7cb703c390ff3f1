from __future__ import annotations

from pathlib import Path

import mido
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.vocabulary import PARTS, PEDAL
from perf_engine.training.corpus import (
    Events,
    Track,
    Unusable,
    find_files,
    perform,
    read_events,
    read_tracks,
    roles,
)

PIANO, MELODY, ACCOMPANIMENT, BASS = PARTS


def track(notes=(), pedal=(), name="", program=0):
    """Notes are (onset, end, pitch, velocity), pedal moves are (time, value)."""
    onset, end, pitch, velocity = zip(*notes, strict=True) if notes else ((), (), (), ())
    times, values = zip(*pedal, strict=True) if pedal else ((), ())
    return Track(
        name,
        program,
        np.array(onset, np.float64),
        np.array(end, np.float64),
        np.array(pitch, np.int64),
        np.array(velocity, np.int64),
        np.array(times, np.float64),
        np.array(values, np.int64),
    )


def lines(events: Events):
    """(time, part, key, velocity) of each event, times rounded to a tenth of a millisecond."""
    times = np.cumsum(events.dt, dtype=np.float64).round(4).tolist()
    parts = [PARTS[p] for p in events.part.tolist()]
    return list(zip(times, parts, events.key.tolist(), events.velocity.tolist(), strict=True))


def write(path: Path, *tracks, kind=1):
    """A MIDI file of tracks, each a list of (ticks from the start, message)."""
    file = mido.MidiFile(type=kind, ticks_per_beat=480)
    for messages in tracks:
        now, out = 0, mido.MidiTrack()
        for time, message in sorted(messages, key=lambda m: m[0]):
            out.append(message.copy(time=time - now))
            now = time
        file.tracks.append(out)
    file.save(path)
    return path


def note(start, end, pitch, velocity=64, channel=0):
    return [
        (start, mido.Message("note_on", note=pitch, velocity=velocity, channel=channel)),
        (end, mido.Message("note_off", note=pitch, channel=channel)),
    ]


def scale(count=40, step=480, pitch=40):
    return [m for i in range(count) for m in note(i * step, (i + 1) * step, pitch + i)]


def held_to_the_law(events: Events):
    """Strikes and releases of every (part, key) alternate, from a strike to a release."""
    down: set[tuple[int, int]] = set()
    for part, key, velocity in zip(
        events.part.tolist(), events.key.tolist(), events.velocity.tolist(), strict=True
    ):
        if velocity:
            assert (part, key) not in down
            down.add((part, key))
        else:
            down.remove((part, key))
    assert not down
    assert events.dt[0] == 0
    assert (events.dt >= 0).all()


def test_strikes_and_releases_come_in_the_order_of_time():
    events = perform([track([(1.0, 2.0, 60, 70), (1.5, 3.0, 64, 80), (1.6, 2.5, 67, 1)])])
    assert lines(events) == [
        (0.0, PIANO, 60, 70),
        (0.5, PIANO, 64, 80),
        (0.6, PIANO, 67, 1),
        (1.0, PIANO, 60, 0),
        (1.5, PIANO, 67, 0),
        (2.0, PIANO, 64, 0),
    ]


def test_at_one_time_releases_come_first_and_both_go_up_by_key():
    events = perform([track([(0, 1, 64, 9), (0, 1, 60, 9), (1, 2, 62, 9), (1, 2, 61, 9)])])
    assert [(key, v) for _, _, key, v in lines(events)][2:6] == [(60, 0), (64, 0), (61, 9), (62, 9)]


def test_a_held_key_struck_again_is_released_first_and_the_later_end_governs():
    twice = [(0, 10, 60, 50), (2, 4, 60, 60)]
    both = perform([track(twice), track([(0, 1, 62, 9), (0.5, 1, 62, 9)])])
    assert [line for line in lines(both) if line[2] == 60] == [
        (0.0, PIANO, 60, 50),
        (2.0, PIANO, 60, 0),
        (2.0, PIANO, 60, 60),
        (4.0, PIANO, 60, 0),
    ]


def test_a_key_struck_twice_at_once_is_one_note_the_louder_and_longer():
    events = perform([track([(0, 1, 60, 50), (0, 3, 60, 40), (0, 9, 20, 1), (1, 9, 21, 1)])])
    assert [line for line in lines(events) if line[2] == 60] == [
        (0.0, PIANO, 60, 50),
        (3.0, PIANO, 60, 0),
    ]


def test_a_note_without_duration_gets_ten_milliseconds_unless_struck_again_sooner():
    events = perform([track([(0, 0, 60, 50), (1, 1, 60, 51), (1.004, 1.004, 60, 52)])])
    assert [time for time, _, _, velocity in lines(events) if not velocity] == [0.01, 1.004, 1.014]


def test_the_pedal_is_an_event_only_where_it_crosses_the_middle():
    moves = [(0.5, 30), (1, 64), (1.5, 127), (2, 63), (2.5, 0), (3, 100)]
    events = perform([track([(0, 4, 60, 9), (0, 4, 61, 9)], moves)])
    assert [(time, velocity) for time, _, key, velocity in lines(events) if key == PEDAL] == [
        (1.0, 64),
        (2.0, 0),
        (3.0, 100),
        (4.0, 0),  # left down, it goes up with the last note
    ]


def test_one_pedal_serves_all_tracks_of_a_part_and_ends_with_the_music():
    left = track([(0, 4, 60, 9), (0, 4, 61, 9)], [(1, 90), (2, 0), (9, 127), (10, 0)])
    right = track([(0, 4, 70, 9)], [(1.5, 80), (3, 0)])
    events = perform([left, right])
    assert [(time, velocity) for time, _, key, velocity in lines(events) if key == PEDAL] == [
        (1.0, 90),
        (3.0, 0),
    ]


def test_a_pedal_changed_within_a_moment_is_as_it_was_left():
    up_and_down = [(1, 127), (2, 0), (2, 127), (3, 127), (3, 0)]
    events = perform([track([(0, 4, 60, 9), (0, 4, 61, 9)], up_and_down)])
    assert [(t, v) for t, _, key, v in lines(events) if key == PEDAL] == [(1.0, 127), (3.0, 0)]


NOTES = st.tuples(
    st.integers(0, 40), st.integers(0, 12), st.integers(58, 62), st.integers(1, 127)
).map(lambda n: (n[0] / 8, (n[0] + n[1]) / 8, n[2], n[3]))
MOVES = st.lists(st.tuples(st.integers(0, 50).map(lambda t: t / 8), st.integers(0, 127))).map(
    lambda moves: sorted(moves, key=lambda move: move[0])
)
TRACKS = st.lists(
    st.builds(
        track,
        st.lists(NOTES, min_size=1, max_size=30),
        MOVES,
        st.sampled_from(["", "Violin", "Cello", "MELODY", "PIANO", "Voice", "CHORDS"]),
        st.sampled_from([0, 40, 52]),
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=150)
@given(TRACKS)
def test_whatever_is_read_strikes_and_releases_alternate_and_all_are_released(tracks):
    events = perform(tracks)
    held_to_the_law(events)
    struck = {
        (part, pitch, onset)
        for part, one in zip(roles(tracks), tracks, strict=True)
        for pitch, onset in zip(one.pitch.tolist(), one.onset.tolist(), strict=True)
    }
    assert events.notes == len(struck)
    assert np.count_nonzero(events.velocity) * 2 == len(events.dt)
    assert len(events.dt) == len(events.part) == len(events.key) == len(events.velocity)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["MELODY", "BRIDGE", "PIANO"], [MELODY, ACCOMPANIMENT, ACCOMPANIMENT]),
        (["part0", "CHORDS (synthesised)"], [MELODY, ACCOMPANIMENT]),
        (["Singstimme\nVoice", "Pianoforte"], [MELODY, ACCOMPANIMENT]),
        (["Soprano", "Alto", "Klavier"], [MELODY, ACCOMPANIMENT, ACCOMPANIMENT]),
        (["Violin 1", "Violin 2", "Viola", "Violoncello"], [MELODY, *[ACCOMPANIMENT] * 2, BASS]),
        (["Piano right", "Piano left"], [PIANO, PIANO]),
        (["", ""], [PIANO, PIANO]),
        (["Flute", "Horn", "Bassoon"], [MELODY, ACCOMPANIMENT, BASS]),
    ],
)
def test_tracks_are_given_parts_by_their_names_and_register(names, expected):
    high_to_low = [
        track([(i, i + 1, 80 - 8 * n, 9) for i in range(4)], name=name)
        for n, name in enumerate(names)
    ]
    assert roles(high_to_low) == expected


def test_a_lone_tune_is_a_melody_and_a_lone_track_with_chords_a_piano():
    assert roles([track([(i, i + 1, 60, 9) for i in range(9)])]) == [MELODY]
    assert roles([track([(i, i + 1.5, 60 + i, 9) for i in range(9)], program=26)]) == [PIANO]


@pytest.mark.parametrize("kind", [0, 1])
def test_files_of_one_track_and_of_many_are_read(tmp_path, kind):
    pedal = [
        (480, mido.Message("control_change", control=64, value=127)),
        (960, mido.Message("control_change", control=64, value=0)),
    ]
    right, left = scale(), [*scale(pitch=30), *pedal]
    tracks = ([*right, *left],) if kind == 0 else (right, left)
    events = read_events(write(tmp_path / "a.mid", *tracks, kind=kind))
    held_to_the_law(events)
    assert set(events.part.tolist()) == {PARTS.index(PIANO)}
    assert np.count_nonzero(events.key == PEDAL) == 2
    assert events.seconds == pytest.approx(20)


def test_times_are_exact_through_changes_of_tempo(tmp_path):
    tempos = [(0, mido.MetaMessage("set_tempo", tempo=600_000))]
    tempos += [(480 * 10, mido.MetaMessage("set_tempo", tempo=300_001))]
    (one,) = read_tracks(write(tmp_path / "a.mid", tempos, scale()))
    beats = np.arange(40)
    expected = np.where(beats <= 10, beats * 0.6, 6.0 + (beats - 10) * 0.300001)
    assert np.abs(np.sort(one.onset) - expected).max() < 1e-12


def test_drums_are_left_out(tmp_path):
    drums = [m for i in range(40) for m in note(i * 480, i * 480 + 40, 38, channel=9)]
    events = read_events(write(tmp_path / "a.mid", scale(), drums))
    assert events.notes == 40
    with pytest.raises(Unusable, match="no notes"):
        read_events(write(tmp_path / "b.mid", drums))


def test_notes_never_released_leave_the_rest_whole(tmp_path):
    hanging = [(100, mido.Message("note_on", note=100, velocity=9))]
    held_to_the_law(read_events(write(tmp_path / "a.mid", [*scale(), *hanging])))


def test_what_cannot_be_used_is_refused_with_the_reason(tmp_path):
    whole = write(tmp_path / "whole.mid", scale()).read_bytes()
    for name, content, reason in [
        ("empty", b"", "empty file"),
        ("text", b"these are words, no music", "not readable"),
        ("header", whole[:14], "."),
        ("noise", bytes(np.random.default_rng(0).integers(0, 256, 900, np.uint8)), "not readable"),
    ]:
        (tmp_path / f"{name}.mid").write_bytes(content)
        with pytest.raises(Unusable, match=reason):
            read_events(tmp_path / f"{name}.mid")
    with pytest.raises(Unusable, match="31 notes, fewer than 32"):
        read_events(write(tmp_path / "few.mid", scale(31)))
    with pytest.raises(Unusable, match="shorter than 5 s"):
        read_events(write(tmp_path / "short.mid", scale(40, step=48)))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_damaged_files_are_refused_or_keep_the_law(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    content = bytearray(write(folder / "a.mid", scale(), scale(pitch=30)).read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))]
    (folder / "a.mid").write_bytes(content)
    try:
        events = read_events(folder / "a.mid")
    except Unusable:
        return
    held_to_the_law(events)


def test_files_are_found_below_a_folder_whatever_the_case_of_their_ending(tmp_path):
    for name in ("b/x.MID", "a.midi", "c.mid", "d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [f.relative_to(tmp_path).as_posix() for f in find_files(tmp_path)]
    assert found == ["a.midi", "b/x.MID", "c.mid"]
    with pytest.raises(NotADirectoryError, match="must be a folder"):
        find_files(tmp_path / "c.mid")
