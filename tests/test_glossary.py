"""One word, one meaning: the glossary, and words that stand for nothing in it."""

from __future__ import annotations

import re

import pytest

from tests.prose import PAGES, ROOT, helps, sentences, texts, words

GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^\* \*\*(.+?)\*\*: (.+)$", GLOSSARY, flags=re.MULTILINE)
MOST = 60
TEXTS = texts()
# Metaphors and second names, each with the word to write.
INSTEAD = {
    r"minds?": "memory, or prediction",
    r"dear(er|est|ly)?": "expensive",
    r"mails?": "messages, or backlog",
    r"wish(es)?": "settings",
    r"wings?": "standby",
    r"rooms?": "space, or folder",
    r"told": "sent",
    r"anew": "again",
    r"let(s|ting)? (\w+ ){0,2}go(?! on)": "release",
    r"fore(see|sees|seen|saw|sight|seeing)": "predict",
    r"think(s|ing)?|thoughts?": "predict",
    r"deeds?": "events",
    r"(this|other|another|own) machines?": "computer",
    r"registered": "subscribed",
    r"understud(y|ies)": "model",
}


def forbidden(text: str) -> list[str]:
    """The words of a text that INSTEAD replaces, each with its sentence."""
    return [
        f"{found[0]}: {sentence}"
        for sentence in sentences(text)
        for pattern in INSTEAD
        if (found := re.search(rf"\b(?:{pattern})\b", sentence, flags=re.IGNORECASE))
    ]


def test_there_are_few_entries_sorted_and_each_is_there_once() -> None:
    named = [word.lower() for word, _ in ENTRIES]
    assert len(ENTRIES) == GLOSSARY.count("\n* ")
    assert 0 < len(named) <= MOST
    assert named == sorted(set(named))


@pytest.mark.parametrize(("word", "meaning"), ENTRIES)
def test_an_entry_is_one_sentence_that_does_not_explain_a_word_by_itself(
    word: str, meaning: str
) -> None:
    assert re.fullmatch(r"[A-Z][^.]*(?:\d\.\d[^.]*)*\.", meaning)
    assert len(words(meaning)) <= 25
    assert word.lower() not in words(re.sub(r"`[^`]*`", "", meaning))


@pytest.mark.parametrize("word", [word for word, _ in ENTRIES])
def test_every_entry_is_a_word_that_people_read_elsewhere(word: str) -> None:
    others = [text for place, text in TEXTS.items() if place != "docs/glossary.md"]
    assert any(re.search(rf"\b{word}", text, flags=re.IGNORECASE) for text in others)


@pytest.mark.parametrize("place", TEXTS)
def test_no_text_uses_a_metaphor_where_there_is_a_word(place: str) -> None:
    assert forbidden(TEXTS[place]) == []


def test_a_metaphor_is_seen_and_code_is_not_taken_for_one() -> None:
    assert [
        found.partition(":")[0]
        for found in forbidden(
            "What it has in mind is dear to it. The key is let go. "
            "It lets a key go, on this machine."
        )
    ] == ["mind", "dear", "let go", "lets a key go", "this machine"]
    assert forbidden("`perf.let_go(60)` releases it. Remind the machine of `/perf/foresee`.") == []
    assert forbidden("Two machines play duets with /perf/foresee between them.") == []


def test_the_pages_and_helps_that_are_read_are_there() -> None:
    assert {"README.md", "docs/playing.md", "docs/glossary.md", "docs/osc.md"} <= set(PAGES)
    assert {"control temperature", "/perf/notify", "/perf/notify lease"} <= set(helps())
