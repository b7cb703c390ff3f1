import wave

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.midi_files.reader import read
from perf_engine.studio.files.sound_file import (
    RATES,
    channels,
    length,
    rendered,
    write_sound,
)
from perf_engine.studio.notes import Note, PedalMove, Performance, write_midi
from tests.support.concert import ROOT
from tests.support.peers import require_module, require_synth

RATE = 44_100


class Ones:
    """A synthesizer that is always as loud as can be, and notes what it is asked to do."""

    def __init__(self, value=1.0):
        self.value, self.frame, self.asked = value, 0, []

    def program(self, channel, program):
        self.asked.append((self.frame, "program", channel, program))

    def strike(self, channel, pitch, velocity):
        self.asked.append((self.frame, "strike", channel, pitch, velocity))

    def release(self, channel, pitch):
        self.asked.append((self.frame, "release", channel, pitch))

    def control(self, channel, number, value):
        self.asked.append((self.frame, "control", channel, number, value))

    def block(self, frames):
        assert frames > 0
        self.frame += frames
        return np.full((frames, 2), self.value, np.float32)


def lines_of(tmp_path, *notes, pedal=()):
    write_midi(tmp_path / "music.mid", Performance.of(notes, pedal))
    return read(tmp_path / "music.mid").lines


def test_each_note_is_struck_and_released_at_its_sample(tmp_path):
    lines = lines_of(
        tmp_path,
        Note(0.0, 60, 80, 0.5),
        Note(0.5, 60, 90, 0.5),
        Note(0.25, 67, 70, 0.25, "machine"),
        pedal=[PedalMove(0.5, 127)],
    )
    synth = Ones()
    sum(len(block) for block in rendered(synth, lines, RATE, {0: 24}))
    assert synth.asked == [
        (0, "program", 0, 24),
        (0, "program", 1, 0),
        (0, "strike", 0, 60, 80),
        (11025, "strike", 1, 67, 70),
        (22050, "release", 0, 60),
        (22050, "release", 1, 67),
        (22050, "control", 0, 64, 127),
        (22050, "strike", 0, 60, 90),
    ]


@settings(max_examples=20, deadline=None)
@given(
    notes=st.lists(
        st.builds(
            Note, st.floats(0, 3), st.integers(0, 127), st.integers(1, 127), st.floats(0, 0.5)
        ),
        min_size=1,
        max_size=20,
    ),
    rate=st.sampled_from(RATES),
    tail=st.floats(0, 0.5),
)
def test_the_sound_is_as_long_as_the_music_and_its_tail(tmp_path_factory, notes, rate, tail):
    lines = lines_of(tmp_path_factory.mktemp("music"), *notes)
    frames = sum(len(block) for block in rendered(Ones(), lines, rate, tail=tail))
    assert frames == round((length(lines) + tail) * rate)


def test_a_sample_that_is_too_loud_is_cut_and_the_end_fades(tmp_path):
    lines = lines_of(tmp_path, Note(0.0, 60, 80, 0.5))
    sound = np.concatenate(list(rendered(Ones(3.0), lines, RATE)))
    assert np.abs(sound).max() == 1.0
    assert np.abs(sound[-1]).max() < 0.01
    frames, loudest = write_sound(tmp_path / "a.wav", iter([sound]), RATE)
    assert (frames, loudest) == (22050, 1.0)
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        written = np.frombuffer(file.readframes(frames), "<i2")
    assert (written.max(), len(written)) == (32767, 2 * 22050)


def test_lines_get_channels_of_their_own_and_drums_keep_theirs(tmp_path):
    lines = list(lines_of(tmp_path, *(Note(0.0, 60, 80, 1.0, f"t{i}") for i in range(3))))
    drums = lines[1].__class__(
        **{**{f: getattr(lines[1], f) for f in lines[1].__slots__}, "channel": 9}
    )
    assert channels([lines[0], drums, lines[2]]) == [0, 9, 1]
    assert channels([lines[0]] * 17) == [*range(9), *range(10, 16), 0, 1]


def test_flac_has_the_same_samples(tmp_path):
    require_module("soundfile")
    import soundfile

    lines = lines_of(tmp_path, Note(0.0, 60, 80, 0.3))
    for kind in ("wav", "flac"):
        write_sound(tmp_path / f"a.{kind}", rendered(Ones(0.4), lines, 48_000), 48_000)
    wav, flac = (soundfile.read(tmp_path / f"a.{k}", dtype="int16") for k in ("wav", "flac"))
    assert wav[1] == flac[1] == 48_000
    assert (wav[0] == flac[0]).all()


def test_another_kind_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"must end with \.wav or \.flac, not \.mp3"):
        write_sound(tmp_path / "a.mp3", iter(()), RATE)


def test_guitar_music_box_and_piano_sound_different_and_are_as_long_as_the_midi(tmp_path):
    require_synth()
    from perf_engine.synthesis.programs import program_of
    from perf_engine.synthesis.synth import Synth

    lines = read(ROOT / "examples" / "phrase.mid").lines
    sounds = {}
    for name in ("guitar", "music box", "piano"):
        synth = Synth(None, RATE)
        programs = dict.fromkeys(range(len(lines)), program_of(name))
        sounds[name] = np.concatenate(list(rendered(synth, lines, RATE, programs)))
        synth.close()
    for sound in sounds.values():
        assert len(sound) == round(length(lines) * RATE)
        assert np.sqrt((sound**2).mean()) > 0.02
        assert np.abs(sound).max() <= 1.0
    first, second, third = sounds.values()
    for one, other in ((first, second), (first, third), (second, third)):
        assert np.abs(one - other).mean() > 0.005
