"""WAV files of every usual kind are read, wrong ones are named, and devices come and go."""

from __future__ import annotations

import struct
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.audio_in.source import (
    MOST_WAITING,
    SILENT,
    Input,
    Microphone,
    WavFile,
    inputs,
)
from perf_engine.clients.sound.device import NoDevice, chosen


def wav(
    data: bytes,
    kind: int = 1,
    channels: int = 1,
    rate: int = 48_000,
    bits: int = 16,
    more: bytes = b"",
) -> bytes:
    size = channels * bits // 8
    head = struct.pack("<HHIIHH", kind, channels, rate, rate * size, size, bits) + more
    body = b"WAVE" + b"fmt " + struct.pack("<I", len(head)) + head
    body += (
        b"LIST" + struct.pack("<I", 3) + b"abc\0" + b"data" + struct.pack("<I", len(data)) + data
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def read(path: Path, content: bytes) -> np.ndarray:
    path.write_bytes(content)
    return np.concatenate([*WavFile(path).blocks(), np.zeros(0, np.float32)])


WHOLE = (np.array([0, 64, -64, 127, -128]), [0.0, 0.5, -0.5, 127 / 128, -1.0])


@pytest.mark.parametrize(
    ("bits", "coded"),
    [
        (8, lambda n: (n + 128).astype(np.uint8).tobytes()),
        (16, lambda n: (n << 8).astype("<i2").tobytes()),
        (24, lambda n: b"".join(struct.pack("<i", int(x) << 16)[:3] for x in n)),
        (32, lambda n: (n << 24).astype("<i4").tobytes()),
    ],
)
def test_whole_numbers_of_every_width_are_read(tmp_path: Path, bits: int, coded) -> None:
    numbers, wanted = WHOLE
    np.testing.assert_allclose(read(tmp_path / "a.wav", wav(coded(numbers), bits=bits)), wanted)


@pytest.mark.parametrize("bits", [32, 64])
def test_floating_point_numbers_are_read(tmp_path: Path, bits: int) -> None:
    data = np.array([0.25, -0.5, 2.0], f"<f{bits // 8}").tobytes()
    found = read(tmp_path / "a.wav", wav(data, kind=3, bits=bits))
    np.testing.assert_allclose(found, [0.25, -0.5, 1.0])


def test_the_newer_kind_of_head_is_read(tmp_path: Path) -> None:
    more = struct.pack("<HHIH", 22, 16, 0, 1) + bytes(14)
    data = np.array([16384], "<i2").tobytes()
    np.testing.assert_allclose(read(tmp_path / "a.wav", wav(data, kind=0xFFFE, more=more)), [0.5])


def test_channels_are_mixed(tmp_path: Path) -> None:
    data = np.array([16384, 0, -16384, 0], "<i2").tobytes()
    np.testing.assert_allclose(read(tmp_path / "a.wav", wav(data, channels=2)), [0.25, -0.25])


def test_a_file_knows_its_length(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(bytes(2 * 48_000), rate=96_000))
    assert WavFile(path).seconds == 0.5


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no WAV file: it must begin with RIFF and WAVE, not b''"),
        (b"MThd\0\0\0\6\0\0\0\0", "is no WAV file"),
        (wav(b"")[:16], "is no whole WAV file: it has no chunk fmt"),
        (wav(b"")[:40], "is no whole WAV file: it has no chunk data"),
        (wav(b"", channels=0), "channels must be 1..32, not 0"),
        (wav(b"", channels=33), "channels must be 1..32, not 33"),
        (wav(b"", rate=4000), "samples a second must be 8000..192000, not 4000"),
        (wav(b"", rate=384_000), "samples a second must be 8000..192000, not 384000"),
        (wav(b"", bits=12 * 8), "bits of a sample must be 8, 16, 24 or 32, not 96"),
        (wav(b"", kind=3, bits=16), "bits of a floating-point sample must be 32 or 64, not 16"),
        (wav(b"", kind=85), r"format must be 1 \(whole numbers\) or 3 \(floating-point\), not 85"),
        (
            wav(struct.pack("<ff", 0.5, float("nan")), kind=3, bits=32),
            "sample must be a finite number, not nan",
        ),
    ],
)
def test_a_wrong_file_is_named_with_range_and_value(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=words) as said:
        WavFile(path)
    assert str(path) in str(said.value)


@given(st.binary(max_size=200), st.integers(0, 60))
def test_no_bytes_raise_anything_but_a_sentence(tmp_path_factory, data: bytes, cut: int) -> None:
    path = tmp_path_factory.mktemp("wav") / "a.wav"
    path.write_bytes(wav(b"")[:cut] + data)
    with suppress(ValueError):
        WavFile(path)


class Sound:
    """A stand-in for sounddevice, with two inputs and one output."""

    PortAudioError = RuntimeError
    default = SimpleNamespace(device=(2, 1))

    def __init__(self, refuses: bool = False) -> None:
        self.refuses, self.streams = refuses, list[SimpleNamespace]()

    def query_hostapis(self):
        return [{"name": "ALSA"}]

    def query_devices(self):
        names = [("Line", 2, 44100.0), ("Speakers", 0, 48000.0), ("Microphone", 1, 0.0)]
        return [
            {"name": n, "hostapi": 0, "max_input_channels": c, "default_samplerate": r}
            for n, c, r in names
        ]

    def InputStream(self, **wishes):
        if self.refuses:
            raise self.PortAudioError("it is busy")
        stream = SimpleNamespace(active=True, closed=False, **wishes)
        stream.start = lambda: None
        stream.abort = lambda ignore_errors: None
        stream.close = lambda ignore_errors: setattr(stream, "closed", True)
        self.streams.append(stream)
        return stream


def test_the_systems_input_comes_first_and_outputs_are_none() -> None:
    there = inputs(Sound())
    assert [one.name for one in there] == ["Microphone, ALSA", "Line, ALSA"]
    assert [one.rate for one in there] == [48_000, 44_100]


def test_a_wish_is_a_number_or_a_part_of_a_name() -> None:
    there = inputs(Sound())
    assert chosen("", there) == there
    assert chosen("2", there) == chosen("line", there) == there[1:]
    with pytest.raises(
        NoDevice, match=r"no microphone called 'violin' \(there are: Microphone, ALSA; "
    ):
        chosen("violin", there, "microphone")
    with pytest.raises(NoDevice, match="No microphone is there"):
        chosen("", [], "microphone")


def test_a_microphone_hands_over_what_it_records() -> None:
    sound = Sound()
    microphone = Microphone(sound, Input(2, "Microphone", 48_000))
    sound.streams[0].callback(np.array([[0.5], [np.nan]], np.float32), 2, None, None)
    block = microphone.block(1.0)
    assert block is not None
    assert block.samples.tolist() == [0.5, 0.0]
    assert block.at <= time.monotonic()
    assert microphone.block(0.0) is None
    for _ in range(MOST_WAITING + 3):
        sound.streams[0].callback(np.zeros((2, 1), np.float32), 2, None, None)
    assert microphone.lost_blocks == 3
    assert len(list(microphone.waiting())) == MOST_WAITING
    microphone.close()
    assert sound.streams[0].closed


def test_a_device_is_lost_that_ends_or_records_nothing_any_more() -> None:
    sound = Sound()
    microphone = Microphone(sound, Input(2, "Microphone", 48_000))
    now = time.monotonic()
    assert not microphone.lost(now)
    assert microphone.lost(now + SILENT + 0.5)
    sound.streams[0].active = False
    assert microphone.lost(now)


def test_a_device_that_does_not_open_is_named() -> None:
    with pytest.raises(NoDevice, match="Microphone does not open: it is busy"):
        Microphone(Sound(refuses=True), Input(2, "Microphone", 48_000))


def test_a_file_that_says_endless_samples_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "streamed.wav"
    head = b"RIFF" + b"\xff" * 4 + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"".join(n.to_bytes(k, "little") for n, k in ((1, 2), (1, 2), (8000, 4), (16000, 4)))
    form += (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
    path.write_bytes(head + form + b"data" + b"\xff" * 4 + bytes(16000))
    assert WavFile(path).seconds == 1.0


def test_an_endless_number_of_full_scale_is_full_scale(tmp_path: Path) -> None:
    path = tmp_path / "loud.wav"
    head = b"RIFF" + b"\xff" * 4 + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"".join(n.to_bytes(k, "little") for n, k in ((3, 2), (1, 2), (8000, 4), (64000, 4)))
    form += (8).to_bytes(2, "little") + (64).to_bytes(2, "little")
    data = np.array([1e300, -1e300], "<f8").tobytes()
    path.write_bytes(head + form + b"data" + len(data).to_bytes(4, "little") + data)
    assert [float(x) for block in WavFile(path).blocks() for x in block] == [1.0, -1.0]
