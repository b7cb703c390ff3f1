"""Writes the Pd library: python -m puredata.generate.

Addresses, modes and controls come from the OSC schema; tests/puredata/test_generate_pd.py fails
while a file is not as it would be written now.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from perf_engine import __version__
from perf_engine.engine.handlers.schema import find
from perf_engine.protocol.lease import QUIET_AFTER, SECONDS
from perf_engine.protocol.ports import ENGINE_PORT
from puredata.examples import algorithm, duet, midi, tone
from puredata.helps import engine_help, panic_help, voice_help
from puredata.patch import Patch
from puredata.voice import heard, keys, voice

ROOT: Final = Path(__file__).parent / "perf_engine"


def address(full: str) -> str:
    """An address that the engine takes, as [oscformat] has it. Raises Refusal."""
    find(full)
    return full.removeprefix("/").replace("/", " ")


def engine() -> str:
    """[perf.engine]: the connection to an engine. Its parts are joined by sends of its own ($0)."""
    p = Patch(1560, 780)
    p.text(
        20,
        10,
        "The connection to a perf_engine: subscribes, renews the subscription, and "
        "notices when the engine is gone. See its help.",
        110,
    )
    said = p.obj(20, 50, "inlet")
    words = p.obj(20, 80, "route connect note list pedal cc param voice say", said)

    p.text(20, 126, "to the machine, as player 0")
    for x, outlets, name in ((20, (1, 2), "note"), (220, (3,), "pedal"), (430, (4,), "cc")):
        player = p.obj(x, 150, "list prepend 0", *(words[outlet] for outlet in outlets))
        sender = p.obj(x, 180, f"oscformat {address(f'/perf/in/{name}')}", player)
        p.obj(x, 210, "s $0-out", sender)
    p.obj(640, 150, "s $0-where", words)

    p.text(20, 254, "an address put together: param NAME, voice N NAME, say /ADDRESS, or WORD", 80)
    for x, outlet, count, begin in (
        (20, 5, 1, " perf param"),
        (270, 6, 2, " perf voice"),
        (520, 7, 1, ""),
        (730, 8, 1, " perf"),
    ):
        parts = p.obj(x, 280, "t a a", words[outlet])
        first = p.obj(x + 40, 310, f"list split {count}", parts[1])
        put = p.obj(x + 40, 340, f"list prepend set{begin}", first)
        trimmed = p.obj(x + 40, 370, "list trim", put)
        values = p.obj(x, 400, f"list split {count}", parts)
        p.obj(x, 460, "s $0-out", p.obj(x, 430, "oscformat", values[1], trimmed))

    p.text(20, 504, "the line to the engine")
    packet = p.obj(20, 560, "list prepend send", p.obj(20, 530, "r $0-out"))
    send = p.obj(20, 590, "list trim", packet)
    line = p.obj(20, 620, "netsend -u -b", send, p.obj(180, 590, "r $0-line"))
    reply = p.obj(300, 530, "oscparse", line[1])
    ours = p.obj(300, 590, "route perf", p.obj(300, 560, "list trim", reply))
    told = p.obj(300, 620, "route note noteoff cc flush sounding alive pong done fail", ours)
    p.obj(700, 660, "s $0-alive", told[5])
    p.obj(800, 660, "s $0-done", told[7])
    out = p.obj(20, 740, "outlet", p.obj(20, 710, "r $0-play"))
    for place, word in enumerate(("note", "noteoff", "cc", "flush", "sounding")):
        named = p.obj(140 + 160 * place, 690, f"list prepend {word}", told[place])
        p.cord(p.obj(140 + 160 * place, 715, "list trim", named), out)
    failed = p.obj(940, 690, "list prepend fail", told[8])
    refused = p.obj(940, 715, "list trim", failed)
    p.obj(940, 740, "print perf.engine", refused)
    others = p.obj(1120, 740, "outlet", refused, told[9])

    p.text(1120, 26, "its UDP port, host")
    argument = p.obj(1120, 80, "f $1", p.obj(1120, 50, "loadbang"))
    given = p.obj(1120, 110, "sel 0", argument)
    usual = p.msg(1120, 140, str(ENGINE_PORT), given)
    asked = p.obj(1200, 140, "r $0-where")
    where = p.obj(1120, 170, "list append 127.0.0.1", usual, given[1], asked)
    there = p.obj(1120, 200, "unpack f s", where)
    both = p.obj(1120, 230, "pack f s", there)
    p.cord(there[1], both, 1)
    anew = p.obj(1120, 260, "t a b b", both)
    connect = p.msg(1120, 320, "connect $2 $1", anew)
    p.obj(1120, 350, "s $0-line", connect, p.msg(1180, 290, "disconnect", anew[1]))
    p.obj(1220, 350, "s $0-known", p.msg(1220, 320, "0", anew[2]))

    p.text(1320, 26, "once a second", 24)
    second = p.obj(1320, 80, "metro 1000", p.obj(1320, 50, "loadbang"))
    known = p.obj(1320, 110, "f 0", second)
    p.cord(p.obj(1410, 80, "r $0-known"), known, 1)
    ask = p.obj(1320, 170, "sel 0 1", known)
    notify = p.msg(1320, 200, f"1 0 ahead {SECONDS:g}", ask)
    register = p.obj(1320, 230, f"oscformat -f iisf {address('/perf/notify')}", notify)
    ping = p.obj(1350, 290, f"oscformat {address('/perf/ping')}", ask[1])
    p.obj(1320, 260, "s $0-out", register)
    p.obj(1350, 320, "s $0-out", ping)

    p.text(1120, 396, "subscribed, alive, or silent for three seconds", 50)
    done = p.obj(1120, 450, "route /perf/notify", p.obj(1120, 420, "r $0-done"))
    registered = p.obj(1120, 480, "t b b", done)
    yes = p.msg(1120, 540, "1", registered)
    # a bang: the number that comes with it would be the time to wait
    lives = p.obj(1280, 480, "t b", p.obj(1280, 450, "r $0-alive"))
    watch = p.obj(1200, 510, f"delay {1000 * QUIET_AFTER:g}", registered[1], lives)
    gone = p.obj(1200, 540, "t b b", watch)
    no = p.msg(1200, 570, "0", gone)
    p.obj(1300, 600, "s $0-play", p.msg(1300, 570, "lost", gone[1]))
    p.obj(1120, 600, "s $0-known", yes, no)
    named = p.obj(1120, 660, "list prepend done", done[1])
    p.cord(p.obj(1120, 690, "list trim", named), others)
    state = p.obj(1320, 690, "change", p.obj(1320, 660, "r $0-known"))
    p.obj(1320, 740, "outlet", state)
    return p.written()


def panic() -> str:
    """[perf.panic]: silence in the engine and here, even where the engine is gone."""
    p = Patch(420, 260)
    p.text(
        20,
        10,
        "Silence: left to perf.engine, right to every perf.voice, which does not wait "
        "for the engine. See its help.",
        50,
    )
    told = p.obj(20, 70, "inlet")
    both = p.obj(20, 100, "t b b", told)
    p.obj(20, 200, "outlet", p.msg(20, 140, address("/perf/panic").split()[1], both))
    p.obj(140, 200, "outlet", p.msg(140, 140, "silence", both[1]))
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
    "perf.heard.pd": heard,
    "perf.keys.pd": keys,
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
    ArgumentParser(prog="python -m puredata.generate", description=__doc__).parse_args()
    main()
