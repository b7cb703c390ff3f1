"""What the rules of the control `theory` look at: it follows from the last events alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.harmony.guide import OUTSIDE
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.midi import PEDAL

from .measures import MAJOR

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Struck = tuple[float, int]  # how many seconds ago, and the key

EVENTS: Final = 128  # the last events that are looked at
LINE: Final = 16  # the machine's last strikes that are looked at
TOGETHER: Final = 0.03  # seconds in which strikes count as one chord
PAUSE: Final = 3.0  # seconds without a strike after which another line begins
BESIDE: Final = 8.0  # seconds for which a player's note counts as beside the machine's
HEARD: Final = 2  # strikes of the machine for which one of a player counts, in the choice of a key
ENOUGH: Final = 12  # strikes, so weighted, from which on a key is heard
TONAL: Final = 0.8  # share of them in the scale of a key that is heard
MOST_OWN: Final = 4  # keys held by the machine that a line may also go on from

# The pitch classes of each tonic's scale, as bits.
_BITS: Final = [sum(1 << (tonic + step) % 12 for step in MAJOR) for tonic in range(12)]


class Scene(NamedTuple):
    """What the rules look at, in keys as the machine strikes them.

    `line` has the machine's last strikes in a part, the newest first, the highest of each chord;
    it is empty where a new line begins, or where a note joins a chord. `own` are the keys that it
    holds there. `inside` has the pitch classes of the key as bits; 0 if none is known. `held` has
    those that others hold. `moved` has a player's melody: the key that sounded with the machine's
    last, and the one that sounds now. `welcome` are the keys (129,) in a chord that is known.
    """

    line: tuple[int, ...] = ()
    own: tuple[int, ...] = ()
    inside: int = 0
    held: int = 0
    moved: tuple[int, int] | None = None
    welcome: Mask | None = None


def look(
    events: Iterable[Remembered],
    ago: float,
    part: int,
    own: Sequence[int],
    held: Iterable[int],
    transpose: int = 0,
    scale: Mask | None = None,
    harmony: Floats | None = None,
) -> Scene:
    """Return the scene of a strike in a part, `ago` seconds after the last of the events.

    `events` has the newest first. `held` are the keys that others hold, which sound where they are;
    a key of the machine sounds `transpose` semitones higher. `scale` has the keys (129,) of a scale
    that is chosen, which then is the key.
    """
    mine: list[Struck] = []
    theirs: list[Struck] = []
    counts = [0] * 12
    for event in islice(events, EVENTS):
        key = event.key
        if not event.velocity or key == PEDAL:
            pass
        elif event.own:
            counts[key % 12] += 1
            if event.part == part:
                mine.append((ago, key))
        else:
            key -= transpose
            counts[key % 12] += HEARD
            if ago <= BESIDE and 0 <= key < PEDAL:
                theirs.append((ago, key))
        ago += event.dt
    line = _line(mine)
    joins = bool(line) and line[0][0] <= TOGETHER
    return Scene(
        () if joins else tuple([key for _, key in line]),
        tuple(own[:MOST_OWN]),
        key_of(counts) if scale is None else bits_of(np.flatnonzero(scale[:12]).tolist()),
        bits_of(key - transpose for key in held if key != PEDAL),
        _moved([*_tops(theirs)], line[0][0]) if line and theirs and not joins else None,
        None if harmony is None else _in_chord(harmony),
    )


def _in_chord(harmony: Floats) -> Mask | None:
    """Return the keys (129,) in a chord; None if it is unclear, as most keys are in it."""
    found: Mask = harmony > OUTSIDE
    return found if 2 * int(np.count_nonzero(found)) < KEY_COUNT else None


def _line(strikes: Sequence[Struck]) -> list[Struck]:
    """Return the highest strikes until a pause, at most LINE, of strikes with the newest first."""
    line: list[Struck] = []
    last = 0.0
    for strike in _tops(strikes):
        if strike[0] - last > PAUSE or len(line) == LINE:
            break
        line.append(strike)
        last = strike[0]
    return line


def _tops(strikes: Iterable[Struck]) -> Iterator[Struck]:
    """Yield the highest of the strikes that are together, the newest first."""
    top: Struck | None = None
    for ago, key in strikes:
        if top is not None and ago - top[0] <= TOGETHER:
            top = top[0], max(top[1], key)
            continue
        if top is not None:
            yield top
        top = ago, key
    if top is not None:
        yield top


def _moved(theirs: Sequence[Struck], struck: float) -> tuple[int, int] | None:
    """Return a melody's key at the machine's last strike and its key now, if it has moved."""
    if theirs[0][0] >= struck - TOGETHER:
        return None
    before = next((key for ago, key in theirs if ago >= struck - TOGETHER), None)
    return None if before is None else (before, theirs[0][1])


def key_of(counts: Sequence[int]) -> int:
    """Return the pitch classes of the key in which strikes (12,) are, as bits; 0 if it is unclear.

    If several keys fit as well, it has the pitch classes of all.
    """
    whole = sum(counts)
    if whole < ENOUGH:
        return 0
    fit = best = sum([counts[step] for step in MAJOR])
    tonic = found = 0
    for _ in range(12):  # a fifth up, the fourth gives way to the one a semitone above it
        if fit > best:
            best, found = fit, 0
        if fit == best:
            found |= _BITS[tonic]
        fit += counts[(tonic + 6) % 12] - counts[(tonic + 5) % 12]
        tonic = (tonic + 7) % 12
    return found if best >= TONAL * whole else 0


def bits_of(keys: Iterable[int]) -> int:
    """Return the pitch classes of keys as bits."""
    found = 0
    for key in keys:
        found |= 1 << key % 12
    return found
