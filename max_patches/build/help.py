"""The help patchers: a tab with the object at work, and tabs for all that can be said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from perf_engine.protocol.address import PARAM, Address

from ..draw import Drawing, width_of
from ..objects import Shape
from ..patch import Box, Patch
from .engine import SIZE as ENGINE_SIZE
from .interface import OBJECTS
from .panel import size as panel_size
from .schema import Schema, message
from .small import PANIC_SIZE, TRANSPORT_SIZE

WIDTH: Final = 1180.0
HEIGHT: Final = 780.0
Shapes = Mapping[str, Shape]


def titled(name: str, object_name: str, shapes: Shapes) -> Drawing:
    """A tab that begins with an object's name and what it is for."""
    d = Drawing(name, WIDTH, HEIGHT, shapes, showontab=1)
    d.comment(object_name, 20, 12, size=20.0, fontface=1)
    d.comment(OBJECTS[object_name].digest, 20, 46, size=13.0)
    return d


def help_of(name: str, schema: Schema, shapes: Shapes) -> Patch:
    """The help patcher of an object."""
    d = Drawing(name, WIDTH, HEIGHT, showrootpatcherontab=0, showontab=0)
    tabs = [BASIC[name](schema, shapes)]
    if name == "perf.engine":
        tabs += [_messages("messages", schema.commands, shapes), _said(schema, shapes)]
        ones = [entry for entry in schema.from_clients if entry.control]
        tabs += [
            _messages("controls", [e for e in ones if e.address.startswith(PARAM)], shapes),
            _messages("voices", [e for e in ones if not e.address.startswith(PARAM)], shapes),
        ]
    for number, patch in enumerate(tabs):
        d.inside(f"p {patch.name}", 20.0 + 90 * number, 20.0, patch)
    return d.patch


def _messages(name: str, entries: list[Address], shapes: Shapes) -> Patch:
    """A message box for each address, each sent to the perf.engine of the first tab."""
    d = titled(name, "perf.engine", shapes)
    if name == "messages":
        d.comment(
            "Click a message: it goes to the first tab's engine. The reply is posted.", 20, 70
        )
    x, y = 20.0, 110.0
    across = max(width_of(message(entry)) for entry in entries) + 40.0
    for entry in entries:
        box = d.message(message(entry), x, y)
        d.chain(box, d.obj("s #0_tell", x, y + 32))
        if (x := x + across) + across > max(WIDTH, across * 4):
            x, y = 20.0, y + 74
    return d.patch


def _said(schema: Schema, shapes: Shapes) -> Patch:
    """Everything that the engine says, each posted by its name."""
    d = titled("answers", "perf.engine", shapes)
    d.comment(
        "All messages from the left outlet, sorted; they are posted in the Max console.", 20, 70
    )
    source: Box = d.obj("r #0_heard", 20, 110)
    outlet, y = 0, 150.0
    entries = [entry.address for entry in schema.to_clients]
    for begin in range(0, len(entries), 7):
        part = entries[begin : begin + 7]
        route = d.obj(f"route {' '.join(part)}", 20, y, 19 + 170.0 * len(part))
        d.cord(source, outlet, route)
        step = (route.rect.width - 19.0) / len(part)
        for number, address in enumerate(part):
            name = address.removeprefix("/perf/")
            d.cord(route, number, d.obj(f"print {name}", 20 + step * number, y + 40))
        if begin + 7 < len(entries):
            source, outlet = d.obj("t l", 20 + step * len(part), y + 60), 0
            d.cord(route, len(part), source)
        y += 110
    return d.patch


def _basic_engine(schema: Schema, shapes: Shapes) -> Patch:
    d = titled("basic", "perf.engine", shapes)
    d.comment(
        "1. Start an engine, or find the one that runs. The light is on while one is there.",
        20,
        80,
        330,
    )
    start, stop = d.message("start", 30, 130), d.message("stop", 90, 130)
    first = d.message("options --mode takeover", 150, 130)
    flag = d.message("flag 2", 330, 130)
    box = d.bpatcher("perf.engine", 30, 240, ENGINE_SIZE, (schema.port, schema.client_port))
    for said in (start, stop, first, flag):
        d.cord(said, 0, box)
    d.comment("2. Play: from a keyboard, or with these.", 560, 80)
    keys = d.obj("midiin", 530, 110)
    note, release = d.message("60 100", 600, 110), d.message("60 0", 670, 110)
    heard = d.obj("perf.listen 0", 530, 170, 120)
    d.cord(keys, 0, heard)
    d.cord(note, 0, heard, 1)
    d.cord(release, 0, heard, 1)
    d.cord(heard, 0, box)
    d.comment("3. Hear what it answers.", 270, 340)
    voice = d.obj("perf.voice 0", 30, 350)
    d.cord(box, 0, voice)
    d.chain(voice, d.obj("midiout", 30, 400))
    d.cord(d.obj("r #0_tell", 400, 160), 0, box)
    d.cord(box, 0, d.obj("s #0_heard", 150, 340))
    d.cord(box, 1, d.panel("toggle", 231, 390))
    d.comment("1 while an engine is there", 262, 392)
    d.cord(box, 2, d.obj("print dumpout", 432, 390))
    d.comment(
        "Every message that begins with /perf/ goes to the engine: see the next tabs.", 30, 470
    )
    return d.patch


def _around(d: Drawing, y: float) -> Box:
    """A perf.engine to try the object with."""
    return d.bpatcher("perf.engine", 30, y, ENGINE_SIZE)


def _basic_ui(schema: Schema, shapes: Shapes) -> Patch:
    d = titled("basic", "perf.engine.ui", shapes)
    engine = _around(d, 90)
    panel = d.bpatcher("perf.engine.ui", 30, 190, panel_size(schema))
    d.cord(engine, 0, panel)
    back = d.obj("s #0_back", 30, 190 + panel_size(schema)[1] + 20)
    d.cord(panel, 0, back)
    d.cord(d.obj("r #0_back", 480, 60), 0, engine)
    d.comment(
        "Hold the pointer over a control to read what it does. The number is a preset's: "
        "store keeps the present settings, recall sets them again.",
        480,
        96,
        560,
    )
    return d.patch


def _basic_voice_ui(schema: Schema, shapes: Shapes) -> Patch:
    d = titled("basic", "perf.voice.ui", shapes)
    engine = _around(d, 130)
    options = d.message("options --voices 2", 30, 90)
    start = d.message("start", 160, 90)
    d.cord(options, 0, engine)
    d.cord(start, 0, engine)
    d.comment("1. two voices; 2. start", 220, 91)
    panel = d.bpatcher("perf.voice.ui", 30, 220, panel_size(schema), (1,))
    d.cord(engine, 0, panel)
    d.cord(panel, 0, d.obj("s #0_back", 30, 220 + panel_size(schema)[1] + 20))
    d.cord(d.obj("r #0_back", 400, 90), 0, engine)
    d.comment(
        "The argument is the voice, here 1. What is set here is for this voice alone; "
        "perf.engine.ui sets all voices.",
        480,
        96,
        560,
    )
    return d.patch


def _basic_listen(schema: Schema, shapes: Shapes) -> Patch:
    d = titled("basic", "perf.listen", shapes)
    midi = d.obj("midiin", 30, 120)
    d.comment("a keyboard: double-click to choose it", 80, 121)
    note = [d.message(text, 330 + 80 * n, 100) for n, text in enumerate(("60 100", "60 0"))]
    keys = d.panel("kslider", 520, 90)
    pair = d.obj("pack 60 100", 520, 160)
    d.cord(keys, 0, pair)
    d.cord(keys, 1, pair, 1)
    box = d.obj("perf.listen 0", 180, 220, 150)
    d.cord(midi, 0, box)
    for said in (*note, pair):
        d.cord(said, 0, box, 1)
    d.comment("pitch and velocity; 0 releases", 340, 72)
    engine = _around(d, 270)
    d.cord(box, 0, engine)
    voice = d.obj("perf.voice 0", 30, 380)
    d.cord(engine, 0, voice)
    d.chain(voice, d.obj("midiout", 30, 420))
    return d.patch


def _basic_voice(schema: Schema, shapes: Shapes) -> Patch:
    d = titled("basic", "perf.voice", shapes)
    engine = _around(d, 90)
    voice = d.obj("perf.voice 0 1", 30, 200, 260)
    d.cord(engine, 0, voice)
    silence = d.message("panic", 200, 165)
    d.cord(silence, 0, voice)
    d.comment("silences this voice alone", 260, 166)
    d.cord(voice, 0, d.obj("midiout", 30, 250))
    d.cord(voice, 1, d.obj("print note", 150, 250))
    d.cord(voice, 2, d.obj("print control", 271, 250))
    d.comment("raw MIDI", 30, 280)
    d.comment("pitch, velocity", 150, 280)
    d.comment("number, value", 271, 280)
    d.comment(
        "Switch Overdrive on, so that notes do not wait until something has been drawn.", 30, 330
    )
    return d.patch


def _basic_transport(schema: Schema, shapes: Shapes) -> Patch:
    d = titled("basic", "perf.transport", shapes)
    engine = _around(d, 90)
    box = d.bpatcher("perf.transport", 30, 190, TRANSPORT_SIZE)
    d.cord(engine, 0, box)
    d.cord(box, 0, d.obj("s #0_back", 30, 280))
    d.cord(d.obj("r #0_back", 480, 60), 0, engine)
    d.comment(
        "The source of the beat: internal, the messages above; midi, a MIDI clock at the "
        "engine; link, Ableton Link; osc, Max's transport, or a program that counts with "
        "/perf/beat.",
        450,
        190,
        400,
    )
    return d.patch


def _basic_panic(schema: Schema, shapes: Shapes) -> Patch:
    d = titled("basic", "perf.panic", shapes)
    key = d.obj("key", 30, 100)
    escape = d.obj("sel 27", 30, 140)
    d.chain(key, escape)
    d.comment("the Escape key", 100, 141)
    button = d.bpatcher("perf.panic", 30, 190, PANIC_SIZE)
    d.chain(escape, button)
    engine = _around(d, 270)
    d.cord(button, 0, engine)
    voice = d.obj("perf.voice 0", 30, 380)
    d.cord(engine, 0, voice)
    d.chain(voice, d.obj("midiout", 30, 420))
    d.comment("Silences the machine, and this voice even if no engine is left.", 140, 200)
    return d.patch


BASIC: Final[Mapping[str, Callable[[Schema, Shapes], Patch]]] = {
    "perf.engine": _basic_engine,
    "perf.engine.ui": _basic_ui,
    "perf.voice.ui": _basic_voice_ui,
    "perf.listen": _basic_listen,
    "perf.voice": _basic_voice,
    "perf.transport": _basic_transport,
    "perf.panic": _basic_panic,
}
