"""What Sonic Pi would send for the examples, packet for packet, to the real engine, and back.

Sonic Pi's source says how: each `osc` is a plain message, no bundle, sent at its time from the
very socket that incoming messages come to (4560); ints are i, floats f, texts s. What comes in is
read as plain messages only.
"""

from __future__ import annotations

import ast
import re
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from perf_engine.engine.handlers.schema import find
from perf_engine.protocol.notes import Heard
from perf_engine.protocol.packets import read
from tests.support.concert import connected

EXAMPLES = sorted((Path(__file__).parents[2] / "sonic_pi").glob("*.rb"))
Value = int | float | str


def padded(text: str) -> bytes:
    data = text.encode()
    return data + b"\0" * (4 - len(data) % 4)


def encoded(address: str, values: list[Value]) -> bytes:
    """A message as Sonic Pi's encoder writes it."""
    tags, body = ",", b""
    for value in values:
        if isinstance(value, int):
            tags, body = tags + "i", body + struct.pack(">i", value)
        elif isinstance(value, float):
            tags, body = tags + "f", body + struct.pack(">f", value)
        else:
            tags, body = tags + "s", body + padded(value)
    return padded(address) + padded(tags) + body


def said(example: Path, port: int) -> Iterator[tuple[str, list[Value]]]:
    """What an example says, once through each of its loops; `port` in the place of 4560."""
    loops: list[tuple[str, list[Value], list[str]]] = []
    inside = False
    for line in example.read_text(encoding="utf-8").splitlines():
        loop = re.search(r"^ *(\[.*\])\.each do \|(\w+)\|", line)
        if loop:
            loops.append((loop[2], ast.literal_eval(loop[1]), []))
            inside = True
        elif re.match(r"^ *end\b", line):
            inside = False
        elif re.match(r"^ *osc ", line):
            code = line.strip().removeprefix("osc ").replace("4560", str(port))
            if inside:
                loops[-1][2].append(code)
            else:
                address, *values = ast.literal_eval(f"[{code}]")
                yield address, values
    for name, among, codes in loops:
        for value in among:
            for code in codes:
                assert re.search(rf"\b{name}\b", code)
                written = re.sub(rf"\b{name}(?=,|$)", repr(value), code)
                address, *values = ast.literal_eval(f"[{written}]")
                yield address, values


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_engine_takes_every_message_of_an_example(example: Path) -> None:
    messages = list(said(example, 4560))
    assert ("/perf/notify", [1, 4560, "now", 0]) in messages
    for address, values in messages:
        find(address)[0].check(list(values))
        assert read(encoded(address, values))[0] == address


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_what_an_example_plays_is_heard_and_its_notes_come_back(start, example: Path) -> None:
    with (
        start() as engine,
        connected(engine.port, everything=True) as perf,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sonic_pi,
    ):
        sonic_pi.bind(("127.0.0.1", 0))
        sonic_pi.settimeout(60)
        told, played = perf.listen(60), []
        for address, values in said(example, sonic_pi.getsockname()[1]):
            sonic_pi.sendto(encoded(address, values), ("127.0.0.1", engine.port))
            if address == "/perf/in/note":
                played.append(values[1])
                time.sleep(0.1)
        heard: list[int] = []
        while len(heard) < len(played):
            one = next(told)
            if isinstance(one, Heard) and one.velocity:
                heard.append(one.pitch)
        assert heard == played
        notes: list[list[object]] = []
        while len(notes) < 3:
            data = sonic_pi.recv(65536)
            assert data.startswith(b"/perf/")  # a bundle would not be read
            address, arguments = read(data)
            assert address != "/perf/fail", arguments
            if address == "/perf/note":
                notes.append(arguments)
        for _, pitch, velocity, in_ms in notes:
            assert 0 <= pitch <= 127
            assert 0 < velocity <= 127
            assert in_ms == 0
        if "canon" in example.stem:
            assert [pitch for _, pitch, *_ in notes] == [pitch + 7 for pitch in played[:3]]
        if "weather" in example.stem:
            assert perf.temperature == 1.3
            assert perf.get("register_low", "register_high") == {
                "register_low": 60,
                "register_high": 84,
            }
        sonic_pi.sendto(encoded("/perf/panic", []), ("127.0.0.1", engine.port))
        while read(sonic_pi.recv(65536))[1][:1] != ["/perf/panic"]:
            pass
