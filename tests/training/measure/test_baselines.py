import json
from contextlib import suppress

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save

from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset, prepare
from perf_engine.training.measure.baselines import KINDS, Baselines, learning, line_of
from perf_engine.training.measure.passage import of_dataset
from tests.support.hostile import DEEP, spoilt
from tests.training.invented import song

VOCABULARY = Vocabulary()


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("music")
    for i in range(30):
        song(folder / "songs" / f"{i:02}.mid", i)
    prepare([folder / "songs"], folder / "d", workers=1, validation=0.2)
    return Dataset.open(folder / "d")


@pytest.fixture(scope="module")
def baselines(dataset):
    return Baselines.fit(dataset, VOCABULARY, {"songs": 0.5, "others": 0.5})


def test_contexts_help_and_every_event_is_scored(dataset, baselines):
    passages = list(of_dataset(dataset, "validation", VOCABULARY))
    nats = baselines.nats(passages)
    assert set(nats) == set(KINDS)
    mean = {kind: np.concatenate(each).sum(1).mean() for kind, each in nats.items()}
    assert mean["markov"] < mean["unigram"]
    for each in nats.values():
        assert [n.shape for n in each] == [(len(p), 4) for p in passages]
        assert all(np.isfinite(n).all() and (n >= 0).all() for n in each)
        assert all(
            n[0, 1] == 0 and (n[p.velocity == 0, 3] == 0).all()
            for n, p in zip(each, passages, strict=True)
        )


def test_the_markov_model_that_learns_is_the_other_one_learning(dataset, baselines):
    passages = list(of_dataset(dataset, "validation", VOCABULARY, most=2))
    nats = baselines.nats(passages)
    for a, b in zip(learning(passages, nats["markov"]), nats["markov_cached"], strict=True):
        assert np.allclose(a, b)


def test_kept_in_a_file_they_foresee_the_same(dataset, baselines, tmp_path):
    baselines.save(tmp_path / "b.safetensors")
    again = Baselines.load(tmp_path / "b.safetensors")
    assert again.shares == baselines.shares
    passages = list(of_dataset(dataset, "validation", VOCABULARY, most=1))
    a, b = (one.nats(passages) for one in (baselines, again))
    assert all(np.array_equal(a[kind][0], b[kind][0]) for kind in KINDS)


def test_another_file_and_another_source_are_refused(dataset, tmp_path, model_file):
    (tmp_path / "b.safetensors").write_bytes(b"nothing")
    for file in (tmp_path / "b.safetensors", tmp_path / "none", model_file):
        with pytest.raises(ValueError, match="holds no baseline that can be read"):
            Baselines.load(file)
    with pytest.raises(ValueError, match="no training piece"):
        Baselines.fit(dataset, VOCABULARY, {"others": 1.0})
    with pytest.raises(ValueError, match="no music"):
        line_of([])


def test_an_odd_file_is_refused_by_name(baselines, tmp_path):
    path = tmp_path / "b.safetensors"
    baselines.save(path)
    with safe_open(path, framework="numpy") as file:
        keys = file.keys()
        tensors = {key: file.get_tensor(key) for key in keys}
        said = json.loads(file.metadata()["perf_engine_baseline"])
    for text in spoilt(said):
        odd = text.decode("utf-8", "replace")
        path.write_bytes(save(tensors, metadata={"perf_engine_baseline": odd}))
        with suppress(ValueError):
            Baselines.load(path)
    path.write_bytes(save(tensors, metadata={"perf_engine_baseline": DEEP.decode()}))
    with pytest.raises(ValueError, match=r"b\.safetensors holds no baseline .* nested too deeply"):
        Baselines.load(path)
