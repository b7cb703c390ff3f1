"""The measures of C-RNN-GAN, by which music of machines is often compared.

Source: O. Mogren, C-RNN-GAN: Continuous recurrent neural networks with adversarial training, 2016,
section 4 (arXiv 1611.09904). Its polyphony and its scales are others than those of `statistics`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from .statistics import Clip

GRAM: Final = 3  # tones
SAME_MOMENT: Final = 4  # decimals of a second: the step of the MIDI files that we write
SCALES: Final = (  # semitones above the tonic
    frozenset((0, 2, 4, 5, 7, 9, 11)),  # major
    frozenset((0, 2, 3, 5, 7, 8, 10)),  # natural minor
    frozenset((0, 2, 3, 5, 7, 8, 11)),  # harmonic minor
)


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a clip; 0 where there is no tone to count.

    - `polyphony`: of the moments at which tones begin, the share at which two or more begin.
    - `scale_consistency`: the share of tones in the scale that fits best: major, natural minor or
      harmonic minor, on any tonic.
    - `tone_span`: semitones from the lowest to the highest tone.
    - `intensity_span`: from the lowest to the highest velocity.
    - `repetitions`: pairs of equal three tones in a row that do not overlap. Tones are taken in
      order of onset, those struck at once from low to high; their timing does not count.
    """

    polyphony: float
    scale_consistency: float
    tone_span: float
    intensity_span: float
    repetitions: float


NAMES: Final = tuple(f.name for f in fields(Measures))


def measures(clip: Clip) -> Measures:
    """Count a clip."""
    notes = sorted(clip.notes, key=lambda n: (round(n.onset, SAME_MOMENT), n.pitch))
    if not notes:
        return Measures(**dict.fromkeys(NAMES, 0.0))
    moments = Counter(round(n.onset, SAME_MOMENT) for n in notes)
    pitches = [n.pitch for n in notes]
    velocities = [n.velocity for n in notes]
    return Measures(
        polyphony=sum(count > 1 for count in moments.values()) / len(moments),
        scale_consistency=_scale_consistency(pitches),
        tone_span=float(max(pitches) - min(pitches)),
        intensity_span=float(max(velocities) - min(velocities)),
        repetitions=float(repetitions(pitches)),
    )


def _scale_consistency(pitches: Sequence[int]) -> float:
    classes = Counter(pitch % 12 for pitch in pitches)
    best = max(
        sum(count for pitch, count in classes.items() if (pitch - tonic) % 12 in scale)
        for tonic in range(12)
        for scale in SCALES
    )
    return best / len(pitches)


def repetitions(pitches: Sequence[int], gram: int = GRAM) -> int:
    """The pairs of equal runs of `gram` pitches that do not overlap."""
    places: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for place in range(len(pitches) - gram + 1):
        places[tuple(pitches[place : place + gram])].append(place)
    found = 0
    for equal in places.values():
        first = 0
        for number, place in enumerate(equal):
            while first < number and equal[first] + gram <= place:
                first += 1
            found += first  # runs that end before this one begins
    return found
