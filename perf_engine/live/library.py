"""The models there are, and what each says of itself."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ..core.gru import tensor_shapes
from ..core.model_file import ModelInfo
from .model import models, read_info

Fact: TypeAlias = int | float | str

MOST_FACTS = 40  # what fits in one datagram
LONGEST_FACT, LONGEST_KEY = 200, 80  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """A model file: what it says of itself, or why it cannot be played; its card, if it has one."""

    name: str
    path: Path
    size: int  # bytes
    info: ModelInfo | None
    why: str = ""

    @property
    def card(self) -> Path | None:
        """The page about it that lies beside it."""
        beside = self.path.with_suffix(".md")
        return beside if beside.is_file() else None

    @property
    def parameters(self) -> int:
        """How many numbers the file holds."""
        if self.info is None:
            return 0
        shapes = tensor_shapes(self.info.sizes, self.info.vocabulary).values()
        return sum(math.prod(shape) for shape in shapes)

    def facts(self) -> list[tuple[str, Fact]]:
        """What it says of itself, as keys and values."""
        if self.info is None:
            return [("name", self.name), ("bytes", self.size), ("refused", self.why)]
        sizes, words = self.info.sizes, self.info.vocabulary
        found: list[tuple[str, Fact]] = [
            ("name", self.name), ("bytes", self.size), ("parameters", self.parameters),
            ("hidden", sizes.hidden), ("embedding", sizes.embedding), ("held", sizes.held),
            ("head", sizes.head), ("parts", " ".join(words.parts)), ("dt_count", words.dt_count),
            ("velocity_count", words.velocity_count),
        ]
        for key, value in list(self.info.facts.items())[:MOST_FACTS]:
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                value = json.dumps(value, ensure_ascii=False)
            elif not isinstance(value, str) and not -1e300 < value < 1e300:
                value = str(value)[:LONGEST_FACT]
            if isinstance(value, str):
                value = value[:LONGEST_FACT]
            found.append((f"training.{key}"[:LONGEST_KEY], value))
        return found


def look(path: Path) -> Entry:
    """What there is at a path. Raises nothing: what is wrong with it stands in the entry."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    try:
        return Entry(path.stem, path, size, read_info(path))
    except ValueError as error:
        return Entry(path.stem, path, size, None, str(error))


def entries() -> list[Entry]:
    """Every model that can be named, by name; of two with one name, the one that is found."""
    found: dict[str, Path] = {}
    for path in models():
        found.setdefault(path.stem, path)
    return [look(path) for path in found.values()]
