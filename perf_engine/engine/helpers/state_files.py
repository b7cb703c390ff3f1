"""Read and write saved states; run as a process beside the engine.

`read FOLDER` prints each state as a line of JSON, {"state": {...}}, or {"broken": name,
"why": why}. `write FOLDER FILE` writes the state that stands in an open file, by its number. The
last line is {"done": count}, or {"failed": why}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from perf_engine.core.memory.saved_state import NAME, SavedState
from perf_engine.engine.session.records import sealed, unsealed
from perf_engine.engine.session.state_text import state_of, values_of
from perf_engine.files.plain_file import Unfit, content_of
from perf_engine.files.whole_file import write_whole
from perf_engine.protocol import pipes

SUFFIX: Final = ".state"
MOST_STATES: Final = 64
LARGEST_FILE: Final = 60_000  # bytes


def states(folder: Path) -> Iterator[SavedState | tuple[str, str]]:
    """Return each state in a folder by name; for a bad one its name and the error. Raises OSError.

    If there are too many, only the first by name are returned.
    """
    if not folder.is_dir():
        return
    paths = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    for path in [path for path in paths if NAME.fullmatch(path.stem)][:MOST_STATES]:
        try:
            yield _read(path)
        except (ValueError, RecursionError) as error:
            yield path.stem, f"{path.name}: {error}"
        except OSError as error:
            yield path.stem, f"{path.name} cannot be read: {error.strerror or error}"


def _read(path: Path) -> SavedState:
    try:
        line = content_of(path, LARGEST_FILE)
    except Unfit as error:
        raise ValueError(f"it cannot be read: {error.reason}") from None
    try:
        values = json.loads(unsealed(line))
    except ValueError:
        raise ValueError("it is damaged, or not a state of perf_engine") from None
    state = state_of(values)
    if state.name != path.stem:  # the file's name counts
        state = state_of({**values, "name": path.stem})
    return state


def write(folder: Path, text: bytes) -> None:
    """Write the state of a JSON text into its file, completely or not at all. Raises OSError."""
    state = state_of(json.loads(text))
    line = sealed(text)
    if len(line) > LARGEST_FILE:
        raise ValueError(f"the state would be larger than {LARGEST_FILE} bytes")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{state.name}{SUFFIX}", line)


def _say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask; return the exit status."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        match list(arguments):
            case ["read", folder]:
                count = 0
                for found in states(Path(folder)):
                    count += 1
                    if isinstance(found, SavedState):
                        _say(state=values_of(found))
                    else:
                        _say(broken=found[0], why=found[1])
                _say(done=count)
            case ["write", folder, file]:
                with os.fdopen(pipes.inherited(file), "rb", closefd=False) as given:
                    given.seek(0)
                    write(Path(folder), given.read())
                _say(done=1)
            case _:
                raise ValueError("read FOLDER or write FOLDER FILE")
    except BrokenPipeError:  # the engine was killed: nobody reads
        return 1
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        _say(failed=f"{named}{error.strerror or error}")
        return 1
    except ValueError as error:
        _say(failed=str(error))
        return 1
    return 0


if __name__ == "__main__":
    pipes.run_for_engine(lambda: main(sys.argv[1:]))
