"""Where players' notes come from: named by place, alive once a second, lost together."""

from perf_engine.engine.input.sources import FORGOTTEN, MOST_SOURCES, Sources


def test_a_place_names_its_players_and_loses_them_all():
    sources = Sources()
    assert sources.name("127.0.0.1", 0, 0.0) == "127.0.0.1/0"
    assert sources.name("127.0.0.1", 3, 0.1) == "127.0.0.1/3"
    assert sources.lost("127.0.0.1") == ["127.0.0.1/0", "127.0.0.1/3"]
    assert sources.lost("127.0.0.1") == []


def test_a_sign_of_life_is_told_at_most_once_a_second():
    sources = Sources()
    sources.name("127.0.0.1", 0, 0.0)
    assert sources.alive("127.0.0.1", 0.5) == []
    assert sources.alive("127.0.0.1", 1.1) == ["127.0.0.1/0"]
    assert sources.alive("127.0.0.1", 1.5) == []
    assert sources.alive("127.0.0.2", 9.0) == []


def test_quiet_and_numberless_places_are_forgotten():
    sources = Sources()
    for i in range(MOST_SOURCES + 5):
        sources.name(f"place {i}", 0, 0.0)
    assert sources.lost("place 0") == []
    sources.forget(FORGOTTEN + 1.0)
    assert sources.lost(f"place {MOST_SOURCES}") == []
