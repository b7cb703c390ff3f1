"""The OSC messages of an audition: what the performer does, and what the machine says to it."""

from __future__ import annotations

from perf_engine.core.messages import (
    ControlChange,
    Flush,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Release,
    Reset,
    Said,
    Seed,
    SetControls,
    SetMode,
    Start,
    Stop,
    Strike,
)

from .line import Argument, Arrived
from .plan import Doing


def spoken(doing: Doing) -> tuple[str, tuple[Argument, ...]]:
    """The OSC message of what is done: address and arguments. Raises ValueError."""
    match doing:
        case NoteOn(player, pitch, velocity, _, duration):
            timed = () if duration is None else (float(duration),)
            return "/perf/in/note", (player, pitch, velocity, *timed)
        case NoteOff(player, pitch):
            return "/perf/in/note", (player, pitch, 0)
        case Pedal(player, value):
            return "/perf/in/pedal", (player, value)
        case SetControls(values, None):
            return "/perf/set", tuple(word for pair in values for word in pair)
        case SetControls(((name, value),), voice):
            return f"/perf/voice/{voice}/{name}", (value,)
        case SetMode(mode, voice):
            return "/perf/mode" if voice is None else f"/perf/voice/{voice}/mode", (mode,)
        case Start(voice) | Stop(voice) | Reset(voice):
            address = f"/perf/{type(doing).__name__.lower()}"
            return address, () if voice is None else (voice,)
        case Panic():
            return "/perf/panic", ()
        case Seed(seed):
            return "/perf/seed", (seed,)
    raise ValueError(f"{type(doing).__name__} cannot be sent to an engine by an audition")


def understood(one: Arrived, start: float) -> Said | None:
    """What the machine says with a message, in seconds from `start`; None for anything else."""
    try:
        match one.address, one.arguments:
            case "/perf/note", (voice, pitch, velocity, in_ms):
                due = _due(one, in_ms) - start
                return Strike(_int(voice), _int(pitch), _int(velocity), due)
            case "/perf/noteoff", (voice, pitch, in_ms):
                return Release(_int(voice), _int(pitch), _due(one, in_ms) - start)
            case "/perf/cc", (voice, number, value, in_ms):
                due = _due(one, in_ms) - start
                return ControlChange(_int(voice), _int(number), _int(value), due)
            case "/perf/flush", (voice,):
                return Flush(_int(voice))
    except (ValueError, OverflowError):
        pass  # no engine of ours says that
    return None


def _due(one: Arrived, in_ms: Argument) -> float:
    if not 0.0 <= float(in_ms) <= 60_000.0:
        raise ValueError(f"in_ms must be 0..60000, not {in_ms}")
    return one.due + float(in_ms) / 1000


def _int(value: Argument) -> int:
    found = int(value)
    if not 0 <= found <= 127:
        raise ValueError(f"{found} is not 0..127")
    return found


def refusal(fail: Arrived) -> str:
    """What a /perf/fail (address, code, text) says, as a sentence; any of them may be missing."""
    address = fail.arguments[0] if fail.arguments else "something"
    reason = f": {fail.arguments[2]}" if len(fail.arguments) > 2 else ""
    return f"the engine refused {address}{reason}"
