"""The book of a duet on one instrument."""

from __future__ import annotations

from pathlib import Path

import mido
import pytest

from benchmarks.duet import judge, judge_midi, piece

PLAYER = [(1.0, 60, 90), (2.0, 60, 0), (3.0, 128, 70), (4.0, 128, 0)]


@pytest.mark.parametrize(
    ("machine", "found"),
    [
        ([(0.5, 0.5, 60, 80), (2.5, 2.5, 60, 0)], {}),
        ([(0.5, 0.5, 60, 80), (1.5, 1.5, 60, 0)], {"let_go": 1}),
        ([(0.5, 0.5, 60, 80), (0.9, 1.1, 60, 0)], {"let_go_ahead": 1}),
        ([(1.2, 1.2, 60, 80), (2.5, 2.5, 60, 0)], {"restruck": 1}),
        ([(0.9, 1.1, 60, 80), (2.5, 2.5, 60, 0)], {"restruck_ahead": 1}),
        ([(3.1, 3.1, 128, 127), (4.1, 4.1, 128, 0)], {"pedals": 1}),
        ([(0.1, 0.1, 61, 80), (0.2, 0.2, 61, 80), (0.3, 0.3, 61, 0)], {"twice": 1}),
        ([(0.1, 0.1, 61, 80), (0.3, 0.3, 61, 0), (0.4, 0.4, 61, 0)], {"ended_twice": 1}),
        ([(0.1, 0.1, 61, 80)], {"never_ended": 1}),
    ],
)
def test_what_the_machine_does_to_a_players_keys_is_counted(machine, found):
    book = judge(PLAYER, machine)
    struck = sum(velocity > 0 for *_, velocity in machine)
    wrong = (
        "let_go",
        "let_go_ahead",
        "restruck",
        "restruck_ahead",
        "pedals",
        "twice",
        "ended_twice",
        "never_ended",
    )
    assert (book.notes, book.struck) == (1, struck)
    assert {name: getattr(book, name) for name in wrong if getattr(book, name)} == found


STRUCK = [(1.0, 60, 90), (2.0, 60, 0)]


@pytest.mark.parametrize(
    ("synth", "found"),
    [
        ([(1.01, 60, 90), (2.01, 60, 0)], {}),
        ([(0.5, 60, 80), (1.009, 60, 0), (1.01, 60, 90), (2.01, 60, 0)], {}),
        ([(1.005, 60, 80), (1.009, 60, 0), (1.01, 60, 90), (2.01, 60, 0)], {}),
        ([(1.01, 60, 90), (1.5, 60, 0), (2.01, 60, 0)], {"let_go": 1, "ended_twice": 1}),
        ([(1.01, 60, 90), (1.5, 60, 70), (2.01, 60, 0)], {"restruck": 1, "twice": 1}),
        ([(1.01, 60, 90)], {"never_ended": 1}),
    ],
)
def test_at_the_instrument_nothing_may_come_between_a_players_strike_and_release(synth, found):
    book = judge_midi(STRUCK, synth)
    wrong = ("let_go", "restruck", "twice", "ended_twice", "never_ended")
    assert book.notes == 1
    assert {name: getattr(book, name) for name in wrong if getattr(book, name)} == found


def test_a_piece_ends_with_every_key_up(tmp_path):
    track = mido.MidiTrack()
    for pitch in (60, 62, 64):
        track.append(mido.Message("note_on", note=pitch, velocity=70, time=240))
    track.append(mido.Message("control_change", control=64, value=90))
    track.append(mido.Message("control_change", control=64, value=100))
    mido.MidiFile(tracks=[track]).save(tmp_path / "a.mid")
    found = piece(tmp_path / "a.mid", 2)
    assert [(key, velocity > 0) for _, key, velocity in found] == [
        (60, True),
        (62, True),
        (60, False),
        (62, False),
    ]
    assert (128, 90) in [deed[1:] for deed in piece(tmp_path / "a.mid", 9)]


def test_a_key_that_the_player_strikes_again_while_it_is_down_is_the_players_doing():
    player = [(1.0, 60, 90), (1.5, 60, 80), (2.0, 60, 0), (2.1, 60, 0)]
    synth = [(1.01, 60, 90), (1.51, 60, 0), (1.51, 60, 80), (2.01, 60, 0)]
    book = judge_midi(player, synth)
    assert (book.notes, book.let_go, book.restruck, book.never_ended) == (2, 0, 0, 0)


def test_what_came_before_the_engines_word_about_a_key_was_decided_before_it() -> None:
    for came, ahead in ((1.001, 1), (1.003, 0)):
        book = judge(PLAYER, [(came, 1.02, 60, 80), (2.5, 2.5, 60, 0)], [(1.002, 60)])
        assert (book.restruck_ahead, book.restruck) == (ahead, 1 - ahead)


def test_a_key_that_two_lines_have_at_a_time_is_struck_once_and_released_by_the_last(
    tmp_path: Path,
) -> None:
    file = mido.MidiFile(ticks_per_beat=480)
    for ticks in (480, 960):
        track = mido.MidiTrack()
        track.append(mido.Message("note_on", note=60, velocity=73, time=0))
        track.append(mido.Message("note_off", note=60, time=ticks))
        file.tracks.append(track)
    file.save(tmp_path / "two.mid")
    assert piece(tmp_path / "two.mid", 10)[:2] == [(0.0, 60, 73), (1.0, 60, 0)]
