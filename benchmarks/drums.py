"""`make drums`: whether the drummer is in time, follows, stops, and plays as drummers do."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from rich.console import Console

from perf_engine.core.beat.felt_beat import Bars as HeardBars
from perf_engine.core.controls import Settings
from perf_engine.core.drums.drummer import Drummer
from perf_engine.core.drums.kit import COUNT, KEYS, KICK, instrument
from perf_engine.core.messages import Said
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import Strike as Struck
from perf_engine.studio.measure.overlap import overlap
from perf_engine.studio.notes import Note, Performance
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import messages

from .command import end, model_option, report_option, seeds_option
from .drum_tables import BAR, Take, bars, takes
from .measure import machine
from .players import KEPT, Played, made_up
from .tables import show
from .together import Song, songs

Floats = NDArray[np.float64]

SETTLED: Final = 8.0  # seconds after which strikes count
AFTER: Final = 6.0  # seconds that are listened to after the player's end
NEAR: Final = 0.015  # seconds: a strike so near a place of the grid is on it
STEPS: Final = 4  # places of a beat
TRIPLETS: Final = 3
FOLLOWED: Final = 0.04  # seconds from the player's eighths at which a beat is followed
EIGHTHS: Final = 2
IN_A_ROW: Final = 4  # beats in which it must be followed
HELD: Final = 0.15  # seconds that a made-up player holds a key
SPLIT: Final = "validation", "test"  # what is kept back of the dataset
HEADS: Final = "silent", "heard grid", "meant grid", "a bar", "followed", "after (bars)"
SONG_HEADS: Final = "heard grid", "song's grid", "sixteenth", "kick"
DECISIONS: Final = 4000  # that are timed
STEADY: Final = ("steady", "accompanied")
FREE: Final = "rubato"  # the player beside whom it should be silent

Strikes = list[tuple[float, int, int]]  # seconds, key, velocity


@dataclass(frozen=True, slots=True)
class Beside:
    """The drummer beside a player: its strikes, and their distances in beats on the heard line."""

    strikes: Strikes
    beats: Floats
    periods: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """How the drummer was beside players.

    `silent`: the share of the players beside whom it strikes nothing from SETTLED to their end;
    `grid`: the share of its strikes within 15 ms of the heard beat's grid; `meant`: of that which
    the player means; `a_bar`: its strikes in four beats; `followed`: beats until a jump of tempo is
    followed; `after`: bars (the most) from the player's end to its last strike.
    """

    silent: float
    grid: float
    meant: float
    a_bar: float
    followed: float
    after: float


def performance(played: Played) -> Performance:
    """Return a made-up player's strikes as notes."""
    return Performance.of([Note(at, key, loud, HELD) for at, key, loud in played.strikes], [])


def beside(player: Performance, weights: Weights, seed: int, **settings: float) -> Beside:
    """Let the drummer play beside a player, and some seconds more."""
    controls = Settings.defaults().changed(settings)
    performer = Performer(weights, mode="drums", seed=seed, settings=controls)
    strikes: Strikes = []
    beats, periods = [], []

    def note(said: Said, now: float) -> bool:
        if isinstance(said, Struck):
            pulse = performer.pulse(now)
            strikes.append((said.due, said.pitch, said.velocity))
            beats.append(pulse.beat + (said.due - now) * pulse.tempo / 60.0)
            periods.append(60.0 / pulse.tempo)
        return False

    until = max(n.end for n in player.notes)
    offline(performer, messages(player), until + AFTER, note)
    return Beside(strikes, np.array(beats), np.array(periods))


def away(beats: Floats, periods: Floats, steps: int) -> Floats:
    """Return the seconds from places of a beat."""
    found: Floats = np.abs((beats * steps + 0.5) % 1.0 - 0.5) / steps * periods
    return found


def meant(times: Floats, beats: Sequence[float]) -> tuple[Floats, Floats]:
    """Return times in the beats that a player means, and the seconds of these beats."""
    line = np.array(beats)
    row = np.clip(np.searchsorted(line, times, side="right") - 1, 0, len(line) - 2)
    periods = line[row + 1] - line[row]
    return row + (times - line[row]) / periods, periods


def followed(times: Floats, heard: Floats, played: Played) -> float:
    """Return the beats from a jump of tempo to the first of four in a row that are followed.

    `heard` are the drummer's places in beats; a beat is followed if they are the player's, perhaps
    an eighth before or after, as the beat that is heard may be another one than is meant.
    """
    at, periods = meant(times, played.beats)
    distance = away(at - heard, periods, EIGHTHS)
    last = len(played.beats) - 1
    good = []
    for beat in range(played.jump, last):
        near = distance[np.abs(at - beat) <= 0.5]
        good.append(bool(len(near)) and float(np.median(near)) <= FOLLOWED)
    for beat in range(len(good) - IN_A_ROW + 1):
        if all(good[beat : beat + IN_A_ROW]):
            return float(beat)
    return float(len(good))


def figures(found: Beside, played: Played, steps: int) -> Figures:
    """Return the figures beside one made-up player."""
    ended = max(at for at, _, _ in played.strikes) + HELD
    times = np.array([at for at, _, _ in found.strikes])
    counted = (times >= SETTLED) & (times <= ended)
    nan = float("nan")
    if not counted.any():
        return Figures(1.0, nan, nan, 0.0, nan, -1.0)
    near = away(found.beats[counted], found.periods[counted], steps) <= NEAR
    on, a_bar, jump = nan, nan, nan
    if played.beats:
        at, periods = meant(times[counted], played.beats)
        on = float((away(at, periods, steps) <= NEAR).mean())
        a_bar = len(at) / max(1.0, at[-1] - at[0]) * BAR
        jump = followed(times, found.beats, played) if played.jump else nan
    period = played.beats[-1] - played.beats[-2] if played.beats else 0.6
    after = (times.max() - ended) / (played.bar * period)
    return Figures(0.0, float(near.mean()), on, float(a_bar), jump, float(after))


# as drummers play


@dataclass(frozen=True, slots=True)
class Playing:
    """Statistics of bars in four with sixteenths: values of each bar, and shares."""

    density: list[float]
    loudness: list[float]
    range: list[float]
    off_beat: list[float]
    resemblance: list[float]
    velocities: list[float]
    instruments: Floats
    places: Floats


def statistics(music: Iterable[tuple[NDArray[np.bool_], Floats]]) -> Playing:
    """Measure bars: strikes (bars, places, instruments) and velocities of several takes."""
    density, loudness, reach, off, same, loud = [], [], [], [], [], []
    by_instrument, by_place = np.zeros(COUNT), np.zeros(BAR * STEPS)
    for struck, velocity in music:
        before: NDArray[np.bool_] | None = None
        for bar, strong in zip(struck, velocity, strict=True):
            if bar.sum() < 3:
                before = None
                continue
            values = strong[bar]
            density.append(float(bar.sum()))
            loudness.append(float(values.mean()))
            reach.append(float(values.std()))
            off.append(float(bar[np.arange(len(bar)) % STEPS != 0].sum() / bar.sum()))
            if before is not None:
                same.append(float((bar & before).sum() / (bar | before).sum()))
            before = bar
            loud += values.tolist()
            by_instrument += bar.sum(axis=0)
            by_place += bar.sum(axis=1)
    return Playing(
        density,
        loudness,
        reach,
        off,
        same,
        loud,
        by_instrument / max(1.0, by_instrument.sum()),
        by_place / max(1.0, by_place.sum()),
    )


def likeness(one: Playing, other: Playing) -> dict[str, float]:
    """Return the overlap of two sets of music in each statistic, 0..1; 0 where one has none."""
    found = {}
    for name in ("density", "loudness", "range", "off_beat", "resemblance", "velocities"):
        a, b = getattr(one, name), getattr(other, name)
        found[name] = overlap(thin(a), thin(b)) if a and b else 0.0
    for name in ("instruments", "places"):
        found[name] = float(np.minimum(getattr(one, name), getattr(other, name)).sum())
    found["mean"] = float(np.mean(list(found.values())))
    return found


def thin(values: Sequence[float], most: int = 3000) -> Sequence[float]:
    """Return at most so many values, evenly chosen."""
    return values[:: max(1, -(-len(values) // most))]


def real(found: Iterable[Take], split: str) -> Playing:
    """Measure the straight takes of a split."""
    some = [bars(t) for t in found if t.split == split and not t.fill and t.feel == 0]
    return statistics((one.struck, one.velocity) for one in some)


def of_machine(found: Iterable[tuple[Beside, Played]]) -> Playing:
    """Measure the drummer's bars, counted from the beats that the player means."""
    return statistics(_bars(one, played) for one, played in found)


def _bars(one: Beside, played: Played) -> tuple[NDArray[np.bool_], Floats]:
    times = np.array([at for at, _, _ in one.strikes])
    at, _ = meant(times, played.beats)
    places = np.round(at * STEPS).astype(int)
    kept = (places >= 0) & (times >= SETTLED)
    count = int(places.max()) // (BAR * STEPS) + 1
    struck = np.zeros((count * BAR * STEPS, COUNT), bool)
    velocity = np.zeros(struck.shape)
    for place, (_, key, loud), keep in zip(places, one.strikes, kept, strict=True):
        which = instrument(key)
        if keep and which is not None:
            struck[place, which], velocity[place, which] = True, loud
    shape = (count, BAR * STEPS, COUNT)
    return struck.reshape(shape), velocity.reshape(shape)


def chance(like: Playing, random: Generator) -> Playing:
    """Measure bars in which anything is struck anywhere, as often as by real drummers."""
    shape = (200, BAR * STEPS, COUNT)
    struck = random.random(shape) < np.mean(like.density) / (shape[1] * shape[2])
    return statistics([(struck, random.uniform(1.0, 127.0, shape))])


# what it costs, and songs


def cost(seed: int) -> Floats:
    """Return the CPU time in ms of decisions of the drummer."""
    random, drummer, settings = np.random.default_rng(seed), Drummer(), Settings.defaults()
    line = HeardBars(0.0, 0.0, 0.5, 4, 0, False, 1.0, 1.0)
    found: list[float] = []
    drummer.hear(60, 72, 0.0)
    drummer.plan(line, 0.1, settings, random)
    while len(found) < DECISIONS:
        drummer.hear(60, 72, drummer.due)
        begun = time.thread_time_ns()
        drummer.play(line, settings, random)
        found.append((time.thread_time_ns() - begun) / 1e6)
        drummer.ends_until(drummer.due)
    return np.array(found)


def song_figures(song: Song, weights: Weights, seed: int) -> tuple[float, float, float, float]:
    """Return of a song: the shares on the heard grid and on the song's, and two mean cosines.

    These are of the phase of strikes in the song's sixteenths, and of the kick's in its eighths.
    """
    found = beside(Performance.of(song.melody, []), weights, seed)
    times = np.array([at for at, _, _ in found.strikes])
    ended = song.melody[-1].end
    counted = (times >= SETTLED) & (times <= ended)
    if not counted.any():
        nan = float("nan")
        return nan, nan, nan, nan
    heard = float((away(found.beats[counted], found.periods[counted], STEPS) <= NEAR).mean())
    quarters = song.quarters(times[counted])
    step = song.quarters(times[counted] + 0.01) - quarters
    own = float((away(quarters, 0.01 / step, STEPS) <= NEAR).mean())
    low = np.array([key == KEYS[KICK] for _, key, _ in found.strikes])[counted]
    sixteenth = float(np.cos(8.0 * np.pi * quarters).mean())
    kick = float(np.cos(4.0 * np.pi * quarters[low]).mean()) if low.any() else float("nan")
    return heard, own, sixteenth, kick


def _mean(rows: Sequence[Figures]) -> Figures:
    table = np.array([list(asdict(one).values()) for one in rows], float)
    known = [column[~np.isnan(column)] for column in table.T]
    means = [float(column.mean()) if len(column) else float("nan") for column in known]
    means[-1] = float(known[-1].max()) if len(known[-1]) else float("nan")
    return Figures(*means)


def faults(said: dict[str, Figures], likely: dict[str, dict[str, float]], p50: float) -> list[str]:
    """Return what is not as promised, in sentences."""
    wrong = [
        f"{name}: it strikes nothing beside {one.silent:.2f} of the players"
        for name, one in said.items()
        if name != FREE and one.silent > 0.0
    ]
    if said[FREE].silent < 1.0:
        wrong.append(f"{FREE}: it plays beside {1.0 - said[FREE].silent:.2f} of the players")
    wrong += [
        f"{name}: {said[name].grid:.3f} of the strikes are within 15 ms of the grid, below .9"
        for name in STEADY
        if said[name].grid < 0.9
    ]
    if said["jumping"].followed > 4.0:
        wrong.append(f"a jump of tempo is followed after {said['jumping'].followed:.1f} beats")
    wrong += [
        f"{name}: it plays {one.after:.2f} bars after the player's end"
        for name, one in said.items()
        if one.after > 1.0
    ]
    if likely and not likely["drummer"]["mean"] >= likely["chance"]["mean"] + 0.2:
        wrong.append("it is hardly more like drummers than chance is")
    if p50 > 0.1:
        wrong.append(f"a decision takes {p50:.3f} ms")
    return wrong


def beside_players(
    weights: Weights, players: int, seeds: int
) -> tuple[dict[str, Figures], list[tuple[Beside, Played]]]:
    """Let made-up players play to it: figures of each kind, and all that is straight and steady."""
    rows: dict[str, list[Figures]] = {}
    straight: list[tuple[Beside, Played]] = []
    for (name, played), seed in product(made_up(KEPT, players), range(1, 1 + seeds)):
        found = beside(performance(played), weights, seed)
        steps = TRIPLETS if name == "swung" else STEPS
        rows.setdefault(name, []).append(figures(found, played, steps))
        if name in STEADY and found.strikes:
            straight.append((found, played))
    return {name: _mean(some) for name, some in rows.items()}, straight


def compared(
    groove: Path, straight: Iterable[tuple[Beside, Played]]
) -> dict[str, dict[str, float]]:
    """Return the overlap with what the dataset keeps back: of drummers, the machine, and chance."""
    kept = [one for one in takes(groove) if one.split in SPLIT]
    held, other = (real(kept, split) for split in SPLIT)
    return {
        "real": likeness(held, other),
        "drummer": likeness(of_machine(straight), other),
        "chance": likeness(chance(other, np.random.default_rng(0)), other),
    }


@click.command()
@click.argument(
    "groove", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--songs",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of songs with a melody in their first track, to be played to it.",
)
@click.option("--most", default=12, show_default=True, type=click.IntRange(2), help="Songs.")
@click.option(
    "--players", default=4, show_default=True, type=click.IntRange(1), help="Of each kind."
)
@seeds_option
@model_option
@report_option("drums.json")
def main(
    groove: Path | None,
    folder: Path | None,
    most: int,
    players: int,
    seeds: int,
    model: str | None,
    out: Path,
) -> None:
    """Let made-up players play to the drummer; compare it with what GROOVE keeps back.

    GROOVE is the folder of the Groove MIDI Dataset.
    """
    console, begun = Console(), time.monotonic()
    try:
        weights, info = load_model(model)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    said, straight = beside_players(weights, players, seeds)
    table = {
        name: dict(zip(HEADS, asdict(one).values(), strict=True)) for name, one in said.items()
    }
    show(console, "Beside made-up players", table)
    likely = {} if groove is None else compared(groove, straight)
    if likely:
        show(console, "Overlap with drummers", likely)
    played_songs: list[float] = []
    if folder is not None:
        some = songs(folder, most)
        each = [song_figures(one, weights, s) for one in some for s in range(1, 1 + seeds)]
        played_songs = np.nanmean(np.array(each), axis=0).tolist()
        row = dict(zip(SONG_HEADS, played_songs, strict=True))
        show(console, f"Melodies of {len(some)} songs", {folder.name: row})
    spent = cost(1)
    p50, p99 = (float(np.percentile(spent, p)) for p in (50, 99))
    console.print(f"A decision takes {p50:.3f} ms (p50), {p99:.3f} ms (p99).", highlight=False)
    wrong = faults(said, likely, p50)
    report: dict[str, Any] = {
        "machine": machine(),
        "model": info.name,
        "players": {name: asdict(one) for name, one in said.items()},
        "likeness": likely,
        "songs": played_songs,
        "p50_ms": p50,
        "p99_ms": p99,
        "wrong": wrong,
    }
    end(console, out, report, wrong, f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
