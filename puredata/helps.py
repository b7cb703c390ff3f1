"""The help patches of the Pd library's objects: what each takes and gives, ready to be tried."""

from __future__ import annotations

from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns import MODES
from perf_engine.live.schema import PORT
from puredata.patch import Patch


def engine_help() -> str:
    """The help of [perf.engine]."""
    p = Patch(1160, 780)
    p.text(20, 10, "[perf.engine]: the connection to a perf_engine on this machine. Start the "
           f"engine with  perf-engine play . Its port is {PORT}, or the argument: "
           "[perf.engine 9480].", 110)
    column = [
        ("connect 9470 127.0.0.1", "another port, another machine"),
        ("60 90", "a key is struck: pitch and velocity, as from [notein], and 0 lets it go"),
        ("note 60 90 0.5", "a note that ends by itself after half a second"),
        ("pedal 127", "your sustain pedal, down from 64"),
        (f"mode {MODES[1]}", "ways of playing together: " + ", ".join(MODES)),
        ("param temperature 0.9", "set a control, or without a number ask for it"),
        ("voice 0 temperature 0.9", "the same for one voice of the machine"),
        ("set share 0.7 lead 40", "several, all or none"),
        ("stop", "fall silent"),
        ("start", "may sound again"),
        ("reset", "forget everything"),
        ("prime 60 64 67", "remember notes without sounding them"),
        ("status", "how it is: the answer comes from the middle outlet"),
        ("say /perf/model/load general", "any other address of the OSC API"),
    ]  # fmt: skip
    boxes = []
    for place, (message, words) in enumerate(column):
        boxes.append(p.msg(20, 60 + 28 * place, message))
        p.text(250, 60 + 28 * place, words, 120)
    bottom = 60 + 28 * len(column)
    here = p.obj(20, bottom + 20, "perf.engine", *boxes)
    p.obj(20, bottom + 80, "perf.voice 0", here)
    p.text(20, bottom + 110, "left: what the machine plays, for perf.voice", 26)
    p.obj(240, bottom + 80, "print told", here[1])
    p.text(240, bottom + 110, "middle: answers and news, what is refused is printed as "
           "well", 34)
    p.toggle(520, bottom + 80, here[2])
    p.text(520, bottom + 110, "right: 1 while the engine is there. It is asked for once a second, "
           "and when it has been quiet for three, everything is let go.", 44)
    names = ", ".join(CONTROLS)
    p.text(20, bottom + 180, f"controls: {names}", 110)
    p.declare(620, bottom + 20, "-path .")
    return p.written()


def voice_help() -> str:
    """The help of [perf.voice]."""
    p = Patch(760, 460)
    p.text(20, 10, "[perf.voice 0]: what voice 0 of the machine plays, when it is due: pitch, "
           "velocity and pedal. Nothing is left sounding: when the engine falls silent, is lost or "
           "panics, every key that was struck is let go.", 90)
    here = p.obj(20, 90, "perf.engine")
    play = p.msg(220, 90, "note 60 90 0.5")
    p.cord(play, here)
    p.text(340, 90, "play a few of these, and wait")
    p.cord(p.msg(480, 126, "mode takeover"), here)
    silence = p.msg(220, 130, "silence")
    p.text(300, 130, "let everything go here")
    one = p.obj(20, 170, "perf.voice 0", here, silence)
    p.number(20, 210, one)
    p.number(100, 210, one[1])
    p.number(180, 210, one[2])
    p.text(20, 235, "pitch")
    p.text(100, 235, "velocity, 0 lets go")
    p.text(280, 210, "pedal, down from 64")
    out = p.obj(20, 280, "noteout 1", one)
    p.cord(one[1], out, 1)
    p.text(120, 280, "or [poly] and a synthesizer of yours: see examples/1.duet.pd")
    p.text(20, 320, "The machine itself lets go: no [makenote]. Notes come up to `lead` "
           "milliseconds ahead, and wait here in a [pipe].", 90)
    p.declare(600, 90, "-path .")
    return p.written()


def panic_help() -> str:
    """The help of [perf.panic]."""
    p = Patch(620, 320)
    p.text(20, 10, "[perf.panic]: a bang, and nothing sounds any more: the engine is told, and "
           "every perf.voice lets go at once, even where the engine is gone.", 76)
    click = p.button(20, 80)
    stop = p.obj(20, 120, "perf.panic", click)
    here = p.obj(20, 170, "perf.engine", stop)
    p.obj(20, 220, "perf.voice 0", here, stop[1])
    p.text(160, 170, "left outlet: to the engine")
    p.text(160, 220, "right outlet: to every voice")
    p.declare(460, 120, "-path .")
    return p.written()
