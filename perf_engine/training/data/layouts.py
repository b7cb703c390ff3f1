"""Known corpora on disk: the split and piece of a file, from their tables and folders.

Known are MAESTRO, GiantMIDI-Piano, Lakh, ATEPP, POP909, ASAP, Groove and Aria-MIDI, wherever below
a corpus they are; by their tables' columns and their files' paths, not by the folder's name.
"""

from __future__ import annotations

import csv
import logging
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import Unfit, check_plain, opened, text_of

SPLITS: Final[Mapping[str, str]] = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
    "testing": "test",
}

_VERSIONS: Final = re.compile(r"(?:^|/)(\d{3})/versions/[^/]+$")  # POP909/001/versions/001-v1.mid
_SCORE: Final = re.compile(r"(?:^|/)midi_score\.midi?$")  # ASAP's scores, not played by anybody
_MATCHED: Final = re.compile(r"(?:^|/)(TR[A-Z0-9]{16})/[0-9a-f]{32}\.mid$")  # a song of Lakh's
_CLEAN: Final = re.compile(r"(?:^|/)clean_midi/([^/]+)/([^/]+?)(?:\.\d+)?\.mid$")
_SEGMENT: Final = re.compile(r"(?:^|/)0*(\d+)_\d+\.mid$")  # Aria-MIDI: recording_segment.mid

LARGEST_TABLE: Final = 1 << 30  # bytes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """A corpus's facts about a file: its split, a key equal for the same piece, why to skip it."""

    split: str | None = None
    keys: tuple[tuple[str, ...], ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a corpus: the column that names the file, those that name the piece."""

    file: str
    piece: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # other columns by which it is recognised
    suffix: str = ""

    @property
    def columns(self) -> set[str]:
        return {self.file, *self.piece, *self.also}


_TABLES: Final = (
    _Table("midi_filename", ("canonical_composer", "canonical_title")),  # MAESTRO
    _Table("midi_filename", also=("split",)),  # Groove
    _Table("midi_path", ("composition_id",)),  # ATEPP
    _Table("midi_performance", ("composer", "title")),  # ASAP
    _Table("audio_name", ("surname", "firstname", "music"), suffix=".mid"),  # GiantMIDI-Piano
)


def known_of(corpus: Path, paths: Sequence[str], tables: Sequence[str]) -> dict[str, Known]:
    """The known facts about the files of a corpus; paths are relative to it, with `/`.

    `tables` are the paths of its csv, tsv and json files. A path of which nothing is known is
    left out. A table that cannot be read is logged and left out.
    """
    known: defaultdict[str, Known] = defaultdict(Known)
    name = corpus.resolve().name
    for path in paths:
        if found := _by_path(f"{name}/{path}"):
            known[path] = found
    ends = _Ends(paths)
    for table in tables:
        try:
            rows = list(_rows(corpus, table, ends))
        except (OSError, ValueError, csv.Error) as error:
            log.warning("%s/%s is left out: %s", name, table, error)
            continue
        for path, split, key in rows:
            before = known[path]
            keys = (*before.keys, key) if key else before.keys
            known[path] = replace(before, split=split or before.split, keys=keys)
    return dict(known)


def _by_path(path: str) -> Known | None:
    if _VERSIONS.search(path):
        return Known(reason="another version of a song (versions/)")
    if _SCORE.search(path):
        return Known(reason="a score, not a performance (midi_score)")
    if found := _MATCHED.search(path):
        return Known(keys=(("lakh", found[1]),))
    if found := _CLEAN.search(path):
        return Known(keys=(("lakh", found[1].lower(), found[2].lower()),))
    return None


_Row = tuple[str, str | None, tuple[str, ...]]  # path, split, key of the piece or ()


def _rows(corpus: Path, table: str, ends: _Ends) -> Iterator[_Row]:
    check_plain(corpus / table)
    folder = table.rpartition("/")[0]
    if not table.lower().endswith(".json"):
        yield from _csv_rows(corpus / table, folder, ends)
    elif table.rpartition("/")[2] == "metadata.json":
        yield from _aria_rows(corpus / table, folder, ends.paths)


def _csv_rows(path: Path, folder: str, ends: _Ends) -> Iterator[_Row]:
    with (
        opened(path) as raw,
        TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="") as file,
    ):
        if os.fstat(raw.fileno()).st_size > LARGEST_TABLE:
            raise Unfit(path, f"larger than {LARGEST_TABLE >> 20} MB")
        head = file.readline()
        file.seek(0)
        reader = csv.DictReader(file, delimiter="\t" if "\t" in head else ",")
        columns = set(reader.fieldnames or ())
        kind = next((t for t in _TABLES if t.columns <= columns), None)
        if kind is None:
            return
        for row in reader:
            if not row[kind.file]:
                continue
            said = tuple((row[c] or "").strip().lower() for c in kind.piece)
            key = (kind.file, *said) if any(said) else ()
            split = SPLITS.get((row.get("split") or "").strip().lower())
            for found in ends.of(folder, row[kind.file] + kind.suffix):
                yield found, split, key


def _aria_rows(path: Path, folder: str, paths: Sequence[str]) -> Iterator[_Row]:
    table = value_of(text_of(path, LARGEST_TABLE))
    first = next(iter(table.values()), None) if isinstance(table, dict) else None
    if not (isinstance(first, dict) and "audio_scores" in first):
        return
    recordings = {number.lstrip("0"): _facts(number, about) for number, about in table.items()}
    for found in paths:
        segment = _SEGMENT.search(found)
        if (
            segment
            and found.startswith(f"{folder}/" if folder else "")
            and segment[1] in recordings
        ):
            yield found, None, ("aria", folder, segment[1])
            if work := _work(recordings[segment[1]]):
                yield found, None, work


def _facts(number: str, about: object) -> Mapping[str, Any]:
    """The facts about a recording, none where nothing is said. Raises ValueError."""
    facts = (about.get("metadata") or {}) if isinstance(about, Mapping) else about
    if not isinstance(facts, Mapping):
        raise ValueError(f"the metadata of recording {number[:20]} must be a table")
    return facts


def _work(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Composer, opus and number, where known; nothing without an opus, which is too little."""
    composer, opus = said.get("composer"), said.get("opus")
    if composer is None or opus is None:
        return ()
    return ("aria", str(composer).lower(), str(opus), str(said.get("piece_number")))


class _Ends:
    """Paths by their file's name, to find the ones that a table's shorter path may mean."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = paths
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        for path in paths:
            self._named[path.rpartition("/")[2]].append(path)

    def of(self, folder: str, said: str) -> list[str]:
        """The paths that end like a path in a table in `folder`, preferably below that folder."""
        said = said.replace("\\", "/").strip("/")
        ending = [p for p in self._named[said.rpartition("/")[2]] if f"/{p}".endswith(f"/{said}")]
        below = [p for p in ending if p.startswith(f"{folder}/" if folder else "")]
        exact = f"{folder}/{said}" if folder else said
        return [exact] if exact in below else below or ending
