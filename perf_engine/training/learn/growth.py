"""A trained model with more parts, styles or metre than it had, which it can learn from there."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import KEY_COUNT, Vocabulary

from .torch_model import PerformanceModel

UNLIKELY: Final = -6.0  # logit of a new part, which has played nothing yet
BY_PART: Final = ("embed_part.weight", "dt_part.weight", "key_part.weight", "velocity_part.weight")
TOLD: Final = ("embed_told.", "context_told.")


@torch.no_grad()
def grown(model: PerformanceModel, vocabulary: Vocabulary, told: Told) -> PerformanceModel:
    """Return a model that foresees as this one does, with the new inputs and parts beside.

    The parts of `vocabulary` begin with the model's own. What it is told changes nothing before it
    has learnt it. Raises ValueError if the vocabulary lacks one of its parts or has other classes,
    or if the model is told other styles or no metre any more.
    """
    old, was = model.vocabulary, model.told
    if vocabulary.parts[: len(old.parts)] != old.parts:
        raise ValueError(
            f"the parts must begin with the model's, {', '.join(old.parts)},"
            f" not {', '.join(vocabulary.parts)}"
        )
    if (vocabulary.dt_count, vocabulary.velocity_count) != (old.dt_count, old.velocity_count):
        raise ValueError("the classes of time and loudness must be the model's")
    if told.styles[: len(was.styles)] != was.styles or (was.metre and not told.metre):
        raise ValueError(
            "the model knows other styles, or metre: the data set must begin with its styles,"
            f" {', '.join(was.styles) or 'none'}, and have metre if the model has it"
        )
    if vocabulary.parts == old.parts and told == was:
        return model
    larger = PerformanceModel(model.sizes, vocabulary, model.dropout.p, told=told)
    found = larger.state_dict()
    for name, new in found.items():
        if name.startswith(TOLD):
            new.zero_()
    for name, own in model.state_dict().items():
        if name == "held_table":
            _keep_held(found[name], own, model, len(vocabulary.parts))
        else:
            found[name][: own.shape[0]] = own
    for name in BY_PART:  # a new part is at first the mean of the others
        known = found[name][: len(old.parts)]
        found[name][len(old.parts) :] = known.mean(dim=0)
    found["out_part.bias"][len(old.parts) :] = UNLIKELY
    larger.load_state_dict(found)
    return larger


def _keep_held(new: Tensor, own: Tensor, model: PerformanceModel, parts: int) -> None:
    """Copy the table of held keys, whose rows are (feature, part, key)."""
    features, known = model.sizes.held_features, len(model.vocabulary.parts)
    shape = (features, known, KEY_COUNT, own.shape[1])
    new.view(features, parts, KEY_COUNT, -1)[:, :known] = own.view(shape)
