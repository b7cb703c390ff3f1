"""The configuration file: TOML, every key known, or a sentence about the one that is not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from .core.controls import CONTROLS, Control, Settings, Value, control, nearest
from .live.options import NONE, KnownClient, Options, VoiceOptions

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
    "midi_channels": (str, "a text"),
    "active_sensing": (bool, "true or false"),
    "midi_clock_out": (bool, "true or false"),
    "no_midi": (bool, "true or false"),
    "web_port": (int, "a whole number"),
    "exit_with_stdin": (bool, "true or false"),
    "record": (str, "a text"),
    "record_mb": (int, "a whole number"),
    "states": (str, "a text"),
}
_OF_A_CLIENT = (
    ("host", str, "a text"), ("port", int, "a whole number"),
    ("timing", str, "a text"), ("flag", int, "a whole number"),
)  # fmt: skip


_OF_A_VOICE: Mapping[str, tuple[type, str]] = {
    "mode": (str, "a text"), "seed": (int, "a whole number"), "part": (str, "a text"),
    "players_part": (str, "a text"), "controls": (Mapping, "a table"),
}  # fmt: skip


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
    one_of_both(said)
    _check_keys(said, (*_KINDS, "controls", "clients", "voices"), "key")
    for key, (kind, words) in _KINDS.items():
        if key in said:
            value = said[key]
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                raise ConfigError(f"{key} must be {words}, not {value!r}")
            changes[key] = value
    if "controls" in said:
        changes["controls"] = _controls(said["controls"], options.controls)
    if "clients" in said:
        changes["clients"] = tuple(_clients(said["clients"]))
    if "voices" in said:
        before = changes.get("controls", options.controls)
        changes["voices"] = tuple(_voices(said["voices"], before))
    try:
        return replace(options, **changes)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def one_of_both(said: Mapping[str, Any], spelt: Callable[[str], str] = str) -> None:
    """Raise ConfigError where MIDI is not wanted and a port of it is; `spelt` writes a key."""
    for key in ("midi_in", "midi_out"):
        wanted = said.get(key)
        if said.get("no_midi") and wanted not in (None, NONE):
            raise ConfigError(
                f"{spelt('no_midi')} and {spelt(key)} {wanted} cannot both be wanted: leave out one"
            )


def setting(text: str) -> tuple[str, Value]:
    """A control and its value from NAME=VALUE, as --set takes it. Raises ConfigError."""
    name, equals, value = text.partition("=")
    if name in ("mode", "model", "seed"):
        raise ConfigError(f"there is no control {name}; use --{name}")
    if not equals:
        raise ConfigError(f"{text} must be NAME=VALUE, such as temperature=0.9")
    try:
        found = control(name)
        return name, found.check(_value(found, value))
    except (LookupError, ValueError) as error:
        raise ConfigError(str(error.args[0])) from error


def _value(of: Control, text: str) -> float | str:
    if of.reads is not None and text:
        with suppress(ValueError):
            return of.reads(text)  # a text first: 7 means what it does as a text over OSC
    try:
        return float(text)
    except ValueError:
        if of.words and text:
            return text
        raise ValueError(f"{of.name} must be {of.range}, not {text or 'nothing'}") from None


def _check_keys(said: Mapping[str, Any], known: Iterable[str], what: str) -> None:
    known = list(known)
    for key in said:
        if key not in known:
            raise ConfigError(f"there is no {what} {key}; the nearest is {nearest(key, known, 0)}")


def _controls(said: object, before: Mapping[str, Value]) -> dict[str, Value]:
    if not isinstance(said, Mapping):
        raise ConfigError(f"controls must be a table, written as [controls], not {said!r}")
    _check_keys(said, CONTROLS, "control")
    try:
        found = {name: control(name).check(value) for name, value in said.items()}
        Settings.defaults().changed(before).changed(found)  # that they go together
    except (TypeError, ValueError) as error:
        raise ConfigError(str(error)) from error
    return {**before, **found}


def _voices(said: object, before: Mapping[str, Value]) -> Iterable[VoiceOptions]:
    if not isinstance(said, list) or not all(isinstance(entry, Mapping) for entry in said):
        raise ConfigError("voices must be written as [[voices]], a table for each voice")
    for number, entry in enumerate(said):
        _check_keys(entry, [field.name for field in fields(VoiceOptions)], "key of a voice")
        found: dict[str, Any] = {}
        for key, value in entry.items():
            kind, words = _OF_A_VOICE[key]
            if not isinstance(value, kind) or isinstance(value, bool):
                raise ConfigError(f"voice {number}: {key} must be {words}, not {value!r}")
            found[key] = value
        try:
            if "controls" in found:
                checked = _controls(found["controls"], before)
                found["controls"] = {name: checked[name] for name in found["controls"]}
            yield VoiceOptions(**found)
        except ValueError as error:
            raise ConfigError(f"voice {number}: {error}") from error


def _clients(said: object) -> Iterable[KnownClient]:
    if not isinstance(said, list) or not all(isinstance(entry, Mapping) for entry in said):
        raise ConfigError("clients must be written as [[clients]], with host and port")
    for number, entry in enumerate(said, 1):
        _check_keys(entry, [field.name for field in fields(KnownClient)], "key of a client")
        for key in ("host", "port"):
            if key not in entry:
                raise ConfigError(f"a client needs host and port; client {number} has no {key}")
        for key, kind, words in _OF_A_CLIENT:
            value = entry.get(key, kind())
            if not isinstance(value, kind) or isinstance(value, bool):
                raise ConfigError(f"client {number}: {key} must be {words}, not {value!r}")
        try:
            yield KnownClient(**entry)
        except ValueError as error:
            raise ConfigError(f"client {number}: {error}") from error
