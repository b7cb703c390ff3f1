"""The ways of playing together with the real engine, and clients of every timing."""

from __future__ import annotations

import pytest

from tests.support.concert import PHRASE, Ear, account, ears, play_phrase, strikes

TIMINGS = ("bundle", "ahead", "now")


def phases(ear: Ear) -> list[object]:
    return [arguments[1] for arguments in ear.told("/perf/turn")]


def answered(ear: Ear) -> bool:
    """Whether an answer is over."""
    seen = phases(ear)
    return "answer" in seen and "count_in" in seen[seen.index("answer") :]


def test_by_the_clock_every_client_is_told_the_turns_and_plays_a_whole_answer(start) -> None:
    by_the_clock = ("windowed=1", "count_in=0.2", "call_length=2")
    options = [word for setting in by_the_clock for word in ("--set", setting)]
    with (
        start("--no-midi", "--mode", "call_response", *options) as engine,
        ears(engine, *TIMINGS) as clients,
    ):
        first = clients[0]
        lasted: list[float] = []
        while not lasted or lasted[-1] != pytest.approx(2.0, abs=0.02):
            assert len(lasted) < 5, f"no answer lasts as long as it should: {lasted}"
            for ear in clients:
                ear.settle()
                ear.messages.clear()
                ear.notes.clear()
            for begun in range(5):  # a machine with much else to do may be late for a window
                assert first.until(lambda n=begun: phases(first).count("call") > n)
                play_phrase(first)
                if first.until(lambda: "answer" in phases(first), 3.0):
                    break
            for ear in clients:
                assert ear.until(lambda ear=ear: answered(ear))
                ear.rest(0.0)
                assert len(strikes(ear.notes)) >= 4
            begun = min(note.at for note in first.notes if note.velocity)
            ended = max(note.at for note in first.notes if note.at < begun + 2.1)
            lasted.append(ended - begun)  # by the time tags, unless the machine stood still
        first.say("/perf/stop")
        for ear in clients:
            assert ear.until(lambda ear=ear: phases(ear)[-1] == "rest")
            ear.settle()
            assert account(ear.notes)[0] == set()


@pytest.mark.parametrize(("motion", "shift"), [(0, 7), (2, 7)])
def test_bound_lines_play_what_was_played(start, motion: int, shift: int) -> None:
    settings = ("--set", f"motion={motion}", "--set", "interval=7", "--set", "canon_delay=0.3")
    with (
        start("--no-midi", "--mode", "follow", *settings) as engine,
        ears(engine, *TIMINGS) as clients,
    ):
        play_phrase(clients[0])
        for ear in clients:
            assert ear.until(lambda ear=ear: len(strikes(ear.notes)) == len(PHRASE))
            assert ear.until(lambda ear=ear: account(ear.notes)[0] == set())
            assert [note.pitch for note in strikes(ear.notes)] == [p + shift for p in PHRASE]


def test_modes_that_change_in_the_middle_of_notes_leave_nothing_sounding(start) -> None:
    with start("--no-midi", "--set", "lead=100") as engine, ears(engine, *TIMINGS) as clients:
        first = clients[0]
        for _ in range(10):  # until the machine has struck something in one of them
            for mode in ("follow", "accompany", "call_response", "follow", "takeover", "accompany"):
                first.say("/perf/in/noteon", 0, 50, 80)
                first.say("/perf/mode", mode)
                play_phrase(first, PHRASE[:4])
                first.say("/perf/in/noteoff", 0, 50)
            first.rest(0.0)
            if strikes(first.notes):
                break
        first.say("/perf/mode", "listen")
        first.say("/perf/mode")
        assert first.until(lambda: first.told("/perf/mode"))
        for ear in clients:
            ear.settle()
            assert strikes(ear.notes)
            assert account(ear.notes)[0] == set()
