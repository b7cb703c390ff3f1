"""What the documents tell to type works as it stands there."""

from __future__ import annotations

import ast
import itertools
import os
import re
import shlex
import socket
import subprocess
from pathlib import Path

import pytest
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from perf_engine.cli.configuration import read_config
from perf_engine.engine.handlers.reference import as_markdown
from perf_engine.engine.handlers.schema import find
from tests.support.peers import end, free_port, line_within, require, run_process

ROOT = Path(__file__).parents[1]
# Where the lines stand that are for those who have no library of ours.
PAGES = {
    "SuperCollider": ("supercollider.md", "Without the Quark"),
    "Max": ("max.md", "Without the package"),
    "Sonic Pi": ("live-coding.md", "Sonic Pi"),
    "A terminal": ("live-coding.md", "A terminal"),
    "Python": ("python.md", ""),
}
SILENT_SCLANG = {
    "QT_QPA_PLATFORM": "offscreen",
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
}


def page_of(program: str) -> str:
    """The part of a page that is for a program without a library."""
    name, heading = PAGES[program]
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0] if heading else text


def block(language: str, program: str, number: int = 0) -> str:
    """A code block of a language on the page of a program."""
    found = re.findall(rf"```{language}\n(.*?)```", page_of(program), flags=re.DOTALL)
    assert len(found) > number, f"there is no {language} for {program}"
    text: str = found[number]
    return text


def every_block(language: str, program: str) -> str:
    """All code blocks of a language on the page of a program."""
    return "".join(re.findall(rf"```{language}\n(.*?)```", page_of(program), flags=re.DOTALL))


def accepted(address: str, *values: object) -> None:
    """The engine would take this message. Raises Refusal."""
    find(address)[0].check(list(values))


# Here the program is installed as a package, and is called by its own name.
AS_A_PACKAGE = {"installation.md": ("## As a package", "## Windows")}
PROGRAM = re.compile(r"(?:^|`|(?<=\s))perf-engine (?=[a-z-])", flags=re.MULTILINE)


def in_a_checkout(name: str, text: str) -> str:
    """A page without the sections in which the program is installed as a package."""
    for heading in AS_A_PACKAGE.get(name, ()):
        before, _, after = text.partition(f"{heading}\n")
        text = before + "".join(after.partition("\n## ")[1:])
    return text


def not_found(text: str) -> list[str]:
    """Commands in the code of a page that no shell finds in a copy of the project."""
    code = re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL)
    typed = [one for one in code if not re.match(r"`(systemctl|journalctl|sudo systemctl)", one)]
    return [line for one in typed for line in one.splitlines() if PROGRAM.search(line)]


def without_the_folder(text: str) -> list[str]:
    """Places at which one types in a new terminal, which opens in the home folder, without a `cd`.

    That is the first block with a command of ours, and each that a second terminal gets.
    """
    parts = re.split(r"(```(?:sh)?\n.*?```)", text, flags=re.DOTALL)
    ours = [one for one in parts if re.search(r"^\.venv\S*/bin/", one, flags=re.MULTILINE)]
    places = [one for one in ours[:1] if one.startswith("```")]
    for part, block in itertools.pairwise([*parts, ""]):
        for paragraph in re.split(r"\n\s*\n", part.rstrip()):
            if part.startswith("```") or not re.search(r"(second|another)\s+terminal", paragraph):
                continue
            if paragraph.endswith(":"):
                places.append(block)
            elif re.search(r"`\.venv|type\s+`", paragraph) and "`cd perf_engine`" not in paragraph:
                places.append(paragraph)
    return [place for place in places if not re.match(r"```(?:sh)?\ncd perf_engine\n", place)]


GUIDES = sorted(path for path in [ROOT / "README.md", *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_every_command_works_when_it_is_pasted(page: Path) -> None:
    text = in_a_checkout(page.name, page.read_text("utf-8"))
    assert not_found(text) == []
    assert without_the_folder(text) == []


def test_a_command_that_no_shell_would_find_is_seen() -> None:
    assert not_found("type `perf-engine doctor`, or `make doctor`") == ["`perf-engine doctor`"]
    assert not_found("```sh\nTZ=X perf-engine play\n.venv/bin/perf-engine send mode\n```") == [
        "TZ=X perf-engine play"
    ]
    assert not_found("`systemctl edit perf-engine` and `org.perf-engine.` are others") == []
    bare = "In a second terminal, type:\n\n```sh\n.venv/bin/perf-engine ports\n```"
    assert len(without_the_folder(bare)) == 2
    assert without_the_folder(bare.replace(".venv", "cd perf_engine\n.venv")) == []
    assert without_the_folder("In a second terminal, type `make doctor`.") != []


class Engine:
    """A stand-in engine: a socket that tells what it was sent, and sends what it is told."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def next(self, seconds: float = 60.0) -> OscMessage:
        self.socket.settimeout(seconds)
        return OscPacket(self.socket.recv(65536)).messages[0].message

    def send(self, port: int, address: str, *values: int | float) -> None:
        builder = OscMessageBuilder(address)
        for value in values:
            builder.add_arg(value)
        self.socket.sendto(builder.build().dgram, ("127.0.0.1", port))


def test_the_terminal_lines_reach_the_engine() -> None:
    require("oscsend")
    engine = Engine()
    sent = []
    for line in every_block("sh", "A terminal").splitlines():
        if line.startswith("oscsend"):
            words = [word.replace("9470", str(engine.port)) for word in shlex.split(line)]
            subprocess.run(words, check=True, timeout=10)
            message = engine.next()
            accepted(message.address, *message.params)
            sent.append(message.address)
    assert sent == ["/perf/notify", "/perf/in/note"]


def test_the_supercollider_lines_play_and_hear(tmp_path: Path) -> None:
    require("sclang")
    engine = Engine()
    # Without a sound card there is no server to boot; the language does the same without it.
    setup, _, note = block("supercollider", "SuperCollider").rpartition(")\nn.sendMsg")
    script = tmp_path / "readme.scd"
    script.write_text(
        "{ 60.wait; 1.exit }.fork;\n"
        + setup.replace("9470", str(engine.port)).replace("s.waitForBoot {", "value {")
        + ");\nOSCdef(\\go, { n.sendMsg"
        + note.partition(";")[0]
        + "}, '/test/go');\n"
        'OSCdef(\\say, { ("SOUNDING " ++ ~sounding.keys.asArray.sort ++ " KEPT "'
        " ++ ~kept.size).postln }, '/test/say');\n"
        "OSCdef(\\end, { 0.exit }, '/test/end');\n",
        encoding="utf-8",
    )
    (tmp_path / "conf.yaml").write_text("includePaths: []\n", encoding="utf-8")
    environment = {**SILENT_SCLANG, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    command = ("sclang", "-l", str(tmp_path / "conf.yaml"), "-u", str(free_port()), str(script))
    with run_process(*command, env=environment, stderr=subprocess.DEVNULL) as sclang:
        notify = engine.next()
        accepted(notify.address, *notify.params)
        port = notify.params[1]

        def said() -> str:
            engine.send(port, "/test/say")
            while "SOUNDING" not in (line := line_within(sclang, 30)):
                pass
            return line

        for pitch in (64, 67, 69):
            engine.send(port, "/perf/note", 0, pitch, 80, 0.0)
        engine.send(port, "/perf/noteoff", 0, 64, 0.0)
        engine.send(port, "/perf/cc", 0, 64, 127, 0.0)
        engine.send(port, "/perf/noteoff", 0, 67, 0.0)
        assert said() == "SOUNDING [ 69 ] KEPT 1"
        engine.send(port, "/perf/cc", 0, 64, 0, 0.0)
        assert said() == "SOUNDING [ 69 ] KEPT 0"
        engine.send(port, "/test/go")
        played = engine.next()
        accepted(played.address, *played.params)
        assert (played.address, played.params[:3]) == ("/perf/in/note", [0, 60, 100])
        engine.send(port, "/test/end")
        assert end(sclang) in (0, -15)


def test_the_python_lines_play_with_an_engine_of_their_own(capsys) -> None:
    code = (
        block("python", "Python")
        .replace("connect()", 'connect(port=0, options=["--no-midi", "--set", "patience=0.2"])')
        .replace("seconds=5", "seconds=2")
    )
    exec(compile(code, "python.md", "exec"), {})
    assert "Strike(voice=0, pitch=" in capsys.readouterr().out


@pytest.mark.parametrize("line", re.findall(r'^ *osc (".*)$', block("ruby", "Sonic Pi"), re.M))
def test_the_engine_takes_what_sonic_pi_sends(line: str) -> None:
    address, *values = ast.literal_eval(f"[{line}]")
    accepted(address, *values)


@pytest.mark.parametrize("line", re.findall(r"\[(/perf/[^(\]]*)\(", page_of("Max")))
def test_the_engine_takes_what_max_sends(line: str) -> None:
    address, *words = line.split()
    accepted(address, *(word if word.isalpha() else float(word) for word in words))


@pytest.mark.parametrize(
    "text",
    [
        found
        for path in sorted(ROOT.glob("docs/*.md"))
        for found in re.findall(r"```toml\n(.*?)```", path.read_text("utf-8"), flags=re.DOTALL)
        if not found.startswith("[[rule]]")  # a table of parts; tests/training/data/test_roles.py
    ],
)
def test_configurations_are_as_the_engine_reads_them(text: str, tmp_path: Path) -> None:
    file = tmp_path / "concert.toml"
    file.write_text(text, encoding="utf-8")
    read_config(file)


def test_the_osc_reference_is_the_schema() -> None:
    written = (ROOT / "docs/osc.md").read_text(encoding="utf-8")
    assert written.strip() == as_markdown().strip(), "type  make docs"


def test_there_are_lines_for_sonic_pi_and_max() -> None:
    assert len(re.findall(r'^ *osc "', block("ruby", "Sonic Pi"), re.M)) == 2
    assert len(re.findall(r"\[(/perf/[^(\]]*)\(", page_of("Max"))) == 2


def test_the_scripts_are_posix_shell() -> None:
    shell = "dash" if os.path.exists("/bin/dash") else "sh"
    for script in [*ROOT.glob("scripts/*.sh")]:
        subprocess.run([shell, "-n", str(script)], check=True, timeout=10)
