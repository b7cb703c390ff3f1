import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.studio.notes import Note, PedalMove, Performance, on_kit, read_midi, write_midi

gaps = st.tuples(st.floats(0.002, 20), st.floats(0.002, 20), st.integers(1, 127))


@st.composite
def performances(draw):
    notes, pedal = [], []
    for track in draw(st.lists(st.sampled_from(["human", "machine", "3"]), unique=True)):
        for pitch in draw(st.lists(st.integers(0, 127), unique=True, max_size=4)):
            now = 0.0
            for before, duration, velocity in draw(st.lists(gaps, max_size=5)):
                notes.append(Note(now + before, pitch, velocity, duration, track))
                now += before + duration
        moves = draw(st.lists(st.tuples(st.floats(0, 60), st.integers(0, 127)), max_size=3))
        pedal += [PedalMove(time, value, track) for time, value in moves]
    return Performance.of(notes, pedal)


@given(performances())
@settings(deadline=None)
def test_what_is_written_is_read_back_within_a_millisecond(tmp_path_factory, performance):
    path = tmp_path_factory.mktemp("midi") / "a.mid"
    write_midi(path, performance)
    back = read_midi(path)

    def key(n):
        return n.track, n.pitch, n.onset

    assert len(back.notes) == len(performance.notes)
    for a, b in zip(sorted(performance.notes, key=key), sorted(back.notes, key=key), strict=True):
        assert (a.track, a.pitch, a.velocity) == (b.track, b.pitch, b.velocity)
        assert a.onset == pytest.approx(b.onset, abs=0.001)
        assert a.end == pytest.approx(b.end, abs=0.001)
    for track in {p.track for p in performance.pedal}:
        written = performance.track(track).pedal
        read = back.track(track).pedal
        assert [p.value for p in read][: len(written)] == [p.value for p in written]
        assert read[-1].value < 64


@given(
    st.lists(
        st.builds(Note, st.floats(0, 5), st.integers(60, 61), st.integers(1, 127), st.floats(0, 5)),
        max_size=12,
    )
)
@settings(deadline=None)
def test_every_note_in_a_written_file_ends_before_its_key_is_struck_again(tmp_path_factory, notes):
    path = tmp_path_factory.mktemp("midi") / "a.mid"
    write_midi(path, Performance.of(notes))
    held = set()
    for message in mido.MidiFile(path):
        if message.type == "note_on":
            assert message.note not in held
            held.add(message.note)
        elif message.type == "note_off":
            held.remove(message.note)
    assert not held


def test_the_tempo_map_of_another_track_is_honoured(tmp_path):
    file = mido.MidiFile(ticks_per_beat=100)
    file.tracks.append(
        mido.MidiTrack(
            [
                mido.MetaMessage("set_tempo", tempo=1_000_000),
                mido.MetaMessage("set_tempo", tempo=250_000, time=200),
            ]
        )
    )
    file.tracks.append(
        mido.MidiTrack(
            [
                mido.MetaMessage("track_name", name="right"),
                mido.Message("note_on", note=60, velocity=64, time=100),
                mido.Message("note_on", note=60, velocity=0, time=300),
            ]
        )
    )
    file.save(tmp_path / "a.mid")
    assert read_midi(tmp_path / "a.mid").notes == (Note(1.0, 60, 64, 1.5, "right"),)


def test_frames_a_second_are_a_tempo_too(tmp_path):
    file = mido.MidiFile(ticks_per_beat=-(25 << 8) + 40)
    file.tracks.append(
        mido.MidiTrack(
            [
                mido.Message("note_on", note=60, velocity=64, time=500),
                mido.Message("note_off", note=60, time=250),
            ]
        )
    )
    file.save(tmp_path / "a.mid")
    (note,) = read_midi(tmp_path / "a.mid").notes
    assert (note.onset, note.duration) == (pytest.approx(0.5), pytest.approx(0.25))


def test_notes_never_released_or_struck_twice_are_ended_and_drums_left_out(tmp_path):
    file = mido.MidiFile(ticks_per_beat=480)  # half a second a beat
    file.tracks.append(
        mido.MidiTrack(
            [
                mido.Message("note_on", note=60, velocity=64),
                mido.Message("note_on", note=36, velocity=99, channel=9),
                mido.Message("note_on", note=60, velocity=70, time=480),
                mido.Message("control_change", control=64, value=100, time=480),
            ]
        )
    )
    file.save(tmp_path / "a.mid")
    found = read_midi(tmp_path / "a.mid")
    assert found.notes == (Note(0.0, 60, 64, 0.5), Note(0.5, 60, 70, 0.5))
    assert found.pedal == (PedalMove(1.0, 100),)


def test_the_track_of_a_drum_kit_is_on_channel_10_and_read_where_it_is_wanted(tmp_path):
    played = Performance.of(
        [Note(0.0, 36, 90, 0.1, "machine drums"), Note(0.0, 60, 80, 0.5, "human")]
    )
    write_midi(tmp_path / "a.mid", played)
    channels = {m.note: m.channel for m in mido.MidiFile(tmp_path / "a.mid") if m.type == "note_on"}
    assert channels[36] == 9 != channels[60]
    assert [n.pitch for n in read_midi(tmp_path / "a.mid").notes] == [60]
    assert read_midi(tmp_path / "a.mid", drums=True).notes == played.notes
    assert not on_kit("drums of war")
    assert not on_kit("")


@given(st.binary(max_size=200), st.integers(0, 80))
@settings(deadline=None)
def test_a_broken_file_is_one_sentence(tmp_path_factory, junk, keep):
    whole = mido.MidiFile()
    whole.tracks.append(mido.MidiTrack([mido.Message("note_on", note=60, velocity=64, time=9)]))
    path = tmp_path_factory.mktemp("midi") / "a.mid"
    whole.save(path)
    path.write_bytes(path.read_bytes()[:keep] + junk)
    sentence = f"{path}: it can be read"
    try:
        read_midi(path)
    except ValueError as error:
        sentence = str(error)
    assert sentence.startswith(str(path))
    assert "\n" not in sentence


def test_a_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_midi(tmp_path / "none.mid")


def test_a_file_of_more_than_a_day_is_refused(tmp_path):
    file = mido.MidiFile(ticks_per_beat=1)
    far = mido.Message("note_on", note=60, velocity=64, time=7000)  # 3500 s
    file.tracks.append(mido.MidiTrack([far] * 25))
    file.save(tmp_path / "a.mid")
    with pytest.raises(ValueError, match="longer than a day"):
        read_midi(tmp_path / "a.mid")


def test_a_pause_of_a_year_is_cut_and_said(tmp_path):
    file = mido.MidiFile(ticks_per_beat=1)
    far = mido.Message("note_on", note=60, velocity=64, time=2**26)
    file.tracks.append(mido.MidiTrack([far, mido.Message("note_off", note=60, time=2)]))
    file.save(tmp_path / "a.mid")
    found = read_midi(tmp_path / "a.mid")
    assert found.notes == (Note(10.0, 60, 64, 1.0),)
    assert found.mended == ("pauses of more than an hour are cut to 10 s: 1",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"pitch": 128},
        {"velocity": 0},
        {"onset": -1.0},
        {"duration": float("nan")},
    ],
)
def test_a_note_checks_itself(wrong):
    with pytest.raises(ValueError, match="must be"):
        Note(**{"onset": 0.0, "pitch": 60, "velocity": 64, "duration": 1.0, **wrong})
