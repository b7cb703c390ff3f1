"""A run ends where it would have ended, however often it is killed and however it is shared out.

Its validation (evaluate) is one of the things that are the same.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from invented import song  # noqa: E402

from perf_engine.core.sizes import Sizes  # noqa: E402
from perf_engine.live.model import load_model  # noqa: E402
from perf_engine.training import metrics  # noqa: E402
from perf_engine.training.dataset import prepare  # noqa: E402
from perf_engine.training.export import export  # noqa: E402
from perf_engine.training.recipe import Recipe  # noqa: E402
from perf_engine.training.train import train  # noqa: E402

ROOT = Path(__file__).parents[2]
SIZES = Sizes(24, 8, 8, 12)
SHORT = {"streams": 4, "steps": 16, "warm_up": 5, "rate": 1e-2, "checkpoint_seconds": 0.5,
         "log_steps": 1, "validation_steps": 50, "weights": {"tunes": 1.0}}  # fmt: skip
SCRIPT = """
import json, sys
from pathlib import Path
from perf_engine.core.sizes import Sizes
from perf_engine.training.recipe import Recipe
from perf_engine.training.train import train
data, out, recipe = sys.argv[1:]
train(Path(data), Path(out), Sizes(24, 8, 8, 12), Recipe(**json.loads(recipe)))
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


def process(data, out, recipe, *torchrun):
    """A real training process."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *(torchrun or ("-c", SCRIPT)), str(data), str(out), json.dumps(recipe)],
        env=environment,
    )


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def measured(run):
    """The metrics, without what depends on the clock."""
    wall = ("events_per_s", "eta_s")
    return [{k: v for k, v in line.items() if k not in wall} for line in metrics.read(run)]


def equal(one, other):
    a, b = (torch.load(run / "checkpoint.pt", weights_only=True) for run in (one, other))
    return all(
        torch.equal(a[kind][name], b[kind][name])
        for kind in ("model", "averaged") for name in a[kind]
    )  # fmt: skip


def test_a_run_that_is_killed_twice_ends_as_an_unbroken_one(data, tmp_path):
    recipe = {**SHORT, "events": 16_000, "dropout": 0.2, "checkpoint_seconds": 0.3}  # 250 steps
    killed, saved = [], tmp_path / "broken" / "checkpoint.pt"
    for enough in (60, 140):  # steps
        broken = process(data, tmp_path / "broken", recipe)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and broken.poll() is None:
            lines = metrics.read(tmp_path / "broken")
            if lines and lines[-1]["step"] >= enough and saved.exists():
                break
            time.sleep(0.003)
        broken.send_signal(signal.SIGKILL)
        killed.append(broken.wait())
    assert killed == [-signal.SIGKILL] * 2
    assert 0 < torch.load(saved, weights_only=True)["step"] < 250
    for out in ("broken", "whole"):
        train(data, tmp_path / out, SIZES, Recipe(**recipe))
    assert equal(tmp_path / "whole", tmp_path / "broken")
    assert measured(tmp_path / "whole") == measured(tmp_path / "broken")


def test_two_processes_learn_what_one_with_twice_the_streams_learns(data, tmp_path):
    script = tmp_path / "train.py"
    script.write_text(SCRIPT)
    recipe = {**SHORT, "events": 5_120}
    two = process(
        data, tmp_path / "two", recipe, "-m", "torch.distributed.run", "--nnodes", "1",
        "--nproc-per-node", "2", "--master-addr", "127.0.0.1", "--master-port", free_port(),
        str(script),
    )  # fmt: skip
    train(data, tmp_path / "one", SIZES, Recipe(**{**recipe, "streams": 8}))
    assert two.wait(120) == 0
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


def test_a_run_is_not_gone_on_with_otherwise_than_it_was_begun(data, tmp_path):
    train(data, tmp_path, SIZES, Recipe(events=64, **SHORT))
    with pytest.raises(ValueError, match=r"begun with rate 0.01, not 0.02"):
        train(data, tmp_path, SIZES, Recipe(events=64, **{**SHORT, "rate": 0.02}))
