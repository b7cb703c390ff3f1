from __future__ import annotations

import os
import pickle
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.files.plain_file import (
    Unfit,
    check_plain,
    content_of,
    head_of,
    opened,
    text_of,
)


@pytest.mark.timeout(20)
def test_what_is_no_plain_file_is_refused_by_name_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for path, reason in (
        (tmp_path, "a folder, not a file"),
        (tmp_path / "pipe", "not a plain file"),
        (tmp_path / "zero", "not a plain file"),
        ("/dev/null", "not a plain file"),
    ):
        for refuse in (
            check_plain,
            text_of,
            lambda path: content_of(path, 9),
            lambda path: head_of(path, 9),
        ):
            with pytest.raises(Unfit) as refused:
                refuse(path)
            assert str(refused.value) == f"{path} cannot be read: {reason}"
    with pytest.raises(Unfit, match="no file can have this name"):
        text_of("a\0b")
    with pytest.raises(FileNotFoundError):
        text_of(tmp_path / "none")


def test_a_file_is_read_up_to_the_limit_and_not_beyond(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(bytes(1 << 20))
    assert len(content_of(path, 1 << 20)) == 1 << 20
    with (tmp_path / "b").open("wb") as large:
        large.truncate(1 << 40)
    with pytest.raises(Unfit, match="b cannot be read: larger than 4 MB"):
        text_of(tmp_path / "b")


def test_a_text_has_line_feeds_and_must_be_utf_8(tmp_path):
    (tmp_path / "a").write_bytes("fl\u00f6te\r\nviola\rbass\n".encode())
    assert text_of(tmp_path / "a") == "fl\u00f6te\nviola\nbass\n"
    (tmp_path / "b").write_bytes(b"\xff")
    with pytest.raises(Unfit, match="b cannot be read: not UTF-8 text"):
        text_of(tmp_path / "b")


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="no /proc here")
def test_a_file_that_does_not_tell_its_size_is_read_whole():
    assert "VmRSS" in text_of("/proc/self/status")


def test_a_refusal_comes_whole_out_of_another_process():
    again = pickle.loads(pickle.dumps(Unfit("a", "not a plain file")))
    assert (again.path, again.reason, str(again)) == (
        "a",
        "not a plain file",
        "a cannot be read: not a plain file",
    )


@given(content=st.binary(max_size=3000), size=st.integers(0, 4000))
def test_what_is_read_is_what_is_there_up_to_the_size(content, size):
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        check_plain(file.name)
        assert head_of(file.name, size) == content[:size]
        if len(content) <= size:
            assert content_of(file.name, size) == content
        else:
            with pytest.raises(Unfit, match=f"larger than {size} bytes"):
                content_of(file.name, size)


@pytest.mark.timeout(20)
@pytest.mark.skipif(not os.access("/proc/kmsg", os.R_OK), reason="the system's log is for root")
@pytest.mark.parametrize("refuse", [check_plain, text_of, lambda path: head_of(path, 9)])
def test_a_file_of_the_system_without_an_end_is_no_plain_file(refuse):
    with pytest.raises(Unfit, match="/proc/kmsg cannot be read: not a plain file"):
        refuse("/proc/kmsg")


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="no /proc here")
@pytest.mark.parametrize("read", [text_of, lambda path: head_of(path, 9)])
def test_a_read_that_fails_names_the_file(read):
    with pytest.raises(OSError, match="Input/output error: '/proc/self/mem'"):
        read("/proc/self/mem")


def test_an_error_of_another_file_keeps_its_name(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    with pytest.raises(FileNotFoundError, match="none"), opened(tmp_path / "a"):
        text_of(tmp_path / "none")
