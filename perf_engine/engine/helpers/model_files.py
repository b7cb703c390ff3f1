"""Model files: finding them by name, opening and checking them, and their facts."""

from __future__ import annotations

import errno
import hashlib
import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from perf_engine.core.model.gru import Weights, tensor_shapes
from perf_engine.core.model.model_file import ModelInfo, Origin
from perf_engine.core.model.ties import with_habits
from perf_engine.files.plain_file import Unfit, check_plain, opened

SUFFIX = ".safetensors"
_PACKAGE = Path(__file__).resolve().parents[2]
_INSTALLED = _PACKAGE / "models"  # in a wheel; a checkout has them beside the package
MODELS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "models"
DEFAULT = "general"  # the model without a name given
MOST_FACTS = 40  # as many as fit in one datagram
LONGEST_FACT, LONGEST_KEY = 200, 80  # characters
LONGEST_STYLES = 1000  # characters of their names

Fact: TypeAlias = int | float | str


class NoModel(ValueError):
    """No model or file has this name."""


def folders() -> list[Path]:
    """Return the folders of models: the project's own, then those in $PERF_MODELS."""
    named = os.environ.get("PERF_MODELS", "").split(os.pathsep)
    return [MODELS, *(Path(folder) for folder in named if folder)]


def models() -> list[Path]:
    """Return every model file that a name can mean."""
    return [path for folder in folders() for path in sorted(folder.glob(f"*{SUFFIX}"))]


def is_path(name: str | Path) -> bool:
    """Return whether a name is the path of a file."""
    path = Path(name)
    return path.suffix == SUFFIX or len(path.parts) > 1


def find_model(name: str | Path | None = None) -> Path:
    """Return the file of a model by name or path; without a name `general`, else the first.

    Raises ValueError with the known names.
    """
    known = models()
    if name is None:
        if not known:
            searched = " and ".join(str(folder) for folder in folders())
            raise NoModel(f"there is no model in {searched}; name one with --model FILE")
        return next((path for path in known if path.stem == DEFAULT), known[0])
    if is_path(name):
        return Path(name)
    for candidate in known:
        if candidate.stem == str(name):
            return candidate
    names = ", ".join(dict.fromkeys(path.stem for path in known)) or "none"
    raise NoModel(f"there is no model {name}; known models are: {names}")


def load_model(name: str | Path | None = None) -> tuple[Weights, ModelInfo]:
    """Return a model's weights and facts. Raises ValueError for a missing or foreign file."""
    path = find_model(name)
    with _opened(path) as file:
        info = _information(path, file)
        wanted = tensor_shapes(info.sizes, info.vocabulary, info.told)
        keys = file.keys()  # the file itself cannot be iterated over
        tensors = {key: file.get_tensor(key) for key in keys if key in wanted}
        weights = Weights(tensors, info.sizes, info.vocabulary, info.told)
        weights.limits, weights.style_limits = info.limits, info.style_limits
        weights.origin = Origin(info.name, str(path.resolve()), digest(path))
        return with_habits(weights), info


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex. Raises OSError."""
    with opened(path) as file:
        found = hashlib.sha256()
        while piece := file.read(1 << 20):
            found.update(piece)
        return found.hexdigest()


def read_info(path: Path) -> ModelInfo:
    """Return a model's facts without reading its weights. Raises ValueError."""
    with _opened(path) as file:
        return _information(path, file)


def check_model(path: Path) -> None:
    """Refuse a path that is no plain file. Raises NoModel, or OSError."""
    try:
        check_plain(path)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            raise
        raise NoModel(f"there is no model file {path}") from None
    except Unfit as error:
        raise NoModel(f"there is no model file {path}: it is {error.reason}") from None


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a safetensors file. Raises ValueError with one sentence, whatever goes wrong."""
    from safetensors import SafetensorError, safe_open

    try:
        check_model(path)
        with safe_open(path, framework="numpy") as file:
            yield file
    except NoModel:
        raise
    except SafetensorError as error:
        raise ValueError(f"{path.name} is truncated, or no safetensors file: {error}") from error
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, TypeError, AttributeError, MemoryError) as error:
        why = " ".join(str(error).split()) or "there is not enough memory for it"
        raise ValueError(f"{path.name}: {why}") from error


def _information(path: Path, file: Any) -> ModelInfo:
    """Return the facts in a file; the model's name is that of its file."""
    return replace(ModelInfo.from_metadata(file.metadata()), name=path.stem)


@dataclass(frozen=True, slots=True)
class Entry:
    """A model file: its facts or the reason why it cannot be played, and its card if it has one."""

    name: str
    path: Path
    size: int  # bytes
    info: ModelInfo | None
    why: str = ""

    @property
    def card(self) -> Path | None:
        """Return the path of its card, the page beside the file; None without a card."""
        beside = self.path.with_suffix(".md")
        return beside if beside.is_file() else None

    @property
    def parameters(self) -> int:
        """Return how many numbers the file holds."""
        if self.info is None:
            return 0
        info = self.info
        shapes = tensor_shapes(info.sizes, info.vocabulary, info.told)
        return sum(math.prod(shape) for shape in shapes.values())

    def facts(self) -> list[tuple[str, Fact]]:
        """Return its facts, as keys and values."""
        if self.info is None:
            return [("name", self.name), ("bytes", self.size), ("refused", self.why)]
        sizes, words = self.info.sizes, self.info.vocabulary
        found: list[tuple[str, Fact]] = [
            ("name", self.name),
            ("bytes", self.size),
            ("parameters", self.parameters),
            ("hidden", sizes.hidden),
            ("embedding", sizes.embedding),
            ("held", sizes.held),
            ("head", sizes.head),
            ("parts", " ".join(words.parts)),
            ("dt_count", words.dt_count),
            ("velocity_count", words.velocity_count),
        ]
        if self.info.told.styles:
            found.append(("styles", ", ".join(self.info.told.styles)[:LONGEST_STYLES]))
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
    """Return the entry of a path. It raises nothing: the entry holds the error."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    try:
        return Entry(path.stem, path, size, read_info(path))
    except ValueError as error:
        return Entry(path.stem, path, size, None, str(error))


def entries() -> list[Entry]:
    """Return every model by name; of two with one name, the one that `find_model` finds."""
    found: dict[str, Path] = {}
    for path in models():
        found.setdefault(path.stem, path)
    return [look(path) for path in found.values()]
