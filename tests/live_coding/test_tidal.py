"""What Tidal would send for the examples, packet for packet, to the real engine.

Tidal's source (Sound.Tidal.Stream, 1.9) says how an event becomes a message: the shape's
arguments from the event's values, which are ordered by name, with cps, cycle and delta added;
floats for notes and numbers, ints for whole ones; each message in a bundle of its own with the
event's time.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.handlers.schema import find
from perf_engine.protocol.notes import Heard, Strike
from perf_engine.protocol.packets import bundle, write
from tests.support.concert import TAKEOVER, connected
from tidalcycles.generate import MODULE, module

FOLDER = MODULE.parent
EXAMPLES = sorted(FOLDER.glob("*.tidal"))
SOURCE = MODULE.read_text(encoding="utf-8")
CPS = 0.5625  # Tidal's default cycles a second
LATENCY = 0.2  # of superdirtTarget

Value = int | float | str


@dataclass(frozen=True)
class Event:
    """An event of a cycle: its start and end in cycles, and its values by name."""

    begin: float
    end: float
    values: dict[str, Value]


@dataclass(frozen=True)
class Shape:
    """An OSC of the module: its path, what an event must have, and whether all of it is said."""

    path: str
    wanted: tuple[str, ...]
    named: bool


def shapes() -> list[Shape]:
    """The module's shapes, as they stand there."""
    found = []
    for path, kind, words in re.findall(
        r'OSC "([^"]+)" \$ (Named|ArgList) (?:\{requiredArgs = )?\[(.*?)\]\}?\n', SOURCE
    ):
        wanted = tuple(re.findall(r'"([^"]+)"', words))
        found.append(Shape(path, wanted, kind == "Named"))
    assert '("/perf/param/" ++ name) $ ArgList [("perf_" ++ name, Nothing)]' in SOURCE
    names = re.findall(r'"([^"]+)"', SOURCE.partition("perfControls =")[2])
    return found + [Shape(f"/perf/param/{n}", (f"perf_{n}",), False) for n in names]


def steps(notation: str) -> list[tuple[float, float, str]]:
    """Begin, end and word of each step of a plain mini-notation: words, ~ and [a,b] chords."""
    words = re.findall(r"\[[^\]]*\]|\S+", notation)
    return [
        (place / len(words), (place + 1) / len(words), one)
        for place, word in enumerate(words)
        for one in word.strip("[]").split(",")
        if one != "~"
    ]


FUNCTIONS = {
    "note": ("note", float),
    "sound": ("s", str),
    "sustain": ("sustain", float),
    "velocity": ("velocity", float),
    "perfMode": ("perf_mode", str),
    "perfDo": ("perf_do", str),
}


def pattern(line: str) -> list[Event]:
    """The events of one cycle of a line such as  d1 $ note "0 4" # sustain 0.2 ."""
    name, _, rest = line.partition(" $ ")
    first, *others = rest.split(" # ")
    values: dict[str, Value] = {"_id_": name.removeprefix("d")} if name != "once" else {}

    def term(text: str) -> tuple[str, type, str]:
        word, _, argument = text.partition(" ")
        if word in ("perf", "pI"):
            named, _, argument = argument.partition(" ")
            key = named.strip('"')
            return (f"perf_{key}", float, argument) if word == "perf" else (key, int, argument)
        return (*FUNCTIONS[word], argument)

    for other in others:
        key, kind, argument = term(other)
        values[key] = kind(argument)
    key, kind, argument = term(first)
    return [
        Event(begin, end, {**values, key: kind(word)})
        for begin, end, word in steps(argument.strip('"'))
    ]


def messages(event: Event, cycle: int) -> Iterator[tuple[str, list[Value]]]:
    """The messages of an event, one for each shape that it fits."""
    extra = {"cps": CPS, "cycle": cycle + event.begin, "delta": (event.end - event.begin) / CPS}
    values = {**extra, **event.values}
    for shape in shapes():
        slots = re.findall(r"\{(\w+)\}", shape.path)
        if not all(name in event.values for name in (*shape.wanted, *slots)):
            continue
        path = re.sub(r"\{(\w+)\}", lambda found: str(event.values[found[1]]), shape.path)
        if shape.named:
            said = [word for pair in sorted(values.items()) for word in pair]
        else:
            said = [event.values[name] for name in shape.wanted]
        yield path, said


def lines(example: Path) -> list[str]:
    """The lines of an example that make a pattern."""
    found = [line for line in example.read_text(encoding="utf-8").splitlines() if " $ " in line]
    assert found
    return [line for line in found if not line.startswith("--")]


def play(example: Path, line: socket.socket, engine: tuple[str, int], cycles: int) -> list[int]:
    """Send a few cycles of an example's patterns as Tidal does; the pitches that are notes."""
    pitches, begun = [], time.time()
    parts = [pattern(one) for one in lines(example)]
    for cycle in range(cycles):
        due = []
        for events in parts:
            for event in events:
                once = "_id_" not in event.values
                if once and (cycle or "perf_do" in event.values):
                    continue
                wall = begun + (cycle + event.begin) / CPS + LATENCY
                due += [(wall, message) for message in messages(event, cycle)]
                if "note" in event.values:
                    pitches.append(60 + int(event.values["note"]))
        for wall, (address, values) in sorted(due, key=lambda one: one[0]):
            while time.time() < wall - LATENCY:  # Tidal's clock ticks ahead of the time by this
                time.sleep(0.005)
            line.sendto(bundle(wall, [write(address, *values)]), engine)
    return pitches


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_engine_takes_every_message_of_an_example(example: Path) -> None:
    said = [one for line in lines(example) for e in pattern(line) for one in messages(e, 0)]
    assert said
    for address, values in said:
        entry, _ = find(address)
        entry.check(list(values))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_what_an_example_plays_is_heard_and_answered(start, example: Path) -> None:
    with (
        start(*TAKEOVER) as engine,
        connected(engine.port, everything=True) as perf,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line,
    ):
        told = perf.listen(60)
        pitches = play(example, line, ("127.0.0.1", engine.port), 1)
        heard: list[Heard] = []
        while len(heard) < len(pitches):
            one = next(told)
            if isinstance(one, Heard) and one.velocity:
                heard.append(one)
        assert sorted(one.pitch for one in heard) == sorted(pitches)
        if "two_players" in example.stem:
            assert {(one.player, one.pitch < 60) for one in heard} == {(0, False), (1, True)}
        if "weather" in example.stem:
            assert {one.velocity for one in heard} == {76}  # 0.6
            last = {"temperature": 1.0, "share": 0.7}  # of "0.9 0.7 1.3 1" and "0.3 0.7"
            until = time.monotonic() + 30
            while perf.get("temperature", "share") != last:
                assert time.monotonic() < until
        perf.mode("takeover")
        assert any(isinstance(one, Strike) for one in told)
        ((address, values),) = messages(Event(0, 1, {"perf_do": "stop"}), 0)
        line.sendto(bundle(time.time(), [write(address, *values)]), ("127.0.0.1", engine.port))
        until = time.monotonic() + 30
        while perf.status().running:
            assert time.monotonic() < until


def test_the_module_names_every_control_and_the_examples_every_helper() -> None:
    assert module(SOURCE) == SOURCE, "type: make docs"
    assert [s.path.rpartition("/")[2] for s in shapes() if "/param/" in s.path] == list(CONTROLS)
    assert [s.path for s in shapes()][:4] == [
        "/perf/in/play",
        "/perf/in/play",
        "/perf/mode",
        "/perf/{perf_do}",
    ]
    said = "".join(path.read_text(encoding="utf-8") for path in EXAMPLES)
    for helper in re.findall(r"^(perf\w*) ::", SOURCE, re.M):
        known = helper in ("perfTarget", "perfShapes", "perfEngine", "perfControls")
        assert known or re.search(rf"\b{helper}\b", said)
    modes = re.findall(r'perfMode "(\w+)"', said)
    assert modes
    assert set(modes) <= set(MODES)


def test_drums_are_not_for_the_machine_and_a_note_is_said_as_tidal_says_it() -> None:
    (drum, *_) = pattern('d3 $ sound "bd hh"')
    assert list(messages(drum, 0)) == []
    (note, *_) = pattern('d1 $ note "3 4" # sustain 0.2 # pI "player" 1')
    assert list(messages(note, 2)) == [
        (
            "/perf/in/play",
            [
                "_id_",
                "1",
                "cps",
                0.5625,
                "cycle",
                2.0,
                "delta",
                0.5 / 0.5625,
                "note",
                3.0,
                "player",
                1,
                "sustain",
                0.2,
            ],
        )
    ]
