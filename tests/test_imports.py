"""Imports point one way: cli -> engine, clients, studio, training -> core -> protocol."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = "perf_engine"

# What the core needs of the standard library: values and mathematics, no clock and no file.
CORE_LIBRARY = frozenset(
    {
        "__future__",
        "abc",
        "bisect",
        "collections",
        "copy",
        "dataclasses",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "itertools",
        "json",
        "math",
        "numbers",
        "numpy",
        "operator",
        "re",
        "statistics",
        "string",
        "struct",
        "types",
        "typing",
    }
)
SOCKETS = frozenset({"socket", "socketserver", "asyncio", "http", "pythonosc", "mido", "rtmidi"})
THREADS = frozenset({"threading", "asyncio", "concurrent", "multiprocessing"})


@dataclass(frozen=True, slots=True)
class Room:
    """What the modules of one room may import."""

    rooms: frozenset[str] = frozenset()
    stdlib: frozenset[str] | None = None  # these only; None: anything but what is forbidden
    forbidden: frozenset[str] = frozenset()


# What the protocol needs: values, bytes and texts.
PROTOCOL_LIBRARY = frozenset(
    {
        "__future__",
        "collections",
        "dataclasses",
        "difflib",
        "enum",
        "functools",
        "itertools",
        "logging",
        "math",
        "re",
        "secrets",
        "struct",
        "typing",
    }
)
# Its modules that touch the world, and what they touch; the core must not know them.
EDGES = {
    "perf_engine.protocol.udp": frozenset({"contextlib", "select", "socket", "sys"}),
    "perf_engine.protocol.double_bind": frozenset({"errno", "socket"}),
    "perf_engine.protocol.clock_offset": frozenset({"time"}),
    "perf_engine.protocol.pipes": frozenset(
        {
            "_winapi",
            "contextlib",
            "msvcrt",
            "os",
            "select",
            "socket",
            "stat",
            "subprocess",
            "sys",
            "time",
        }
    ),
}
PROTOCOL = frozenset({"protocol"})
CORE = PROTOCOL | {"core"}
FILES = frozenset({"files"})
MIDI_FILES = FILES | {"midi_files"}
SYNTHESIS = FILES | {"synthesis"}
# What reading and writing a file needs.
FILES_LIBRARY = frozenset(
    {
        "__future__",
        "collections",
        "contextlib",
        "errno",
        "io",
        "json",
        "os",
        "re",
        "secrets",
        "select",
        "shutil",
        "stat",
        "sys",
        "tempfile",
        "tomli",  # tomllib, before Python 3.11
        "tomllib",
        "typing",
    }
)
TORCH = frozenset({"torch"})
PYTHON_OSC = frozenset({"pythonosc"})  # its readers never end on some packets: protocol has ours
ROOMS: Mapping[str, Room] = {
    "core": Room(PROTOCOL, CORE_LIBRARY),
    "protocol": Room(stdlib=PROTOCOL_LIBRARY),
    "files": Room(stdlib=FILES_LIBRARY),
    "midi_files": Room(PROTOCOL | FILES, forbidden=TORCH | THREADS | SOCKETS),
    "synthesis": Room(PROTOCOL | FILES, forbidden=TORCH | THREADS | SOCKETS),
    "engine": Room(CORE | MIDI_FILES | SYNTHESIS, forbidden=TORCH | THREADS | PYTHON_OSC),
    "clients": Room(CORE | SYNTHESIS, forbidden=TORCH | PYTHON_OSC),
    "studio": Room(CORE | MIDI_FILES | SYNTHESIS, forbidden=TORCH | PYTHON_OSC),
    "training": Room(CORE | MIDI_FILES, forbidden=SOCKETS),
    "cli": Room(
        CORE | MIDI_FILES | SYNTHESIS | {"engine", "clients", "studio", "training"},
        forbidden=TORCH | PYTHON_OSC | frozenset({"threading"}),
    ),
    "package": Room(frozenset({"clients"}), frozenset({"__future__", "typing"})),
}


def room_of(module: str) -> str:
    """The room that a module stands in; a module that lies directly in the package is of `cli`."""
    parts = module.split(".")
    if len(parts) == 1 or parts[1] == "__version__":
        return "package"
    return parts[1] if parts[1] in ROOMS else "cli"


def modules() -> dict[str, str]:
    """Every module of the package by its dotted name, with its source."""
    found = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = path.read_text(encoding="utf-8")
    return found


def imports(module: str, source: str, is_package: bool = False) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that a source imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                kept = module.split(".")
                kept = kept[: len(kept) - node.level + (1 if is_package else 0)]
                base = ".".join([*kept, *([base] if base else [])])
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            name = node.args[0]
            if called.endswith(("import_module", "__import__")) and isinstance(name, ast.Constant):
                yield node.lineno, str(name.value)


def violations(module: str, source: str, is_package: bool = False) -> list[str]:
    """One sentence for each thing in a source that its room may not touch."""
    here = room_of(module)
    room = ROOMS[here]
    found = []
    for line, name in imports(module, source, is_package):
        parts = name.split(".")
        if parts[0] == PACKAGE:
            there = room_of(".".join(parts[:2]))
            edge = here == "core" and ".".join(parts[:3]) in EDGES
            if edge or (there not in (here, "package") and there not in room.rooms):
                found.append(f"{module}:{line}: {here} must not import {there} ({name})")
        elif parts[0] in EDGES.get(module, ()):
            continue
        elif parts[0] in room.forbidden or (
            room.stdlib is not None and parts[0] not in room.stdlib
        ):
            found.append(f"{module}:{line}: {here} must not import {parts[0]}")
    if here == "core":
        found += [f"{module}:{line}: core must not {what}" for line, what in impure(source)]
    return found


def impure(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of what a pure source may not do though it needs no import for it."""
    generators = {"Generator", "default_rng", "SeedSequence", "PCG64", "BitGenerator"}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"open", "print", "input"}:
                yield node.lineno, f"call {node.func.id}"
        elif isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            if owner in {"np.random", "numpy.random"} and node.attr not in generators:
                yield node.lineno, f"use the global generator ({owner}.{node.attr})"
            if owner in {"np", "numpy"} and node.attr in {
                "load",
                "save",
                "savez",
                "loadtxt",
                "savetxt",
                "fromfile",
                "memmap",
            }:
                yield node.lineno, f"touch a file ({owner}.{node.attr})"


def cycles(sources: Mapping[str, str], packages: frozenset[str]) -> list[list[str]]:
    """Every ring of modules that import one another, each as the path back to its beginning."""
    needs: dict[str, set[str]] = {}
    for module, source in sources.items():
        needs[module] = set()
        for _, name in imports(module, source, module in packages):
            while name and name not in sources:
                name = name.rpartition(".")[0]
            if name and name != module and not module.startswith(f"{name}."):
                needs[module].add(name)
    found: list[list[str]] = []
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> None:
        if module in path:
            found.append([*path[path.index(module) :], module])
        elif module not in done:
            for other in sorted(needs[module]):
                visit(other, [*path, module])
            done.add(module)

    for module in sources:
        visit(module, [])
    return found


SOURCES = modules()
PACKAGES = frozenset(n for n in SOURCES if (ROOT / n.replace(".", "/")).is_dir())


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_imports_only_what_its_room_may(module: str) -> None:
    assert violations(module, SOURCES[module], module in PACKAGES) == []


def test_nothing_lies_beside_the_packages() -> None:
    beside = {path.name for path in (ROOT / PACKAGE).glob("*.py")}
    assert beside == {"__init__.py", "__main__.py"}


def test_no_modules_import_one_another_in_a_ring() -> None:
    assert cycles(SOURCES, PACKAGES) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("perf_engine.core.model.gru", "import time"),
        ("perf_engine.core.model.gru", "def late():\n    from threading import Thread"),
        ("perf_engine.core.model.gru", "import random"),
        ("perf_engine.core.model.gru", "import os.path"),
        ("perf_engine.core.model.gru", "from pathlib import Path"),
        ("perf_engine.core.model.gru", "import torch"),
        ("perf_engine.core.model.gru", "import safetensors.numpy"),
        ("perf_engine.core.model.gru", "import numpy as np\nnp.random.seed(1)"),
        ("perf_engine.core.model.gru", "import numpy as np\nnp.load('x')"),
        ("perf_engine.core.model.gru", "print(1)"),
        ("perf_engine.core.model.gru", "open('x')"),
        ("perf_engine.core.model.gru", "from perf_engine.engine import clock"),
        ("perf_engine.core.model.gru", "from perf_engine import engine"),
        ("perf_engine.core.model.gru", "import perf_engine.training.model"),
        ("perf_engine.core.model.gru", "from perf_engine.cli import main"),
        ("perf_engine.core", "from perf_engine.engine import clock"),
        ("perf_engine.engine.engine", "import torch"),
        ("perf_engine.engine.engine", "import threading"),
        ("perf_engine.engine.engine", "import importlib\nimportlib.import_module('torch')"),
        ("perf_engine.engine.engine", "from ..clients import midi"),
        (
            "perf_engine.engine.engine",
            "if True:\n    from perf_engine.training.learn import export",
        ),
        ("perf_engine.engine.engine", "from ..studio import audition"),
        ("perf_engine.engine.engine", "from ..cli import main"),
        ("perf_engine.clients.link", "from ..engine.output.outbox import encode"),
        ("perf_engine.clients.midi", "import torch.nn"),
        ("perf_engine.clients.link", "from pythonosc.osc_packet import OscPacket"),
        ("perf_engine.engine.input.port", "import pythonosc"),
        ("perf_engine.protocol.packets", "import socket"),
        ("perf_engine.protocol.packets", "from ..core import messages"),
        ("perf_engine.protocol.udp", "import time"),
        ("perf_engine.protocol.clock_offset", "import socket"),
        ("perf_engine.core.model.gru", "from ...protocol import udp"),
        ("perf_engine.core.model.gru", "from ...protocol.clock_offset import ClockOffset"),
        ("perf_engine.studio.audition", "from ..engine import clock"),
        ("perf_engine.studio.audition", "from ..training.corpus import find_files"),
        ("perf_engine.training.learn.train", "import socket"),
        ("perf_engine.training.learn.train", "from perf_engine.engine import engine"),
        ("perf_engine.cli.training", "import torch"),
        ("perf_engine", "from .core import gru"),
        ("perf_engine", "import numpy"),
    ],
)
def test_the_checker_sees_what_may_not_be(module: str, source: str) -> None:
    assert len(violations(module, source, module in PACKAGES)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("perf_engine.core.model.gru", "import numpy as np\nrng = np.random.default_rng(1)"),
        ("perf_engine.core.messages", "from ..protocol.notes import Strike"),
        ("perf_engine.protocol.udp", "import socket"),
        ("perf_engine.core.model.gru", "from .sizes import Sizes\nfrom . import vocabulary"),
        ("perf_engine.core", "from .gru import Gru"),
        (
            "perf_engine.engine.engine",
            "import socket, time\nfrom ..core.playing.performer import Performer",
        ),
        ("perf_engine.clients.midi", "import rtmidi\nfrom perf_engine import __version__"),
        ("perf_engine.studio.line", "from perf_engine.protocol.packets import read"),
        ("perf_engine.training.learn.train", "import torch\nfrom ..core.sizes import Sizes"),
        (
            "perf_engine.cli.play",
            "from ..training.learn.export import export\nfrom ..engine import engine",
        ),
    ],
)
def test_the_checker_lets_pass_what_may_be(module: str, source: str) -> None:
    assert violations(module, source, module in PACKAGES) == []


def test_the_checker_finds_a_ring() -> None:
    ring = {
        "perf_engine.core": "",
        "perf_engine.core.a": "from . import b",
        "perf_engine.core.b": "def late():\n    from .c import thing",
        "perf_engine.core.c": "import perf_engine.core.a",
    }
    assert cycles(ring, frozenset({"perf_engine.core"})) == [
        ["perf_engine.core.a", "perf_engine.core.b", "perf_engine.core.c", "perf_engine.core.a"]
    ]


def test_the_playing_rooms_load_nothing_of_training() -> None:
    rooms = tuple(f"{PACKAGE}.{room}" for room in ("core", "engine"))
    playing = [name for name in SOURCES if name.startswith(rooms)]
    script = (
        f"import importlib, sys\n"
        f"for name in {playing!r}: importlib.import_module(name)\n"
        f"unwanted = ('torch', 'symusic', 'matplotlib', 'aiohttp', 'perf_engine.training',"
        f" 'perf_engine.clients', 'perf_engine.studio')\n"
        f"print(*[name for name in unwanted if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (loaded.stdout.split(), loaded.stderr) == ([], "")


def test_importing_the_package_loads_nothing_else() -> None:
    script = (
        "import sys; before = set(sys.modules); import perf_engine\n"
        "print(*(set(sys.modules) - before - {'perf_engine', 'typing', '__future__'}))\n"
        "assert callable(perf_engine.connect) and callable(perf_engine.connect_async)\n"
        "print(*[name for name in ('torch', 'rtmidi', 'aiohttp') if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    first, last = loaded.stdout.splitlines()
    heavy = {
        name
        for name in first.split()
        if name.partition(".")[0]
        in {"numpy", "asyncio", "socket", "pythonosc", "click", "perf_engine", "threading"}
    }
    assert (heavy, last, loaded.stderr) == (set(), "", "")
