"""The messages of an installation's piece, carried out on a virtual clock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from perf_engine.core.controls import Value
from perf_engine.core.harmony.guide import GiveChart
from perf_engine.core.memory.saved_state import SavedState
from perf_engine.core.messages import (
    Command,
    Prepare,
    Recall,
    SetControls,
    SetMode,
    Start,
    Stop,
    TakeOver,
)
from perf_engine.engine.handlers.states import home
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.helpers.state_files import states
from perf_engine.engine.instrument import Instrument
from perf_engine.engine.options import Options
from perf_engine.protocol.notes import Message


class Orders:
    """Carries out the piece's messages as the engine does, except that a model loads at once."""

    def __init__(self, performer: Instrument, folder: Path) -> None:
        """`folder`: that of the saved states."""
        self._performer, self._folder = performer, folder
        self.refused: list[str] = []  # refusals in sentences, each once

    def take(self, message: Message, now: float) -> None:
        """Carry out a message of the OSC API; a refused one changes nothing."""
        try:
            if message[0] == "/perf/model/load":
                self._load(str(message[1]), now)
            else:
                self._performer.command(self._command(*message), now)
        except (ValueError, LookupError, OSError) as error:
            said = f"{' '.join(map(str, message))} was refused: {error.args[-1]}"
            if said not in self.refused:
                self.refused.append(said)

    def _load(self, name: str, now: float) -> None:
        """Let a model learn what was played, and take over."""
        weights, _ = load_model(name)
        self._performer.command(Prepare(weights), now)
        while self._performer.learn():
            pass
        self._performer.command(TakeOver(), now)

    def _command(self, address: str, *values: Any) -> Command:
        """Return the command of a message. Raises LookupError or ValueError."""
        match address.split("/")[2:]:
            case ["start"]:
                return Start()
            case ["stop"]:
                return Stop()
            case ["chords"]:
                return GiveChart(None if values[0] == "auto" else values[0])
            case ["state", "recall"]:
                return Recall(self._state(values[0]))
            case ["set"]:
                return SetControls(tuple(zip(values[::2], values[1::2], strict=True)))
            case ["voice", voice, "mode"]:
                return SetMode(values[0], int(voice))
            case ["voice", voice, control]:
                pair: tuple[str, Value] = (control, values[0])
                return SetControls((pair,), int(voice))
        raise ValueError("it is not simulated")

    def _state(self, name: str) -> SavedState:
        """Return a saved state of the folder. Raises LookupError or ValueError."""
        for found in states(self._folder):
            if isinstance(found, SavedState) and found.name == name:
                return found
            if not isinstance(found, SavedState) and found[0] == name:
                raise ValueError(found[1])
        raise LookupError(f"there is no state {name} in {self._folder}")


def folder_of(options: Options) -> Path:
    """Return the folder of the saved states of an engine with these options."""
    return home() if options.states is None else Path(options.states).expanduser().absolute()
