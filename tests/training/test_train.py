"""A run broken off and gone on with ends where an unbroken one does; evaluate scores it."""

import json
from dataclasses import replace

import mido
import pytest

torch = pytest.importorskip("torch")

from perf_engine.core.sizes import Sizes  # noqa: E402
from perf_engine.live.model import load_model  # noqa: E402
from perf_engine.training.dataset import prepare  # noqa: E402
from perf_engine.training.export import export  # noqa: E402
from perf_engine.training.train import Recipe, train  # noqa: E402

SIZES = Sizes(24, 8, 8, 12)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("music") / "tunes"
    folder.mkdir()
    for piece in range(8):
        track = mido.MidiTrack()
        for i in range(120):
            pitch = 48 + (i * (piece + 2) + i // 7) % 30
            track.append(mido.Message("note_on", note=pitch, velocity=60 + i % 40, time=60))
            track.append(mido.Message("note_off", note=pitch, time=100 + 10 * piece))
        file = mido.MidiFile()
        file.tracks.append(track)
        file.save(folder / f"{piece}.mid")
    out = folder.parent / "data"
    prepare([folder], out, workers=1, validation=0.25)
    return out


def test_resuming_changes_nothing_and_the_loss_falls(data, tmp_path):
    recipe = Recipe(events=16_000, streams=4, steps=16, warm_up=5, rate=1e-2, checkpoint_seconds=0,
                    validation_steps=50, weights={"tunes": 1.0})
    whole = train(data, tmp_path / "whole", SIZES, recipe)
    # the same schedule, broken off: a run of the same recipe that dies at its 2nd checkpoint
    import perf_engine.training.run as module

    saved = module.Run.save

    def dies(run):
        saved(run)
        if run.step == 20:
            raise KeyboardInterrupt

    module.Run.save = dies
    try:
        with pytest.raises(KeyboardInterrupt):
            train(data, tmp_path / "broken", SIZES, recipe)
    finally:
        module.Run.save = saved
    again = train(data, tmp_path / "broken", SIZES, replace(recipe))
    a, b = (torch.load(p, weights_only=True) for p in (whole, again))
    for kind in ("model", "averaged"):
        assert all(torch.equal(a[kind][name], b[kind][name]) for name in a[kind])
    assert not torch.equal(a["model"]["start"], a["averaged"]["module.start"])
    lines = [json.loads(x) for x in (tmp_path / "whole/metrics.jsonl").read_text().splitlines()]
    totals = [line["total"] for line in lines if "total" in line]
    assert totals[-1] < totals[0]
    assert lines[-1]["mix"]["total"] > 0

    export(whole, tmp_path / "tiny.safetensors")
    weights, info = load_model(str(tmp_path / "tiny.safetensors"))
    assert info.facts["events_seen"] >= 16_000
    assert weights.sizes == SIZES
