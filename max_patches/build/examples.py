"""The five examples, the sound that one of them plays with, and the overview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..draw import Drawing
from ..objects import Shape
from ..patch import Patch
from .engine import SIZE as ENGINE_SIZE
from .interface import OBJECTS
from .panel import size as panel_size
from .schema import Schema
from .small import PANIC_SIZE

Shapes = Mapping[str, Shape]
EXAMPLES: Final = {
    "01_duet_with_a_keyboard": "Duet with a keyboard",
    "02_a_sound_made_in_max": "A sound made in Max",
    "03_call_and_response": "Call and response, with a light",
    "04_two_voices": "Two voices that hear each other",
    "05_what_it_has_in_mind": "Prediction of the next note",
}


def _begun(name: str, what: str, shapes: Shapes, width: float, height: float) -> Drawing:
    d = Drawing(name, width, height, shapes)
    d.comment(EXAMPLES[name], 20, 12, size=20.0, fontface=1)
    d.comment(what, 20, 46, width - 40)
    return d


def duet(schema: Schema, shapes: Shapes) -> Patch:
    """A keyboard in, a synthesizer out, every control."""
    wide, high = panel_size(schema)
    d = _begun(
        "01_duet_with_a_keyboard",
        "Start the engine, play, and it plays beside you. Choose your keyboard and your "
        "synthesizer by double-clicking midiin and midiout. Escape is silence.",
        shapes,
        wide + 180,
        high + 340,
    )
    d.patch.header["rect"][1] = 36.0
    keys = d.obj("midiin", 30, 80)
    heard = d.obj("perf.listen 0", 30, 114)
    begin = d.message("start", 160, 114)
    stop = d.obj("key", 560, 70)
    escape = d.obj("sel 27", 560, 98)
    button = d.bpatcher("perf.panic", 560, 126, PANIC_SIZE)
    engine = d.bpatcher("perf.engine", 30, 180, ENGINE_SIZE)
    d.chain(keys, heard, engine)
    d.chain(begin, engine)
    d.chain(stop, escape, button, engine)
    d.cord(d.obj("r #0_back", 240, 114), 0, engine)
    voice = d.obj("perf.voice 0", 30, 280)
    d.chain(engine, voice, d.obj("midiout", 30, 314))
    panel = d.bpatcher("perf.engine.ui", 160, 280, (wide, high))
    d.cord(engine, 0, panel)
    d.chain(panel, d.obj("s #0_back", 160, 290 + high))
    return d.patch


def tone() -> Patch:
    """A note of poly~: two saw waves behind a filter."""
    d = Drawing("perf.tone", 520.0, 480.0)
    d.comment("perf.tone: one note for poly~ perf.tone", 20, 10, size=16.0)
    pair = d.obj("in 1", 40, 60)
    d.comment("pitch and velocity", 90, 61)
    parts = d.obj("unpack 0 0", 40, 100, 180)
    d.chain(pair, parts)
    pitch = d.obj("mtof", 40, 150)
    d.cord(parts, 0, pitch)
    loud = d.obj("/ 127.", 201, 150)
    d.cord(parts, 1, loud)
    saw = d.obj("saw~ 440", 40, 200)
    d.chain(pitch, saw)
    envelope = d.obj("adsr~ 5 200 0.4 300", 201, 200, 150)
    d.chain(loud, envelope)
    soft = d.obj("lores~ 1800 0.2", 40, 250)
    d.chain(saw, soft)
    shaped = d.obj("*~", 40, 310, 180)
    d.chain(soft, shaped)
    d.cord(envelope, 0, shaped, 1)
    d.chain(shaped, d.obj("out~ 1", 40, 360))
    d.cord(envelope, 2, d.obj("thispoly~", 289, 310))
    d.comment("free again when the envelope has ended", 289, 340, 150)
    return d.patch


def sound(schema: Schema, shapes: Shapes) -> Patch:
    """The machine's notes with poly~."""
    d = _begun(
        "02_a_sound_made_in_max",
        "The machine plays alone, with a sound made in Max. The second outlet of perf.voice "
        "gives pitch and velocity when each note is due.",
        shapes,
        640,
        560,
    )
    begin = d.message("start", 30, 90)
    alone, silent = d.message("/perf/mode solo", 100, 90), d.message("/perf/stop", 220, 90)
    d.comment("1. start; 2. let it play alone", 320, 91)
    engine = d.bpatcher("perf.engine", 30, 140, ENGINE_SIZE)
    for box in (begin, alone, silent):
        d.cord(box, 0, engine)
    voice = d.obj("perf.voice 0", 30, 230, 120)
    d.cord(engine, 0, voice)
    play = d.obj("prepend midinote", 90, 280)
    d.cord(voice, 1, play)
    poly = d.obj("poly~ perf.tone 16", 90, 320)
    d.chain(play, poly)
    quiet = d.obj("*~ 0.2", 90, 360)
    d.chain(poly, quiet)
    out = d.panel("ezdac~", 90, 410)
    d.cord(quiet, 0, out)
    d.cord(quiet, 0, out, 1)
    d.comment("3. sound on", 145, 424)
    return d.patch


def turns(schema: Schema, shapes: Shapes) -> Patch:
    """Turns by the clock, and a light that says whose it is."""
    d = _begun(
        "03_call_and_response",
        "The machine counts in, listens, and answers for exactly as long. The lights show "
        "whose turn it is, and the number shows for how many seconds.",
        shapes,
        720,
        560,
    )
    begin = d.message("start", 30, 90)
    setting = d.message("/perf/param/windowed 1", 100, 90)
    mode = d.message("/perf/mode call_response", 260, 90)
    go = d.message("/perf/start", 430, 90)
    d.comment("one after the other", 520, 91)
    keys = d.obj("midiin", 500, 120)
    heard = d.obj("perf.listen 0", 500, 160)
    engine = d.bpatcher("perf.engine", 30, 200, ENGINE_SIZE)
    for box in (begin, setting, mode, go):
        d.cord(box, 0, engine)
    d.chain(keys, heard, engine)
    voice = d.obj("perf.voice 0", 30, 300)
    d.chain(engine, voice, d.obj("midiout", 30, 340))
    turn = d.obj("route /perf/turn", 160, 300)
    d.cord(engine, 0, turn)
    mine = d.obj("route 0", 160, 335)
    d.chain(turn, mine)
    parts = d.obj("unpack s 0. 0.", 160, 375, 200)
    d.cord(mine, 0, parts)
    which = d.obj("sel count_in call answer rest", 160, 432, 260)
    d.cord(parts, 0, which)
    left = d.panel("flonum", 440, 408, parameter_enable=0)
    d.cord(parts, 1, left)
    d.comment("seconds", 504, 409)
    names = ("count in", "you", "the machine", "you may begin")
    for number, name in enumerate(names):
        x = 160 + 60.25 * number
        d.cord(which, number, d.panel("button", x, 460))
        d.comment(name, x - 16, 490, 60)
    return d.patch


def voices(schema: Schema, shapes: Shapes) -> Patch:
    """One engine with two voices, a panel for each."""
    d = _begun(
        "04_two_voices",
        "One engine plays two voices, and each hears the other. Click from left to right: the "
        "first voice leads, and the second plays beside it, or follows it.",
        shapes,
        900,
        560,
    )
    words = (
        "options --voices 2, start",
        "/perf/voice/0/mode solo, /perf/voice/1/mode duet",
        "/perf/voice/1/mode follow, /perf/voice/1/interval -12",
        "/perf/panic",
    )
    engine = d.bpatcher("perf.engine", 30, 200, ENGINE_SIZE)
    x = 30.0
    for said in words:
        box = d.message(said, x, 90)
        d.cord(box, 0, engine)
        x = box.rect.right + 12
    d.cord(d.obj("r #0_back", 540, 150), 0, engine)
    for number in range(2):
        x = 30.0 + 480 * number
        voice = d.obj(f"perf.voice {number}", x, 320, 120)
        d.cord(engine, 0, voice)
        d.cord(voice, 0, d.obj("midiout", x, 370))
        opened = d.message("open", x + 180, 320)
        window = d.obj("pcontrol", x + 180, 360)
        panel = d.inside(f"p voice_{number}", x + 180, 410, _panel_of(number, schema, shapes))
        d.chain(opened, window, panel)
        d.cord(d.obj("r #0_heard", x + 270, 360), 0, panel)
        d.cord(panel, 0, d.obj("s #0_back", x + 180, 460))
        d.comment(f"the controls of voice {number}", x + 226, 321)
    d.cord(engine, 0, d.obj("s #0_heard", 180, 290))
    return d.patch


def _panel_of(number: int, schema: Schema, shapes: Shapes) -> Patch:
    """A window with the panel of a voice."""
    wide, high = panel_size(schema)
    d = Drawing(f"voice_{number}", wide + 40, high + 160, shapes, openinpresentation=1)
    d.patch.header["rect"] = [120.0 + 40 * number, 120.0 + 40 * number, wide, high]
    inlet = d.inlet(20, 20, "from perf.engine")
    panel = d.bpatcher(
        "perf.voice.ui",
        20,
        70,
        (wide, high),
        (number,),
        presentation=1,
        presentation_rect=[0.0, 0.0, wide, high],
    )
    d.chain(inlet, panel, d.outlet(20, high + 100, "to perf.engine"))
    return d.patch


def mind(schema: Schema, shapes: Shapes) -> Patch:
    """What is foreseen, and how sure the machine is of it."""
    d = _begun(
        "05_what_it_has_in_mind",
        "Play. The keyboard on the left shows the notes that were heard. The one on the "
        "right shows the note that the machine predicts, whether it plays it or not.",
        shapes,
        900,
        560,
    )
    begin = d.message("start", 30, 90)
    flag = d.message("flag 2", 100, 90)
    d.comment("flag 2 asks for heard notes and predictions", 160, 91)
    keys = d.obj("midiin", 460, 100)
    heard = d.obj("perf.listen 0", 460, 140)
    engine = d.bpatcher("perf.engine", 30, 190, ENGINE_SIZE)
    for box in (begin, flag):
        d.cord(box, 0, engine)
    d.chain(keys, heard, engine)
    voice = d.obj("perf.voice 0", 30, 290)
    d.chain(engine, voice, d.obj("midiout", 30, 330))
    route = d.obj("route /perf/heard /perf/foresee", 170, 290, 500)
    d.cord(engine, 0, route)
    human = d.obj("unpack 0 0 0", 170, 340, 120)
    d.cord(route, 0, human)
    played = d.panel("kslider", 170, 440, mode=1)
    d.cord(human, 2, played, 1)
    d.cord(human, 1, played)
    next_note = d.obj("unpack 0 0 0 0. 0. 0.", 411, 340, 400)
    d.cord(route, 1, next_note)
    foreseen = d.panel("kslider", 530, 440)
    d.cord(next_note, 1, foreseen)
    d.comment("heard", 170, 500)
    d.comment("predicted", 530, 500)
    sure = d.panel("flonum", 716, 385, parameter_enable=0)
    d.cord(next_note, 4, sure)
    d.comment("probability", 780, 386)
    return d.patch


def overview(schema: Schema, shapes: Shapes) -> Patch:
    """The patch in the Extras menu: what there is."""
    d = Drawing("PerfEngine", 640.0, 560.0, shapes)
    d.comment("PerfEngine", 20, 12, size=24.0, fontface=1)
    d.comment("Play music together with a machine. Click a line to open it.", 20, 50, size=13.0)
    lines = [(f"{name}.maxhelp", said.digest) for name, said in OBJECTS.items()]
    lines += [(f"{name}.maxpat", title) for name, title in EXAMPLES.items()]
    for number, (file, what) in enumerate(lines):
        y = 84.0 + 88 * (number % 6)
        x = 30.0 + 330 * (number // 6)
        d.comment(what, x, y, 300)
        d.chain(d.message(f"load {file}", x, y + 24), d.obj("pcontrol", x, y + 52))
    return d.patch
