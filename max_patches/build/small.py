"""perf.listen, perf.panic and perf.transport."""

from __future__ import annotations

from typing import Final

from perf_engine.core.beat.beats import FASTEST, SLOWEST
from perf_engine.protocol.request_addresses import CLOCKS

from ..draw import Drawing
from ..patch import Box, Patch

RED: Final = [0.78, 0.15, 0.12, 1.0]
WHITE: Final = [1.0, 1.0, 1.0, 1.0]
PANIC_SIZE: Final = (100.0, 40.0)
TRANSPORT_SIZE: Final = (400.0, 62.0)


def listen() -> Patch:
    """The patch of perf.listen: MIDI or lists in, what the engine hears out."""
    d = Drawing("perf.listen", 760.0, 440.0)
    d.comment("perf.listen: the notes that you play, for the machine", 30, 10, size=16.0)
    d.comment("Argument: the player's number (0 to 15, default 0).", 30, 40)
    raw = d.inlet(40, 70, "raw MIDI, from midiin; a bang releases all held keys")
    pairs = d.inlet(480, 70, "lists of pitch and velocity (0 releases)")
    free = d.obj("freebang", 240, 76)
    both = d.obj("t b b", 240, 120)
    held = d.obj("midiflush", 40, 160)
    parse = d.obj("midiparse", 40, 200, 200)
    d.chain(raw, held, parse)
    d.chain(free, both, held)
    d.comment("held keys are released when the patch closes", 312, 70, 150)
    note = d.obj("prepend /perf/in/note #1", 40, 310)
    d.cord(parse, 0, note)
    controls = d.obj("route 64 120 123", 200, 240, 110)
    d.cord(parse, 2, controls)
    pedal = d.obj("prepend /perf/in/pedal #1", 200, 310)
    d.cord(controls, 0, pedal)
    off = d.message("120 $1", 360, 275)
    silent = d.message("123 $1", 420, 275)
    d.cord(controls, 1, off)
    d.cord(controls, 2, silent)
    control = d.obj("prepend /perf/in/cc #1", 360, 310)
    d.cord(off, 0, control)
    d.cord(silent, 0, control)
    d.comment("the pedal; all sound off and all notes off", 330, 194, 150)

    unpack = d.obj("unpack 0 0", 480, 130)
    flush = d.obj("flush", 480, 180)
    pack = d.obj("pack 0 0", 530, 230)
    d.chain(pairs, unpack, flush, pack)
    d.cord(unpack, 1, flush, 1)
    d.cord(flush, 1, pack, 1)
    d.cord(both, 1, flush)
    again = d.obj("prepend /perf/in/note #1", 530, 310)
    d.chain(pack, again)
    out = d.outlet(40, 380, "to perf.engine")
    for box in (note, pedal, control, again):
        d.cord(box, 0, out)
    return d.patch


def panic() -> Patch:
    """The patch of perf.panic: a button, and anything that comes in, is silence."""
    width, height = PANIC_SIZE
    d = Drawing("perf.panic", 420.0, 300.0, openinpresentation=1)
    d.comment("perf.panic: silence, now", 30, 10, size=16.0)
    inlet = d.inlet(40, 60, "anything: panic")
    button = d.panel(
        "textbutton",
        120,
        60,
        width=width,
        height=height,
        text="PANIC",
        fontsize=18.0,
        bgcolor=RED,
        bgoncolor=RED,
        textcolor=WHITE,
        textoncolor=WHITE,
        presentation=1,
        presentation_rect=[0.0, 0.0, width, height],
        parameter_enable=0,
        annotation="Silence everyone and everything, now.",
        hint="Silence, now",
    )
    bang = d.obj("t b", 40, 130)
    d.chain(inlet, bang)
    d.cord(button, 0, bang)
    said = d.message("/perf/panic", 40, 170)
    out = d.outlet(40, 220, "to perf.engine, which also tells every perf.voice")
    d.chain(bang, said, out)
    d.comment("The machine is silent until you play.", 120, 171)
    return d.patch


def transport() -> Patch:
    """The patch of perf.transport: tempo, beat, whose beats count; Max's own transport."""
    d = Drawing("perf.transport", 1240.0, 560.0, openinpresentation=1)
    d.comment("perf.transport: the machine's tempo and beat", 30, 10, size=16.0)
    d.comment(
        "Values that you set go out; the engine's values, sent once a second, are shown.", 30, 40
    )
    inlet = d.inlet(40, 66, "from perf.engine's left outlet")
    pulse = d.obj("route /perf/pulse", 40, 110)
    parts = d.obj("unpack 0. 0. 0", 40, 150, 300)
    d.chain(inlet, pulse, parts)
    beat = d.panel(
        "flonum",
        40,
        250,
        numdecimalplaces=2,
        ignoreclick=1,
        presentation=1,
        presentation_rect=[58.0, 32.0, 60.0, 22.0],
        parameter_enable=0,
        annotation="The beat that the machine counts.",
        hint="the beat",
    )
    d.cord(parts, 0, beat)
    tempo = d.panel(
        "flonum",
        180,
        250,
        minimum=SLOWEST,
        maximum=FASTEST,
        numdecimalplaces=1,
        presentation=1,
        presentation_rect=[58.0, 6.0, 60.0, 22.0],
        parameter_enable=0,
        annotation="Beats a minute.",
        hint="beats a minute",
    )
    shown = d.obj("prepend set", 180, 200)
    d.cord(parts, 1, shown)
    d.chain(shown, tempo)
    run = d.panel(
        "toggle",
        321,
        250,
        presentation=1,
        presentation_rect=[176.0, 5.0, 24.0, 24.0],
        parameter_enable=0,
        annotation="Runs from the present beat, or stops.",
        hint="run",
    )
    ran = d.obj("prepend set", 321, 200)
    d.cord(parts, 2, ran)
    d.chain(ran, run)
    clock = d.panel(
        "umenu",
        480,
        250,
        items=" , ".join(CLOCKS).split(" "),
        presentation=1,
        presentation_rect=[176.0, 32.0, 100.0, 22.0],
        parameter_enable=0,
        annotation="The source of the beat: internal, these; midi, a MIDI clock; link, Ableton "
        "Link; osc, a program that counts with /perf/beat; auto, what is played.",
        hint="source of the beat",
    )
    _tell(d, d.obj("prepend /perf/tempo", 180, 300), tempo, 0)
    _tell(d, d.obj("prepend /perf/transport", 321, 300), run, 0)
    _tell(d, d.obj("prepend /perf/clock", 505, 300), clock, 1)
    d.comment(
        "tempo",
        244,
        252,
        presentation=1,
        presentation_rect=[4.0, 7.0, 52.0, 20.0],
        textjustification=2,
    )
    d.comment(
        "beat",
        104,
        252,
        presentation=1,
        presentation_rect=[4.0, 33.0, 52.0, 20.0],
        textjustification=2,
    )
    d.comment(
        "run",
        350,
        252,
        presentation=1,
        presentation_rect=[130.0, 7.0, 42.0, 20.0],
        textjustification=2,
    )
    d.comment(
        "clock",
        584,
        252,
        presentation=1,
        presentation_rect=[130.0, 33.0, 42.0, 20.0],
        textjustification=2,
    )
    _followed(d)
    collected = d.obj("r #0_tell", 40, 410)
    out = d.outlet(40, 450, "to perf.engine")
    d.chain(collected, out)
    return d.patch


def _tell(d: Drawing, box: Box, source: Box, outlet: int) -> None:
    d.cord(source, outlet, box)
    d.chain(box, d.obj("s #0_tell", box.rect.x, box.rect.y + 40))


def _followed(d: Drawing) -> None:
    """Max's transport, four times a second, while it is followed."""
    follow = d.panel(
        "toggle",
        640,
        80,
        presentation=1,
        presentation_rect=[222.0, 5.0, 24.0, 24.0],
        parameter_enable=0,
        annotation="The machine follows Max's transport.",
        hint="follow Max",
    )
    d.comment(
        "follow Max's transport",
        670,
        82,
        presentation=1,
        presentation_rect=[248.0, 7.0, 146.0, 20.0],
    )
    split = d.obj("t i i", 640, 120)
    poll = d.obj("metro 250", 640, 180)
    own = d.obj("transport", 640, 220, 290)
    d.chain(follow, split, poll, own)
    choose = d.obj("sel 0 1", 960, 170)
    d.cord(split, 1, choose)
    _tell(d, d.message("/perf/clock internal", 960, 210), choose, 0)
    _tell(d, d.message("/perf/clock osc", 1100, 210), choose, 1)
    d.comment("source of the beat", 1012, 171)
    moved = d.obj("change 0.", 700, 290)
    d.cord(own, 4, moved)
    _tell(d, d.message("/perf/tempo $1 osc", 700, 330), moved, 0)
    state = d.obj("t i i", 853, 270)
    d.cord(own, 6, state)
    ran = d.obj("change", 853, 390)
    d.cord(state, 0, ran)
    _tell(d, d.message("/perf/transport $1 osc", 853, 430), ran, 0)
    beats = d.obj("/ 480.", 960, 300)
    d.cord(own, 7, beats)
    gate = d.obj("gate", 960, 350)
    d.cord(state, 1, gate)
    d.cord(beats, 0, gate, 1)
    _tell(d, d.message("/perf/beat $1 osc", 1000, 430), gate, 0)
    d.comment("ticks become beats, while it runs", 1020, 300)
