"""Training is measured beside a bare loop on batches of the same shape."""

import json

import mido
import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("torch")

import torch

from benchmarks.training import main, measured, scrambled
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset, prepare
from perf_engine.training.learn.batches import Streams
from perf_engine.training.learn.material import Material, by_length
from perf_engine.training.learn.recipe import Recipe


@pytest.fixture
def data(tmp_path):
    track = mido.MidiTrack()
    for i in range(300):
        track.append(mido.Message("note_on", note=40 + i * 7 % 24, velocity=70))
        track.append(mido.Message("note_off", note=40 + i * 7 % 24, time=240))
    (tmp_path / "tunes").mkdir()
    mido.MidiFile(tracks=[track]).save(tmp_path / "tunes" / "a.mid")
    prepare([tmp_path / "tunes"], tmp_path / "data", workers=1, validation=0.0)
    return tmp_path / "data"


def test_both_are_measured_in_turn(data):
    words = [str(data), "--seconds", "0.05", "--turns", "1", "--streams", "2"]
    threads = torch.get_num_threads()
    out = CliRunner().invoke(main, words)
    torch.set_num_threads(threads)
    assert out.exit_code == 0, out.output
    found = json.loads(out.output[out.output.index("{") :])
    assert found["events_per_s"]["ours"] > 0
    assert found["share_of_bare"] > 0


def test_the_bare_loop_has_as_much_to_do(data):
    dataset, words = Dataset.open(data), Vocabulary()
    material = Material.of(dataset, words, Recipe(weights=by_length(dataset)))
    batch = Streams(material.crop, 2, 16, Sizes()).segment()
    random = scrambled(batch, words, np.random.default_rng(0))
    assert random.part.shape == batch.part.shape
    assert (random.velocity > 0).sum() == (batch.velocity > 0).sum()
    assert len(random.held_rows) == len(batch.held_rows)
    assert not torch.equal(random.key, batch.key)


def test_a_turn_lasts_as_long_as_it_was_told():
    events, passed = measured(lambda: 3, 0.01)
    assert passed >= 0.01
    assert events % 3 == 0
