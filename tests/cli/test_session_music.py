"""A recorded session as it sounded: human and machine, each note ended."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import mido
import pytest

from perf_engine.cli.session_music import heard_again, read, write_session_midi
from perf_engine.core.controls import Settings
from perf_engine.core.messages import (
    Alive,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    SetControls,
    SetMode,
    SourceLost,
    TakeOver,
)
from perf_engine.core.model.model_file import Origin
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.session.journal import Found, Gap, NoSession
from perf_engine.engine.session.records import (
    Beginning,
    End,
    Forgotten,
    Mark,
    Prepared,
    Taken,
    Uttered,
)
from perf_engine.engine.session.snapshot import drum_players_of, snapshot_of
from perf_engine.protocol.notes import ControlChange, Flush, Heard, Release, Strike
from perf_engine.studio.notes import read_midi, write_midi
from tests.support.rehearsed import WEIGHTS, Rehearsal, write_session

BEGIN = Beginning(1, False, 0, 100.0, 1.7e9, Origin("small", "", "x"), {}, {"numpy": "1"})


def taken(at: float, message: object) -> Taken:
    return Taken(0, 100.0 + at, message)


def uttered(at: float, *said: object) -> Uttered:
    return Uttered(100.0 + at, said)


def notes(found: list[Found], track: str) -> list[tuple[float, int, float]]:
    performance = heard_again(found).recording.performance()
    return [
        (round(n.onset, 6), n.pitch, round(n.end, 6)) for n in performance.notes if n.track == track
    ]


def test_the_human_ends_by_release_duration_loss_silence_and_panic() -> None:
    found: list[Found] = [
        BEGIN,
        taken(0.0, NoteOn(0, 60, 90, "a")),
        taken(0.5, NoteOff(0, 60, "a")),
        taken(1.0, NoteOn(0, 61, 90, "a", 0.25)),
        taken(2.0, NoteOn(0, 62, 90, "b")),
        taken(2.0, NoteOn(1, 62, 90, "c")),
        taken(3.0, SourceLost("b")),
        taken(20.0, Alive("c")),
        taken(60.0, NoteOn(0, 63, 90, "a")),
        taken(61.0, Panic()),
        taken(62.0, NoteOn(0, 64, 90, "a")),
        taken(63.0, Forgotten()),
        taken(64.0, NoteOn(0, 65, 90, "a")),
        End(165.0),
    ]
    assert notes(found, "human") == [
        (0.0, 60, 0.5),
        (1.0, 61, 1.25),
        (2.0, 62, 3.0),
        (60.0, 63, 61.0),
        (62.0, 64, 63.0),
        (64.0, 65, 65.0),
    ]
    assert notes(found, "human 2") == [(2.0, 62, 50.0)]


def test_a_voice_that_drums_has_a_track_of_its_own_name() -> None:
    found: list[Found] = [
        BEGIN,
        taken(0.0, SetMode("drums", 1)),
        uttered(0.5, Strike(0, 60, 90, 100.5), Strike(1, 36, 90, 100.5), Strike(2, 36, 90, 100.5)),
        taken(0.6, SetMode("drums", 2)),
        uttered(0.7, Strike(2, 38, 90, 100.7)),
        End(101.0),
    ]
    assert [pitch for _, pitch, _ in notes(found, "machine 2 drums")] == [36]
    assert [pitch for _, pitch, _ in notes(found, "machine 3")] == [36]
    assert [pitch for _, pitch, _ in notes(found, "machine 3 drums")] == [38]
    assert [pitch for _, pitch, _ in notes(found, "machine")] == [60]


def test_a_player_who_drums_is_on_channel_10_of_a_take_and_a_melody_before_is_not(
    tmp_path: Path,
) -> None:
    found: list[Found] = [
        replace(BEGIN, snapshot=snapshot_of(Performer(WEIGHTS))),
        taken(0.0, NoteOn(1, 36, 90, "a")),
        taken(0.2, SetControls((("drum_players", "1"),), 0)),
        taken(0.3, NoteOff(1, 36, "a")),
        taken(0.4, NoteOn(1, 38, 90, "a")),
        taken(0.5, NoteOff(1, 38, "a")),
        taken(0.6, NoteOn(0, 60, 90, "a")),
        taken(0.7, NoteOff(0, 60, "a")),
        taken(0.8, SetControls((("drum_players", 0),))),
        taken(0.9, NoteOn(1, 62, 90, "a", 0.05)),
        End(101.0),
    ]
    assert notes(found, "human 2") == [(0.0, 36, 0.3), (0.9, 62, 0.95)]
    assert notes(found, "human 2 drums") == [(0.4, 38, 0.5)]
    assert notes(found, "human") == [(0.6, 60, 0.7)]
    write_midi(tmp_path / "take.mid", heard_again(found).recording.performance())
    channels = {
        message.note: message.channel
        for message in mido.MidiFile(tmp_path / "take.mid")
        if message.type == "note_on"
    }
    assert channels.pop(38) == 9
    assert 9 not in channels.values()


def test_who_drums_when_a_session_begins_is_known() -> None:
    settings = Settings.defaults().changed({"drum_players": "0"})
    snapshot = snapshot_of(Performer(WEIGHTS, settings=settings))
    found: list[Found] = [
        replace(BEGIN, snapshot=snapshot),
        taken(0.1, NoteOn(0, 38, 90, "a", 0.1)),
        End(101.0),
    ]
    assert notes(found, "human drums") == [(0.1, 38, 0.2)]
    assert drum_players_of(snapshot) == [1]
    assert drum_players_of({"values": {}}) == []


@pytest.mark.parametrize("value", [1, 48, 64, 127])
def test_the_machine_sounds_when_it_was_due_and_what_was_flushed_never_did(value: int) -> None:
    found: list[Found] = [
        BEGIN,
        uttered(1.0, Strike(0, 50, 80, 101.02), Heard(0, 60, 90)),
        uttered(1.5, Release(0, 50, 101.52), Strike(0, 52, 80, 101.6)),
        uttered(1.55, Flush(0), Release(0, 52, 101.55), Release(0, 52, 101.601)),
        uttered(2.0, Strike(0, 53, 80, 102.02), ControlChange(0, 64, value, 102.02)),
    ]
    session = heard_again(found)
    assert notes(found, "machine") == [(1.02, 50, 1.52), (2.02, 53, 2.021)]
    assert session.recording.hung == ((0, 53), (0, 128))
    assert session.played[-2:] == [
        Release(0, 53, session.recording.ended),
        ControlChange(0, 64, 0, session.recording.ended),
    ]


@pytest.mark.parametrize("value", [1, 127])
def test_over_a_gap_nothing_is_held(value: int) -> None:
    found: list[Found] = [
        BEGIN,
        taken(0.0, NoteOn(0, 60, 90)),
        uttered(0.5, Strike(0, 50, 80, 100.5), ControlChange(0, 64, value, 100.5)),
        Gap("a file is missing"),
        BEGIN,
        taken(5.0, NoteOn(0, 61, 90)),
        End(106.0),
    ]
    assert notes(found, "human") == [(0.0, 60, 0.5), (5.0, 61, 6.0)]
    assert heard_again(found).recording.hung == ()
    assert heard_again(found).gaps == ((0.5, "a file is missing"),)


def test_a_stamp_in_the_past_is_heard_now() -> None:
    found: list[Found] = [
        BEGIN,
        taken(2.0, Pedal(0, 100)),
        taken(1.0, NoteOn(0, 60, 90)),
        End(103.0),
    ]
    assert notes(found, "human") == [(2.0, 60, 3.0)]
    assert heard_again(found).recording.performance().pedal[0].value == 100


def test_what_is_known_of_it() -> None:
    other = Origin("other", "", "y")
    swapped = [taken(1.5, Prepared(other)), taken(1.6, TakeOver()), taken(1.7, Prepared(other))]
    session = heard_again([BEGIN, Mark(101.0, "here"), *swapped, End(102.0)])
    assert (session.wall, session.marks) == (1.7e9, ((1.0, "here"),))
    assert [model.name for model in session.models] == ["small", "other"]
    assert session.machine == {"numpy": "1"}
    assert heard_again([]).recording.ended < 0.01


def test_it_is_written_once_and_again_where_the_journal_is_newer(tmp_path: Path) -> None:
    played = Rehearsal(2, "solo")
    played.go(20.0)
    played.end()
    session = write_session(tmp_path / "one", played.records)
    midi = write_session_midi(session)
    assert midi == session / "session.mid"
    tracks = {note.track for note in read_midi(midi).notes}
    assert tracks == {"human", "human 2", "machine"}
    struck = [n for n in read(session).recording.performance().notes if n.track == "machine"]
    assert len(read_midi(midi).track("machine").notes) == len(struck) > 3
    midi.write_bytes(b"kept")
    os.utime(midi, (4e9, 4e9))
    assert write_session_midi(session).read_bytes() == b"kept"
    os.utime(midi, (1e9, 1e9))
    assert write_session_midi(session).read_bytes() != b"kept"
    other = write_session_midi(session, tmp_path / "other.mid")
    assert other.read_bytes() == midi.read_bytes()
    assert sorted(p.name for p in session.iterdir()) == ["journal-000001.jsonl", "session.mid"]
    with pytest.raises(NoSession):
        write_session_midi(tmp_path / "nowhere")


def test_a_file_that_cannot_be_written_whole_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = Rehearsal(1)
    played.go(3.0, storm=False)
    played.end()
    session = write_session(tmp_path / "session", played.records)
    before = sorted(path.name for path in session.iterdir())

    def refuse(path: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_session_midi(session)
    assert sorted(path.name for path in session.iterdir()) == before
