"""Which knob of a MIDI controller turns what: learnt, kept in a small file, and applied."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perf_engine.core.controls import CONTROLS, control
from perf_engine.core.messages import SUSTAIN, check_range

PANIC: Final = "panic"  # bound like a control: its upper half is a panic
HIGHEST_NUMBER: Final = 119  # control changes from 120 on are channel mode messages


@dataclass(frozen=True, slots=True)
class Binding:
    """A control, or panic, and its values at the two ends of a knob; the lower may be the greater.

    Raises LookupError where there is no such control, ValueError or TypeError for the values.
    """

    control: str
    low: float
    high: float

    def __post_init__(self) -> None:
        if self.control != PANIC:
            for value in (self.low, self.high):
                control(self.control).check(value)

    def value(self, data: int) -> int | float:
        """The control's value where the knob is at 0..127."""
        share = data / 127
        value = self.low * (1.0 - share) + self.high * share  # exact at both ends
        value = min(max(value, min(self.low, self.high)), max(self.low, self.high))
        return round(value) if CONTROLS[self.control].whole else value


class Bindings:
    """Control change number -> binding, the same in the file."""

    def __init__(self, file: Path | None = None) -> None:
        """Read what an earlier run has left; what cannot be used of it is in `problem`."""
        self._file = file
        self._bound: dict[int, Binding] = {}
        self.problem = ""
        if file is not None:
            try:
                self._bound = dict(read(file.read_text(encoding="utf-8")))
            except FileNotFoundError:
                pass
            except (OSError, ValueError, TypeError, LookupError) as error:
                self.problem = f"The MIDI bindings in {file} cannot be used ({error}): learn anew"

    def __iter__(self) -> Iterator[tuple[int, Binding]]:
        return iter(sorted(self._bound.items()))

    def get(self, number: int) -> Binding | None:
        """What a control change turns, if anything."""
        return self._bound.get(number)

    def bind(self, number: int, binding: Binding) -> None:
        """Bind a control change anew. Raises ValueError where the number cannot be bound."""
        if not bindable(number):
            raise ValueError(f"number must be 0..{HIGHEST_NUMBER} and not {SUSTAIN}, not {number}")
        self._bound[number] = binding
        self._write()

    def unbind(self, number: int) -> None:
        """Let a control change turn nothing."""
        if self._bound.pop(number, None) is not None:
            self._write()

    def _write(self) -> None:
        if self._file is None:
            return
        said = {str(n): [b.control, b.low, b.high] for n, b in sorted(self._bound.items())}
        part = self._file.with_suffix(".part")
        with suppress(OSError):  # they hold until the bridge ends, then
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
            os.replace(part, self._file)


def bindable(number: int) -> bool:
    """Whether a control change may be bound: the pedal and mode messages may not."""
    return 0 <= number <= HIGHEST_NUMBER and number != SUSTAIN


def read(text: str) -> Iterator[tuple[int, Binding]]:
    """The bindings of a file's text. Raises ValueError, TypeError or LookupError."""
    said = json.loads(text)
    if not isinstance(said, Mapping):
        raise ValueError("it is no table")
    for number, entry in said.items():
        name, low, high = entry
        check_range("number", int(number), 0, HIGHEST_NUMBER)
        yield int(number), Binding(str(name), float(low), float(high))


def default_file() -> Path:
    """Where bindings are kept for this user."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return Path(home or Path.home() / ".config") / "perf_engine" / "midi_bindings.json"
