"""The helper that reads and writes states: what is broken is named, and nothing is half written."""

from __future__ import annotations

import errno
import json
import os
import pickle
import random
from pathlib import Path

import pytest

from perf_engine.core.memory.saved_state import SavedState
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.helper import Helper
from perf_engine.engine.helpers.state_files import (
    LARGEST_FILE,
    MOST_STATES,
    SUFFIX,
    main,
    states,
    write,
)
from perf_engine.engine.session.records import sealed
from perf_engine.engine.session.state_text import FORMAT, text_of, values_of
from tests.support.rehearsed import WEIGHTS, Rehearsal


@pytest.fixture(scope="module")
def state() -> SavedState:
    played = Rehearsal(3)
    played.go(8.0, storm=False)
    return played.performer.kept("calm")


def test_what_is_written_is_read(tmp_path: Path, state: SavedState) -> None:
    folder = tmp_path / "new" / "states"
    assert list(states(folder)) == []
    write(folder, text_of(state).encode())
    assert list(states(folder)) == [state]
    assert [path.name for path in folder.iterdir()] == [f"calm{SUFFIX}"]


def test_a_file_that_was_renamed_is_called_as_its_file_is(
    tmp_path: Path, state: SavedState
) -> None:
    write(tmp_path, text_of(state).encode())
    (tmp_path / f"calm{SUFFIX}").rename(tmp_path / f"storm{SUFFIX}")
    (found,) = states(tmp_path)
    assert isinstance(found, SavedState)
    assert (found.name, found.hidden) == ("storm", state.hidden)


def test_a_file_that_is_cut_or_changed_anywhere_is_named(tmp_path: Path, state: SavedState) -> None:
    whole, chance = sealed(text_of(state).encode()), random.Random(1)
    path = tmp_path / f"calm{SUFFIX}"
    for _ in range(100):
        place = chance.randrange(len(whole))
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :]):
            path.write_bytes(data)
            (found,) = states(tmp_path)
            assert found == ("calm", f"calm{SUFFIX}: it is damaged, or not a state of perf_engine")


def written_as(values: object) -> bytes:
    return sealed(json.dumps(values).encode())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is damaged"),
        (pickle.dumps({"a": 1}), "is damaged"),
        (os.urandom(3000), "is damaged"),
        (b"x" * (LARGEST_FILE + 1), "larger than"),
        (written_as([1, 2]), "this is not a state"),
        (sealed(b"[" * 20_000), "is damaged|recursion"),
        (written_as({"perf_engine_state": FORMAT + 1}), "newer"),
        (written_as({"perf_engine_state": FORMAT}), "the state is broken"),
    ],
)
def test_a_foreign_file_is_named_with_why(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / f"odd{SUFFIX}").write_bytes(data)
    ((name, why),) = states(tmp_path)
    assert name == "odd"
    assert any(word in why for word in sentence.split("|"))
    assert "\n" not in why


def test_what_is_not_a_file_or_not_readable_is_named(tmp_path: Path) -> None:
    (tmp_path / f"folder{SUFFIX}").mkdir()
    os.mkfifo(tmp_path / f"pipe{SUFFIX}")
    (tmp_path / f"gone{SUFFIX}").symlink_to(tmp_path / "nowhere")
    assert dict(states(tmp_path)) == {
        "folder": f"folder{SUFFIX}: it cannot be read: a folder, not a file",
        "gone": f"gone{SUFFIX} cannot be read: No such file or directory",
        "pipe": f"pipe{SUFFIX}: it cannot be read: not a plain file",
    }


def test_only_so_many_are_read_and_other_files_are_let_be(
    tmp_path: Path, state: SavedState
) -> None:
    for number in range(MOST_STATES + 3):
        (tmp_path / f"{number:03}{SUFFIX}").write_bytes(sealed(text_of(state).encode()))
    (tmp_path / f".hidden{SUFFIX}").write_text("x")
    (tmp_path / "notes.txt").write_text("x")
    assert len(list(states(tmp_path))) == MOST_STATES


def test_what_goes_wrong_is_said_as_a_line(
    tmp_path: Path, state: SavedState, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    spool = tmp_path / "spool"
    spool.write_text(text_of(state))
    with spool.open("rb") as given:
        assert main(["write", str(tmp_path / "file"), str(given.fileno())]) == 1
    assert "File exists" in json.loads(capsys.readouterr().out)["failed"]
    spool.write_text(json.dumps(values_of(state) | {"name": "a/b"}))
    with spool.open("rb") as given:
        assert main(["write", str(tmp_path), str(given.fileno())]) == 1
    assert "a state's name" in json.loads(capsys.readouterr().out)["failed"]
    assert main(["what"]) == 1
    assert main(["read", str(tmp_path)]) == 0


def test_a_state_that_would_be_too_large_is_not_written(tmp_path: Path, state: SavedState) -> None:
    large = SavedState("large", "m" * LARGEST_FILE, "", state.hidden)
    with pytest.raises(ValueError, match="larger than"):
        write(tmp_path, text_of(large).encode())
    assert list(tmp_path.iterdir()) == []


def test_a_state_of_a_long_performance_fits_into_its_file_and_its_line(tmp_path: Path) -> None:
    performer = Performer(WEIGHTS)
    mind = performer._voices[0].improviser
    for i in range(9000):
        mind.feed(0, 30 + i % 61, (i // 61 % 2) * 80, 0.013 * i)
    long = performer.kept("long")
    write(tmp_path, text_of(long).encode())
    assert (tmp_path / f"long{SUFFIX}").stat().st_size + 1000 < LARGEST_FILE
    child = Helper.of("perf_engine.engine.helpers.state_files", "read", str(tmp_path))
    try:
        lines: list[str] = []
        while not child.ended:
            lines += child.lines()
        assert json.loads(lines[0])["state"] == json.loads(text_of(long))
        assert json.loads(lines[-1]) == {"done": 1}
    finally:
        child.close()


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_save_that_is_refused_leaves_nothing_beside_the_state_of_before(
    tmp_path: Path, state: SavedState, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    write(tmp_path, text_of(state).encode())
    before = (tmp_path / f"calm{SUFFIX}").read_bytes()

    def refuse(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((os, "fsync") if fails == "fsync" else (os, "replace")), refuse)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, text_of(state).encode())
    assert [path.name for path in tmp_path.iterdir()] == [f"calm{SUFFIX}"]
    assert (tmp_path / f"calm{SUFFIX}").read_bytes() == before


def test_an_engine_that_is_gone_ends_it_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(**words: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("perf_engine.engine.helpers.state_files._say", gone)
    assert main(["read", str(tmp_path)]) == 1
    assert capsys.readouterr() == ("", "")
