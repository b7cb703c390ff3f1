"""A run ends where it would have ended, however often it is killed and however it is shared out."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import mido
import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.training.data.dataset import prepare
from perf_engine.training.data.selection import Selection
from perf_engine.training.learn import metrics
from perf_engine.training.learn.export import export, model_of
from perf_engine.training.learn.recipe import AS_PLAYED, Recipe
from perf_engine.training.learn.train import train
from tests.support.peers import free_port
from tests.training.invented import song

ROOT = Path(__file__).parents[3]
SIZES = Sizes(24, 8, 8, 12)
SHORT = {
    "streams": 4,
    "steps": 16,
    "warm_up": 5,
    "rate": 1e-2,
    "checkpoint_seconds": 0.5,
    "log_steps": 1,
    "validation_steps": 50,
    "weights": {"tunes": 1.0},
}
SCRIPT = """
import json, os, signal, sys
from pathlib import Path
from perf_engine.core.model.sizes import Sizes
from perf_engine.training.learn.recipe import Recipe
from perf_engine.training.learn.train import train
data, out, recipe, *die = sys.argv[1:]
def watch(line):
    if die and line["step"] >= int(die[0]) and (Path(out) / "checkpoint.pt").exists():
        os.kill(os.getpid(), signal.SIGKILL)
train(Path(data), Path(out), Sizes(24, 8, 8, 12), Recipe(**json.loads(recipe)), watch=watch)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("music") / "tunes"
    for piece in range(8):
        song(folder / f"{piece}.mid", piece)
    prepare([folder], folder.parent / "data", workers=1, validation=0.25)
    return folder.parent / "data"


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def process(data, out, recipe, *torchrun, die=None):
    """A real training process; one that is to `die` is killed at that step."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [
            sys.executable,
            *(torchrun or ("-c", SCRIPT)),
            str(data),
            str(out),
            json.dumps(recipe),
            *(() if die is None else (str(die),)),
        ],
        env=environment,
    )


def measured(run):
    """The metrics, without what depends on the clock."""
    wall = ("events_per_s", "eta_s")
    return [{k: v for k, v in line.items() if k not in wall} for line in metrics.read(run)]


def equal(one, other):
    a, b = (torch.load(run / "checkpoint.pt", weights_only=True) for run in (one, other))
    return all(
        torch.equal(a[kind][name], b[kind][name])
        for kind in ("model", "averaged")
        for name in a[kind]
    )


def test_a_run_that_is_killed_twice_ends_as_an_unbroken_one(data, tmp_path):
    recipe = {**SHORT, "events": 16_000, "dropout": 0.2, "checkpoint_seconds": 0.3}  # 250 steps
    killed, saved = [], tmp_path / "broken" / "checkpoint.pt"
    for enough in (60, 140):  # steps
        killed.append(process(data, tmp_path / "broken", recipe, die=enough).wait())
    assert killed == [-signal.SIGKILL] * 2
    assert 0 < torch.load(saved, weights_only=True)["step"] < 250
    for out in ("broken", "whole"):
        train(data, tmp_path / out, SIZES, Recipe(**recipe))
    assert equal(tmp_path / "whole", tmp_path / "broken")
    assert measured(tmp_path / "whole") == measured(tmp_path / "broken")


@pytest.mark.timeout(600)
def test_two_processes_learn_what_one_with_twice_the_streams_learns(data, tmp_path):
    script = tmp_path / "train.py"
    script.write_text(SCRIPT)
    recipe = {**SHORT, "events": 5_120}
    two = process(
        data,
        tmp_path / "two",
        recipe,
        "-m",
        "torch.distributed.run",
        "--nnodes",
        "1",
        "--nproc-per-node",
        "2",
        "--master-addr",
        "127.0.0.1",
        "--master-port",
        str(free_port()),
        str(script),
    )
    train(data, tmp_path / "one", SIZES, Recipe(**{**recipe, "streams": 8}))
    assert two.wait(400) == 0
    pairs = list(zip(measured(tmp_path / "one"), measured(tmp_path / "two"), strict=True))
    assert len(pairs) >= 40
    for one, other in pairs:
        assert (one["step"], one["events"]) == (other["step"], other["events"])
        assert ("total" in one) == ("total" in other)
        nats, same = (x["total"] if "total" in x else x["mix"]["total"] for x in (one, other))
        assert nats == pytest.approx(same, abs=1e-3)


def test_a_seed_gives_a_model_which_learns_and_can_be_played(data, tmp_path):
    recipe = Recipe(events=6_400, **SHORT)
    watched = []
    first = train(data, tmp_path / "a", SIZES, recipe, watch=watched.append)
    train(data, tmp_path / "b", SIZES, recipe)
    assert equal(tmp_path / "a", tmp_path / "b")
    assert watched == metrics.read(tmp_path / "a")
    totals = [line["total"] for line in watched if "total" in line]
    assert sum(totals[-10:]) < 0.8 * sum(totals[:10])

    train(data, tmp_path / "a", SIZES, recipe)  # it is over: nothing more happens
    assert watched == metrics.read(tmp_path / "a")

    export(first, tmp_path / "tiny.safetensors")
    weights, info = load_model(str(tmp_path / "tiny.safetensors"))
    assert info.facts["events_seen"] >= 6_400
    assert weights.sizes == SIZES


def restless(path, seed):
    """A MIDI file of repeated notes, each of another of three tempi: only the tempo foretells."""
    rng = np.random.default_rng(seed)
    track = mido.MidiTrack()
    for tempo in rng.choice([300_000, 500_000, 900_000], 120).tolist():
        track.append(mido.MetaMessage("set_tempo", tempo=tempo))
        track.append(mido.Message("note_on", note=60, velocity=70))
        track.append(mido.Message("note_off", note=60, time=480))
    path.parent.mkdir(exist_ok=True)
    mido.MidiFile(tracks=[track]).save(path)


def test_a_model_that_is_told_style_and_metre_learns_them_and_is_played_without(tmp_path):
    for piece in range(8):
        restless(tmp_path / "tunes" / f"{piece}.mid", piece)
    prepare(
        [tmp_path / "tunes"],
        tmp_path / "data",
        workers=1,
        validation=0.25,
        selection=Selection(metre=True),
        styles="corpora",
    )
    varied = {**AS_PLAYED, "loose": 0.0, "interrupted": 0.0, "steady": 1.0, "transpose": 0}
    recipe = {
        **SHORT,
        "styles": True,
        "metre": True,
        "varied": varied,
        "rate": 3e-2,
        "streams": 8,
        "averaging": 0.95,
    }
    for out, events in (("whole", 12_800), ("broken", 3_200), ("broken", 12_800)):
        run = Recipe(**recipe, events=events, horizon=12_800)
        last = train(tmp_path / "data", tmp_path / out, SIZES, run)
    assert equal(tmp_path / "whole", tmp_path / "broken")
    mixes = [line for line in metrics.read(tmp_path / "whole") if "mix" in line]
    assert mixes[-1]["told_mix"]["dt"] < 0.5 * mixes[-1]["mix"]["dt"]
    model, _ = model_of(last)
    assert model.told == Told(("tunes",), metre=True)
    for style in (None, "tunes"):
        export(last, tmp_path / "tiny.safetensors", style=style)
        weights, info = load_model(str(tmp_path / "tiny.safetensors"))
        assert info.facts["told"] == {"styles": ["tunes"], "metre": True}
        assert info.facts.get("style") == style
    assert weights.sizes == SIZES


def test_a_run_is_not_gone_on_with_otherwise_than_it_was_begun(data, tmp_path):
    train(data, tmp_path, SIZES, Recipe(events=64, **SHORT))
    with pytest.raises(ValueError, match=r"begun with rate 0.01, not 0.02"):
        train(data, tmp_path, SIZES, Recipe(events=64, **{**SHORT, "rate": 0.02}))
