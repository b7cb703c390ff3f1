"""Write what an engine saves by itself; run as a process beside the engine.

`FILE BEFORE NUMBER` writes the content of an open file, by its number, to FILE; the one that was
there before is kept as BEFORE. The output is one line of JSON: {"done": bytes}, or {"failed": why}.
It imports little, as it is started every minute.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from perf_engine.files.whole_file import whole
from perf_engine.protocol import pipes


def write(file: Path, before: Path, content: bytes) -> None:
    """Write a file whole or not at all; the one that was there is at `before` then. Raises OSError.

    At no time is there none of both: the new one is on the disk before the old one is renamed.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole(file) as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())  # a full disk may fail only here
        with suppress(FileNotFoundError):
            os.replace(file, before)


def main(arguments: Sequence[str]) -> int:
    """Write the file; return the exit status."""
    if hasattr(os, "nice"):
        os.nice(10)
    file, before, number = arguments
    try:
        with os.fdopen(pipes.inherited(number), "rb", closefd=False) as given:
            given.seek(0)
            content = given.read()
        write(Path(file), Path(before), content)
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        print(json.dumps({"failed": f"{named}{error.strerror or error}"}), flush=True)
        return 1
    print(json.dumps({"done": len(content)}), flush=True)
    return 0


if __name__ == "__main__":
    pipes.run_for_engine(lambda: main(sys.argv[1:]))
