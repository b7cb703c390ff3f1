"""The Max for Live device: a MIDI effect in front of an instrument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..draw import Drawing
from ..objects import Shape
from ..patch import Box, Patch
from .engine import SIZE as ENGINE_SIZE
from .panel import size as panel_size
from .schema import Schema
from .small import PANIC_SIZE, TRANSPORT_SIZE

NAME: Final = "PerfEngine"
HIGH: Final = 169.0  # pixels that Live shows of a device
WIDE: Final = 560.0
BACK: Final = "---back"  # Live puts each device's own number for the three hyphens


def device(schema: Schema, shapes: Mapping[str, Shape]) -> Patch:
    """The patch of the device: the track's notes in, the machine's out."""
    d = Drawing(NAME, 1000.0, 520.0, shapes, openinpresentation=1, devicewidth=WIDE)
    d.comment(
        "PerfEngine for Live: the track's notes go in, the machine's come out", 30, 12, size=16.0
    )
    d.comment("Never tried in Live. The package PerfEngine must be installed in Max.", 30, 44)
    keys = d.obj("midiin", 30, 90)
    heard = d.obj("perf.listen 0", 30, 140)
    engine = d.bpatcher("perf.engine", 30, 240, ENGINE_SIZE, **_shown(8.0, 8.0, *ENGINE_SIZE))
    d.chain(keys, heard, engine)
    silence = d.bpatcher("perf.panic", 150, 130, PANIC_SIZE, **_shown(440.0, 8.0, *PANIC_SIZE))
    d.cord(silence, 0, engine)
    d.cord(d.obj(f"r {BACK}", 290, 140), 0, engine)

    _through(d, keys)

    voice = d.obj("perf.voice 0", 30, 340)
    d.chain(engine, voice, d.obj("midiout", 30, 390))
    transport = d.bpatcher(
        "perf.transport", 160, 340, TRANSPORT_SIZE, **_shown(8.0, 84.0, *TRANSPORT_SIZE)
    )
    d.cord(engine, 0, transport)
    d.chain(transport, d.obj(f"s {BACK}", 160, 430))
    panel = d.inside("p controls", 780, 340, _controls(schema, shapes))
    d.cord(engine, 0, panel)
    d.chain(panel, d.obj(f"s {BACK}", 780, 430))
    button = d.panel(
        "textbutton",
        780,
        180,
        text="controls",
        parameter_enable=0,
        hint="every control",
        annotation="Opens a window with every control.",
        **_shown(440.0, 100.0, 100.0, 24.0),
    )
    opened = d.obj("pcontrol", 780, 280)
    d.chain(button, d.message("open", 780, 230), opened, panel)
    return d.patch


def _through(d: Drawing, keys: Box) -> None:
    """What is played goes on to the instrument while that is wanted, and is let go when it ends."""
    what = "What you play goes on to the instrument, too."
    wanted = d.panel(
        "live.text",
        560,
        60,
        width=62.0,
        varname="through",
        parameter_enable=1,
        mode=1,
        text="off",
        texton="on",
        annotation=what,
        annotation_name="through",
        hint=f"through: {what}",
        saved_attribute_attributes={
            "valueof": {
                "parameter_longname": "through",
                "parameter_shortname": "through",
                "parameter_annotation_name": "through",
                "parameter_info": what,
                "parameter_initial_enable": 1,
                "parameter_initial": [1],
                "parameter_modmode": 0,
                "parameter_type": 2,
                "parameter_enum": ["off", "on"],
                "parameter_mmax": 1,
            }
        },
        **_shown(490.0, 64.0, 50.0, 20.0),
    )
    d.comment("you too", 628, 62, **_shown(434.0, 65.0, 54.0, 20.0))
    first = d.obj("t i i", 560, 100, 99)
    d.chain(wanted, first)
    gate = d.obj("gate 1 1", 640, 170)
    d.cord(first, 1, gate)
    d.cord(keys, 0, gate, 1)
    closed = d.obj("sel 0", 560, 170)
    d.chain(first, closed)
    let_go = d.obj("t b b", 560, 220)
    d.chain(closed, let_go)
    d.chain(d.obj("freebang", 480, 170), let_go)
    held = d.obj("midiflush", 640, 260)
    d.chain(gate, held)
    d.cord(let_go, 1, held)
    pedal = d.message("176, 64, 0", 560, 260)
    d.chain(let_go, pedal)
    out = d.obj("midiout", 640, 300)
    d.chain(held, out)
    d.chain(pedal, out)
    d.comment("keys, then the pedal", 480, 225, 76)


def _controls(schema: Schema, shapes: Mapping[str, Shape]) -> Patch:
    wide, high = panel_size(schema)
    d = Drawing("controls", wide + 40, high + 160, shapes, openinpresentation=1)
    d.patch.header["rect"] = [120.0, 120.0, wide, high]
    inlet = d.inlet(20, 20, "from perf.engine")
    panel = d.bpatcher("perf.engine.ui", 20, 70, (wide, high), **_shown(0.0, 0.0, wide, high))
    d.chain(inlet, panel, d.outlet(20, high + 100, "to perf.engine"))
    return d.patch


def _shown(x: float, y: float, wide: float, high: float) -> dict[str, Any]:
    """Where a box is in presentation mode."""
    return {"presentation": 1, "presentation_rect": [x, y, wide, high]}
