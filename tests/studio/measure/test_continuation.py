import numpy as np
import pytest

from perf_engine.studio.measure.continuation import (
    CLIP,
    PRIME,
    Primer,
    chosen,
    continuations,
    continued,
    played,
)
from perf_engine.studio.measure.statistics import NAMES
from perf_engine.studio.notes import Note


def music(seconds=70.0, start=3.0):
    return [Note(start + 0.5 * i, 50 + i * 7 % 20, 64, 0.4) for i in range(int(2 * seconds))]


def test_a_primer_is_half_a_minute_and_so_is_what_came_next():
    primer = Primer.of("tune", music())
    assert primer is not None
    assert (len(primer.notes), len(primer.real.notes)) == (60, 60)
    assert (primer.notes[0].onset, primer.real.notes[0].onset) == (0.0, 0.0)
    assert primer.notes[-1].onset < PRIME
    assert primer.real.notes[0].pitch == music()[60].pitch


def test_what_is_too_short_or_too_sparse_is_no_primer():
    assert Primer.of("short", music(50)) is None
    assert Primer.of("silent", []) is None
    assert Primer.of("sparse", music()[::10]) is None


def test_primers_are_chosen_from_every_source_as_evenly_as_may_be():
    many = [Primer.of(f"m{i}", music()) for i in range(20)]
    few = [Primer.of(f"f{i}", music()) for i in range(2)]
    found = chosen({"many": many, "few": few}, 12)
    assert sum(p in few for p in found) == 2
    assert len({p.name for p in found}) == 12
    assert len(chosen({"few": few}, 12)) == 2


def test_events_are_notes_without_the_pedal():
    notes = played(
        np.array([0.0, 0.5, 0.5, 1.0, 1.0]),
        np.array([0, 0, 1, 0, 1]),
        np.array([60, 128, 60, 60, 60]),
        np.array([70, 100, 80, 0, 0]),
    )
    assert notes == [Note(0.0, 60, 70, 2.0), Note(1.0, 60, 80, 2.0)]


def test_a_machine_plays_on_the_same_from_the_same_seed(weights):
    primer = Primer.of("tune", music())
    assert primer is not None
    one, again, other = (continued(weights, primer, seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert one.seconds == CLIP
    assert one.notes
    assert all(0 <= n.onset < CLIP for n in one.notes)


def test_both_are_counted_alike(weights):
    found = continuations(weights, [Primer.of("tune", music())])
    assert found["primers"] == ["tune"]
    assert set(found["statistics"]) == set(NAMES)
    assert found["statistics"]["notes_per_second"]["real"] == pytest.approx(2.0)
    assert all(0 <= its["overlap"] <= 1 for its in found["statistics"].values())
    assert found["at_fault"]["real"] == []
    assert found["yang_lerch"] is None
    with pytest.raises(ValueError, match="no piece is a minute long"):
        continuations(weights, [])
