"""An engine started by a client: its options, its words, and the end of it."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from perf_engine.clients.python import engine_process
from perf_engine.clients.python.engine_process import EngineProcess
from perf_engine.protocol.errors import NoEngine


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in the place of Python, which writes its arguments beside it."""
    program = tmp_path / "engine"
    monkeypatch.setattr(engine_process.sys, "executable", str(program))
    return program


def write_program(program: Path, *lines: str) -> None:
    written = ["#!/bin/sh", f"echo \"$@\" > '{program}.arguments'", *lines]
    program.write_text("\n".join([*written, "cat > /dev/null", ""]))
    program.chmod(0o755)


async def started(*options: str) -> list[str]:
    engine = await EngineProcess.start(9470, options)
    try:
        return list(engine.said)
    finally:
        await engine.end()


@pytest.mark.parametrize(
    ("option", "keyboard"),
    [
        ("--record=/my/midi_takes", False),
        ("--mode=solo", False),
        ("--midi-out=auto", True),
        ("--no-midi", True),
        ("--config", True),
        ("--config=/my.toml", True),
    ],
)
def test_unless_an_option_is_about_midi_no_keyboard_is_opened(
    stand_in: Path, option: str, keyboard: bool
) -> None:
    write_program(stand_in, "echo perf_engine is ready on port 9470.")
    asyncio.run(started(option))
    words = Path(f"{stand_in}.arguments").read_text().split()
    assert words[-1] == option
    assert ("--midi-in" not in words) == keyboard


@pytest.mark.parametrize("length", [100_000, 3_000_000])
def test_a_line_of_any_length_does_not_end_the_reading(stand_in: Path, length: int) -> None:
    write_program(
        stand_in,
        f"head -c {length} /dev/zero | tr '\\0' x",
        "echo",
        "echo perf_engine is ready on port 9470.",
    )
    said = asyncio.run(started())
    assert sum(map(len, said[:-1])) == length
    assert said[-1] == "perf_engine is ready on port 9470."


def test_an_engine_that_is_not_ready_in_time_is_told_of_with_what_it_said(
    monkeypatch: pytest.MonkeyPatch, stand_in: Path
) -> None:
    monkeypatch.setattr(engine_process, "STARTED_WITHIN", 5.0)
    write_program(stand_in, "echo Loading.")
    with pytest.raises(NoEngine, match=r"not ready within 5 s; it said: Loading\."):
        asyncio.run(started())


def test_a_program_that_cannot_be_started_is_no_engine(stand_in: Path) -> None:
    with pytest.raises(NoEngine, match=r"the engine cannot be started: .*No such file"):
        asyncio.run(started())


def test_why_it_ended_before_it_was_ready_is_said_in_its_last_words(stand_in: Path) -> None:
    stand_in.write_text("#!/bin/sh\necho Loading.\necho The model is broken.\nexit 2\n")
    stand_in.chmod(0o755)
    with pytest.raises(NoEngine, match=r"does not start: The model is broken\.$"):
        asyncio.run(started())


def test_its_port_is_the_one_that_it_says_and_its_end_has_a_status(stand_in: Path) -> None:
    write_program(stand_in, "echo perf_engine is ready on port 5005.")
    stand_in.write_text(f"{stand_in.read_text()}exit 7\n")

    async def play() -> tuple[int, int]:
        engine = await EngineProcess.start(0)
        return engine.port, await engine.end()

    assert asyncio.run(play()) == (5005, 7)


def test_an_engine_that_does_not_go_is_ended_by_force(
    monkeypatch: pytest.MonkeyPatch, stand_in: Path
) -> None:
    monkeypatch.setattr(engine_process, "GOODBYE", 0.1)
    write_program(stand_in, "echo perf_engine is ready on port 9470.", "exec sleep 1000")

    async def play() -> int:
        return await (await EngineProcess.start(9470)).end()

    assert asyncio.run(play()) == -signal.SIGKILL


def test_only_its_last_lines_are_kept(stand_in: Path) -> None:
    write_program(stand_in, "seq 500", "echo perf_engine is ready on port 9470.")
    said = asyncio.run(started())
    assert said[-2:] == ["500", "perf_engine is ready on port 9470."]
    assert len(said) == engine_process.KEPT
