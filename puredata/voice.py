"""[perf.voice], and the two abstractions in it: what its keys were told, and what they do when."""

from __future__ import annotations

from typing import Final

from perf_engine.protocol.midi import PEDAL
from puredata.patch import Box, Outlet, Patch

KEYS: Final = 130  # 0..127, the pedal, all sound off
ALL_SOUND_OFF: Final = 129
NUMBERS: Final = 4096  # of a key's messages, round and round: so many never wait at once
AGAIN: Final = 5  # milliseconds until what was due before its turn is looked at once more


def voice() -> str:
    """[perf.voice]: what one voice of the machine plays, when it is due."""
    p = Patch(900, 420)
    p.text(20, 10, "Notes of one voice of the machine, when each is due. See its help.", 80)
    told = p.obj(20, 40, "inlet")
    words = p.obj(20, 70, "route note noteoff cc flush lost silence sounding", told)
    note, noteoff, control, flush = (
        p.obj(x, 110, "route $1", words[place]) for place, x in enumerate((20, 120, 240, 420))
    )
    off = p.msg(120, 170, "$1 0 $2", noteoff)
    controls = p.obj(240, 140, "route 64 120", control)
    pedal = p.msg(240, 170, f"{PEDAL} $1 $2", controls)
    all_off = p.msg(350, 170, f"{ALL_SOUND_OFF} 0 $2", controls[1])
    p.text(470, 170, "each becomes key, value (0 releases), milliseconds")
    end = p.obj(530, 110, "t b b", words[4], words[5])
    stated = p.obj(690, 140, "list trim", p.obj(690, 110, "list prepend sounding", words[6]))
    forget = p.msg(590, 140, "forget", end[1])
    known = p.obj(20, 230, "perf.heard $1", note, off, pedal, all_off, forget, stated)
    silence = p.msg(300, 230, "silence", end)
    clear = p.msg(220, 230, "clear", flush)
    keys = p.obj(20, 270, "perf.keys", known, silence, clear)
    for place, (x, name) in enumerate(((20, "pitch"), (140, "velocity"), (260, "pedal"))):
        p.obj(x, 330, "outlet", keys[place])
        p.text(x, 360, name)
    return p.written()


def heard() -> str:
    """[perf.heard]: which keys were struck; one that the engine says is not struck is let go."""
    p = Patch(1060, 620)
    p.text(
        20,
        10,
        "Inside perf.voice: passes on key, value and milliseconds, and knows which keys "
        "were struck. If a key is missing from the engine's list, its release was lost, and it "
        "is released.",
        110,
    )
    words = p.obj(20, 90, "route sounding forget", p.obj(20, 60, "inlet"))
    both = p.obj(20, 150, "t l l", words[2], p.obj(120, 120, "r $0-let-go"))
    p.obj(20, 580, "outlet", both)
    _kept(p, 80, 200, "struck", both[1], "$2 $1")
    none = p.msg(240, 150, "const 0", words[1])
    p.obj(240, 180, "s $0-struck", none)
    p.obj(80, 330, f"array define $0-struck {KEYS}")
    p.obj(80, 360, f"array define $0-stated {KEYS}")

    p.text(400, 90, "the pairs of voice and pitch from the engine")
    order = p.obj(400, 120, "t b b l b", words)
    p.obj(640, 180, "s $0-stated", p.msg(640, 150, "const 0", order[3]))
    size = p.obj(540, 180, "/ 2", p.obj(540, 150, "list length", order[2]))
    count = p.obj(440, 210, "i", order[1])
    p.cord(size, count, 1)
    place = _counted(p, 440, 240, count)
    pair = p.msg(440, 370, "get $1 2", p.obj(440, 340, "* 2", place))
    pairs = p.obj(440, 400, "list store", pair)
    p.cord(order[2], pairs, 1)
    ours = p.obj(440, 430, "route $1", pairs)
    _kept(p, 440, 460, "stated", ours, "1 $1")

    p.text(740, 210, "struck keys that are missing from the list")
    key = _counted(p, 740, 270, p.msg(740, 240, str(PEDAL + 1), order))
    parts = p.obj(740, 370, "t f f f", key)
    lacking = p.obj(740, 460, "expr ($f1 > 0) > $f2", p.obj(740, 410, "tabread $0-struck", parts))
    p.cord(p.obj(900, 410, "tabread $0-stated", parts[2]), lacking, 1)
    lost = p.obj(740, 520, "f", p.obj(740, 490, "sel 1", lacking))
    p.cord(parts[1], lost, 1)
    p.obj(740, 580, "s $0-let-go", p.msg(740, 550, "$1 0 0", lost))
    return p.written()


def keys() -> str:
    """[perf.keys]: each key's messages in their order, each when it is due, and what sounds.

    A key's messages are numbered when they are `given` to the pipe, and `taken` from it in this
    order: one that is due before its turn waits again, so a release never overtakes its strike.
    """
    p = Patch(1160, 760)
    p.text(
        20,
        10,
        "Inside perf.voice: key, value and milliseconds in; pitch, velocity and pedal "
        "out, each when it is due. A release never overtakes its strike, and every strike has "
        "one.",
        110,
    )
    words = p.obj(20, 80, "route clear silence", p.obj(20, 50, "inlet"))
    p.obj(220, 110, "s $0-clear", words)
    p.obj(320, 110, "s $0-silence", words[1])

    p.text(20, 140, "a number for each, then it waits")
    parts = p.obj(20, 170, "unpack f f f", words[2])
    key = p.obj(20, 200, "t f f f", parts)
    number = p.obj(100, 230, "tabread $0-given", key[1])
    given = p.obj(100, 290, "t f f", p.obj(100, 260, f"expr ($f1 + 1) % {NUMBERS}", number))
    counted = p.obj(100, 320, "tabwrite $0-given", given)
    p.cord(key[2], counted, 1)
    waiting = p.obj(20, 370, "pipe f f f 0", key, p.obj(140, 370, "r $0-drop"))
    due = p.obj(20, 400, "pack f f f", waiting)
    for outlet, source in enumerate((parts[1], given[1], parts[2]), 1):
        p.cord(source, waiting, outlet)

    p.text(20, 430, "which is next? one that is early waits again")
    both = p.obj(20, 460, "t l l", due)
    asked = p.obj(180, 460, "unpack f f f", both[1])
    last = p.obj(180, 490, "tabread $0-taken", asked)
    turn = p.obj(180, 550, "==", p.obj(180, 520, f"expr ($f1 + 1) % {NUMBERS}", last))
    p.cord(asked[2], turn, 1)
    now = p.obj(20, 610, "spigot", both)
    p.cord(turn, now, 1)
    early = p.obj(180, 610, "spigot", both)
    p.cord(p.obj(240, 580, "== 0", turn), early, 1)
    again = p.obj(180, 640, "unpack f f f", early)
    later = p.obj(180, 670, f"pipe f f f {AGAIN}", again, p.obj(340, 670, "r $0-drop"))
    for outlet in (1, 2):
        p.cord(waiting[outlet], due, outlet)
        p.cord(again[outlet], later, outlet)
        p.cord(later[outlet], due, outlet)
    p.cord(later, due)
    taken = p.obj(20, 640, "t l l", now)
    _kept(p, 440, 640, "taken", taken[1], "$3 $1")
    p.obj(20, 700, "s $0-due", p.msg(20, 670, "$1 $2", taken))

    p.text(
        440,
        140,
        "a sounding key is released before it is struck again; others are not released",
        50,
    )
    kinds = p.obj(440, 210, f"route {PEDAL} {ALL_SOUND_OFF}", p.obj(440, 180, "r $0-due"))
    p.obj(600, 240, "s $0-silence", kinds[1])
    played = p.obj(720, 240, "t l l l", kinds[2])
    first = p.obj(900, 270, "unpack f f", played[2])
    which = p.obj(900, 300, "t f f", first)
    sounds = p.obj(900, 360, "sel 1", p.obj(900, 330, "tabread $0-on", which))
    before = p.obj(900, 390, "f", sounds)
    p.cord(which[1], before, 1)
    p.obj(900, 420, "s $0-off", before)
    loud = p.obj(800, 360, "t f f", p.obj(800, 330, "> 0", p.msg(800, 300, "$2", played[1])))
    state = p.obj(800, 450, "tabwrite $0-on", loud[1])
    p.cord(which[1], state, 1)
    struck = p.obj(720, 390, "spigot", played)
    p.cord(loud, struck, 1)
    strike = p.obj(720, 420, "unpack f f", struck)
    let_go = p.obj(520, 390, "t f b", p.obj(520, 360, "r $0-off"))
    nothing = p.msg(560, 420, "0", let_go[1])
    up = p.msg(440, 420, "0", p.obj(440, 390, "r $0-up"))

    p.text(640, 490, "silence: drop scheduled notes, release all")
    order = p.obj(640, 550, "t b b b b", p.obj(640, 520, "r $0-silence"))
    p.obj(640, 590, "s $0-up", order)
    p.obj(720, 620, "s $0-on", p.msg(720, 590, "const 0", order[1]))
    p.obj(960, 620, "s $0-clear", order[3])
    each = _counted(p, 820, 580, p.msg(820, 550, str(PEDAL), order[2]))
    silent = p.obj(820, 670, "t f f", each)
    held = p.obj(960, 680, "sel 1", p.obj(960, 650, "tabread $0-on", silent))
    sounded = p.obj(960, 710, "f", held)
    p.cord(silent[1], sounded, 1)
    p.obj(1010, 710, "s $0-off", sounded)

    clear = p.obj(440, 520, "t b b", p.obj(440, 490, "r $0-clear"))
    p.obj(540, 580, "s $0-drop", p.msg(540, 550, "clear", clear[1]))
    none = p.msg(440, 550, "const 0", clear)
    p.obj(440, 580, "s $0-given", none)
    p.obj(440, 610, "s $0-taken", none)
    for place, table in enumerate(("given", "taken", "on")):
        p.obj(600, 660 + 30 * place, f"array define $0-{table} {KEYS}")

    p.obj(20, 790, "outlet", strike, let_go)
    p.obj(140, 790, "outlet", strike[1], nothing)
    p.obj(260, 790, "outlet", kinds, up)
    return p.written()


def _kept(p: Patch, x: int, y: int, table: str, source: Box | Outlet, words: str) -> None:
    """A list's numbers into a table; `words`: the value, then where."""
    parts = p.obj(x, y + 30, "unpack f f", p.msg(x, y, words, source))
    p.cord(parts[1], p.obj(x, y + 60, f"tabwrite $0-{table}", parts), 1)


def _counted(p: Patch, x: int, y: int, count: Box) -> Box:
    """0, 1, 2 ... as often as a number says, when it comes."""
    begin = p.obj(x, y, "t f b", count)
    each = p.obj(x, y + 60, "f", p.obj(x, y + 30, "until", begin))
    p.cord(p.msg(x + 60, y + 30, "0", begin[1]), each, 1)
    p.cord(p.obj(x + 60, y + 60, "+ 1", each), each, 1)
    return each
