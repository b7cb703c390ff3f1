"""The command that says what an installation will do on a day: preview."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_engine.core.installation.gesture import STATE
from perf_engine.core.installation.moment import Moment, date_of
from perf_engine.core.installation.presence import ATTRACT, ENGAGED, IDLE, PRESENCES
from perf_engine.engine.option_declaration import Text

from .failures import sentence
from .options import EXISTING_FILE, option

if TYPE_CHECKING:
    from perf_engine.core.installation.gesture import Gesture
    from perf_engine.core.installation.plan import Plan
    from perf_engine.core.installation.preview import Level, Preview, Stretch
    from perf_engine.core.installation.scenes import Scene

NOBODY = "no scene"


@click.command()
@click.argument("file", type=EXISTING_FILE)
@option(
    "--date",
    takes=Text("a date", "DATE", test=lambda text: date_of(text, "--date")),
    otherwise="today",
    help="Look at this day, such as 2026-12-24.",
)
def preview(file: Path, date: str | None) -> None:
    """Print what an installation will do on a day, before it plays.

    FILE is the configuration file of the installation. The tables show when it sounds and fades,
    its loudness and density hour by hour, and which scenes it plays: while nobody is there, and
    while visitors are. The scenes that chance will choose are known, as the choice depends on the
    seed and the date only. Orders by hand, and what sensors move, are not known.
    """
    from perf_engine.core.installation.preview import preview as look_at

    plan = _plan(file)
    day = datetime.date.fromisoformat(date) if date else datetime.date.today()
    found = look_at(plan, Moment.of(day.timetuple()), PRESENCES)
    click.echo(f"{file} on {day:%A}, {day.isoformat()}, with the seed {plan.seed}")
    for title, rows in (
        ("Hours", _hours(found.stretches)),
        ("Hour by hour, while nobody is there", _by_hour(plan, found)),
        ("Scenes, and how long each plays while nobody is there", _scenes(plan, found)),
        ("Visitors", _visitors(plan, found)),
        ("Sensors", _sensors(plan)),
    ):
        click.echo(f"\n{title}")
        for line in _table(list(rows)):
            click.echo(f"  {line}")


def _plan(file: Path) -> Plan:
    """Return the plan of a configuration file. Raises ClickException."""
    from perf_engine.engine.helpers.scene_models import check_scenes
    from perf_engine.engine.piece_options import SINGLE, TABLES

    from .configuration import read_config

    options = sentence(lambda: read_config(file))
    if not options.installed:
        names = ", ".join(f"[{name}]" if name in SINGLE else f"[[{name}]]" for name in TABLES)
        raise click.ClickException(f"{file} is no installation: it has none of {names}")
    try:
        check_scenes(options.scene, options.model)
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}") from error
    return options.piece()


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines, with columns of equal widths; a row of one cell is a sentence."""
    cells = [row for row in rows if len(row) > 1]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in rows:
        padded = zip(row, widths if len(row) > 1 else (0,), strict=True)
        yield "  ".join(cell.ljust(width) for cell, width in padded).rstrip()


def _time(second: float) -> str:
    """Return a time of day, with its seconds if it has any."""
    minutes, seconds = divmod(round(second), 60)
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{clock}:{seconds:02}" if seconds else clock


def _length(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60.0), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def _range(low: float, high: float) -> str:
    ends = f"{low:.2f}", f"{high:.2f}"
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _level(one: Level) -> str:
    """Return the range of an hour in words, with the way that it goes."""
    low, high = f"{one.low:.2f}", f"{one.high:.2f}"
    if low == high:
        return low
    if not one.way:
        return f"{low} to {high}, up and down"
    return f"rises {low} to {high}" if one.way > 0 else f"falls {high} to {low}"


def _hours(stretches: Sequence[Stretch]) -> Iterator[Sequence[str]]:
    yield "time", "loudness", "state"
    for one in stretches:
        times = f"{_time(one.start)} to {_time(one.end)}"
        yield times, _range(one.before, one.after), _state(one)


def _state(one: Stretch) -> str:
    """Return what happens in a stretch of the day."""
    if not one.fades:
        from perf_engine.core.installation.preview import CLOSED

        return one.why if one.why == CLOSED or one.before else f"{one.why}, silent"
    if one.after > one.before:
        return "louder" if one.before else "fades in"
    return "softer" if one.after else "fades out"


def _by_hour(plan: Plan, found: Preview) -> Iterator[Sequence[str]]:
    if not any(one.sounds for one in found.levels):
        yield ("It is silent all day.",)
        return
    yield "hour", "loudness", "density", *(("scenes",) if plan.scenes else ())
    for one in found.levels:
        if one.sounds:
            end = one.start + 3600.0
            playing = [
                (max(part.start, one.start), part.chosen)
                for part in found.scenes[IDLE]
                if found.heard(max(part.start, one.start), min(part.end, end)) > 0.0
            ]
            scenes = [
                f"{_time(start)} {NOBODY if chosen is None else chosen.name}"
                for start, chosen in playing
            ]
            words = (", ".join(scenes),) if plan.scenes else ()
            yield _time(one.start), _level(one.loudness), _level(one.density), *words
    yield (
        "Each loudness is a share of the loudness that the scene sets, and each density a multiple"
        " of its density.",
    )


def _scenes(plan: Plan, found: Preview) -> Iterator[Sequence[str]]:
    from perf_engine.core.installation.preview import waits

    if not plan.scenes:
        modes = ", ".join(place.mode for place in plan.places)
        silent = ", so it is silent until somebody plays" if waits(plan, None) else ""
        yield (f"There are none. The modes of its voices are: {modes}{silent}.",)
        return
    yield "scene", "time", "when", "settings"
    for scene in plan.scenes:
        played = found.played(scene.name, IDLE)
        length = _length(played) if played else "none"
        settings = [*_what(scene)]
        if waits(plan, scene):
            settings.append("silent until somebody plays")
        yield scene.name, length, _when(scene), "; ".join(settings)


def _when(scene: Scene) -> str:
    """Return the conditions of a scene."""
    said = []
    if scene.presence:
        said.append(f"visitors {' or '.join(scene.presence)}")
    if scene.span is not None:
        said.append(f"{_time(scene.span.start)} to {_time(scene.span.end)}")
        if scene.span.dates:
            said[-1] += " on some dates"
        elif len(scene.span.weekdays) < 7:
            said[-1] += " on some weekdays"
    if not said:
        said.append(f"by chance, weight {scene.weight:g}")
    return ", ".join(said)


def _what(scene: Scene) -> Iterator[str]:
    """Yield what a scene sets."""
    yield f"fade {scene.fade:g} s"
    for name in ("mode", "model", "style", "style_2", "state", "chords"):
        if (value := getattr(scene, name)) is not None:
            yield f"{name} {value}"
    yield from _controls(scene.controls)
    for number, voice in enumerate(scene.voices):
        own = [*([f"mode {voice.mode}"] if voice.mode else []), *_controls(voice.controls)]
        if own:
            yield f"voice {number}: {', '.join(own)}"


def _controls(controls: Any) -> list[str]:
    return [
        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in controls.items()
    ]


def _visitors(plan: Plan, found: Preview) -> Iterator[Sequence[str]]:
    limits = plan.thresholds
    yield "visitors", "presence", "scenes"
    alone = found.scenes[IDLE]
    for name, limit in ((ATTRACT, limits.attract), (ENGAGED, limits.engaged)):
        parts = [one for one in found.scenes[name] if found.heard(one.start, one.end) > 0.0]
        same = found.scenes[name] == alone
        said: list[tuple[float, str]] = []
        for one in parts:
            names = " or ".join(scene.name for scene in one.possible) or NOBODY
            if not said or said[-1][1] != names:
                said.append((one.start, names))
        words = [names if len(said) == 1 else f"{_time(at)} {names}" for at, names in said]
        scenes = "as while nobody is there" if same else ", ".join(words)
        yield name, f"{limit:g} or more", scenes or "none: it is silent all day"
    yield (f"A visitor who leaves counts for {limits.lasts:g} s more.",)
    if limits.playing:
        yield (f"Somebody who plays is engaged for {limits.playing:g} s after each note.",)


def _sensors(plan: Plan) -> Iterator[Sequence[str]]:
    from perf_engine.core.installation.gesture import text_of

    for one in plan.gestures:
        yield text_of(one.source), f"moves {one.target.text}", _way_of(one)
    if not plan.gestures:
        yield ("There are none.",)


def _way_of(one: Gesture) -> str:
    """Return the range of a sensor, and the range of the target to which it leads."""
    if one.low is None and one.high is None:
        heard = "the range that it shows"
    else:
        low, high = ("?" if end is None else f"{end:g}" for end in (one.low, one.high))
        heard = f"{low}..{high}"
    if one.target.kind == STATE:
        return f"{heard}: it is recalled as the value rises"
    return f"{heard} to {one.to_low:g}..{one.to_high:g}"
