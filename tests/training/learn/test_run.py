"""A run in one process: it goes on from its checkpoint as if nothing had happened, and ends."""

from dataclasses import replace

import pytest

pytest.importorskip("torch")

import torch

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.data.dataset import Dataset, prepare
from perf_engine.training.learn import checkpoint, metrics
from perf_engine.training.learn.material import Material
from perf_engine.training.learn.processes import Processes
from perf_engine.training.learn.recipe import Recipe
from perf_engine.training.learn.run import Run
from perf_engine.training.learn.torch_model import PerformanceModel
from tests.training.invented import song

SIZES = Sizes(12, 6, 6, 8)
RECIPE = Recipe(
    events=100_000,
    streams=2,
    steps=8,
    warm_up=5,
    rate=1e-2,
    dropout=0.2,
    log_steps=2,
    validation_steps=3,
    checkpoint_seconds=1e9,
    weights={"tunes": 1.0},
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("music") / "tunes"
    for piece in range(4):
        song(folder / f"{piece}.mid", piece)
    prepare([folder], folder.parent / "data", workers=1, validation=0.25)
    return Dataset.open(folder.parent / "data")


@pytest.fixture
def begin(dataset, tmp_path):
    """Begins runs in folders of their own, and keeps what they are watched to say."""

    def made(name="run", recipe=RECIPE, material=None, origin=None, processes=None):
        torch.manual_seed(recipe.seed)
        material = material or Material.of(dataset, Vocabulary(), recipe)
        model = PerformanceModel(SIZES, material.vocabulary, recipe.dropout)
        watched = []
        run = Run(
            tmp_path / name,
            model,
            material,
            recipe,
            torch.device("cpu"),
            processes or Processes(),
            watched.append,
            origin or {},
        )
        return run, watched

    return made


def steps(run, count):
    for _ in range(count):
        run.one()


def weights_of(run):
    return [parameter.detach().clone() for parameter in run.model.parameters()]


def equal(one, other):
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_run_goes_on_from_its_checkpoint_with_the_same_steps(begin):
    unbroken, _ = begin("unbroken")
    steps(unbroken, 3)
    unbroken.save()
    before = weights_of(unbroken)
    steps(unbroken, 3)
    assert not equal(before, weights_of(unbroken))  # it learns

    again, _ = begin("unbroken")
    torch.rand(7)  # whatever was drawn meanwhile
    again.restore()
    assert (again.step, equal(before, weights_of(again))) == (3, True)
    steps(again, 3)
    assert equal(weights_of(unbroken), weights_of(again))
    assert (again.step, again.seen) == (unbroken.step, unbroken.seen)
    assert torch.equal(again.hidden, unbroken.hidden)
    averaged, same = (list(run.averaged.parameters()) for run in (unbroken, again))
    assert equal(averaged, same)
    assert not equal(averaged, weights_of(unbroken))


def test_what_was_said_after_the_checkpoint_is_said_again_once(begin):
    run, watched = begin()
    steps(run, 2)
    run.report()
    run.save()
    steps(run, 2)
    run.report()
    again, _ = begin()
    again.restore()
    assert [line["step"] for line in metrics.read(run.out)] == [2]
    assert [line["step"] for line in watched] == [2, 4]


def test_a_run_ends_when_its_events_are_seen_and_its_last_checkpoint_says_so(begin):
    run, watched = begin(recipe=replace(RECIPE, events=60))
    run.go()
    assert run.over
    assert 60 <= run.seen < 60 + 16  # a step has 16 events at most
    said = checkpoint.read(run.out / checkpoint.NAME)
    assert (said["step"], said["seen"]) == (run.step, run.seen)
    assert watched == metrics.read(run.out)
    examined = [line for line in watched if "mix" in line]
    assert examined[-1]["step"] == run.step
    assert (run.out / checkpoint.BEST).exists()
    again, more = begin(recipe=replace(RECIPE, events=60))
    again.restore()
    again.go()
    assert more == []


def test_a_run_ends_early_when_nothing_gets_better(begin):
    run, watched = begin(recipe=replace(RECIPE, rate=0.0, averaging=0.0, patience=2))
    run.go()
    assert run.stopped
    assert run.seen < RECIPE.events
    found = [line["mix"]["total"] for line in watched if "mix" in line]
    assert len(found) == 3  # one, and two in a row that are no better
    assert len(set(found)) == 1


def test_a_checkpoint_of_another_run_is_refused_with_the_reason(begin, dataset):
    run, _ = begin()
    steps(run, 1)
    run.save()
    other = Material.of(replace(dataset, pieces=dataset.pieces[1:]), Vocabulary(), RECIPE)
    for changed, sentence in (
        ({"material": other}, "begun with another data set"),
        ({"origin": {"begun_with": "general"}}, "begun from another model"),
        ({"recipe": replace(RECIPE, rate=0.5)}, "begun with rate 0.01, not 0.5"),
        ({"processes": Processes(0, 2)}, "begun with 1 processes, not 2"),
    ):
        again, _ = begin(**changed)
        untouched = weights_of(again)
        with pytest.raises(ValueError, match=sentence):
            again.restore()
        assert (again.step, equal(untouched, weights_of(again))) == (0, True)


def test_only_the_first_process_writes(begin):
    run, watched = begin(processes=Processes(1, 2))
    run.say({"step": 1})
    assert not run.first
    assert (watched, metrics.read(run.out)) == ([], [])
