"""The command that lists the models there are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .live.library import Entry


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def models(as_json: bool) -> None:
    """List the models that can be played: how large, how trained, and where to read on."""
    from .live.library import entries
    from .live.model import folders

    found = entries()
    if as_json:
        said = [{**dict(one.facts()), "path": str(one.path), "card": _card(one)} for one in found]
        click.echo(json.dumps(said, indent=1))
        return
    if not found:
        searched = " and ".join(str(folder) for folder in folders())
        sentence = f"there is no model in {searched}; train one, or set PERF_MODELS"
        raise click.ClickException(sentence)
    click.echo("\n\n".join(_page(one) for one in found))


def _card(one: Entry) -> str | None:
    return None if one.card is None else str(one.card)


def _page(one: Entry) -> str:
    """A model in a few lines."""
    if one.info is None:
        return f"{one.name}: cannot be played: {one.why}"
    sizes, words = one.info.sizes, one.info.vocabulary
    lines = [
        f"{one.name}: {one.size / 1e6:.1f} MB, {one.parameters / 1e6:.2f} million parameters",
        f"  widths: hidden {sizes.hidden}, embedding {sizes.embedding}, held keys {sizes.held}, "
        f"heads {sizes.head}",
        f"  parts: {', '.join(words.parts)}",
    ]
    facts = [_learning(one.info.facts)] if "events_seen" in one.info.facts else []
    facts += [f"{key.removeprefix('training.').replace('_', ' ')} {value}"
              for key, value in one.facts() if key.startswith("training.") and _short(value)
              and key not in ("training.events_seen", "training.begun_with")]
    if facts:
        lines.append(f"  training: {', '.join(facts)}")
    lines.append(f"  file: {one.path}")
    if one.card is not None:
        lines.append(f"  card: {one.card}")
    return "\n".join(lines)


def _learning(facts: Mapping[str, Any]) -> str:
    """How many events a model has seen, and those it began with before it."""
    seen = []
    while facts:
        seen.append(f"{facts.get('events_seen', 0) / 1e6:.1f}")
        facts = facts.get("before", {})
    return f"{', then '.join(reversed(seen))} million events"


def _short(value: float | str) -> bool:
    """Whether a fact is a number, or a few words."""
    return not isinstance(value, str) or (len(value) <= 60 and not value.startswith(("{", "[")))
