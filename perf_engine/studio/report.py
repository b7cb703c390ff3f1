"""Tables of statistics: a column for each piece of music, and real music beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table

from .measure.side_by_side import PREFIX
from .measure.statistics import (
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
from .notes import Note
from .recording import Recording

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
LIKENESS: Final = ("overlap", "divergence")
C_RNN_GAN: Final[Mapping[str, str]] = {
    "polyphony": "polyphony (moments)",
    "scale_consistency": "scale consistency",
    "tone_span": "tone span (semitones)",
    "intensity_span": "intensity span",
    "repetitions": "three-tone repetitions",
}


def real_music() -> Spreads:
    """The shipped spread of real music; empty where there is none."""
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


def show(
    columns: Mapping[str, Mapping[str, float]],
    spread: Spreads,
    console: Console,
    overlaps: Mapping[str, float] | None = None,
    narrow: bool = False,
) -> None:
    """Print columns of figures; a star marks values that are rare in real music.

    `overlaps` become one more column. A narrow table leaves out real music's median. The measures
    of C-RNN-GAN are the last rows, where they are.
    """
    ascii_only = not (console.encoding or "").lower().startswith("utf")
    table = Table(box=box.ASCII if ascii_only else box.SIMPLE, pad_edge=False)
    table.add_column("")
    for title in columns:
        table.add_column(title, justify="right")
    if overlaps is not None:
        table.add_column("overlap", justify="right")
    if spread:
        title = "real music: 5 .. 95 %" if narrow else "real music: 5 % .. median .. 95 %"
        table.add_column(title, justify="right")
    starred = False
    for name in NAMES:
        row = []
        for values in columns.values():
            outside = name in spread and not spread[name].holds(values[name])
            starred = starred or outside
            row.append(f"{values[name]:.2f}{' *' if outside else '  '}")
        if overlaps is not None:
            row.append(f"{overlaps[name]:.2f}")
        if name in spread:
            s = spread[name]
            middle = "" if narrow else f" .. {s.middle:.2f}"
            row.append(f"{s.low:.2f}{middle} .. {s.high:.2f}")
        table.add_row(TITLES[name], *row)
    _add_c_rnn_gan(table, columns, overlaps)
    console.print(table)
    if starred:
        console.print("* outside what nine clips in ten of real music do", highlight=False)


def _add_c_rnn_gan(
    table: Table,
    columns: Mapping[str, Mapping[str, float]],
    overlaps: Mapping[str, float] | None,
) -> None:
    """Add the measures of C-RNN-GAN, where all columns have them."""
    names = {PREFIX + name: title for name, title in C_RNN_GAN.items()}
    if not all(name in values for values in columns.values() for name in names):
        return
    table.add_section()
    table.add_row("as in C-RNN-GAN:")
    for name, title in names.items():
        row = [f"{values[name]:.2f}  " for values in columns.values()]
        if overlaps is not None:
            row.append(f"{overlaps[name]:.2f}")
        table.add_row(title, *row)


def _distances(said: Mapping[str, Any]) -> list[str]:
    """Return the lines of the table of distances after Yang and Lerch."""
    text = [
        "Distances of clips, after Yang and Lerch: their means within the real ones, within the"
        " machine's, and between both; and how like those within are to those between (overlap"
        " 0..1, divergence in nats).",
        "",
        "| | real | machine | between | real: overlap | divergence"
        " | machine: overlap | divergence |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, its in said.items():
        means = (its["real"]["distance"], its["machine"]["distance"], its["between"])
        likes = (its[whose][what] for whose in ("real", "machine") for what in LIKENESS)
        cells = [*(f"{mean:.3g}" for mean in means), *(f"{like:.2f}" for like in likes)]
        text.append(f"| {name.replace('_', ' ')} | {' | '.join(cells)} |")
    return [*text, ""]


def generation(found: Mapping[str, Any]) -> str:
    """The results for continuations and free play in an evaluation, as Markdown."""
    text: list[str] = []
    if "continuations" in found:
        said = found["continuations"]
        count = len(said["primers"])
        text += [
            f"{count} continuations beside what really came next: means, and the overlap.",
            "",
            "| | real | machine | overlap |",
            "|---|---|---|---|",
        ]
        for name, its in said["statistics"].items():
            text.append(
                f"| {TITLES[name]} | {its['real']:.3g} | {its['machine']:.3g}"
                f" | {its['overlap']:.2f} |"
            )
        text += ["", *_distances(said["yang_lerch"])] if said["yang_lerch"] else [""]
        wrong = {whose: len(each) for whose, each in said["at_fault"].items()}
        text += [
            f"At fault (silence, drone, loop, collapse): {wrong['machine']} of {count};"
            f" of what really came next {wrong['real']}.",
        ]
    if "free_play" in found:
        text += [""] * bool(text)
        text += ["Alone, in half minutes: medians, in brackets the least and the most.", ""]
        each = found["free_play"]
        text += [f"| temperature | {' | '.join(each)} |", f"|{'---|' * (1 + len(each))}"]
        for title, key in (
            ("half minutes", "windows"),
            ("at fault", "at_fault"),
            ("longest silence (s)", "longest_silence"),
            ("left sounding", "hung"),
        ):
            text.append(f"| {title} | {' | '.join(f'{its[key]:g}' for its in each.values())} |")
        for name in NAMES:
            cells = []
            for its in each.values():
                one = its["statistics"][name]
                cells.append(f"{one['median']:.3g} ({one['least']:.3g}..{one['most']:.3g})")
            text.append(f"| {TITLES[name]} | {' | '.join(cells)} |")
    return "\n".join(text) + "\n"
