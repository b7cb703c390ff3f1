"""Which files are the same piece, so that no piece is both learnt and examined."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..core.vocabulary import PEDAL
from .corpus import Events

CHORD_SPAN: Final = 0.030  # seconds; strikes this close count as one chord, low to high
GRAM: Final = 6  # intervals in a row, seven notes
SKETCH: Final = 256  # hashes kept of a piece
COMMON: Final = 10  # a hash in more files than this is a figure that everybody plays
FEWEST_SHARED: Final = 8  # uncommon hashes that two performances of a piece have in common
FEWEST_GRAMS: Final = 30.0  # and n-grams, estimated: short tunes soon share a few per cent
ALIKE: Final = 0.04  # and the share of the smaller one's n-grams; two pieces rarely reach 0.02
FILES_FOR_TWO: Final = 40  # a source of so many files is examined with two pieces at least

Hashes = NDArray[np.uint64]

_ROLL: Final = re.compile(r"[a-z]{2}\d{3}[a-z]{2}\d{4}")  # a Stanford roll's identifier


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """The smallest hashes of a piece's n-grams (uint64, ascending) and how many n-grams it has."""

    hashes: Hashes
    size: int


@dataclass(frozen=True, slots=True)
class Member:
    """What the split needs to know of a file; `digest` is the hash of its events."""

    name: str
    source: str
    digest: str
    sketch: Sketch


def sketch(events: Events) -> Sketch:
    """A piece's bottom-k sketch, unchanged by transposition and by small changes of tempo.

    Broder, "On the resemblance and containment of documents", 1997, on n-grams of the intervals
    between the struck pitches in order of (onset in steps of 30 ms, pitch).
    """
    struck = (events.velocity > 0) & (events.key != PEDAL)
    step = (np.cumsum(events.dt, dtype=np.float64)[struck] / CHORD_SPAN).astype(np.int64)
    pitch = events.key[struck].astype(np.int64)
    interval = np.diff(pitch[np.lexsort((pitch, step))]) + 128
    count = max(0, len(interval) - GRAM + 1)
    gram = np.zeros(count, np.uint64)
    for i in range(GRAM):
        gram = gram << np.uint64(8) | interval[i : i + count].astype(np.uint64)
    hashes = np.unique(_mix(gram))
    return Sketch(hashes[:SKETCH].copy(), len(hashes))


def _mix(x: Hashes) -> Hashes:
    """The finaliser of splitmix64: a bijection that scatters neighbouring numbers."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def containment(a: Sketch, b: Sketch) -> float:
    """The estimated share (0..1) of the smaller piece's n-grams that the larger one has too.

    Share of the smaller, not of both together, so that one movement is found in the whole sonata.
    """
    if not a.size or not b.size:
        return 0.0
    shared = np.intersect1d(a.hashes, b.hashes, assume_unique=True)
    union = np.union1d(a.hashes, b.hashes)
    if a.size > SKETCH or b.size > SKETCH:
        union = union[:SKETCH]
    jaccard = float(np.isin(union, shared, assume_unique=True).mean())
    both = jaccard * (a.size + b.size) / (1 + jaccard)
    return min(1.0, both / min(a.size, b.size))


def alike(sketches: Sequence[Sketch]) -> list[tuple[int, int]]:
    """The pairs (i, j), i < j, that play the same piece, found by an inverted index.

    They must share uncommon hashes (a scale is common), enough n-grams and no mere trifle of the
    smaller piece.
    """
    owners: defaultdict[int, list[int]] = defaultdict(list)
    for i, one in enumerate(sketches):
        for h in one.hashes.tolist():
            owners[h].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for having in owners.values():
        if 1 < len(having) <= COMMON:
            shared.update((i, j) for n, i in enumerate(having) for j in having[n + 1 :])
    found = []
    for (i, j), count in sorted(shared.items()):
        if count >= FEWEST_SHARED:
            share = containment(sketches[i], sketches[j])
            grams = share * min(sketches[i].size, sketches[j].size)
            if share >= ALIKE and grams >= FEWEST_GRAMS:
                found.append((i, j))
    return found


def title_keys(name: str) -> list[tuple[str, ...]]:
    """What a roll's file name says of its piece: composer with opus, composer with title words.

    Names are `identifier__Composer_..._Performer_Title__Performer`; of any other name nothing is
    known. Two preludes of one opus count as one piece, which does no harm.
    """
    fields = name.split("__")
    if len(fields) != 3 or not _ROLL.fullmatch(fields[0]):
        return []
    performer = set(fields[2].lower().split("_"))
    composer, *title = fields[1].lower().split("_")
    words = [composer, *(w for w in title if w not in performer or w.isdigit())]
    if len(words) < 3:
        return []
    keys: list[tuple[str, ...]] = [("title", words[0], *sorted(words[1:]))]
    for before, number in pairwise(words):
        if before in ("op", "opus") and number.isdigit():
            keys.append(("opus", words[0], number))
    return keys


def group(members: Sequence[Member]) -> list[int]:
    """A number for each member, equal where they are the same piece: its first member's index."""
    parent = list(range(len(members)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    by_title: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, member in enumerate(members):
        for key in title_keys(member.name):
            by_title[key].append(i)
    named = [(same[0], j) for same in by_title.values() for j in same[1:]]
    for i, j in [*named, *alike([m.sketch for m in members])]:
        first, second = sorted((root(i), root(j)))
        parent[second] = first
    return [root(i) for i in range(len(members))]


def validation_groups(
    members: Sequence[Member], groups: Sequence[int], share: float, seed: int
) -> set[int]:
    """The groups to examine with: about `share` of every source's files, never more than half.

    Groups are taken in the order of a hash of their smallest digest and the seed, so that a piece
    keeps its place when others are added. Sources of 40 files or more get at least two groups.
    """
    if not 0 <= share < 0.5:
        raise ValueError(f"validation must be a share from 0 to below 0.5, not {share}")
    if share == 0:
        return set()
    inside: defaultdict[int, list[Member]] = defaultdict(list)
    for member, number in zip(members, groups, strict=True):
        inside[number].append(member)

    def place(number: int) -> str:
        smallest = min(m.digest for m in inside[number])
        return sha256(f"{seed} {smallest}".encode()).hexdigest()

    files = Counter(m.source for m in members)
    wanted = {s: max(round(share * count), min(count // 4, 1)) for s, count in files.items()}
    most = {s: min(count // 2, wanted[s] + 2) for s, count in files.items()}
    sizes = {number: Counter(m.source for m in mine) for number, mine in inside.items()}
    in_order = sorted(inside, key=place)
    chosen: set[int] = set()
    have: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    for source in sorted(files, key=lambda s: (files[s], s)):  # the smallest first: least choice
        for number in in_order:
            if have[source] >= wanted[source] and (
                files[source] < FILES_FOR_TWO or pieces[source] >= 2
            ):
                break
            size = sizes[number]
            fits = all(have[s] + count <= most[s] for s, count in size.items())
            if number in chosen or source not in size or not fits:
                continue
            chosen.add(number)
            have.update(size)
            pieces.update(size.keys())
    return chosen
