"""The Enter key, typed into a terminal of the test's own."""

from __future__ import annotations

import os
import pty

import pytest

from perf_engine.live.terminal import Terminal


@pytest.fixture
def terminal():
    ours, theirs = pty.openpty()
    yield ours, theirs
    for end in (ours, theirs):
        os.close(end)


def panics_after(typed: bytes, terminal, monkeypatch, foreground: bool = True) -> list[float]:
    ours, theirs = terminal
    group = os.getpgrp() if foreground else os.getpgrp() + 1
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: group)
    panics: list[float] = []
    listener = Terminal(panics.append, theirs)
    listener.turn(0.5)  # nothing was typed: it does not wait
    os.write(ours, typed)
    listener.turn(1.0)
    return panics


def test_enter_is_a_panic(terminal, monkeypatch):
    assert panics_after(b"\n", terminal, monkeypatch) == [1.0]


def test_what_is_typed_without_enter_is_none(terminal, monkeypatch):
    assert panics_after(b"p", terminal, monkeypatch) == []


def test_in_the_background_nothing_is_read(terminal, monkeypatch):
    assert panics_after(b"\n", terminal, monkeypatch, foreground=False) == []


def test_its_end_is_noticed_and_nothing_is_watched_then(terminal, monkeypatch):
    ours, theirs = terminal
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp())
    listener = Terminal(lambda _: pytest.fail("no panic"), theirs)
    assert listener.fileno() == theirs
    os.write(ours, b"\x04")
    listener.turn(0.0)
    assert listener.fileno() == -1


def test_what_is_no_terminal_is_not_watched():
    with open(os.devnull) as nothing:
        assert Terminal(lambda _: None, nothing.fileno()).fileno() == -1
    assert Terminal(lambda _: None, 9999).fileno() == -1
