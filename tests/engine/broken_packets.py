"""Packets at random: right, nearly right, mutated, and no packets at all."""

from __future__ import annotations

import random
from collections.abc import Callable

from perf_engine.core.controls import CONTROLS
from perf_engine.engine.handlers.schema import FROM_CLIENTS, find
from perf_engine.protocol.packets import build, bundle
from tests.engine.stage import Stage

NOTE = find("/perf/in/note")[0]


def sensible(r: random.Random) -> bytes:
    """A message that is right, or nearly; every fourth is a note."""
    entry = NOTE if r.random() < 0.25 else r.choice(FROM_CLIENTS)
    arguments: list[int | float | str] = []
    for spec in entry.arguments:
        if spec.optional and r.random() < 0.5:
            break
        kind = r.random()
        if kind < 0.05:
            arguments.append(r.choice([-1, 2**31 - 1, 128, 60.5, "x", "", -0.0, 1e30]))
        elif "s" in spec.tag:
            arguments.append(r.choice([*spec.choices, "duet", "solo", *list(CONTROLS)[:3]]))
        elif spec.tag == "*":
            arguments += [r.choice(["note", "n", "gain", "temperature"]), r.random()]
        else:
            low, high = max(spec.low, -1000), min(spec.high, 1000)
            arguments.append(
                r.randint(int(low), int(high)) if spec.tag == "i" else r.uniform(low, high)
            )
    address = entry.address.replace("/N/", f"/{r.randint(0, 17)}/")
    kept_away = ("/perf/prime", "/perf/quit", "/perf/dumpOSC", "/perf/record")
    if address in kept_away or "/model/" in address:
        return build("/perf/prime", 60)  # no files, no end, no log
    return build(address, *arguments)


def mutated(r: random.Random, packet: bytes) -> bytes:
    data = bytearray(packet)
    for _ in range(r.randint(1, 4)):
        if not data:
            break
        place = r.randrange(len(data))
        what = r.random()
        if what < 0.5:
            data[place] = r.choice([0, 1, 0x7F, 0x80, 0xFF, r.randrange(256), *b",ifsdhbtTN[]"])
        elif what < 0.65:
            del data[place : place + r.randint(1, 8)]
        elif what < 0.8:
            data[place:place] = r.randbytes(r.randint(1, 8))
        else:
            data = data[:place]
    return bytes(data)


def any_packet(r: random.Random, wall: float) -> bytes:
    what = r.random()
    if what < 0.15:
        return r.randbytes(r.randrange(200))
    packet = sensible(r)
    if what < 0.35:
        tag = wall + r.choice([-10.0, 0.01, 1.0, 1e6])
        packet = bundle(tag, [packet, sensible(r)])
        if what < 0.2:
            packet = bundle(wall, [packet] * r.randint(1, 12))
    return mutated(r, packet) if r.random() < 0.6 else packet


def feed(stage: Stage, count: int, seed: int, settle: Callable[[], None] = lambda: None) -> None:
    """So many packets from many hosts, a turn of the loop after every fifty."""
    r, loop = random.Random(seed), stage.loop
    for index in range(count):
        packet = any_packet(r, loop.clock.wall(stage.hand.time))
        sender = ("127.0.0.1", 9 + index % 7) if index % 3 else (f"192.0.2.{index % 90}", 9)
        loop.dispatcher.take(packet, sender, stage.hand.time)
        loop.inbox.ripen(stage.hand.time)
        while loop.inbox:
            loop.dispatcher.carry_out(loop.inbox.next())
        if index % 50 == 0:
            stage.hand.time += 0.02
            loop.step()
            settle()
