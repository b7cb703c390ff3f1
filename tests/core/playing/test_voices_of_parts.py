"""Several voices that play different parts: none of them starves."""

from __future__ import annotations

from collections import Counter

import pytest

from perf_engine.core.controls import Settings
from perf_engine.core.messages import Start
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import Strike

SECONDS = 40.0
SOLO = ("solo", "accompaniment_and_bass")
BAND = (
    (SOLO, ("accompany", "bass")),
    (SOLO, ("accompany", "accompaniment_and_bass")),
    (SOLO, ("accompany", "melody"), ("accompany", "bass")),
)


@pytest.fixture(scope="module")
def general() -> Weights:
    return load_model("general")[0]


@pytest.mark.parametrize("band", BAND, ids=lambda band: f"{len(band)} voices, {band[1][1]}")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_voice_has_a_part_of_the_music(general: Weights, band, seed: int) -> None:
    voices = [
        VoicePlan(mode, seed, Settings.defaults().changed({"role": role})) for mode, role in band
    ]
    performer = Performer(general, voices=voices)
    performer.command(Start(), 0.0)
    strikes: Counter[int] = Counter()
    lately: Counter[int] = Counter()
    while performer.due() < SECONDS:
        now = max(performer.due(), 0.0)
        for said in performer.advance(now):
            if isinstance(said, Strike):
                strikes[said.voice] += 1
                lately[said.voice] += now > SECONDS - 15.0
    for voice in range(len(band)):
        assert strikes[voice] > 0.04 * sum(strikes.values())
        assert lately[voice] >= 4
