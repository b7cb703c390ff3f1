"""What is learnt, in which shares, and what is held out."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from invented import note, scale, song, write

from perf_engine.core.vocabulary import PEDAL, Vocabulary
from perf_engine.training.batches import Crops, Variation
from perf_engine.training.dataset import Dataset, prepare
from perf_engine.training.material import (
    TAIL,
    Material,
    by_length,
    with_tails_held_out,
)
from perf_engine.training.recipe import Recipe
from perf_engine.training.selection import Selection


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
    sides = {split: [p for p in divided.pieces if p.split == split]
             for split in ("train", "validation")}  # fmt: skip
    assert len(sides["train"]) == len(sides["validation"]) == 4
    for begin, end in zip(sides["train"], sides["validation"], strict=True):
        assert begin.start + begin.length == end.start
        assert end.length / (begin.length + end.length) == pytest.approx(TAIL, abs=0.01)
    assert with_tails_held_out(divided) is divided
    assert by_length(divided) == {"own": sum(p.length for p in sides["train"])}


def band_with_drums(folder: Path) -> None:
    """A data set of one piece, a tune and drums."""
    kit = [m for i in range(40) for m in note(i * 480, i * 480 + 240, 36 + i % 3, 64, channel=9)]
    (folder / "band").mkdir()
    write(folder / "band" / "1.mid", scale(), kit)
    prepare([folder / "band"], folder / "data", workers=1, validation=0.0,
            selection=Selection(drums=True))


def test_drums_are_learnt_as_they_are_and_other_parts_are_transposed(tmp_path):
    band_with_drums(tmp_path)
    data = Dataset.open(tmp_path / "data")
    words = Vocabulary(data.parts)
    crops = Crops(data, data.pieces, {"band": 1.0}, words)
    shifts = set()
    for number in range(40):
        crop = crops.crop(number, np.cumsum(crops.chances()))
        drums = crop.part == words.part_index("drums")
        assert set(crop.key[drums].tolist()) == {36, 37, 38}
        melody = crop.key[~drums & (crop.key != PEDAL)]
        shifts.add(int(melody.max()) - 79)
    assert len(shifts) > 3
    with pytest.raises(ValueError, match=r"among the model's, piano, .*, bass, not .*drums"):
        Material.of(data, Vocabulary(), Recipe(weights={"band": 1.0}))


def cut(folder, variation):
    """Sixty crops of a scale, varied in one way."""
    if not (folder / "data").exists():
        (folder / "band").mkdir()
        write(folder / "band" / "1.mid", scale())
        prepare([folder / "band"], folder / "data", workers=1, validation=0.0)
    data = Dataset.open(folder / "data")
    crops = Crops(data, data.pieces, {"band": 1.0}, Vocabulary(data.parts), longest=8,
                  variation=variation)
    found = [crops.crop(number, np.cumsum(crops.chances())) for number in range(60)]
    return [crop for crop in found if len(crop) > 2]


def test_a_crop_keeps_its_tempo_as_often_as_it_is_told(tmp_path):
    def tempi(steady):
        varied = Variation(transpose=0, tempo=0.5, loudness=0.0, steady=steady)
        return {int(crop.dt.max()) for crop in cut(tmp_path, varied)}

    assert len(tempi(1.0)) < len(tempi(0.0))


def test_a_crop_keeps_its_loudness_as_often_as_it_is_told(tmp_path):
    def loudest(unbent):
        varied = Variation(transpose=0, tempo=0.0, loudness=0.9, unbent=unbent)
        return [int(crop.velocity.max()) for crop in cut(tmp_path, varied)]

    unbent = set(loudest(1.0))
    assert len(unbent) == 1
    assert len(set(loudest(0.0))) > 3
    kept = [velocity in unbent for velocity in loudest(0.5)]
    assert 0.3 < sum(kept) / len(kept) < 0.8


def parts(folder, pianist):
    return [set(crop.part.tolist()) for crop in cut(folder, Variation(pianist=pianist))]


def test_a_crop_is_a_pianists_as_often_as_it_is_told(tmp_path):
    piano, melody = ({Vocabulary().part_index(name)} for name in ("piano", "melody"))
    assert all(told == melody for told in parts(tmp_path, 0.0))
    assert all(told == piano for told in parts(tmp_path, 1.0))
    told = parts(tmp_path, 0.5)
    assert all(one in (piano, melody) for one in told)
    assert 0.3 < told.count(piano) / len(told) < 0.7


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


def test_no_pianist_plays_the_drums(tmp_path):
    band_with_drums(tmp_path)
    whole = {Vocabulary().part_index("melody"), len(Vocabulary().parts)}
    assert all(told == whole for told in parts(tmp_path, 1.0))
