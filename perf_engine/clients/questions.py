"""What a client asks the engine, and how it reads the answers: values, no sockets.

An answer comes as `/perf/done ADDRESS ...` or `/perf/fail ADDRESS code text`; a getter is answered
on its own address, a report on ADDRESS.reply, and a ping and a sync by their own words.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeAlias, TypeVar

from perf_engine.core import controls
from perf_engine.core.controls import Value
from perf_engine.core.messages import LONGEST_DURATION, check_range

T = TypeVar("T")
Argument: TypeAlias = int | float | str
Message: TypeAlias = tuple[Any, ...]  # an address and its arguments

AT_ONCE: Final = 3.0  # seconds within which the engine answers what it can at once
A_WHILE: Final = 120.0  # and what takes it a while: models, files, a sync
_OWN_WORDS: Final = {"/perf/ping": "/perf/pong", "/perf/sync": "/perf/synced"}
_tokens = itertools.count(1)


class Refused(RuntimeError):
    """The engine has not done it: /perf/fail with an address, a code 1..7 and a sentence."""

    def __init__(self, address: str, code: int, text: str) -> None:
        super().__init__(f"{address}: {text}")
        self.address = address
        self.code = code
        self.text = text


class NoAnswer(TimeoutError):
    """The engine has not answered in time; it may have done it."""


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """A message that is answered: what is said, how the answer is read, and how long it may take.

    `token` is what comes back first, where the answer says it (pings, syncs).
    """

    address: str
    arguments: tuple[Argument, ...]
    read: Callable[[Sequence[Any]], T]
    within: float = AT_ONCE
    token: int | None = None

    def answered_by(self, address: str, arguments: Sequence[Any]) -> bool:
        """Whether this is its answer, or its refusal."""
        if address in ("/perf/done", "/perf/fail"):
            return bool(arguments) and arguments[0] == self.address
        if address == _OWN_WORDS.get(self.address):
            return self.token is None or list(arguments[:1]) == [self.token]
        return address in (self.address, f"{self.address}.reply")

    def value(self, address: str, arguments: Sequence[Any]) -> T:
        """What the answer says. Raises Refused, or ValueError where it cannot be read."""
        if address == "/perf/fail":
            _, code, text = [*arguments, 7, "no reason was given"][:3]
            raise Refused(self.address, int(code), str(text))
        said = arguments[1:] if address == "/perf/done" else arguments
        try:
            return self.read(said)
        except (IndexError, TypeError, ValueError) as error:
            raise ValueError(f"{address} cannot be read: {list(arguments)}") from error


@dataclass(frozen=True, slots=True)
class Status:
    """How the engine is: times in ms or s, cpu as a share of one core, counts since its start."""

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


def _nothing(said: Sequence[Any]) -> None:
    return None


def _as_said(value: Any) -> Any:
    """A number as it was meant: 0.9, not what 32 bits make of it."""
    return float(f"{value:.7g}") if isinstance(value, float) else value


def _all(said: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(map(_as_said, said))


def _first(said: Sequence[Any]) -> Any:
    return _as_said(said[0])


def _pairs(said: Sequence[Any]) -> dict[str, Any]:
    return {str(key): _as_said(value) for key, value in zip(said[::2], said[1::2], strict=True)}


def _optional(value: Argument | None) -> tuple[Argument, ...]:
    return () if value is None else (value,)


def ask(address: str, *arguments: Argument, within: float = AT_ONCE) -> Question[tuple[Any, ...]]:
    """Say anything, and give what is answered, without the address."""
    return Question(address, arguments, _all, within)


def wall_time(wall: float) -> tuple[int, int]:
    """Seconds since 1970 as a ping tells them: whole ones, and microseconds."""
    return divmod(round(wall * 1e6), 1_000_000)


def ping(wall: float) -> Question[tuple[Any, ...]]:
    """Ask for a sign of life, and tell our wall time in seconds since 1970."""
    token = next(_tokens)
    return Question("/perf/ping", (token, *wall_time(wall)), _all, token=token)


def status() -> Question[Status]:
    """How the engine is."""
    return Question("/perf/status", (), lambda said: Status(bool(said[0]), *_all(said[1:])))


def version() -> Question[tuple[Any, ...]]:
    """Which engine it is: name, major, minor, patch, and the number of its API."""
    return Question("/perf/version", (), _all)


def sync() -> Question[None]:
    """Wait until all that was asked for before is done: primes, models."""
    token = next(_tokens)
    return Question("/perf/sync", (token,), _nothing, A_WHILE, token)


def control(name: str, value: Value | str | None = None, voice: int | None = None) -> Question[Any]:
    """Give a control's value, after setting it where there is one; of one voice, else of all.

    Raises LookupError, TypeError or ValueError where there is no such control or value.
    """
    spec = controls.control(name)
    place = "/perf/param" if voice is None else f"/perf/voice/{voice}"
    said = () if value is None else (spec.check(value),)
    return Question(f"{place}/{name}", said, _first)


def set_controls(**values: Value | str) -> Question[None]:
    """Set several controls, all or none: set(temperature=0.9, share=0.7)."""
    said: list[Argument] = []
    for name, value in values.items():
        said += (name, controls.control(name).check(value))
    return Question("/perf/set", tuple(said), _nothing)


def get_controls(*names: str) -> Question[dict[str, Any]]:
    """Give the values of these controls by name; without a name, of all."""
    return Question("/perf/get", tuple(controls.control(name).name for name in names), _pairs)


def mode(name: str | None = None, voice: int | None = None) -> Question[str]:
    """How the machine plays together with the players; with a name, change it."""
    place = "/perf/mode" if voice is None else f"/perf/voice/{voice}/mode"
    return Question(place, _optional(name), _first)


def start(voice: int | None = None) -> Question[None]:
    """Let the machine sound again, and begin where it plays alone."""
    return Question("/perf/start", _optional(voice), _nothing)


def stop(voice: int | None = None) -> Question[None]:
    """Fall silent until started."""
    return Question("/perf/stop", _optional(voice), _nothing)


def reset(voice: int | None = None) -> Question[None]:
    """Forget everything heard and played."""
    return Question("/perf/reset", _optional(voice), _nothing)


def panic() -> Question[None]:
    """Silence: everyone, everything, now."""
    return Question("/perf/panic", (), _nothing)


def release() -> Question[None]:
    """End only what this client was sent, and what it holds as a player."""
    return Question("/perf/release", (), _nothing)


def prime(*what: Argument) -> Question[int]:
    """Feed pitches, or a MIDI file's path, without sounding them; gives the number of notes."""
    return Question("/perf/prime", what, lambda said: int(said[0]), A_WHILE)


def seed(number: int) -> Question[None]:
    """Begin the machine's random numbers anew."""
    return Question("/perf/seed", (number,), _nothing)


def models() -> Question[list[str]]:
    """The models that can be loaded by name."""
    return Question("/perf/model/list", (), lambda said: [str(name) for name in said])


def model_info(name: str = "") -> Question[dict[str, Any]]:
    """What a model says of itself; without a name, the one that plays."""
    return Question("/perf/model/info", (name,), _pairs, A_WHILE)


def load(name: str) -> Question[None]:
    """Let another model play, and wait until it does."""
    return Question("/perf/model/load", (name,), _nothing, A_WHILE)


def record(flag: bool) -> Question[str]:
    """Begin or end to record the session; gives its folder where it begins."""
    said = (int(flag),)
    return Question("/perf/record", said, lambda told: str(told[0]) if told else "", A_WHILE)


def mark(text: str) -> Question[None]:
    """Put a mark into the recording."""
    return Question("/perf/mark", (text,), _nothing)


def tempo(bpm: float | None = None) -> Question[Any]:
    """The tempo in beats a minute; with a number, change it."""
    return Question("/perf/tempo", _optional(bpm), lambda said: _as_said(said[0]) if said else bpm)


def quit_engine() -> Question[None]:
    """End the engine, from its own machine only."""
    return Question("/perf/quit", (), _nothing)


# what players play: said, and not answered


def play(
    pitch: int | Iterable[int], velocity: int = 90, duration: float = 0.5, player: int = 0
) -> list[Message]:
    """Notes of a player that end by themselves after seconds; several pitches are a chord.

    Raises ValueError where one is out of range.
    """
    check_range("velocity", velocity, 1, 127)
    if not 0.0 <= duration <= LONGEST_DURATION:
        raise ValueError(f"duration must be 0..{LONGEST_DURATION:g} s, not {duration}")
    return [(*note, float(duration)) for note in strike(pitch, velocity, player)]


def strike(pitch: int | Iterable[int], velocity: int = 90, player: int = 0) -> list[Message]:
    """Keys that a player strikes, and holds. Raises ValueError where one is out of range."""
    pitches = [pitch] if isinstance(pitch, int) else list(pitch)
    check_range("player", player, 0, 15)
    check_range("velocity", velocity, 0, 127)
    for one in pitches:
        check_range("pitch", one, 0, 127)
    return [("/perf/in/note", player, one, velocity) for one in pitches]


def let_go(pitch: int | Iterable[int], player: int = 0) -> list[Message]:
    """Keys that a player lets go. Raises ValueError where one is out of range."""
    return strike(pitch, 0, player)


def pedal(value: int, player: int = 0) -> list[Message]:
    """A player's sustain pedal, 0..127, down from 64. Raises ValueError where out of range."""
    check_range("player", player, 0, 15)
    check_range("pedal", value, 0, 127)
    return [("/perf/in/pedal", player, value)]
