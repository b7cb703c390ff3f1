"""The command that sends a recorded session again, writes it as MIDI, or checks it: replay."""

from __future__ import annotations

import json
import select
import time
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_engine.protocol.midi import DRUMS
from perf_engine.protocol.ports import HostPort, address

from .failures import printable, worded
from .options import engine_option, json_option, out_option

if TYPE_CHECKING:
    from perf_engine.core.model.gru import Weights
    from perf_engine.core.model.model_file import Origin
    from perf_engine.engine.engine import Signals
    from perf_engine.engine.session.verification import Verdict

    from .session_music import Session


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "where",
    metavar="HOST:PORT",
    help="Send the machine's notes to this OSC client, such as 127.0.0.1:57120.",
)
@out_option(
    "FILE.mid",
    "Write your notes and the machine's to this MIDI file, as the tracks human and machine.",
)
@click.option(
    "--verify",
    is_flag=True,
    help="Let the machine hear the recording again, and check that it plays the same notes.",
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="FILE",
    help="With --verify: look in this file for the model that made the recording."
    "  [may be repeated]",
)
@engine_option(
    "sound",
    "Play the recording aloud.",
    otherwise="aloud, unless you give --to, --out, --verify or --json",
)
@engine_option("soundfont")
@engine_option("program", "Play the machine's notes aloud on this instrument.")
@engine_option("player_program", "Play your own notes aloud on this instrument.")
@json_option
def replay(
    session: Path,
    where: str | None,
    out: Path | None,
    verify: bool,
    models: tuple[str, ...],
    sound: bool | None,
    soundfont: str | None,
    program: str | None,
    player_program: str | None,
    as_json: bool,
) -> None:
    """Hear a recording again, send it over OSC, write it as MIDI, or verify it.

    Without an option, the command prints a summary of the recording, and plays your notes
    and the machine's aloud. A recording holds notes, but no instruments: choose them
    with --program and --player-program.
    --to and --out need no model.
    """
    from perf_engine.engine.session.journal import NoSession

    from .session_music import read

    if models and not verify:
        raise click.UsageError("--model needs --verify")
    try:
        to = address(where, "--to", None) if where is not None else None
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        found = read(session)
        told = _facts(session, found)
        if out is not None:
            from perf_engine.studio.notes import write_midi

            write_midi(out, found.recording.performance())
            told["out"] = str(out)
        if to is not None:
            told["sent"] = _play(found, to)
        verdict = _verify(session, models) if verify else None
    except (OSError, NoSession) as error:
        raise click.ClickException(worded(error)) from error
    except ValueError as error:
        raise click.ClickException(f"{session}: {error}") from error
    if verdict is not None:
        told["verify"] = _verdict_facts(verdict, found)
    if as_json:
        click.echo(json.dumps(told, indent=1))
    else:
        click.echo("\n".join(map(printable, _words(told))))
    if sound if sound is not None else not (to or out or verify or as_json):
        _sound(found, soundfont, program, player_program)
    if verdict is not None and (verdict.difference is not None or found.gaps):
        raise click.exceptions.Exit(1)


def _facts(session: Path, found: Session) -> dict[str, Any]:
    from perf_engine.core.messages import NoteOn
    from perf_engine.protocol.notes import Strike

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


def _sound(
    found: Session, soundfont: str | None, program: str | None, player_program: str | None
) -> None:
    """Play both hands aloud, on a piano where no instrument is chosen.

    Without a device, say why not.
    """
    from perf_engine.clients.sound.playback import Event, perform
    from perf_engine.studio.notes import on_kit
    from perf_engine.studio.recording import MACHINE
    from perf_engine.synthesis.programs import program_of

    performance = found.recording.performance()
    tracks = sorted({n.track for n in performance.notes} | {m.track for m in performance.pedal})
    channels = {
        track: DRUMS if on_kit(track) else n + (n >= DRUMS) for n, track in enumerate(tracks)
    }
    events = [Event(m.time, channels[m.track], -1, m.value) for m in performance.pedal]
    for note in performance.notes:
        channel = channels[note.track]
        events.append(Event(note.onset, channel, note.pitch, note.velocity))
        events.append(Event(note.end, channel, note.pitch, 0))
    programs = {
        channel: program_of((program if track.startswith(MACHINE) else player_program) or "piano")
        for track, channel in channels.items()
        if channel != DRUMS
    }
    try:
        perform(events, soundfont, lambda device: click.echo(f"You hear it on {device}."), programs)
    except KeyboardInterrupt:
        click.echo("Stopped; nothing sounds.")
    except OSError as error:
        click.echo(f"It is not heard: {error}.")


class _Timer:
    """A clock that waits until a signal ends it, between messages and never within one."""

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


def _play(found: Session, to: HostPort) -> int:
    from perf_engine.engine.engine import Signals
    from perf_engine.engine.session.replay import emit
    from perf_engine.protocol.udp import Line

    with Line(to[1], to[0]) as line, closing(Signals()) as signals:
        return emit(found.played, line.send, _Timer(signals))


def _verify(session: Path, models: Iterable[str]) -> Verdict:
    from perf_engine.engine.session.journal import records
    from perf_engine.engine.session.verification import verify

    return verify(records(session), partial(_weights, tuple(models), {}))


def _weights(named: tuple[str, ...], known: dict[str, Weights], origin: Origin) -> Weights:
    """Return the model that played, wherever its file is now. Raises ValueError."""
    from perf_engine.engine.helpers.model_files import digest, find_model, load_model, models

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
    from perf_engine.engine.session.machine import facts

    here = facts()
    said: dict[str, Any] = {
        "equal": verdict.difference is None and not found.gaps,
        "messages": verdict.messages,
        "decisions": verdict.decisions,
        "said": verdict.said,
        "snapshots": verdict.snapshots,
        "difference": None,
    }
    if verdict.difference is not None:
        one = verdict.difference
        said["difference"] = {"at": one.at, "recorded": one.recorded, "recomputed": one.recomputed}
    said["recorded_on"] = {
        key: [value, here.get(key, "")]
        for key, value in found.machine.items()
        if here.get(key) != value
    }
    return said


def _words(told: dict[str, Any]) -> list[str]:
    """Return the facts as lines for a person."""
    lines = [
        f"{told['session']}: {_length(told['seconds'])}, begun {told['began']}",
        f"  human: {told['human_notes']} notes; machine: {told['machine_notes']} notes, "
        f"by {', '.join(told['models']) or 'no model'}",
    ]
    lines += [f"  mark at {_length(at)}: {text}" for at, text in told["marks"]]
    lines += [f"  something is missing at {_length(at)}: {why}" for at, why in told["missing"]]
    if "out" in told:
        lines.append(f"Your notes and the machine's are in {told['out']}.")
    if "sent" in told:
        lines.append(f"Sent {told['sent']} messages.")
    if "verify" in told:
        lines += _verdict_words(told["verify"], told["missing"])
    return lines


def _verdict_words(said: dict[str, Any], missing: list[tuple[float, str]]) -> list[str]:
    counts = (
        f"{said['messages']} messages, {said['decisions']} decisions, {said['said']} things said, "
        f"{said['snapshots']} snapshots"
    )
    if said["difference"] is None and missing:
        at, why = missing[0]
        more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        return [
            f"Recomputed, and equal up to {_length(at)}, where something is missing ({why})"
            f"{more}; of what is there, all is equal: {counts}."
        ]
    if said["equal"]:
        return [f"Recomputed, and equal: {counts}."]
    one = said["difference"]
    lines = [
        f"Recomputed, and different after {counts}:",
        f"  recorded:   {one['recorded']}",
        f"  recomputed: {one['recomputed']}",
    ]
    changed = said["recorded_on"].items()
    lines += [f"  {key} was {then}, and is {now} here" for key, (then, now) in changed]
    if not changed:
        lines.append("  It was recorded on the same kind of computer: this is a fault.")
    return lines


def _length(seconds: float) -> str:
    """Return a duration in words."""
    minutes, rest = divmod(seconds, 60.0)
    hours, minutes = divmod(int(minutes), 60)
    if hours:
        return f"{hours} h {minutes} min {rest:.0f} s"
    return f"{minutes} min {rest:.1f} s" if minutes else f"{rest:.1f} s"
