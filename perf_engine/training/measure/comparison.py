"""One table over several models: sizes, cells and seeds, from the results of each.

It compares results that `evaluate` kept as JSON, and the folders of training runs, whose
`metrics.jsonl` ends with the scores on held-out music. Models that differ by their seed alone
are one row: mean and standard deviation (of a sample: n - 1) over the seeds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any, Final

from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import Unfit, check_plain, text_of
from perf_engine.training.learn import metrics

FEWEST_SEEDS: Final = 3  # below this a difference between rows says little
SHOWN: Final = ("part", "dt", "key", "velocity", "total", "dens")
UNKNOWN: Final = "?"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one model: its kind, and its nats by source, the mix among them.

    `music` is the number of events of each source, so that only results on equal music compare.
    """

    name: str
    cell: str
    hidden: str
    seed: str
    events: int  # seen in training
    nats: Mapping[str, Mapping[str, float]]
    music: tuple[tuple[str, int], ...]

    @property
    def kind(self) -> tuple[str, str]:
        """The facts that the seeds of one row have in common."""
        return self.cell, self.hidden


def read(path: Path) -> Result:
    """The result in a JSON file or in a run's folder. Raises ValueError where there is none."""
    try:
        if path.is_dir():
            return _of_run(path)
        return _of_evaluation(path)
    except Unfit:
        raise
    except (OSError, KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ValueError(f"{path} holds no result that can be compared: {error}") from error


def _of_evaluation(path: Path) -> Result:
    said = value_of(text_of(path))
    facts = said["facts"]
    nats = {source: its["model"] for source, its in said["sources"].items()}
    if "mix" in said:
        nats["mix"] = said["mix"]["model"]
    sizes = {**said.get("sizes", {}), **facts.get("recipe", {})}
    return _result(path.stem, sizes, facts.get("events_seen", 0), nats)


def _of_run(folder: Path) -> Result:
    if not (folder / metrics.NAME).exists():
        raise ValueError(f"it holds no {metrics.NAME}")
    scored = [line for line in metrics.read(folder) if "validation" in line]
    if not scored:
        raise ValueError("it was not scored on held-out music yet")
    last = scored[-1]
    nats = {**last["validation"], **({"mix": last["mix"]} if "mix" in last else {})}
    return _result(folder.name, _sizes_of(folder), last["events"], nats)


def _sizes_of(folder: Path) -> dict[str, Any]:
    """The facts about the model and its training in the run's checkpoint."""
    import torch

    checkpoint = folder / "checkpoint.pt"
    if not checkpoint.exists():
        return {}
    check_plain(checkpoint)
    try:
        state = torch.load(checkpoint, map_location="cpu", weights_only=True, mmap=True)
    except Exception as error:  # unpickling foreign bytes can raise anything
        raise ValueError(f"its {checkpoint.name} cannot be read: {error}") from error
    return {**state["sizes"], **state["recipe"]}


def _result(
    name: str, sizes: Mapping[str, Any], events: float, said: Mapping[str, Mapping[str, Any]]
) -> Result:
    nats = {source: _numbers(its) for source, its in said.items()}
    music = tuple((s, _count(its["events"])) for s, its in sorted(nats.items()) if s != "mix")
    return Result(
        name,
        _word(sizes.get("cell", "gru")).upper(),
        _word(sizes.get("hidden", UNKNOWN)),
        _word(sizes.get("seed", UNKNOWN)),
        _count(events),
        nats,
        music,
    )


def _numbers(said: Mapping[str, Any]) -> dict[str, float]:
    """The figures of a source by name, without what is no figure. Raises ValueError."""
    found = {name: value for name, value in said.items() if isinstance(value, int | float)}
    for name, value in found.items():
        if not math.isfinite(value):
            raise ValueError(f"{name[:40]} must be a number, not {value}")
    return found


def _count(value: float) -> int:
    """A number of events. Raises ValueError."""
    count = int(value)
    if not 0 <= count <= metrics.MOST:
        raise ValueError(f"a number of events must be 0..{metrics.MOST}, not {value!r:.40}")
    return count


def _word(value: object) -> str:
    """A fact about a model as it stands in a table."""
    if not isinstance(value, str | int | float):
        raise TypeError(f"cell, hidden and seed must be words or numbers, not {value!r:.40}")
    return str(value)


def compared(results: Sequence[Result], source: str = "mix") -> list[dict[str, Any]]:
    """A row for each kind of model, by cell and size: figures over its seeds; for JSON.

    Raises ValueError where the results are of different music, two are of the same seed, or one
    lacks the source.
    """
    if not results:
        raise ValueError("there is nothing to compare")
    rows: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        if result.music != results[0].music:
            raise ValueError(f"{result.name} was scored on other music than {results[0].name}")
        if source not in result.nats:
            raise ValueError(f"{result.name} was not scored on {source}")
        if lacking := [name for name in SHOWN if name not in result.nats[source]]:
            raise ValueError(f"{result.name} has no number {lacking[0]} for {source}")
        mine = rows.setdefault(result.kind, [])
        same = [r.name for r in mine if r.seed == result.seed != UNKNOWN]
        if same:
            raise ValueError(f"{result.name} and {same[0]} are of one kind and seed {result.seed}")
        mine.append(result)
    return [
        {
            "cell": cell,
            "hidden": hidden,
            "models": [r.name for r in mine],
            "seeds": len(mine),
            "events": round(fmean(r.events for r in mine)),
            **{name: _spread([r.nats[source][name] for r in mine]) for name in SHOWN},
        }
        for (cell, hidden), mine in sorted(rows.items(), key=_by_size)
    ]


def _by_size(row: tuple[tuple[str, str], list[Result]]) -> tuple[str, int, str]:
    (cell, hidden), _ = row
    return cell, int(hidden) if hidden.isdecimal() else 0, hidden


def _spread(values: Sequence[float]) -> dict[str, float]:
    found = {"mean": round(fmean(values), 4)}
    return {**found, "deviation": round(stdev(values), 4)} if len(values) > 1 else found


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as Markdown, with a warning where there are few seeds."""
    text = [
        f"| cell | width | seeds | events | {' | '.join(SHOWN)} |",
        f"|{'---|' * (4 + len(SHOWN))}",
    ]
    for row in rows:
        cells = [
            f"{its['mean']:.3f}" + (f" ± {its['deviation']:.3f}" if "deviation" in its else "")
            for its in (row[name] for name in SHOWN)
        ]
        text.append(
            f"| {row['cell']} | {row['hidden']} | {row['seeds']} |"
            f" {row['events'] / 1e6:.1f} M | {' | '.join(cells)} |"
        )
    if any(row["seeds"] < FEWEST_SEEDS for row in rows):
        text += ["", f"Fewer than {FEWEST_SEEDS} seeds in a row: its figures may be chance."]
    return "\n".join(text) + "\n"
