"""The picture of the view at every size."""

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.terminal.picture import PLAIN, SAYS, Keys, Signs, picture, whose_turn
from perf_engine.clients.terminal.score import Score
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.notes import Foreseen, Heard, Release, Strike, TurnPassed


def playing(**more: object) -> Score:
    score = Score()
    score.alive, score.mode, score.model = True, "duet", "general"
    score.latency_ms, score.recording_since = 2.9, 0.0
    score.take([Heard(0, 60, 90), Strike(0, 72, 70, 10.0)], 10.0)
    for name, value in more.items():
        setattr(score, name, value)
    return score


@given(
    st.integers(1, 400),
    st.integers(1, 60),
    st.sampled_from(MODES),
    st.booleans(),
    st.sampled_from([PLAIN, Signs()]),
    st.sets(st.integers(0, 127), max_size=8),
)
def test_it_fits_every_size(columns, rows, mode, alive, signs, pitches) -> None:
    score = playing(mode=mode, alive=alive, piano=alive)
    score.take([Heard(0, pitch, 90) for pitch in pitches], 10.0)
    lines = picture(score, columns, rows, 10.0, signs)
    assert 1 <= len(lines) <= max(rows - 1, 1)
    assert all(line.cell_len <= max(columns - 1, 1) for line in lines)
    assert all("\n" not in line.plain for line in lines)
    if signs is PLAIN and columns > 60:
        assert all(line.plain.replace("…", "").isascii() for line in lines)


def test_the_chord_stands_in_the_status_while_it_is_told() -> None:
    score = playing()
    score.set_harmony("Dm7", "C major", 10.0)
    assert "Dm7, C major" in picture(score, 120, 24, 10.0)[2].plain
    score.advance(20.0)
    assert "Dm7" not in picture(score, 120, 24, 20.0)[2].plain


def test_a_small_terminal_has_the_most_important() -> None:
    texts = [line.plain for line in picture(playing(), 20, 5, 10.0)]
    assert len(texts) == 4
    assert any(text.startswith("duet") for text in texts)
    (only,) = picture(playing(), 20, 2, 10.0)
    assert only.plain.startswith("duet")


def test_both_hands_are_on_one_line_of_keys() -> None:
    score = playing(foreseen=Foreseen(0, 48, 80, 12.0, 0.5, 0.1))
    names, keys, status, _ = (line.plain for line in picture(score, 120, 24, 10.0))
    assert len(keys) == 88
    assert (keys.index("●"), keys.index("■"), keys.index("◌")) == (60 - 21, 72 - 21, 48 - 21)
    assert names.index("C4") == 60 - 21
    for words in ("duet", "you and the machine play", "rec 0:10", "answers in 2.9 ms", "density 1"):
        assert words in status
    score.take([Heard(0, 72, 90)], 10.0)
    assert "◆" in picture(score, 120, 24, 10.0)[1].plain


@given(st.integers(1, 300), st.integers(0, 127))
def test_every_pitch_has_its_column(width: int, pitch: int) -> None:
    keys = Keys.fitting(width)
    assert 0 <= keys.column(pitch) < keys.count <= width
    assert keys.column(pitch) <= keys.column(min(pitch + 1, 127))


def test_eighty_columns_show_a_key_in_each() -> None:
    assert (Keys.fitting(79).each, Keys.fitting(79).low) == (1, 24)
    assert Keys.fitting(19).each > 1


def test_each_mode_and_each_turn_has_words() -> None:
    assert set(SAYS) == set(MODES)
    score = playing(mode="call_response")
    for phase, words in (
        ("count_in", "your turn in 3"),
        ("call", "your turn 3"),
        ("answer", "the machine's turn 3"),
    ):
        score.take([TurnPassed(0, phase, 3.0, 10.0)], 10.0)
        assert whose_turn(score, 10.5).plain == words
    score.take([TurnPassed(0, "rest", 0.0, 10.0)], 10.0)
    assert whose_turn(score, 10.5).plain == SAYS["call_response"]
    score.set_mode("duet")
    score.take([TurnPassed(0, "rest", 0.0, 10.0)], 10.0)
    assert whose_turn(score, 10.5).plain == "the machine rests: play, and it goes on"
    score.running = False
    assert whose_turn(score, 10.5).plain == "stopped: space starts"


def test_in_takeover_the_machines_turn_is_said() -> None:
    score = playing(mode="takeover")
    score.silence()
    assert whose_turn(score, 10.0).plain == "it goes on when you pause"
    score.take([Strike(0, 60, 90, 10.0)], 10.0)
    assert whose_turn(score, 10.0).plain == "it goes on: play, and it stops"
    score.take([Release(0, 60, 10.5)], 10.5)
    assert whose_turn(score, 10.6).plain == "it goes on: play, and it stops"
    score.take([Heard(0, 64, 90)], 11.0)
    assert whose_turn(score, 11.0).plain == "it goes on when you pause"


def test_without_an_engine_that_is_said() -> None:
    score = playing(alive=False)
    assert picture(score, 80, 24, 10.0)[2].plain == "waiting for the engine"
    score.missed = True
    assert picture(score, 80, 24, 10.0)[2].plain == "no answer from the engine"


def test_trouble_is_shown() -> None:
    assert "too busy" in picture(playing(overloaded=True), 120, 24, 10.0)[2].plain
