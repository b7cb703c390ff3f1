import io

import pytest
from rich.console import Console

from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.protocol.notes import Release, Strike
from perf_engine.studio.measure import yang_lerch
from perf_engine.studio.measure.statistics import NAMES, Clip, Spread
from perf_engine.studio.notes import Note
from perf_engine.studio.recording import Recorder
from perf_engine.studio.report import TITLES, clips_or_all, generation, hands, real_music, show


def test_every_statistic_has_a_title():
    assert tuple(TITLES) == NAMES


def test_the_last_half_minute_of_both_hands_is_counted():
    recorder = Recorder()
    for i in range(40):
        recorder.heard(NoteOn(0, 60, 64), i + 0.0)
        recorder.heard(NoteOff(0, 60), i + 0.5)
    recorder.said(Strike(0, 72, 64, 39.0), 39.0)
    recorder.said(Release(0, 72, 39.5), 39.5)
    found = hands(recorder.close(40.0))
    assert found["together"]["notes_per_second"] == pytest.approx(31 / 30)
    assert found["machine"]["notes_per_second"] == pytest.approx(1 / 30)


def test_music_shorter_than_a_clip_is_counted_as_it_is():
    (clip,) = clips_or_all([Note(1.0, 60, 64, 1.0), Note(3.0, 60, 64, 2.0)], 30.0)
    assert clip.seconds == 4.0
    assert clips_or_all([], 30.0) == []


def test_what_real_music_seldom_does_is_marked():
    out = io.StringIO()
    spread = {name: Spread(0.0, 1.0, 2.0) for name in NAMES}
    show({"a": dict.fromkeys(NAMES, 1.0) | {"silence": 3.0}}, spread, Console(file=out, width=100))
    marked = [line for line in out.getvalue().splitlines() if "3.00 *" in line]
    assert len(marked) == 1
    assert "silence" in marked[0]
    assert "0.00 .. 1.00 .. 2.00" in marked[0]
    assert "* outside" in out.getvalue()


def test_where_nothing_is_marked_no_mark_is_explained():
    out = io.StringIO()
    spread = {name: Spread(0.0, 1.0, 2.0) for name in NAMES}
    show({"a": dict.fromkeys(NAMES, 1.0)}, spread, Console(file=out, width=100))
    assert "0.00 .. 1.00 .. 2.00" in out.getvalue()
    assert "*" not in out.getvalue()


def test_real_music_is_there_or_nothing_is():
    assert set(real_music()) in (set(), set(NAMES))


def test_distances_stand_beside_the_overlap_where_there_are_clips_enough():
    clips = [Clip(tuple(Note(0.5 * i, 60 + i, 64, 0.4) for i in range(n))) for n in (8, 9, 12)]
    one = {"real": 1.0, "machine": 2.0, "overlap": 0.5}
    said = {
        "primers": ["a", "b", "c"],
        "statistics": dict.fromkeys(NAMES, one),
        "at_fault": {"real": [], "machine": []},
        "yang_lerch": yang_lerch.compared(clips, clips),
    }
    text = generation({"continuations": said})
    assert "| pitch class histogram | " in text
    assert "after Yang and Lerch" not in generation({"continuations": said | {"yang_lerch": None}})
