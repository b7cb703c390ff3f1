"""Visits an engine from other addresses, in a network of its own; prints what came of it as JSON.

python lan_visit.py LOG: the loopback device has 192.0.2.7, 192.168.0.9 and fd00::7 as well.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from perf_engine.protocol.packets import build, read, split
from tests.support.concert import playing

TOLD_TO_ALL = {
    f"/perf/{word}"
    for word in (
        "alive",
        "running",
        "flush",
        "note",
        "noteoff",
        "cc",
        "sounding",
        "heard",
        "foresee",
        "turn",
        "overload",
        "pulse",
        "channel",
    )
}
OPTIONS = ("--no-midi", "--lan", "--allow", "192.168.0.0/24", "--token", "open sesame")


class Visitor:
    """Somebody at an address."""

    def __init__(self, host: str, port: int) -> None:
        new = ":" in host
        self.socket = socket.socket(socket.AF_INET6 if new else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.engine = (host, port)  # every address here is the engine's machine's
        self.sent = self.came = self.number = 0

    def ask(self, address: str, *values: int | float | str, seconds: float = 60.0) -> list[object]:
        """The first answer within so many seconds, without what is told to all."""
        while select.select([self.socket], [], [], 0)[0]:  # late answers to what was asked before
            self.came += len(self.socket.recv(65536))
        packet = build(address, *values)
        self.socket.sendto(packet, self.engine)
        self.sent += len(packet)
        until = time.monotonic() + seconds
        while select.select([self.socket], [], [], max(0.0, until - time.monotonic()))[0]:
            data = self.socket.recv(65536)
            self.came += len(data)
            for message, _ in split(data):
                told, arguments = read(message)
                if told == "/perf/prove":
                    self.number = int(arguments[0])
                elif told not in TOLD_TO_ALL:
                    return [told, *arguments]
        return []


with playing(Path(sys.argv[1]), *OPTIONS) as engine:
    stranger = Visitor("192.0.2.7", engine.port)
    found: dict[str, object] = {"text": engine.text}
    found["stranger stops"] = stranger.ask("/perf/stop")
    found["stranger registers"] = stranger.ask("/perf/notify", 1)
    before = stranger.sent, stranger.came
    began = time.monotonic()
    for _ in range(100):
        stranger.ask("/perf/get", seconds=0.01)
    stranger.ask("/perf/x", seconds=1.0)
    found["sent"], found["came"] = stranger.sent - before[0], stranger.came - before[1]
    found["seconds"] = time.monotonic() - began
    asked_until = time.monotonic() + 60.0
    stranger.number = 0
    while not stranger.number and time.monotonic() < asked_until:
        stranger.ask("/perf/ping", seconds=1.5)
    found["stranger proves"] = stranger.ask("/perf/proof", stranger.number)
    found["proved asks"] = [stranger.ask("/perf/get")[:1] for _ in range(5)]
    found["stranger panics"] = stranger.ask("/perf/panic", 1.0)
    found["proved stops"] = stranger.ask("/perf/stop")
    found["wrong token"] = stranger.ask("/perf/token", "shut sesame")
    found["right token"] = stranger.ask("/perf/token", "open sesame")
    found["holder stops"] = stranger.ask("/perf/stop")
    allowed = Visitor("192.168.0.9", engine.port)
    found["allowed starts"] = allowed.ask("/perf/start")
    found["allowed quits"] = allowed.ask("/perf/quit")
    new = Visitor("fd00::7", engine.port)
    found["new stranger stops"] = new.ask("/perf/stop")
    found["new stranger pings"] = new.ask("/perf/ping", 7)[:2]
    here = Visitor("::1", engine.port)
    found["here"] = here.ask("/perf/reset")
print(json.dumps(found))
