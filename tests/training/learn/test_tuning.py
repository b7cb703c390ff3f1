"""A model goes on learning on a few files: better there, and elsewhere not much worse."""

from dataclasses import replace

import pytest

pytest.importorskip("torch")


from perf_engine.core.model.sizes import Sizes
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.training.data.dataset import prepare
from perf_engine.training.data.selection import Selection
from perf_engine.training.learn import metrics
from perf_engine.training.learn.export import export, model_of
from perf_engine.training.learn.recipe import Recipe
from perf_engine.training.learn.train import train
from perf_engine.training.learn.tuning import TUNING, Change, Report, fine_tune
from tests.training.invented import song

SMALL = replace(
    TUNING,
    events=12_000,
    streams=4,
    steps=16,
    rate=5e-3,
    warm_up=5,
    validation_steps=20,
    averaging=0.9,
    forgetting=0.2,
)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A model file, the general music that it learnt, and two files of another kind."""
    folder = tmp_path_factory.mktemp("tuning")
    for piece in range(8):
        song(folder / "general" / f"{piece}.mid", piece)
    for piece in range(2):
        song(folder / "own" / f"{piece}.mid", 70 + piece, transpose=12, tempo=1_500_000)
    prepare([folder / "general"], folder / "general data", workers=1, validation=0.25)
    prepare([folder / "own"], folder / "own data", workers=1, validation=0.0)
    recipe = Recipe(
        events=25_000,
        streams=4,
        steps=16,
        warm_up=5,
        rate=1e-2,
        averaging=0.9,
        weights={"general": 0.7},
    )
    checkpoint = train(folder / "general data", folder / "run", Sizes(24, 8, 8, 12), recipe)
    export(checkpoint, folder / "old.safetensors")
    return folder


def test_a_model_file_learns_other_music_and_keeps_what_it_knew(trained, tmp_path):
    report = fine_tune(
        trained / "old.safetensors", trained / "own data", tmp_path, SMALL, trained / "general data"
    )
    assert report.step > 0
    assert report.own.share < -0.1
    assert report.general is not None
    assert report.general.share <= 0.2
    info = export(tmp_path / "best.pt", tmp_path / "new.safetensors")
    assert info.facts["begun_with"] == "old"
    assert info.facts["before"]["recipe"]["weights"] == {"general": 0.7}
    assert info.facts["recipe"]["general"] == {"general": 0.7}
    again = fine_tune(
        trained / "old.safetensors", trained / "own data", tmp_path, SMALL, trained / "general data"
    )
    assert again == report  # it was over


def test_where_all_that_is_better_forgets_too_much_the_model_stays_what_it_was(trained, tmp_path):
    recipe = replace(SMALL, replay=0.0, forgetting=-0.5, patience=2)
    report = fine_tune(
        trained / "run", trained / "own data", tmp_path, recipe, trained / "general data"
    )
    assert report.step == 0
    assert report.own.share == 0.0
    assert metrics.read(tmp_path)[-1]["step"] == 40  # it gave up early


def test_without_general_music_only_the_own_is_measured(trained, tmp_path):
    report = fine_tune(
        trained / "run", trained / "own data", tmp_path, replace(SMALL, events=2_000)
    )
    assert report.general is None
    assert report.as_json()["general"] is None


def test_a_model_gains_drums_styles_and_metre(trained, tmp_path):
    for piece in range(4):
        song(tmp_path / "kit" / f"{piece}.mid", 90 + piece, channel=9)
        song(tmp_path / "tunes" / f"{piece}.mid", 80 + piece)
    prepare(
        [tmp_path / "kit", tmp_path / "tunes"],
        tmp_path / "data",
        workers=1,
        validation=0.25,
        selection=Selection(drums=True, metre=True),
        styles="corpora",
    )
    recipe = replace(SMALL, events=4_000, styles=True, metre=True, replay=0.0)
    report = fine_tune(trained / "old.safetensors", tmp_path / "data", tmp_path / "run", recipe)
    assert report.own.share < -0.1
    model, _ = model_of(tmp_path / "run" / "best.pt")
    assert model.told.styles == ("kit", "tunes")
    assert model.told.metre
    export(tmp_path / "run" / "best.pt", tmp_path / "new.safetensors")
    weights, _ = load_model(str(tmp_path / "new.safetensors"))
    assert weights.vocabulary.parts[-1] == "drums"
    plain = replace(SMALL, events=1_000, replay=0.0)
    fine_tune(tmp_path / "run", trained / "own data", tmp_path / "on", plain)
    again, _ = model_of(tmp_path / "on" / "best.pt")
    assert again.told == model.told  # it stays, though this music tells nothing
    assert weights.told.styles == ("kit", "tunes")
    more = replace(recipe, events=1_000)
    (tmp_path / "tunes").rename(tmp_path / "waltzes")
    both = [tmp_path / "kit", tmp_path / "waltzes"]
    drums = Selection(drums=True)
    prepare(both, tmp_path / "two", workers=1, selection=drums, styles="corpora")
    fine_tune(tmp_path / "new.safetensors", tmp_path / "two", tmp_path / "last", more)
    learnt, _ = model_of(tmp_path / "last" / "best.pt")
    assert learnt.told.styles == ("kit", "tunes", "waltzes")


def test_an_lstm_is_not_fine_tuned(trained, tmp_path):
    recipe = Recipe(events=64, streams=2, steps=16, cell="lstm", weights={"general": 1.0})
    train(trained / "general data", tmp_path / "lstm", Sizes(24, 8, 8, 12), recipe)
    with pytest.raises(ValueError, match="only a GRU is fine-tuned"):
        fine_tune(tmp_path / "lstm", trained / "own data", tmp_path / "run", SMALL)
    with pytest.raises(ValueError, match="only a GRU can be played"):
        export(tmp_path / "lstm" / "checkpoint.pt", tmp_path / "lstm.safetensors")


def test_a_report_needs_a_validation(tmp_path):
    with pytest.raises(ValueError, match="nothing was validated"):
        Report.of(tmp_path)
    assert Change(8.0, 6.0).as_json() == {"before": 8.0, "after": 6.0, "change": -0.25}
