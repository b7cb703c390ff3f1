"""Answers of listeners who did not know who plays, counted by the kinds of clips in a pair."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from perf_engine.files.plain_file import text_of

KINDS: Final = ("real", "first", "second", "markov")
QUESTIONS: Final = {"person": "played by a person", "together": "rather play with"}
SURE: Final = 1.959964  # standard deviations of a normal distribution that hold 95 %
SIDES: Final = ("A", "B")
HEAD: Final = ("kit", "pair", *QUESTIONS)


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of clips: its number from 1, the piece, and the kind of each clip."""

    number: int
    piece: str
    a: str
    b: str

    def __post_init__(self) -> None:
        for kind in (self.a, self.b):
            if kind not in KINDS:
                raise ValueError(f"a clip must be one of {', '.join(KINDS)}, not {kind}")

    def chosen(self, side: str) -> str:
        """Return the kind of the clip that a listener chose."""
        return self.a if side == "A" else self.b


@dataclass(frozen=True, slots=True)
class Kit:
    """The key of a kit: its name, its seed, and its pairs."""

    name: str
    seed: int
    pairs: tuple[Pair, ...]

    @classmethod
    def read(cls, path: Path) -> Kit:
        """Read a key. Raises OSError or ValueError."""
        try:
            said = json.loads(text_of(path))
            return cls(said["name"], said["seed"], tuple(Pair(**pair) for pair in said["pairs"]))
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"{path} is not the key of a kit: {error}") from error


Answers = Mapping[tuple[int, str], str]  # (number of the pair, question): A or B


def read_answers(path: Path, kit: Kit) -> Answers:
    """Read the file of a listener; empty answers are left out. Raises OSError or ValueError."""
    rows = list(csv.DictReader(text_of(path).splitlines()))
    if not rows or not set(HEAD) <= set(rows[0]):
        raise ValueError(f"{path} must have the columns {', '.join(HEAD)}")
    found: dict[tuple[int, str], str] = {}
    for row in rows:
        if row["kit"] != kit.name:
            raise ValueError(f"{path} has answers to the kit {row['kit']}, not to {kit.name}")
        number = int(row["pair"]) if row["pair"].isdecimal() else 0
        if not 1 <= number <= len(kit.pairs):
            raise ValueError(f"{path}: pair must be 1..{len(kit.pairs)}, not {row['pair']}")
        for question in QUESTIONS:
            said = row[question] or ""
            if said and said not in SIDES:
                raise ValueError(f"{path}: pair {number}: answers are A or B, not {said[:20]}")
            if said:
                found[number, question] = said
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """How often one kind of clip was chosen beside another, by all listeners."""

    question: str
    one: str
    other: str
    chosen: int  # times that `one` was
    of: int

    @property
    def share(self) -> float:
        """The share of the answers that chose `one`; half where there is no answer."""
        return self.chosen / self.of if self.of else 0.5

    def as_json(self) -> dict[str, Any]:
        """Return all figures."""
        low, high = wilson(self.chosen, self.of)
        return {
            "question": self.question,
            "one": self.one,
            "other": self.other,
            "chosen": self.chosen,
            "of": self.of,
            "share": self.share,
            "low": low,
            "high": high,
            "p": by_chance(self.chosen, self.of),
        }


def counted(kit: Kit, listeners: Sequence[Answers]) -> list[Row]:
    """Count answers, by question and pair of kinds."""
    found = []
    for question in QUESTIONS:
        for one, other in combinations(KINDS, 2):
            chosen = [
                pair.chosen(said[pair.number, question])
                for pair in kit.pairs
                for said in listeners
                if {pair.a, pair.b} == {one, other} and (pair.number, question) in said
            ]
            found.append(Row(question, one, other, chosen.count(one), len(chosen)))
    return found


def wilson(chosen: int, of: int) -> tuple[float, float]:
    """Wilson's interval (1927) at 95 % of a share; 0 to 1 where there is no answer."""
    if not of:
        return 0.0, 1.0
    share, square = chosen / of, SURE**2 / of
    middle = (share + square / 2.0) / (1.0 + square)
    half = SURE * math.sqrt(share * (1.0 - share) / of + square / (4.0 * of)) / (1.0 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def by_chance(chosen: int, of: int) -> float:
    """The probability, by the binomial distribution, of a count as far from half or further."""
    tail = min(chosen, of - chosen)
    ways = sum(math.comb(of, few) for few in range(tail + 1))
    every: int = 2**of
    return min(1.0, 2 * ways / every)


def table(rows: Sequence[Row]) -> str:
    """Return counts, shares and probabilities as text."""
    text = []
    for question, title in QUESTIONS.items():
        text += [f"{title}:", f"{'':18}chosen   of  share  95 %          p"]
        for row in rows:
            if row.question == question:
                said = row.as_json()
                text.append(
                    f"{row.one + ' or ' + row.other:18}{row.chosen:6}{row.of:5}{row.share:7.2f}"
                    f"  {said['low']:.2f} to {said['high']:.2f}{said['p']:9.2g}"
                )
        text.append("")
    return "\n".join(text)
