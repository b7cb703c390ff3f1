"""A session recomputed: equal, or the first difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from perf_engine.core.controls import Settings
from perf_engine.core.messages import NoteOn, SetMode
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.session.journal import Gap
from perf_engine.engine.session.records import (
    Beginning,
    Broken,
    Hurried,
    Reader,
    Taken,
    Uttered,
    written,
)
from perf_engine.engine.session.verification import verify
from perf_engine.protocol.notes import Foreseen, Strike
from tests.support.rehearsed import WEIGHTS, Rehearsal, weights_of


def recorded(seed: int, mode: str = "duet", files: int = 3) -> Rehearsal:
    played = Rehearsal(seed, mode)
    for _ in range(files):
        played.go(8.0)
        if not played.recorded.preparing:
            played.begin()
    played.end()
    return played


def read_back(records):
    reader = Reader()
    texts = (text for record in records for text in written(record))
    return [r for r in (reader.read(text.encode()) for text in texts) if r is not None]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(MODES))
@example(seed=363359, mode="duet")  # a file begins while a turn has room left
def test_whatever_happened_the_same_messages_give_the_same_music(seed: int, mode: str) -> None:
    played = recorded(seed, mode)
    verdict = verify(read_back(played.records), weights_of)
    assert verdict.difference is None
    assert verdict.messages == sum(isinstance(r, Taken) for r in played.records)
    assert verdict.said == sum(not isinstance(item, Foreseen) for item in played.said)
    assert verdict.snapshots == sum(isinstance(r, Beginning) for r in played.records) - 1


WAYS = [
    *((mode, {}) for mode in MODES),
    ("call_response", {"windowed": 1, "count_in": 0.5, "call_length": 2.0}),
    *(("follow", {"motion": motion, "canon_delay": 0.7, "interval_2": 5}) for motion in (1, 2)),
    *(("accompany", {"role": role}) for role in (1, 2, 3)),
]


@pytest.mark.parametrize(("mode", "controls"), WAYS)
def test_a_session_in_each_mode_is_recomputed_equal(mode, controls) -> None:
    chosen = Settings.defaults().changed(controls)
    played = Rehearsal(2, performer=Performer(WEIGHTS, mode=mode, seed=2, settings=chosen))
    for turn in range(60):  # phrases and pauses, and a snapshot in the middle of everything
        if turn % 12 < 8:
            key = 60 + turn * 5 % 12
            played.recorded.hear(NoteOn(0, key, 80, "a", 0.2), played.now)
        played.go(0.25, storm=False)
        if turn % 7 == 6:
            played.begin()
    played.go(6.0, storm=False)
    played.end()
    verdict = verify(read_back(played.records), weights_of)
    assert verdict.difference is None
    assert verdict.snapshots == 8
    assert verdict.said == sum(not isinstance(item, Foreseen) for item in played.said)
    assert any(isinstance(item, Strike) for item in played.said) is (mode != "listen")


def strikes(records):
    return [
        i
        for i, record in enumerate(records)
        if isinstance(record, Uttered) and any(isinstance(item, Strike) for item in record.said)
    ]


def test_a_note_that_was_not_played_so_is_the_first_difference() -> None:
    records = list(recorded(3, "solo").records)
    place = strikes(records)[5]
    uttered = records[place]
    item = next(i for i in uttered.said if isinstance(i, Strike))
    wrong = replace(item, pitch=item.pitch ^ 1)
    records[place] = replace(uttered, said=tuple(wrong if i is item else i for i in uttered.said))
    difference = verify(records, weights_of).difference
    assert difference is not None
    assert difference.at == uttered.at
    assert (difference.recorded, difference.recomputed) == (str(wrong), str(item))


def test_a_message_that_was_not_given_so_shows() -> None:
    records = list(recorded(4, "solo").records)
    place = next(
        i
        for i, r in enumerate(records)
        if isinstance(r, Taken) and isinstance(r.message, NoteOn) and i > 20
    )
    message = records[place].message
    records[place] = replace(records[place], message=replace(message, pitch=message.pitch ^ 1))
    assert verify(records, weights_of).difference is not None


PLANS = [
    VoicePlan(
        mode,
        i,
        Settings.defaults().changed(
            {
                "hears_voices": ("none", "all", 5)[i % 3],
                "hears_players": ("all", "0", "all", "1")[i % 4],
                "lead": 10.0 * i,
            }
        ),
    )
    for i, mode in enumerate(MODES * 2)
]


@pytest.mark.parametrize(("seed", "count"), [(1, 2), (11, 2), (2, 3), (3, 14), (4, 14)])
def test_a_session_of_several_voices_is_recomputed_equal(seed: int, count: int) -> None:
    played = Rehearsal(seed, performer=Performer(WEIGHTS, voices=PLANS[:count]))
    for _ in range(4):
        played.go(4.0)
        for voice in range(0, count, 3):
            played.recorded.command(SetMode(played.chance.choice(MODES), voice), played.now)
        if not played.recorded.preparing:
            played.begin()
    played.end()
    records = read_back(played.records)
    verdict = verify(records, weights_of)
    assert verdict.difference is None
    assert verdict.said == sum(not isinstance(item, Foreseen) for item in played.said)
    if seed != 1:  # in which the second voice is never given the turn
        assert {item.voice for item in played.said if isinstance(item, Strike)} != {0}
    # from any of its snapshots, too, though many states were multiplied at once before
    for place in [i for i, record in enumerate(records) if isinstance(record, Beginning)][1:]:
        assert verify(records[place:], weights_of).difference is None


@pytest.mark.parametrize(("seed", "count"), [(5, 1), (6, 2), (7, 6)])
def test_a_session_whose_notes_went_before_what_was_due_is_recomputed_equal(
    seed: int, count: int
) -> None:
    played = Rehearsal(seed, performer=Performer(WEIGHTS, voices=PLANS[:count]))
    for turn in range(80):
        played.go(0.1, storm=False)
        played.now += played.chance.uniform(0.0, 0.4)  # meanwhile things have become due
        for _ in range(played.chance.randrange(4)):
            if played.recorded.may_hurry(played.now, played.now) and played.chance.random() < 0.7:
                played.recorded.hurry()
            key = played.chance.randrange(40, 80)
            played.recorded.hear(NoteOn(0, key, 80, "a", 0.3), played.now)
        if turn % 15 == 14:
            played.begin()
    played.go(4.0, storm=False)
    played.end()
    verdict = verify(read_back(played.records), weights_of)
    assert verdict.difference is None
    assert any(isinstance(item, Strike) for item in played.said)
    hurried = [r for r in played.records if isinstance(r, Taken) and isinstance(r.message, Hurried)]
    assert len(hurried) > 30


def test_a_state_that_is_not_the_recorded_one_is_named_by_its_place() -> None:
    records = list(recorded(9, "solo").records)
    last = max(i for i, r in enumerate(records) if isinstance(r, Beginning))
    snapshot = records[last].snapshot
    voice = snapshot["values"]["performer"]["voices"][0]["voice"]
    voice["speaker"]["speaker"]["last_strike"] += 1.0
    difference = verify(records, weights_of).difference
    assert difference is not None
    assert "last_strike" in difference.recorded
    assert difference.at == records[last].clock


def test_decisions_that_were_never_made_are_missed() -> None:
    played = Rehearsal(6, "listen")
    played.go(2.0, storm=False)
    played.recorded.hear(NoteOn(0, 60, 80), played.now)
    played._keep()
    last = played.records[-1]
    assert isinstance(last, Taken)
    wrong = [*played.records[:-1], replace(last, decisions=last.decisions + 3)]
    difference = verify(wrong, weights_of).difference
    assert difference is not None
    assert "decisions" in difference.recorded
    assert verify([*played.records[:-1], replace(last, decisions=-1)], weights_of).difference


def test_after_a_gap_it_goes_on_from_the_next_snapshot() -> None:
    first, second = recorded(7), recorded(8, "solo")
    records = [*first.records[:-30], Gap("a file is missing"), *second.records]
    verdict = verify(records, weights_of)
    assert verdict.difference is None
    assert verdict.gaps == ["a file is missing"]
    assert verdict.said > sum(len(r.said) for r in second.records if isinstance(r, Uttered))


def test_what_an_engine_did_while_it_was_broken_is_left_out(monkeypatch) -> None:
    played = Rehearsal(9, "solo")
    played.go(4.0)
    while played.recorded.preparing:
        played.go(1.0)
    with monkeypatch.context() as broken:
        broken.setattr(Performer, "hear", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            played.recorded.hear(NoteOn(0, 60, 80), played.now)
    played.performer.hear(NoteOn(0, 61, 80), played.now)  # nobody knows what the failure did
    played.go(2.0, storm=False)
    assert any(isinstance(r, Broken) for r in played.records)
    played.begin()
    played.go(4.0)
    played.end()
    verdict = verify(played.records, weights_of)
    assert verdict.difference is None
    begun = [i for i, r in enumerate(played.records) if isinstance(r, Beginning)]
    assert not played.records[begun[1]].continues


def test_a_snapshot_that_cannot_be_used_is_a_sentence() -> None:
    records = list(recorded(10).records)
    records[0] = replace(records[0], snapshot={"os.system": ["true"]})
    with pytest.raises(ValueError, match="snapshot"):
        verify(records, weights_of)


def test_a_recording_of_an_older_format_is_not_recomputed_and_says_what_works() -> None:
    records = recorded(3).records
    old = [replace(r, format=1) if isinstance(r, Beginning) else r for r in records]
    with pytest.raises(ValueError, match=r"in format 1, .*only that program .*replay --out and"):
        verify(old, weights_of)
