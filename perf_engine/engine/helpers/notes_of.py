"""Print the notes of a MIDI file as JSON lines; run as a process beside the engine.

Each note is [onset, pitch, velocity, duration]; the last line is {"done": count, "mended":
[sentences about what was odd]} or {"failed": "why"}.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass

import numpy as np

from perf_engine.midi_files.reader import read
from perf_engine.protocol import pipes

MOST_NOTES = 20_000  # more than the phrase memory holds
SHORTEST, LONGEST = 0.01, 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Notes:
    """The last notes of a file in order of onset, the first at 0, and what was odd in the file."""

    notes: list[tuple[float, int, int, float]]  # onset, pitch, velocity, duration
    mended: tuple[str, ...]


def notes_of(path: str) -> Notes:
    """Return the last MOST_NOTES notes of a file, without drums. Raises OSError or ValueError."""
    file = read(path)
    if file.silent:
        raise ValueError(f"{path} holds {file.silent}")
    lines = [line for line in file.lines if not line.drums]
    onset, end = (np.concatenate([getattr(x, name) for x in lines]) for name in ("onset", "end"))
    pitch = np.concatenate([line.pitch for line in lines])
    velocity = np.concatenate([line.velocity for line in lines])
    last = np.lexsort((velocity, pitch, onset))[-MOST_NOTES:]
    begin, held = onset[last], np.clip(end[last] - onset[last], SHORTEST, LONGEST)
    columns = (np.round(begin - begin[0], 6), pitch[last], velocity[last], np.round(held, 6))
    mended = file.mended
    if len(onset) > MOST_NOTES:
        mended = (*mended, f"only the last {MOST_NOTES} of its {len(onset)} notes are used")
    return Notes(list(zip(*(column.tolist() for column in columns), strict=True)), mended)


def main() -> int:
    """Print the notes of the file that the first argument names."""
    if hasattr(os, "nice"):
        os.nice(10)
    path = sys.argv[1]
    try:
        found = notes_of(path)
    except OSError as error:
        print(json.dumps({"failed": f"{path} cannot be read: {error.strerror or error}"}))
        return 1
    except ValueError as error:
        print(json.dumps({"failed": str(error)}))
        return 1
    for note in found.notes:
        print(json.dumps(note))
    print(json.dumps({"done": len(found.notes), "mended": found.mended}))
    return 0


if __name__ == "__main__":
    pipes.run_for_engine(main)
