"""`make duet`: a player's pieces and the machine on one instrument, by a book of its own.

It shares no code with the engine: not its OSC, not its MIDI, not its table of held keys.
"""

from __future__ import annotations

import select
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import click
import mido

from tests.support.jack_servers import serving

from . import book as books
from .book import messages
from .command import FILE, write_report
from .interruptions import engine as engine_on_stage
from .midi_book import NOTE_OFF, NOTE_ON, MidiBook
from .way import encoded

TIMINGS: Final = ("now", "ahead", "bundle")
MIDI: Final = "midi"  # over JACK, with the player's notes going through to the same instrument
SETTLING: Final = 3.0  # seconds after the last note in which everything must have ended


def piece(path: Path, notes: int) -> list[tuple[float, int, int]]:
    """(seconds, key, velocity; 0 releases) of the first notes of a MIDI file; 128 is the pedal.

    Where lines of the file have one key at a time, it is struck once, and released by the last of
    them: nobody strikes a key that is down.
    """
    found: list[tuple[float, int, int]] = []
    held: Counter[int] = Counter()
    now, count, down = 0.0, 0, False
    for one in mido.MidiFile(path, clip=True):
        now += one.time
        if one.type == "note_on" and one.velocity:
            held[one.note] += 1
            if held[one.note] > 1:
                continue
            count += 1
            if count > notes:
                break
            found.append((now, one.note, one.velocity))
        elif one.type in ("note_on", "note_off"):
            held[one.note] -= held[one.note] > 0
            if not held[one.note]:
                found.append((now, one.note, 0))
        elif one.is_cc(64) and down != (one.value >= 64):
            down = not down
            found.append((now, 128, one.value if down else 0))
    last = found[-1][0] + 0.5
    keys = {key for _, key, velocity in found if velocity}
    return found + [(last, key, 0) for key in sorted(keys)]


@dataclass(slots=True)
class Book:
    """Counts of the machine's acts on keys that a player held, and of its strikes and ends.

    `ahead`: acts by messages that had come before the engine said that it heard the player's
    strike: they crossed it, or were sent by the control `lead` ahead to be played later.
    """

    notes: int = 0
    struck: int = 0
    let_go: int = 0
    let_go_ahead: int = 0
    restruck: int = 0
    restruck_ahead: int = 0
    pedals: int = 0
    twice: int = 0
    ended_twice: int = 0
    never_ended: int = 0


def _count(book: Book, sounding: set[int], key: int, velocity: int) -> None:
    """Count a strike or an end, by the keys that sound."""
    if velocity:
        book.struck += 1
        book.twice += key in sounding and key < 128
        sounding.add(key)
    else:
        book.ended_twice += key not in sounding
        sounding.discard(key)


def judge(
    player: list[tuple[float, int, int]],
    machine: list[tuple[float, float, int, int]],
    heard: Sequence[tuple[float, int]] = (),
) -> Book:
    """A book of a player's (time, key, velocity) and a voice's (came, due, key, velocity).

    `heard`: (came, key) of what the engine said about the player's strikes, in order.
    """
    book = Book()
    spans: dict[int, list[list[float]]] = {}
    for at, key, velocity in player:
        mine = spans.setdefault(key, [])
        open_ = bool(mine) and mine[-1][1] == float("inf")
        if velocity:
            book.notes += key < 128
            if open_:  # struck again while down
                continue
            known = next((came for came, of in heard if of == key and came >= at), at)
            mine.append([at, float("inf"), known])
        elif open_:
            mine[-1][1] = at
    sounding: set[int] = set()
    for came, due, key, velocity in sorted(machine, key=lambda one: one[1]):
        span = next((s for s in spans.get(key, ()) if s[0] <= due < s[1]), None)
        ahead = span is not None and came <= span[2]
        _count(book, sounding, key, velocity)
        if span is None:
            continue
        if key == 128:
            book.pedals += 1
        elif velocity:
            book.restruck_ahead += ahead
            book.restruck += not ahead
        else:
            book.let_go_ahead += ahead
            book.let_go += not ahead
    book.never_ended = len(sounding)
    return book


def perform(python: list[str], path: Path, timing: str, notes: int, lead: float) -> Book:
    """Play a piece into an engine of its own, in real time."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    free = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    engine = subprocess.Popen(
        [
            *python,
            "play",
            "--no-midi",
            "--osc-port",
            str(port),
            "--seed",
            "1",
            "--set",
            f"lead={lead}",
            "--exit-with-stdin",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    where = "127.0.0.1", port
    machine: list[tuple[float, float, int, int]] = []
    player: list[tuple[float, int, int]] = []
    heard: list[tuple[float, int]] = []

    def take(until: float) -> list[str]:
        said = []
        while (left := until - time.time()) > 0:
            if not select.select([sock], [], [], left)[0]:
                continue
            try:
                data = sock.recv(65536)
            except ConnectionError:
                continue
            came = time.time()
            for tag, address, values in messages(data):
                said.append(address)
                if address == "/perf/heard" and values[2]:
                    heard.append((came, values[1]))
                if address not in ("/perf/note", "/perf/noteoff", "/perf/cc"):
                    continue
                due = came if tag is None else tag
                due += values[-1] / 1000.0
                if address == "/perf/note":
                    machine.append((came, due, values[1], values[2]))
                elif address == "/perf/noteoff":
                    machine.append((came, due, values[1], 0))
                elif values[1] == 64:
                    machine.append((came, due, 128, values[2]))
        return said

    try:
        for _ in range(100):
            sock.sendto(encoded("/perf/notify", 3, 0, timing, 0.0), where)
            if "/perf/running" in take(time.time() + 0.2):
                break
        else:
            raise RuntimeError("the engine did not start")
        began = time.time() + 0.5
        for at, key, velocity in piece(path, notes):
            take(began + at)
            player.append((time.time(), key, velocity))
            if key == 128:
                sock.sendto(encoded("/perf/in/pedal", 0, velocity), where)
            else:
                sock.sendto(encoded("/perf/in/note", 0, key, velocity), where)
        take(time.time() + SETTLING)
        sock.sendto(encoded("/perf/stop"), where)
        take(time.time() + 0.5)
    finally:
        assert engine.stdin is not None
        engine.stdin.close()
        engine.wait(10)
        sock.close()
    return judge(player, machine, heard)


def judge_midi(player: list[tuple[float, int, int]], synth: list[tuple[float, int, int]]) -> Book:
    """A book of (time, key, velocity) as played, and as received by the instrument.

    The instrument receives both hands as one stream. The player's strike is the first of equal
    velocity after it was played; until the player releases it, no other message may use its key.
    """
    book = Book()
    spans: list[tuple[float, float, int, int]] = []
    since: dict[int, tuple[float, int]] = {}
    for at, key, velocity in player:
        if key == 128:
            continue
        if key in since:  # released, or struck again by the player
            began, loud = since.pop(key)
            spans.append((began, at, key, loud))
        if velocity:
            book.notes += 1
            since[key] = at, velocity
    for began, ended, key, loud in spans:
        here = [(at, velocity) for at, k, velocity in synth if k == key and began <= at <= ended]
        came = next((at for at, velocity in here if velocity == loud), ended)
        for at, velocity in here:
            if at > came:
                book.restruck += velocity > 0
                book.let_go += velocity == 0
    sounding: set[int] = set()
    for _, key, velocity in synth:
        _count(book, sounding, key, velocity)
    book.struck -= book.notes
    book.never_ended = len(sounding)
    return book


def perform_midi(path: Path, notes: int, root: Path) -> Book:
    """Play a piece on a keyboard at the bridge of an engine of its own, in real time."""
    player: list[tuple[float, int, int]] = []
    with serving() as server:
        keys = MidiBook(server.env)
        try:
            with engine_on_stage("--thru", "on", "--seed", "1", root=root, midi=server.env) as (
                _,
                port,
            ):
                keys.listen(30.0, lambda: len(keys.messages) >= 64)  # the bridge clears a synth
                keys.listen(0.5)
                keys.events.clear()
                began = time.time() + 0.5
                for at, key, velocity in piece(path, notes):
                    keys.listen(began + at - time.time())
                    if key == 128:
                        player.append((keys.play(0xB0, 64, velocity), key, velocity))
                    else:
                        status = NOTE_ON if velocity else NOTE_OFF
                        player.append((keys.play(status, key, velocity), key, velocity))
                keys.listen(SETTLING)
                stopped = books.Book(port, "now")  # to make the machine release its keys
                stopped.send("/perf/stop")
                keys.listen(1.0)
                stopped.close()
                synth = [
                    (event.due, event.pitch, event.velocity)
                    for event in keys.events
                    if event.voice == 0
                ]
        finally:
            keys.close()
    return judge_midi(player, synth)


@click.command()
@click.argument("pieces", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--timing",
    "timings",
    multiple=True,
    default=(*TIMINGS, MIDI),
    type=click.Choice((*TIMINGS, MIDI)),
)
@click.option("--notes", default=350, show_default=True, help="Of each piece.")
@click.option("--lead", default=20.0, show_default=True, help="Milliseconds.")
@click.option("--python", default=sys.executable, help="Another environment's, for its engine.")
@click.option("--out", type=FILE)
def main(
    pieces: tuple[Path, ...],
    timings: tuple[str, ...],
    notes: int,
    lead: float,
    python: str,
    out: Path | None,
) -> None:
    """Play MIDI files as the player, and count what the machine does to the player's keys.

    Exit status 1 where it lets go of one, or strikes one, after it was held.
    """
    report: dict[str, Any] = {}
    for timing in timings:
        for path in pieces:
            if timing == MIDI:
                book = perform_midi(path, notes, Path.cwd())
            else:
                book = perform([python, "-m", "perf_engine"], path, timing, notes, lead)
            report[f"{timing} {path.name}"] = asdict(book)
            click.echo(f"{timing} {path.name}: {asdict(book)}")
    if out is not None:
        write_report(out, report)
    wrong = sum(book["let_go"] + book["restruck"] for book in report.values())
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
