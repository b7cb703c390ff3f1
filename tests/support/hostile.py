"""Journals that a stranger has crafted: their sums are right, what stands in them is not."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from perf_engine.engine.session.journal_writer import NAME, PATTERN
from perf_engine.engine.session.records import sealed, unsealed

Texts = list[list[bytes]]  # JSON texts, by file

VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    1,
    1e308,
    -1e308,
    10**30,
    10**300,
    "",
    "x",
    "\0",
    "a" * 1000,
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    {"tuple": [1]},
    {"float": "nan"},
    {"float": "x"},
    {"weights": True},
    {"again": 0},
    {"again": 10**9},
    {"again": -1},
    {"deque": [1], "most": -1},
    {"random": {}},
    {"array": "<f4", "shape": [10**9], "bytes": ""},
    {"array": "O", "shape": [1], "bytes": "00" * 8},
    {"array": "<f4", "shape": [1], "bytes": "00000000"},
    {"scalar": "V0", "bytes": ""},
    {"packed": "!!"},
    {"stream": "", "time": 0, "held": []},
    {"dict": [[[], 1]]},
    {"counter": [["a", "b"]]},
    {"set": [[1]]},
    {"performer": {}},
    {"voice": {}},
    {"pace": {}},
    {"limits": [0, 0, 0]},
    {"table": "recent_event", "rows": [[1]], "most": 3},
    {"harmony": []},
    float("nan"),
    float("inf"),
    60,
    127,
    200,
    0.5,
    "NoteOn",
    "Panic",
    "Prime",
    "begin",
)
LINES: Final = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b"3",
    b'["begin"]',
    b"[" * 100_000 + b"]" * 100_000,
    b'["in",1]',
    b'["mark",0.5,"x"]',
    b'["out",1e308,[]]',
    b'["in",0,1e308,["Panic"]]',
    b"1" * 5000,
    b'["in",1000000000000,101.0,["Panic"]]',
    b'["mark",1' + b"0" * 400 + b',"x"]',
    b'["end",NaN]',
    b'["in",5,101.0,["SetControls",[["share",{}]],null]]',
    b'["prime",[[0,60,90]]]',
    b'["out",101.0,[["Strike",0,[60],90,101.0]]]',
    b'["out","x",[]]',
    b"\xff\xfe",
)


def texts_of(session: Path) -> Texts:
    """What stands in a journal."""
    files = sorted(session.glob(PATTERN))
    return [[unsealed(line) for line in path.read_bytes().splitlines(True)] for path in files]


def write(folder: Path, texts: Texts) -> Path:
    """A journal of these texts, each with its right sum."""
    folder.mkdir()
    for number, lines in enumerate(texts, 1):
        (folder / NAME.format(number)).write_bytes(b"".join(map(sealed, lines)))
    return folder


def crafted(texts: Texts, chance: random.Random) -> Texts:
    """A journal with some of it changed, taken away, or put in."""
    made = [list(lines) for lines in texts]
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        lines = chance.choice([lines for lines in made if lines])
        place = 0 if chance.random() < 0.45 else chance.randrange(len(lines))
        kind = chance.random()
        if kind < 0.8:
            lines[place] = _changed(lines[place], chance)
        elif kind < 0.9 and len(lines) > 1:
            del lines[place]
        else:
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(LINES))
    return made


def _changed(text: bytes, chance: random.Random) -> bytes:
    """A text with one of its values another."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    paths = list(_paths(value))
    if chance.random() < 0.5:
        paths = [path for path in paths if len(path) <= 5]
    path, new = chance.choice(paths), chance.choice(VALUES)
    if not path:
        return json.dumps(new).encode()
    inside = value
    for step in path[:-1]:
        inside = inside[step]
    if chance.random() < 0.15:
        del inside[path[-1]]
    else:
        inside[path[-1]] = new
    return json.dumps(value).encode()


def _paths(value: Any, path: Sequence[Any] = ()) -> Iterator[Sequence[Any]]:
    yield path
    if isinstance(value, list | dict):
        steps = range(len(value)) if isinstance(value, list) else value
        for step in steps:
            yield from _paths(value[step], (*path, step))


DEEP: Final = b"[" * 100_000 + b"]" * 100_000
ODD_TEXTS: Final[dict[str, bytes]] = {
    "nothing": b"",
    "nested lists": DEEP,
    "nested tables": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "lists that are just read": b"[" * 500 + b"]" * 500,
    "digits": b"1" * 5000,
    "a table of digits": b'{"format": ' + b"1" * 5000 + b"}",
    "no UTF-8": b'{"\xff": 1}',
    "no number": b"NaN",
    "a null": b"null",
    "a text": b'"x"',
    "a list": b"[1]",
    "a table": b"{}",
}
ODD_VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "\x1b[2J\0",
    [],
    {},
    [[1]],
    {"a": [None]},
)


def spoilt(value: Any) -> Iterator[bytes]:
    """JSON texts: odd ones, and this value with one of what is in it replaced or taken away."""
    yield from ODD_TEXTS.values()
    text = json.dumps(value)
    for path in _paths(value):
        for odd in (*ODD_VALUES, ...) if path else ():
            made = json.loads(text)
            inside = made
            for step in path[:-1]:
                inside = inside[step]
            if odd is ...:
                del inside[path[-1]]
            else:
                inside[path[-1]] = odd
            yield json.dumps(made).encode()
