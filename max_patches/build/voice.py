"""perf.voice: a voice of the machine, each note at its time."""

from __future__ import annotations

from perf_engine.protocol.lease import QUIET_AFTER

from ..draw import Drawing
from ..patch import Patch
from .keys import CONTROLS
from .keys import hands as hands_patch
from .keys import heard as heard_patch
from .keys import order as order_patch

STEP = 140.0  # pixels from one column to the next


def voice() -> Patch:
    """The patch of perf.voice."""
    d = Drawing("perf.voice", 1240.0, 900.0)
    d.comment("perf.voice: a voice of the machine, each note at its time", 30, 10, size=16.0)
    d.comment(
        "Arguments: the voice (0..15, default 0), its MIDI channel (default voice + 1; 16 for 9).",
        30,
        40,
    )
    inlet = d.inlet(40, 66, "from perf.engine's left outlet; panic silences at once")
    route = d.obj(
        "route panic /perf/alive /perf/flush /perf/note /perf/noteoff /perf/cc /perf/sounding",
        40,
        110,
        19 + 7 * STEP,
    )
    d.cord(inlet, 0, route)
    column = [40 + STEP * number for number in range(7)]

    lost = d.obj("t b b b", 40, 260, 160)
    alive = d.obj("t b", column[1], 150)
    watch = d.obj(f"del {1000 * QUIET_AFTER:g}", column[1], 190)
    d.comment("3 s without a sign\nof life: all is released", column[1] + 20, 216, 118)
    d.cord(route, 0, lost)
    d.chain(alive, watch)
    d.cord(route, 1, alive)
    d.cord(watch, 0, lost)
    end = d.message("176 64 0, 176 123 0, 176 120 0", 40, 320)
    d.comment("pedal up, all notes off,\nall sound off", 40, 390, 150)
    pass_end = d.obj("s #0_end", 40, 360)
    d.chain(lost, end, pass_end)
    d.cord(lost, 1, d.obj("s #0_silence", 70, 290))
    d.cord(lost, 2, d.obj("s #0_forget", 181, 290))

    mine = [d.obj("route #1", x, 150) for x in column[3:6]]
    flush = d.obj("sel #1", column[2], 150)
    for number, box in enumerate((flush, *mine)):
        d.cord(route, 2 + number, box)
    d.chain(flush, d.obj("s #0_silence", column[2], 190))
    silence = d.obj("t b b", 300, 340, 120)
    d.chain(d.obj("r #0_silence", 300, 300), silence)
    d.cord(silence, 0, d.obj("s #0_flush", 300, 390))
    d.cord(silence, 1, d.obj("s #0_drop", 401, 390))
    d.comment("first nothing more is to come, then what sounds ends", 300, 420, 130)

    for box, text, x in zip(mine, ("$1 $2 $3", "$1 0 $2"), column[3:5], strict=False):
        d.chain(box, d.message(text, x, 190), d.obj("s #0_told", x, 230))
    parts = d.obj("unpack 0 0 0.", column[5], 190, 100)
    shifted = d.obj(f"+ {CONTROLS}", column[5], 230)
    control = d.obj("pack 0 0 0.", column[5], 270, 100)
    d.chain(mine[2], parts, shifted, control, d.obj("s #0_told", column[5], 310))
    d.cord(parts, 1, control, 1)
    d.cord(parts, 2, control, 2)
    d.comment("each becomes key,\nvalue, milliseconds", column[3], 260, 130)

    d.cord(route, 6, d.obj("s #0_states", column[6], 150))

    heard = d.inside("p heard", 520, 380, heard_patch(), 300)
    d.chain(d.obj("r #0_told", 520, 335), heard)
    d.cord(d.obj("r #0_states", 661, 335), 0, heard, 1)
    d.cord(d.obj("r #0_forget", 801, 335), 0, heard, 2)
    order = d.inside("p order", 520, 445, order_patch(), 100)
    d.chain(heard, order)
    d.cord(d.obj("r #0_drop", 620, 410), 0, order, 1)
    hands = d.inside("p hands", 520, 500, hands_patch(), 100)
    d.chain(order, hands)
    d.cord(d.obj("r #0_drop", 640, 470), 0, hands, 1)
    d.comment("each waits its own time,\na key's in their order", 720, 441, 170)
    unpack = d.obj("unpack 0 0 0", 460, 530, 260)
    d.chain(hands, unpack)
    d.cord(d.obj("r #0_end", 400, 495), 0, unpack)
    add = d.obj("+ 0", 460, 580)
    d.cord(unpack, 0, add)
    number_of = d.obj("r #0_channel", 490, 556)
    d.cord(number_of, 0, add, 1)
    pack = d.obj("pack 0 0 0", 460, 620, 260)
    d.cord(add, 0, pack)
    d.cord(unpack, 1, pack, 1)
    d.cord(unpack, 2, pack, 2)
    bytes_out = d.obj("iter", 460, 660)
    held = d.obj("midiflush", 460, 700)
    d.chain(pack, bytes_out, held)
    d.cord(d.obj("r #0_flush", 380, 665), 0, held)
    d.comment("knows what sounds; a bang ends it", 540, 701)
    both = d.obj("t i i", 460, 740)
    d.chain(held, both)
    parse = d.obj("midiparse", 560, 780)
    d.cord(both, 1, parse)
    raw = d.outlet(460, 830, "raw MIDI, for midiout or vst~")
    notes = d.outlet(560, 830, "notes: pitch, velocity (0 is a release)")
    controls = d.outlet(640, 830, "controls: number, value (64 is the pedal)")
    d.cord(both, 0, raw)
    d.cord(parse, 0, notes)
    d.cord(parse, 2, controls)
    free = d.obj("freebang", 160, 640)
    d.cord(free, 0, held)
    d.comment("also when the patch closes", 150, 615)

    load = d.obj("loadmess #2", 860, 560)
    channel = d.obj("expr ($i1 > 0) * ($i1 - 1) + ($i1 == 0) * (#1 + 6 * (#1 == 9))", 860, 600)
    store = d.obj("s #0_channel", 860, 640)
    d.chain(load, channel, store)
    d.comment("the MIDI channel, counted from 0", 860, 666)
    return d.patch
