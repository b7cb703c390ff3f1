"""The Pd library's files are as they would be written now, and say what the engine understands."""

from __future__ import annotations

import itertools
import re
import textwrap

import pytest

from perf_engine import __version__
from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.handlers.schema import find
from perf_engine.protocol.errors import Refusal
from puredata.generate import ROOT, WRITTEN, address
from tests.puredata.pd import LIBRARY

FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.pd"))
MESSAGES = sorted(
    {
        (path.name, message)
        for path in LIBRARY.rglob("*.pd")
        for message in re.findall(
            r"^#X msg \d+ \d+ ((?:param|voice|say|mode|set|note|stop|start|reset|"
            r"prime|status|pedal|panic)\b[^;]*);",
            path.read_text(),
            re.M,
        )
    }
)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_written_patch_is_as_it_would_be_written_now(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == WRITTEN[name](), "type: make docs"


def test_there_is_no_patch_that_nobody_writes() -> None:
    assert sorted(WRITTEN) == FILES


def test_every_abstraction_has_its_help() -> None:
    for name in ("perf.engine", "perf.voice", "perf.panic"):
        assert {f"{name}.pd", f"{name}-help.pd"} <= set(FILES)


def full(message: str) -> tuple[str, list[object]]:
    """The address and the values that perf.engine makes of a message."""
    words = message.replace("\\$1", "1").split()
    count = {"param": 2, "voice": 3, "say": 2}.get(words[0], 1)
    values = [float(w) if re.fullmatch(r"-?[\d.]+", w) else w for w in words[count:]]
    if words[0] == "say":
        return words[1], values
    if words[0] in ("note", "pedal"):
        return f"/perf/in/{words[0]}", [0, *values]
    return "/perf/" + "/".join(words[:count]), values


@pytest.mark.parametrize(("name", "message"), MESSAGES)
def test_every_message_in_a_patch_is_taken_by_the_engine(name: str, message: str) -> None:
    said, values = full(message)
    entry, _ = find(said)
    entry.check(values)


def test_the_help_names_every_control_and_mode_and_the_version_is_the_projects() -> None:
    helped = (ROOT / "perf.engine-help.pd").read_text()
    assert all(name in helped for name in (*CONTROLS, *MODES))
    assert f"VERSION {__version__};" in (ROOT / "perf_engine-meta.pd").read_text()
    assert len(MESSAGES) > 10


def test_an_address_that_the_engine_does_not_have_cannot_be_written() -> None:
    assert address("/perf/in/note") == "perf in note"
    with pytest.raises(Refusal):
        address("/perf/in/notes")


def rectangles(text: str) -> list[tuple[int, int, int, int, str]]:
    """Left, top, right, bottom and words of every box, about as Pd draws it in 12 points."""
    found = []
    line = re.compile(r"^#X (obj|msg|text|floatatom) (\d+) (\d+) (.*);$", re.M)
    for kind, x, y, words in line.findall(text):
        broken = re.search(r", f (\d+)$", words)
        plain = re.sub(r", f \d+$", "", words).replace("\\", "").replace(" ,", ",")
        lines = textwrap.wrap(plain, int(broken[1]) if broken else 60)
        width, height = max(map(len, lines)) * 7 + 5, len(lines) * 15 + 7
        if kind == "floatatom" or words.startswith(("bng", "tgl")):
            width, height = 50, 20
        found.append((int(x), int(y), int(x) + width, int(y) + height, plain))
    return found


@pytest.mark.parametrize("name", FILES)
def test_no_two_boxes_of_a_patch_lie_on_one_another(name: str) -> None:
    boxes = rectangles((ROOT / name).read_text(encoding="utf-8"))
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one[4], other[4])
