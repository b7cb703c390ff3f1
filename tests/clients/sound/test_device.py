"""Which sound device is taken, how it fills its blocks, and how it is lost."""

import time
from types import SimpleNamespace

import numpy as np
import pytest

from perf_engine.clients.sound.device import (
    MEASURED,
    MEASURING,
    SILENT,
    Device,
    NoDevice,
    Output,
    Render,
    chosen,
    outputs,
    portaudio,
    remedy,
)


class Stream:
    samplerate = 48000.0
    active = False

    def __init__(self, sound, **given) -> None:
        if given["device"] in sound.busy:
            raise sound.PortAudioError("Error opening OutputStream: Device unavailable")
        self.given = given
        sound.streams.append(self)

    def start(self) -> None:
        self.active = True

    def abort(self, ignore_errors: bool) -> None:
        self.active = False

    def close(self, ignore_errors: bool) -> None: ...

    def call(
        self, frames: int, underflow: bool = False, channels: int = 2, heard_after: float = 0.012
    ):
        out = np.zeros((frames, channels), np.float32)
        at = SimpleNamespace(outputBufferDacTime=5.0 + heard_after, currentTime=5.0)
        self.given["callback"](out, frames, at, SimpleNamespace(output_underflow=underflow))
        return out


class Sound:
    """The module sounddevice, with the devices of a test."""

    class PortAudioError(Exception): ...

    def __init__(self) -> None:
        self.busy: set[int] = set()
        self.rates = [48000]  # that it takes besides the device's own
        self.streams: list[Stream] = []
        self.default = SimpleNamespace(device=[-1, 2])

    def query_hostapis(self):
        return (
            {"name": "ALSA", "default_output_device": 2},
            {"name": "JACK Audio Connection Kit", "default_output_device": 3},
        )

    def query_devices(self):
        def one(name, api, channels):
            return {
                "name": name,
                "hostapi": api,
                "max_output_channels": channels,
                "default_samplerate": 48000.0,
            }

        return [one("Mic", 0, 0), one("HDMI", 0, 8), one("Speakers", 0, 2), one("system", 1, 2)]

    def check_output_settings(self, samplerate, **given):
        if samplerate not in self.rates:
            raise self.PortAudioError("Invalid sample rate", -9997)

    def OutputStream(self, **given):
        return Stream(self, **given)


THERE = outputs(Sound())


def test_the_systems_own_comes_first_then_each_drivers_then_the_rest() -> None:
    assert [one.name for one in THERE] == ["Speakers, ALSA", "system, JACK", "HDMI, ALSA"]
    assert {one.channels for one in THERE} == {2}


def test_a_wish_is_a_number_or_a_part_of_a_name() -> None:
    assert chosen("", THERE) == THERE
    assert chosen("hdmi", THERE) == [THERE[2]]
    assert chosen("2", THERE) == [THERE[1]]
    with pytest.raises(NoDevice, match=r"called 'x' \(there are: Speakers, ALSA; system"):
        chosen("x", THERE)
    with pytest.raises(NoDevice, match="No sound device is there: plug one in"):
        chosen("", [])


def opened(sound: Sound, channels: int = 2, rate: int = 48000) -> Device:
    output = Output(2, "Speakers, ALSA", channels, rate)
    return Device(sound, output, 256, lambda rate: lambda n, now: np.full((n, 2), 0.25, "f4"))


@pytest.mark.parametrize("channels", [1, 2])
def test_it_fills_each_block_and_measures(channels: int) -> None:
    sound = Sound()
    device = opened(sound, channels)
    (stream,) = sound.streams
    assert stream.given["blocksize"] == 256
    out = stream.call(256, underflow=True, channels=channels)
    assert (out == 0.25).all()
    assert device.underruns == 1
    assert device.latency == pytest.approx(0.012 + 256 / 48000)
    assert device.close()


def test_where_a_driver_asks_for_several_blocks_at_a_time_a_note_waits_for_the_last() -> None:
    """As JACK with a period of 1024 frames and blocks of 256: one period waits, one sounds."""
    sound = Sound()
    device = opened(sound)
    (stream,) = sound.streams
    for block in range(MEASURED):
        stream.call(256, heard_after=(1024 + block % 4 * 256) / 48000)
    began = time.monotonic()
    device.measure()
    assert device.latency == pytest.approx(2 * 1024 / 48000)
    assert time.monotonic() < began + MEASURING


def test_a_driver_that_asks_for_nothing_is_not_waited_for_long() -> None:
    device = opened(Sound())
    device.measure()
    assert device.latency == pytest.approx(256 / 48000)


@pytest.mark.parametrize(
    ("own", "taken", "played"),
    [
        (96000, [44100, 48000], 96000),
        (192000, [44100, 48000], 48000),
        (384000, [44100], 44100),
        (4000, [48000], 48000),
    ],
)
def test_a_rate_that_no_synthesizer_has_gives_way_to_a_common_one(own, taken, played) -> None:
    sound = Sound()
    sound.rates = taken
    prepared: list[int] = []

    def prepare(rate: int) -> Render:
        prepared.append(rate)
        return lambda frames, now: np.zeros((frames, 2), "f4")

    device = Device(sound, Output(2, "Speakers, ALSA", 2, own), 256, prepare)
    (stream,) = sound.streams
    assert (device.rate, prepared, stream.given["samplerate"]) == (played, [played], played)


def test_a_device_that_takes_no_common_rate_is_named() -> None:
    sound = Sound()
    sound.rates = []
    words = r"Speakers, ALSA does not play at 48000 or 44100 samples a second: Invalid sample rate"
    with pytest.raises(NoDevice, match=words):
        opened(sound, rate=192000)


def test_a_busy_device_is_named() -> None:
    sound = Sound()
    sound.busy.add(2)
    with pytest.raises(NoDevice, match="Speakers, ALSA does not open: Device unavailable"):
        opened(sound)


def test_a_device_that_ends_or_asks_for_nothing_is_lost() -> None:
    sound = Sound()
    device = opened(sound)
    (stream,) = sound.streams
    now = 100.0
    for _ in range(5):
        stream.call(256)
        assert not device.lost(now)
        now += 2 * SILENT
    assert device.lost(now)
    stream.active = False
    assert device.lost(now)


def test_after_this_process_stood_still_no_device_is_thought_lost() -> None:
    sound = Sound()
    device = opened(sound)
    sound.streams[0].call(256)
    assert not device.lost(100.0)
    assert not device.lost(200.0)


def test_portaudio_is_there_or_one_sentence_says_how_to_get_it(monkeypatch) -> None:
    import builtins

    original = builtins.__import__

    def absent(name, *arguments, **named):
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return original(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(NoDevice, match="PortAudio, which reaches sound devices, is not installed"):
        portaudio()
    assert "apt install libportaudio2" in remedy("linux")
    assert "pip" in remedy("darwin")
