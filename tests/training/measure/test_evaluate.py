"""The score of a model while it is trained: the same however the crops are cut and laid out."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset
from perf_engine.training.learn.batches import crop_of
from perf_engine.training.learn.torch_model import PerformanceModel
from perf_engine.training.measure.evaluate import TERMS, held_out, score
from tests.training.invented import folk_and_rock
from tests.training.learn.random_events import played

WORDS = Vocabulary()
LENGTHS = (30, 5, 17)


def model_of(seed=0, **options):
    torch.manual_seed(seed)
    model = PerformanceModel(Sizes(12, 6, 6, 8), WORDS, **options)
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    return model


def crops_of(*lengths):
    rng = np.random.default_rng(3)
    return [crop_of(*played(rng, length), WORDS) for length in lengths]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return Dataset.open(folk_and_rock(tmp_path_factory.mktemp("music"), 0.4))


def test_neither_the_segments_nor_the_order_of_the_crops_change_a_score():
    model, crops = model_of(), crops_of(*LENGTHS)
    expected = score(model, crops, "tunes")
    for steps, order in ((7, crops), (128, crops[::-1]), (3, crops)):
        found = score(model, order, "tunes", steps)
        assert (found.pieces, found.events, found.notes) == (3, sum(LENGTHS), expected.notes)
        for name in (*TERMS, "release", "density_shift"):
            assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-4)


def test_each_crop_counts_by_its_events():
    model, crops = model_of(), crops_of(*LENGTHS)
    whole = score(model, crops, "tunes")
    alone = [score(model, [crop], "tunes") for crop in crops]
    for name in ("part", "key", "velocity", "release"):
        mean = np.average([getattr(one, name) for one in alone], weights=LENGTHS)
        assert getattr(whole, name) == pytest.approx(mean, abs=1e-4)
    followed = [length - 1 for length in LENGTHS]  # the first event of a piece follows nothing
    for name in ("dt", "density_shift"):
        mean = np.average([getattr(one, name) for one in alone], weights=followed)
        assert getattr(whole, name) == pytest.approx(mean, abs=1e-4)
    assert whole.notes == sum(int((c.velocity > 0)[c.key < 128].sum()) for c in crops)


def test_nothing_is_dropped_out_while_a_model_is_scored_and_it_goes_on_learning():
    model, crops = model_of(dropout=0.5), crops_of(*LENGTHS)
    model.train()
    before = [parameter.clone() for parameter in model.parameters()]
    assert score(model, crops, "tunes") == score(model, crops, "tunes")
    assert model.training
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))


def test_the_beginnings_of_pieces_that_are_not_learnt_are_held_out(dataset):
    for source in ("folk", "rock"):
        mine = [p for p in dataset.pieces if p.source == source and p.split == "validation"]
        assert mine
        crops = held_out(dataset, source, WORDS, 20, 100)
        assert len(crops) == len(mine)
        for piece, crop in zip(mine, crops, strict=True):
            begin = [column[:20] for column in dataset.events(piece)]
            assert np.array_equal(crop.key, crop_of(*begin, WORDS).key)
            assert len(crop) == 20
    assert held_out(dataset, "jazz", WORDS, 20, 100) == []


def test_of_many_pieces_some_from_all_over_are_held_out(dataset):
    piece = next(p for p in dataset.pieces if p.split == "validation")
    many = replace(dataset, pieces=tuple(replace(piece, length=n) for n in range(10, 20)))
    crops = held_out(many, piece.source, WORDS, 100, 3)
    assert [len(crop) for crop in crops] == [10, 13, 16]


def test_style_and_metre_are_told_only_where_they_are_to_be(dataset):
    told = Told(("folk", "rock"), metre=True)
    for crops, style, measured in (
        (held_out(dataset, "rock", WORDS, 50, 9), 0, False),
        (held_out(dataset, "rock", WORDS, 50, 9, told), 2, True),
        (held_out(dataset, "rock", WORDS, 50, 9, Told(("rock",))), 1, False),
    ):
        assert crops
        for crop in crops:
            assert crop.style == style
            assert bool((crop.metre[0] > 0).any()) == measured
