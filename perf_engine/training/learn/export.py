"""From a trained model to the tables that are played: embeddings folded through input weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save

from perf_engine.core.model.gru import STYLE_CONTEXT, STYLE_INPUT
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import NOTHING, Told, check_styles
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.steering.limits import Limits
from perf_engine.files.whole_file import write_whole
from perf_engine.training.data.style_names import style_names

from .checkpoint import read
from .torch_model import PerformanceModel


@torch.no_grad()
def folded(model: PerformanceModel, style: str | None = None) -> dict[str, NDArray[np.float32]]:
    """The tensors of `core.gru.tensor_shapes`, float32.

    No metre is folded in as a constant, and this style where one is given. Without, the model's
    styles are tensors: what each adds to no style. Raises ValueError for an LSTM and for a style
    that the model was not told.
    """
    if not isinstance(model.cell, torch.nn.GRU):
        raise ValueError("an LSTM is there to compare with; only a GRU can be played")
    gru = dict(model.cell.named_parameters())
    weight, bias = gru["weight_ih_l0"].double(), gru["bias_ih_l0"].double()
    context = model.context.bias.double()
    if style is not None and style not in model.told.styles:
        known = ", ".join(model.told.styles) or "none: it was trained without"
        raise ValueError(f"the model's styles are {known}, not {style}")
    styles: dict[str, torch.Tensor] = {}
    for name in model.embed_told:
        inputs, contexts = model.embed_told[name].double(), model.context_told[name].double()
        chosen = model.told.style(style) if name == "style" and style else 0
        bias = bias + weight @ inputs[chosen]
        context = context + contexts[chosen]
        if name == "style" and style is None:
            styles = {
                STYLE_INPUT: (inputs[1:] - inputs[0]) @ weight.T,
                STYLE_CONTEXT: contexts[1:] - contexts[0],
            }

    def through(table: torch.nn.Embedding) -> torch.Tensor:
        return table.weight.double() @ weight.T

    tensors = {
        "start": model.start,
        "input.part": through(model.embed_part) + bias,
        "input.dt": through(model.embed_dt),
        "input.key": through(model.embed_key),
        "input.velocity": through(model.embed_velocity),
        "recurrent.weight": gru["weight_hh_l0"],
        "recurrent.bias": gru["bias_hh_l0"],
        "held.table": model.held_table,
        "held.bias": model.held_bias,
        "context.weight": model.context.weight,
        "context.bias": context,
        "dt.part": model.dt_part.weight,
        "key.part": model.key_part.weight,
        "key.dt": model.key_dt.weight,
        "velocity.part": model.velocity_part.weight,
        "velocity.dt": model.velocity_dt.weight,
        "velocity.key": model.velocity_key.weight,
        "out.part.weight": model.out_part.weight,
        "out.part.bias": model.out_part.bias,
        "out.dt.weight": model.out_dt.weight,
        "out.dt.bias": model.out_dt.bias,
        "out.key.weight": torch.cat([model.out_key.weight, model.out_key_held.weight]),
        "out.key.bias": torch.cat([model.out_key.bias, model.out_key_held.bias]),
        "out.velocity.weight": model.out_velocity.weight,
        "out.velocity.bias": model.out_velocity.bias,
        **styles,
    }
    return {n: t.detach().float().cpu().contiguous().numpy() for n, t in tensors.items()}


def model_of(checkpoint: Path) -> tuple[PerformanceModel, dict[str, Any]]:
    """The model of a training run's checkpoint, and the checkpoint. Raises ValueError."""
    state = read(checkpoint)
    sizes = dict(state["sizes"])
    sizes["age_scales"] = tuple(sizes["age_scales"])
    cell = state["recipe"].get("cell", "gru")
    model = PerformanceModel(
        Sizes(**sizes),
        Vocabulary(tuple(state["parts"])),
        cell=cell,
        told=Told.read(state.get("told", {})),
    )
    named = {
        name.partition("module.")[2].replace("gru.", "cell."): tensor  # its name in format 2
        for name, tensor in state["averaged"].items()
    }
    model.load_state_dict({name: named[name] for name in model.state_dict()})
    return model.eval(), state


def export(
    checkpoint: Path,
    out: Path,
    facts: Mapping[str, Any] | None = None,
    half: bool = True,
    limits: Limits | None = None,
    style: str | None = None,
    style_limits: Mapping[str, Limits] | None = None,
) -> ModelInfo:
    """Write `out` (.safetensors, float16 unless `half` is false) from a run's checkpoint.

    `limits`: the governor's limits where the machine plays alone; without, those of piano music.
    `style`: one of the model's, in which it then always plays; without, its styles can be chosen
    while it plays, by the names of `style_names`. `style_limits`: the governor's limits in each
    of them. Raises ValueError or OSError.
    """
    model, state = model_of(checkpoint)
    styles = style_names(model.told.styles) if style is None else ()
    info = ModelInfo(
        out.stem,
        model.sizes,
        model.vocabulary,
        {
            "events_seen": state["seen"],
            "training_seconds": round(state["seconds"]),
            "steps": state["step"],
            "recipe": state["recipe"],
            **({"told": model.told.as_json()} if model.told != NOTHING else {}),
            **({"style": style} if style is not None else {}),
            **state.get("facts", {}),
            **(facts or {}),
        },
        limits or Limits(),
        Told(check_styles(styles)),
        () if style is not None else _in_order(model.told.styles, style_limits or {}),
    )
    kind = np.float16 if half else np.float32
    tensors = {n: t.astype(kind) for n, t in folded(model, style).items()}
    write_whole(out, save(tensors, metadata=info.to_metadata()))
    return info


def _in_order(styles: Sequence[str], limits: Mapping[str, Limits]) -> tuple[Limits, ...]:
    """The limits of all styles, or none where there are none. Raises ValueError if some lack."""
    lacking = [style for style in styles if style not in limits]
    if limits and lacking:
        raise ValueError(f"there are no clips from which to learn the limits of {lacking[0]}")
    return tuple(limits[style] for style in styles) if limits else ()
