from __future__ import annotations

from pathlib import Path

import pytest

from perf_engine.core.model.vocabulary import PARTS
from perf_engine.training.data.roles import TABLE, Rules
from tests.training.invented import track

PIANO, MELODY, ACCOMPANIMENT, BASS = PARTS
RULES = Rules.read()
LINE = [(i, i + 1, 60, 9) for i in range(9)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["MELODY", "BRIDGE", "PIANO"], [MELODY, ACCOMPANIMENT, ACCOMPANIMENT]),
        (["part0", "CHORDS (synthesised)"], [MELODY, ACCOMPANIMENT]),
        (["Singstimme\nVoice", "Pianoforte"], [MELODY, ACCOMPANIMENT]),
        (["Soprano", "Alto", "Klavier"], [MELODY, ACCOMPANIMENT, ACCOMPANIMENT]),
        (["Violin 1", "Violin 2", "Viola", "Violoncello"], [MELODY, *[ACCOMPANIMENT] * 2, BASS]),
        (["Piano right", "Piano left"], [PIANO, PIANO]),
        (["", ""], [PIANO, PIANO]),
        (["Flute", "Horn", "Bassoon"], [MELODY, ACCOMPANIMENT, BASS]),
    ],
)
def test_tracks_are_given_parts_by_their_names_and_register(names, expected):
    high_to_low = [
        track([(i, i + 1, 80 - 8 * n, 9) for i in range(4)], name=name)
        for n, name in enumerate(names)
    ]
    assert RULES.parts(high_to_low) == expected


def test_a_lone_tune_is_a_melody_and_a_lone_track_with_chords_a_piano():
    assert RULES.parts([track([(i, i + 1, 60, 9) for i in range(9)])]) == [MELODY]
    assert RULES.parts([track([(i, i + 1.5, 60 + i, 9) for i in range(9)], program=26)]) == [PIANO]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Viola", "Violoncello"], [MELODY, BASS]),
        (["", "", ""], [PIANO] * 3),
        (["Piano", "Piano 2", "Klavier"], [PIANO] * 3),
    ],
)
def test_the_rules_for_strings_alone_and_for_several_pianos(names, expected):
    tracks = [
        track([(i, i + 1, 80 - n, 9) for i in range(4)], name=name) for n, name in enumerate(names)
    ]
    assert RULES.parts(tracks) == expected


def test_tracks_that_no_rule_fits_are_named():
    with pytest.raises(ValueError, match=r"one of the 0 rules must fit .*, none does: Oboe"):
        Rules(()).parts([track(LINE, name="Oboe")])


def read(tmp_path, text):
    (tmp_path / "mine.toml").write_text(text, "utf-8", "surrogateescape", newline="")
    return Rules.read(tmp_path / "mine.toml")


def test_a_table_of_ones_own_goes_by_name_program_channel_and_register(tmp_path):
    rules = read(
        tmp_path,
        """
        [[rule]]
        about = "my band"
        fewest = 3
        some = [{ channel = "2-3" }]
        give = [
            { name = "click", part = "none" },
            { program = "32-39", part = "bass" },
            { channel = 2, pick = "lowest", part = "accompaniment" },
            { pick = "highest", part = "melody" },
            { part = "piano" },
        ]
        [[rule]]
        give = [{ part = "piano" }]
    """,
    )
    band = [
        track(LINE, name="Click!"),
        track(LINE, program=33),
        track([(0, 1, 50, 9)], channel=2),
        track([(0, 1, 40, 9)], channel=2),
        track([(0, 1, 90, 9)], channel=3),
    ]
    assert rules.parts(band) == ["none", BASS, PIANO, ACCOMPANIMENT, MELODY]
    assert rules.parts(band[:2]) == [PIANO] * 2
    assert rules.digest != RULES.digest


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the last rule must fit every file"),
        ("rule = 3", "rule must be a list of tables, not 3"),
        ("rules = []", "there is no key rules; the nearest is rule"),
        ("[[rule]", "line 1: close the brackets: \\[\\[rule\\]\\]"),
        ("[[rule]]\nfewset = 1", "rule 1: there is no key fewset; the nearest is fewest"),
        (
            '[[rule]]\nabout = "x"\ngive = []',
            r"rule 1 \(x\): the last of give must take every track",
        ),
        ('[[rule]]\ngive = [{ part = "drum" }]', "part must be one of piano, .*none, not 'drum'"),
        (
            '[[rule]]\ngive = [{ part = "bass", pick = "best" }]',
            "pick must be one of first, .*'best'",
        ),
        (
            '[[rule]]\nsome = [{ name = "(" }]\ngive = [{ part = "bass" }]',
            "a regular expression, not '\\('",
        ),
        (
            '[[rule]]\nsome = [{ nmae = "" }]\ngive = [{ part = "bass" }]',
            "no key nmae; the nearest is name",
        ),
        (
            '[[rule]]\nsome = [{ program = "128" }]\ngive = [{ part = "bass" }]',
            "program must be 0-127 .*'128'",
        ),
        (
            '[[rule]]\nsome = [{ channel = 0 }]\ngive = [{ part = "bass" }]',
            "channel must be 1-16 .*not 0",
        ),
        (
            '[[rule]]\nsome = [{ overlap_below = 9 }]\ngive = [{ part = "bass" }]',
            "a share from 0 to 1, not 9",
        ),
        (
            '[[rule]]\nmost = -1\ngive = [{ part = "bass" }]',
            "most must be a number of tracks, not -1",
        ),
        (
            '[[rule]]\none_name = 1\ngive = [{ part = "bass" }]',
            "one_name must be true or false, not 1",
        ),
        ('[[rule]]\nmost = 1\ngive = [{ part = "bass" }]', "the last rule must fit every file"),
        ("[[rule]]\nmost = " + "1" * 5000, r"mine\.toml: a number has too many digits"),
        ("[[rule]]\nmost = 0x" + "f" * 5000, r"mine\.toml: a number has too many digits"),
        ("x = " + "[" * 5000 + "]" * 5000, r"mine\.toml: it is nested too deeply"),
        ("[[rule]]\ngive =", r"mine\.toml: line 2: give has no value: write .* part = \"piano\""),
        ("rule = 3\n\udcff", r"mine\.toml: line 2: save the file as UTF-8 text"),
        (
            "[[rule]]\nsome = [{ name = '"
            + "(" * 9999
            + ")" * 9999
            + "' }]\ngive = [{ part = 'bass' }]",
            r"mine\.toml: rule 1: name must be a regular expression",
        ),
    ],
)
def test_a_table_that_cannot_be_followed_is_refused_with_the_rule_the_key_and_the_value(
    tmp_path, text, says
):
    with pytest.raises(ValueError, match=says):
        read(tmp_path, text)


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_not_matter(tmp_path):
    text = '[[rule]]\ngive = [{ part = "bass" }]\n'
    plain = read(tmp_path, text)
    assert read(tmp_path, "\ufeff" + text).rules == plain.rules
    assert read(tmp_path, text.replace("\n", "\r\n")) == plain


def test_a_table_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(ValueError, match=r"none.toml cannot be read: No such file"):
        Rules.read(tmp_path / "none.toml")
    assert TABLE.is_file()


def test_the_table_in_the_documents_does_what_it_says(tmp_path):
    page = (Path(__file__).parents[3] / "docs" / "training.md").read_text(encoding="utf-8")
    rules = read(tmp_path, page.partition("```toml\n")[2].partition("```")[0])
    band = [
        track(LINE, channel=2),
        track(LINE, name="Click", channel=4),
        track(LINE, name="Sax", channel=1),
    ]
    assert rules.parts(band) == [BASS, "none", MELODY]
    assert rules.parts(band[1:]) == [PIANO, PIANO]
