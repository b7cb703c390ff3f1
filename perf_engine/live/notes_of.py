"""Print the notes of a MIDI file as JSON lines; run as a process beside the engine.

Each note is [onset, pitch, velocity, duration]; the last line is {"done": count} or
{"failed": "why"}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

LARGEST_FILE = 10_000_000  # bytes
MOST_NOTES = 20_000
SHORTEST, LONGEST = 0.01, 600.0  # seconds
LAST_ONSET = 86_400.0
DRUMS = 9  # the channel


def notes_of(path: Path) -> Iterator[tuple[float, int, int, float]]:
    """The notes of a file in order of onset. Raises OSError or ValueError."""
    import mido

    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"{path.name} is larger than {LARGEST_FILE} bytes")
    try:
        messages = list(mido.MidiFile(path, clip=True))
    except (EOFError, ValueError, KeyError, IndexError, OSError, TypeError) as error:
        raise ValueError(f"{path.name} is not a MIDI file that can be read") from error
    struck: dict[tuple[int, int], tuple[float, int]] = {}
    found: list[tuple[float, int, int, float]] = []
    now = 0.0
    for message in messages:
        now += message.time
        if now > LAST_ONSET or len(found) >= MOST_NOTES:
            break
        if message.type not in ("note_on", "note_off") or message.channel == DRUMS:
            continue
        key = (message.channel, message.note)
        before = struck.pop(key, None)
        if before is not None:
            duration = min(max(now - before[0], SHORTEST), LONGEST)
            found.append((before[0], message.note, before[1], duration))
        if message.type == "note_on" and message.velocity > 0:
            struck[key] = (now, message.velocity)
    if not found:
        raise ValueError(f"{path.name} holds no notes")
    first = min(found)[0]
    for onset, pitch, velocity, duration in sorted(found):
        yield round(onset - first, 6), pitch, velocity, round(duration, 6)


def main() -> int:
    """Print the notes of the file named as first argument."""
    if hasattr(os, "nice"):
        os.nice(10)
    count = 0
    try:
        for count, note in enumerate(notes_of(Path(sys.argv[1])), 1):  # noqa: B007
            print(json.dumps(note))
    except (OSError, ValueError) as error:
        print(json.dumps({"failed": str(error)}))
        return 1
    print(json.dumps({"done": count}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
