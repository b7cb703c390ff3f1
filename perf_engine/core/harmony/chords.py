"""Chords by name: Dm7, F#m7b5, C/E, Bb7alt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

LETTERS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SIGNS: Final = {"": 0, "#": 1, "♯": 1, "b": -1, "♭": -1}
ROOTS: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
LONGEST: Final = 24  # characters of a name
EXAMPLES: Final = "such as C, Dm7, G7, F#m7b5, Bbmaj7, Esus4, A7b9 or C/E"

# The kinds of chords that are heard, with their semitones above the root.
KINDS: Final[dict[str, tuple[int, ...]]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "dim": (0, 3, 6),
    "m7b5": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
    "aug": (0, 4, 8),
    "sus4": (0, 5, 7),
}

# The family of each kind by which chords follow one another: major, minor, seventh, diminished.
FAMILY: Final = {
    "": 0,
    "m": 1,
    "7": 2,
    "maj7": 0,
    "m7": 1,
    "dim": 3,
    "m7b5": 3,
    "dim7": 3,
    "aug": 0,
    "sus4": 0,
}

Degrees: TypeAlias = dict[int, int | None]  # semitones by degree; None: left out

_NOTE: Final = re.compile(r"([A-Ga-g])([#♯b♭]?)")
_TRIANGLE: Final = r"[\^Δ△]"
# A quality comes first: its degrees in semitones, its seventh, and whether that needs no number.
_QUALITIES: Final[tuple[tuple[str, Degrees, int, bool], ...]] = (
    (rf"(?:min|mi|m|-)(?:maj|Maj|ma|M|{_TRIANGLE})", {3: 3}, 11, False),
    (r"maj|Maj|MAJ|ma|Ma|M|j", {}, 11, False),
    (_TRIANGLE, {}, 11, True),
    (r"dim|o|°", {3: 3, 5: 6}, 9, False),
    (r"ø|Ø|h", {3: 3, 5: 6}, 10, True),
    (r"aug|\+", {5: 8}, 10, False),
    (r"min|Min|mi|m|-", {3: 3}, 10, False),
    (r"", {}, 10, False),
)
# A number comes next: the degrees that it adds, the seventh besides if it has one.
_NUMBERS: Final[tuple[tuple[str, Degrees, bool], ...]] = (
    (r"6/?9", {6: 9, 9: 14}, False),
    (r"13", {9: 14, 13: 21}, True),
    (r"11", {9: 14, 11: 17}, True),
    (r"9", {9: 14}, True),
    (r"7", {}, True),
    (r"6", {6: 9}, False),
    (r"5", {3: None}, False),
    (r"4", {3: 5}, False),
    (r"2", {9: 14}, False),
)
# Then come any number of changes.
_CHANGES: Final[tuple[tuple[str, Degrees], ...]] = (
    (r"alt", {5: None, 7: 10, 9: 13, 11: 18, 13: 20}),
    (r"sus2", {3: 2}),
    (r"sus4?", {3: 5}),
    (r"(?:no|omit)3", {3: None}),
    (r"(?:no|omit)5", {5: None}),
    (rf"(?:maj|Maj|ma|M|{_TRIANGLE})7?", {7: 11}),
    (r"(?:add)?[#♯+]5|aug|\+(?!\d)", {5: 8}),
    (r"(?:add)?[b♭-]5", {5: 6}),
    (r"(?:add)?[b♭-]9", {9: 13}),
    (r"(?:add)?[#♯+]9", {10: 15}),
    (r"(?:add)?[#♯+]11", {11: 18}),
    (r"(?:add)?[b♭-]13", {13: 20}),
    (r"(?:add)?[b♭-]6", {13: 20}),
    (r"add(?:9|2)", {9: 14}),
    (r"add(?:11|4)", {11: 17}),
    (r"add(?:13|6)", {13: 21}),
    (r"7", {7: 10}),
)


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord: its name, and its root, tones and bass as pitch classes 0..11 (0 is C).

    The tones are those of the root, third, fifth, seventh and so on; the bass may be another.
    """

    name: str
    root: int
    tones: tuple[int, ...]
    bass: int

    @property
    def classes(self) -> frozenset[int]:
        """Return all its pitch classes, the bass too."""
        return frozenset((*self.tones, self.bass))


def named(root: int, kind: str, bass: int | None = None) -> Chord:
    """Return a chord of a kind in KINDS. Raises KeyError if there is no such kind."""
    tones = tuple((root + semitone) % 12 for semitone in KINDS[kind])
    if bass is None or bass == root:
        return Chord(ROOTS[root] + kind, root, tones, root)
    return Chord(f"{ROOTS[root]}{kind}/{ROOTS[bass]}", root, tones, bass)


def note(text: str) -> int | None:
    """Return the pitch class of a note such as C, F# or Eb; None if it is no note."""
    found = _NOTE.fullmatch(text)
    return None if found is None else _pitch_class(found)


@lru_cache(maxsize=512)
def read(text: str) -> Chord:
    """Return the chord of a name. Raises ValueError."""
    name = text.strip()
    found = _NOTE.match(name)
    if found is None or len(name) > LONGEST:
        raise _unknown(text)
    root = _pitch_class(found)
    suffix, bass = re.sub(r"[\s(),]", "", name[found.end() :]), root
    before, slash, last = suffix.rpartition("/")
    below = _NOTE.fullmatch(last) if slash else None
    if below is not None:
        suffix, bass = before, _pitch_class(below)
    degrees = _degrees(suffix)
    if degrees is None:
        raise _unknown(text)
    tones = dict.fromkeys((root + semitones) % 12 for _, semitones in sorted(degrees.items()))
    return Chord(name[0].upper() + name[1:], root, tuple(tones), bass)


def _degrees(suffix: str) -> dict[int, int] | None:
    """Return the degrees of a chord in semitones above its root; None if a part is unknown."""
    quality = next(row for row in _QUALITIES if re.match(row[0], suffix))  # the last one fits all
    degrees: Degrees = {1: 0, 3: 4, 5: 7, **quality[1]}
    rest = _after(quality[0], suffix)
    number = next((row for row in _NUMBERS if re.match(row[0], rest)), ("", {}, False))
    degrees.update(number[1])
    if quality[3] or number[2]:
        degrees[7] = quality[2]
    rest = _after(number[0], rest)
    while rest:
        change = next((row for row in _CHANGES if re.match(row[0], rest)), None)
        if change is None:
            return None
        degrees.update(change[1])
        rest = _after(change[0], rest)
    return {degree: semitones for degree, semitones in degrees.items() if semitones is not None}


def _after(pattern: str, text: str) -> str:
    """Return a text without what a pattern matches at its beginning."""
    return re.sub(pattern, "", text, count=1)


def _pitch_class(found: re.Match[str]) -> int:
    return (LETTERS[found[1].upper()] + SIGNS[found[2]]) % 12


def _unknown(text: str) -> ValueError:
    return ValueError(f"chord must be a name {EXAMPLES}, not {text[:40]!r}")
