"""What is learnt, in which shares, and what is held out."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset, prepare
from perf_engine.training.learn.material import (
    TAIL,
    Material,
    by_length,
    with_tails_held_out,
)
from perf_engine.training.learn.recipe import Recipe
from tests.training.invented import band_with_drums, folk_and_rock, song


def dataset(folder: Path, name: str, validation=0.0, count=4, seed=0):
    for piece in range(count):
        song(folder / name / f"{piece}.mid", seed + piece)
    prepare([folder / name], folder / f"{name} data", workers=1, validation=validation)
    return Dataset.open(folder / f"{name} data")


def test_replayed_crops_have_their_share_and_the_others_stay_what_they_were(tmp_path):
    own, general = dataset(tmp_path, "own", 0.25), dataset(tmp_path, "general", 0.25, 6, 50)
    words = Vocabulary()
    plain = Recipe(weights={"own": 1.0}, seed=3)
    mixed = Recipe(weights={"own": 1.0}, general={"general": 1.0}, replay=0.25, seed=3)
    alone, both = Material.of(own, words, plain), Material.of(own, words, mixed, general)
    same = [np.array_equal(alone.crop(n).key, both.crop(n).key) for n in range(400)]
    assert 0.68 < np.mean(same) < 0.82
    assert list(both.exam.crops) == ["own"]
    assert both.general is not None
    assert list(both.general.crops) == ["general"]
    assert alone.general is None
    assert alone.fingerprint != both.fingerprint
    assert alone.fingerprint == Material.of(own, words, plain).fingerprint


def test_where_no_piece_is_held_out_the_end_of_each_is(tmp_path):
    whole = dataset(tmp_path, "own")
    divided = with_tails_held_out(whole)
    sides = {
        split: [p for p in divided.pieces if p.split == split] for split in ("train", "validation")
    }
    assert len(sides["train"]) == len(sides["validation"]) == 4
    for begin, end in zip(sides["train"], sides["validation"], strict=True):
        assert begin.start + begin.length == end.start
        assert end.length / (begin.length + end.length) == pytest.approx(TAIL, abs=0.01)
    assert with_tails_held_out(divided) is divided
    assert by_length(divided) == {"own": sum(p.length for p in sides["train"])}


def test_a_data_set_with_parts_that_the_model_lacks_is_refused(tmp_path):
    data = Dataset.open(band_with_drums(tmp_path))
    with pytest.raises(ValueError, match=r"among the model's, piano, .*, bass, not .*drums"):
        Material.of(data, Vocabulary(), Recipe(weights={"band": 1.0}))


def test_a_model_is_told_style_and_metre_in_their_shares_and_examined_with_and_without(tmp_path):
    data, weights = Dataset.open(folk_and_rock(tmp_path, 0.25)), {"folk": 0.5, "rock": 0.5}
    plain = Material.of(data, Vocabulary(), Recipe(weights=weights))
    told = Material.of(data, Vocabulary(), Recipe(weights=weights, styles=True, metre=True))
    assert told.told == Told(("folk", "rock"), metre=True)
    crops = [told.crop(n) for n in range(300)]
    assert 0.6 < np.mean([crop.style > 0 for crop in crops]) < 0.74
    assert 0.4 < np.mean([crop.metre.any() for crop in crops]) < 0.6
    for number, crop in enumerate(crops[:40]):
        other = plain.crop(number)
        assert other.style == 0
        assert not other.metre.any()
        assert np.array_equal(crop.key, other.key)
    assert plain.told_exam is None
    assert told.fingerprint != plain.fingerprint
    for source, exam in told.told_exam.crops.items():
        for crop, untold in zip(exam, told.exam.crops[source], strict=True):
            assert crop.style == 1 + ("folk", "rock").index(source)
            assert (crop.metre[0] > 0).all()
            assert not untold.metre.any()
            assert np.array_equal(crop.key, untold.key)


def test_only_ones_own_music_is_a_pianists_general_music_keeps_its_parts(tmp_path):
    own, general = dataset(tmp_path, "own"), dataset(tmp_path, "general", 0.0, 6, 50)
    recipe = Recipe(weights={"own": 1.0}, general={"general": 1.0}, replay=0.5, pianist=1.0)
    both = Material.of(with_tails_held_out(own), Vocabulary(), recipe, general)
    told = [
        (both.crop(n).part.tolist(), np.random.default_rng([recipe.seed, n, 1]).random())
        for n in range(40)
    ]
    piano, melody = (Vocabulary().part_index(name) for name in ("piano", "melody"))
    for parts, chance in told:
        assert set(parts) == {melody if chance < recipe.replay else piano}
