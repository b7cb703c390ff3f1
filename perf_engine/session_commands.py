"""The command that plays a recorded session again, or proves it: replay."""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .core.gru import Weights
    from .core.model_file import Origin
    from .live.engine import Signals
    from .live.verification import Verdict
    from .session_music import Session


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@click.option("--to", "where", metavar="HOST:PORT",
              help="Play what the machine played to this OSC client, such as 127.0.0.1:57120.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.mid",
              help="Write both hands to this MIDI file, in the tracks human and machine.")
@click.option("--verify", is_flag=True,
              help="Let the machine hear all of it again, and compare what it plays.")
@click.option("--model", "models", multiple=True, metavar="FILE",
              help="With --verify: where a model is that played; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def replay(
    session: Path, where: str | None, out: Path | None, verify: bool, models: tuple[str, ...],
    as_json: bool,
) -> None:
    """Play a recorded session again.

    Without an option, says what is in it. For --to and --out no model is needed.
    """
    from .session_music import read

    if models and not verify:
        raise click.UsageError("--model goes with --verify")
    address = _address(where) if where is not None else None
    try:
        found = read(session)
        told = _facts(session, found)
        if out is not None:
            from .studio.notes import write_midi

            write_midi(out, found.recording.performance())
            told["out"] = str(out)
        if address is not None:
            told["sent"] = _play(found, address)
        verdict = _verify(session, models) if verify else None
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{named}{error.strerror or error}") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if verdict is not None:
        told["verify"] = _verdict_facts(verdict, found)
    if as_json:
        click.echo(json.dumps(told, indent=1))
    else:
        click.echo("\n".join(_words(told)))
    if verdict is not None and verdict.difference is not None:
        raise click.exceptions.Exit(1)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise click.UsageError(f"--to must be HOST:PORT, not {text}")
    return host or "127.0.0.1", int(port)


def _facts(session: Path, found: Session) -> dict[str, Any]:
    from .core.messages import NoteOn, Strike

    recording = found.recording
    return {
        "session": str(session),
        "began": time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(found.wall)),
        "seconds": round(recording.ended, 3),
        "human_notes": sum(isinstance(m, NoteOn) for _, m in recording.heard),
        "machine_notes": sum(isinstance(m, Strike) for m in recording.said),
        "models": [model.name for model in found.models],
        "marks": [[round(at, 3), text] for at, text in found.marks],
        "missing": [[round(at, 3), why] for at, why in found.gaps],
    }


class _Timer:
    """The wall's own time, until a signal asks to end: seen between messages, never amid one."""

    def __init__(self, signals: Signals) -> None:
        self._signals = signals

    def now(self) -> float:
        return time.monotonic()

    def wait(self, until: float) -> None:
        while not self._signals.stopped and (left := until - time.monotonic()) > 0:
            select.select((self._signals,), (), (), left)
            self._signals.turn(time.monotonic())
        if self._signals.stopped:
            raise KeyboardInterrupt


def _play(found: Session, address: tuple[str, int]) -> int:
    from .live.emission import emit
    from .live.engine import Signals

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, closing(Signals()) as signals:
        to = socket.gethostbyname(address[0]), address[1]
        return emit(found.played, lambda data: _send(line, data, to), _Timer(signals))


def _send(line: socket.socket, data: bytes, to: tuple[str, int]) -> None:
    line.sendto(data, to)


def _verify(session: Path, models: Iterable[str]) -> Verdict:
    from .live.journal import records
    from .live.verification import verify

    return verify(records(session), partial(_weights, tuple(models), {}))


def _weights(
    named: tuple[str, ...], known: dict[str, Weights], origin: Origin
) -> Weights:
    """The model that played, wherever it is now. Raises ValueError."""
    from .live.model import digest, find_model, load_model, models

    if origin.digest not in known:
        places = [*map(find_model, named), Path(origin.file), *models()]
        place = next((p for p in places if p.is_file() and digest(p) == origin.digest), None)
        if place is None:
            raise ValueError(
                f"the model {origin.name or 'that played'} (SHA-256 {origin.digest[:12]}…) is not "
                "here any more as it was; name its file with --model"
            )
        known[origin.digest] = load_model(place)[0]
    return known[origin.digest]


def _verdict_facts(verdict: Verdict, found: Session) -> dict[str, Any]:
    from .live.machine import facts

    here = facts()
    said: dict[str, Any] = {
        "equal": verdict.difference is None,
        "messages": verdict.messages, "decisions": verdict.decisions, "said": verdict.said,
        "snapshots": verdict.snapshots,
    }  # fmt: skip
    if verdict.difference is not None:
        one = verdict.difference
        said["difference"] = {"at": one.at, "recorded": one.recorded, "recomputed": one.recomputed}
    said["recorded_on"] = {
        key: [value, here.get(key, "")] for key, value in found.machine.items()
        if here.get(key) != value
    }
    return said


def _words(told: dict[str, Any]) -> list[str]:
    """What is told, to read."""
    lines = [
        f"{told['session']}: {_length(told['seconds'])}, begun {told['began']}",
        f"  human: {told['human_notes']} notes; machine: {told['machine_notes']} notes, "
        f"by {', '.join(told['models']) or 'no model'}",
    ]
    lines += [f"  mark at {_length(at)}: {text}" for at, text in told["marks"]]
    lines += [f"  something is missing at {_length(at)}: {why}" for at, why in told["missing"]]
    if "out" in told:
        lines.append(f"Both hands are in {told['out']}.")
    if "sent" in told:
        lines.append(f"Sent {told['sent']} messages.")
    if "verify" in told:
        lines += _verdict_words(told["verify"])
    return lines


def _verdict_words(said: dict[str, Any]) -> list[str]:
    counts = (
        f"{said['messages']} messages, {said['decisions']} decisions, {said['said']} things said, "
        f"{said['snapshots']} snapshots"
    )
    if said["equal"]:
        return [f"Recomputed, and equal: {counts}."]
    one = said["difference"]
    lines = [
        f"Recomputed, and different after {counts}:",
        f"  recorded:   {one['recorded']}", f"  recomputed: {one['recomputed']}",
    ]  # fmt: skip
    changed = said["recorded_on"].items()
    lines += [f"  {key} was {then}, and is {now} here" for key, (then, now) in changed]
    if not changed:
        lines.append("  It was recorded on just such a machine: this is a fault.")
    return lines


def _length(seconds: float) -> str:
    """Seconds as one says them."""
    minutes, rest = divmod(seconds, 60.0)
    hours, minutes = divmod(int(minutes), 60)
    if hours:
        return f"{hours} h {minutes} min {rest:.0f} s"
    return f"{minutes} min {rest:.1f} s" if minutes else f"{rest:.1f} s"
