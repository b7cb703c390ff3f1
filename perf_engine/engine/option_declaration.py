"""The declaration of an option: its values, its default and its help, in one place.

An option is a field of a frozen dataclass, written with `option`. The command line, the
configuration file, their errors and their documents derive from it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from perf_engine.protocol.errors import hint

LONGEST_SHOWN: Final = 100  # characters of a refused value
REQUIRED: Final = MISSING  # the default of an option that has none


class Kind(Protocol):
    """The values that an option takes."""

    @property
    def takes(self) -> str:
        """Describe the values: a whole number 0..65535."""

    @property
    def metavar(self) -> str:
        """Return the word for a value in a command's help."""

    def check(self, name: str, value: object) -> Any:
        """Return a value from a program or TOML, checked. Raises ValueError with the name."""

    def read(self, name: str, text: str) -> Any:
        """Return the value of a text from the command line. Raises ValueError."""
        return self.check(name, text)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from low to high."""

    low: int
    high: int | None = None
    metavar: str = "N"

    @property
    def range(self) -> str:
        """Return the range as a text: 0..65535."""
        return f"{self.low} or more" if self.high is None else f"{self.low}..{self.high}"

    @property
    def takes(self) -> str:
        """Describe the values."""
        return f"a whole number {self.range}"

    def check(self, name: str, value: object) -> int:
        """Return the number. Raises ValueError."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise _refused(self, name, value)
        if value < self.low or (self.high is not None and value > self.high):
            raise ValueError(f"{name} must be {self.range}, not {_shown(value)}")
        return value

    def read(self, name: str, text: str) -> int:
        """Return the number of a text. Raises ValueError."""
        return self.check(name, _parsed(int, self, name, text))


@dataclass(frozen=True, slots=True)
class Number:
    """A number from low to high; `above` and `below` exclude an end."""

    low: float
    high: float
    above: bool = False
    below: bool = False
    metavar: str = "NUMBER"

    @property
    def range(self) -> str:
        """Return the range as a text: 0..1, or at least 0 and less than 1."""
        if not (self.above or self.below):
            return f"{self.low:g}..{self.high:g}"
        least = f"more than {self.low:g}" if self.above else f"at least {self.low:g}"
        most = f"less than {self.high:g}" if self.below else f"at most {self.high:g}"
        return f"{least} and {most}"

    @property
    def takes(self) -> str:
        """Describe the values."""
        return f"a number {self.range}"

    def check(self, name: str, value: object) -> float:
        """Return the number as a float. Raises ValueError."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _refused(self, name, value)
        inside = math.isfinite(value) and self.low <= value <= self.high
        if not inside or (self.above and value == self.low) or (self.below and value == self.high):
            raise ValueError(f"{name} must be {self.range}, not {value:g}")
        return float(value)

    def read(self, name: str, text: str) -> float:
        """Return the number of a text. Raises ValueError."""
        return self.check(name, _parsed(float, self, name, text))


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false; on the command line --NAME, and --no-NAME if it can be undone."""

    revocable: bool = True
    takes: str = "true or false"
    metavar: str = ""

    def check(self, name: str, value: object) -> bool:
        """Return the truth. Raises ValueError."""
        if not isinstance(value, bool):
            raise _refused(self, name, value)
        return value

    def read(self, name: str, text: str) -> bool:
        """Return the truth of a text, `true` or `false`. Raises ValueError."""
        if text not in ("true", "false"):
            raise ValueError(f"{name} must be {self.takes}, not {_said(text)}")
        return text == "true"


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of some names."""

    names: tuple[str, ...]

    @property
    def takes(self) -> str:
        """Describe the values."""
        return f"one of {', '.join(self.names)}"

    @property
    def metavar(self) -> str:
        """Return the names in the form of a command's help."""
        return f"[{'|'.join(self.names)}]"

    def check(self, name: str, value: object) -> str:
        """Return the name. Raises ValueError with the nearest one."""
        if not isinstance(value, str):
            raise ValueError(f"{name} must be {self.takes}, not {_shown(value)}")
        if value in self.names:
            return value
        near = hint(value, self.names)
        raise ValueError(f"{name} must be {self.takes}, not {_said(value)}{near}")


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """A printable text; `test` raises ValueError for a wrong one."""

    takes: str = "a text"
    metavar: str = "TEXT"
    test: Callable[[str], object] | None = None
    empty: bool = False  # whether the empty text is allowed
    secret: bool = False  # whether errors must not repeat it

    def check(self, name: str, value: object) -> str:
        """Return the text. Raises ValueError."""
        if not isinstance(value, str):
            told = "something else" if self.secret else _shown(value)
            hint = "" if isinstance(value, list | Mapping) else "; put text in quotes"
            raise ValueError(f"{name} must be {self.takes}, not {told}{hint}")
        if self.test is not None:
            self.test(value)
        elif not value.isprintable():
            why = "printable, without line breaks or control characters"
            raise ValueError(f"{name} must be {why}, not {_shown(value)}")
        elif not value and not self.empty:
            raise ValueError(f"{name} must be {self.takes}, not nothing")
        return value


@dataclass(frozen=True, slots=True)
class Folder(Text):
    """A folder's path; the command line refuses that of a file."""

    takes: str = "a folder"
    metavar: str = "DIR"

    def read(self, name: str, text: str) -> Any:
        """Return the path. Raises ValueError."""
        path = Path(text)
        if path.exists() and not path.is_dir():
            what = "a file" if path.is_file() else "none"
            raise ValueError(f"{name} must be a folder, and {text} is {what}")
        return self.check(name, text)


@dataclass(frozen=True, slots=True)
class Several:
    """A list of values, as a tuple; on the command line the option is repeated."""

    each: Text
    takes: str
    least: int = 0
    alone: bool = False  # whether one value may stand without a list

    @property
    def metavar(self) -> str:
        """Return the word for one value."""
        return self.each.metavar

    def check(self, name: str, value: object) -> str | tuple[str, ...]:
        """Return the values, or the one that stands alone. Raises ValueError."""
        if self.alone and isinstance(value, str):
            return self.each.check(name, value)
        if not isinstance(value, list | tuple):
            raise ValueError(f"{name} must be {self.takes}, not {_shown(value)}")
        if len(value) < self.least:
            raise ValueError(f"{name} must be {self.takes}, not an empty list")
        return tuple(self.each.check(name, one) for one in value)

    def read(self, name: str, text: str) -> Any:
        """Return one of the values. Raises ValueError."""
        return self.each.read(name, text)


@dataclass(frozen=True, slots=True)
class Tables(Kind):
    """A table of the configuration, or several; a program gives values of its own class."""

    written: str  # [controls], or [[clients]]
    metavar: str = ""

    @property
    def takes(self) -> str:
        """Describe the values."""
        many = self.written.startswith("[[")
        return f"{'tables' if many else 'a table'}, written as {self.written}"

    def check(self, name: str, value: object) -> Any:
        """Return a table (Mapping), or a list of tables. Raises ValueError."""
        entries = value if self.written.startswith("[[") else [value]
        if isinstance(entries, list) and all(isinstance(entry, Mapping) for entry in entries):
            return value
        raise ValueError(f"{name} must be {self.takes}, not {_shown(value)}")


@dataclass(frozen=True, slots=True)
class Option:
    """One option; `name` is its key in TOML, and, with dashes, its name on the command line."""

    kind: Kind
    help: str
    otherwise: str = ""  # the default in words, if the value does not show it
    environment: str = ""  # the environment variable that may set it
    typed: Kind | None = None  # the kind on the command line, if it differs
    name: str = ""
    default: Any = None

    @property
    def flag(self) -> str:
        """Return the name on the command line: --osc-port."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def line(self) -> Kind | None:
        """Return the kind on the command line; None: it stands in a file only."""
        return self.typed or (None if isinstance(self.kind, Tables) else self.kind)

    @property
    def default_words(self) -> str:
        """Describe the default; empty if there is none."""
        if self.otherwise or self.default is REQUIRED or isinstance(self.default, bool):
            return self.otherwise
        return "" if self.default in (None, "", ()) else str(self.default)

    def check(self, value: object) -> Any:
        """Return a value of the option. Raises ValueError with its name and its range."""
        return self.kind.check(self.name, value)


def option(
    default: Any,
    kind: Kind,
    help: str,
    *,
    otherwise: str = "",
    environment: str = "",
    typed: Kind | None = None,
) -> Any:
    """Declare an option, as the field of a dataclass. A default that is a class is called."""
    declared = {"option": Option(kind, help, otherwise, environment, typed)}
    if isinstance(default, type):
        return field(default_factory=default, metadata=declared)
    return field(default=default, metadata=declared, repr=not getattr(kind, "secret", False))


@cache
def options_of(of: Any) -> Mapping[str, Option]:
    """Return every option that a dataclass declares, by its name, in order."""
    return {
        one.name: replace(
            one.metadata["option"],
            name=one.name,
            default=one.default if one.default_factory is MISSING else None,
        )
        for one in fields(of)
    }


def check_all(options: object) -> None:
    """Check each value of a dataclass that is not its default. Raises ValueError."""
    of: Any = type(options)
    for name, one in options_of(of).items():
        value = getattr(options, name)
        usual = value == one.default and type(value) is type(one.default)
        if not usual and not isinstance(one.kind, Tables):
            one.check(value)


def _parsed(number: type, kind: Kind, name: str, text: str) -> Any:
    """Return the number of a text. Raises ValueError."""
    try:
        return number(text)
    except ValueError:
        raise ValueError(f"{name} must be {kind.takes}, not {_said(text)}") from None


def _shown(value: object) -> str:
    """Return a refused value as it was written, cut short."""
    try:
        text = str(value) if isinstance(value, date | time) else repr(value)
    except (ValueError, RecursionError):  # the value has thousands of digits or brackets
        return "that"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _said(text: str) -> str:
    """Return a refused text, cut short."""
    return (text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…") or "nothing"


def _refused(kind: Kind, name: str, value: object) -> ValueError:
    """Return the error for a value of the wrong kind, with the remedy if one is known."""
    hint = ""
    if isinstance(value, str):
        with suppress(ValueError):
            kind.read(name, value)
            hint = "; leave out the quotes"
    return ValueError(f"{name} must be {kind.takes}, not {_shown(value)}{hint}")
