"""Continuations of primers, as MIDI files: same model, settings and seed, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from perf_engine import __version__
from perf_engine.core.controls import CONTROLS, Settings
from perf_engine.core.memory.priming import EVERY
from perf_engine.core.messages import Prime, Said
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.files.whole_file import write_whole
from perf_engine.protocol.notes import Release, Strike
from perf_engine.studio.notes import Note, PedalMove, Performance, write_midi
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import Plan
from perf_engine.studio.recording import MACHINE

from .primer import Primer

SECONDS: Final = 30.0
MOST_SECONDS: Final = 3600.0  # a machine that is to play a number of notes plays no longer
RINGING: Final = 20.0  # seconds after the last wanted strike, in which it is to be released
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a continuation: seconds, or a number of the machine's notes."""

    seconds: float = SECONDS
    notes: int | None = None


class Enough:
    """Tells when the machine has struck a number of notes and released them."""

    def __init__(self, notes: int) -> None:
        self._left = notes
        self._held: set[tuple[int, int]] = set()
        self._latest = float("inf")

    def __call__(self, said: Said, now: float) -> bool:
        """Take one message of the machine; return whether all is played."""
        if isinstance(said, Strike) and self._left:
            self._left -= 1
            self._held.add((said.voice, said.pitch))
            if not self._left:
                self._latest = said.due + RINGING
        elif isinstance(said, Release):
            self._held.discard((said.voice, said.pitch))
        return not self._left and (not self._held or now > self._latest)


def continued(
    weights: Weights, primer: Primer, seed: int, settings: Settings, length: Length
) -> Performance:
    """The primer, and what the machine plays on alone, in the tracks `primer` and `machine`."""
    remembered = primer.remembered()
    performer = Performer(weights, mode="solo", seed=seed, settings=settings)
    plan: Plan = [(0.0, Prime(remembered))] if remembered else []
    begin = 2 * len(remembered) * EVERY  # when the machine has heard all of it
    enough = None if length.notes is None else Enough(length.notes)
    seconds = length.seconds if enough is None else MOST_SECONDS
    played = offline(performer, plan, begin + seconds, enough).performance()
    later = primer.seconds - begin
    notes = [n for n in played.notes if n.onset >= begin][: length.notes]
    end = max((n.end for n in notes), default=0.0)
    pedal = [p for p in played.pedal if p.time >= begin and (enough is None or p.time <= end)]
    return Performance.of(
        [*primer.music.notes, *(replace(n, onset=n.onset + later) for n in map(_machines, notes))],
        [*primer.music.pedal, *(PedalMove(p.time + later, p.value, MACHINE) for p in pedal)],
    )


def _machines(note: Note) -> Note:
    return replace(note, track=MACHINE)


def generate(
    weights: Weights,
    primers: Sequence[Primer],
    seeds: Iterable[int],
    settings: Settings,
    length: Length,
    folder: Path,
    made: Callable[[str, Mapping[str, Any]], None] = lambda name, facts: None,
) -> dict[str, Any]:
    """Write a MIDI file for each primer and seed, and the manifest, into a folder.

    `made` is called after each file. Returns the manifest. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, Any]] = {}
    seeds = tuple(seeds)
    for name, primer in _named(primers).items():
        for seed in seeds:
            file = f"{name}-seed-{seed}.mid"
            music = continued(weights, primer, seed, settings, length)
            write_midi(folder / file, music)
            machine = music.track(MACHINE).notes
            files[file] = {
                "primer": name,
                "seed": seed,
                "notes": len(machine),
                "seconds": round(music.end, 4),
                "sha256": hashlib.sha256((folder / file).read_bytes()).hexdigest(),
            }
            made(file, files[file])
    manifest = {
        "perf_engine": __version__,
        "model": _model(weights),
        "mode": "solo",
        "controls": {name: settings[name] for name in CONTROLS},
        "length": {"notes": length.notes}
        if length.notes is not None
        else {"seconds": length.seconds},
        "primers": {name: _described(primer) for name, primer in _named(primers).items()},
        "files": files,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    write_whole(folder / MANIFEST, text)
    return manifest


def _named(primers: Sequence[Primer]) -> dict[str, Primer]:
    """Each primer under a name that no other has."""
    found: dict[str, Primer] = {}
    for primer in primers:
        name, number = primer.name, 1
        while name in found:
            number += 1
            name = f"{primer.name}-{number}"
        found[name] = primer
    return found


def _model(weights: Weights) -> dict[str, str]:
    origin = weights.origin
    return {} if origin is None else {"name": origin.name, "sha256": origin.digest}


def _described(primer: Primer) -> dict[str, Any]:
    notes = [
        [round(n.onset, 4), n.pitch, n.velocity, round(n.duration, 4)] for n in primer.music.notes
    ]
    return {"seconds": round(primer.seconds, 4), "notes": notes}
