"""Whole or not at all: whatever fails, what was there stays, and nothing lies beside it."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.files.whole_file import whole, write_whole
from tests.support.full_disk import WHY, full_disk

CHUNKS = st.lists(st.binary(max_size=3000), max_size=8)
BEFORE = st.none() | st.binary(max_size=200)
NAMES = st.sampled_from(["a", "b.svg", "é" * 100, "x" * 255, ".part", "a b\n"])


def there(folder: Path) -> dict[str, bytes]:
    """All files of a folder, with what they hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@contextmanager
def folder_with(name: str, before: bytes | None) -> Iterator[Path]:
    """A new folder, and in it a file, if it is to hold something."""
    with tempfile.TemporaryDirectory() as folder:
        if before is not None:
            (Path(folder) / name).write_bytes(before)
        yield Path(folder)


def pour(
    chunks: list[bytes], path: Path, hides: bool = False, last: BaseException | None = None
) -> None:
    """Write chunks, as a library does that may say its own words about an error; then fail."""
    with whole(path) as file:
        for chunk in chunks:
            try:
                file.write(chunk)
            except OSError as error:
                raise (RuntimeError("no luck") if hides else error) from error
        if last is not None:
            raise last


@given(name=NAMES, before=BEFORE, chunks=CHUNKS)
def test_what_is_written_stands_alone_in_the_place_of_what_was_there(
    name: str, before: bytes | None, chunks: list[bytes]
) -> None:
    with folder_with(name, before) as folder:
        pour(chunks, folder / name)
        assert there(folder) == {name: b"".join(chunks)}


@given(name=NAMES, before=BEFORE, chunks=CHUNKS, room=st.integers(0, 5000), hides=st.booleans())
def test_a_disk_that_is_full_at_any_byte_leaves_what_was_there(
    name: str, before: bytes | None, chunks: list[bytes], room: int, hides: bool
) -> None:
    fits = sum(map(len, chunks)) <= room
    with folder_with(name, before) as folder:
        start = there(folder)
        if fits:
            with full_disk(room):
                pour(chunks, folder / name, hides)
            assert there(folder) == {name: b"".join(chunks)}
            return
        with full_disk(room), pytest.raises(OSError, match=WHY) as failed:
            pour(chunks, folder / name, hides)
        assert (failed.value.filename, failed.value.strerror) == (str(folder / name), WHY)
        assert there(folder) == start


STOPS = st.sampled_from([KeyboardInterrupt, ValueError, OSError])


@given(before=BEFORE, chunks=CHUNKS, stops=STOPS)
def test_whoever_stops_in_the_middle_leaves_what_was_there(
    before: bytes | None, chunks: list[bytes], stops: type[BaseException]
) -> None:
    with folder_with("a", before) as folder:
        start = there(folder)
        with pytest.raises(stops):
            pour(chunks, folder / "a", last=stops("enough"))
        assert there(folder) == start


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_the_last_steps_can_fail_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "a").write_bytes(b"before")
    monkeypatch.setattr(os, fails, refuse)
    with pytest.raises(OSError, match=r"No space left on device: '.*a'"):
        write_whole(tmp_path / "a", "after")
    assert there(tmp_path) == {"a": b"before"}


def test_an_error_of_another_file_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as failed, whole(tmp_path / "a"):
        (tmp_path / "none").read_bytes()
    assert failed.value.filename == str(tmp_path / "none")


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path, wrong in (
        (tmp_path / "none" / "a", FileNotFoundError),
        (tmp_path / "folder", IsADirectoryError),
    ):
        with pytest.raises(wrong) as failed:
            write_whole(path, b"1")
        assert failed.value.filename == str(path)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_file_that_nobody_may_change_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"before")
    (tmp_path / "a").chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may
    with pytest.raises(PermissionError, match="a"):
        write_whole(tmp_path / "a", b"after")
    assert there(tmp_path) == {"a": b"before"}


def test_a_link_stays_and_so_do_the_rights(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    write_whole(tmp_path / "link", b"after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"after"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    write_whole(tmp_path / "new", "")
    (tmp_path / "plain").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.timeout(20)
def test_a_pipe_gets_the_bytes_though_one_cannot_seek_in_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    with whole(tmp_path / "pipe") as file:
        file.write(b"..ter")
        file.seek(0)
        file.write(b"af")
    reader.join()
    assert found == [b"after"]
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_device_is_written_and_stays() -> None:
    write_whole("/dev/null", b"1")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(OSError, match="No space left on device: '/dev/full'"):
        write_whole("/dev/full", b"1")


def test_what_is_open_already_is_written_through(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        number = log.fileno()
        write_whole(f"/dev/fd/{number}", b"after")
        assert os.fstat(number).st_ino == (tmp_path / "log").stat().st_ino
    assert there(tmp_path) == {"log": b"after"}
