"""Writes the Pd library: python -m puredata.generate.

Addresses, modes and controls come from the OSC schema; tests/puredata/test_generate_pd.py fails
while a file is not as it would be written now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from perf_engine import __version__
from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns import MODES
from perf_engine.live.schema import PORT, find
from puredata.examples import algorithm, duet, midi, tone
from puredata.patch import Patch

ROOT: Final = Path(__file__).parent / "perf_engine"
LEASE: Final = 10
QUIET_AFTER: Final = 3000  # milliseconds without a sign of life


def address(full: str) -> str:
    """An address that the engine takes, as [oscformat] has it. Raises Refusal."""
    find(full)
    return full.removeprefix("/").replace("/", " ")


def engine() -> str:
    """[perf.engine]: the connection to an engine."""
    p = Patch(1060, 760)
    p.text(20, 10, "The connection to a perf_engine: registers, stays registered, notices when it "
           "is gone. See its help.", 90)
    said = p.obj(20, 60, "inlet")
    words = p.obj(20, 90, "route connect note list pedal cc param voice say", said)

    p.text(560, 40, "where the engine is: a port, a host")
    opened = p.obj(560, 60, "loadbang")
    argument = p.obj(560, 90, "f $1", opened)
    given = p.obj(560, 120, "sel 0", argument)
    usual = p.msg(560, 150, str(PORT), given)
    where = p.obj(560, 180, "list append 127.0.0.1", usual, given[1], words[0])
    there = p.obj(560, 210, "unpack f s", where)
    both = p.obj(560, 240, "pack f s", there)
    p.cord(there[1], both, 1)
    anew = p.obj(560, 270, "t a b", both)
    connect = p.msg(560, 330, "connect $2 $1", anew)
    disconnect = p.msg(700, 330, "disconnect", anew[1])

    p.text(20, 130, "to the machine, as player 0")
    senders = []
    for x, outlets, name in ((20, (1, 2), "note"), (170, (3,), "pedal"), (310, (4,), "cc")):
        player = p.obj(x, 150, "list prepend 0", *(words[outlet] for outlet in outlets))
        senders.append(p.obj(x, 180, f"oscformat {address(f'/perf/in/{name}')}", player))

    p.text(20, 220, "an address put together: param NAME, voice N NAME, say /ADDRESS, or WORD")
    for x, outlet, count, begin in (
        (20, 5, 1, " perf param"), (150, 6, 2, " perf voice"),
        (280, 7, 1, ""), (400, 8, 1, " perf"),
    ):  # fmt: skip
        parts = p.obj(x, 240, "t a a", words[outlet])
        first = p.obj(x + 50, 270, f"list split {count}", parts[1])
        put = p.obj(x + 50, 300, f"list prepend set{begin}", first)
        trimmed = p.obj(x + 50, 330, "list trim", put)
        values = p.obj(x, 360, f"list split {count}", parts)
        senders.append(p.obj(x, 390, "oscformat", values[1], trimmed))

    p.text(800, 40, "once a second: register, or say that we are still here")
    once = p.obj(800, 60, "loadbang")
    second = p.obj(800, 90, "metro 1000", once)
    known = p.obj(800, 120, "f 0", second)
    ask = p.obj(800, 150, "sel 0 1", known)
    notify = p.msg(800, 180, f"1 0 ahead {LEASE}", ask)
    register = p.obj(800, 210, f"oscformat -f iisf {address('/perf/notify')}", notify)
    ping = p.obj(920, 180, f"oscformat {address('/perf/ping')}", ask[1])
    p.cord(anew[1], known, 0)  # connected anew: register at once

    packet = p.obj(20, 430, "list prepend send", *senders, register, ping)
    send = p.obj(20, 460, "list trim", packet)
    line = p.obj(20, 490, "netsend -u -b", send, connect, disconnect)
    reply = p.obj(110, 520, "oscparse", line[1])
    plain = p.obj(110, 550, "list trim", reply)
    ours = p.obj(110, 580, "route perf", plain)
    heard = p.obj(110, 610, "route note noteoff cc flush alive pong done fail", ours)

    out = p.obj(20, 720, "outlet")
    for place, word in enumerate(("note", "noteoff", "cc", "flush")):
        named = p.obj(20 + 125 * place, 650, f"list prepend {word}", heard[place])
        p.cord(p.obj(20 + 125 * place, 680, "list trim", named), out)

    p.text(560, 380, "the engine has registered us, is alive, or has been quiet for three seconds")
    done = p.obj(560, 610, "route /perf/notify", heard[6])
    registered = p.obj(560, 400, "t b b", done)
    yes = p.msg(560, 430, "1", registered)
    watch = p.obj(680, 430, f"delay {QUIET_AFTER}", registered[1], heard[4])
    gone = p.obj(680, 460, "t b b", watch)
    no = p.msg(680, 490, "0", gone)
    lost = p.msg(780, 490, "lost", gone[1])
    p.cord(lost, out)
    p.cord(anew[1], no)
    state = p.obj(560, 520, "change", yes, no)
    p.cord(yes, known, 1)
    p.cord(no, known, 1)
    p.cord(state, p.obj(860, 720, "outlet"))

    others = p.obj(560, 720, "outlet")
    for x, source, word in ((560, done[1], "done"), (690, heard[7], "fail")):
        named = p.obj(x, 650, f"list prepend {word}", source)
        told = p.obj(x, 680, "list trim", named)
        p.cord(told, others)
        if word == "fail":
            p.obj(x + 80, 680, "print perf.engine", told)
    p.cord(heard[8], others)
    return p.written()


def voice() -> str:
    """[perf.voice]: what one voice of the machine plays, when it is due."""
    p = Patch(820, 560)
    p.text(20, 10, "What one voice of the machine plays, when it is due. See its help.", 80)
    told = p.obj(20, 40, "inlet")
    words = p.obj(20, 70, "route note noteoff cc flush lost silence", told)
    note, noteoff, control, flush = (
        p.obj(20 + 180 * place, 110, "route $1", words[place]) for place in range(4)
    )
    p.text(20, 140, "a strike waits its milliseconds")
    parts = p.obj(20, 160, "unpack f f f", note)
    strike = p.obj(20, 200, "pipe f f 0", parts)
    p.cord(parts[1], strike, 1)
    p.cord(parts[2], strike, 2)

    p.text(250, 140, "and a release")
    ends = p.obj(250, 160, "unpack f f", noteoff)
    release = p.obj(250, 200, "pipe f 0", ends)
    p.cord(ends[1], release, 1)
    end = p.obj(250, 230, "t f b", release)
    nothing = p.msg(310, 260, "0", end[1])

    p.text(430, 140, "the pedal is controller 64, all sound off 120")
    change = p.obj(430, 160, "unpack f f f", control)
    later = p.obj(430, 200, "pipe f f 0", change)
    p.cord(change[1], later, 1)
    p.cord(change[2], later, 2)
    packed = p.obj(430, 230, "pack f f", later)
    p.cord(later[1], packed, 1)
    number = p.obj(430, 260, "route 64 120", packed)

    p.text(560, 290, "drop what waits; or let go of everything", 30)
    all_off = p.obj(560, 340, "t b b", words[4], words[5], number[1])
    drop = p.msg(640, 380, "clear", flush, all_off[1])
    for waiting in (strike, release, later):
        p.cord(drop, waiting)

    p.text(20, 330, "what sounds, to be let go")
    keys = p.obj(20, 350, "bag", strike, end)
    p.cord(strike[1], keys, 1)
    p.cord(nothing, keys, 1)
    let_go = p.obj(560, 380, "t b b", all_off)
    p.cord(p.msg(20, 320, "flush", let_go), keys)
    each = p.obj(20, 380, "t f b", keys)
    off = p.msg(80, 410, "0", each[1])
    up = p.msg(560, 440, "0", let_go[1])

    pitch = p.obj(20, 520, "outlet", strike, end, each)
    velocity = p.obj(140, 520, "outlet", strike[1], nothing, off)
    pedal = p.obj(430, 520, "outlet", number[0], up)
    p.text(20, 500, "pitch")
    p.text(140, 500, "velocity")
    p.text(430, 500, "pedal")
    assert pitch.number < velocity.number < pedal.number
    return p.written()


def panic() -> str:
    """[perf.panic]: silence in the engine and here, even where the engine is gone."""
    p = Patch(420, 260)
    p.text(20, 10, "Silence: left to perf.engine, right to every perf.voice, which need not wait "
           "for the engine. See its help.", 50)
    told = p.obj(20, 70, "inlet")
    both = p.obj(20, 100, "t b b", told)
    p.obj(20, 200, "outlet", p.msg(20, 140, address("/perf/panic").split()[1], both))
    p.obj(140, 200, "outlet", p.msg(140, 140, "silence", both[1]))
    return p.written()


def engine_help() -> str:
    """The help of [perf.engine]."""
    p = Patch(900, 780)
    p.text(20, 10, "[perf.engine]: the connection to a perf_engine on this machine. Start the "
           f"engine with  perf-engine play . Its port is {PORT}, or the argument: "
           "[perf.engine 9480].", 110)
    column = [
        ("connect 9470 127.0.0.1", "another port, another machine"),
        ("60 90", "a key is struck: pitch and velocity, as from [notein]; velocity 0 lets it go"),
        ("note 60 90 0.5", "a note that ends by itself after half a second"),
        ("pedal 127", "your sustain pedal; down from 64"),
        (f"mode {MODES[1]}", "ways of playing together: " + ", ".join(MODES)),
        ("param temperature 0.9", "set a control; without a number, ask for it"),
        ("voice 0 temperature 0.9", "the same for one voice of the machine"),
        ("set share 0.7 lead 40", "several, all or none"),
        ("stop", "fall silent"),
        ("start", "may sound again"),
        ("reset", "forget everything"),
        ("prime 60 64 67", "remember notes without sounding them"),
        ("status", "how it is; the answer comes from the middle outlet"),
        ("say /perf/model/load general", "any other address of the OSC API"),
    ]  # fmt: skip
    boxes = []
    for place, (message, words) in enumerate(column):
        boxes.append(p.msg(20, 60 + 28 * place, message))
        p.text(250, 60 + 28 * place, words)
    bottom = 60 + 28 * len(column)
    here = p.obj(20, bottom + 20, "perf.engine", *boxes)
    p.obj(20, bottom + 80, "perf.voice 0", here)
    p.text(20, bottom + 110, "left: what the machine plays, for perf.voice", 26)
    p.obj(240, bottom + 80, "print told", here[1])
    p.text(240, bottom + 110, "middle: answers and news; what is refused is printed as well", 34)
    p.toggle(520, bottom + 80, here[2])
    p.text(520, bottom + 110, "right: 1 while the engine is there. It is asked for once a second; "
           "when it has been quiet for three, everything is let go.", 44)
    names = ", ".join(CONTROLS)
    p.text(20, bottom + 180, f"controls: {names}", 110)
    p.obj(620, bottom + 20, "declare -path .")
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
    p.cord(p.msg(220, 60, "mode takeover"), here)
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
    p.obj(600, 90, "declare -path .")
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
    p.obj(460, 120, "declare -path .")
    return p.written()


def meta() -> str:
    """What deken and Pd's browser show of the library."""
    p = Patch(420, 240)
    p.text(20, 20, "NAME perf_engine")
    p.text(20, 50, f"VERSION {__version__}")
    p.text(20, 80, "AUTHOR the perf_engine maintainers")
    p.text(20, 110, "DESCRIPTION play music together with a machine")
    p.text(20, 140, "KEYWORDS machine improvisation OSC MIDI")
    p.text(20, 170, "LICENSE MIT")
    return p.written()


WRITTEN: Final[Mapping[str, Callable[[], str]]] = {
    "perf.engine.pd": engine,
    "perf.voice.pd": voice,
    "perf.panic.pd": panic,
    "perf.engine-help.pd": engine_help,
    "perf.voice-help.pd": voice_help,
    "perf.panic-help.pd": panic_help,
    "perf_engine-meta.pd": meta,
    "examples/1.duet.pd": duet,
    "examples/2.midi.pd": midi,
    "examples/3.algorithm.pd": algorithm,
    "examples/tone.pd": tone,
}


def main() -> None:
    """Write every file anew."""
    for name, write in WRITTEN.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
