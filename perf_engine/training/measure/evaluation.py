"""The scores of a model on music, source by source, beside the baselines that it must beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.gru import Weights

from .baselines import Baselines, learning
from .examination import Sheet, calibration, examine_all, total
from .figures import FIGURES, TERMS, Score, mixed
from .passage import Passage

MODEL, MODEL_REMEMBERING, MODEL_CACHED = "model", "model_remembering", "model_cached"
TITLES: Final[Mapping[str, str]] = {
    MODEL: "model",
    MODEL_REMEMBERING: "model with its phrase memory",
    MODEL_CACHED: "model, learning from the piece",
    "unigram": "unigram",
    "markov": "Markov",
    "markov_cached": "Markov, learning from the piece",
}


def evaluate(
    weights: Weights,
    passages: Sequence[Passage],
    baselines: Baselines | None = None,
    shares: Mapping[str, float] | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Score a model, and baselines on the same events, by source; ready for JSON.

    `shares` weigh the sources in the mix, which is left out where none has one. Raises ValueError
    where there is no music, or the baselines have other classes than the model.
    """
    vocabulary = weights.vocabulary
    if not passages:
        raise ValueError("there is no music to foresee")
    if baselines is not None and baselines.vocabulary != vocabulary:
        raise ValueError("the baselines have other parts, times or velocities than the model")
    sheets: list[Sheet] = []
    for sheet in examine_all(weights, passages, workers):
        sheets.append(sheet)
        if progress:
            progress(len(sheets), len(passages))
    scores: dict[str, list[Score]] = {}
    said: dict[str, Any] = {}
    for source in dict.fromkeys(p.source for p in passages):
        mine = [s for s in sheets if s.passage.source == source]
        music = [s.passage for s in mine]
        nats: dict[str, Sequence[NDArray[np.floating]]] = {
            MODEL: [s.nats for s in mine],
            MODEL_REMEMBERING: [s.remembered for s in mine],
        }
        if baselines is not None:
            nats[MODEL_CACHED] = learning(music, nats[MODEL])
            nats.update(baselines.nats(music))
        here = {kind: total(source, music, its, vocabulary) for kind, its in nats.items()}
        for kind, score in here.items():
            scores.setdefault(kind, []).append(score)
        said[source] = {kind: score.as_json() for kind, score in here.items()}
        said[source]["calibration"] = calibration(mine)
    found: dict[str, Any] = {"sources": said, "calibration": calibration(sheets)}
    if shares and any(shares.get(source, 0) > 0 for source in said):
        found["mix"] = {kind: mixed(each, shares) for kind, each in scores.items()}
    return found


def tables(found: Mapping[str, Any]) -> str:
    """An evaluation as Markdown: nats by source, baselines beside, and calibration."""
    rows = {**found["sources"], **({"mix": found["mix"]} if "mix" in found else {})}
    text = [
        "Nats an event (`per_note`: a note); `dens` counts dt as a density over 10 ms.",
        "",
        _row("source", "pieces", "events", *FIGURES),
        _row(*["---"] * (3 + len(FIGURES))),
    ]
    for source, said in rows.items():
        its = said[MODEL]
        text.append(
            _row(
                source,
                its.get("pieces", ""),
                its.get("events", ""),
                *(f"{its[name]:.2f}" for name in FIGURES),
            )
        )
    shown = (*TERMS, "release", "total", "dens")
    text += [
        "",
        "With the phrase memory, and beside baselines of the same training music, nats an event:",
        "",
        _row("source", "", *shown),
        _row(*["---"] * (2 + len(shown))),
    ]
    for source, said in rows.items():
        for kind in (kind for kind in TITLES if kind in said):
            figures = (f"{said[kind][name]:.2f}" for name in shown)
            text.append(_row(source, TITLES[kind], *figures))
    text += [
        "",
        "Calibration: the expected error of confidence, how often the likeliest came, and"
        " how far transformed times are from uniform.",
        "",
        _row(
            "source",
            *(f"{t} error" for t in TERMS),
            *(f"{t} right" for t in TERMS),
            "dt from uniform",
        ),
        _row(*["---"] * 10),
    ]
    for source, its in [
        *((s, said["calibration"]) for s, said in found["sources"].items()),
        ("all", found["calibration"]),
    ]:
        text.append(
            _row(
                source,
                *(f"{its[t]['error']:.3f}" for t in TERMS),
                *(f"{its[t]['accuracy']:.2f}" for t in TERMS),
                f"{its['dt_transformed']['distance']:.3f}",
            )
        )
    return "\n".join(text) + "\n"


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
