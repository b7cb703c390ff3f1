"""The metadata of a model comes back as it was written, and broken metadata is refused."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.model.model_file import FORMAT, ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.steering.limits import Limits

widths = st.integers(1, 8192)
sizes = st.builds(
    Sizes,
    hidden=widths,
    embedding=widths,
    held=widths,
    head=widths,
    age_scales=st.lists(st.floats(0.001, 100.0), max_size=3).map(tuple),
)
words = st.builds(
    Vocabulary,
    st.sets(st.text(max_size=8), min_size=1, max_size=4).map(tuple),
    st.sampled_from((32, 160)),
    st.integers(2, 128),
)
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
jsons = (
    plain | st.lists(plain, max_size=3) | st.dictionaries(st.text(max_size=8), plain, max_size=3)
)
infos = st.builds(
    ModelInfo,
    st.text(max_size=12),
    sizes,
    words,
    st.dictionaries(st.text(max_size=8), jsons, max_size=3),
    st.builds(Limits, fullest=st.integers(3, 128)),
    st.builds(Told, st.sampled_from([(), ("folk", "jazz")])),
)
WHOLE = json.loads(
    ModelInfo(
        "x",
        Sizes(8, 4, 4, 4),
        Vocabulary(),
        {"hours": 1},
        told=Told(("folk",)),
        style_limits=(Limits(fullest=3),),
    ).to_metadata()["perf_engine"]
)


def read(said):
    return ModelInfo.from_metadata({"perf_engine": json.dumps(said)})


@settings(max_examples=30)
@given(infos)
def test_metadata_comes_back_as_it_was_written(info):
    written = info.to_metadata()
    assert all(isinstance(text, str) for text in written.values())  # safetensors keeps no others
    assert ModelInfo.from_metadata(written) == info


@pytest.mark.parametrize("metadata", [None, {}, {"format": "pt"}])
def test_a_foreign_file_is_told_from_a_model(metadata):
    with pytest.raises(ValueError, match="not a model of perf_engine"):
        ModelInfo.from_metadata(metadata)


def test_a_model_of_a_later_format_asks_for_an_update_whatever_else_it_says():
    with pytest.raises(ValueError, match=f"format {FORMAT + 1} is newer than {FORMAT}.*update"):
        read({"format": FORMAT + 1, "sizes": "of another kind"})
    assert read(WHOLE).facts == {"hours": 1}


@pytest.mark.parametrize("missing", ["format", "name", "sizes", "vocabulary"])
def test_what_is_missing_is_named(missing):
    with pytest.raises(ValueError, match=f"the model's metadata is broken: KeyError.*{missing}"):
        read({key: value for key, value in WHOLE.items() if key != missing})


@settings(max_examples=50)
@given(st.sampled_from(sorted(WHOLE)), jsons)
def test_whatever_stands_at_a_place_it_is_a_model_or_a_value_error(key, said):
    try:
        found = read({**WHOLE, key: said})
    except ValueError:
        return
    assert ModelInfo.from_metadata(found.to_metadata()) == found


@pytest.mark.parametrize(
    "text", ["{", "3", "[]", "null", "[" * 100_000, '{"format": 1e999}', "1" * 5000]
)
def test_a_text_that_is_no_metadata_is_refused(text):
    with pytest.raises(ValueError, match="the model's metadata is broken"):
        ModelInfo.from_metadata({"perf_engine": text})


@pytest.mark.parametrize(
    ("styles", "limits", "says"),
    [
        (["a", "a"], [], "two styles of the model have one name"),
        ([1], [], "must be a text"),
        (3, [], "metadata is broken"),
        (["a", "b"], [{}], "limits for its 2 styles, or none, not for 1"),
        (["a"], [3], "metadata is broken"),
        (["a"], [{"tonal": 2}], "the limit tonal must be 0..1"),
    ],
)
def test_styles_that_cannot_be_are_refused(styles, limits, says):
    with pytest.raises(ValueError, match=says):
        read({**WHOLE, "styles": styles, "style_limits": limits})
