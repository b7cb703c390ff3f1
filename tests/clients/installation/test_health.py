"""What counts as trouble."""

import pytest

from perf_engine.clients.installation.health import (
    ENGINE_GONE,
    HEALED,
    LATE,
    MISSED,
    Health,
    Missing,
    Watched,
    sound_problems,
)


@pytest.fixture
def health() -> Health:
    made = Health(0.0, 60.0)
    made.engine(True, 0.0)
    made.sounds(True, 0.0)
    made.struck(1.0)
    return made


def test_all_is_well_while_notes_come(health: Health) -> None:
    assert health.look(61.0) == ""
    assert health.healthy
    assert health.notes == 1


def test_silence_is_trouble_only_while_it_should_play(health: Health) -> None:
    assert health.look(61.1) == "no note for more than 60 s"
    assert not health.healthy
    assert health.troubles == 1
    health.sounds(False, 62.0)
    assert health.look(62.0) == ""
    assert health.healthy
    health.sounds(True, 1000.0)
    assert health.look(1060.0) == ""
    assert health.look(1060.1) == "no note for more than 60 s"


def test_the_same_trouble_is_said_once_until_it_was_over_for_a_while(health: Health) -> None:
    assert health.look(100.0)
    assert [health.look(100.0 + t) for t in range(1, 9)] == [""] * 8
    health.struck(109.0)
    assert health.look(109.0) == ""
    assert health.last_trouble == "no note for more than 60 s"
    assert health.look(109.0 + 60.1)
    assert health.troubles == 2
    assert HEALED < 60.0


def test_an_engine_that_does_not_answer_is_trouble_after_a_moment(health: Health) -> None:
    health.engine(False, 10.0)
    assert health.look(10.0 + ENGINE_GONE) == ""
    assert health.look(10.1 + ENGINE_GONE) == "the engine does not answer"
    health.engine(True, 20.0)
    assert health.look(20.0) == ""


def test_overload_and_late_notes_are_trouble(health: Health) -> None:
    health.take({"late": 3, "overloaded": False})
    assert health.look(2.0) == ""
    health.take({"late": 3 + LATE, "overloaded": True})
    assert health.look(2.0) == (
        "the processor is too slow for everything that there is to play; many notes come late"
    )
    health.take({"late": 3 + LATE, "overloaded": False})
    assert health.look(2.0) == ""


@pytest.mark.parametrize(
    ("device", "plays", "told"),
    [
        ("Speaker", "both", []),
        ("", "both", ["The built-in sound has no device: none is there"]),
        ("", "none", []),  # a synthesizer plays
    ],
)
def test_a_sound_without_a_device_is_a_problem_where_nothing_else_plays(
    device: str, plays: str, told: list[str]
) -> None:
    why = "" if device else "none is there"
    assert sound_problems((device, 48000, 256, 9.0, "x.sf2", 0, 0.5, plays, why)) == told


def test_an_engine_that_could_not_repair_itself_is_trouble(health: Health) -> None:
    numbers = (0.0, 60, 0.1, 0.0, 0.0, -1.0)
    last = "Trouble: the memory grows (memory 300, at most 200): unused memory is freed."
    health.watched = Watched.of(("trouble", "the memory grows", *numbers, 1, last))
    assert health.look(2.0) == ""
    assert (health.watched.repairs, health.watched.last_repair) == (1, last)
    health.watched = Watched.of(("failing", "the memory grows", *numbers, 2, last))
    assert health.look(2.0) == "the engine could not repair itself: the memory grows"
    health.engine(False, 2.0)
    health.engine(True, 3.0)
    assert health.look(3.0) == ""


def test_late_notes_before_the_process_began_are_no_new_trouble(health: Health) -> None:
    health.take({"late": 10 * LATE, "uptime_s": 5000.0})
    assert health.look(2.0) == ""
    health.take({"late": 10 * LATE + 1, "uptime_s": 5005.0})
    assert health.look(2.0) == ""
    health.take({"late": 11 * LATE + 1, "uptime_s": 5010.0})
    assert health.look(2.0) == "many notes come late"


def test_late_notes_of_an_engine_that_has_started_again_count_in_full(health: Health) -> None:
    health.take({"late": 10 * LATE, "uptime_s": 5000.0})
    health.engine(False, 2.0)
    health.engine(True, 3.0)
    health.take({"late": 10 * LATE + 1, "uptime_s": 4.0})
    assert health.look(4.0) == "many notes come late"


def test_late_notes_of_an_engine_that_has_gone_are_no_trouble_of_the_next(health: Health) -> None:
    health.take({"late": 0, "uptime_s": 5000.0})
    health.take({"late": LATE, "uptime_s": 5005.0})
    health.engine(False, 2.0)
    health.engine(True, 3.0)
    assert health.look(3.0) == ""


def test_a_device_that_is_missing_for_long_is_named_until_it_is_back() -> None:
    missing = Missing()
    gone = {"MIDI": ("There is no MIDI input called Keys",), "serial": ("the line is gone",)}
    assert missing.sentences({"MIDI": (), "serial": ("the line is gone",)}, 0.0) == []
    assert missing.sentences(gone, MISSED - 0.1) == []
    other = {**gone, "serial": ("the line cannot be opened",)}
    assert missing.sentences(other, MISSED) == ["the line cannot be opened"]
    assert missing.sentences({"MIDI": gone["MIDI"], "serial": ()}, 2 * MISSED) == [
        "there is no MIDI input called Keys"
    ]
    assert missing.sentences(gone, 2 * MISSED + 0.1)[1:] == []
