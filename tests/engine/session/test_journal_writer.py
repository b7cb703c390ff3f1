"""The process that writes a journal: files, room, the disk, and its end."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from perf_engine.engine.session import journal_writer
from perf_engine.engine.session.journal import files, records
from perf_engine.engine.session.journal_writer import JournalWriter, new_session, number_of
from perf_engine.engine.session.records import Beginning, Mark, written
from tests.support.rehearsed import Rehearsal

COMMAND = (sys.executable, "-m", "perf_engine.engine.session.journal_writer")


def run(arguments: list[str], said: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        input=said,
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[3],
        timeout=60,
    )


def texts(*those: object) -> bytes:
    return b"".join(text.encode() + b"\n" for r in those for text in written(r))


def beginning() -> Beginning:
    first = Rehearsal(1).records[0]
    assert isinstance(first, Beginning)
    return first


def test_what_comes_in_is_in_the_files_when_it_ends(tmp_path: Path) -> None:
    said = texts(beginning(), Mark(1.0, "one"), beginning(), Mark(2.0, "two"))
    ended = run(["--folder", str(tmp_path / "a" / "b"), "--most", "1000000"], said + b'["mark",3,')
    assert ended.returncode == 0
    session = Path(json.loads(ended.stdout)["session"])
    assert session.parent == tmp_path / "a" / "b"
    assert len(files(session)) == 2
    found = list(records(session))
    assert [r.text for r in found if isinstance(r, Mark)] == ["one", "two"]
    begun = [r for r in found if isinstance(r, Beginning)]
    assert [r.number for r in begun] == [1, 2]
    assert begun[0].machine["numpy"]
    again = run(["--session", str(session), "--most", "1000000"], texts(beginning()))
    assert again.returncode == 0
    assert [number_of(path) for path in files(session)] == [1, 2, 3]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = run(["--folder", str(tmp_path / "file" / "in"), "--most", "9"], b"")
    assert ended.returncode == 1
    assert "Not a directory" in json.loads(ended.stdout)["failed"]
    assert ended.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_a_disk_that_takes_no_more_is_a_sentence_and_what_it_took_is_read(tmp_path: Path) -> None:
    import resource

    said = texts(beginning(), *(Mark(float(i), "x" * 100) for i in range(200)))
    ended = subprocess.run(
        [*COMMAND, "--session", str(tmp_path), "--most", "1000000"],
        input=said,
        check=False,
        capture_output=True,
        cwd=Path(__file__).parents[3],
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert ended.returncode == 1
    assert "too large" in json.loads(ended.stdout.splitlines()[-1])["failed"]
    found = list(records(tmp_path))
    assert files(tmp_path)[0].stat().st_size == 20_000
    assert len(found) > 10
    assert isinstance(found[-1], Mark)


def test_the_oldest_files_go_where_room_is_short(tmp_path: Path) -> None:
    wrote = JournalWriter(tmp_path, most=30_000)
    text = texts(replace(beginning(), continues=True))[:-1]
    for _ in range(8):
        wrote.take(text)
        wrote.take(b'["mark",1.0,"%s"]' % (b"x" * 5000))
    wrote.close()
    kept = files(tmp_path)
    assert [number_of(path) for path in kept][-1] == 8
    assert number_of(kept[0]) > 1
    assert sum(path.stat().st_size for path in kept) < 30_000 + 25_000
    assert all(isinstance(r, Beginning | Mark) for r in records(tmp_path))


@pytest.mark.parametrize(
    ("broken", "most"), [("glob", 1), ("unlink", 1), ("iterdir", 1_000_000_000)]
)
def test_what_cannot_be_deleted_is_said_once_and_the_recording_goes_on(
    tmp_path: Path,
    broken: str,
    most: int,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    session = tmp_path / "2026-01-02_10-00-00"
    session.mkdir()
    wrote = JournalWriter(session, most=most, most_of_all=1)

    def refuse(path: Path, *arguments: object, **options: object) -> None:
        raise PermissionError(1, "not permitted", str(path))

    text = texts(replace(beginning(), continues=True))[:-1]
    with monkeypatch.context() as patch:
        patch.setattr(Path, broken, refuse)
        for _ in range(3):
            wrote.take(text)
            wrote.take(b'["mark",1.0,"one"]')
    wrote.close()
    assert sum(isinstance(record, Mark) for record in records(session)) == 3
    lines = capfdbinary.readouterr().out.splitlines()
    assert [line for line in lines if b"not permitted" in line] == lines
    assert len(lines) == 1


def test_what_comes_before_a_beginning_is_not_written(tmp_path: Path) -> None:
    wrote = JournalWriter(tmp_path, most=1000)
    wrote.take(b'["mark",1.0,"lost"]')
    assert wrote.due() is None
    wrote.close()
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_to_be_on_the_disk_within_half_a_second(tmp_path: Path) -> None:
    wrote = JournalWriter(tmp_path, most=10**6)
    assert wrote.due() is None
    wrote.take(texts(beginning())[:-1])
    due = wrote.due()
    assert due is not None
    assert 0.0 <= due <= journal_writer.SYNC_EVERY
    wrote.sync()
    assert wrote.due() is None
    wrote.close()


def test_sessions_begun_in_one_second_are_two(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(journal_writer.time, "strftime", lambda _: "now")
    names = [new_session(tmp_path).name for _ in range(3)]
    assert names == ["now", "now_2", "now_3"]


def test_a_full_disk_gains_no_file_however_often_it_is_tried(tmp_path: Path) -> None:
    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))

    session = new_session(tmp_path)
    first = run(["--session", str(session), "--most", "1000000"], texts(beginning()))
    assert first.returncode == 0
    for _ in range(4):
        ended = subprocess.run(
            [*COMMAND, "--session", str(session), "--most", "1000000"],
            input=texts(beginning()),
            capture_output=True,
            check=False,
            cwd=Path(__file__).parents[3],
            timeout=60,
            preexec_fn=full,
        )
        assert ended.returncode == 1
        assert json.loads(ended.stdout.splitlines()[-1])["failed"] == "File too large"
        assert ended.stderr == b""
    assert [number_of(path) for path in files(session)] == [1]
    again = run(["--session", str(session), "--most", "1000000"], texts(beginning()))
    assert again.returncode == 0
    assert [number_of(path) for path in files(session)] == [1, 2]
    assert sum(isinstance(record, Beginning) for record in records(session)) == 2
