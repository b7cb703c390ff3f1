"""What an engine saves by itself: all that it knows, in a file of two lines, each with its CRC-32.

The first line has what the engine knows beside the music, the second is the beginning of a
session's journal, with a snapshot of the whole performer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.engine.session.records import Beginning, Reader, sealed, unsealed, written
from perf_engine.files.plain_file import Unfit, content_of

FORMAT: Final = 1
LARGEST: Final = 64_000_000  # bytes; a file of one voice has a few hundred thousand
SUFFIX: Final = ".resume"
BEFORE: Final = ".before"  # in the name of the file that was saved before the last one
BROKEN: Final = ".broken"  # in the name of the last file that could not be read


@dataclass(frozen=True, slots=True)
class Besides:
    """What an engine knows beside the music.

    `plans`: the voices as the options wanted them; `model`: the option; `chords` likewise. `sound`:
    the settings of the built-in sound. `chord`, `chart`: as a client gave them. `session`: the
    folder of the recording under way, empty without one. `running`: False after /perf/stop.
    """

    plans: list[dict[str, Any]] = field(default_factory=list)
    model: str = ""
    chords: str = ""
    sound: dict[str, Any] = field(default_factory=dict)
    chord: str = ""
    chart: str = ""
    session: str = ""
    running: bool = True
    format: int = FORMAT

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            if type(getattr(self, name)) is not kind:
                raise ValueError(f"its {name} is no {kind.__name__}")
        if self.format != FORMAT:
            raise ValueError(f"it is of format {self.format}, and only {FORMAT} is known here")


_KINDS: Final[Mapping[str, type]] = {
    "plans": list,
    "model": str,
    "chords": str,
    "sound": dict,
    "chord": str,
    "chart": str,
    "session": str,
    "running": bool,
    "format": int,
}


@dataclass(frozen=True, slots=True)
class SavedSession:
    """All that an engine knew at a time."""

    besides: Besides
    beginning: Beginning

    def text(self) -> bytes:
        """Return the content of its file."""
        besides = {name: getattr(self.besides, name) for name in _KINDS}
        (beginning,) = written(self.beginning)
        return sealed(_json(besides)) + sealed(beginning.encode())

    @classmethod
    def of(cls, content: bytes) -> SavedSession:
        """Return the one in the content of a file. Raises ValueError."""
        lines = content.splitlines(keepends=True)
        if len(lines) != 2:
            raise ValueError("it is damaged, or not saved by perf_engine")
        said, beginning = json.loads(unsealed(lines[0])), Reader().read(unsealed(lines[1]))
        if not isinstance(said, dict) or not isinstance(beginning, Beginning):
            raise ValueError("it is not saved by perf_engine")
        return cls(Besides(**{name: said[name] for name in _KINDS if name in said}), beginning)


def plan_of(plan: VoicePlan) -> dict[str, Any]:
    """Return a voice as the options want it, as JSON values."""
    controls = {} if plan.settings is None else dict(plan.settings)
    return {
        "mode": plan.mode,
        "seed": plan.seed,
        "part": plan.part,
        "players_part": plan.players_part,
        "controls": controls,
    }


def file_of(folder: Path, port: int) -> Path:
    """Return the file of the engine on a port; 0: of any that takes a free one."""
    return folder / f"port-{port}{SUFFIX}"


def before(file: Path) -> Path:
    """Return the path of the one that was saved before."""
    return file.with_name(f"{file.stem}{BEFORE}{SUFFIX}")


def newest(file: Path) -> tuple[SavedSession | None, list[str]]:
    """Return the newest that can be read, and a sentence for each newer one that cannot.

    A file that is damaged is renamed, so that it does not take the place of a good one later.
    """
    complaints: list[str] = []
    for path in (file, before(file)):
        try:
            return SavedSession.of(content_of(path, LARGEST)), complaints
        except FileNotFoundError:
            continue
        except Unfit as error:
            complaints.append(f"{path} cannot be read: {error.reason}.")
        except OSError as error:
            complaints.append(f"{path} cannot be read: {error.strerror or error}.")
        except (ValueError, RecursionError) as error:
            complaints.append(f"{path} cannot be used: {error}{put_aside(path)}.")
    return None, complaints


def put_aside(path: Path) -> str:
    """Rename a file that is damaged; return the end of a sentence that says so."""
    aside = path.with_name(f"{path.stem}{BROKEN}{SUFFIX}")
    try:
        path.replace(aside)
    except OSError:
        return ""
    return f"; it is kept as {aside.name}"


def _json(values: Any) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode()
