"""The configuration file: TOML, read by the declared options; each mistake is one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from perf_engine.core.controls import CONTROLS, Control, Given, Settings, control
from perf_engine.core.installation.plan import called
from perf_engine.engine.option_declaration import REQUIRED, Option, Tables, options_of
from perf_engine.engine.options import CHANNEL, NONE, KnownClient, Options, VoiceOptions
from perf_engine.engine.piece_options import TABLES, SceneVoiceOptions
from perf_engine.files.plain_file import Unfit, content_of
from perf_engine.files.toml_text import tables_of
from perf_engine.protocol.errors import nearest

LARGEST_FILE = 1_000_000  # bytes


class ConfigError(ValueError):
    """A configuration that cannot be followed; the sentence says what to do."""


def read_config(path: Path, options: Options | None = None) -> Options:
    """Return the options, changed by a file. Raises ConfigError with the file's name."""
    try:
        return configured(_tables_of(path), options or Options())
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _tables_of(path: Path) -> dict[str, Any]:
    """Return the tables of a file. Raises OSError or ConfigError."""
    try:
        return tables_of(content_of(path, LARGEST_FILE), _example)
    except Unfit as error:
        raise ConfigError(f"it cannot be read: {error.reason}") from error
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _example(key: str) -> str:
    """Return a line that says an option, or a control, as it is by itself."""
    one = options_of(Options).get(key)
    if one is None or not one.default_words:
        return f"{key} = 1" if key in CONTROLS else 'mode = "duet"'
    default = one.default
    return f"{key} = {default}" if isinstance(default, int) else f'{key} = "{default}"'


def configured(said: Mapping[str, Any], options: Options) -> Options:
    """Return the options, changed by a configuration. Raises ConfigError."""
    one_of_both(said)
    _check_keys(said, (*options_of(Options), CHANNEL.name), "key")
    try:
        changes = _values(options_of(Options), said)
        if "controls" in said or CHANNEL.name in said:
            changes["controls"] = _controls(_with_channel(said), options.controls)
        if "clients" in said:
            changes["clients"] = tuple(_clients(said["clients"]))
        if "voices" in said:
            before = changes.get("controls", options.controls)
            changes["voices"] = tuple(_voices(said["voices"], before))
        changes |= {name: _of_piece(name, said[name]) for name in TABLES if name in said}
        made = replace(options, **changes)
        if made.installed:
            made.piece()  # that its tables go together
        return made
    except ConfigError:
        raise
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _values(known: Mapping[str, Option], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return every value that is said of the options, tables apart. Raises ValueError."""
    found = {}
    for name, one in known.items():
        if name in said:
            value = one.check(said[name])
            if not isinstance(one.kind, Tables):
                found[name] = value
    return found


def one_of_both(said: Mapping[str, Any], spelt: Callable[[str], str] = str) -> None:
    """Raise ConfigError where MIDI is not wanted and a port of it is; `spelt` writes a key."""
    for key in ("midi_in", "midi_out"):
        wanted = said.get(key, NONE)
        names = (wanted,) if isinstance(wanted, str) else wanted
        for name in names if said.get("no_midi") and isinstance(names, list | tuple) else ():
            if name != NONE:
                both = f"{spelt('no_midi')} and {spelt(key)} {name}"
                raise ConfigError(f"{both} cannot both be wanted: leave out one")


def setting(text: str) -> tuple[str, Given]:
    """Return a control and its value from NAME=VALUE, as --set takes it. Raises ConfigError."""
    name, equals, value = text.partition("=")
    if name in ("mode", "model", "seed"):
        raise ConfigError(f"there is no control {name}; use --{name}")
    if not equals:
        raise ConfigError(f"{text} must be NAME=VALUE, such as temperature=0.9")
    try:
        found = control(name)
        return name, found.given(_value(found, value))
    except (LookupError, ValueError) as error:
        raise ConfigError(str(error.args[0])) from error


def _value(of: Control, text: str) -> float | str:
    if of.reads is not None and text:
        with suppress(ValueError):
            return of.reads(text)  # a text first: 7 has its meaning as a text over OSC
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


def _controls(said: object, before: Mapping[str, Given]) -> dict[str, Given]:
    if not isinstance(said, Mapping):
        raise ConfigError(f"controls must be a table, written as [controls], not {said!r}")
    _check_keys(said, CONTROLS, "control")
    try:
        found = {name: control(name).given(value) for name, value in said.items()}
        first, then = (
            {n: v for n, v in some.items() if not control(n).of_model} for some in (before, found)
        )
        Settings.defaults().changed(first).changed(then)  # that they go together
    except (TypeError, ValueError, OverflowError) as error:
        raise ConfigError(str(error)) from error
    return {**before, **found}


def _with_channel(said: Mapping[str, Any]) -> Any:
    """Return the controls, with the MIDI channel that is said beside them. Raises ValueError."""
    controls = said.get("controls", {})
    if CHANNEL.name not in said or not isinstance(controls, Mapping):
        return controls
    wanted = CHANNEL.check(said[CHANNEL.name])
    if CHANNEL.name in controls:
        raise ConfigError("channel is said twice: leave out the one of the controls")
    return {**controls, CHANNEL.name: wanted}


def _of_piece(name: str, said: Any) -> Any:
    """Return a table of an installation, or several, as the values of its class."""
    if isinstance(said, Mapping):
        return _table(TABLES[name], said, name)
    entries = enumerate(said, 1)
    return tuple(_table(TABLES[name], entry, called(name, n, entry)) for n, entry in entries)


def _table(kind: Any, said: Mapping[str, Any], name: str) -> Any:
    """Return a table as the value of a class; errors call it so. Raises ConfigError."""
    known = options_of(kind)
    for one in known.values():
        if one.default is REQUIRED and one.name not in said:
            raise ConfigError(f"{name} has no {one.name}")
    try:
        _check_keys(said, known, f"key of {name.split()[0]}")
        values = _values(known, said)
        values |= {key: said[key] for key in said if isinstance(known[key].kind, Tables)}
        if "voices" in values:
            ones = enumerate(values["voices"])
            values["voices"] = tuple(_table(SceneVoiceOptions, v, f"voice {n}") for n, v in ones)
        return kind(**values)
    except ValueError as error:
        raise ConfigError(f"{name}: {error}") from error


def _voices(
    said: Iterable[Mapping[str, Any]], before: Mapping[str, Given]
) -> Iterable[VoiceOptions]:
    known = options_of(VoiceOptions)
    for number, entry in enumerate(said):
        _check_keys(entry, (*known, CHANNEL.name), "key of a voice")
        try:
            found = _values(known, entry)
            if "controls" in entry or CHANNEL.name in entry:
                wanted = _with_channel(entry)
                checked = _controls(wanted, before)
                found["controls"] = {name: checked[name] for name in wanted}
            yield VoiceOptions(**found)
        except ValueError as error:
            raise ConfigError(f"voice {number}: {error}") from error


def _clients(said: Iterable[Mapping[str, Any]]) -> Iterable[KnownClient]:
    known = options_of(KnownClient)
    for number, entry in enumerate(said, 1):
        _check_keys(entry, known, "key of a client")
        for one in known.values():
            if one.default is REQUIRED and one.name not in entry:
                raise ConfigError(
                    f"a client needs host and port; client {number} has no {one.name}"
                )
        try:
            yield KnownClient(**_values(known, entry))
        except ValueError as error:
            raise ConfigError(f"client {number}: {error}") from error
