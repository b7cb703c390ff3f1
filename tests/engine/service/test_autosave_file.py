"""The writing of what is saved: whole or not at all, and the one before is kept."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import IO

import pytest

from perf_engine.engine.service import autosave_file
from perf_engine.engine.service.autosave_file import main, write


def given(tmp_path: Path, content: bytes) -> IO[bytes]:
    made = (tmp_path / "given").open("w+b")
    made.write(content)
    made.flush()
    return made


def test_the_one_before_is_kept(tmp_path: Path) -> None:
    file, before = tmp_path / "folder" / "new", tmp_path / "folder" / "old"
    write(file, before, b"1")
    assert (file.read_bytes(), before.exists()) == (b"1", False)
    write(file, before, b"2")
    write(file, before, b"3")
    assert (file.read_bytes(), before.read_bytes()) == (b"3", b"2")
    assert {path.name for path in file.parent.iterdir()} == {"new", "old"}


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_one_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file, before = tmp_path / "new", tmp_path / "old"
    write(file, before, b"1")
    write(file, before, b"2")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space"):
        write(file, before, b"3")
    monkeypatch.undo()
    assert (file.read_bytes(), before.read_bytes()) == (b"2", b"1")
    assert {path.name for path in tmp_path.iterdir()} == {"new", "old"}


def test_the_process_says_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "nice", lambda by: by)
    with given(tmp_path, b"content") as content:
        number = str(content.fileno())
        assert main([str(tmp_path / "new"), str(tmp_path / "old"), number]) == 0
        assert json.loads(capsys.readouterr().out) == {"done": 7}
        (tmp_path / "file").write_bytes(b"")
        assert main([str(tmp_path / "file" / "new"), str(tmp_path / "old"), number]) == 1
    assert str(tmp_path / "file") in json.loads(capsys.readouterr().out)["failed"]
    assert (tmp_path / "new").read_bytes() == b"content"
    assert autosave_file.__doc__ is not None
