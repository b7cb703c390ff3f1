"""The places that a service needs: the variables that name them, and those that it does not see."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from perf_engine.engine.options import Options

    from .units import Service

PASSED_ON: Final = ("PYTHONPATH", "PERF_MODELS")  # folders without which it may not start
TEMPORARY: Final = ("/tmp", "/var/tmp")  # of which a service has others, empty at its start
UNSEEN: Final = (
    "Warning: {} lies where the service does not see it, as it has an empty {} of its own."
    " Move it, for example to /srv."
)


def passed_on() -> dict[str, str]:
    """Return the variables that a service needs, with whole paths, as it starts elsewhere."""
    found = {}
    for name in PASSED_ON:
        folders = [one for one in os.environ.get(name, "").split(os.pathsep) if one]
        if folders:
            found[name] = os.pathsep.join(os.path.abspath(one) for one in folders)
    return found


def unseen(service: Service, config: Path | None, options: Options) -> Iterator[str]:
    """Yield a warning for each place in /tmp that a service of the system needs."""
    for what, place in _places(service, config, options):
        for folder in TEMPORARY:
            if place.is_relative_to(folder):
                yield UNSEEN.format(f"{what} {place}", folder)


def _places(service: Service, config: Path | None, options: Options) -> Iterator[tuple[str, Path]]:
    yield "Python, at", Path(sys.executable)
    if config is not None:
        yield "the configuration", config.absolute()
    for folder in service.writes:
        yield "the folder", folder
    for name, folders in service.environment.items():
        for one in folders.split(os.pathsep):
            yield f"a folder of {name},", Path(one)
    alert = options.installation.alert if options.installation else ""
    for program in shlex.split(alert)[:1]:
        yield "the alert", Path(program)
