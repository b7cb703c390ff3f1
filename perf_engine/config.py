"""The configuration file: TOML, every key known, or a sentence about the one that is not."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from .core.controls import CONTROLS, Value, control
from .live.options import KnownClient, Options

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KINDS: Mapping[str, tuple[type, str]] = {
    "mode": (str, "a text"),
    "model": (str, "a text"),
    "seed": (int, "a whole number"),
    "osc_port": (int, "a whole number"),
    "lan": (bool, "true or false"),
    "midi_in": (str, "a text"),
    "midi_out": (str, "a text"),
    "no_midi": (bool, "true or false"),
    "exit_with_stdin": (bool, "true or false"),
}


class ConfigError(ValueError):
    """The user's configuration cannot be followed; the sentence says what to do."""


def read_config(path: Path, options: Options | None = None) -> Options:
    """The options with what a file says. Raises ConfigError."""
    try:
        with path.open("rb") as file:
            said = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    try:
        return configured(said, options or Options())
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def configured(said: Mapping[str, Any], options: Options) -> Options:
    """The options with what a configuration says. Raises ConfigError."""
    changes: dict[str, Any] = {}
    _check_keys(said, (*_KINDS, "controls", "clients"), "key")
    for key, (kind, words) in _KINDS.items():
        if key in said:
            value = said[key]
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                raise ConfigError(f"{key} must be {words}, not {value!r}")
            changes[key] = value
    if "controls" in said:
        changes["controls"] = {**options.controls, **_controls(said["controls"])}
    if "clients" in said:
        changes["clients"] = tuple(_clients(said["clients"]))
    try:
        return replace(options, **changes)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _check_keys(said: object, known: Iterable[str], what: str) -> None:
    if not isinstance(said, Mapping):
        raise ConfigError(f"expected a table, not {said!r}")
    known = list(known)
    for key in said:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
            raise ConfigError(f"there is no {what} {key}; the nearest is {near[0]}")


def _controls(said: object) -> dict[str, Value]:
    _check_keys(said, CONTROLS, "control")
    assert isinstance(said, Mapping)
    try:
        return {name: control(name).check(value) for name, value in said.items()}
    except (TypeError, ValueError) as error:
        raise ConfigError(str(error)) from error


def _clients(said: object) -> Iterable[KnownClient]:
    if not isinstance(said, list):
        raise ConfigError("clients must be written as [[clients]], with host and port")
    for entry in said:
        _check_keys(entry, [field.name for field in fields(KnownClient)], "key of a client")
        try:
            yield KnownClient(**entry)
        except (TypeError, ValueError) as error:
            raise ConfigError(f"a client needs host and port, and {error}") from error
