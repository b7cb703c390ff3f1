"""A recorded session read again, whatever was cut off, damaged or lost."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from perf_engine.cli.session_music import heard_again
from perf_engine.core.messages import Said
from perf_engine.engine.session.journal import Found, Gap, NoSession, files, records, sessions, size
from perf_engine.engine.session.records import Beginning, End, Uttered
from perf_engine.engine.session.verification import verify
from tests.support.rehearsed import Rehearsal, lines_of, weights_of, write_session

CUTS = 1000


def rehearsed(
    seed: int = 1, mode: str = "takeover", files: int = 2, seconds: float = 10.0
) -> Rehearsal:
    played = Rehearsal(seed, mode)
    for number in range(files):
        if number:
            while played.recorded.preparing:
                played.go(1.0)
            played.begin()
        played.go(seconds)
    played.end()
    return played


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return write_session(tmp_path / "session", rehearsed().records)


def said(found: list[Found]) -> list[Said]:
    return [item for r in found if isinstance(r, Uttered) for item in r.said]


def known(found: list[Found]) -> list[Found]:
    """All but the numbers of files, which the writer counts."""
    return [r for r in found if not isinstance(r, Beginning)]


def test_a_session_is_read_as_it_was_written(session: Path) -> None:
    expected = rehearsed().records
    found = list(records(session))
    assert found == expected
    assert isinstance(found[-1], End)
    assert len(files(session)) == 2


def test_a_session_cut_anywhere_is_read_up_to_the_cut_and_ends_in_silence(tmp_path: Path) -> None:
    played = Rehearsal(8, "solo")
    played.go(40.0, storm=False)
    played.go(40.0)
    played.end()
    whole = write_session(tmp_path / "whole", played.records)
    data = files(whole)[0].read_bytes()
    lines = lines_of(played.records)
    everything = list(records(whole))
    audible = heard_again(everything).recording
    assert len(audible.said) > 60
    cut = tmp_path / "cut"
    cut.mkdir()
    chance = random.Random(1)
    for _ in range(CUTS):
        size = chance.randrange(len(data) + 1)
        (cut / files(whole)[0].name).write_bytes(data[:size])
        found = list(records(cut))
        left = 0
        for line in lines:  # how many lines are whole
            size -= len(line)
            if size < 0:
                break
            left += 1
        assert found == everything[: len(found)]
        assert 0 <= left - len(lines_of(found)) <= 5  # a prime's pieces, without the rest of it
        music = heard_again(found)
        assert not music.gaps
        assert_silent_at_the_end(music.played)
        until = music.recording.ended
        heard = [m for m in music.recording.said if m.due < until - 0.25]
        assert heard == list(audible.said[: len(heard)])


def assert_silent_at_the_end(played: list[object]) -> None:
    sounding: set[object] = set()
    for item in played:
        pitch = getattr(item, "pitch", 128)
        down = getattr(item, "velocity", 0) or getattr(item, "value", 0)
        (sounding.add if down else sounding.discard)((item.voice, pitch))
    assert sounding == set()


def test_a_cut_session_is_recomputed_up_to_the_cut(session: Path) -> None:
    path = files(session)[-1]
    data = path.read_bytes()
    chance = random.Random(3)
    for _ in range(20):
        path.write_bytes(data[: chance.randrange(len(data))])
        verdict = verify(records(session), weights_of)
        assert verdict.difference is None
        assert verdict.said == len(said(list(records(session))))


def test_damage_in_the_middle_is_a_gap_after_which_the_next_file_is_read(session: Path) -> None:
    expected = list(records(session))
    first, second = files(session)
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 1
    first.write_bytes(data)
    found = list(records(session))
    gap = next(i for i, r in enumerate(found) if isinstance(r, Gap))
    assert found[:gap] == expected[:gap]
    assert found[gap + 1 :] == list(records_of_file(second, session))
    assert first.name in found[gap].why
    verdict = verify(found, weights_of)
    assert verdict.difference is None
    assert len(verdict.gaps) == 1


def records_of_file(path: Path, session: Path) -> list[Found]:
    alone = session.parent / "alone"
    alone.mkdir()
    shutil.copy(path, alone)
    return list(records(alone))


def test_a_file_that_is_missing_is_a_gap_and_the_oldest_may_be_gone(tmp_path: Path) -> None:
    session = write_session(tmp_path / "three", rehearsed(files=3).records)
    first, second, _ = files(session)
    second.unlink()
    gaps = [r for r in records(session) if isinstance(r, Gap)]
    assert [gap.why for gap in gaps] == ["journal-000003.jsonl: the file before it is missing"]
    first.unlink()
    assert not any(isinstance(r, Gap) for r in records(session))
    assert verify(records(session), weights_of).difference is None


def test_a_recording_that_was_interrupted_has_a_gap(tmp_path: Path) -> None:
    those = rehearsed(1).records + rehearsed(2).records
    session = write_session(tmp_path / "two", those)
    gaps = [r for r in records(session) if isinstance(r, Gap)]
    assert [gap.why for gap in gaps] == [
        "journal-000003.jsonl: the recording was interrupted before this file"
    ]
    torn = files(session)[1]
    torn.write_bytes(torn.read_bytes()[:-7])  # the writer died in a line, another went on
    assert len([r for r in records(session) if isinstance(r, Gap)]) == 1
    assert verify(records(session), weights_of).difference is None


def test_a_file_without_its_beginning_is_a_gap(session: Path) -> None:
    first = files(session)[0]
    first.write_bytes(b"".join(first.read_bytes().splitlines(keepends=True)[1:]))
    found = list(records(session))
    assert isinstance(found[0], Gap)
    assert "does not begin" in found[0].why
    assert isinstance(found[1], Beginning)


def test_no_session_is_a_sentence(tmp_path: Path, session: Path) -> None:
    with pytest.raises(NoSession, match="there is no recorded session in"):
        list(records(tmp_path / "nowhere"))
    with pytest.raises(NoSession, match="name one of them, such as session"):
        files(tmp_path)
    assert size(session) == sum(path.stat().st_size for path in files(session)) > 10_000
    assert sessions(tmp_path) == [session]
    assert sessions(session) == [session]
