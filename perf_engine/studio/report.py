"""Statistics on paper: a column for each piece of music, and real music beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table

from .notes import Note
from .recording import Recording
from .statistics import (
    CLIP,
    NAMES,
    REAL_MUSIC,
    Clip,
    Spreads,
    clips,
    excerpt,
    read_spreads,
    statistics,
)

TITLES: Final[Mapping[str, str]] = {
    "notes_per_second": "notes per second",
    "polyphony": "polyphony (keys held)",
    "pitch_class_entropy": "pitch-class entropy (bits)",
    "scale_consistency": "scale consistency",
    "immediate_repeats": "immediate repeats",
    "longest_run": "longest run of one pitch",
    "repetition": "four-note repetition",
    "pitch_mean": "register: mean MIDI key",
    "velocity_mean": "velocity, mean",
    "velocity_span": "velocity, span",
    "mean_duration": "mean duration (s)",
    "silence": "silence (share)",
}


def real_music() -> Spreads:
    """The spread of real music that is shipped with us; empty where none is."""
    return read_spreads() if REAL_MUSIC.exists() else {}


def clips_or_all(notes: Sequence[Note], seconds: float) -> list[Clip]:
    """The clips of some notes; of music shorter than a clip, all of it as one."""
    if not notes:
        return []
    start = min(n.onset for n in notes)
    length = max(n.end for n in notes) - start
    return clips(notes, seconds) or [excerpt(notes, start, max(1.0, length))]


def hands(recording: Recording) -> dict[str, dict[str, float]]:
    """The last clip of a recording: both hands together, and the machine alone."""
    performance = recording.performance()
    length = min(CLIP, recording.ended)
    start = recording.ended - length
    machine = tuple({n.track for n in performance.notes if n.track.startswith("machine")})
    return {
        "together": asdict(statistics(excerpt(performance.notes, start, length))),
        "machine": asdict(statistics(excerpt(performance.track(*machine).notes, start, length))),
    }


def show(columns: Mapping[str, Mapping[str, float]], spread: Spreads, console: Console) -> None:
    """Print columns of statistics; a star marks what real music seldom does."""
    ascii_only = not (console.encoding or "").lower().startswith("utf")
    table = Table(box=box.ASCII if ascii_only else box.SIMPLE, pad_edge=False)
    table.add_column("")
    for title in columns:
        table.add_column(title, justify="right")
    if spread:
        table.add_column("real music: 5 % .. median .. 95 %", justify="right")
    starred = False
    for name in NAMES:
        row = []
        for values in columns.values():
            outside = name in spread and not spread[name].holds(values[name])
            starred = starred or outside
            row.append(f"{values[name]:.2f}{' *' if outside else '  '}")
        if name in spread:
            s = spread[name]
            row.append(f"{s.low:.2f} .. {s.middle:.2f} .. {s.high:.2f}")
        table.add_row(TITLES[name], *row)
    console.print(table)
    if starred:
        console.print("* outside what nine clips in ten of real music do", highlight=False)


def generation(found: Mapping[str, Any]) -> str:
    """What an evaluation says of continuations and free play, as Markdown."""
    text: list[str] = []
    if "continuations" in found:
        said = found["continuations"]
        count = len(said["primers"])
        text += [f"{count} continuations beside what really came next: means, and the overlap.",
                 "", "| | real | machine | overlap |", "|---|---|---|---|"]
        for name, its in said["statistics"].items():
            text.append(f"| {TITLES[name]} | {its['real']:.3g} | {its['machine']:.3g}"
                        f" | {its['overlap']:.2f} |")
        wrong = {whose: len(each) for whose, each in said["at_fault"].items()}
        text += ["", f"At fault (silence, drone, loop, collapse): {wrong['machine']} of {count};"
                 f" of what really came next {wrong['real']}."]
    if "free_play" in found:
        text += [""] * bool(text)
        text += ["Alone, in half minutes: medians, in brackets the least and the most.", ""]
        each = found["free_play"]
        text += [f"| temperature | {' | '.join(each)} |", f"|{'---|' * (1 + len(each))}"]
        for title, key in (("half minutes", "windows"), ("at fault", "at_fault"),
                           ("longest silence (s)", "longest_silence"), ("left sounding", "hung")):
            text.append(f"| {title} | {' | '.join(f'{its[key]:g}' for its in each.values())} |")
        for name in NAMES:
            cells = []
            for its in each.values():
                one = its["statistics"][name]
                cells.append(f"{one['median']:.3g} ({one['least']:.3g}..{one['most']:.3g})")
            text.append(f"| {TITLES[name]} | {' | '.join(cells)} |")
    return "\n".join(text) + "\n"
