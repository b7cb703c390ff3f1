"""The part of each track, by a table of rules in TOML that anybody may edit."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from perf_engine.core.model.vocabulary import PARTS
from perf_engine.files.plain_file import LARGEST_TEXT, content_of
from perf_engine.files.toml_text import tables_of

from .tracks import Track

TABLE: Final = Path(__file__).parents[1] / "roles.toml"
NONE: Final = "none"  # the part of tracks that are left out
PICKS: Final = ("first", "highest", "lowest")

_CONDITIONS: Final = ("name", "not_name", "program", "channel", "overlap_below")
_EXAMPLES: Final[Mapping[str, str]] = {
    "give": f'[{{ part = "{PARTS[0]}" }}]',
    "fewest": "1",
    "most": "4",
    "one_name": "true",
    "name": '"piano"',
    "not_name": '"piano"',
    "program": '"0-7"',
    "channel": '"1-9"',
    "overlap_below": "0.5",
    "pick": '"highest"',
    "part": f'"{PARTS[0]}"',
}
_RULE_KEYS: Final = ("about", "fewest", "most", "one_name", "some", "every", "give")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a track; attributes that are not given always hold."""

    name: re.Pattern[str] | None = None
    not_name: re.Pattern[str] | None = None
    program: tuple[int, int] = (0, 127)
    channel: tuple[int, int] = (0, 16)
    overlap_below: float = 2.0

    def holds(self, track: Track) -> bool:
        """Return whether it holds for a track."""
        return (
            (self.name is None or self.name.search(track.name) is not None)
            and (self.not_name is None or self.not_name.search(track.name) is None)
            and self.program[0] <= track.program <= self.program[1]
            and self.channel[0] <= track.channel <= self.channel[1]
            and (self.overlap_below > 1 or track.overlapping < self.overlap_below)
        )


@dataclass(frozen=True, slots=True)
class Gift:
    """A part for the tracks of a condition, or for one of them."""

    condition: Condition
    part: str
    pick: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the condition on a file, and the parts that it gives."""

    give: tuple[Gift, ...]
    some: tuple[Condition, ...] = ()
    every: tuple[Condition, ...] = ()
    fewest: int = 0
    most: int = 1 << 16
    one_name: bool = False

    def fits(self, tracks: Sequence[Track]) -> bool:
        """Return whether the rule fits a file of these tracks."""
        return (
            self.fewest <= len(tracks) <= self.most
            and not (self.one_name and len({t.name.upper() for t in tracks}) > 1)
            and all(any(c.holds(t) for t in tracks) for c in self.some)
            and all(c.holds(t) for c in self.every for t in tracks)
        )

    def parts(self, tracks: Sequence[Track]) -> list[str]:
        """The part of each track."""
        found = [""] * len(tracks)
        high_to_low = sorted(range(len(tracks)), key=lambda i: -tracks[i].mean_pitch)
        for gift in self.give:
            order = range(len(tracks)) if gift.pick in (None, "first") else high_to_low
            fitting = [i for i in order if not found[i] and gift.condition.holds(tracks[i])]
            if gift.pick:
                fitting = fitting[-1:] if gift.pick == "lowest" else fitting[:1]
            for i in fitting:
                found[i] = gift.part
        return found


@dataclass(frozen=True, slots=True)
class Rules:
    """A table of rules; `digest` is the hash of its text."""

    rules: tuple[Rule, ...]
    digest: str = ""

    @classmethod
    def read(cls, path: Path = TABLE) -> Rules:
        """The rules of a TOML file. Raises ValueError with the rule, the key and the value."""
        try:
            text = content_of(path, LARGEST_TEXT).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        except OSError as error:
            raise ValueError(f"{path} cannot be read: {error.strerror}") from error
        try:
            table = tables_of(text, _example)
            _check_keys(table, ("rule",))
            rules = tuple(_numbered(n, rule) for n, rule in enumerate(_tables(table, "rule"), 1))
            if not rules or rules[-1] != Rule(rules[-1].give):
                raise ValueError("the last rule must fit every file: it has no conditions")
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
        return cls(rules, sha256(text).hexdigest())

    @classmethod
    def all(cls, part: str) -> Rules:
        """Every track plays one part. Raises ValueError where there is no such part."""
        rule = _rule({"give": [{"part": part}]})
        return cls((rule,), sha256(f"every track: {part}".encode()).hexdigest())

    @classmethod
    def wanted(cls, path: Path | None, part: str | None) -> Rules:
        """The rules of a file, or one part for all, or the own table. Raises ValueError."""
        if path is not None and part is not None:
            raise ValueError("roles come from a table or are one part for all: leave out one")
        return cls.all(part) if part is not None else cls.read(path or TABLE)

    def parts(self, tracks: Sequence[Track]) -> list[str]:
        """The part of each track of a file, by the first rule that fits; `none` leaves it out.

        Raises ValueError where no rule fits, which the tables that `read` takes cannot do.
        """
        for rule in self.rules:
            if rule.fits(tracks):
                return rule.parts(tracks)
        names = ", ".join(track.name or "(no name)" for track in tracks)
        raise ValueError(
            f"one of the {len(self.rules)} rules must fit the tracks, none does: {names}"
        )


def _example(key: str) -> str:
    """A line that says a key rightly."""
    return f"{key or 'part'} = {_EXAMPLES.get(key, _EXAMPLES['part'])}"


def _numbered(number: int, said: Mapping[str, Any]) -> Rule:
    try:
        return _rule(said)
    except ValueError as error:
        about = said.get("about")
        raise ValueError(f"rule {number}{f' ({about})' if about else ''}: {error}") from error


def _rule(said: Mapping[str, Any]) -> Rule:
    _check_keys(said, _RULE_KEYS)
    give = tuple(_gift(gift) for gift in _tables(said, "give"))
    if not give or give[-1].condition != Condition() or give[-1].pick:
        raise ValueError("the last of give must take every track that is left: only a part")
    one_name = said.get("one_name", False)
    if not isinstance(one_name, bool):
        raise ValueError(f"one_name must be true or false, not {one_name!r}")
    return Rule(
        give,
        tuple(_condition(c) for c in _tables(said, "some")),
        tuple(_condition(c) for c in _tables(said, "every")),
        _count(said, "fewest", 0),
        _count(said, "most", 1 << 16),
        one_name,
    )


def _gift(said: Mapping[str, Any]) -> Gift:
    part, pick = said.get("part"), said.get("pick")
    if part not in (*PARTS, NONE):
        raise ValueError(f"part must be one of {', '.join((*PARTS, NONE))}, not {part!r}")
    if pick is not None and pick not in PICKS:
        raise ValueError(f"pick must be one of {', '.join(PICKS)}, not {pick!r}")
    rest = {key: value for key, value in said.items() if key not in ("part", "pick")}
    return Gift(_condition(rest), part, pick)


def _condition(said: Mapping[str, Any]) -> Condition:
    _check_keys(said, _CONDITIONS)
    overlap = said.get("overlap_below", 1.0)
    if isinstance(overlap, bool) or not isinstance(overlap, (int, float)) or not 0 <= overlap <= 1:
        raise ValueError(f"overlap_below must be a share from 0 to 1, not {overlap!r}")
    return Condition(
        _pattern(said, "name"),
        _pattern(said, "not_name"),
        _span(said, "program", 0, 127) or (0, 127),
        _span(said, "channel", 1, 16) or (0, 16),
        float(overlap) if "overlap_below" in said else Condition().overlap_below,
    )


def _pattern(said: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    if key not in said:
        return None
    try:
        return re.compile(said[key], re.IGNORECASE)
    except (re.error, TypeError, RecursionError, OverflowError) as error:
        raise ValueError(
            f"{key} must be a regular expression, not {said[key]!r}: {error}"
        ) from None


def _span(said: Mapping[str, Any], key: str, low: int, high: int) -> tuple[int, int] | None:
    if key not in said:
        return None
    found = re.fullmatch(r"(\d+)(?:-(\d+))?", str(said[key]))
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (-1, -1)
    if not low <= first <= last <= high:
        raise ValueError(f"{key} must be {low}-{high} or a part of it, not {said[key]!r}")
    return first, last


def _count(said: Mapping[str, Any], key: str, default: int) -> int:
    value = said.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{key} must be a number of tracks, not {value!r}")
    return value


def _tables(said: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    tables = said.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise ValueError(f"{key} must be a list of tables, not {tables!r}")
    return tables


def _check_keys(said: Mapping[str, Any], known: Sequence[str]) -> None:
    for key in said:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
            raise ValueError(f"there is no key {key}; the nearest is {near[0]}")
