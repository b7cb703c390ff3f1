from __future__ import annotations

import sys

import numpy as np
import pytest

from perf_engine.midi_files.reader import parse
from tests.midi_files.smf import chunk, doors, file, head, meta, strike, strikes

TWENTY = strikes(20)
ONCE = "notes struck twice at once on one channel are counted once: "


def counts(content: bytes) -> list[int]:
    """How many notes each line has."""
    return [len(line.onset) for line in parse(content).lines]


@pytest.mark.parametrize("copies", [2, 3, 40])
def test_equal_tracks_of_one_channel_are_one_and_it_is_said(tmp_path, copies):
    content = file(*[TWENTY] * copies)
    path = tmp_path / "doubled.mid"
    path.write_bytes(content)
    assert set(doors(path).values()) == {20}
    assert counts(content) == [20]
    assert parse(content).mended == (f"{ONCE}{20 * (copies - 1)}",)


def test_equal_tracks_on_channels_of_their_own_are_as_many_voices():
    content = file(TWENTY, strikes(20, channel=1))
    assert counts(content) == [20, 20]
    assert parse(content).mended == ()


def test_tracks_of_another_velocity_are_doubles_too_and_the_loudest_is_kept(tmp_path):
    louder = b"".join(strike(60 + i % 12, velocity=99) for i in range(20))
    for content in (file(TWENTY, louder), file(louder, TWENTY)):
        path = tmp_path / "doubled.mid"
        path.write_bytes(content)
        assert set(doors(path).values()) == {20}
        (line,) = parse(content).lines
        assert line.velocity.tolist() == [99] * 20


@pytest.mark.parametrize("releases", [1, 2])
def test_a_key_struck_twice_at_one_tick_is_one_note_and_the_loudest(tmp_path, releases):
    both = b"\0\x90\x3c\x40\0\x90\x3c\x5a"
    end = b"\x81\x70\x80\x3c\0" + b"\0\x80\x3c\0" * (releases - 1)
    path = tmp_path / "twice.mid"
    path.write_bytes(file((both + end) * 40))
    assert set(doors(path).values()) == {40}
    (line,) = parse(path.read_bytes()).lines
    assert line.velocity.tolist() == [90] * 40
    assert parse(path.read_bytes()).mended == (f"{ONCE}40",)


@pytest.mark.parametrize(("met", "left"), [(0, 20), (10, 20), (17, 20), (18, 2), (20, 0)])
def test_two_voices_with_some_unisons_stay_two(met, left):
    other = b"".join(strike(60 + i % 12 if i < met else 40 + i % 12) for i in range(20))
    assert sum(counts(file(TWENTY, other))) == 20 + left


def test_the_longer_note_is_kept_in_the_earlier_track():
    content = file(strike(60, 240) + strike(64, 480), strike(60, 480))
    (line,) = parse(content).lines
    assert line.pitch.tolist() == [60, 64]
    assert line.end.tolist() == pytest.approx([0.5, 0.75])


def test_a_double_that_is_longer_ends_with_the_next_strike_of_its_key():
    content = file(strike(60) + strike(60), strike(60, 900))
    (line,) = parse(content).lines
    assert line.onset.tolist() == pytest.approx([0.0, 0.25])
    assert (line.end[:-1] <= line.onset[1:]).all()


def test_the_pedal_of_a_double_stays():
    content = file(TWENTY, b"\0\xb0\x40\x7f" + TWENTY)
    midi = parse(content)
    assert sum(len(line.onset) for line in midi.lines) == 20
    assert sum(len(line.pedal_time) for line in midi.lines) == 1


def test_patterns_that_follow_one_another_are_no_doubles():
    assert sum(counts(file(TWENTY, TWENTY, kind=2))) == 40


def test_pieces_that_follow_one_another_are_no_doubles():
    assert sum(counts(file(TWENTY) * 2)) == 40


def test_ten_times_as_many_equal_tracks_take_ten_times_as_many_steps():
    def steps(tracks: int) -> int:
        content = head(tracks=tracks) + chunk(strike(60)) * tracks
        taken = 0

        def step(*_: object) -> None:
            nonlocal taken
            taken += 1

        sys.setprofile(step)
        try:
            assert counts(content) == [1]
        finally:
            sys.setprofile(None)
        return taken

    steps(10)  # what is imported and compiled at first
    assert steps(2_000) < 12 * steps(200)


def test_programs_do_not_part_what_is_doubled():
    content = file(b"\0\xc0\5" + TWENTY, b"\0\xc0\6" + TWENTY, meta(3, b"a") + TWENTY)
    midi = parse(content)
    assert np.concatenate([line.onset for line in midi.lines]).shape == (20,)
