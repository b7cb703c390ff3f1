"""The sentences that people read, in documents and help texts, for the tests of their English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from perf_engine.core.controls import CONTROLS
from perf_engine.engine.handlers.schema import FROM_CLIENTS, TO_CLIENTS

ROOT: Final = Path(__file__).parents[1]
# Contributors read architecture.md, which speaks of the code in the code's own names.
PAGES: Final = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("models/*.md"),
        *(
            ROOT / folder / "README.md"
            for folder in (
                "max_patches/PerfEngine",
                "puredata/perf_engine",
                "sonic_pi",
                "supercollider/PerfEngine",
                "tidalcycles",
            )
        ),
    )
    if path.name != "architecture.md"
)
CODE: Final = "Xcode"  # stands in a sentence for code, an address or a link


def _pieces(markdown: str) -> Iterator[str]:
    """Paragraphs, list items and cells of tables, without headings and code blocks."""
    text = re.sub(r"^ *```.*?^ *```", "", markdown, flags=re.DOTALL | re.MULTILINE)
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        bare = line.strip()
        starts = re.match(r"(?:[*-]|\d+\.)\s+", bare)
        if starts or not bare or bare.startswith(("#", "|")):
            yield " ".join(lines)
            lines = []
        if bare.startswith("|") and not re.fullmatch(r"[|\s:-]*", bare):
            yield from re.split(r"(?<!\\)\|", bare)
        elif bare and not bare.startswith(("#", "|")):
            lines.append(bare[starts.end() :] if starts else bare)


def sentences(markdown: str) -> list[str]:
    """The sentences of a text, with code as one word; what has fewer than three words is none."""
    found = []
    for piece in _pieces(markdown):
        plain = re.sub(r"``.+?``|`[^`]+`", CODE, piece)
        plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", plain)
        plain = re.sub(r"https?://\S+|/perf/[\w/.]*\w", CODE, plain).replace("*", "").strip()
        found += [
            sentence
            for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9\"“(])", plain)
            if len(re.findall(r"[A-Za-z]{2,}", sentence)) >= 3
        ]
    return found


def words(sentence: str) -> list[str]:
    """The words of a sentence in small letters; a number is a word, and so is a list of codes."""
    lists_are_one = re.sub(rf"({CODE}(, | and | or |, and |, or )?)+", f"{CODE} ", sentence)
    return re.findall(r"[a-z0-9](?:[a-z0-9'’.-]*[a-z0-9])?", lists_are_one.lower())


def texts() -> Mapping[str, str]:
    """Everything that is held to plain English, by where it stands."""
    found = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
    return found | helps()


def helps() -> Mapping[str, str]:
    """The help of every control, and of every address and its arguments, by its name."""
    found = {f"control {control.name}": control.help for control in CONTROLS.values()}
    for entry in (*FROM_CLIENTS, *TO_CLIENTS):
        if entry.control:
            continue
        found[entry.address] = entry.help
        for argument in entry.arguments:
            if argument.help:
                found[f"{entry.address} {argument.name}"] = argument.help
    return found
