"""The table of modes, and the parts that may be played in a turn."""

import ast
from pathlib import Path

import numpy as np
import pytest

import perf_engine
from perf_engine.core.controls import CONTROLS
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.turns.modes import (
    ENTRY,
    MODE_TABLE,
    MODES,
    ROLES,
    SONG,
    Parts,
    Turn,
    check_mode,
    check_parts,
    turn,
)

WORDS = Vocabulary()


def names(indices):
    return {WORDS.parts[index] for index in indices}


@pytest.mark.parametrize(
    ("role", "mine", "theirs"),
    [
        (0, {"accompaniment", "bass"}, {"melody"}),
        (1, {"accompaniment"}, {"melody"}),
        (2, {"bass"}, {"melody"}),
        (3, {"melody"}, {"accompaniment"}),
    ],
)
def test_a_role_says_who_plays_what(role, mine, theirs):
    parts = Parts(0, 0)
    found = parts.turn("accompany", role, False, WORDS)
    assert names(found.mine) == mine
    assert names(found.theirs) == theirs
    assert names([parts.heard("accompany", role, WORDS)]) == theirs
    assert parts.heard("duet", role, WORDS) == 0
    assert names(parts.needed("accompany", WORDS)) == {"piano", *SONG}
    assert set(parts.needed("follow", WORDS)) == {0}
    assert CONTROLS["role"].choices == tuple("_and_".join(r.machine) for r in ROLES)


def test_where_they_take_turns_every_part_is_whose_turn_it_is():
    for mode in ("takeover", "call_response"):
        assert turn(mode, 0, 1, going=True) == Turn(frozenset((0, 1)), owes=True)
        assert turn(mode, 0, 1, going=False).silent
    assert turn("follow", 0, 0, going=True).silent


def test_a_part_of_the_machine_that_nobody_expects_comes_in_all_the_same():
    expected = np.array([0.0, 0.95, 0.05, 0.0], np.float32)
    entered = Parts(0, 0).turn("accompany", 0, False, WORDS).entering(expected)
    assert entered.sum() == pytest.approx(1.0)
    assert entered[2:] == pytest.approx([ENTRY / 2 / 1.15] * 2)
    assert entered[1] > 0.8
    assert Turn(frozenset((2,))).entering(expected) is expected


def test_each_of_several_voices_with_different_parts_comes_in():
    expected = np.array([0.0, 0.95, 0.05, 0.0], np.float32)
    entered = Turn(frozenset((0,)), company=(1, 0)).entering(expected)
    assert entered[0] == pytest.approx(ENTRY / (1.0 + ENTRY))
    assert Turn(frozenset((0,)), company=(0, 0)).entering(expected) is expected


def test_who_accompanies_owes_sound_while_a_player_plays():
    words = Vocabulary()
    parts = Parts(0, 0)
    for role in range(4):
        assert parts.turn("accompany", role, False, words, beside=True).owes
        assert not parts.turn("accompany", role, False, words).owes
    for mode in ("duet", "listen", "follow"):
        assert not parts.turn(mode, 0, False, words, beside=True).owes


def test_all_is_in_one_part_or_in_several():
    assert turn("duet", 0, 0, going=False).whole
    assert not turn("solo", 3, 0, going=True).whole
    assert not Parts(0, 0).turn("accompany", 2, False, Vocabulary()).whole


def test_what_is_expected_anyway_is_left_as_it_is():
    expected = np.array([0.0, 0.4, 0.3, 0.3], np.float32)
    entered = Parts(0, 0).turn("accompany", 0, False, WORDS).entering(expected)
    assert entered == pytest.approx(expected)


def test_parts_go_by_other_numbers_in_another_model():
    assert Parts(0, 3).renamed(lambda part: part + 1) == Parts(1, 4)


def test_a_mode_that_needs_parts_a_model_has_not_is_refused_by_name():
    piano = Vocabulary(("piano", "melody"))
    check_parts("duet", piano)
    check_parts("accompany", WORDS)
    with pytest.raises(ValueError, match="the part accompaniment; this one has piano, melody"):
        check_parts("accompany", piano)
    with pytest.raises(ValueError, match=r"mode must be one of duet, .*, not sleep"):
        check_mode("sleep")


def test_no_code_compares_a_mode_by_its_name():
    found = []
    for folder in ("core", "engine"):
        for path in sorted((Path(perf_engine.__file__).parent / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
                if isinstance(node, ast.Compare | ast.Match) and names & set(MODES):
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []


def test_every_mode_is_a_row_that_its_name_finds():
    assert MODES == (
        "duet",
        "takeover",
        "solo",
        "listen",
        "call_response",
        "accompany",
        "follow",
        "drums",
    )
    assert [row.name for row in MODE_TABLE.values()] == list(MODES)
    assert [row.name for row in MODE_TABLE.values() if row.alternates] == [
        "takeover",
        "call_response",
    ]
    assert [row.name for row in MODE_TABLE.values() if row.always_owes] == ["solo"]
    reshaping = {name for row in MODE_TABLE.values() for name in row.reshaped_by}
    assert reshaping <= set(CONTROLS)


def test_one_that_is_excused_owes_nothing_and_one_that_is_deaf_leaves_nothing_to_players():
    parts = Parts(0, 0)
    assert parts.turn("solo", 0, True, WORDS).owes
    assert not parts.turn("solo", 0, True, WORDS, excused=True).owes
    assert parts.turn("duet", 0, False, WORDS).theirs == {0}
    deaf = parts.turn("duet", 0, False, WORDS, company=(2,), deaf=True)
    assert (deaf.theirs, deaf.playing) == (frozenset(), frozenset((0, 2)))
