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

from ..core.saved_state import NAME, SavedState
from .records import sealed, unsealed
from .state_text import state_of, values_of

SUFFIX: Final = ".state"
MOST_STATES: Final = 64
LARGEST_FILE: Final = 60_000  # bytes


def states(folder: Path) -> Iterator[SavedState | tuple[str, str]]:
    """Every state in a folder, by name; of what cannot be used, its name and why. Raises OSError.

    Where there are too many, the first by name.
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
    if not path.is_file():  # a pipe would be waited for
        raise ValueError("this is not a file")
    with path.open("rb") as file:
        line = file.read(LARGEST_FILE + 1)
    if len(line) > LARGEST_FILE:
        raise ValueError(f"it is larger than {LARGEST_FILE} bytes")
    try:
        values = json.loads(unsealed(line))
    except ValueError:
        raise ValueError("it is torn or damaged, or not a state of perf_engine") from None
    state = state_of(values)
    if state.name != path.stem:  # the file's name is the state's, whatever it was once called
        state = state_of({**values, "name": path.stem})
    return state


def write(folder: Path, text: bytes) -> None:
    """Write the state of a JSON text into its file, wholly or not at all. Raises OSError."""
    state = state_of(json.loads(text))
    line = sealed(text)
    if len(line) > LARGEST_FILE:
        raise ValueError(f"the state would be larger than {LARGEST_FILE} bytes")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{state.name}{SUFFIX}"
    part = folder / f".{state.name}{SUFFIX}.part"
    with part.open("wb") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def main(arguments: Sequence[str]) -> int:
    """Do what is asked; the exit status."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        match list(arguments):
            case ["read", folder]:
                count = 0
                for count, found in enumerate(states(Path(folder)), 1):  # noqa: B007
                    if isinstance(found, SavedState):
                        _say(state=values_of(found))
                    else:
                        _say(broken=found[0], why=found[1])
                _say(done=count)
            case ["write", folder, file]:
                with os.fdopen(int(file), "rb", closefd=False) as given:
                    given.seek(0)
                    write(Path(folder), given.read())
                _say(done=1)
            case _:
                raise ValueError("read FOLDER or write FOLDER FILE")
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        _say(failed=f"{named}{error.strerror or error}")
        return 1
    except ValueError as error:
        _say(failed=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
