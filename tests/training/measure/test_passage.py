import mido
import numpy as np
import pytest

from perf_engine.core.model.vocabulary import PARTS, PEDAL, SWITCH, Vocabulary
from perf_engine.training.data.dataset import Dataset, prepare
from perf_engine.training.measure.passage import (
    Passage,
    of_dataset,
    of_files,
    time_classes,
    velocity_classes,
)
from tests.training.invented import played, song, tune
from tests.training.measure.passages import VOCABULARY, passage


def test_classes_are_those_of_the_vocabulary():
    velocities = np.arange(128, dtype=np.uint8)
    assert velocity_classes(velocities, VOCABULARY).tolist() == [
        VOCABULARY.velocity_class(int(v)) for v in velocities
    ]
    seconds = np.array([0.0, 0.0005, 0.001, 0.02, 0.5, 3.0, 19.9, 20.0, 500.0])
    assert time_classes(seconds, VOCABULARY).tolist() == [
        VOCABULARY.dt_class(s) for s in seconds.tolist()
    ]


def test_a_passage_has_onsets_and_may_be_only_a_beginning():
    events = played(tune(1, 50))
    whole = passage(events)
    assert len(whole) == 100
    assert whole.notes == 50
    assert whole.onset[-1] == pytest.approx(events.seconds)
    assert len(passage(events, 30)) == 30


def test_a_folder_is_a_source_and_what_is_no_use_is_said(tmp_path):
    song(tmp_path / "songs" / "a.mid", 1)
    (tmp_path / "songs" / "b.mid").write_bytes(b"nothing")
    alone = song(tmp_path / "c.mid", 2)
    found, unusable = of_files([tmp_path / "songs", alone], VOCABULARY)
    assert [(p.source, p.name) for p in found] == [("songs", "a"), ("files", "c")]
    assert [file.name for file, _ in unusable] == ["b.mid"]
    assert len(mido.MidiFile(alone).tracks) == 1


def test_the_pieces_of_a_split_evenly_spaced(tmp_path):
    for i in range(12):
        song(tmp_path / "songs" / f"{i:02}.mid", i)
    prepare([tmp_path / "songs"], tmp_path / "d", workers=1, validation=0.4)
    dataset = Dataset.open(tmp_path / "d")
    every = list(of_dataset(dataset, "validation", VOCABULARY))
    assert len(every) >= 2
    some = list(of_dataset(dataset, "validation", VOCABULARY, longest=20, most=2))
    assert len(some) == 2
    assert [len(p) for p in some] == [20, 20]
    with pytest.raises(ValueError, match="the model knows the parts drums"):
        list(of_dataset(dataset, "validation", Vocabulary(("drums",))))
    with_drums = list(of_dataset(dataset, "validation", Vocabulary((*PARTS, "drums"))))
    assert [p.key.tolist() for p in with_drums] == [p.key.tolist() for p in every]


def test_a_pedal_is_a_switch_however_deep():
    keys, depths = np.array([PEDAL] * 4, np.uint8), np.array([20, 0, 100, 0], np.uint8)
    columns = (np.zeros(4, np.float32), np.zeros(4, np.uint8), keys, depths)
    found = Passage.of("pedals", "pedals", columns, VOCABULARY)
    assert found.velocity.tolist() == [VOCABULARY.velocity_class(SWITCH), 0] * 2
