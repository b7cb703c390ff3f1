"""Crops of pieces, varied in their shares, and streams of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("torch")

import torch

from perf_engine.core.model.sizes import Sizes, held_code
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.protocol.midi import PEDAL
from perf_engine.training.data.dataset import Dataset, prepare
from perf_engine.training.learn.batches import Crops, Streams, Variation, crop_of
from tests.training.invented import band_with_drums, scale, write
from tests.training.learn.random_events import played

WORDS = Vocabulary()
SIZES = Sizes(16, 8, 8, 12)


def test_drums_are_learnt_as_they_are_and_other_parts_are_transposed(tmp_path):
    data = Dataset.open(band_with_drums(tmp_path))
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


def cut(folder, variation):
    """Sixty crops of a scale, varied in one way."""
    if not (folder / "data").exists():
        (folder / "band").mkdir()
        write(folder / "band" / "1.mid", scale())
        prepare([folder / "band"], folder / "data", workers=1, validation=0.0)
    data = Dataset.open(folder / "data")
    crops = Crops(
        data, data.pieces, {"band": 1.0}, Vocabulary(data.parts), longest=8, variation=variation
    )
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


def test_no_pianist_plays_the_drums(tmp_path):
    band_with_drums(tmp_path)
    whole = {Vocabulary().part_index("melody"), len(Vocabulary().parts)}
    assert all(told == whole for told in parts(tmp_path, 1.0))


@settings(max_examples=40)
@given(seed=st.integers(0, 2**31), begin=st.integers(0, 20), length=st.integers(1, 60))
def test_a_crop_knows_the_keys_held_before_each_event_and_for_how_long(seed, begin, length):
    whole = played(np.random.default_rng(seed), begin + length)
    columns = [column[begin:] for column in whole]  # it may begin in the middle
    crop = crop_of(*columns, WORDS)
    held, expected, kept, now, before = {}, [], [], 0.0, 0.0
    for dt, part, key, velocity in zip(*(column.tolist() for column in columns), strict=True):
        now += dt
        code = held_code(part, key)
        if not velocity and code not in held:
            continue  # it was struck before the crop
        expected += [(len(kept), one, before - since) for one, since in held.items()]
        kept.append((part, key, velocity > 0))
        before = now
        if velocity:
            held[code] = now
        else:
            del held[code]
    columns = crop.held_rows, crop.held_codes, crop.held_ages
    found = sorted(zip(*(column.tolist() for column in columns), strict=True))
    assert [one[:2] for one in found] == [one[:2] for one in sorted(expected)]
    assert [one[2] for one in found] == pytest.approx([o[2] for o in sorted(expected)], abs=1e-4)
    events = zip(crop.part.tolist(), crop.key.tolist(), (crop.velocity > 0).tolist(), strict=True)
    assert list(events) == kept


def supply(seed):
    """An endless supply of crops, each a function of its number."""

    def crop(number):
        rng = np.random.default_rng([seed, number])
        return crop_of(*played(rng, int(rng.integers(1, 40))), WORDS)

    return crop


def same(one, other, streams=slice(None)):
    """Whether a segment says of some streams what another says of all of its own."""
    names = ("part", "dt", "key", "velocity", "weight", "dt_weight", "metre", "before", "reset")
    return all(torch.equal(getattr(one, n)[..., streams], getattr(other, n)) for n in names)


@settings(max_examples=10)
@given(seed=st.integers(0, 2**31), steps=st.integers(1, 30), mine=st.integers(1, 3))
def test_two_processes_cut_the_streams_that_one_would(seed, steps, mine):
    crop = supply(seed)
    whole = Streams(crop, 4, steps, SIZES)
    first = Streams(crop, mine, steps, SIZES, 0, 4)
    second = Streams(crop, 4 - mine, steps, SIZES, mine, 4)
    for _ in range(6):
        segment = whole.segment()
        assert same(segment, first.segment(), slice(0, mine))
        assert same(segment, second.segment(), slice(mine, 4))


@settings(max_examples=10)
@given(seed=st.integers(0, 2**31), steps=st.integers(1, 30), after=st.integers(0, 5))
def test_streams_go_on_from_a_state_as_if_nothing_had_happened(seed, steps, after):
    crop = supply(seed)
    unbroken, again = (Streams(crop, 3, steps, SIZES) for _ in range(2))
    for _ in range(after):
        unbroken.segment()
    again.restore(unbroken.state())
    for _ in range(4):
        one, other = unbroken.segment(), again.segment()
        assert same(one, other)
        assert torch.equal(one.held_codes, other.held_codes)
        assert torch.equal(one.held_weights, other.held_weights)


@settings(max_examples=10)
@given(seed=st.integers(0, 2**31), steps=st.integers(1, 50))
def test_segments_hold_each_crop_once_and_mark_its_beginning(seed, steps):
    crops = [supply(seed)(number) for number in range(3)]
    streams = Streams(dict(enumerate(crops)).get, 1, steps, SIZES)
    keys, held, begun = [], [], 0
    while (segment := streams.segment()) is not None:
        there = segment.weight[:, 0] > 0
        begins = int(segment.reset[0])
        begun += begins
        assert int(segment.dt_weight.sum()) == int(there.sum()) - begins
        keys += segment.key[there, 0].tolist()
        held += segment.held_codes.tolist()
    assert keys == [key for crop in crops for key in crop.key.tolist()]
    assert held == [code for crop in crops for code in crop.held_codes.tolist()]
    assert begun == 3


def test_sources_share_the_crops_by_weight_and_pieces_by_length(tmp_path):
    data = Dataset.open(band_with_drums(tmp_path))
    (piece,) = data.pieces
    pieces = (piece, replace(piece, length=3 * piece.length), replace(piece, source="other"))
    crops = Crops(data, pieces, {"band": 0.2, "other": 0.6, "none": 5.0}, Vocabulary(data.parts))
    assert crops.chances().tolist() == pytest.approx([0.0625, 0.1875, 0.75])
    with pytest.raises(ValueError, match="no piece of the data set has a source with a weight"):
        replace(crops, source_weights={"none": 1.0}).chances()
