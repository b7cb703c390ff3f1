from perf_engine.core.messages import NoteOff, NoteOn, Pedal
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import ControlChange, Flush, Release, Strike
from perf_engine.studio.notes import Note, PedalMove
from perf_engine.studio.recording import Recorder


def test_a_note_on_its_way_when_all_is_flushed_never_sounded():
    recorder = Recorder()
    recorder.said(Strike(0, 60, 64, 1.00), 0.98)
    recorder.said(Strike(0, 62, 64, 1.02), 1.00)
    recorder.said(Strike(1, 62, 64, 1.02), 1.00)
    recorder.said(Flush(0), 1.01)
    recorder.said(Release(0, 60, 1.01), 1.01)
    recorder.said(Release(0, 62, 1.02), 1.01)
    recorder.said(Release(1, 62, 1.50), 1.40)
    assert recorder.close(2.0).said == (
        Strike(0, 60, 64, 1.00),
        Release(0, 60, 1.01),
        Strike(1, 62, 64, 1.02),
        Release(1, 62, 1.50),
    )


def test_what_the_machine_never_lets_go_is_named_and_ended():
    recorder = Recorder()
    recorder.said(Strike(0, 60, 64, 1.0), 1.0)
    recorder.said(ControlChange(0, 64, 127, 1.5), 1.5)
    recording = recorder.close(2.0)
    assert recording.hung == ((0, 60), (0, PEDAL))
    (note,) = recording.performance().notes
    assert (note.onset, note.end, note.track) == (1.0, 2.0, "machine")


def test_both_hands_become_notes_in_their_tracks():
    recorder = Recorder()
    recorder.heard(NoteOn(0, 60, 64), 0.0)
    recorder.heard(NoteOn(1, 60, 50, duration=0.5), 0.1)
    recorder.heard(Pedal(0, 127), 0.2)
    recorder.heard(NoteOff(0, 60), 1.0)
    recorder.said(Strike(0, 60, 70, 0.5), 0.48)
    recorder.said(Strike(1, 72, 70, 0.5), 0.48)
    recorder.said(Release(0, 60, 1.5), 1.48)
    recorder.said(Release(1, 72, 1.5), 1.48)
    assert recorder.held() == [Pedal(0, 0)]
    performance = recorder.close(2.0).performance()
    assert performance.notes == (
        Note(0.0, 60, 64, 1.0, "human"),
        Note(0.1, 60, 50, 0.5, "human 2"),
        Note(0.5, 60, 70, 1.0, "machine"),
        Note(0.5, 72, 70, 1.0, "machine 2"),
    )
    assert performance.pedal == (PedalMove(0.2, 127, "human"),)
