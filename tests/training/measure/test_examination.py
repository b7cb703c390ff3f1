"""Examined as it is played, a model scores as it does in training."""

import numpy as np
import pytest

from tests.training.invented import played, tune
from tests.training.measure.passages import passage

pytest.importorskip("torch")

import torch

from perf_engine.core.controls import CONTROLS
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.playing.improviser import Improviser
from perf_engine.training.learn.batches import crop_of
from perf_engine.training.learn.export import folded
from perf_engine.training.learn.torch_model import PerformanceModel
from perf_engine.training.measure.evaluate import score
from perf_engine.training.measure.examination import calibration, examine, examine_all, total

MUSIC = [played(tune(seed, 40 + 10 * seed), seed) for seed in range(3)]


def test_the_figures_are_those_of_the_training_model():
    torch.manual_seed(3)
    sizes, vocabulary = Sizes(24, 8, 8, 12), Vocabulary()
    model = PerformanceModel(sizes, vocabulary)
    for parameter in model.parameters():
        parameter.data += 0.2 * torch.randn_like(parameter)
    crops = [crop_of(e.dt, e.part, e.key, e.velocity, vocabulary) for e in MUSIC]
    expected = score(model, crops, "tunes")
    weights = Weights(folded(model), sizes, vocabulary)
    passages = [passage(e) for e in MUSIC]
    sheets = list(examine_all(weights, passages))
    found = total("tunes", passages, [s.nats for s in sheets], vocabulary)
    for name in ("part", "dt", "key", "velocity", "release", "total", "dens", "per_note"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-3)
    assert (found.events, found.notes) == (expected.events, expected.notes)


def test_what_is_not_asked_costs_nothing(weights):
    sheet = examine(weights, passage(MUSIC[0]))
    releases = sheet.passage.velocity == 0
    assert (sheet.nats[releases, 3] == 0).all()
    assert (sheet.confidence[releases, 3] < 0).all()
    assert sheet.nats[0, 1] == 0
    assert (sheet.nats[1:, 1] > 0).all()
    assert ((sheet.below >= 0) & (sheet.below <= 1 + 1e-5)).all()


def test_several_processes_give_the_same(weights):
    passages = [passage(e, 30) for e in MUSIC]
    one, two = (list(examine_all(weights, passages, n)) for n in (1, 2))
    for a, b in zip(one, two, strict=True):
        assert np.array_equal(a.nats, b.nats)
    said = calibration(one)
    assert said["dt"]["error"] <= 1
    assert sum(said["dt_transformed"]["shares"]) == pytest.approx(1, abs=1e-3)


def test_what_comes_again_is_foreseen_better_with_the_phrase_memory(weights):
    sheet = examine(weights, passage(played(np.tile(tune(1, 8), 8), 1)))
    half = len(sheet.nats) // 2
    assert sheet.remembered[half:].sum() < 0.5 * sheet.nats[half:].sum()
    assert (sheet.remembered[0] == sheet.nats[0]).all()
    assert (sheet.remembered[sheet.passage.velocity == 0, 3] == 0).all()


def test_the_phrase_memory_of_an_examination_is_that_of_a_machine_that_listens(weights):
    music = passage(MUSIC[2])
    mind, amount = Improviser(weights), float(CONTROLS["imitation"].default)
    mind.begin(0.0)
    told = []
    columns = (music.onset, music.part, music.key, music.velocity)
    for onset, part, key, velocity in zip(*(c.tolist() for c in columns), strict=True):
        struck = weights.vocabulary.velocity_value(velocity)
        told.append(mind.surprise(part, key, struck, onset, amount))
        mind.feed(part, key, struck, onset)
    examined = examine(weights, music).remembered.sum(1)
    np.testing.assert_allclose(examined[1:], told[1:], rtol=1e-3, atol=1e-3)
