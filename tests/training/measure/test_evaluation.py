import json

import pytest

from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.measure.baselines import Baselines
from perf_engine.training.measure.evaluation import evaluate, tables
from perf_engine.training.measure.figures import TERMS
from perf_engine.training.measure.markov import Markov
from tests.training.invented import played, tune
from tests.training.measure.passages import passage

MUSIC = [passage(played(tune(seed, 30), seed)) for seed in range(2)]


def test_every_source_is_scored_and_the_mix_where_it_has_a_share(weights):
    seen = []
    found = evaluate(weights, MUSIC, shares={"tunes": 1.0}, progress=lambda *at: seen.append(at))
    assert seen == [(1, 2), (2, 2)]
    assert found["sources"]["tunes"]["model"]["events"] == 120
    assert found["mix"]["model"]["total"] == found["sources"]["tunes"]["model"]["total"]
    assert json.loads(json.dumps(found)) == found
    assert "mix" not in evaluate(weights, MUSIC, shares={"others": 1.0})
    text = tables(found)
    assert "| tunes | 2 | 120 |" in text
    assert "| tunes | model with its phrase memory |" in text
    assert found["sources"]["tunes"]["model_remembering"]["events"] == 120
    assert "Markov" not in text


def test_baselines_stand_beside_and_must_have_the_same_classes(weights):
    empty = tuple(Markov(term, 200, (), ()) for term in TERMS)
    found = evaluate(weights, MUSIC, Baselines(Vocabulary(), empty, {}))
    assert found["sources"]["tunes"]["markov"]["key"] == pytest.approx(5.2983)
    assert "| tunes | unigram |" in tables(found)
    assert "| tunes | model, learning from the piece |" in tables(found)
    assert found["sources"]["tunes"]["model_cached"]["key"] > 0
    with pytest.raises(ValueError, match="other parts, times or velocities"):
        evaluate(weights, MUSIC, Baselines(Vocabulary(dt_count=40), empty, {}))
    with pytest.raises(ValueError, match="no music"):
        evaluate(weights, [])
