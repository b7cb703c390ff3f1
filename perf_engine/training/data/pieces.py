"""Groups of files of the same piece, so that no piece is both learnt and examined."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Final

from .sketches import Sketch, alike

TRAIN, VALIDATION, TEST = SPLITS = ("train", "validation", "test")  # the last is held back most
FILES_FOR_TWO: Final = 40  # a source of so many files is examined with two pieces at least

_ROLL: Final = re.compile(r"[a-z]{2}\d{3}[a-z]{2}\d{4}")  # a Stanford roll's identifier


@dataclass(frozen=True, slots=True)
class Member:
    """The facts about a file that the split needs; `digest` is the hash of its events.

    `split` is its corpus's, or None; `keys` are equal to another file's for the same piece.
    """

    name: str
    source: str
    digest: str
    sketch: Sketch
    split: str | None = None
    keys: tuple[tuple[str, ...], ...] = ()


def title_keys(name: str) -> list[tuple[str, ...]]:
    """Keys of a roll's piece from its file name: composer with opus, composer with title words.

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
        for key in (*title_keys(member.name), *member.keys):
            by_title[key].append(i)
    named = [(same[0], j) for same in by_title.values() for j in same[1:]]
    for i, j in [*named, *alike([m.sketch for m in members])]:
        first, second = sorted((root(i), root(j)))
        parent[second] = first
    return [root(i) for i in range(len(members))]


def sides(members: Sequence[Member], groups: Sequence[int], share: float, seed: int) -> list[str]:
    """The split of each member: its corpus's own, else that of its piece.

    A piece that a corpus holds back is held back in every other; pieces of which no corpus says
    anything are chosen by `validation_groups`.
    """
    told: dict[int, int] = {}
    for member, number in zip(members, groups, strict=True):
        if member.split is not None:
            told[number] = max(told.get(number, 0), SPLITS.index(member.split))
    free = [i for i, number in enumerate(groups) if number not in told]
    chosen = validation_groups([members[i] for i in free], [groups[i] for i in free], share, seed)
    held = {**{n: SPLITS[s] for n, s in told.items()}, **dict.fromkeys(chosen, VALIDATION)}
    return [m.split or held.get(n, TRAIN) for m, n in zip(members, groups, strict=True)]


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
    for source in sorted(files, key=lambda s: (files[s], s)):  # the one with least choice first
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
