"""perf.engine: starts an engine or finds one, registers with it, and hands on what it says."""

from __future__ import annotations

from typing import Final

from perf_engine.protocol.lease import QUIET_AFTER, SECONDS

from ..draw import Drawing
from ..patch import Box, Patch
from .schema import Schema

SIZE: Final = (420.0, 62.0)
SCRIPT: Final = "perf.engine.js"
STEP: Final = 150.0  # pixels from one column to the next
WORDS: Final = ("start", "stop", "options", "program", "flag", "/perf/panic")


def engine(schema: Schema) -> Patch:
    """The patch of perf.engine."""
    d = Drawing("perf.engine", 2100.0, 960.0, openinpresentation=1)
    d.comment("perf.engine: an engine, started or found", 30, 10, size=16.0)
    d.comment(
        f"Arguments: the engine's port (default {schema.port}), the port to hear at (default "
        f"{schema.client_port}), the engine's host (default 127.0.0.1).",
        30,
        40,
    )
    _commands(d)
    _launcher(d)
    _places(d, schema)
    _registration(d, schema)
    _heard(d)
    return d.patch


def _commands(d: Drawing) -> None:
    inlet = d.inlet(40, 70, "messages to the engine; start, stop, options, program, flag")
    route = d.obj(f"route {' '.join(WORDS)}", 40, 120, 19 + 6 * STEP)
    d.cord(inlet, 0, route)
    column = [40 + STEP * number for number in range(7)]
    d.cord(route, 0, d.obj("s #0_start", column[0], 160))
    d.cord(route, 1, d.obj("s #0_stop", column[1], 160))
    for number, word, name in ((2, "start", "options"), (3, "program", "program")):
        shown = d.obj(f"prepend set {word}", column[number], 160)
        d.cord(route, number, shown)
        d.chain(shown, d.obj(f"s #0_{name}", column[number], 200))
    d.cord(route, 4, d.obj("s #0_flag", column[4], 160))
    both = d.obj("t b b", column[5], 160)
    d.cord(route, 5, both)
    told = d.message("panic", column[5] - 30, 200)
    said = d.message("/perf/panic", column[5] + 40, 200)
    d.cord(both, 0, told)
    d.cord(both, 1, said)
    d.chain(told, d.obj("s #0_out", column[5] - 30, 240))
    d.chain(said, d.obj("s #0_say", column[5] + 40, 240))
    d.cord(route, 6, d.obj("s #0_say", column[6], 160))
    d.comment("everything else goes to the engine unchanged", column[6] + 74, 161)


def _launcher(d: Drawing) -> None:
    d.comment("the launcher, in its own process", 40, 290, size=13.0, fontface=1)
    for number, (word, what) in enumerate(
        (
            ("start", "Start an engine, or find the one that runs."),
            ("stop", "End the engine that was started here."),
        )
    ):
        x = 300.0 + 90 * number
        button = d.panel(
            "textbutton",
            x,
            320,
            width=56.0,
            text=word,
            presentation=1,
            presentation_rect=[8.0 + 60 * number, 8.0, 56.0, 24.0],
            parameter_enable=0,
            annotation=what,
            hint=word,
        )
        d.chain(button, d.obj(f"s #0_{word}", x, 370))
    begin = d.obj("r #0_start", 40, 320)
    known = d.obj("int 0", 40, 400)
    choose = d.obj("sel 0 1", 40, 440)
    d.chain(begin, known, choose)
    ready = d.obj("r #0_ready", 140, 320)
    first = d.obj("t b 1", 140, 360)
    d.chain(ready, first)
    d.cord(first, 1, known, 1)
    process = d.message("script start", 40, 570)
    d.cord(choose, 0, process)
    three = d.obj("t b b b", 140, 480, 259)
    d.cord(choose, 1, three)
    d.cord(first, 0, three)
    boxes: list[Box] = []
    for number, (text, name) in enumerate(
        (("start", "options"), ("port 9470", "port"), ("program auto", "program"))
    ):
        x = 140.0 + 120 * number
        box = d.message(text, x, 570, 90)
        d.cord(three, number, box)
        d.cord(d.obj(f"r #0_{name}", x + 26, 525), 0, box)
        boxes.append(box)
    end = d.obj("r #0_stop", 510, 525)
    stop = d.message("stop", 510, 570)
    d.chain(end, stop)
    node = d.obj(f"node.script {SCRIPT} @autostart 0 @watch 0", 40, 640, 480)
    for box in (process, *boxes, stop):
        d.cord(box, 0, node)
    told = d.obj("route ready up", 40, 690, 200)
    d.cord(node, 0, told)
    d.cord(told, 0, d.obj("s #0_ready", 40, 740))
    d.cord(told, 1, d.obj("s #0_up", 130, 740))
    both = d.obj("t l l", 221, 740)
    d.cord(told, 2, both)
    d.chain(both, d.obj("s #0_dump", 190, 790))
    shown = d.obj("prepend set", 290, 790)
    d.cord(both, 1, shown)
    state = d.message(
        "not started here",
        290,
        830,
        230,
        presentation=1,
        presentation_rect=[8.0, 36.0, 240.0, 22.0],
        ignoreclick=1,
    )
    d.chain(shown, state)


def _places(d: Drawing, schema: Schema) -> None:
    d.comment("where", 640, 290, size=13.0, fontface=1)
    given = d.obj(f"patcherargs {schema.port} {schema.client_port} 127.0.0.1", 640, 320)
    parts = d.obj(f"unpack {schema.port} {schema.client_port} s", 640, 360, 240)
    d.chain(given, parts)
    three = d.obj("t b i i", 640, 400)
    d.cord(parts, 0, three)
    d.cord(three, 0, d.obj("s #0_begin", 560, 450))
    launch = d.obj("prepend set port", 650, 450)
    d.cord(three, 1, launch)
    d.chain(launch, d.obj("s #0_port", 650, 490))
    port = d.obj("prepend port", 770, 450)
    d.cord(three, 2, port)
    d.comment("then it begins to ask", 560, 478, 80)
    d.cord(parts, 1, d.obj("s #0_reply", 750, 394))
    host = d.obj("prepend host", 960, 450)
    d.cord(parts, 2, host)
    said = d.obj("r #0_say", 870, 450)
    out = d.obj(f"udpsend 127.0.0.1 {schema.port}", 770, 520)
    for box in (port, said, host):
        d.cord(box, 0, out)


def _registration(d: Drawing, schema: Schema) -> None:
    x = 1180.0
    d.comment("the subscription, again and again", x, 290, size=13.0, fontface=1)
    begin = d.obj("r #0_begin", x - 90, 310)
    load = d.obj("t 1", x, 334)
    d.chain(begin, load)
    clock = d.obj("metro 1000", x, 360)
    known = d.obj("int 0", x, 410)
    choose = d.obj("sel 0 1", x, 450, 60)
    d.chain(load, clock, known, choose)
    tell = d.obj("r #0_known", x + 90, 370)
    d.cord(tell, 0, known, 1)
    ask = d.obj("t b", x, 540)
    d.cord(choose, 0, ask)
    d.cord(d.obj("r #0_up", x - 90, 490), 0, ask)
    ping = d.message("/perf/ping", x + 60, 490)
    d.cord(choose, 1, ping)
    d.chain(ping, d.obj("s #0_say", x + 60, 530))
    pack = d.obj(f"pack 1 {schema.client_port}", x, 660, 110)
    d.cord(ask, 0, pack)
    d.cord(d.obj("r #0_flag", x - 90, 600), 0, pack)
    leave = d.obj("t 0", x - 170, 610)
    d.chain(d.obj("freebang", x - 170, 570), leave, pack)
    d.cord(d.obj("r #0_reply", x + 90, 600), 0, pack, 1)
    said = d.message(f"/perf/notify $1 $2 ahead {SECONDS:g}.", x, 700)
    d.chain(pack, said, d.obj("s #0_say", x, 740))
    d.comment("0 none, 1 notes, 2 heard and predicted too", x - 170, 700, 150)


def _heard(d: Drawing) -> None:
    x = 1480.0
    d.comment("messages from the engine", x, 290, size=13.0, fontface=1)
    hear = d.obj("udpreceive 9471", x, 390)
    both = d.obj("t l l", x, 430)
    d.chain(d.obj("r #0_reply", x, 320), d.obj("prepend port", x, 355), hear, both)
    route = d.obj("route /perf/alive /perf/done /perf/running /perf/fail", x + 100, 470, 340)
    d.cord(both, 1, route)
    out = d.outlet(x, 870, "all messages of the engine; panic, lost")
    d.cord(both, 0, out)
    d.cord(d.obj("r #0_out", x - 100, 810), 0, out)
    done = d.obj("route /perf/notify", x + 180, 520)
    d.cord(route, 1, done)
    seen = d.obj("t 1 b b b 1", x + 100, 580, 130)
    d.cord(route, 0, seen)
    d.cord(done, 0, seen)
    model = d.obj("prepend set", x + 310, 520)
    d.cord(route, 2, model)
    name = d.message(
        "no engine",
        x + 310,
        560,
        120,
        presentation=1,
        presentation_rect=[252.0, 36.0, 160.0, 22.0],
        ignoreclick=1,
    )
    d.chain(model, name)
    failed = d.obj("prepend /perf/fail", x + 460, 520)
    d.cord(route, 3, failed)
    d.chain(failed, d.obj("s #0_dump", x + 460, 560))
    lost = d.obj(f"del {1000 * QUIET_AFTER:g}", x + 128, 640)
    stale = d.obj("del 1500", x + 215, 640)
    blink = d.panel(
        "button",
        x + 300,
        640,
        presentation=1,
        ignoreclick=1,
        presentation_rect=[384.0, 8.0, 24.0, 24.0],
        parameter_enable=0,
        annotation="Blinks once a second while the engine lives.",
        hint="heartbeat",
    )
    d.cord(seen, 1, lost)
    d.cord(seen, 2, stale)
    d.cord(seen, 3, blink)
    d.cord(seen, 4, d.obj("s #0_known", x + 350, 640))
    forget = d.obj("t 0", x + 215, 680)
    d.chain(stale, forget, d.obj("s #0_known", x + 215, 715))
    ended = d.obj("t 0 b", x + 128, 700)
    d.chain(lost, ended)
    told = d.message("lost", x + 240, 765)
    d.cord(ended, 1, told)
    d.chain(told, d.obj("s #0_out", x + 240, 805))
    change = d.obj("change", x + 60, 770)
    d.cord(seen, 0, change)
    d.cord(ended, 0, change)
    both_ways = d.obj("t i i", x + 60, 810)
    d.chain(change, both_ways)
    light = d.panel(
        "led",
        x + 110,
        860,
        presentation=1,
        ignoreclick=1,
        presentation_rect=[356.0, 10.0, 20.0, 20.0],
        parameter_enable=0,
        annotation="On while an engine is there.",
        hint="an engine is there",
    )
    d.cord(both_ways, 1, light)
    connected = d.outlet(x + 60, 870, "1 while an engine is there, else 0")
    d.cord(both_ways, 0, connected)
    d.cord(
        d.obj("r #0_dump", x + 380, 810),
        0,
        d.outlet(x + 380, 870, "dumpout: the launcher's messages; /perf/fail"),
    )
