"""Take the golden recordings, or show one: python -m tests.golden.take [--only PART | --show NAME].

Taken again only where what is played is meant to change: then say so in the commit.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.golden.concert import CONCERTS, MODELS, play, weights_of
from tests.golden.recordings import CANARY, SESSIONS, card, difference, read, written


def main(arguments: Sequence[str]) -> int:
    """Take all, print one that is recorded, or play one and say where it differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden.take", description=__doc__)
    parser.add_argument(
        "--only",
        metavar="PART",
        default="",
        help="take those alone whose name has this in it, such as follow",
    )
    parser.add_argument("--show", metavar="NAME", help="print what is recorded, such as pop-duet-4")
    parser.add_argument("--play", metavar="NAME", help="play it, and say where it differs")
    options = parser.parse_args(arguments)
    if options.show:
        print("\n".join(read()[options.show]))
        return 0
    weights = weights_of()
    if options.play:
        concert = next(c for c in CONCERTS if c.name == options.play)
        found = difference(read()[options.play], play(concert, weights))
        print(found or "equal to the bit")
        return bool(found)
    before = read() if options.only else {}
    sessions = {}
    for concert in CONCERTS:
        if options.only not in concert.name:
            sessions[concert.name] = before[concert.name]
            continue
        began = time.perf_counter()
        said = sessions[concert.name] = play(concert, weights)
        took = time.perf_counter() - began
        kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(map(_kind, said)).items())
        print(f"{concert.name}: {took:.1f} s; {kinds}", flush=True)
    SESSIONS.write_bytes(written(sessions))
    CANARY.write_text(json.dumps(card(MODELS), indent=1) + "\n", encoding="utf-8")
    print(f"{SESSIONS.stat().st_size} bytes in {SESSIONS}")
    return 0


def _kind(line: str) -> str:
    return line.partition(" ")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
