"""`make styles`: what styles foretell, whether they are heard in what is played, and morphs."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from rich.console import Console

from perf_engine.cli.style_limits import clips_of
from perf_engine.core.model.gru import PLAIN, Styled, Weights
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.measure.free_play import faults
from perf_engine.studio.measure.statistics import Clip
from perf_engine.training.data.dataset import Dataset
from perf_engine.training.data.style_names import style_names
from perf_engine.training.measure.examination import examine
from perf_engine.training.measure.passage import of_dataset

from .command import end, model_option, report_option, seeds_option
from .measure import machine
from .style_clips import Classifier, Floats, parts_of, played_clips, stacked
from .tables import show

PIECES: Final = 6  # of a source, whose nats are counted
EVENTS: Final = 512  # of a piece
TOLD: Final = 0.7  # least share of clips in which the style is named right
MORPHS: Final = 0.0, 0.5, 1.0
VALIDATION: Final = 30  # pieces of a style


@dataclass(frozen=True, slots=True, eq=False)
class Music:
    """Real clips of each style: features and labels to learn from, and others to be named."""

    styles: tuple[str, ...]
    learnt: tuple[Floats, Any]
    held_out: tuple[Floats, Any]
    clips: Mapping[str, Sequence[Clip]]  # the held-out ones
    parts: Mapping[str, tuple[str, ...]]  # in which a style is played

    @classmethod
    def of(cls, dataset: Dataset, console: Console) -> Music:
        """The clips of a data set."""
        names = style_names(dataset.styles)
        sides: list[tuple[list[Floats], list[int]]] = [([], []), ([], [])]
        kept: dict[str, Sequence[Clip]] = {}
        parts: dict[str, tuple[str, ...]] = {}
        for number, (style, name) in enumerate(zip(dataset.styles, names, strict=True)):
            learnt = list(clips_of(dataset, style))
            kept[name] = list(clips_of(dataset, style, "validation", VALIDATION))
            for (rows, labels), some in zip(sides, (learnt, kept[name]), strict=True):
                rows += list(stacked(some)) if some else []
                labels += [number] * len(some)
            parts[name] = parts_of(dataset, style)
            console.print(
                f"{name} ({', '.join(parts[name])}): {len(learnt)} clips, {len(kept[name])} others"
            )
        (a, b), (c, d) = sides
        return cls(names, (np.array(a), np.array(b)), (np.array(c), np.array(d)), kept, parts)


def foretold(weights: Weights, dataset: Dataset, names: Sequence[str]) -> dict[str, Any]:
    """Return the nats an event of held-out music, by source: in no style, the right one, another.

    The wrong style is the next one of the list.
    """
    number = {piece.source: dataset.styles.index(piece.style) for piece in dataset.pieces}
    found: dict[str, dict[str, list[tuple[float, int]]]] = {}
    for passage in of_dataset(dataset, "validation", weights.vocabulary, EVENTS, PIECES):
        right = weights.told.style(names[number[passage.source]])
        wrong = right % len(weights.told.styles) + 1
        for how, style in (("none", PLAIN), ("right", Styled(right)), ("wrong", Styled(wrong))):
            nats = float(examine(weights, passage, style).nats.sum())
            rows = found.setdefault(passage.source, {}).setdefault(how, [])
            rows.append((nats, len(passage)))
    return {
        source: {
            how: sum(n for n, _ in rows) / sum(events for _, events in rows)
            for how, rows in kinds.items()
        }
        for source, kinds in found.items()
    }


def heard(
    weights: Weights, music: Music, judge: Classifier, seeds: int, count: int
) -> dict[str, Any]:
    """Return by style the shares of clips that are named right and at fault, real and played.

    `count` clips are played of each style and seed.
    """
    labels = music.held_out[1]
    named = judge.probabilities(music.held_out[0]).argmax(axis=1)
    found: dict[str, Any] = {}
    for number, style in enumerate(music.styles):
        if style not in weights.told.styles:
            continue
        clips = [
            clip
            for seed in range(1, 1 + seeds)
            for clip in played_clips(weights, count, seed, music.parts[style], style=style)
        ]
        guesses = judge.probabilities(stacked(clips)).argmax(axis=1)
        real, mine = music.clips[style], labels == number
        others = np.bincount(guesses[guesses != number], minlength=len(music.styles))
        found[style] = {
            "real": float((named[mine] == number).mean()) if mine.any() else None,
            "played": float((guesses == number).mean()),
            "taken_for": music.styles[int(others.argmax())] if others.any() else "",
            "at_fault": float(np.mean([bool(faults(clip)) for clip in clips])),
            "faults": sorted({fault for clip in clips for fault in faults(clip)}),
            "real_at_fault": float(np.mean([bool(faults(c)) for c in real])) if real else None,
        }
    return found


def pairs(music: Music, known: Sequence[str]) -> list[tuple[str, str]]:
    """Return neighbouring styles that are played in the same parts."""
    by_parts: dict[tuple[str, ...], list[str]] = {}
    for style in music.styles:
        if style in known:
            by_parts.setdefault(music.parts[style], []).append(style)
    return [pair for styles in by_parts.values() for pair in pairwise(styles)]


def between(
    weights: Weights, music: Music, judge: Classifier, seeds: int, count: int
) -> dict[str, dict[str, float]]:
    """Return how far half-way morphs of two styles lie from the first to the second.

    `place`: of the mean features along the straight line, 0..1. `odds`: the same of the mean
    logarithm of the odds of the two in the classifier. `count` clips are played of each seed.
    """
    found = {}
    for one, other in pairs(music, weights.told.styles):
        pair = [music.styles.index(one), music.styles.index(other)]
        means, odds = [], []
        for morph in MORPHS:
            clips = [
                clip
                for seed in range(1, 1 + seeds)
                for clip in played_clips(
                    weights,
                    count,
                    seed,
                    music.parts[one],
                    style=one,
                    style_2=other,
                    morph=morph,
                )
            ]
            rows = stacked(clips)
            logs = np.log(np.maximum(judge.probabilities(rows)[:, pair], 1e-9))
            means.append(judge.scaled(rows).mean(axis=0))
            odds.append(float((logs[:, 1] - logs[:, 0]).mean()))
        way = means[2] - means[0]
        found[f"{one}, {other}"] = {
            "place": _share(float((means[1] - means[0]) @ way), float(way @ way)),
            "odds": _share(odds[1] - odds[0], odds[2] - odds[0]),
        }
    return found


def _share(part: float, whole: float) -> float:
    """Return a share; NaN where the whole is 0."""
    return part / whole if whole else math.nan


def wrong(named: Mapping[str, Any], morphs: Mapping[str, Any]) -> list[str]:
    """Return what is not as promised, in sentences."""
    share = float(np.mean([row["played"] for row in named.values()]))
    inside = float(np.mean([0.0 < row["odds"] < 1.0 for row in morphs.values()])) if morphs else 1.0
    found = [f"the style is named right in {share:.2f} of the clips"] * (share < TOLD)
    return found + [f"{inside:.2f} of the half-way morphs lie between"] * (inside < 1.0)


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@seeds_option
@click.option("--clips", default=4, show_default=True, type=click.IntRange(2), help="Of a seed.")
@model_option
@report_option("styles.json")
def main(data: Path, seeds: int, clips: int, model: str | None, out: Path) -> None:
    """Measure the styles of a model against the music of a prepared data set.

    The pieces of DATA have styles. Clips of half a minute teach a classifier to name them. It then
    names held-out clips, and clips that the machine plays alone in each style.
    """
    console, begun = Console(), time.monotonic()
    try:
        weights, info = load_model(model or "broad")
        dataset = Dataset.open(data)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    music = Music.of(dataset, console)
    judge = Classifier.of(*music.learnt, len(music.styles))
    nats = foretold(weights, dataset, music.styles)
    show(console, "Nats an event of held-out music", nats)
    named = heard(weights, music, judge, seeds, clips)
    show(console, "Clips of half a minute that are named right", named)
    morphs = between(weights, music, judge, seeds, clips // 2)
    show(console, "Half-way morphs, from 0 to 1", morphs)
    faulty = wrong(named, morphs)
    report = {
        "machine": machine(),
        "model": info.name,
        "nats": nats,
        "named": named,
        "between": morphs,
        "wrong": faulty,
    }
    end(console, out, report, faulty, f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
