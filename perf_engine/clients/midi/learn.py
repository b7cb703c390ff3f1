"""MIDI learn: the bindings of knobs to controls, kept in a small file, and applied."""

from __future__ import annotations

import json
import logging
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perf_engine.core.controls import CONTROLS, control
from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import text_of
from perf_engine.files.whole_file import write_whole
from perf_engine.protocol.errors import check_range
from perf_engine.protocol.midi import HIGHEST_CONTROL, SUSTAIN

log = logging.getLogger(__name__)

BROKEN: Final = ".broken"  # in the name of a file that could not be used
PANIC: Final = "panic"  # bound like a control: its upper half is a panic


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
                control(self.control).given(value)

    def value(self, data: int) -> int | float:
        """The control's value where the knob is at 0..127."""
        share = data / 127
        value = self.low * (1.0 - share) + self.high * share  # exact at both ends
        value = min(max(value, min(self.low, self.high)), max(self.low, self.high))
        return round(value) if CONTROLS[self.control].whole else value


class Bindings:
    """Control change number -> binding, the same in the file."""

    def __init__(self, file: Path | None = None) -> None:
        """Read the file of an earlier run; `problem` says what in it cannot be used.

        Such a file stays as it is until something is bound, and then under another name.
        """
        self._file = file
        self._unusable = False  # what is in the file's place must not be written over
        self._bound: dict[int, Binding] = {}
        self.problem = ""
        if file is not None:
            try:
                self._bound = dict(read(text_of(file)))
            except FileNotFoundError:
                pass
            except (OSError, ValueError, TypeError, LookupError, OverflowError) as error:
                self._unusable = True
                self.problem = f"The MIDI bindings in {file} cannot be used ({error}): learn anew"

    def __iter__(self) -> Iterator[tuple[int, Binding]]:
        return iter(sorted(self._bound.items()))

    def get(self, number: int) -> Binding | None:
        """The binding of a control change, if it has one."""
        return self._bound.get(number)

    def bind(self, number: int, binding: Binding) -> str:
        """Bind a control change anew; return why the file cannot be written, or nothing.

        Raises ValueError where the number cannot be bound.
        """
        if not bindable(number):
            raise ValueError(f"number must be 0..{HIGHEST_CONTROL} and not {SUSTAIN}, not {number}")
        self._bound[number] = binding
        return self._write()

    def unbind(self, number: int) -> str:
        """Unbind a control change; return why the file cannot be written, or nothing."""
        return "" if self._bound.pop(number, None) is None else self._write()

    def _write(self) -> str:
        """Write the file; return why it failed: the bindings then hold until the bridge ends."""
        if self._file is None:
            return ""
        said = {str(n): [b.control, b.low, b.high] for n, b in sorted(self._bound.items())}
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if self._unusable:
                self._put_aside(self._file)
            write_whole(self._file, json.dumps(said, indent=1) + "\n")
        except OSError as error:
            return f"{self._file}: {error.strerror or error}"
        return ""

    def _put_aside(self, file: Path) -> None:
        """Give a file that cannot be used another name. Raises OSError."""
        if file.is_file():
            aside = file.with_name(f"{file.stem}{BROKEN}{file.suffix}")
            file.replace(aside)
            log.info("%s could not be used, and is kept as %s.", file, aside.name)
        elif file.exists():
            raise OSError("not a plain file")
        self._unusable = False


def bindable(number: int) -> bool:
    """Return whether a control change may be bound: the pedal and mode messages may not."""
    return 0 <= number <= HIGHEST_CONTROL and number != SUSTAIN


def read(text: str) -> Iterator[tuple[int, Binding]]:
    """The bindings of a file's text. Raises ValueError, TypeError or LookupError."""
    said = value_of(text)
    if not isinstance(said, Mapping):
        raise ValueError("it is no table")
    for number, entry in said.items():
        name, low, high = entry
        check_range("number", int(number), 0, HIGHEST_CONTROL)
        binding = Binding(str(name), float(low), float(high))
        if not (math.isfinite(binding.low) and math.isfinite(binding.high)):
            raise ValueError(f"the ends of {name} must be numbers, not {low} and {high}")
        yield int(number), binding


def default_file() -> Path:
    """The file in which this user's bindings are kept."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return Path(home or Path.home() / ".config") / "perf_engine" / "midi_bindings.json"


FIRM_PRESS = 64  # from this value on, a knob that is bound to panic counts as pressed


class MidiLearn:
    """Takes control changes that are bound, or shall be, before the player's are heard."""

    def __init__(
        self,
        bindings: Bindings,
        say: Callable[..., None],
        panic: Callable[[], None],
        kept: Callable[[int, str], None] = lambda number, why: None,
    ) -> None:
        """`kept` takes each changed binding, and the reason where it is not in the file."""
        self._bindings = bindings
        self._say = say
        self._panic = panic
        self._kept = kept
        self._learning: Binding | None = None
        self._latest: dict[int, int | float] = {}  # the last value of each knob

    def turn(self, number: int, data: int) -> bool:
        """Take a control change; return whether it belongs to a knob, and to nothing else."""
        if self._learning is not None and bindable(number):
            learnt, self._learning = self._learning, None
            # The engine tells everybody, us too: from then on it is bound.
            self._say("/perf/midi/bind", number, learnt.control, learnt.low, learnt.high)
            return True
        binding = self._bindings.get(number)
        if binding is None:
            return False
        if binding.control == PANIC:
            if data >= FIRM_PRESS:
                self._panic()
            return True
        value = binding.value(data)
        if self._latest.get(number) != value:
            self._latest[number] = value
            self._say(f"/perf/param/{binding.control}", value)
        return True

    def hear(self, address: str, arguments: Sequence[object]) -> None:
        """Take the engine's messages about bindings; a malformed one is ignored."""
        try:
            if address == "/perf/midi/learning":
                self._learning = None if arguments[0] == "none" else _binding(*arguments)
            elif address == "/perf/midi/bound":
                number, *rest = arguments
                self._latest.pop(_number(number), None)
                self._kept(_number(number), self._bindings.bind(_number(number), _binding(*rest)))
            elif address == "/perf/midi/unbound":
                number = _number(arguments[0])
                self._kept(number, self._bindings.unbind(number))
            elif address == "/perf/midi/tell":
                for number, one in self._bindings:
                    self._say("/perf/midi/bind", number, one.control, one.low, one.high)
        except (ValueError, TypeError, LookupError):
            return


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"number must be a whole number, not {value!r}")
    return value


def _binding(*arguments: object) -> Binding:
    name, low, high = arguments
    if not (
        isinstance(name, str) and isinstance(low, int | float) and isinstance(high, int | float)
    ):
        raise TypeError("a binding is a name and two numbers")
    return Binding(name, float(low), float(high))
