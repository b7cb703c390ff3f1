"""Messages of the engine become what sounds."""

import pytest

from perf_engine.clients.sound.client import PLAYERS, TEST, Client, Wishes
from perf_engine.clients.sound.renderer import Renderer
from perf_engine.protocol.notes import ControlChange, Flush, Other, Release, Strike
from perf_engine.synthesis.programs import DRUMS as DRUM_KIT
from perf_engine.synthesis.programs import program_of

from .synth_fake import FakeSynth

RATE = 1000.0


class Stage:
    """A client with a renderer, and a clock in the hand."""

    def __init__(self, wishes: Wishes | None = None) -> None:
        self.said: list[tuple] = []
        self.now = 10.0
        self.client = Client(9999, lambda *message: self.said.append(message), wishes or Wishes())
        self.synth = FakeSynth()
        self.renderer = Renderer(self.synth, RATE)
        self.client.play_by(self.renderer, self.now)
        self.client.advance(self.now)
        self.hear(Other("/perf/done", ("/perf/notify", 1, 10.0)))

    def hear(self, *messages) -> None:
        for message in messages:
            self.client.hear(message, self.now)
        self.pass_time(0.1)

    def tell(self, address: str, *arguments) -> None:
        self.hear(Other(address, arguments))

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.renderer.render(100, self.now)
            self.now += 0.1

    @property
    def sounding(self) -> set[tuple[int, int]]:
        return set(self.synth.sounding)


@pytest.fixture
def stage():
    return Stage()


def test_it_asks_for_what_players_play_too(stage) -> None:
    assert stage.said[0][:2] == ("/perf/notify", 3)


def test_each_voice_and_the_players_sound_apart(stage) -> None:
    stage.hear(Strike(0, 60, 90, stage.now), Strike(3, 60, 80, stage.now))
    stage.tell("/perf/heard", 0, 60, 100)
    assert stage.sounding == {(0, 60), (3, 60), (PLAYERS, 60)}
    stage.hear(Release(0, 60, stage.now), Release(3, 60, stage.now))
    assert stage.sounding == {(PLAYERS, 60)}
    stage.tell("/perf/heard", 5, 60, 0)  # nobody holds it any more, whoever let go last
    assert stage.sounding == set()


def test_a_voice_on_channel_10_has_a_drum_kit_while_it_is_there(stage) -> None:
    def programs():
        return [said[2] for said in stage.synth.told if said[:2] == ("program", 1)]

    assert programs() == [0]
    stage.tell("/perf/sound", "program", "electric piano", 1)
    stage.tell("/perf/channel", 1, 10, 0)
    stage.tell("/perf/sound", "program", "church organ", 1)  # is kept for later
    assert programs()[2:] == [DRUM_KIT, DRUM_KIT]
    stage.tell("/perf/channel", 1, 2, 1)
    assert programs()[-1] == program_of("church organ")
    stage.tell("/perf/channel", 1, 10, 0)
    stage.tell("/perf/channel", "of no use")
    assert programs()[-1] == DRUM_KIT


def test_voice_9_has_a_drum_kit_only_while_it_drums_and_none_for_a_new_engine(stage) -> None:
    def program():
        return [said[2] for said in stage.synth.told if said[:2] == ("program", 9)][-1]

    assert program() == 0
    stage.tell("/perf/channel", 9, 10, 0)
    assert program() == DRUM_KIT
    stage.tell("/perf/channel", 9, 16, 1)
    assert program() == 0
    stage.tell("/perf/channel", 9, 10, 0)
    stage.client.lose(stage.now)
    stage.pass_time(1.0)
    stage.client.advance(stage.now)
    stage.tell("/perf/done", "/perf/notify", 1, stage.now)
    assert program() == 0


def test_a_new_engine_has_to_tell_of_drums_again(stage) -> None:
    stage.tell("/perf/channel", 1, 10, 0)
    stage.client.lose(stage.now)
    stage.pass_time(1.0)
    stage.client.advance(stage.now)
    stage.tell("/perf/done", "/perf/notify", 1, stage.now)
    assert [s[2] for s in stage.synth.told if s[:2] == ("program", 1)] == [0, DRUM_KIT, 0]


def test_a_strike_waits_until_it_is_due_and_one_that_is_too_late_is_not_played(stage) -> None:
    stage.hear(Strike(0, 60, 90, stage.now + 0.25), Strike(0, 61, 90, stage.now - 1.0))
    assert stage.sounding == set()
    stage.pass_time(0.3)
    assert stage.sounding == {(0, 60)}


def test_a_flush_drops_what_waits_and_ends_what_sounds(stage) -> None:
    stage.hear(Strike(0, 60, 90, stage.now), Strike(0, 62, 90, stage.now + 0.5))
    stage.hear(Flush(0))
    stage.pass_time(1.0)
    assert stage.sounding == set()


def test_a_panic_silences_players_too(stage) -> None:
    stage.tell("/perf/heard", 0, 60, 100)
    stage.tell("/perf/heard/pedal", 0, 127)
    stage.hear(Strike(0, 64, 90, stage.now))
    stage.hear(Flush(0), ControlChange(0, 120, 0, stage.now))
    assert stage.sounding == set()
    assert ("control", PLAYERS, 120, 0) in stage.synth.told
    assert not stage.renderer.keys.pedals


def test_a_lost_release_of_a_player_is_made_up_and_a_lost_pedal_too(stage) -> None:
    stage.tell("/perf/heard", 0, 60, 100)
    stage.tell("/perf/heard", 0, 64, 100)
    stage.tell("/perf/heard/pedal", 0, 127)
    stage.tell("/perf/holding", 0, 64, 0, 128)
    assert stage.sounding == {(PLAYERS, 64)}
    assert stage.renderer.keys.pedals == {PLAYERS}
    stage.tell("/perf/holding")
    assert stage.sounding == set()
    assert not stage.renderer.keys.pedals


def test_a_lost_release_of_the_machine_is_made_up(stage) -> None:
    stage.hear(Strike(0, 60, 90, stage.now))
    stage.tell("/perf/sounding")
    assert stage.sounding == set()


@pytest.mark.parametrize("how", ["silence", "closed", "quit"])
def test_everything_ends_with_the_engine(stage, how: str) -> None:
    stage.hear(Strike(0, 60, 90, stage.now))
    stage.tell("/perf/heard", 0, 64, 100)
    stage.tell("/perf/heard/pedal", 0, 127)
    if how == "silence":
        stage.now += 4.0
        stage.client.advance(stage.now)
    else:
        (stage.client.lose if how == "closed" else stage.client.leave)(stage.now)
    stage.pass_time(0.1)
    assert stage.sounding == set()
    assert not stage.renderer.keys.pedals


def test_settings_are_obeyed_and_kept_for_the_next_device(stage) -> None:
    stage.tell("/perf/sound", "volume", 0.5, 0)
    stage.tell("/perf/sound", "reverb", 0.0, 0)
    stage.tell("/perf/sound", "program", "music box", 2)
    stage.tell("/perf/sound", "player", "violin", 0)
    for synth in (stage.synth, FakeSynth()):
        if synth is not stage.synth:
            renderer = Renderer(synth, RATE)
            stage.client.play_by(renderer, stage.now)
            renderer.render(10, stage.now)
        assert ("volume", 0.5) in synth.told
        assert ("reverb", 0.0) in synth.told
        assert ("program", 2, 10) in synth.told
        assert ("program", PLAYERS, 40) in synth.told


def test_who_sounds_can_be_chosen_and_the_rest_ends(stage) -> None:
    def both() -> None:
        stage.tell("/perf/heard", 0, 60, 100)
        stage.hear(Strike(0, 64, 90, stage.now))

    both()
    stage.tell("/perf/sound", "plays", "machine", 0)
    assert stage.sounding == {(0, 64)}
    both()
    assert stage.sounding == {(0, 64)}
    stage.tell("/perf/sound", "plays", "you", 0)
    both()
    assert stage.sounding == {(PLAYERS, 60)}
    stage.tell("/perf/sound", "plays", "none", 0)
    both()
    assert stage.sounding == set()


def test_a_test_note_sounds_and_ends_by_itself(stage) -> None:
    stage.tell("/perf/sound", "test", 1, 0)
    assert {channel for channel, _ in stage.sounding} == {TEST}
    stage.pass_time(1.0)
    assert stage.sounding == set()


def test_without_a_device_nothing_is_kept_waiting() -> None:
    stage = Stage()
    stage.client.play_by(None, stage.now)
    stage.hear(Strike(0, 60, 90, stage.now))
    stage.tell("/perf/heard", 0, 60, 90)
    assert stage.sounding == set()
    stage.client.silence()
    synth = FakeSynth()
    renderer = Renderer(synth, RATE)
    stage.client.play_by(renderer, stage.now)
    renderer.render(100, stage.now)
    assert not synth.sounding


@pytest.mark.parametrize(
    "malformed",
    [
        ("/perf/sound",),
        ("/perf/sound", "program", "kazoo-phone", 0),
        ("/perf/sound", "volume", "loud", 0),
        ("/perf/sound", 1, 2, 3),
        ("/perf/heard/pedal", "x"),
        ("/perf/heard",),
        ("/perf/holding", 1),
    ],
)
def test_what_cannot_be_read_changes_nothing(stage, malformed) -> None:
    before = list(stage.synth.told)
    stage.tell(*malformed)
    assert stage.synth.told == before


def test_it_asks_for_what_was_set_before_the_engine_knew_it(stage) -> None:
    asked = {message[0] for message in stage.said[1:]}
    names = ["volume", "reverb", "player", "program", "status", "device", "buffer"]
    assert asked == {f"/perf/sound/{name}" for name in names}
    stage.tell("/perf/done", "/perf/sound/volume", 0.5)
    stage.tell("/perf/done", "/perf/sound/player", "violin")
    stage.tell("/perf/done", "/perf/sound/program", "piano", "music box")
    stage.tell("/perf/sound/status.reply", "USB", 48000, 256, 9.0, "x.sf2", 0, 0.0, "you", "")
    stage.pass_time(0.1)
    assert ("volume", 0.5) in stage.synth.told
    assert ("program", PLAYERS, 40) in stage.synth.told
    assert ("program", 1, 10) in stage.synth.told
    stage.hear(Strike(0, 60, 90, stage.now))
    assert stage.sounding == set()


@pytest.mark.parametrize(
    ("wishes", "device", "frames", "again"),
    [
        (Wishes(device="", frames=512), "auto", 512, False),
        (Wishes(device="", frames=512), "auto", 1024, True),
        (Wishes(device="USB", frames=0), "USB", 0, False),
        (Wishes(device="USB", frames=0), "auto", 0, True),
        (Wishes(), "USB", 512, False),  # started by hand: its own device stays
    ],
)
def test_a_device_chosen_before_the_engine_knew_it_begins_it_again(
    wishes, device: str, frames: int, again: bool
) -> None:
    stage = Stage(wishes)
    stage.tell("/perf/done", "/perf/sound/device", device)
    stage.tell("/perf/done", "/perf/sound/buffer", frames)
    assert stage.client.again == again


def test_a_new_engine_is_asked_again(stage) -> None:
    stage.client.lose(stage.now)
    stage.pass_time(20.0)
    stage.client.advance(stage.now)
    before = len(stage.said)
    stage.hear(Other("/perf/done", ("/perf/notify", 1, 10.0)))
    assert ("/perf/sound/volume",) in stage.said[before:]
