"""Requests of a Python client to the engine, and readers of the answers: values, no sockets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from perf_engine.core import controls
from perf_engine.core.controls import Given
from perf_engine.protocol import dialogue, notes
from perf_engine.protocol.dialogue import AT_ONCE, Argument, Request
from perf_engine.protocol.errors import check_range
from perf_engine.protocol.notes import Message

A_WHILE: Final = 120.0  # seconds within which the engine answers slow requests: models,
# files, a sync


OVERLOADED: Final = 9  # place of that in a status, after `running`


@dataclass(frozen=True, slots=True)
class Status:
    """The engine's state: times in ms or s, cpu as a share of one core, counts since its start."""

    running: bool
    clients: int
    voices: int
    p50_ms: float
    p99_ms: float
    late: int
    dropped: int
    cpu: float
    model: str
    uptime_s: float
    overloaded: bool = False
    pace_s: float = 0.0
    skipped: int = 0
    behind_ms: float = 0.0
    unheard: int = 0


def _nothing(said: Sequence[Any]) -> None:
    return None


def _as_said(value: Any) -> Any:
    """Return a number as it was meant: 0.9, not its nearest value in 32 bits."""
    return float(f"{value:.7g}") if isinstance(value, float) else value


def _status(said: Sequence[Any]) -> Status:
    """Return a status; fields that an older engine lacks or a newer one adds are left out."""
    running, *values = _all(said[: len(fields(Status))])
    if len(values) > OVERLOADED:
        values[OVERLOADED] = bool(values[OVERLOADED])
    return Status(bool(running), *values)


def _all(said: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(map(_as_said, said))


def _first(said: Sequence[Any]) -> Any:
    return _as_said(said[0])


def _pairs(said: Sequence[Any]) -> dict[str, Any]:
    return {str(key): _as_said(value) for key, value in zip(said[::2], said[1::2], strict=True)}


def _optional(value: Argument | None) -> tuple[Argument, ...]:
    return () if value is None else (value,)


def ask(address: str, *arguments: Argument, within: float = AT_ONCE) -> Request[tuple[Any, ...]]:
    """Send any message, and return the arguments of its answer."""
    return Request(address, arguments, _all, within)


def status() -> Request[Status]:
    """Return the engine's state."""
    return Request("/perf/status", (), _status)


def version() -> Request[tuple[Any, ...]]:
    """Return the engine's name, its version (major, minor, patch), and its API's number."""
    return Request("/perf/version", (), _all)


def sync() -> Request[None]:
    """Wait until all earlier requests, such as primes and models, are done."""
    return dialogue.sync(A_WHILE)


def control(name: str, value: Given | None = None, voice: int | None = None) -> Request[Any]:
    """Set a control where a value is given, and return its value; of one voice, else of all.

    Raises LookupError, TypeError or ValueError where there is no such control or value.
    """
    spec = controls.control(name)
    place = "/perf/param" if voice is None else f"/perf/voice/{voice}"
    said = () if value is None else (spec.given(value),)
    return Request(f"{place}/{name}", said, _first)


def set_controls(**values: Given) -> Request[None]:
    """Set several controls, all or none: set(temperature=0.9, share=0.7)."""
    said: list[Argument] = []
    for name, value in values.items():
        said += (name, controls.control(name).given(value))
    return Request("/perf/set", tuple(said), _nothing)


def get_controls(*names: str) -> Request[dict[str, Any]]:
    """Return the values of these controls by name; without a name, of all."""
    return Request("/perf/get", tuple(controls.control(name).name for name in names), _pairs)


def mode(name: str | None = None, voice: int | None = None) -> Request[str]:
    """Return the mode, the way of playing together; with a name, change it."""
    place = "/perf/mode" if voice is None else f"/perf/voice/{voice}/mode"
    return Request(place, _optional(name), _first)


def start(voice: int | None = None) -> Request[None]:
    """Let the machine sound again, and begin where it plays alone."""
    return Request("/perf/start", _optional(voice), _nothing)


def stop(voice: int | None = None) -> Request[None]:
    """Fall silent until started."""
    return Request("/perf/stop", _optional(voice), _nothing)


def reset(voice: int | None = None) -> Request[None]:
    """Forget everything heard and played."""
    return Request("/perf/reset", _optional(voice), _nothing)


def panic() -> Request[None]:
    """Silence: everyone, everything, now."""
    return Request("/perf/panic", (), _nothing)


def release() -> Request[None]:
    """End only the notes sent to this client, and the keys that it holds as a player."""
    return Request("/perf/release", (), _nothing)


def prime(*what: Argument) -> Request[int]:
    """Feed pitches, or a MIDI file's path, without sounding them; return the number of notes."""
    return Request("/perf/prime", what, lambda said: int(said[0]), A_WHILE)


def seed(number: int) -> Request[None]:
    """Restart the machine's random numbers from a seed."""
    return Request("/perf/seed", (number,), _nothing)


def models() -> Request[list[str]]:
    """Return the models that can be loaded by name."""
    return Request("/perf/model/list", (), lambda said: [str(name) for name in said], A_WHILE)


def model_info(name: str = "") -> Request[dict[str, Any]]:
    """Return the facts of a model; without a name, of the one that plays."""
    return Request("/perf/model/info", (name,), _pairs, A_WHILE)


def styles() -> Request[list[str]]:
    """Return the styles of the model that plays, for the controls style and style_2."""
    return Request("/perf/model/styles", (), lambda said: [str(name) for name in said])


def load(name: str) -> Request[None]:
    """Let another model play, and wait until it does."""
    return Request("/perf/model/load", (name,), _nothing, A_WHILE)


def record(flag: bool) -> Request[str]:
    """Begin or end a recording; return its folder where it begins."""
    said = (int(flag),)
    return Request("/perf/record", said, lambda told: str(told[0]) if told else "", A_WHILE)


def mark(text: str) -> Request[None]:
    """Put a mark into the recording."""
    return Request("/perf/mark", (text,), _nothing)


def tempo(bpm: float | None = None) -> Request[Any]:
    """Return the tempo in beats a minute; with a number, change it."""
    return Request("/perf/tempo", _optional(bpm), lambda said: _as_said(said[0]) if said else bpm)


def quit_engine() -> Request[None]:
    """End the engine, from its own machine only."""
    return Request("/perf/quit", (), _nothing)


# notes of players: sent, and not answered


def play(
    pitch: int | Iterable[int], velocity: int = 90, duration: float = 0.5, player: int = 0
) -> list[Message]:
    """Play notes as a player, which end by themselves after seconds; several are a chord.

    Raises ValueError where one is out of range.
    """
    check_range("velocity", velocity, 1, 127)
    return [notes.strike(player, one, velocity, duration) for one in _all_of(pitch)]


def strike(pitch: int | Iterable[int], velocity: int = 90, player: int = 0) -> list[Message]:
    """Strike and hold keys as a player. Raises ValueError where one is out of range."""
    return [notes.strike(player, one, velocity) for one in _all_of(pitch)]


def let_go(pitch: int | Iterable[int], player: int = 0) -> list[Message]:
    """Release keys as a player. Raises ValueError where one is out of range."""
    return [notes.release(player, one) for one in _all_of(pitch)]


def pedal(value: int, player: int = 0) -> list[Message]:
    """Move a player's sustain pedal, 0..127, down from 64. Raises ValueError outside."""
    return [notes.pedal(player, value)]


def _all_of(pitch: int | Iterable[int]) -> Iterable[int]:
    return [pitch] if isinstance(pitch, int) else list(pitch)
