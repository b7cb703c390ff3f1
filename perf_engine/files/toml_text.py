"""TOML texts as tables; a mistake is one sentence that names the line, and says what to do."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any, Final

from .nesting import DEEPEST, TOO_DEEP, check_nesting

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TOO_MANY_DIGITS: Final = "a number has too many digits"
_SEPARATE: Final = re.compile(r"[^\w.\"'\t -]|\.\.")  # a key with dots is on one side of it
MOST_BITS: Final = 4096  # of a whole number
LONGEST: Final = 500  # characters of a sentence about a mistake


def tables_of(data: bytes, example: Callable[[str], str]) -> dict[str, Any]:
    """Return the tables of a TOML text in UTF-8, which may begin with a byte order mark.

    `example` returns a right line for a key that has no value. Raises ValueError.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValueError(f"line {line}: save the file as UTF-8 text") from error
    if any(part.count(".") > DEEPEST for part in _SEPARATE.split(text)):
        raise ValueError(TOO_DEEP)  # the parser's work grows with the square of a key's parts
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_mistake(text, str(error), example)) from error
    except ValueError as error:  # Python reads no number of thousands of digits
        raise ValueError(TOO_MANY_DIGITS) from error
    check_nesting(tables)
    if _has_endless_number(tables):
        raise ValueError(TOO_MANY_DIGITS)
    return tables


def _has_endless_number(value: Any) -> bool:
    """Return whether there is a number, as of hexadecimal digits, that cannot be printed."""
    if isinstance(value, int):
        return value.bit_length() > MOST_BITS
    if isinstance(value, dict):
        return any(map(_has_endless_number, value.values()))
    return isinstance(value, list) and any(map(_has_endless_number, value))


def _mistake(text: str, said: str, example: Callable[[str], str]) -> str:
    """Return the line of a mistake, and what to do, where the parser has `said` what it found."""
    lines = text.splitlines() or [""]
    place = re.search(r"\(at line (\d+), column \d+\)", said)
    written = [number for number, line in enumerate(lines, 1) if line.strip()] or [1]
    number = int(place[1]) if place else written[-1]
    why = re.sub(r" \(at [^)]*\)$", "", said)
    advice = _advice(lines[number - 1].strip(), why, example)
    if len(advice) > LONGEST:  # it repeats a line of thousands of characters
        advice = f"this is not TOML ({why[:1].lower()}{why[1:LONGEST]})"
    return f"line {number}: {advice}"


_BARE: Final = re.compile(r"""[A-Za-z/~][^"'=\[\]{}]*""")  # a text without quotes
_KEY: Final = re.compile(r"[\w-]+(?!\S)")  # a word by itself
_TIME: Final = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_TIME_KEY: Final = re.compile(r"(?:^|[{,]) *(\d{1,2}:\d\d) *=")


def _advice(line: str, why: str, example: Callable[[str], str]) -> str:
    """Return what to do about a line that is not TOML, for which the parser says `why`."""
    key, equals, value = (part.strip() for part in line.partition("="))
    value = value.partition("#")[0].strip()
    if "overwrite" in why or "twice" in why or "more than once" in why:
        return f"{key.strip('[] ')} is said twice: leave out one"
    if equals and not value:
        return f"{key} has no value: write it after the =, such as {example(key)}"
    if value.lower() in ("true", "false"):
        return f"write true and false in small letters: {key} = {value.lower()}"
    if equals and _BARE.fullmatch(value):
        return f'put text in quotes: {key} = "{value}"'
    if equals and value[:1] in ("'", '"') and (len(value) == 1 or value[-1] != value[0]):
        return f"close the quotes: {key} = {value}{value[0]}"
    if time := _TIME_KEY.search(line):
        return f'put a time in quotes, also before the =: "{time[1]}" ='
    if equals and _TIME.fullmatch(value):
        return f'put a time in quotes: {key} = "{value}"'
    name, colon, value = (part.strip() for part in line.partition(":"))
    if colon and not equals and name.replace("_", "").isalnum():
        return f"write = between a key and its value: {name} = {value}"
    if line.startswith("[") and not equals and line.count("[") > line.count("]"):
        return f"close the brackets: {line}{']' * (line.count('[') - line.count(']'))}"
    if not equals and (said := _KEY.match(line)):
        return f"write KEY = VALUE, such as {example(said[0])}"
    if not equals:
        return f"write KEY = VALUE, such as {example('')}; this line is not TOML"
    return f"this is not TOML ({why[:1].lower()}{why[1:]})"
