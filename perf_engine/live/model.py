"""Model files: found by name, opened, checked."""

from __future__ import annotations

import os
from pathlib import Path

from ..core.gru import Weights
from ..core.model_file import ModelInfo

SUFFIX = ".safetensors"
MODELS = Path(__file__).resolve().parents[2] / "models"
DEFAULT = "general"  # played where none is named


def folders() -> list[Path]:
    """Where models are looked for: the project's folder, then those in $PERF_MODELS."""
    named = os.environ.get("PERF_MODELS", "").split(os.pathsep)
    return [MODELS, *(Path(folder) for folder in named if folder)]


def models() -> list[Path]:
    """Every model file that can be named."""
    return [path for folder in folders() for path in sorted(folder.glob(f"*{SUFFIX}"))]


def find_model(name: str | Path | None = None) -> Path:
    """The file of a model, by name or by path; without a name `general`, else the first.

    Raises ValueError with the known ones.
    """
    known = models()
    if name is None:
        if not known:
            searched = " and ".join(str(folder) for folder in folders())
            raise ValueError(f"there is no model in {searched}; name one with --model FILE")
        return next((path for path in known if path.stem == DEFAULT), known[0])
    path = Path(name)
    if path.suffix == SUFFIX or len(path.parts) > 1:
        return path
    for candidate in known:
        if candidate.stem == str(name):
            return candidate
    names = ", ".join(dict.fromkeys(path.stem for path in known)) or "none"
    raise ValueError(f"there is no model {name}; known are: {names}")


def load_model(name: str | Path | None = None) -> tuple[Weights, ModelInfo]:
    """A model's weights and what it says of itself; a missing or foreign file is a ValueError."""
    from safetensors import SafetensorError, safe_open

    path = find_model(name)
    if not path.is_file():
        raise ValueError(f"there is no model file {path}")
    try:
        with safe_open(path, framework="numpy") as file:
            info = ModelInfo.from_metadata(file.metadata())
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(f"{path.name} is truncated, or no safetensors file: {error}") from error
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
    try:
        return Weights(tensors, info.sizes, info.vocabulary), info
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
