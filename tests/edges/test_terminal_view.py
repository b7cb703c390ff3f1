"""The live view in a real terminal, with a real engine: keys, stops, crashes and small windows."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from perf_engine.protocol.packets import build, read
from tests.support.terminal import PATIENCE, PLAY, ROOT, Terminal, playing_in

HINT = "? keys"
ENTER_WORDS = "Panic: nothing sounds."


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment whose recordings and states lie in a folder of the test's own."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}


def port_of(terminal: Terminal) -> int:
    terminal.until_text("is ready on port ")
    terminal.until(lambda: HINT in terminal.text)
    return int(terminal.text.rpartition("is ready on port ")[2].split(".")[0])


class Client:
    """A program that asks the engine."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(PATIENCE)

    def ask(self, address: str, *arguments: int | float | str) -> tuple[str, list[object]]:
        self.socket.send(build(address, *arguments))
        return read(self.socket.recv(65536))


def view_of(engine: int) -> int:
    """The process of the view, a child of the engine."""
    return child_of(engine, "clients.terminal.process")


def child_of(process: int, words: str, within: float = PATIENCE) -> int:
    """The child of a process in whose command these words stand; 0 after so many seconds.

    Never hand that 0 to `os.kill`: it means the whole process group of the tests.
    """
    until = time.monotonic() + within
    while True:
        for number in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            with suppress(OSError):
                command = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ")
                if words.encode() in command:
                    return int(number)
        if time.monotonic() >= until:
            return 0
        time.sleep(0.02)


def kill(process: int, number: signal.Signals) -> None:
    """Send a signal to one process that is there."""
    assert process > 1, "there is no such process"
    os.kill(process, number)


@pytest.fixture
def shown(home: dict[str, str]) -> Iterator[Terminal]:
    with playing_in(env=home) as terminal:
        yield terminal


def test_a_chord_is_shown_while_it_is_given(shown: Terminal) -> None:
    client = Client(port_of(shown))
    client.ask("/perf/chord", "Ebm7")
    shown.until_text("Ebm7, given")
    client.ask("/perf/chord", "auto")
    shown.until(lambda: "Ebm7, given" not in shown.text)


def test_keys_are_orders_and_each_is_confirmed_in_a_line(shown: Terminal, tmp_path: Path) -> None:
    client = Client(port_of(shown))
    shown.until_text("duet │ you and the machine play")
    for key, words in (
        ("m", "Mode: takeover."),
        ("4", "Mode: listen."),
        ("9", "There is no mode 9: 1 duet, 2 takeover"),
        (" ", "Stopped: the machine is silent."),
        (" ", "Started: the machine plays again."),
        ("\x1b[A\x1b[B", ""),  # arrows
        ("k", "Refused: nothing is being recorded"),
        ("r", "The recording runs"),
        ("k", "Marked: mark 1."),
        ("r", "The recording has ended."),
        ("b", "No state has been saved here yet"),
        ("s", "Saved: live "),
        ("b", "Back to live "),
        ("+", "How busy (density): 1.2, busier."),
        ("-", "How busy (density): 1, less busy."),
        (".", "How loud (velocity_scale): 1.1, louder."),
        ("l", "Which control shall the next knob set?"),
        ("3", "it will set How loud (velocity_scale)"),
        ("l", "9  panic"),
        ("x", "No knob is bound."),
        ("?", "Ctrl-C  end the engine"),
        ("q", "That key does nothing: ? lists the keys."),
        ("p", ENTER_WORDS),
    ):
        shown.type(key)
        shown.until_text(words)
    for words in ("Stopped: the machine", "Started: the machine"):
        shown.type("0")
        shown.until_text(words, 2)
    assert shown.text.count(ENTER_WORDS) == 1  # the arrows were none
    shown.type("\x1b")
    shown.until_text(ENTER_WORDS, 2)
    assert client.ask("/perf/mode") == ("/perf/mode", ["listen"])
    assert client.ask("/perf/param/velocity_scale")[1] == [pytest.approx(1.1)]
    client.ask("/perf/mode", "call_response")
    shown.until_text("call_response │ your turn: play a phrase")  # another client's change
    shown.type("\x03")
    assert shown.ended() == 0
    assert HINT not in shown.text
    assert "perf_engine has ended; nothing sounds." in shown.text
    assert shown.settings == shown.before


def test_the_computer_keyboard_plays_and_both_hands_are_seen(shown: Terminal) -> None:
    port_of(shown)
    shown.type("3")  # solo
    shown.until(lambda: "■" in shown.text)
    shown.type("4i")
    shown.until_text("The computer keyboard plays")
    shown.type("x")
    shown.until_text("A is C5.")
    shown.type("h")
    shown.until(lambda: "●" in shown.text)
    shown.type("p")
    shown.until_text(ENTER_WORDS)


def test_the_count_in_is_seen(home: dict[str, str]) -> None:
    with playing_in("--mode", "call_response", "--set", "windowed=1", env=home) as terminal:
        port_of(terminal)
        terminal.until_text("your turn in 2")
        terminal.until_text("call_response │ your turn 4")


def test_that_the_machine_rests_is_said_and_shown(home: dict[str, str]) -> None:
    with playing_in("--set", "rest_after=0.5", env=home) as terminal:
        client = Client(port_of(terminal))
        client.socket.send(build("/perf/in/note", 0, 60, 90, 0.2))
        terminal.until_text("The machine rests: nobody has played for 0.5 s.")
        terminal.until_text("the machine rests: play, and it goes on")


def test_a_panic_obeys_while_the_terminal_stands_still(shown: Terminal) -> None:
    client = Client(port_of(shown))
    client.ask("/perf/notify", 1, 0, "now", 0)
    shown.type("\x13")  # Ctrl-S
    for _ in range(20):
        shown.type("?")
        shown.look(0.01)
    heard: list[str] = []
    shown.type("\x1bl[p")  # in the midst of other keys
    until = time.monotonic() + PATIENCE
    while "/perf/cc" not in heard and time.monotonic() < until:  # all sound off, which ends a panic
        heard.append(read(client.socket.recv(65536))[0])
    assert "/perf/cc" in heard
    assert ENTER_WORDS not in shown.text
    shown.type("\x11")  # Ctrl-Q
    shown.until_text(ENTER_WORDS)
    shown.until_text("Ctrl-C  end the engine", times=1)
    shown.type("\x13")
    shown.type("\x03")  # the end waits for nobody either
    assert shown.ended() == 0
    assert shown.settings == shown.before


@pytest.mark.parametrize(("columns", "rows"), [(20, 5), (9, 3), (1, 1), (300, 100)])
def test_it_fits_a_window_that_is_dragged_to_any_size(
    home: dict[str, str], columns: int, rows: int
) -> None:
    with playing_in("--mode", "solo", columns=columns, rows=rows, env=home) as terminal:
        terminal.until(lambda: b"\x1b[J" in terminal.raw)
        terminal.resize(100, 30)
        terminal.type("\x0c")
        terminal.until_text("solo │ the machine plays alone")
        terminal.resize(columns, rows)
        terminal.type("p")
        before = terminal.raw.count(b"\x1b[J")
        terminal.until(lambda: terminal.raw.count(b"\x1b[J") > before)
        terminal.resize(100, 30)
        terminal.type("\x0c")
        terminal.until_text("solo │ the machine plays alone")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ended() == 0
        assert terminal.settings == terminal.before


def test_at_twenty_columns_and_five_rows_mode_and_keys_are_seen(home: dict[str, str]) -> None:
    with playing_in("--mode", "solo", columns=20, rows=5, env=home) as terminal:
        terminal.until(lambda: any(line.startswith("solo") for line in terminal.screen.display))
        terminal.until(lambda: "■" in "".join(terminal.screen.display))
        assert all(len(line) <= 20 for line in terminal.screen.display)

        def modes() -> int:
            return sum(line.startswith("solo") for line in terminal.screen.display)

        terminal.until(lambda: modes() == 1)  # what is seen may be half of a picture


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_where_the_view_is_killed_the_music_goes_on_in_plain_lines(
    shown: Terminal, number: signal.Signals
) -> None:
    client = Client(port_of(shown))
    kill(view_of(shown.process.pid), number)
    shown.until_text("The live view has ended; the log goes on in plain lines.")
    shown.until(lambda: shown.settings == shown.before)
    assert client.ask("/perf/mode") == ("/perf/mode", ["duet"])
    shown.type("\n")  # Enter is a panic, as without a view
    shown.until_text(ENTER_WORDS)
    shown.type("\x03")
    assert shown.ended() == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGQUIT, signal.SIGHUP])
def test_where_the_engine_is_killed_the_terminal_is_as_it_was(
    home: dict[str, str], number: signal.Signals
) -> None:
    play = " ".join(PLAY)
    shell = Terminal("sh", "-c", f"{play}; echo the shell goes on; read line", env=home)
    try:
        port_of(shell)
        kill(child_of(shell.process.pid, "perf_engine play"), number)
        shell.until_text("the shell goes on")
        shell.until(lambda: shell.settings == shell.before)
    finally:
        shell.close()


def test_a_view_that_stands_still_stops_nothing(shown: Terminal) -> None:
    client = Client(port_of(shown))
    view = view_of(shown.process.pid)
    kill(view, signal.SIGSTOP)
    assert client.ask("/perf/mode", "solo") == ("/perf/done", ["/perf/mode", "solo"])
    for _ in range(300):
        assert client.ask("/perf/nosuch")[0] == "/perf/fail"  # each is a line of the log
    shown.type("\x03")
    assert shown.ended() == 0
    assert shown.settings == shown.before


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back(home: dict[str, str]) -> None:
    shell = Terminal("bash", "--norc", "--noprofile", "-i", env={**home, "PS1": "shell> "})
    try:
        shell.until_text("shell>")
        command = " ".join(PLAY)
        shell.type(f"stty -a | tr ';' '\\n' | grep -c susp; {command}\n")
        port_of(shell)
        shell.type("\x1a")
        shell.until_text("Stopped")
        shell.until(lambda: shell.text.rstrip().endswith("shell>"))
        assert HINT not in shell.text
        shell.type("echo as $((40+2))\n")
        shell.until_text("as 42")
        shell.type("stty -a | grep -o ' echo \\| icanon\\|-echo \\|-icanon' | tr -d '\\n'\n")
        shell.until(lambda: "icanon echo" in shell.text.replace("  ", " "))
        shell.type("bg\n")
        shell.until_text("shell>", times=3)
        shell.type("echo still $((20+1))\n")
        shell.until_text("still 21")
        assert HINT not in shell.text
        shell.type("fg\n")
        shell.until_text(HINT)
        shell.type("4")
        shell.until_text("Mode: listen.")
        kill(foreground(shell), signal.SIGTSTP)  # not typed: only the engine is stopped
        shell.until_text("Stopped", times=2)
        shell.type("fg\n")
        shell.until(lambda: shell.settings[3] & termios.ICANON == 0)
        shell.type("m")
        shell.until_text("Mode: call_response.")
        shell.type("\x03")
        shell.until_text("perf_engine has ended; nothing sounds.")
        shell.until(lambda: shell.text.rstrip().endswith("shell>"))
        shell.type("exit\n")
        shell.ended()
    finally:
        shell.close()


def foreground(terminal: Terminal) -> int:
    return os.tcgetpgrp(terminal.ours)


def test_no_keys_whatever_end_it(shown: Terminal) -> None:
    client = Client(port_of(shown))
    numbers = random.Random(7)
    forbidden = {0x03, 0x1A, 0x1C, 0x13}  # the signals, and Ctrl-S
    for _ in range(120):
        keys = bytes(numbers.randrange(256) for _ in range(numbers.choice((1, 2, 5, 60))))
        shown.type(bytes(key for key in keys if key not in forbidden))
        shown.look(0.02)
    shown.type("\x11")
    before = shown.text.count(ENTER_WORDS)
    shown.type("p")
    shown.until(lambda: shown.text.count(ENTER_WORDS) > before)
    client.ask("/perf/ping", 1)
    assert view_of(shown.process.pid)
    shown.type("\x03")
    assert shown.ended() == 0
    assert shown.settings == shown.before


@pytest.mark.parametrize("options", [["--no-view"], []])
def test_plain_lines_are_written_where_no_view_is_wanted_or_possible(
    home: dict[str, str], options: list[str]
) -> None:
    env = home if options else {**home, "TERM": "dumb"}
    with playing_in(*options, env=env) as terminal:
        terminal.until_text("is ready on port ")
        assert "Enter silences everything at once (panic); Ctrl-C ends." in terminal.text
        assert b"\x1b" not in terminal.raw
        terminal.type("\n")
        terminal.until_text(ENTER_WORDS)
        terminal.type("\x03")
        assert terminal.ended() == 0


def test_a_pipe_gets_plain_lines(home: dict[str, str]) -> None:
    engine = subprocess.Popen(
        PLAY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **home, "PYTHONPATH": str(ROOT)},
    )
    assert engine.stdout is not None
    lines = []
    for line in engine.stdout:
        lines.append(line)
        if "ready" in line:
            break
    engine.send_signal(signal.SIGTERM)
    rest, _ = engine.communicate(timeout=60)
    assert "\x1b" not in "".join(lines) + rest
    assert engine.returncode == 0


def test_a_terminal_without_unicode_gets_plain_signs(home: dict[str, str]) -> None:
    env = {**home, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with playing_in("--mode", "solo", env=env) as terminal:
        terminal.until_text("solo | the machine plays alone")
        terminal.until(lambda: "*" in "".join(terminal.screen.display))
        with suppress(UnicodeDecodeError):
            terminal.raw.decode("ascii")
            return
        pytest.fail("something is not ASCII")
