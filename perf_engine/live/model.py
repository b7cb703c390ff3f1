"""Model files: found by name, opened, checked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..core.gru import Weights, tensor_shapes
from ..core.model_file import ModelInfo, Origin

SUFFIX = ".safetensors"
MODELS = Path(__file__).resolve().parents[2] / "models"
DEFAULT = "general"  # played where none is named


class NoModel(ValueError):
    """There is no such model, or no such file."""


def folders() -> list[Path]:
    """Where models are looked for: the project's folder, then those in $PERF_MODELS."""
    named = os.environ.get("PERF_MODELS", "").split(os.pathsep)
    return [MODELS, *(Path(folder) for folder in named if folder)]


def models() -> list[Path]:
    """Every model file that can be named."""
    return [path for folder in folders() for path in sorted(folder.glob(f"*{SUFFIX}"))]


def is_path(name: str | Path) -> bool:
    """Whether a model is named by its file."""
    path = Path(name)
    return path.suffix == SUFFIX or len(path.parts) > 1


def find_model(name: str | Path | None = None) -> Path:
    """The file of a model, by name or by path; without a name `general`, else the first.

    Raises ValueError with the known ones.
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
    raise NoModel(f"there is no model {name}; known are: {names}")


def load_model(name: str | Path | None = None) -> tuple[Weights, ModelInfo]:
    """A model's weights and what it says of itself; a missing or foreign file is a ValueError."""
    path = find_model(name)
    with _opened(path) as file:
        info = _information(path, file)
        wanted = tensor_shapes(info.sizes, info.vocabulary)
        tensors = {key: file.get_tensor(key) for key in file.keys() if key in wanted}  # noqa: SIM118
        weights = Weights(tensors, info.sizes, info.vocabulary)
        weights.limits = info.limits
        weights.origin = Origin(info.name, str(path.resolve()), digest(path))
        return weights, info


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex. Raises OSError."""
    with path.open("rb") as file:
        found = hashlib.sha256()
        while piece := file.read(1 << 20):
            found.update(piece)
        return found.hexdigest()


def read_info(path: Path) -> ModelInfo:
    """What a model says of itself, its weights unread. Raises ValueError."""
    with _opened(path) as file:
        return _information(path, file)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """An open safetensors file; whatever goes wrong with it is a ValueError of one sentence."""
    from safetensors import SafetensorError, safe_open

    try:
        if not path.is_file():
            raise NoModel(f"there is no model file {path}")
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
    """What the file says; a model is called as its file is."""
    return replace(ModelInfo.from_metadata(file.metadata()), name=path.stem)
