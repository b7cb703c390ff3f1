"""The console of Windows, held to what its module asks of msvcrt; nobody has tried it there."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from perf_engine.clients.terminal.tty import Tty as Terminal
from perf_engine.clients.terminal.windows import Tty


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def test_it_has_the_methods_of_a_terminal() -> None:
    assert public(Terminal) <= public(Tty) | {"entered", "gone"}


def test_keys_are_read_without_waiting_and_function_keys_left_out(monkeypatch, capsys) -> None:
    typed = list("p\xe0Hm")
    console = SimpleNamespace(kbhit=lambda: bool(typed), getwch=lambda: typed.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    tty = Tty()
    assert tty.enter()
    assert not tty.enter()
    assert tty.read() == b"pm"
    assert tty.read() == b""
    assert tty.write(b"a line") == 6
    assert tty.size[0] > 0
    tty.close()
    assert not tty.entered
    assert "a line" in capsys.readouterr().out


def test_without_a_console_there_is_none(monkeypatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    with pytest.raises(OSError, match="no console"):
        Tty()
