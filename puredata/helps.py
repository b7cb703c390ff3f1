"""The help patches of the Pd library's objects: what each takes and gives, ready to be tried."""

from __future__ import annotations

from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.ports import ENGINE_PORT
from puredata.patch import Patch


def engine_help() -> str:
    """The help of [perf.engine]."""
    p = Patch(1160, 780)
    p.text(
        20,
        10,
        "[perf.engine]: the connection to a perf_engine on this machine. Start the "
        f"engine with  perf-engine play --no-sound . Its port is {ENGINE_PORT}, or the argument: "
        "[perf.engine 9480].",
        110,
    )
    column = [
        ("connect 9470 127.0.0.1", "another port, another machine"),
        ("60 90", "strike a key: pitch and velocity, as from [notein]; 0 releases it"),
        ("note 60 90 0.5", "play a note that ends by itself after half a second"),
        ("pedal 127", "move your sustain pedal; it is down from 64"),
        (f"mode {MODES[1]}", "ways of playing together: " + ", ".join(MODES)),
        ("param temperature 0.9", "set a control; without a number, ask for it"),
        ("voice 0 temperature 0.9", "the same for one voice of the machine"),
        ("set share 0.7 lead 40", "set several controls, all or none"),
        ("stop", "stop playing"),
        ("start", "play again"),
        ("reset", "forget everything heard and played"),
        ("prime 60 64 67", "put notes into the memory without sounding them"),
        ("status", "ask for the load and the delays; the reply comes from the middle outlet"),
        ("say /perf/model/load general", "send to any other address of the OSC API"),
    ]
    boxes = []
    for place, (message, words) in enumerate(column):
        boxes.append(p.msg(20, 60 + 28 * place, message))
        p.text(250, 60 + 28 * place, words, 120)
    bottom = 60 + 28 * len(column)
    here = p.obj(20, bottom + 20, "perf.engine", *boxes)
    p.obj(20, bottom + 80, "perf.voice 0", here)
    p.text(20, bottom + 110, "left: the machine's notes, for perf.voice", 26)
    p.obj(240, bottom + 80, "print told", here[1])
    p.text(240, bottom + 110, "middle: replies and other messages; refusals are printed too", 34)
    p.toggle(520, bottom + 80, here[2])
    p.text(
        520,
        bottom + 110,
        "right: 1 while the engine is there. This is checked once a second. "
        "After three seconds without a sign of life, everything is released.",
        44,
    )
    names = ", ".join(CONTROLS)
    p.text(20, bottom + 180, f"controls: {names}", 110)
    p.declare(620, bottom + 20, "-path .")
    return p.written()


def voice_help() -> str:
    """The help of [perf.voice]."""
    p = Patch(760, 460)
    p.text(
        20,
        10,
        "[perf.voice 0]: pitch, velocity and pedal of the machine's voice 0, when each "
        "is due. No note is left sounding: when the engine stops, is lost or panics, every key "
        "is released.",
        90,
    )
    here = p.obj(20, 90, "perf.engine")
    play = p.msg(220, 90, "note 60 90 0.5")
    p.cord(play, here)
    p.text(340, 90, "play a few of these, and wait")
    p.cord(p.msg(480, 126, "mode takeover"), here)
    silence = p.msg(220, 130, "silence")
    p.text(300, 130, "release everything here")
    one = p.obj(20, 170, "perf.voice 0", here, silence)
    p.number(20, 210, one)
    p.number(100, 210, one[1])
    p.number(180, 210, one[2])
    p.text(20, 235, "pitch")
    p.text(100, 235, "velocity, 0 releases")
    p.text(280, 210, "pedal, down from 64")
    out = p.obj(20, 280, "noteout 1", one)
    p.cord(one[1], out, 1)
    p.text(120, 280, "or [poly] and a synthesizer of yours: see examples/1.duet.pd")
    p.text(
        20,
        320,
        "The machine sends its own releases, so use no [makenote]. Notes come up to "
        "`lead` milliseconds ahead, and wait here in a [pipe].",
        90,
    )
    p.declare(600, 90, "-path .")
    return p.written()


def panic_help() -> str:
    """The help of [perf.panic]."""
    p = Patch(620, 320)
    p.text(
        20,
        10,
        "[perf.panic]: a bang silences everything. The engine gets the panic, and every "
        "perf.voice releases its keys at once, even if the engine is gone.",
        76,
    )
    click = p.button(20, 80)
    stop = p.obj(20, 120, "perf.panic", click)
    here = p.obj(20, 170, "perf.engine", stop)
    p.obj(20, 220, "perf.voice 0", here, stop[1])
    p.text(160, 170, "left outlet: to the engine")
    p.text(160, 220, "right outlet: to every voice")
    p.declare(460, 120, "-path .")
    return p.written()
