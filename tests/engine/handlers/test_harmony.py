"""Chords over OSC: given, asked for, and told, with the time in the hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from perf_engine.core.harmony.guide import GiveChart, GiveChord
from perf_engine.protocol.packets import build
from tests.engine.stage import Stage

CHORDS = ((48, 64, 67, 72), (45, 60, 64, 69), (41, 57, 60, 65), (43, 59, 62, 67))


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


def subscribed(stage):
    peer = stage.peer()
    stage.ask(peer, "/perf/notify", 1, 0, "now")
    return peer


def play(stage, peer, chords, seconds=1.0):
    for pitches in chords:
        for pitch in pitches:
            peer.send(build("/perf/in/note", 0, pitch, 90))
        stage.wait(0.9 * seconds)
        for pitch in pitches:
            peer.send(build("/perf/in/note", 0, pitch, 0))
        stage.wait(0.1 * seconds)


def told(peer):
    return [values for address, values in peer.messages() if address == "/perf/harmony"]


def test_a_chord_and_a_chart_are_given_and_asked_for(stage):
    peer = stage.peer()
    assert stage.ask(peer, "/perf/chord") == ["/perf/chord", ""]
    assert stage.ask(peer, "/perf/chord", "Dm7") == ["/perf/done", "/perf/chord", "Dm7"]
    assert stage.ask(peer, "/perf/chord") == ["/perf/chord", "Dm7"]
    chart = "| Dm7 | G7 | Cmaj7 % |"
    assert stage.ask(peer, "/perf/chords", chart) == ["/perf/done", "/perf/chords", chart]
    assert stage.ask(peer, "/perf/chord") == ["/perf/chord", ""]
    assert stage.ask(peer, "/perf/chords") == ["/perf/chords", chart]
    assert stage.performer.commands == [GiveChord("Dm7"), GiveChart(chart)]


@pytest.mark.parametrize("word", ["auto", "", "off", "None", "AUTO", "heard"])
def test_words_for_the_chord_that_is_heard_take_back_what_was_given(stage, word):
    peer = stage.peer()
    for address in ("/perf/chord", "/perf/chords"):
        stage.ask(peer, address, "Am")
        assert stage.ask(peer, address, word) == ["/perf/done", address, ""]
        assert stage.ask(peer, address) == [address, ""]


@pytest.mark.parametrize(
    ("address", "text", "why"),
    [
        ("/perf/chord", "H7", "chord must be a name such as C"),
        ("/perf/chords", "| C | H7 |", "bar 2: chord must be a name"),
        ("/perf/chords", "| |", "at least one bar"),
    ],
)
def test_what_is_no_chord_is_refused_and_changes_nothing(stage, address, text, why):
    peer = stage.peer()
    stage.ask(peer, address, "Am")
    answer = stage.ask(peer, address, text)
    assert answer[:2] == ["/perf/fail", address]
    assert why in answer[-1]
    assert stage.ask(peer, address) == [address, "Am"]


def test_a_chord_must_be_a_text(stage):
    answer = stage.ask(stage.peer(), "/perf/chord", 7)
    assert answer[:2] == ["/perf/fail", "/perf/chord"]
    assert "must be a text" in answer[-1]


def test_each_chord_that_is_heard_is_told_within_a_moment_and_repeated_each_second(stage):
    peer = subscribed(stage)
    play(stage, peer, CHORDS * 2)
    names = [values[0] for values in told(peer)]
    assert names[0] == "C"
    assert set(names) <= {"C", "Am", "Am7", "F", "G", "G7"}
    changes = [name for name, before in zip(names[1:], names, strict=False) if name != before]
    assert len(changes) >= 7
    play(stage, peer, (CHORDS[0],), 4.0)
    last = told(peer)
    assert 3 <= len(last) <= 6
    chord, key, confidence, given, root, bass = last[-1]
    assert (chord, given, root, bass) == ("C", 0, 0, 0)
    assert key in ("C major", "A minor")
    assert confidence > 0.8


def test_nothing_is_told_while_nobody_plays(stage):
    peer = subscribed(stage)
    stage.wait(3.0)
    assert told(peer) == []
    play(stage, peer, CHORDS[:1])
    stage.wait(4.0)
    told(peer)
    stage.wait(5.0)
    assert told(peer) == []


def test_the_chords_of_a_chart_are_told_as_they_come(stage):
    peer = subscribed(stage)
    stage.ask(peer, "/perf/chords", "| C | F N.C. |")  # at 120: 2 s, 1 s, 1 s
    stage.wait(8.2)
    found = told(peer)
    names = [values[0] for values in found]
    assert [n for n, before in zip(names, [None, *names], strict=False) if n != before] == [
        "C",
        "F",
        "",
        "C",
        "F",
        "",
        "C",
    ]
    assert all(values[2:4] == [1.0, 1] for values in found)
    none = next(values for values in found if values[0] == "")
    assert none[4:] == [-1, -1]


def test_the_end_of_a_chord_that_was_given_is_told(stage):
    peer = subscribed(stage)
    stage.ask(peer, "/perf/chord", "Dm7")
    stage.wait(5.0)
    found = told(peer)
    assert 4 <= len(found) <= 7
    assert {tuple(values[:1] + values[3:]) for values in found} == {("Dm7", 1, 2, 2)}
    peer.say("/perf/chord", "auto")
    stage.wait(5.0)
    assert [(v[0], *v[3:]) for v in told(peer)] == [("", 0, -1, -1)]


def test_a_chart_is_told_in_time_with_a_clock_though_nobody_plays(stage):
    peer = subscribed(stage)
    stage.ask(peer, "/perf/chords", "| C | F | G | Am |")
    stage.ask(peer, "/perf/beat", 8.0)
    stage.ask(peer, "/perf/transport", 1)
    told(peer)
    stage.wait(0.3)
    assert {values[0] for values in told(peer)} <= {"G"}
    stage.wait(2.0)
    assert told(peer)[-1][0] == "Am"
    stage.wait(2.0)
    assert told(peer)[-1][0] == "C"
    stage.ask(peer, "/perf/transport", 0)
    stage.wait(1.0)
    assert told(peer)[-1][0] == "C"


def test_what_was_given_before_a_restart_is_noted(stage):
    assert stage.loop.harmony.given == ("", "")
    stage.loop.harmony.take("Dm7", "C | F")
    assert stage.loop.harmony.given == ("Dm7", "C | F")
