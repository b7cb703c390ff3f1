"""What people read is plain: short sentences that begin with their verb or their subject."""

from __future__ import annotations

import pytest

from tests.prose import helps, sentences, texts, words

LONGEST = 40  # words
QUESTIONING = frozenset(("what", "how", "which", "who", "whose", "whom", "whether"))
TEXTS = texts()
HELPS = helps()


def too_long(text: str) -> list[str]:
    """The sentences of a text that have more than LONGEST words."""
    return [sentence for sentence in sentences(text) if len(words(sentence)) > LONGEST]


def without_subject(text: str) -> list[str]:
    """The sentences of a text that begin like a question, and are none."""
    return [
        sentence
        for sentence in sentences(text)
        if words(sentence)[0] in QUESTIONING and not sentence.endswith("?")
    ]


@pytest.mark.parametrize("place", TEXTS)
def test_no_sentence_is_too_long(place: str) -> None:
    assert too_long(TEXTS[place]) == []


@pytest.mark.parametrize("place", TEXTS)
def test_every_sentence_has_a_subject_or_asks(place: str) -> None:
    assert without_subject(TEXTS[place]) == []


@pytest.mark.parametrize("place", [place for place in HELPS if " " not in place])
def test_the_help_of_an_address_is_whole_sentences(place: str) -> None:
    assert HELPS[place][0].isupper()
    assert HELPS[place].endswith(".")


@pytest.mark.parametrize("place", HELPS)
def test_a_help_text_begins_with_a_verb_or_a_noun(place: str) -> None:
    assert HELPS[place].split()[0].lower().strip(",:;") not in {*QUESTIONING, "where", "when"}


def test_long_sentences_and_those_without_a_subject_are_seen() -> None:
    long = "One " + "and one more " * 13 + "and the last one."
    assert too_long(f"A short one here. {long}") == [long]
    assert too_long(f"| `a` | {long} |\n") == [long]
    assert without_subject("# What it is\n\nWhat you turn counts from then. It is so.") == [
        "What you turn counts from then."
    ]
    assert without_subject("* Who accompanies may come in\n") == ["Who accompanies may come in"]


def test_code_questions_and_figures_are_no_sentences_of_their_own() -> None:
    code = "```sh\nwhat is this not a sentence " + "word " * 50 + "\n```\n"
    assert too_long(code) == without_subject(code) == []
    assert too_long("`" + "word " * 50 + "` is one word.") == []
    assert without_subject("What can it do? Whoever plays, hears.") == []
    assert sentences("| a | `b` | 1 |\n|---|---|---|\n") == []
    assert sentences("It takes 0.5 s of it, e.g. a note. So it goes.") == [
        "It takes 0.5 s of it, e.g. a note.",
        "So it goes.",
    ]
