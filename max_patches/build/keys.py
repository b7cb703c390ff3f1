"""Inside perf.voice: what its keys were told, the order of their messages, and what sounds.

Keys are 0..127, a control is 128 and its number; a value of 0 lets go. Tables hold small numbers
only: a flag, or which of a key's messages was the last, counted round.
"""

from __future__ import annotations

from typing import Final

from ..draw import Drawing
from ..patch import Patch

CONTROLS: Final = 128  # where they begin
PEDAL: Final = CONTROLS + 64
KEYS: Final = 256
ROUND: Final = 128  # of a key's messages, fewer wait at once
AGAIN: Final = 5  # milliseconds until what was due before its turn is looked at once more


def heard() -> Patch:
    """p heard: hands key, value and milliseconds on; what the engine does not state is let go."""
    d = Drawing("heard", 960.0, 760.0)
    told = d.inlet(40, 30, "key, value, milliseconds")
    stated = d.inlet(300, 30, "the pairs of voice and pitch from the engine, or a bang")
    forget = d.inlet(840, 30, "a bang: nothing was struck")
    both = d.obj("t l l", 40, 110, 150)
    d.cord(told, 0, both)
    d.cord(d.obj("r #0_let_go", 110, 70), 0, both)
    flag = d.message("$1 $2", 170, 150)
    d.cord(both, 1, flag)
    d.chain(flag, d.obj("s #0_struck", 170, 190))
    d.cord(both, 0, d.outlet(40, 660, "key, value, milliseconds"))

    words = d.obj("route bang", 300, 70, 210)
    empty = d.obj("t b b", 300, 110, 110)
    pairs = d.obj("t b l b", 491, 110, 280)
    d.chain(stated, words, empty, d.obj("s #0_look", 300, 150))
    d.cord(words, 1, pairs)
    d.cord(empty, 1, d.obj("s #0_none", 391, 150))
    d.cord(pairs, 0, d.obj("s #0_look", 491, 150))
    d.cord(pairs, 2, d.obj("s #0_none", 752, 140))
    each = d.obj("zl.iter 2 @zlmaxsize 2048", 622, 190)
    d.cord(pairs, 1, each)
    d.chain(
        each,
        d.obj("route #1", 622, 230),
        d.obj(f"expr $i1 + ($i1 == 128) * {PEDAL - 128}", 622, 270),
        d.message("$1 1", 622, 310),
        d.obj("s #0_stated", 622, 350),
    )
    d.chain(
        d.obj("r #0_none", 300, 190), d.message("const 0", 300, 230), d.obj("s #0_stated", 300, 270)
    )
    every = d.obj(f"uzi {PEDAL + 1} 0", 430, 230, 90)
    d.chain(d.obj("r #0_look", 430, 190), every)
    d.cord(every, 2, d.obj("s #0_key", 501, 270))

    three = d.obj("t i i i", 300, 380, 300)
    d.chain(d.obj("r #0_key", 300, 340), three)
    struck = d.obj(f"table @size {KEYS}", 300, 470)
    known = d.obj(f"table @size {KEYS}", 581, 470)
    d.cord(three, 0, struck)
    d.cord(d.obj("r #0_struck", 210, 420), 0, struck)
    d.cord(three, 1, d.obj("s #0_now", 440, 430))
    d.cord(three, 2, known)
    d.cord(d.obj("r #0_stated", 650, 420), 0, known)
    lacks = d.obj("expr ($i1 > 0) > $i2", 300, 510, 300)
    d.cord(struck, 0, lacks)
    d.cord(known, 0, lacks, 1)
    number = d.obj("int", 300, 590)
    d.chain(lacks, d.obj("sel 1", 300, 550), number)
    d.cord(d.obj("r #0_now", 360, 550), 0, number, 1)
    d.chain(number, d.message("$1 0 0.", 300, 630), d.obj("s #0_let_go", 300, 670))
    d.chain(forget, d.message("const 0", 840, 70), d.obj("s #0_struck", 840, 110))
    return d.patch


def order() -> Patch:
    """p order: each key's messages in the order in which they came, each when it is due."""
    d = Drawing("order", 860.0, 780.0)
    come = d.inlet(40, 30, "key, value, milliseconds")
    drop = d.inlet(660, 30, "a bang drops scheduled notes")
    three = d.obj("t l l l", 40, 70, 480)
    d.chain(come, three)
    asked = d.message("$1", 500, 110)
    given = d.obj(f"table @size {KEYS}", 500, 150)
    number = d.obj(f"expr ($i1 + 1) % {ROUND}", 500, 190)
    d.cord(three, 2, asked)
    d.chain(asked, given, number, d.obj("s #0_nth", 500, 230))
    d.cord(d.obj("r #0_given", 560, 110), 0, given)
    which = d.message("$1", 270, 110)
    noted = d.obj("pack 0 0", 270, 190, 100)
    d.cord(three, 1, which)
    d.chain(which, noted, d.obj("s #0_given", 270, 230))
    d.cord(d.obj("r #0_nth", 351, 150), 0, noted, 1)
    parts = d.obj("unpack 0 0 0.", 40, 110, 197)
    d.cord(three, 0, parts)
    pipe = d.obj("pipe 0 0 0 0.", 40, 270, 197)
    d.cord(parts, 0, pipe)
    d.cord(parts, 1, pipe, 1)
    d.cord(d.obj("r #0_nth", 150, 195, 68), 0, pipe, 2)
    d.cord(parts, 2, pipe, 3)
    d.cord(d.obj("r #0_clear", 58, 150, 60), 0, pipe)
    due = d.obj("pack 0 0 0", 40, 330, 197)
    for place in range(3):
        d.cord(pipe, place, due, place)

    turns = d.obj("t l l l", 40, 400, 340)
    d.chain(due, turns)
    d.cord(d.obj("r #0_again", 110, 365), 0, turns)
    its = d.message("$3", 361, 440)
    last = d.message("$1", 200, 440)
    taken = d.obj(f"table @size {KEYS}", 200, 490)
    turn = d.obj(f"expr ((($i1 + 1) % {ROUND}) == $i2) + 1", 200, 530, 180)
    d.cord(turns, 2, its)
    d.cord(turns, 1, last)
    d.chain(last, taken, turn)
    d.cord(d.obj("r #0_taken", 250, 450), 0, taken)
    d.cord(its, 0, turn, 1)
    choose = d.obj("gate 2", 40, 600, 150)
    d.cord(turn, 0, choose)
    d.cord(turns, 0, choose, 1)
    d.chain(choose, d.obj("s #0_early", 40, 640))
    both = d.obj("t l l", 171, 640, 120)
    d.cord(choose, 1, both)
    done = d.message("$1 $3", 272, 680)
    d.cord(both, 1, done)
    d.chain(done, d.obj("s #0_taken", 272, 720))
    d.chain(both, d.message("$1 $2", 171, 680), d.outlet(171, 720, "key, value"))

    again = d.obj("unpack 0 0 0", 520, 400, 197)
    later = d.obj(f"pipe 0 0 0 {AGAIN}", 520, 470, 197)
    whole = d.obj("pack 0 0 0", 520, 530, 197)
    d.chain(d.obj("r #0_early", 520, 360), again)
    d.cord(d.obj("r #0_clear", 430, 430), 0, later)
    for place in range(3):
        d.cord(again, place, later, place)
        d.cord(later, place, whole, place)
    d.chain(whole, d.obj("s #0_again", 520, 570))

    clear = d.obj("t b b", 660, 110, 110)
    d.chain(drop, clear)
    gone = d.message("clear", 751, 150)
    d.cord(clear, 1, gone)
    d.chain(gone, d.obj("s #0_clear", 751, 190))
    none = d.message("const 0", 660, 150)
    pair = d.obj("t l l", 660, 230, 110)
    d.chain(clear, none, pair, d.obj("s #0_given", 660, 270))
    d.cord(pair, 1, d.obj("s #0_taken", 751, 270))
    return d.patch


def hands() -> Patch:
    """p hands: what sounds is let go before it is struck again; what does not is not let go."""
    d = Drawing("hands", 860.0, 680.0)
    due = d.inlet(40, 30, "key, value")
    drop = d.inlet(640, 30, "a bang: nothing sounds any more")
    two = d.obj("t l l", 40, 70, 160)
    d.chain(due, two)
    key = d.message("$1", 181, 110)
    choose = d.obj("gate 2", 40, 230, 160)
    d.cord(two, 1, key)
    d.chain(key, d.obj(f"expr ($i1 >= {CONTROLS}) + 1", 181, 150), choose)
    d.cord(two, 0, choose, 1)
    d.cord(choose, 1, d.obj("s #0_control", 181, 270))

    three = d.obj("t l l l", 40, 310, 400)
    d.cord(choose, 0, three)
    strikes = d.obj("gate", 40, 420, 160)
    d.cord(d.obj("r #0_loud", 20, 360), 0, strikes)
    d.cord(three, 0, strikes, 1)
    d.chain(strikes, d.message("144 $1 $2", 40, 460), d.obj("s #0_bytes", 40, 500))
    parts = d.obj("unpack 0 0", 230, 350, 100)
    d.cord(three, 1, parts)
    loud = d.obj("expr $i1 > 0", 311, 390)
    d.cord(parts, 1, loud)
    d.chain(loud, d.obj("s #0_loud", 311, 430))
    state = d.obj("pack 0 0", 230, 500, 61)
    d.cord(parts, 0, state)
    d.cord(d.obj("r #0_loud", 262, 465), 0, state, 1)
    d.chain(state, d.obj("s #0_on", 230, 540))
    which = d.message("$1", 421, 350)
    pair = d.obj("t i i", 421, 390, 100)
    on = d.obj("table @size 128", 421, 470)
    number = d.obj("int", 421, 550)
    d.cord(three, 2, which)
    d.chain(which, pair, on, d.obj("sel 1", 421, 510), number)
    d.cord(d.obj("r #0_on", 450, 430), 0, on)
    d.cord(pair, 1, d.obj("s #0_which", 520, 440))
    d.cord(d.obj("r #0_which", 480, 510), 0, number, 1)
    d.chain(number, d.message("144 $1 0", 421, 590), d.obj("s #0_bytes", 421, 630))

    control = d.obj("unpack 0 0", 640, 270, 100)
    less = d.obj(f"- {CONTROLS}", 640, 310)
    packed = d.obj("pack 0 0", 640, 350, 100)
    d.chain(d.obj("r #0_control", 640, 230), control, less, packed)
    d.cord(control, 1, packed, 1)
    d.chain(packed, d.message("176 $1 $2", 640, 390), d.obj("s #0_bytes", 640, 430))
    d.chain(d.obj("r #0_bytes", 640, 530), d.outlet(640, 570, "status, number, value"))
    d.chain(drop, d.message("const 0", 640, 70), d.obj("s #0_on", 640, 110))
    return d.patch
