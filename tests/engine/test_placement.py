"""Where each voice sounds, as clients are told."""

from __future__ import annotations

from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from tests.engine.stage import Peer, Stage
from tests.support.rehearsed import WEIGHTS


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


def test_voice_9_leaves_the_drums_with_their_mode_and_each_new_client_is_told() -> None:
    stage = Stage(Performer(WEIGHTS, voices=[VoicePlan("listen", voice) for voice in range(10)]))
    try:
        peer = stage.peer()

        def places(address: str, *arguments: int | float | str) -> list[object]:
            peer.say(address, *arguments)
            stage.turn(3)
            return [values for name, values in peer.messages() if name == "/perf/channel"]

        assert places("/perf/notify", 1, 0, "now") == [[9, 16, 1]]
        assert places("/perf/voice/9/mode", "drums") == [[9, 10, 0]]
        assert places("/perf/voice/9/mode", "duet") == [[9, 16, 1]]
        assert places("/perf/voice/9/channel", 10) == [[9, 10, 1]]
        assert places("/perf/notify", 1, 0, "now") == [[9, 10, 1]]
    finally:
        stage.close()


def test_drums_sound_on_channel_10_apart_from_players(stage: Stage) -> None:
    peer = stage.peer()
    peer.say("/perf/notify", 1, 0, "now")
    for mode, place in (("drums", [0, 10, 0]), ("duet", [0, 1, 1])):
        stage.turn(3)
        peer.messages()
        peer.say("/perf/mode", mode)
        stage.turn(3)
        assert [v for name, v in peer.messages() if name == "/perf/channel"] == [place]
