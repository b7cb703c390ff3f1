"""A note's way through the engine, in Python calls: `python -m benchmarks.way [DIRECTORY...]`.

The engine of each checkout plays as always, over OSC, while `sys.setprofile` watches its playing
thread. Nothing of a checkout is imported here, so that its modules may have any names. Its work is
cut into pieces where it waits (`select` or `poll`). A piece in which a datagram with a strike came
is the way in, from the waking to the next wait, when the next event is predicted. A piece in which
nothing came and a packet with a strike went is the way out, from the waking to that packet. A
piece in which anything else came or went is left out. A call is the entry of a Python function,
of a comprehension or of a generator's next step, as the interpreter counts them; functions in C
do not count. Modules are those of the package; depth is counted from the function that waits.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

PACKAGE: Final = "perf_engine"
STRIKES: Final = 60  # played to the engine
APART: Final = 0.25  # seconds
ALONE: Final = 20.0  # seconds of solo
PATIENCE: Final = 60.0
WAITS: Final = frozenset({"select", "poll"})
COMES: Final = frozenset({"recv", "recvfrom", "recv_into", "recvfrom_into", "recvmsg"})
GOES: Final = frozenset({"send", "sendto", "sendmsg"})


@dataclass(frozen=True, slots=True)
class Piece:
    """The work between two waits; where nothing came, until the first packet went."""

    came: int  # datagrams
    gone: int
    depth: int
    calls: dict[str, int]  # module:function -> how often it was entered

    @property
    def count(self) -> int:
        """Python calls, of all modules."""
        return sum(self.calls.values())

    @property
    def modules(self) -> Counter[str]:
        """Calls by module of the package."""
        found: Counter[str] = Counter()
        for name, count in self.calls.items():
            module = name.partition(":")[0]
            if module == PACKAGE or module.startswith(f"{PACKAGE}."):
                found[module] += count
        return found


class Watch:
    """A profiler that cuts the work of a thread where it waits."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._names: dict[object, str] = {}
        self._calls: Counter[object] = Counter()
        self._depth = self._deepest = self._came = self._gone = 0
        self._until_gone: tuple[int, Counter[object]] | None = None  # depth and calls until then

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """Be told of a call or a return, as `sys.setprofile` tells it."""
        if event == "call":
            self._calls[frame.f_code] += 1
            self._depth += 1
            self._deepest = max(self._deepest, self._depth)
            if frame.f_code not in self._names:
                module = frame.f_globals.get("__name__", "?")
                name = getattr(frame.f_code, "co_qualname", frame.f_code.co_name)
                self._names[frame.f_code] = f"{module}:{name}"
        elif event == "return":
            self._depth -= 1
        elif event in ("c_return", "c_exception", "c_call"):
            name = argument.__name__
            if event == "c_call" and name in WAITS:
                self.cut()
            elif (
                event == "c_return"
                and name in COMES
                and isinstance(argument.__self__, socket.socket)
            ):
                self._came += 1
            elif (
                event == "c_return"
                and name in GOES
                and isinstance(argument.__self__, socket.socket)
            ):
                self._gone += 1
                if self._until_gone is None:
                    self._until_gone = self._deepest, self._calls.copy()

    def cut(self) -> None:
        """End a piece of work where a wait begins."""
        if self._came or self._gone:
            deepest, entered = self._deepest, self._calls
            if self._until_gone is not None and not self._came:
                deepest, entered = self._until_gone
            calls: Counter[str] = Counter()
            for code, count in entered.items():
                calls[self._names[code]] += count
            self.pieces.append(Piece(self._came, self._gone, deepest, dict(calls)))
        self._calls.clear()
        self._until_gone = None
        self._depth = self._deepest = self._came = self._gone = 0


def play_watched(out: Path, words: Sequence[str]) -> None:
    """Be an engine, and write down the pieces of its work when it has ended."""
    from perf_engine.__main__ import main

    watch = Watch()
    sys.argv = ["perf-engine", *words]
    sys.setprofile(watch)
    try:
        main()
    except SystemExit:
        pass
    finally:
        sys.setprofile(None)
        watch.cut()  # it did not wait again after its last work
        pieces = [[p.came, p.gone, p.depth, p.calls] for p in watch.pieces]
        out.write_text(json.dumps(pieces), encoding="utf-8")


# the other side


def encoded(address: str, *values: int | float | str) -> bytes:
    """An OSC message."""

    def text(said: str) -> bytes:
        data = said.encode() + b"\0"
        return data + b"\0" * (-len(data) % 4)

    tags, body = ",", b""
    for value in values:
        if isinstance(value, str):
            tags, body = tags + "s", body + text(value)
        elif isinstance(value, int):
            tags, body = tags + "i", body + struct.pack(">i", value)
        else:
            tags, body = tags + "f", body + struct.pack(">f", value)
    return text(address) + text(tags) + body


def addresses(packet: bytes) -> list[str]:
    """The addresses of a packet's messages, in order."""
    if not packet.startswith(b"#bundle\0"):
        return [packet.partition(b"\0")[0].decode()]
    found, at = [], 16
    while at < len(packet):
        size = int.from_bytes(packet[at : at + 4], "big")
        found += addresses(packet[at + 4 : at + 4 + size])
        at += 4 + size
    return found


class Client:
    """A client that keeps all packets to and from an engine, in order."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self._engine = ("127.0.0.1", port)
        self.port = self._socket.getsockname()[1]
        self.sent: list[str] = []
        self.came: list[list[str]] = []

    def say(self, address: str, *values: int | float | str) -> None:
        """Send one message in a packet of its own."""
        self.sent.append(address)
        self._socket.sendto(encoded(address, *values), self._engine)

    def listen(self, seconds: float, until: str = "") -> bool:
        """Record for so long, or until a message of an address; return whether it came."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                self.came.append(addresses(self._socket.recv(65536)))
            except (TimeoutError, ConnectionRefusedError):
                continue
            if until in self.came[-1]:
                return True
        return False

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def pieces_of(root: Path, strikes: int = STRIKES, alone: float = ALONE) -> dict[str, list[Piece]]:
    """The ways in and out of the engine of a checkout. Raises OSError where it does not play."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pieces.json"
        words = ["play", "--no-midi", "--seed", "1", "--osc-port", str(port)]
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), "--inside", str(out), *words],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        client = Client(port)
        try:
            _play(client, process, strikes, alone)
            _, said = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
            process.wait()
            client.close()
        if not out.exists():
            raise OSError(f"the engine of {root} did not end well: {said.decode()[-400:]}")
        written = json.loads(out.read_text(encoding="utf-8"))
    return sort([Piece(*one) for one in written], client.sent, client.came)


def _play(client: Client, process: subprocess.Popen[bytes], strikes: int, alone: float) -> None:
    end = time.monotonic() + PATIENCE
    while not client.listen(0.2, until="/perf/pong"):
        if process.poll() is not None or time.monotonic() > end:
            raise OSError("the engine does not answer")
        client.say("/perf/ping", 1)
    client.say("/perf/notify", 1, client.port, "bundle", 0.0)
    client.listen(1.0)
    for i in range(strikes):
        client.say("/perf/in/note", 0, 48 + i * 7 % 24, 80)
        client.listen(APART / 2)
        client.say("/perf/in/noteoff", 0, 48 + i * 7 % 24, 0)
        client.listen(APART / 2)
    client.say("/perf/mode", "solo")
    client.listen(alone)
    client.say("/perf/quit")
    client.listen(1.0)


def sort(
    pieces: Sequence[Piece], sent: Sequence[str], came: Sequence[Sequence[str]]
) -> dict[str, list[Piece]]:
    """The pieces that are a note's way in or out, by the packets that came and went in each.

    Packets come and go on loopback in order and whole, so counts identify them. Until the engine
    answered, packets to it may have been lost; so those that came are counted from the end.
    """
    surplus = len(sent) - sum(piece.came for piece in pieces)
    if surplus < 0:
        raise ValueError(f"{-surplus} packets came to the engine that were not sent to it")
    taken, told = surplus, 0
    found: dict[str, list[Piece]] = {"in": [], "out": []}
    for piece in pieces:
        into = list(sent[taken : taken + piece.came])
        back = [name for packet in came[told : told + piece.gone] for name in packet]
        taken, told = taken + piece.came, told + piece.gone
        if into == ["/perf/in/note"] and not back:
            found["in"].append(piece)
        elif not into and back == ["/perf/note"]:
            found["out"].append(piece)
    return found


def typical(pieces: Sequence[Piece]) -> Piece:
    """The piece with the median number of calls. Raises ValueError where there is none."""
    if not pieces:
        raise ValueError("no note went this way alone")
    return sorted(pieces, key=lambda piece: piece.count)[len(pieces) // 2]


def line(way: str, pieces: Sequence[Piece]) -> str:
    """The figures of one way, in a sentence."""
    one = typical(pieces)
    least, most = min(p.count for p in pieces), max(p.count for p in pieces)
    own = sum(one.modules.values())
    functions = sum(name.startswith(f"{PACKAGE}.") for name in one.calls)
    mean = statistics.mean(p.count for p in pieces)
    return (
        f"{way}: {one.count} calls ({own} of the package), {functions} functions, "
        f"{len(one.modules)} modules, {one.depth} deep; "
        f"{len(pieces)} notes, {least}..{most} calls, mean {mean:.0f}"
    )


def main(words: list[str] | None = None) -> None:
    """Print both ways of each checkout, and by --list the calls of a typical note by module."""
    words = sys.argv[1:] if words is None else words
    if words[:1] == ["--inside"]:
        sys.path[0] = str(Path.cwd())  # not this folder, whose modules have common names
        play_watched(Path(words[1]), words[2:])
        return
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.way", description="Count the Python calls of a note's way."
    )
    parser.add_argument(
        "directory",
        nargs="*",
        type=Path,
        default=[Path()],
        help="Checkouts of the project.  [default: this one]",
    )
    parser.add_argument("--list", action="store_true", help="Say which modules, and how often.")
    asked = parser.parse_args(words)
    for root in asked.directory:
        try:
            ways = pieces_of(root.resolve())
            for way, pieces in ways.items():
                print(f"{root}, {line(way, pieces)}")
        except (OSError, ValueError) as error:
            parser.error(str(error))
        if asked.list:
            for way, pieces in ways.items():
                one = typical(pieces)
                print(f"\n{root}, {way}:")
                for module, count in one.modules.most_common():
                    functions = [
                        f"{name.partition(':')[2]} {n}"
                        for name, n in one.calls.items()
                        if name.partition(":")[0] == module
                    ]
                    print(f"  {module} {count}: {', '.join(functions)}")


if __name__ == "__main__":
    main()
