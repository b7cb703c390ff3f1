"""Checks of an installation, before it is left alone: hours, scenes, ports, folder and alert."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perf_engine.core.installation.moment import Moment
from perf_engine.engine.own_command import own_command
from perf_engine.protocol.double_bind import EVERYWHERE, HERE, unbound

from .findings import Finding

if TYPE_CHECKING:
    from perf_engine.core.installation.hours import Hours
    from perf_engine.engine.options import Options

OTHER_PORT: Final = (
    "end the program that has it, or write another number as {key} of [installation]; if this"
    " installation is running already, all is well"
)
NO_PROGRAM: Final = (
    "write its whole path as alert of [installation], and make it executable: chmod +x FILE"
)


def installation(options: Options) -> Iterator[Finding]:
    """Check what an installation needs, in the order in which it is found missing."""
    plan = options.piece()
    general = plan.general
    yield hours(plan.hours, Moment.of(time.localtime()))
    yield scenes(options)
    yield port(socket.SOCK_DGRAM, general.sensor_port, "sensor_port", options.lan)
    yield port(socket.SOCK_STREAM, general.http_port, "http_port", options.lan)
    yield states(options)
    yield alert(general.alert)


def hours(found: Hours, now: Moment) -> Finding:
    """Tell whether the installation plays now by its hours, and if not, from when on."""
    quiet = found.level(now) == 0.0
    return Finding(
        "hours",
        "attention" if quiet else "works",
        f"The installation is {found.in_words(now)}. It is {now.text} here.",
        f"see another day: {own_command('preview', 'FILE', '--date', 'YYYY-MM-DD')}"
        if quiet
        else "",
    )


def scenes(options: Options) -> Finding:
    """Check that the models and styles of the scenes are there, as the start does."""
    from perf_engine.engine.helpers.scene_models import check_scenes

    try:
        check_scenes(options.scene, options.model)
    except ValueError as error:
        return Finding("scenes", "fails", f"The piece cannot begin: {error}.", "mend the file")
    count = len(options.scene)
    if not count:
        return Finding("scenes", "works", "The installation has no scenes.")
    names = ", ".join(scene.name for scene in options.scene)
    return Finding("scenes", "works", f"The installation's scenes: {names}.")


def port(kind: int, number: int, key: str, lan: bool) -> Finding:
    """Check that a port of the installation is free: of its sensors, or of its page."""
    used = "The sensors' UDP port" if kind == socket.SOCK_DGRAM else "The page's HTTP port"
    if not number:
        return Finding(key, "works", f"{used} is any free one, as {key} is 0.")
    for host in EVERYWHERE if lan else HERE:
        try:
            _bind(kind, host, number)
        except OSError as error:
            if ":" in host and error.errno != errno.EADDRINUSE:  # there is no IPv6
                continue
            why = f"{used} {number} cannot be opened: {error.strerror or error}."
            return Finding(key, "attention", why, OTHER_PORT.format(key=key))
    where = "every network" if lan else "this computer only"
    return Finding(key, "works", f"{used} {number} is free; it is for {where}.")


def _bind(kind: int, host: str, number: int) -> None:
    """Open a port as the installation does, and close it. Raises OSError."""
    with unbound(host, kind) as mine:
        if kind == socket.SOCK_STREAM and os.name == "posix":  # as the server does
            mine.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        mine.bind((host, number))


def states(options: Options) -> Finding:
    """Check that the folder of saved states can be written to."""
    from perf_engine.engine.handlers.states import home

    folder = home() if options.states is None else Path(options.states).expanduser().absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        made = "" if there == folder else ", which will be made"
        return Finding("states", "works", f"Saved states go to {folder}{made}.")
    return Finding(
        "states",
        "attention",
        f"Saved states cannot be written to {folder}: you have no right to write to {there}.",
        "write another folder as states; a service writes as its own user, not as you",
    )


def alert(command: str) -> Finding:
    """Check that the program of the alert is there and may be executed."""
    if not command:
        return Finding("alert", "works", "There is no alert: nobody is told of trouble.")
    try:
        program = shlex.split(command)[0]
    except (ValueError, IndexError) as error:
        return Finding("alert", "attention", f"The alert cannot be read: {error}.", NO_PROGRAM)
    found = shutil.which(program)
    if found is None:
        why = f"The alert has no program: {program} is not there, or may not be executed."
        return Finding("alert", "attention", why, NO_PROGRAM)
    if not Path(program).is_absolute():
        why = f"The alert is {program}, found as {found} here; a service may not find it."
        return Finding("alert", "attention", why, NO_PROGRAM)
    return Finding("alert", "works", f"The alert runs {command}.")
