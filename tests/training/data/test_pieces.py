from __future__ import annotations

import numpy as np
import pytest

from perf_engine.training.data.pieces import Member, group, sides, title_keys, validation_groups
from perf_engine.training.data.sketches import sketch
from tests.training.invented import played, tune


def member(events, name="x", source="s", split=None, keys=()):
    return Member(name, source, events.digest(), sketch(events), split, keys)


def test_a_piece_transposed_and_retimed_with_wrong_notes_is_the_same_piece():
    first = member(played(tune(1)))
    second = member(played(tune(1) + 5, seed=9, wrong=0.05, pace=0.4), source="t")
    others = [member(played(tune(n))) for n in range(2, 30)]
    assert group([first, *others, second]) == [*range(29), 0]


def test_what_everybody_plays_joins_nobody():
    scales = np.tile(40 + np.arange(36), 10)
    pieces = [played(np.concatenate([tune(n), scales])) for n in range(20)]
    assert len(set(group([member(p) for p in pieces]))) == 20


def test_rolls_with_the_same_title_or_opus_are_the_same_piece():
    names = [
        "bb988jx6754__Chopin_Carreno_Ballade_op_47_a_flat_major__Carreno_Teresa",
        "ky458kj7325__Chopin_Novaes_Ballade_op_47_a_major__Novaes_Guiomar",
        "bj606rp8160__Chopin_Carreno_Ballade_op_23_g_minor__Carreno_Teresa",
        "aa111aa1111__Debussy_Debussy_Children_s_corner__Debussy_Claude",
        "aa111aa1112__Debussy_Schelling_Children_s_corner__Schelling_Ernest",
        "Chopin_Ballade_op_47",
    ]
    members = [member(played(tune(n)), name) for n, name in enumerate(names)]
    assert group(members) == [0, 0, 2, 3, 3, 5]
    assert title_keys("Wolf_Hugo__Morike_op_1__lc30893624") == []


def crowd(*sizes, source="s", first=0):
    return [
        Member(f"{source}{first + n}", source, f"{source}{first + n}", sketch(played(tune(1, 3))))
        for n in range(sum(sizes))
    ], [first + g for g, size in enumerate(sizes) for _ in range(size)]


def test_validation_takes_whole_groups_about_the_share_of_every_source():
    many, groups = crowd(*[3] * 100, *[1] * 100)
    few, more_groups = crowd(*[1] * 45, source="t", first=1000)
    chosen = validation_groups([*many, *few], [*groups, *more_groups], 0.05, 0)
    assert 20 <= sum(g in chosen for g in groups) <= 22
    assert sum(g in chosen for g in more_groups) == 2


def test_a_source_of_forty_files_is_examined_with_two_pieces_at_least():
    members, groups = crowd(2, *[1] * 38)
    for seed in range(20):
        assert len(validation_groups(members, groups, 0.01, seed)) >= 2


def test_the_split_follows_from_the_seed_and_not_from_the_order():
    members, groups = crowd(*[1] * 200)
    chosen = validation_groups(members, groups, 0.05, 0)
    backwards = validation_groups(members[::-1], groups[::-1], 0.05, 0)
    assert chosen == backwards
    assert chosen != validation_groups(members, groups, 0.05, 1)
    assert validation_groups(members, groups, 0, 0) == set()


def test_a_lone_or_huge_group_stays_in_training():
    members, groups = crowd(60, 1, 1)
    assert 0 not in validation_groups(members, groups, 0.05, 0)
    assert validation_groups(*crowd(1), 0.05, 0) == set()


@pytest.mark.parametrize("share", [-0.1, 0.5, 1])
def test_a_share_of_half_or_more_is_refused(share):
    with pytest.raises(ValueError, match="validation must be a share"):
        validation_groups([], [], share, 0)


def test_what_a_corpus_calls_the_same_piece_is():
    key = ("midi_performance", "bach", "fugue_bwv_846")
    members = [member(played(tune(n)), keys=(key,) if n % 2 else ()) for n in range(5)]
    assert group(members) == [0, 1, 2, 1, 4]


def test_a_corpus_own_split_is_kept_and_followed_by_the_same_piece_elsewhere():
    named = ["train", "validation", "test", None, "train"]
    told = [member(played(tune(n)), split=split) for n, split in enumerate(named)]
    elsewhere = [member(played(tune(n), seed=1), source="t") for n in range(5)]
    groups = group([*told, *elsewhere])
    assert groups == [*range(5), *range(5)]
    assert (
        sides([*told, *elsewhere], groups, 0, 0)
        == [
            "train",
            "validation",
            "test",
            "train",
            "train",
        ]
        * 2
    )
    mixed = [member(played(tune(1)), split=split) for split in ("train", "test", None)]
    assert sides(mixed, [0, 0, 0], 0, 0) == ["train", "test", "test"]


def test_pieces_without_a_split_are_chosen_as_if_the_others_were_not_there():
    members, groups = crowd(*[1] * 100)
    alone = sides(members, groups, 0.1, 0)
    told = [member(played(tune(n)), source="maestro", split="train") for n in range(50)]
    both = sides([*members, *told], [*groups, *range(1000, 1050)], 0.1, 0)
    assert both == [*alone, *["train"] * 50]
    assert alone.count("validation") == 10
