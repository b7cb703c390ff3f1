"""The names in words of the controls."""

from __future__ import annotations

from perf_engine.core.aliases import ALIASES
from perf_engine.core.controls import CONTROLS, meant
from perf_engine.engine.handlers.reference import as_data, as_markdown
from perf_engine.protocol.names import plain
from perf_engine.protocol.titles import NAMES, TITLES, titled


def test_every_control_has_one_that_is_its_own() -> None:
    assert set(TITLES) == set(CONTROLS)
    assert len({plain(title) for title in TITLES.values()}) == len(TITLES)


def test_no_title_is_the_name_or_another_word_of_another_control() -> None:
    for word, name in NAMES.items():
        assert word not in CONTROLS or word == name
        assert ALIASES.get(word, name) == name


def test_the_name_of_osc_stands_behind_a_title_of_other_words_only() -> None:
    assert titled("density") == "How busy (density)"
    assert titled("swing") == "Swing"
    assert titled("count_in") == "Count-in"
    assert titled("panic") == "panic"


def test_a_control_is_meant_by_what_a_screen_shows() -> None:
    for name in CONTROLS:
        assert meant(TITLES[name]) == meant(titled(name)) == name


def test_programs_and_readers_of_the_reference_get_it() -> None:
    entries = {entry["address"]: entry for entry in as_data()["from_clients"]}
    assert entries["/perf/param/density"]["title"] == "How busy"
    assert entries["/perf/voice/N/density"]["title"] == "How busy"
    assert "title" not in entries["/perf/panic"]
    assert "On the page: How busy (density)." in as_markdown()
