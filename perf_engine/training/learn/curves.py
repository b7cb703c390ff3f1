"""A run's curves as a picture: training and validation, all in all and by sub-event."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from perf_engine.files.whole_file import write_whole
from perf_engine.training.measure.evaluate import TERMS

from . import metrics

NAME: Final = "curves.png"
TITLES: Final = {
    "total": "an event, all in all",
    "part": "part",
    "dt": "time since the last event",
    "key": "key",
    "velocity": "velocity",
}

Line = dict[str, Any]


def draw(run: Path) -> Path:
    """Draw `curves.png` in a run's folder from its metrics. Raises ValueError where there are none.

    It shows the nats an event over the events seen, and in the last panel those of each held-out
    source. Raises OSError.
    """
    lines = metrics.read(run)
    try:
        figure = _figure(run, lines)
    except KeyError as error:
        raise ValueError(f"a line of {run / metrics.NAME} has no {error.args[0]}") from error
    with BytesIO() as content:
        figure.savefig(content, dpi=100, format="png")
        write_whole(run / NAME, content.getvalue())
    return run / NAME


def _figure(run: Path, lines: Sequence[Line]) -> Figure:
    training = [line for line in lines if "total" in line]
    validation = [line for line in lines if "mix" in line]
    if not training and not validation:
        raise ValueError(f"there is nothing to draw in {run / metrics.NAME}")
    figure = Figure(figsize=(14, 8), layout="constrained")
    panels = figure.subplots(2, 3).ravel()
    for axes, name in zip(panels, ("total", *TERMS), strict=False):
        axes.set_title(TITLES[name])
        _line(axes, training, [_nats(line, name) for line in training], "training", alpha=0.5)
        _line(axes, validation, [x["mix"][name] for x in validation], "validation", marker="o")
        general = [x for x in validation if x.get("general_mix")]
        _line(
            axes,
            general,
            [x["general_mix"][name] for x in general],
            "general validation",
            marker="s",
        )
        best = [x for x in validation if x["step"] == validation[-1].get("best")]
        for line in best:
            axes.axvline(line["events"] / 1e6, linestyle=":", color="grey", label="best")
    by_source(panels[-1], validation)
    for axes in panels:
        axes.set_xlabel("million events")
        axes.set_ylabel("nats an event")
        axes.grid(alpha=0.3)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=4)
    if panels[-1].get_legend_handles_labels()[0]:
        panels[-1].legend(  # below: no corner is free of points in every run
            fontsize="small", loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2
        )
    return figure


def by_source(axes: Axes, validation: Sequence[Line]) -> None:
    """The nats of each held-out source."""
    axes.set_title("validation by source")
    for kind in ("validation", "general"):
        sources = sorted({source for line in validation for source in line.get(kind, {})})
        for source in sources:
            mine = [line for line in validation if source in line.get(kind, {})]
            title = source if kind == "validation" else f"{source} (general)"
            _line(axes, mine, [line[kind][source]["total"] for line in mine], title, marker=".")


def _nats(line: Line, name: str) -> float:
    return float(line["total"] if name == "total" else line["loss"][name])


def _line(
    axes: Axes, lines: Sequence[Line], nats: Sequence[float], title: str, **style: Any
) -> None:
    if lines:
        axes.plot([line["events"] / 1e6 for line in lines], nats, label=title, **style)
