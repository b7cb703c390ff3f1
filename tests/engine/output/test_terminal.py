"""The Enter key, typed into a terminal of the test's own."""

from __future__ import annotations

import math
import os
import pty
import sys
import types

import pytest

from perf_engine.engine.output.terminal import LOOK_EVERY, Terminal
from perf_engine.protocol import pipes


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


def test_in_a_console_of_windows_the_keys_are_looked_at_from_time_to_time(terminal, monkeypatch):
    keys = list("ab\r")
    console = types.ModuleType("msvcrt")
    console.kbhit, console.getwch = lambda: bool(keys), lambda: keys.pop(0)
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    monkeypatch.setattr(pipes, "WINDOWS", True)
    panics: list[float] = []
    listener = Terminal(panics.append, terminal[1])
    assert listener.fileno() == -1
    assert listener.due() == -math.inf
    listener.turn(1.0)
    assert (panics, keys) == ([1.0], [])
    keys.append("\r")
    listener.turn(1.01)
    assert panics == [1.0]
    assert listener.due() == 1.0 + LOOK_EVERY
    listener.paused = True  # another process reads it
    listener.turn(2.0)
    assert panics == [1.0]
    listener.paused = False
    listener.turn(3.0)
    assert panics == [1.0, 3.0]
