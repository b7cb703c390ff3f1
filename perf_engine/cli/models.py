"""The command that lists the models: models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .failures import printable_lines
from .options import json_option

if TYPE_CHECKING:
    from perf_engine.engine.helpers.model_files import Entry


@click.command()
@json_option
def models(as_json: bool) -> None:
    """List the models, each with its size, styles, training, file and description page."""
    from perf_engine.engine.helpers.model_files import entries, folders

    found = entries()
    if as_json:
        said = [{**dict(one.facts()), "path": str(one.path), "card": _card(one)} for one in found]
        click.echo(json.dumps(said, indent=1))
        return
    if not found:
        searched = " and ".join(str(folder) for folder in folders())
        sentence = f"there is no model in {searched}; train one, or set PERF_MODELS"
        raise click.ClickException(sentence)
    click.echo("\n\n".join(printable_lines(_page(one)) for one in found))


def _card(one: Entry) -> str | None:
    return None if one.card is None else str(one.card)


def _page(one: Entry) -> str:
    """Return a model in a few lines."""
    if one.info is None:
        return f"{one.name}: cannot be played: {one.why}"
    sizes, words = one.info.sizes, one.info.vocabulary
    lines = [
        f"{one.name}: {one.size / 1e6:.1f} MB, {one.parameters / 1e6:.2f} million parameters",
        f"  widths: hidden {sizes.hidden}, embedding {sizes.embedding}, held keys {sizes.held}, "
        f"heads {sizes.head}",
        f"  parts: {', '.join(words.parts)}",
        f"  styles: {', '.join(one.info.told.styles) or 'none'}",
    ]
    facts = [_learning(one.info.facts)] if "events_seen" in one.info.facts else []
    facts += [
        f"{key.removeprefix('training.').replace('_', ' ')} {value}"
        for key, value in one.facts()
        if key.startswith("training.")
        and _short(value)
        and key not in ("training.events_seen", "training.begun_with")
    ]
    if facts:
        lines.append(f"  training: {', '.join(facts)}")
    lines.append(f"  file: {one.path}")
    if one.card is not None:
        lines.append(f"  description page: {one.card}")
    return "\n".join(lines)


def _learning(facts: Mapping[str, Any]) -> str:
    """Return the events that a model and its predecessors were trained on, in words."""
    seen = []
    while facts:
        seen.append(f"{facts.get('events_seen', 0) / 1e6:.1f}")
        facts = facts.get("before", {})
    return f"{', then '.join(reversed(seen))} million events"


def _short(value: float | str) -> bool:
    """Return whether a fact is a number or a short text."""
    return not isinstance(value, str) or (len(value) <= 60 and not value.startswith(("{", "[")))
