"""Speed as a player meets it: after pauses, over UDP, and as CPU time for each note.

`python -m benchmarks --against DIRECTORY` measures another checkout beside this one, a few events
here and a few there in turn, so that other load on the machine falls on both alike. Of the other
checkout only its program and the names of its classes are used (see `probe.py`).
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .measure import Row
from .paired import FEWEST, signed_rank
from .processes import main_thread_time, resident
from .way import addresses, encoded

HOST: Final = "127.0.0.1"
HERE: Final = Path(__file__).resolve().parents[1]
PAUSES: Final = (0.002, 0.010, 0.050)  # seconds without work before each measurement
VOICES: Final = (1, 4, 16)
START: Final = 60.0  # seconds that an engine may take to start
ANSWER: Final = 2.0  # seconds that it may take to answer
RESTS: Final = 0.05  # seconds to wait at most until it rests after an answer
SLICE: Final = 5.0  # seconds of solo at a time
MOST_SLICES: Final = 5  # without a note, in a row
AT_A_TIME: Final = 10  # events measured in one checkout before the other's turn


@dataclass(slots=True)
class Samples:
    """One checkout's figures for one row, in rounds."""

    unit: str = "ms"
    wall: list[list[float]] = field(default_factory=list)
    cpu: list[list[float]] = field(default_factory=list)

    def take(self, wall: Sequence[float], cpu: Sequence[float] = ()) -> None:
        """Take a round's figures."""
        self.wall.append(list(wall))
        self.cpu.append(list(cpu))

    def row(self, name: str, note: str = "") -> Row:
        """All rounds together. Raises ValueError where nothing was measured."""
        wall = [x for one in self.wall for x in one]
        cpu = [x for one in self.cpu for x in one]
        return Row.of(name, wall, cpu or None, self.unit, note)


class Tree:
    """A checkout of the project, and its measurements."""

    def __init__(self, root: Path, model: str | None) -> None:
        self.root, self.model = root.resolve(), model
        self.found: dict[str, Samples] = defaultdict(Samples)
        self.missing: dict[str, str] = {}  # row -> the reason why it cannot be measured here
        self.environment = {**os.environ, "PYTHONPATH": str(self.root)}  # and no other checkout
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a start compiles nothing again

    @contextlib.contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A Python process in this checkout, ended when the block has ended."""
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=self.root,
            env=self.environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    @contextlib.contextmanager
    def playing(self, *options: str) -> Iterator[Player]:
        """An engine of this checkout, ready, and a client of it. Raises OSError."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((HOST, 0))
            port = probe.getsockname()[1]
        model = () if self.model is None else ("--model", self.model)
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "perf_engine",
                "play",
                "--osc-port",
                str(port),
                "--no-midi",
                "--exit-with-stdin",
                "--seed",
                "1",
                *model,
                *options,
            ],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with contextlib.closing(Player(port, process)) as player:
                yield player
        finally:
            process.kill()
            process.communicate()


class Player:
    """A client that asks and waits, and knows the CPU time of the engine's process."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        """Wait until the engine answers. Raises OSError."""
        self.process = process
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self._engine = (HOST, port)
        end = time.monotonic() + START
        while not self.wait("/perf/pong", 0.005):
            if process.poll() is not None or time.monotonic() > end:
                raise OSError("the engine does not answer")
            self.say("/perf/ping", 1)

    def say(self, address: str, *values: int | float | str) -> None:
        """Send a message."""
        with contextlib.suppress(ConnectionRefusedError):  # the engine is not there yet
            self._socket.sendto(encoded(address, *values), self._engine)

    def register(self, flag: int) -> None:
        """Subscribe to notes at their due time while the block lasts."""
        self.say("/perf/notify", flag, self._socket.getsockname()[1], "now", 0.0)
        if not self.wait("/perf/done", ANSWER):
            raise OSError("the engine does not register a client")

    def wait(self, address: str, seconds: float) -> bool:
        """Return whether a message of an address comes within some seconds; others are lost."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._socket], (), (), left)[0]:
                with contextlib.suppress(ConnectionRefusedError):
                    if address in addresses(self._socket.recv(65536)):
                        return True
        return False

    def took(self, address: str, *values: int | float | str, until: str) -> float:
        """Milliseconds from sending a message until another comes. Raises OSError: it does not."""
        begun = time.perf_counter()
        self.say(address, *values)
        if not self.wait(until, ANSWER):
            raise OSError(f"{address} was not answered by {until} in {ANSWER:g} s")
        return (time.perf_counter() - begun) * 1e3

    def strikes(self, seconds: float) -> int:
        """The number of strikes that the engine plays in so many seconds."""
        count, end = 0, time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._socket], (), (), left)[0]:
                count += addresses(self._socket.recv(65536)).count("/perf/note")
        return count

    def drain(self) -> None:
        """Discard all that has come."""
        while select.select([self._socket], (), (), 0)[0]:
            self._socket.recv(65536)

    def cpu(self) -> float:
        """CPU milliseconds of the engine's thread until now; of its process off Linux."""
        return 1e3 * main_thread_time(self.process.pid)

    def settled(self) -> float:
        """CPU milliseconds until the engine rests: it goes on computing after its answer."""
        before, now, end = -1.0, self.cpu(), time.monotonic() + RESTS
        while now > before and time.monotonic() < end:
            time.sleep(0.002)
            before, now = now, self.cpu()
        return now

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def in_turn(trees: Sequence[Tree], rounds: int, measure: Callable[[Tree], None]) -> None:
    """Call for each tree in turn; the first one changes from round to round."""
    for i in range(rounds):
        for tree in trees if i % 2 == 0 else reversed(trees):
            measure(tree)


def core(trees: Sequence[Tree], rounds: int) -> None:
    """The core alone, in a process of each checkout: hot and after pauses."""
    with contextlib.ExitStack() as open_things:
        probe = str(Path(__file__).with_name("probe.py"))
        of: dict[Path, subprocess.Popen[str]] = {}
        for tree in trees:
            words = [probe] if tree.model is None else [probe, tree.model]
            of[tree.root] = open_things.enter_context(tree.started(*words))
        rows: list[tuple[str, str, int, float]] = [
            ("feed + foresee, hot", "step", 1, 0.0),
            ("one event of a solo, hot", "solo", 1, 0.0),
        ]
        for voices in VOICES:
            several = "" if voices == 1 else f", {voices} voices"
            for pause in (0.0, *(PAUSES if voices == 1 else PAUSES[1:2])):
                when = f"after {pause * 1e3:g} ms" if pause else "hot"
                rows.append(
                    (
                        f"a strike heard and thought through, {when}{several}",
                        "strike",
                        voices,
                        pause,
                    )
                )
        for name, kind, voices, pause in rows:
            asked = {"row": kind, "voices": voices, "pause": pause, "count": AT_A_TIME}

            def measure(tree: Tree, name: str = name, asked: dict[str, object] = asked) -> None:
                if name in tree.missing:
                    return
                process = of[tree.root]
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(json.dumps(asked) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
                if not line:
                    raise OSError(f"the probe of {tree.root} ended; try `python {probe}` there")
                answer = json.loads(line)
                if "error" in answer:
                    tree.missing[name] = answer["error"]
                else:
                    tree.found[name].take(answer["wall"], answer["cpu"])

            in_turn(trees, rounds, measure)


def over_udp(trees: Sequence[Tree], rounds: int) -> None:
    """Ping and a note heard, as a client meets them; the engine's CPU time from one to the next."""
    with contextlib.ExitStack() as open_things:
        of = {tree.root: open_things.enter_context(tree.playing()) for tree in trees}
        for player in of.values():
            player.register(2)
        for what in ("ping", "note -> /perf/heard"):
            for pause in PAUSES:
                name = f"{what} over UDP, after {pause * 1e3:g} ms"

                def measure(
                    tree: Tree, name: str = name, what: str = what, pause: float = pause
                ) -> None:
                    ask = _ping if what == "ping" else _note
                    player = of[tree.root]
                    wall, cpu = [], []
                    for i in range(AT_A_TIME):
                        time.sleep(pause)
                        player.drain()
                        before = player.cpu()
                        wall.append(ask(player, i))
                        cpu.append(player.settled() - before)
                        _let_go(player, i)
                    tree.found[name].take(wall, cpu)

                in_turn(trees, rounds, measure)


def _ping(player: Player, i: int) -> float:
    return player.took("/perf/ping", i, until="/perf/pong")


def _note(player: Player, i: int) -> float:
    return player.took("/perf/in/note", 0, 48 + i * 7 % 24, 80, until="/perf/heard")


def _let_go(player: Player, i: int) -> None:
    player.say("/perf/in/noteoff", 0, 48 + i * 7 % 24, 0)
    player.wait("/perf/heard", 0.05)


def bare_echo(count: int) -> Row:
    """The cost of any answer over UDP on this machine: a process that echoes each packet."""
    echo = (
        "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        f"s.bind(('{HOST}', 0))\nprint(s.getsockname()[1], flush=True)\n"
        "while True:\n    s.sendto(*s.recvfrom(4096))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", echo], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    wall = []
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(ANSWER)
            asking.connect((HOST, int(process.stdout.readline())))
            for _ in range(count):
                time.sleep(PAUSES[1])
                begun = time.perf_counter()
                asking.send(b"echo")
                asking.recv(4096)
                wall.append((time.perf_counter() - begun) * 1e3)
    finally:
        process.kill()
        process.communicate()
    return Row.of(f"a bare echo over UDP, after {PAUSES[1] * 1e3:g} ms", wall)


def alone(trees: Sequence[Tree], rounds: int) -> None:
    """The engine's CPU time for each note that it plays alone, and its memory in the end."""
    name = "CPU a note sent, solo"
    with contextlib.ExitStack() as open_things:
        of = {
            tree.root: open_things.enter_context(tree.playing("--mode", "solo")) for tree in trees
        }
        for player in of.values():
            player.register(1)
            player.strikes(2.0)
            player.say("/perf/stop")
            player.wait("/perf/done", ANSWER)

        def measure(tree: Tree) -> None:
            player = of[tree.root]
            player.say("/perf/start")
            player.wait("/perf/done", ANSWER)
            before = player.cpu()
            notes = 0
            for _ in range(MOST_SLICES):  # music may pause for longer than a slice
                notes += player.strikes(SLICE)
                if notes:
                    break
            spent = player.cpu() - before
            player.say("/perf/stop")
            player.wait("/perf/done", ANSWER)
            if notes:
                tree.found[name].take([spent / notes])

        in_turn(trees, rounds, measure)
        for tree in trees:
            tree.found["resident memory"].unit = "MB"
            tree.found["resident memory"].take([resident(of[tree.root].process.pid)])


def starting(trees: Sequence[Tree], rounds: int) -> None:
    """The time from the start of the process to its first answer."""

    def measure(tree: Tree) -> None:
        begun = time.monotonic()
        with tree.playing():
            took = time.monotonic() - begun
        tree.found["start to first answer"].unit = "s"
        tree.found["start to first answer"].take([took])

    in_turn(trees, rounds, measure)


def measured(roots: Sequence[Path], model: str | None, rounds: int) -> list[Tree]:
    """All rows of all checkouts. Raises OSError where one does not play."""
    trees = [Tree(root, model) for root in roots]
    core(trees, rounds)
    over_udp(trees, rounds)
    alone(trees, max(2, rounds // 4))
    starting(trees, max(3, rounds // 4))
    return trees


def rows(model: str | None, rounds: int) -> list[Row]:
    """This checkout alone, for the table of `make bench`."""
    tree = measured([HERE], model, rounds)[0]
    for name, why in tree.missing.items():
        raise ValueError(f"{name}: {why}")
    return [bare_echo(AT_A_TIME * rounds), *(s.row(name) for name, s in tree.found.items())]


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of two checkouts, measured in turn."""

    name: str
    ours: Row
    theirs: Row
    ratio: float  # of the medians: below 1, ours is faster
    chance: float | None  # probability of such a ratio if neither were faster; None: too few rounds

    @classmethod
    def of(cls, name: str, ours: Samples, theirs: Samples) -> Pair:
        """Compare the medians of each round. Raises ValueError where nothing was measured."""
        a, b = ours.row(name), theirs.row(name)
        pairs = zip(ours.wall, theirs.wall, strict=False)
        differences = [_median(y) - _median(x) for x, y in pairs if x and y]
        chance = None
        if sum(d != 0.0 for d in differences) >= FEWEST:
            chance = min(signed_rank(differences), signed_rank([-d for d in differences])) * 2
        chance = None if chance is None else min(1.0, chance)
        return cls(name, a, b, a.wall[0] / b.wall[0] if b.wall[0] else math.inf, chance)


def _median(values: Sequence[float]) -> float:
    ordered, n = sorted(values), len(values)
    return (ordered[n // 2] + ordered[(n - 1) // 2]) / 2


def against(other: Path, model: str | None, rounds: int) -> tuple[list[Pair], list[str]]:
    """Every row of this checkout and another one, and sentences about those that one lacks."""
    ours, theirs = measured([HERE, other], model, rounds)
    pairs = [
        Pair.of(name, ours.found[name], theirs.found[name])
        for name in ours.found
        if theirs.found.get(name)
    ]
    lacking = [
        f"{tree.root} has no row {name!r}: {why}"
        for tree in (ours, theirs)
        for name, why in tree.missing.items()
    ]
    return pairs, lacking


def whole(
    other: Path, model: str | None, rounds: int, seconds: float, events: int
) -> tuple[list[Pair], list[str]]:
    """Every row of `make bench` that both checkouts have, each by its own benchmarks, in turn.

    A round is a whole run, so that it takes minutes; its median is one figure. Raises OSError.
    """
    ours, theirs = trees = [Tree(HERE, model), Tree(other, model)]

    def measure(tree: Tree) -> None:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "bench.json"
            words = ["--seconds", str(seconds), "--events", str(events), "--json", str(out)]
            words += [] if model is None else ["--model", model]
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks", *words],
                cwd=tree.root,
                env=tree.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise OSError(f"the benchmarks of {tree.root} ended with {done.stderr[-400:]!r}")
            for row in json.loads(out.read_text(encoding="utf-8"))["rows"]:
                found = tree.found[row["name"]]
                found.unit = row["unit"]
                found.take([row["wall"]["p50"]], [row["cpu"]["p50"]] if row["cpu"] else [])

    in_turn(trees, rounds, measure)
    pairs = [
        Pair.of(name, ours.found[name], theirs.found[name])
        for name in ours.found
        if name in theirs.found
    ]
    lacking = [
        f"{tree.root} has no row {name!r}"
        for tree, all_rows in ((ours, theirs.found), (theirs, ours.found))
        for name in all_rows
        if name not in tree.found
    ]
    return pairs, lacking
