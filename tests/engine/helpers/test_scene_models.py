"""The models and styles of scenes are there, or the start is refused."""

from __future__ import annotations

import pytest

from perf_engine.engine.helpers.scene_models import check_scenes
from perf_engine.engine.piece_options import SceneOptions


def test_styles_of_the_model_of_the_scene_or_of_all_are_taken() -> None:
    scenes = [SceneOptions(name="a", style="jazz", style_2="hymns"), SceneOptions(name="b")]
    check_scenes(scenes, "broad")
    check_scenes([SceneOptions(name="a", model="broad", style="Jazz")], "general")
    check_scenes([SceneOptions(name="a", style="none")], "general")


@pytest.mark.parametrize(
    ("scene", "sentence"),
    [
        (
            {"model": "broad", "style_2": "hymn"},
            "scene calm: the model broad: style_2 must be one of none, .*, not hymn;"
            " did you mean hymns",
        ),
        ({"style": "jazz"}, "scene calm: the model general: style must be none, as the model has"),
        ({"model": "brod"}, "scene calm: there is no model brod; .*broad"),
        ({"model": "./brod.safetensors"}, "scene calm: there is no model file"),
    ],
)
def test_a_style_or_a_model_that_is_not_there_is_refused_with_its_scene(scene, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        check_scenes([SceneOptions(name="calm", **scene)], "general")


def test_of_a_model_of_all_that_is_missing_the_engine_tells() -> None:
    check_scenes([SceneOptions(name="calm", style="jazz")], "nobody")
