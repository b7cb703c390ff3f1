"""The synthesizer: notes become samples, and nothing clips."""

import builtins

import numpy as np
import pytest

from perf_engine.synthesis.limiter import CEILING
from perf_engine.synthesis.soundfonts import NoSoundFont
from perf_engine.synthesis.synth import NoSynth, Synth, library, remedy
from tests.support.peers import require_synth

require_synth()

RATE = 44_100


@pytest.fixture
def synth():
    made = Synth(rate=RATE)
    yield made
    made.close()


def rms(samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def pitch_of(samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples.sum(axis=1) * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE / len(samples)


def test_a_note_sounds_at_its_pitch_until_it_is_released(synth) -> None:
    assert rms(synth.block(1024)) < 1e-6
    synth.program(0, 73)  # a flute, which has little else than its fundamental
    synth.strike(0, 69, 100)
    synth.block(RATE // 4)
    held = synth.block(RATE)
    assert held.dtype == np.float32
    assert held.shape == (RATE, 2)
    assert pitch_of(held) == pytest.approx(440.0, rel=0.01)
    synth.release(0, 69)
    synth.block(2 * RATE)
    assert rms(synth.block(RATE)) < rms(held) / 100.0


def test_louder_strikes_are_louder(synth) -> None:
    def loudness(velocity: int) -> float:
        synth.silence()
        synth.block(RATE)
        synth.strike(0, 60, velocity)
        return rms(synth.block(RATE // 2))

    assert 0.0 < loudness(30) < loudness(80) < loudness(127)


def test_all_keys_at_once_stay_within_the_ceiling(synth) -> None:
    for channel in range(16):
        for pitch in range(128):
            synth.strike(channel, pitch, 127)
    samples = synth.block(RATE)
    assert rms(samples) > 0.05
    assert np.abs(samples).max() <= CEILING


def test_silence_ends_everything_with_the_pedal_down(synth) -> None:
    synth.control(0, 64, 127)
    for pitch in (48, 60, 64, 67):
        synth.strike(0, pitch, 110)
        synth.release(0, pitch)
    assert rms(synth.block(RATE // 2)) > 0.01
    synth.silence()
    synth.block(2 * RATE)  # the reverb
    assert synth.voices == 0
    assert np.abs(synth.block(RATE)).max() < 1e-3


@pytest.mark.parametrize("number", [120, 123])
def test_a_channel_can_be_silenced_alone(synth, number: int) -> None:
    synth.program(1, 19)
    synth.strike(0, 60, 100)
    synth.strike(1, 72, 100)
    synth.block(RATE // 10)
    synth.control(0, number, 0)
    synth.block(2 * RATE)
    assert rms(synth.block(RATE // 2)) > 0.01  # the organ of the other


def test_instruments_differ_and_drums_have_a_program(synth) -> None:
    seen = []
    for program in (0, 10, 24, 128):
        synth.silence()
        synth.block(3 * RATE)
        synth.program(0, program)
        synth.strike(0, 60, 100)
        seen.append(synth.block(RATE // 2))
    for one in range(4):
        assert rms(seen[one]) > 0.005
        for other in range(one):
            assert rms(seen[one] - seen[other]) > 0.005


def test_volume_and_reverb(synth) -> None:
    synth.volume(0.0)
    synth.strike(0, 60, 100)
    assert rms(synth.block(RATE)) < 1e-4
    tails = []
    for share in (0.0, 1.0):
        synth.volume(1.0)
        synth.reverb(share)
        synth.silence()
        synth.block(5 * RATE)
        synth.program(0, 12)  # a marimba, which is short
        synth.strike(0, 60, 127)
        synth.block(RATE)
        synth.silence()
        synth.block(RATE // 20)
        tails.append(rms(synth.block(RATE // 4)))
    assert tails[1] > 10.0 * tails[0]


def test_the_size_of_the_blocks_changes_nothing() -> None:
    heard = []
    for sizes in ((4096,), (100, 28, 1, 3000, 967)):
        synth = Synth(rate=RATE)
        synth.strike(0, 60, 127)
        heard.append(np.concatenate([synth.block(size) for size in sizes]))
        synth.close()
    assert np.array_equal(*heard)


def test_more_channels_than_sixteen_are_all_melodic_but_the_drums() -> None:
    synth = Synth(rate=RATE, channels=32)
    synth.program(25, 73)
    synth.strike(25, 69, 100)
    synth.block(RATE // 4)
    assert pitch_of(synth.block(RATE)) == pytest.approx(440.0, rel=0.01)
    synth.close()


def test_a_file_that_is_no_soundfont_and_a_wrong_rate_are_refused(tmp_path) -> None:
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(b"RIFF\x00\x00\x00\x00sfbk" + bytes(100))
    with pytest.raises(NoSoundFont, match=r"broken\.sf2: FluidSynth cannot read it"):
        Synth(broken)
    with pytest.raises(ValueError, match="rate must be"):
        Synth(rate=1)


def test_without_fluidsynth_one_sentence_says_how_to_get_it(monkeypatch) -> None:
    original = builtins.__import__

    def absent(name, *arguments, **named):
        if name == "fluidsynth":
            raise ImportError("Couldn't find the FluidSynth library.")
        return original(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(NoSynth, match="FluidSynth is not installed: type"):
        library()
    assert "brew" in remedy("darwin")
    assert "apt" in remedy("linux")
    assert "choco" in remedy("win32")
