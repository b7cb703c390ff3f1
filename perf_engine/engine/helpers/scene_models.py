"""The models of an installation's scenes, and their styles, checked before the piece begins."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from perf_engine.core.controls import control
from perf_engine.engine.piece_options import SceneOptions
from perf_engine.protocol.errors import hint

from .model_files import NoModel, find_model, read_info


def check_scenes(scenes: Sequence[SceneOptions], model: str | None) -> None:
    """Raise ValueError with the scene whose model is missing, or lacks a style of the scene.

    `model`: the one that plays in scenes that name none. If it is missing, the engine says so.
    """
    for scene in scenes:
        try:
            _check(scene, model)
        except ValueError as error:
            raise ValueError(f"scene {scene.name}: {error}") from error


def _check(scene: SceneOptions, model: str | None) -> None:
    if scene.model is not None:
        read_info(find_model(scene.model))
    wanted = {name: getattr(scene, name) for name in ("style", "style_2")}
    for name, style in wanted.items():
        if style is not None:
            with suppress(NoModel):
                _check_style(name, style, scene.model or model)


def _check_style(name: str, style: str, model: str | None) -> None:
    """Raise ValueError if a model lacks a style, with the nearest that it has."""
    info = read_info(find_model(model))
    styles = info.told.styles
    try:
        control(name).check(style, styles)
    except ValueError as error:
        raise ValueError(f"the model {info.name}: {error}{hint(style, styles)}") from None
