"""perf.engine.ui and perf.voice.ui: every control as a parameter, with presets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from perf_engine.protocol.address import PARAM, Argument

from ..draw import SIZES, Drawing
from ..patch import Box, Patch
from .schema import Schema
from .small import RED, WHITE

CELL: Final = (76.0, 86.0)  # of a control in presentation mode
ACROSS: Final = 15  # controls
TOP: Final = 66.0  # where the controls begin
LONG_WORD: Final = 12  # letters that a menu of one cell cannot show
HEAD: Final = 24.0  # the height of a section's heading
INTEGERS: Final = 256  # a parameter of type int has no more values
COLUMN: Final = 262.0  # of a control's boxes while patching
PER_ROW: Final = 7
MODE: Final = "mode"
OTHERS: Final = (
    "/perf/note /perf/noteoff /perf/cc /perf/alive /perf/sounding /perf/pulse /perf/harmony"
)


@dataclass(frozen=True, slots=True)
class Panel:
    """The owner of a panel's controls: addresses, and the voice in a button's message."""

    name: str
    title: str
    prefix: str
    mode: str
    voice: str = ""

    @property
    def one(self) -> bool:
        """Whether it is for one voice alone, the patch's first argument."""
        return bool(self.voice)

    def heard(self, name: str) -> str:
        """The word with which a value of a control comes in."""
        return f"{self.prefix}{name}" if self.one else name


ENGINE: Final = Panel(
    "perf.engine.ui", "perf.engine.ui: every control, and presets", PARAM, "/perf/mode"
)
VOICE: Final = Panel(
    "perf.voice.ui",
    "perf.voice.ui: every control of one voice (argument: 0 to 15), and presets",
    "/perf/voice/#1/",
    "/perf/voice/#1/mode",
    " #1",
)


def placed(schema: Schema) -> tuple[dict[str, tuple[float, float]], dict[str, tuple[float, float]]]:
    """Where the controls and the headings stand in presentation mode, by their names."""
    cells: dict[str, tuple[float, float]] = {}
    heads: dict[str, tuple[float, float]] = {}
    across, y, high = 0, TOP, 0.0
    for heading, controls in schema.sections:
        wide = min(sum(span(value) for _, value in controls), ACROSS)
        if across + wide > ACROSS:
            across, y, high = 0, y + high, 0.0
        heads[heading] = (8.0 + across * CELL[0], y)
        row = column = 0
        for name, value in controls:
            if column + span(value) > ACROSS:
                row, column = row + 1, 0
            cells[name] = (8 + (across + column) * CELL[0], y + HEAD + row * CELL[1])
            column += span(value)
        high = max(high, HEAD + CELL[1] * (row + 1))
        across += wide
    return cells, heads


def span(value: Argument) -> int:
    """How many cells a control takes: two where its menu has long words."""
    return 2 if max(map(len, value.choices), default=0) > LONG_WORD else 1


def size(schema: Schema) -> tuple[float, float]:
    """Width and height of the panel."""
    cells, _ = placed(schema)
    spans = {name: span(value) for name, value in schema.controls}
    right = max(x + spans[name] * CELL[0] for name, (x, _) in cells.items()) + 8.0
    return max(right, 600.0), max(y for _, y in cells.values()) + CELL[1] + 6.0


def widget(value: Argument) -> str:
    """The object for a control: a menu, a button that stays down, a number or a dial."""
    if value.choices:
        return "live.menu"
    if value.tag != "f" and (value.low, value.high) == (0, 1):
        return "live.text"
    if value.tag != "f" and value.high - value.low >= INTEGERS:
        return "live.numbox"
    return "live.dial"


def parameter(name: str, value: Argument) -> dict[str, Any]:
    """What Max keeps of a parameter."""
    said: dict[str, Any] = {
        "parameter_longname": name,
        "parameter_shortname": name.replace("_", " "),
        "parameter_annotation_name": name.replace("_", " "),
        "parameter_info": value.help,
        "parameter_initial_enable": 1,
        "parameter_modmode": 0,
    }
    if value.choices:
        initial = value.choices.index(str(value.default)) if value.default in value.choices else 0
        return said | {
            "parameter_type": 2,
            "parameter_enum": list(value.choices),
            "parameter_initial": [initial],
            "parameter_mmax": len(value.choices) - 1,
        }
    initial_value = value.default if isinstance(value.default, int | float) else value.low
    said |= {"parameter_initial": [initial_value]}
    if widget(value) == "live.text":
        return said | {
            "parameter_type": 2,
            "parameter_enum": ["off", "on"],
            "parameter_mmax": 1,
        }
    whole = value.tag != "f"
    return said | {
        "parameter_type": 1 if whole and widget(value) == "live.dial" else 0,
        "parameter_mmin": value.low,
        "parameter_mmax": value.high,
        "parameter_unitstyle": 0 if whole else 1,
    }


def panel(schema: Schema, whose: Panel = ENGINE) -> Patch:
    """The patch of perf.engine.ui, or of perf.voice.ui."""
    width, height = size(schema)
    d = Drawing(whose.name, 80 + PER_ROW * COLUMN, 1500.0, openinpresentation=1)
    d.patch.header["rect"] = [100.0, 100.0, width, height]
    d.comment(whose.title, 30, 10, size=16.0)
    _traffic(d, whose)
    _presets(d)
    _orders(d, whose)
    cells, heads = placed(schema)
    widths = {h: CELL[0] * min(len(controls), 3) for h, controls in schema.sections}
    for heading, (x, y) in heads.items():
        d.comment(
            heading,
            1500,
            70 + 30 * list(heads).index(heading),
            presentation=1,
            fontface=1,
            presentation_rect=[x, y, widths[heading], 20.0],
        )
    mode = Argument(
        "name",
        "s",
        "Way in which the machine plays together with you.",
        choices=tuple(schema.modes),
        default=schema.modes[0],
    )
    _control(d, 0, (MODE, mode), whose, (8.0, 4.0))
    for number, (name, value) in enumerate(schema.controls, 1):
        _control(d, number, (name, value), whose, cells[name])
    return d.patch


def _control(
    d: Drawing, number: int, control: tuple[str, Argument], whose: Panel, at: tuple[float, float]
) -> None:
    """A control's boxes, one above the other; the panel shows its label and its object."""
    name, value = control
    row, column = divmod(number, PER_ROW)
    x, y = 40 + COLUMN * column, 490 + 230 * row
    kind = widget(value)
    wide, high = SIZES[kind]
    room = span(value) * CELL[0] - 6.0
    if kind == "live.text":
        wide = 62.0
    elif kind == "live.menu":
        wide = 110.0 if name == MODE else room
    label = name.replace("_", " ")
    hint = f"{label}: {value.help}"
    high_up, label_high = (at[1] + 6.0, 20.0) if name == MODE else (at[1], 30.0)
    d.comment(
        label,
        x + 84,
        y + 2,
        128,
        presentation=1,
        fontsize=10.0,
        presentation_rect=[at[0], high_up, 70.0 if name == MODE else room, label_high],
        textjustification=1,
        presentation_linecount=2,
    )
    values = d.obj("r #0_values", x, y)
    route = d.obj(f"route {whose.heard(name)} push", x, y + 34)
    d.chain(values, route)
    more: dict[str, Any] = {"mode": 1, "text": "off", "texton": "on"} if kind == "live.text" else {}
    if kind == "live.dial":
        more = {"showname": 0}
    top = at[1] + (8.0 if name == MODE else 30.0)
    left = at[0] + (78.0 if name == MODE else (room - wide) / 2)
    box = d.panel(
        kind,
        x,
        y + 100,
        width=wide,
        height=high,
        varname=name,
        parameter_enable=1,
        annotation=value.help,
        annotation_name=label,
        hint=hint,
        presentation=1,
        presentation_rect=[left, top, wide, high],
        saved_attribute_attributes={"valueof": parameter(name, value)},
        **more,
    )
    if value.choices:
        d.cord(route, 0, box)
    else:
        shown = d.obj("prepend set", x, y + 68)
        d.cord(route, 0, shown)
        d.chain(shown, box)
    d.cord(route, 1, again := d.obj("t b", x + 90, y + 68))
    d.cord(again, 0, box)
    address = whose.mode if name == MODE else f"{whose.prefix}{name}"
    said = d.obj(f"prepend {address}", x, y + 160)
    d.cord(box, 1 if value.choices else 0, said)
    d.chain(said, d.obj("s #0_tell", x, y + 190))


def _traffic(d: Drawing, whose: Panel) -> None:
    inlet = d.inlet(40, 60, "from perf.engine's left outlet")
    values = OTHERS if whose.one else "/perf/get /perf/mode"
    route = d.obj(f"route lost /perf/running {values}", 40, 110, 499)
    d.cord(inlet, 0, route)
    lost = d.obj("t 1", 40, 150)
    d.cord(route, 0, lost)
    there = d.obj("t b", 160, 150)
    d.cord(route, 1, there)
    was = d.obj("int 0", 160, 220)
    d.chain(there, was)
    keep = d.obj("s #0_lost", 40, 190)
    d.chain(lost, keep)
    d.cord(d.obj("r #0_lost", 182, 184), 0, was, 1)
    which = d.obj("sel 0 1", 160, 260, 80)
    d.chain(was, which)
    ask = d.message(f"{whose.prefix}*" if whose.one else "/perf/get, /perf/mode", 40, 310)
    d.cord(which, 0, ask)
    d.chain(ask, d.obj("s #0_ask", 40, 350))
    push = d.obj("t 0 b 1", 191, 310)
    d.cord(which, 1, push)
    d.cord(push, 0, d.obj("s #0_lost", 175, 380))
    d.cord(push, 1, word := d.message("push", 260, 350))
    d.chain(word, d.obj("s #0_values", 260, 390))
    d.cord(push, 2, d.obj("s #0_open", 330, 350))
    d.comment("a new engine gets the settings from here; a found one is asked", 440, 330, 200)

    (_values_of_one if whose.one else _values_of_all)(d, route)

    out = d.obj("r #0_tell", 740, 110)
    opened = d.obj("r #0_open", 660, 110)
    gate = d.obj("gate", 690, 160)
    d.cord(opened, 0, gate)
    d.cord(out, 0, gate, 1)
    asked = d.obj("r #0_ask", 760, 160)
    outlet = d.outlet(690, 220, "to perf.engine")
    d.cord(gate, 0, outlet)
    d.cord(asked, 0, outlet)
    d.comment("closed until an engine replies", 610, 270)


def _values_of_all(d: Drawing, route: Box) -> None:
    """The engine's values come in pairs of a name and a value."""
    mode = d.obj("prepend mode", 400, 150)
    d.cord(route, 3, mode)
    taken = d.obj("t 1 l 0", 280, 200)
    d.cord(route, 2, taken)
    d.cord(mode, 0, taken)
    pairs = d.obj("zl.iter 2", 400, 250)
    d.cord(taken, 1, pairs)
    d.chain(pairs, d.obj("s #0_values", 400, 290))
    d.cord(taken, 0, d.obj("s #0_open", 280, 250))
    d.cord(taken, 2, d.obj("s #0_open", 480, 250))
    d.comment("the engine's values are shown, and not sent back", 490, 200, 160)


def _values_of_one(d: Drawing, route: Box) -> None:
    """A voice's values come one by one, each with its address."""
    taken = d.obj("t 1 l 0", 480, 180)
    d.cord(route, 2 + len(OTHERS.split()), taken)
    d.cord(taken, 1, d.obj("s #0_values", 400, 250))
    d.cord(taken, 0, d.obj("s #0_open", 280, 250))
    d.cord(taken, 2, d.obj("s #0_open", 520, 250))
    d.comment("the engine's values are shown, and not sent back", 330, 150, 120)


def _presets(d: Drawing) -> None:
    d.comment("preset", 1130, 60, presentation=1, presentation_rect=[232.0, 10.0, 50.0, 20.0])
    slot = d.panel(
        "number",
        1180,
        90,
        minimum=1,
        maximum=99,
        presentation=1,
        presentation_rect=[284.0, 8.0, 44.0, 22.0],
        parameter_enable=0,
        annotation="The preset's number.",
        hint="the preset's number",
    )
    split = d.obj("t i i", 1180, 130)
    d.chain(slot, split)
    storage = d.obj("pattrstorage #0_presets @savemode 0 @changemode 0", 1000, 300, 420)
    words = (
        ("store", 1000, "the present settings as the preset with this number"),
        ("recall", 1100, "the preset with this number"),
        ("read", 1290, "presets from a file"),
        ("write", 1370, "all presets to a file"),
    )
    for number, (word, x, what) in enumerate(words):
        button = d.panel(
            "textbutton",
            x,
            90,
            width=56.0,
            text=word,
            presentation=1,
            presentation_rect=[336.0 + 60 * number, 7.0, 56.0, 24.0],
            parameter_enable=0,
            hint=word,
            annotation=f"{word.capitalize()} {what}.",
        )
        if number > 1:
            said = d.message(word, x, 255)
            d.chain(button, said, storage)
            continue
        kept = d.obj("int 1", x, 190)
        said = d.obj(f"prepend {word}", x, 240)
        d.chain(button, kept, said, storage)
        d.cord(split, number, kept, 1)
    d.obj("autopattr", 1000, 340)
    d.comment("takes all that has a name here", 1080, 341)


def _orders(d: Drawing, whose: Panel) -> None:
    words = (
        ("start", "play", "It may sound again."),
        ("stop", "rest", "Silent until play."),
        ("reset", "forget", "It forgets everything that was heard and played."),
    )
    for number, (word, label, what) in enumerate(words):
        x = 1000.0 + 130 * number
        button = d.panel(
            "textbutton",
            x,
            380,
            width=60.0,
            height=22.0,
            text=label,
            presentation=1,
            presentation_rect=[8.0 + 64 * number, 38.0, 60.0, 22.0],
            parameter_enable=0,
            annotation=what,
            hint=what,
        )
        d.chain(button, d.message(f"/perf/{word}{whose.voice}", x, 412), d.obj("s #0_tell", x, 442))
    _panic(d)


def _panic(d: Drawing) -> None:
    """Silence for everyone, also before an engine has replied."""
    button = d.panel(
        "textbutton",
        1390,
        380,
        width=90.0,
        height=30.0,
        text="PANIC",
        fontsize=14.0,
        bgcolor=RED,
        bgoncolor=RED,
        textcolor=WHITE,
        textoncolor=WHITE,
        presentation=1,
        presentation_rect=[204.0, 34.0, 90.0, 30.0],
        parameter_enable=0,
        annotation="Silence everyone and everything, now.",
        hint="Silence, now",
    )
    d.chain(button, d.message("/perf/panic", 1390, 416), d.obj("s #0_ask", 1390, 446))
