"""The engine's sentences at the start."""

from __future__ import annotations

import errno
import os

import pytest

from perf_engine.live import engine
from perf_engine.live.engine import Engine, StartError
from perf_engine.live.options import Options


@pytest.mark.parametrize(("number", "sentence"), [
    (errno.EADDRINUSE, "is an engine running already? Choose another with --osc-port."),
    (errno.EACCES, "ports below 1024 are for the system. Choose one of 1024..65535 with --osc"),
    (errno.EADDRNOTAVAIL, "). Choose another with --osc-port."),
])  # fmt: skip
def test_why_a_port_does_not_open_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(host: str, port: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(engine, "Port", refuse)
    with pytest.raises(StartError) as caught:
        Engine(Options(osc_port=80), lambda _: None)
    said = str(caught.value)
    assert said.startswith(f"OSC port 80 cannot be opened ({os.strerror(number)})")
    assert sentence in said
    assert ("already" in said) == (number == errno.EADDRINUSE)
