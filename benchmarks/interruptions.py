"""`make interruptions`: interrupt the machine again and again, and count late and hung notes.

The book shares no code with the engine. Each try plays, interrupts at a random moment (panic, stop,
mode listen, mute, release) and listens until nothing comes any more, in all three timings at once.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from tests.support.jack_servers import serving

from .book import Book, Event, account, listen, quiet
from .command import write_report
from .midi_book import MidiBook
from .scarce import scarce

TIMINGS: Final = ("now", "ahead", "bundle")
READY: Final = re.compile(r"is ready on port (\d+)")
PHRASE: Final = (60, 64, 67, 72)
URGENT: Final = ("panic", "stop", "listen", "mute", "panic", "release")
QUIET, PATIENCE = 0.8, 60.0  # seconds without a note that count as silence; at most waited for it
HEAVY: Final = ("--set", "density=4", "--set", "tempo_scale=4")
LOADS: Final = {
    "at rest": (),
    "overloaded": HEAVY,
    "a fifth of a core": (),
    "overloaded, a fifth of a core": HEAVY,
}
SHARE: Final = 0.2


@dataclass
class Tally:
    """The results of the tries of one configuration and timing."""

    silence_ms: list[float] = field(default_factory=list)  # from the order to the last key's end
    arrival_ms: list[float] = field(default_factory=list)  # from the order to the last strike sent
    strikes: int = 0
    after: int = 0  # strikes due after silence was promised
    double: int = 0
    hung: int = 0
    unclear: int = 0  # keys hung for a client that clears nothing at a flush
    stolen: int = 0  # keys that a player held, released by the machine
    restruck: int = 0
    crossed_ms: list[float] = field(default_factory=list)  # from the player's strike to these
    stolen_knowingly: int = 0  # the same after the engine said that it heard the player's strike
    restruck_knowingly: int = 0
    lost: int = 0  # packets that the book's own socket dropped


@contextlib.contextmanager
def engine(
    *options: str, root: Path, midi: dict[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """An engine of the code in a folder, on a free port, ready."""
    command = [sys.executable, "-m", "perf_engine", "play", "--osc-port", "0"]
    command += ["--midi-out", "Keystation"] if midi else ["--no-midi"]
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [*command, *options],
            cwd=root,
            env={**(midi or os.environ), "PYTHONPATH": str(root)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if found := READY.search(line):
                    break
            else:
                raise click.ClickException("the engine did not start")
            yield process, int(found[1])
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()


def interrupt(book: Book, how: str) -> float:
    """Give the order; return the wall time just before."""
    if how == "listen":
        return book.send("/perf/mode", "listen")
    if how == "mute":
        return book.send("/perf/param/mute", 1)
    return book.send(f"/perf/{how}")


def settle(books: Sequence[Book]) -> None:
    """Listen until the engine has carried out the order, and nothing comes any more."""
    books[0].ask("/perf/sync", "/perf/synced", 1, within=PATIENCE, books=books)
    quiet(books, QUIET, PATIENCE)


def recover(book: Book, mode: str) -> None:
    """Return to playing."""
    book.send("/perf/param/mute", 0)
    book.send("/perf/mode", mode)
    book.send("/perf/start")


def one_try(
    books: Sequence[Book], mode: str, draw: random.Random, tallies: dict[str, Tally]
) -> None:
    """Play, interrupt, listen, and count the results."""
    for book in books:
        book.take()
        book.events.clear()
        book.told.clear()
    first = books[0]
    recover(first, mode)
    held: dict[int, tuple[float, float]] = {}
    for pitch in PHRASE:
        at = first.send("/perf/in/note", 0, pitch, 90)
        held[pitch] = at, 0.0
        listen(books, 0.05)
        if draw.random() < 0.5:
            held[pitch] = at, first.send("/perf/in/note", 0, pitch, 0)
    listen(books, draw.uniform(0.3, 2.0))
    how = draw.choice(URGENT)
    ordered = min(interrupt(book, how) for book in (books if how == "release" else books[:1]))
    if how == "release":
        listen(books, 0.6)
    else:
        settle(books)
    for pitch, (at, until) in held.items():
        if not until:
            held[pitch] = at, first.send("/perf/in/note", 0, pitch, 0)
    if how == "release":
        interrupt(first, "panic")
        settle(books)
    for book in books:
        tally = tallies[book.timing]
        came = account(book.events)
        tally.strikes += came.strikes
        tally.double += came.double
        tally.hung += len(came.hung)
        tally.unclear += len(account(book.events, clearing=False).hung)
        tally.lost = book.lost
        for event in book.events:
            if event.voice == 0 and event.due < ordered:
                on, off = held.get(event.pitch, (0.0, 0.0))
                if on and on + 0.001 < event.due < min(off, ordered):
                    tally.stolen += event.velocity == 0
                    tally.restruck += event.velocity > 0
                    tally.crossed_ms.append((event.due - on) * 1e3)
        released, struck = knowingly(book.told, book.events, ordered)
        tally.stolen_knowingly += released
        tally.restruck_knowingly += struck
        if how != "release":
            tally.silence_ms.append(max(0.0, came.silent_at - ordered) * 1e3)
            late = [e.came for e in book.events if e.velocity and e.pitch >= 0 and e.came > ordered]
            tally.arrival_ms.append((max(late) - ordered) * 1e3 if late else 0.0)
            tally.after += _after(book.events, ordered)


def knowingly(
    told: Sequence[tuple[float, str, list[Any]]], events: Sequence[Event], until: float
) -> tuple[int, int]:
    """Count the releases and strikes, by messages sent while the engine said that a player held
    their key, and due then: what one instrument that plays both would hear.
    """
    heard = [(came, said[1], said[2]) for came, address, said in told if address == "/perf/heard"]
    released = struck = 0
    for event in events:
        if event.pitch < 0 or event.due >= until:
            continue
        held = [v for came, pitch, v in heard if pitch == event.pitch and came < event.came]
        over = any(
            pitch == event.pitch and not velocity and event.came <= came <= event.due
            for came, pitch, velocity in heard
        )
        if held and held[-1] and not over:
            released += event.velocity == 0
            struck += event.velocity > 0
    return released, struck


def _after(events: Sequence[Event], ordered: float) -> int:
    """Strikes that came after the engine said that it is silent (its first flush)."""
    flushed: dict[int, float] = {}
    count = 0
    for event in events:
        if event.pitch == -1 and event.came > ordered:
            flushed.setdefault(event.voice, event.came)
        elif event.velocity and event.pitch < 128 and event.voice in flushed:
            count += 1
    return count


def over_midi(
    options: Sequence[str],
    mode: str,
    share: float | None,
    tries: int,
    draw: random.Random,
    root: Path,
) -> Tally:
    """The same over JACK: the keys are played, the synth is booked, orders come over OSC."""
    tally = Tally()
    with serving() as server:
        synth = MidiBook(server.env)
        try:
            with engine(*options, "--mode", mode, root=root, midi=server.env) as (process, port):
                synth.listen(30.0, lambda: len(synth.messages) >= 64)  # the bridge clears it
                with scarce(process.pid, share) if share else contextlib.nullcontext():
                    order = Book(port, "now")
                    for _ in range(tries):
                        midi_try(synth, order, mode, draw, tally)
                    order.close()
        finally:
            synth.close()
    return tally


def midi_try(synth: MidiBook, order: Book, mode: str, draw: random.Random, tally: Tally) -> None:
    """Play, interrupt, listen, and count the results."""
    synth.events.clear()
    recover(order, mode)
    for pitch in PHRASE:
        synth.play(0x90, pitch, 90)
        synth.listen(0.06)
        synth.play(0x80, pitch, 0)
    synth.listen(draw.uniform(0.3, 2.0))
    how = draw.choice([urgent for urgent in URGENT if urgent != "release"])
    ordered = interrupt(order, how)
    order.ask("/perf/sync", "/perf/synced", 1, within=PATIENCE)
    synth.quiet(QUIET, PATIENCE)
    came = account(synth.events)
    tally.strikes += came.strikes
    tally.double += came.double
    tally.hung += len(came.hung)
    tally.unclear += len(came.hung)
    ends = [end for start, end, _, _ in came.spans if end > ordered]
    tally.silence_ms.append(max(0.0, max(ends, default=ordered) - ordered) * 1e3)
    late = [e.came for e in synth.events if e.velocity and e.pitch < 128 and e.came > ordered]
    tally.arrival_ms.append((max(late) - ordered) * 1e3 if late else 0.0)


def ending(options: Sequence[str], how: str, root: Path, share: float | None) -> tuple[float, int]:
    """End an engine while it plays: seconds until it is gone, and keys that hang."""
    with engine(*options, "--mode", "solo", root=root) as (process, port):
        with scarce(process.pid, share) if share else contextlib.nullcontext():
            book = Book(port, "now")
            book.send("/perf/start")
            listen([book], 2.0)
            begun = time.monotonic()
            if how == "quit":
                book.send("/perf/quit")
            else:
                process.send_signal(getattr(signal, how))
            while process.poll() is None and time.monotonic() < begun + 60.0:
                listen([book], 0.02)
            took = time.monotonic() - begun
            listen([book], 0.3)
            book.close()
        return took, len(account(book.events).hung)


def percentile(values: Sequence[float], q: float) -> float:
    """The value below which a share q lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))] if ordered else 0.0


def rows_of(
    load: str, voices: int, tries: int, midi_tries: int, draw: random.Random, root: Path
) -> Iterator[dict[str, object]]:
    """The rows of one load and number of voices."""
    share = SHARE if "fifth" in load else None
    mode = "duet" if load == "at rest" and voices == 1 else "solo"
    options = ("--voices", str(voices), *LOADS[load])
    tallies = {timing: Tally() for timing in TIMINGS}
    with contextlib.ExitStack() as open_things:
        process, port = open_things.enter_context(engine(*options, "--mode", mode, root=root))
        if share:
            open_things.enter_context(scarce(process.pid, share))
        books = [Book(port, timing, flag=2) for timing in TIMINGS]
        listen(books, 1.0)
        for _ in range(tries):
            one_try(books, mode, draw, tallies)
        for book in books:
            book.close()
    counts = dict.fromkeys(TIMINGS, tries)
    if midi_tries:
        tallies["midi"], counts["midi"] = (
            over_midi(options, mode, share, midi_tries, draw, root),
            midi_tries,
        )
    for timing, tally in tallies.items():
        yield {
            "load": load,
            "voices": voices,
            "timing": timing,
            "tries": counts[timing],
            "strikes": tally.strikes,
            "hung": tally.hung,
            "hung_unclear": tally.unclear,
            "double": tally.double,
            "after": tally.after,
            "stolen": tally.stolen,
            "restruck": tally.restruck,
            "crossed_max_ms": max(tally.crossed_ms, default=0.0),
            "stolen_knowingly": tally.stolen_knowingly,
            "restruck_knowingly": tally.restruck_knowingly,
            "book_lost": tally.lost,
            "p50_ms": statistics.median(tally.silence_ms or [0.0]),
            "p99_ms": percentile(tally.silence_ms, 0.99),
            "max_ms": max(tally.silence_ms, default=0.0),
            "last_strike_max_ms": max(tally.arrival_ms, default=0.0),
        }


@click.command()
@click.option("--tries", default=20, show_default=True, help="Tries of each row, over OSC.")
@click.option("--midi-tries", default=8, show_default=True, help="Tries of each row over JACK.")
@click.option("--voices", default="1,4,16", show_default=True)
@click.option(
    "--load",
    "loads",
    multiple=True,
    type=click.Choice(list(LOADS)),
    help="May be repeated.  [default: all]",
)
@click.option("--endings/--no-endings", default=True, help="Also end overloaded engines.")
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--root",
    default=".",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the code to try.",
)
@click.option("--json", "out", default="interruptions.json", type=click.Path(path_type=Path))
def main(
    tries: int,
    midi_tries: int,
    voices: str,
    loads: tuple[str, ...],
    endings: bool,
    seed: int,
    root: Path,
    out: Path,
) -> None:
    """Interrupt the machine and book what sounds: a row for each load, voices and timing."""
    root, draw = root.resolve(), random.Random(seed)
    rows: list[dict[str, object]] = []
    for load in loads or LOADS:
        for count in map(int, voices.split(",")):
            for row in rows_of(load, count, tries, midi_tries, draw, root):
                rows.append(row)
                click.echo(
                    "  ".join(
                        f"{k} {v:.1f}" if isinstance(v, float) else f"{k} {v}"
                        for k, v in row.items()
                    )
                )
    for how in ("quit", "SIGTERM", "SIGINT") if endings else ():
        took, hung = ending(("--voices", "8", *HEAVY), how, root, SHARE)
        rows.append({"ending": how, "seconds": took, "hung": hung})
        click.echo(f"{how}, 8 voices overloaded on a fifth of a core: {took:.2f} s, {hung} hung")
    write_report(out, rows)


if __name__ == "__main__":
    main()
