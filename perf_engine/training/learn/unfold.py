"""From the tables of a model file back to a model that can be trained.

A model file holds embeddings times input weights, folded into tables. Their singular value
decomposition gives embeddings and input weights whose product they are, so that training meets
an ordinary model, which is exported as any other.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from perf_engine.core.model.gru import STYLE_CONTEXT, STYLE_INPUT, Weights
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.files.plain_file import Unfit, check_plain

from .checkpoint import of_run
from .export import model_of
from .torch_model import PerformanceModel

EMBEDDINGS: Final = tuple(f"embed_{name}.weight" for name in ("part", "dt", "key", "velocity"))
TABLES: Final = ("input.part", "input.dt", "input.key", "input.velocity")
ROUNDING: Final = 1e-3  # of the tables' norm; rounding to float16 adds less than a third of this


def beginning(path: Path) -> tuple[PerformanceModel, dict[str, Any]]:
    """The model to begin with, and facts about it: a model file, a run's folder, or a checkpoint.

    Raises ValueError where it is none of these.
    """
    if path.suffix == ".safetensors":
        weights, info = read(path)
        return unfolded(weights), {"begun_with": info.name, "before": dict(info.facts)}
    model, state = model_of(of_run(path) if path.is_dir() else path)
    facts = {"events_seen": state["seen"], "steps": state["step"], "recipe": state["recipe"]}
    return model, {"begun_with": path.name, "before": {**facts, **state.get("facts", {})}}


def read(path: Path) -> tuple[Weights, ModelInfo]:
    """A model file's weights and its facts. Raises ValueError."""
    try:
        check_plain(path)
        with safe_open(path, framework="numpy") as file:
            info = ModelInfo.from_metadata(file.metadata())
            keys = file.keys()  # the file itself cannot be iterated over
            tensors = {key: file.get_tensor(key) for key in keys}
        return Weights(tensors, info.sizes, info.vocabulary, info.told), info
    except FileNotFoundError:
        raise ValueError(f"there is no model file {path}") from None
    except Unfit:
        raise
    except (SafetensorError, OSError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@torch.no_grad()
def unfolded(weights: Weights) -> PerformanceModel:
    """The model that folds into these weights; its embeddings are as wide as they must be.

    It knows their styles by the names that players know.
    """
    t = weights.tensors
    bias = t["input.part"].astype(np.float64).mean(axis=0)  # only this table contains it
    tables = [t[name].astype(np.float64) for name in TABLES]
    tables[0] = tables[0] - bias
    styles = weights.told.styles
    if styles:  # the first row is that of no style
        tables.append(_beside_none(t[STYLE_INPUT]).astype(np.float64))
    width, embeddings, inputs = _factors(np.concatenate(tables), weights.sizes.embedding)
    sizes = replace(weights.sizes, embedding=width)
    model = PerformanceModel(sizes, weights.vocabulary, told=weights.told)
    rows = np.split(embeddings, np.cumsum([len(table) for table in tables])[:-1])
    found: dict[str, NDArray[Any]] = dict(zip(EMBEDDINGS, rows, strict=False))
    if styles:
        found["embed_told.style"] = rows[-1]
        found["context_told.style"] = _beside_none(t[STYLE_CONTEXT])
    found |= {
        "cell.weight_ih_l0": inputs,
        "cell.bias_ih_l0": bias,
        "cell.weight_hh_l0": t["recurrent.weight"],
        "cell.bias_hh_l0": t["recurrent.bias"],
        "start": t["start"],
        "held_table": t["held.table"],
        "held_bias": t["held.bias"],
        "context.weight": t["context.weight"],
        "context.bias": t["context.bias"],
        "out_key.weight": t["out.key.weight"][:KEY_COUNT],
        "out_key.bias": t["out.key.bias"][:KEY_COUNT],
        "out_key_held.weight": t["out.key.weight"][KEY_COUNT:],
        "out_key_held.bias": t["out.key.bias"][KEY_COUNT:],
    }
    for name in ("dt.part", "key.part", "key.dt", "velocity.part", "velocity.dt", "velocity.key"):
        found[f"{name.replace('.', '_')}.weight"] = t[name]
    for name in ("part", "dt", "velocity"):
        for kind in ("weight", "bias"):
            found[f"out_{name}.{kind}"] = t[f"out.{name}.{kind}"]
    model.load_state_dict({n: torch.from_numpy(np.array(x, np.float32)) for n, x in found.items()})
    return model.eval()


def _beside_none(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of styles, after one of zeros for no style."""
    return np.concatenate([np.zeros((1, rows.shape[1]), np.float32), rows])


def _factors(
    tables: NDArray[np.float64], width: int
) -> tuple[int, NDArray[np.float64], NDArray[np.float64]]:
    """Width, embeddings (rows, width) and input weights (3H, width) whose product the tables are.

    As wide as asked for, or wider where more than rounding would be lost. Both factors are of
    one size.
    """
    left, values, right = np.linalg.svd(tables, full_matrices=False)
    lost = np.sqrt(np.cumsum(values[::-1] ** 2)[::-1])  # [k]: norm of the rest beside k columns
    needed = int(np.count_nonzero(lost > ROUNDING * lost[0]))
    width = max(width, needed)
    kept = min(width, len(values))
    root = np.sqrt(values[:kept])
    embeddings = np.zeros((len(tables), width))
    inputs = np.zeros((tables.shape[1], width))
    embeddings[:, :kept], inputs[:, :kept] = left[:, :kept] * root, right[:kept].T * root
    if kept < width:  # columns without effect yet, which can learn
        rng = np.random.default_rng(0)
        embeddings[:, kept:] = rng.normal(0.0, 0.1, (len(tables), width - kept))
    return width, embeddings, inputs
