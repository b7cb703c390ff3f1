"""perf.voice: a voice of the machine, each note at its time."""

from __future__ import annotations

from ..draw import Drawing
from ..patch import Patch

STEP = 140.0  # pixels from one column to the next


def voice() -> Patch:
    """The patch of perf.voice."""
    d = Drawing("perf.voice", 1080.0, 900.0)
    d.comment("perf.voice: a voice of the machine, each note at its time", 30, 10, size=16.0)
    d.comment("Arguments: the voice (0 to 15, default 0), its MIDI channel (default voice + 1).",
              30, 40)  # fmt: skip
    inlet = d.inlet(40, 66, "from perf.engine's left outlet; panic silences at once")
    route = d.obj(
        "route panic /perf/alive /perf/flush /perf/note /perf/noteoff /perf/cc", 40, 110,
        19 + 6 * STEP,
    )
    d.cord(inlet, 0, route)
    column = [40 + STEP * number for number in range(6)]

    lost = d.obj("t b b", 40, 260)
    alive = d.obj("t b", column[1], 150)
    watch = d.obj("del 3000", column[1], 190)
    d.comment("3 s without a sign\nof life: all is let go", column[1] + 20, 216, 118)
    d.cord(route, 0, lost)
    d.chain(alive, watch)
    d.cord(route, 1, alive)
    d.cord(watch, 0, lost)
    end = d.message("176 64 0 0, 176 123 0 0, 176 120 0 0", 40, 320)
    d.comment("pedal up, all notes off,\nall sound off", 40, 390, 150)
    pass_end = d.obj("s #0_end", 40, 360)
    d.chain(lost, end, pass_end)

    mine = [d.obj("route #1", x, 150) for x in column[3:]]
    flush = d.obj("sel #1", column[2], 150)
    for number, box in enumerate((flush, *mine)):
        d.cord(route, 2 + number, box)
    d.comment("only this voice", column[5] + 66, 151)
    silence = d.obj("t b b", column[2], 330)
    clear = d.message("clear", 362, 390)
    d.cord(flush, 0, silence)
    d.cord(lost, 1, silence)
    d.cord(silence, 1, clear)
    d.comment("first nothing more is to come, then what sounds ends", 200, 400, 130)

    unpack = d.obj("unpack 0 0 0 0.", 460, 320, 260)
    again = d.obj("r #0_end", 400, 240)
    bytes_of = ("144 $1 $2 $3", "144 $1 0 $2", "176 $1 $2 $3")
    for box, text, x in zip(mine, bytes_of, column[3:], strict=True):
        said = d.message(text, x, 200)
        d.chain(box, said, unpack)
    d.comment("status, number, value\nand milliseconds to wait", column[5] + 104, 194, 150)
    d.cord(again, 0, unpack)
    pipe = d.obj("pipe 0 0 0 0.", 460, 430, 260)
    for number in range(4):
        d.cord(unpack, number, pipe, number)
    d.cord(clear, 0, pipe)
    d.comment("each waits its own time", 730, 431)
    add = d.obj("+ 0", 460, 520)
    d.cord(pipe, 0, add)
    number_of = d.obj("r #0_channel", 490, 480)
    d.cord(number_of, 0, add, 1)
    pack = d.obj("pack 0 0 0", 460, 570, 260)
    d.cord(add, 0, pack)
    d.cord(pipe, 1, pack, 1)
    d.cord(pipe, 2, pack, 2)
    bytes_out = d.obj("iter", 460, 615)
    held = d.obj("midiflush", 460, 665)
    d.chain(pack, bytes_out, held)
    d.cord(silence, 0, held)
    d.comment("knows what sounds; a bang ends it", 530, 666)
    both = d.obj("t i i", 460, 710)
    d.chain(held, both)
    parse = d.obj("midiparse", 560, 755)
    d.cord(both, 1, parse)
    raw = d.outlet(460, 810, "raw MIDI, for midiout or vst~")
    notes = d.outlet(560, 810, "notes: pitch, velocity (0 is a release)")
    controls = d.outlet(640, 810, "controls: number, value (64 is the pedal)")
    d.cord(both, 0, raw)
    d.cord(parse, 0, notes)
    d.cord(parse, 2, controls)
    free = d.obj("freebang", 160, 590)
    d.cord(free, 0, held)
    d.comment("also when the patch closes", 150, 565)

    load = d.obj("loadmess #2", 800, 520)
    channel = d.obj("expr ($i1 > 0) * ($i1 - 1) + ($i1 == 0) * #1", 800, 560)
    store = d.obj("s #0_channel", 800, 600)
    d.chain(load, channel, store)
    d.comment("the MIDI channel, counted from 0", 800, 626)
    return d.patch
