"""Where each voice sounds, as clients are told."""

from __future__ import annotations

from tests.engine.stage import Peer, Stage


def test_who_comes_is_told_where_a_voice_sounds_that_is_not_where_usual(stage: Stage) -> None:
    peer = stage.peer()

    def places(address: str, *arguments: int | float | str, at: Peer = peer) -> list[object]:
        at.say(address, *arguments)
        stage.turn(3)
        return [values for name, values in at.messages() if name == "/perf/channel"]

    assert places("/perf/notify", 1, 0, "now") == []
    assert places("/perf/param/channel", 10) == [[0, 10, 1]]
    assert places("/perf/param/density", 2.0) == []
    assert places("/perf/voice/0/instrument", "own") == [[0, 10, 0]]
    assert places("/perf/notify", 1, 0, "now", at=stage.peer()) == [[0, 10, 0]]


def test_drums_sound_on_channel_10_apart_from_players(stage: Stage) -> None:
    peer = stage.peer()
    peer.say("/perf/notify", 1, 0, "now")
    for mode, place in (("drums", [0, 10, 0]), ("duet", [0, 1, 1])):
        stage.turn(3)
        peer.messages()
        peer.say("/perf/mode", mode)
        stage.turn(3)
        assert [v for name, v in peer.messages() if name == "/perf/channel"] == [place]
