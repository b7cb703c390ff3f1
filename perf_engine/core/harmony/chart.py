"""A chart: the chords of a song in bars, as | Dm7 | G7 | Cmaj7 % |."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .chords import Chord, read

BEATS: Final = 4  # of a bar, unless a chart says otherwise
MOST_BARS: Final = 1024
LONGEST: Final = 8000  # characters
REPEATED: Final = ("%", "x")  # a bar that repeats the one before
NONE: Final = ("n.c.", "nc", "n.c", "n")  # no chord
SAME: Final = ("/", ".", "-", "_", "%")  # one more share of the chord before
OPEN, CLOSE = "{", "}"  # repeat signs without a bar line in them
MOST_A_BAR: Final = 32  # chords
_METRE: Final = re.compile(r"(\d{1,2})/(2|4|8)(?=[\s|]|$)|T(\d)(\d)(?=[\s|]|$)")
_ENDING: Final = re.compile(r"\s*([1-9])\.(?=[\sA-GN%]|$)")  # 1. or 2. at the beginning of a bar
_LABEL: Final = re.compile(r"\[[^\]|]*\]|\*[A-Za-z]\d?(?=[\s|]|$)")  # [A], [Verse 2], *B


@dataclass(frozen=True, slots=True)
class Chart:
    """The chords of a song, which begins anew when it ends.

    Chord i lasts from beat `begins[i]` to the next one's; None stands for no chord. `bar` has the
    beats of a bar, `length` those of the song.
    """

    text: str
    begins: tuple[float, ...]
    chords: tuple[Chord | None, ...]
    bar: int
    length: float

    def at(self, beat: float) -> Chord | None:
        """Return the chord at a beat of the song; every beat is taken as one of its repetitions."""
        return self.chords[bisect_right(self.begins, beat % self.length) - 1]


@lru_cache(maxsize=8)
def read_chart(text: str) -> Chart:
    """Return the chart of a text. Raises ValueError, which names the bar.

    Bars stand between | or on lines of their own. The chords of a bar share its beats equally; /
    is one more share of the chord before. A bar of % alone repeats the one before, and |: :| what
    stands between, with an ending |1. |2. for each time. N.C. is no chord. The text may begin with
    a metre such as 3/4, and labels such as [A] are left out.
    """
    if len(text) > LONGEST:
        raise ValueError(f"chords must have at most {LONGEST} characters, not {len(text)}")
    body, bar = _LABEL.sub("|", text), BEATS
    metre = _METRE.match(body.lstrip(" |\r\n\t"))
    if metre is not None:
        body = body.lstrip(" |\r\n\t")[metre.end() :]
        bar = int(metre[1] or metre[3])
        if not 1 <= bar <= 16:
            raise ValueError(f"a bar must have 1..16 beats, not {bar}")
        if "8" in (metre[2], metre[4]) and bar % 3 == 0:
            bar //= 3  # the beats of 6/8 are dotted
    bars = _repeated(_bars(body))
    if not bars:
        raise ValueError("chords must have at least one bar, as | Dm7 | G7 | Cmaj7 |")
    begins: list[float] = []
    chords: list[Chord | None] = []
    for number, content in enumerate(bars):
        for place, chord in enumerate(content):
            if not chords or chord != chords[-1]:
                begins.append((number + place / len(content)) * bar)
                chords.append(chord)
    return Chart(text.strip(), tuple(begins), tuple(chords), bar, float(len(bars) * bar))


Bar = tuple[Chord | None, ...]


def _bars(body: str) -> list[Bar | str]:
    """Return the bars of a text, and signs between them: OPEN, CLOSE, endings."""
    signs = body.replace("|:", f"|{OPEN}|").replace(":|", f"|{CLOSE}|")
    found: list[Bar | str] = []
    before: Bar | None = None
    for piece in re.split(r"[|\r\n\[\]]", signs):
        ending = _ENDING.match(piece)
        if ending is not None:
            found.append(ending[1])
            piece = piece[ending.end() :]
        words = piece.split()
        if words in ([OPEN], [CLOSE]):
            found.append(words[0])
            continue
        if not words:
            continue
        if len(words) == 1 and words[0] in REPEATED:
            if before is None:
                raise ValueError(f"bar 1 must have a chord, not {words[0]}")
        else:
            number = sum(not isinstance(one, str) for one in found) + 1
            before = _bar(words, number, before)
        found.append(before)
        if len(found) > MOST_BARS:
            raise ValueError(f"chords must have at most {MOST_BARS} bars")
    return found


def _bar(words: list[str], number: int, before: Bar | None) -> Bar:
    """Return the chords of a bar, each for an equal share of it."""
    if len(words) > MOST_A_BAR:
        raise ValueError(f"bar {number} must have at most {MOST_A_BAR} chords, not {len(words)}")
    chords: list[Chord | None] = []
    last = before[-1] if before else None
    for word in words:
        if word in SAME:
            if not chords and before is None:
                raise ValueError(f"bar {number} must begin with a chord, not {word}")
        elif word.lower() in NONE:
            last = None
        else:
            try:
                last = read(word)
            except ValueError as error:
                raise ValueError(f"bar {number}: {error}") from None
        chords.append(last)
    return tuple(chords)


def _repeated(bars: list[Bar | str]) -> list[Bar]:
    """Return the bars as they are played; a repeat sign may lack its first one.

    Without endings, what stands between the signs is played twice. With endings, what stands
    before the first one is played again before each other one. Raises ValueError.
    """
    found: list[Bar] = []
    since, ending = 0, 0
    common: list[Bar] = []  # what all endings have before them
    written = 0
    for place, bar in enumerate(bars):
        if bar == OPEN:
            since, ending = len(found), 0
        elif bar == CLOSE and ending:
            follows = bars[place + 1] if place + 1 < len(bars) else ""
            if ending == 1 or follows == str(ending + 1):  # else it was the last ending
                found += common
        elif bar == CLOSE:
            found += found[since:]
            since = len(found)
        elif isinstance(bar, str):
            if int(bar) != ending + 1:
                raise ValueError(
                    f"bar {written + 1} must begin ending {ending + 1}., not {bar}.: each |: "
                    "has its endings in order"
                )
            common = found[since:] if bar == "1" else common
            ending = int(bar)
        else:
            written += 1
            found.append(bar)
        if len(found) > MOST_BARS:
            raise ValueError(f"chords must have at most {MOST_BARS} bars")
    return found
