"""Another peer of an Ableton Link session, and ears for what our own client tells the engine.

Run in a network namespace of its own, since Link multicasts on every interface. Prints JSON.
"""

from __future__ import annotations

import asyncio
import json
import select
import socket
import subprocess
import sys
import time

import aalink
from pythonosc.osc_packet import OscPacket

PATIENCE = 45.0
AT_ONCE = 0.0005  # seconds that a reading of two clocks takes where nothing breaks in on it
QUANTUM = 4.0  # beats that peers agree about


async def main() -> None:
    link = aalink.Link(97.0)
    link.start_stop_sync_enabled = True
    link.quantum = QUANTUM
    link.enabled = True
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as engine:
        engine.bind(("127.0.0.1", 0))
        port = engine.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "perf_engine.clients.ableton_link",
            "--engine-port",
            str(port),
        ]
        client = subprocess.Popen([*command, *sys.argv[1:]])
        try:
            until = time.monotonic() + PATIENCE
            while not link.num_peers and time.monotonic() < until:
                await asyncio.sleep(0.05)  # whose tempo holds in the end, Link decides at first
            print(json.dumps([await heard(link, engine, tempo) for tempo in (97.0, 141.0)]))
        finally:
            client.terminate()
            client.wait()
            link.enabled = False


async def heard(link: aalink.Link, engine: socket.socket, tempo: float) -> dict[str, object]:
    """Set a tempo, and give what the engine is told when that has arrived: phase errors in ms."""
    link.tempo = tempo
    link.set_is_playing_and_request_beat_at_time(tempo > 100.0, link.time, 0.0)
    errors: list[float] = []
    playing: list[int] = []
    until = time.monotonic() + PATIENCE
    while len(errors) < 20 and time.monotonic() < until:
        await asyncio.sleep(0.005)
        while select.select([engine], [], [], 0)[0]:
            timed = OscPacket(engine.recv(65536)).messages
            said = {one.message.address: one.message.params for one in timed}
            if "/perf/transport" in said:
                playing.append(said["/perf/transport"][0])
            if abs(said.get("/perf/tempo", [0.0])[0] - tempo) < 0.01 and link.num_peers:
                before, beat, after = time.time(), link.beat, time.time()
                if after - before > AT_ONCE:
                    continue
                there = beat + (timed[0].time - (before + after) / 2) * tempo / 60.0
                error = (said["/perf/beat"][0] - there + QUANTUM / 2) % QUANTUM - QUANTUM / 2
                errors.append(error * 60_000.0 / tempo)
    return {"peers": link.num_peers, "errors": errors, "playing": playing[-1:]}


asyncio.run(main())
