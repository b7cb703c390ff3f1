from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.midi_files import reader
from perf_engine.midi_files.reader import MidiFile, parse, read
from perf_engine.midi_files.refusal import Refused
from perf_engine.studio.notes import read_midi
from tests.midi_files.lenient import count
from tests.midi_files.smf import (
    END,
    FIRST,
    ODD,
    REFUSED,
    chunk,
    doors,
    file,
    head,
    meta,
    number,
    strike,
    strikes,
)


def notes(midi: MidiFile) -> int:
    return sum(len(line.onset) for line in midi.lines if not line.drums)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_read_alike_at_every_door_and_what_was_odd_is_said(tmp_path, name):
    content, expected, says = ODD[name]
    path = tmp_path / "odd.mid"
    path.write_bytes(content)
    assert set(doors(path).values()) == {expected} == {count(content)}
    said = read(path).mended
    assert any(says in sentence for sentence in said) if says else said == ()
    assert read_midi(path).mended == said
    for line in read(path).lines:
        assert (line.end > line.onset).all()


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_alike_at_every_door_in_one_sentence(tmp_path, name):
    content, reason = REFUSED[name]
    path = tmp_path / "odd.mid"
    path.write_bytes(content)
    (said,) = set(doors(path).values())
    assert reason in str(said)
    if reason != "no notes":
        with pytest.raises(Refused) as refused:
            read(path)
        said = refused.value.reason
        assert str(refused.value) == f"{path} is not a MIDI file that can be read: {said}"
        assert reason in said


@pytest.mark.timeout(20)
def test_only_plain_files_of_a_bounded_size_are_read(tmp_path, monkeypatch):
    (tmp_path / "loop.mid").symlink_to("loop.mid")
    os.mkfifo(tmp_path / "pipe.mid")
    with (tmp_path / "large.mid").open("wb") as large:
        large.truncate(100 << 20)
    for path, reason in (
        (tmp_path, "a folder, not a file"),
        (tmp_path / "pipe.mid", "not a plain file"),
        ("/dev/zero", "not a plain file"),
        ("/dev/null", "not a plain file"),
        (tmp_path / "large.mid", "larger than 16 MB"),
        ("a\0b.mid", "no file can have this name"),
    ):
        with pytest.raises(Refused, match=reason):
            read(path)
    for name in ("loop.mid", "none.mid", "x" * 300):
        with pytest.raises(OSError, match=name):
            read(tmp_path / name)
    (tmp_path / "linked.mid").symlink_to("plain.mid")
    (tmp_path / "plain.mid").write_bytes(file(strikes()))
    assert notes(read(tmp_path / "linked.mid")) == 40
    monkeypatch.setattr(reader, "LARGEST_FILE", 300)
    with pytest.raises(Refused, match="larger than"):
        read(tmp_path / "plain.mid")


def test_times_follow_the_tempos_of_all_tracks():
    first = meta(0x51, (1_000_000).to_bytes(3, "big")) + b"\x83\x60" + strike(60)[1:]
    second = b"\x83\x60" + meta(0x51, (250_000).to_bytes(3, "big"))[1:] + strike(50)
    one, two = parse(file(first, second)).lines
    assert (one.onset.tolist(), one.end.tolist()) == ([1.0], [1.125])
    assert two.onset.tolist() == [1.0]


@pytest.mark.parametrize(
    ("division", "frames"), [(0xE828, 24), (0xE728, 25), (0xE328, 30000 / 1001), (0xE228, 30)]
)
def test_frames_a_second_are_time_whatever_the_tempo(division, frames):
    track = meta(0x51, b"\1\0\0") + strikes(10, held=40)
    (line,) = parse(file(track, division=division)).lines
    assert np.allclose(line.end, (1 + np.arange(10)) / frames)


def test_patterns_follow_one_another_each_in_its_own_tempo():
    slow = meta(0x51, (1_000_000).to_bytes(3, "big")) + strike(60, 480)
    one, two = parse(file(slow, strike(61, 480), kind=2)).lines
    assert (one.end.tolist(), two.onset.tolist(), two.end.tolist()) == ([1.0], [1.0], [1.5])


def test_lines_are_told_apart_by_track_channel_and_program():
    track = meta(3, b" left \x07hand ") + b"\0\xc2\x28" + strike(60, 480, 2) + b"\0\xc2\5"
    track += strike(62, 480, 2) + strike(64, 480, 0)
    midi = parse(file(meta(1, b"nothing"), track))
    assert midi.tracks == 2
    assert [(x.track, x.name, x.channel, x.program, x.pitch.tolist()) for x in midi.lines] == [
        (1, "left  hand", 0, 0, [64]),
        (1, "left  hand", 2, 5, [62]),
        (1, "left  hand", 2, 40, [60]),
    ]


def test_the_pedal_is_read_and_other_controls_are_not():
    track = b"\0\xb0\x40\x7f\0\xb0\x07\x50" + strike(60, 480) + b"\0\xb0\x40\0"
    (line,) = parse(file(track)).lines
    assert (line.pedal_time.tolist(), line.pedal_value.tolist()) == ([0.0, 0.5], [127, 0])


def test_a_pause_of_days_is_cut_and_the_rest_keeps_its_time():
    (line,) = parse(file(strike(60, 480) + b"\xbf\xff\xff\x7f" + strike(61, 480)[1:])).lines
    assert line.onset.tolist() == pytest.approx([0.0, 10.5])
    assert line.end.tolist() == pytest.approx([0.5, 11.0])


def test_a_file_of_too_many_events_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "MOST_EVENTS", 80)
    assert notes(parse(file(strikes(40)))) == 40
    with pytest.raises(Refused, match="more than 80 strikes, releases and pedal moves"):
        parse(file(strikes(41)), "x.mid")


def hostile() -> dict[str, bytes]:
    """Files that are as costly as their size allows."""
    noise = random.Random(1)
    many = 1 << 16
    return {
        "zeros in a track": head() + chunk(bytes(1 << 20)),
        "strikes": head() + chunk(b"\0\x90\x3c\x40" + b"\0\x3c\x40" * 350_000),
        "strikes that alternate": head() + chunk(b"\1\x90\x3c\x40\1\x3d\x40" * 90_000),
        "unknown messages": head() + chunk(b"\0\xf4" * (1 << 19)),
        "numbers without end": head() + chunk(b"\xff" * (1 << 20)),
        "lengths without end": head() + chunk(b"\0\xff\1" + b"\xff" * (1 << 20)),
        "tracks": b"MTrk\0\0\0\0" * (2 * many),
        "headers": head() * many,
        "alien chunks": b"XXXX\0\0\0\0" * (2 * many) + chunk(strikes() + END),
        "tempos": head() + chunk(b"\0\xff\x51\3\7\xa1\x20" * 100_000),
        "sysex": head() + chunk(b"\0\xf0\x7f" * (1 << 18)),
        "patterns": head(kind=2) + chunk(strike(60) + END) * (many // 4),
        "tracks that never end": head() + (b"MTrk\xff\xff\xff\xff" + strike(60)) * (many // 4),
        "noise": head() + chunk(noise.randbytes(1 << 20)),
        "noise in tracks": head() + b"".join(chunk(noise.randbytes(60)) for _ in range(many // 4)),
    }


MEASURE = """
import json, sys, time
from perf_engine.midi_files.reader import read
found = {}
for path in sys.argv[1:]:
    begun = time.process_time()
    try:
        read(path)
    except ValueError:
        pass
    found[path] = time.process_time() - begun
status = open("/proc/self/status").read()  # rusage would count what the parent had before exec
print(json.dumps([found, int(status.partition("VmHWM:")[2].split()[0])]))
"""


def test_no_file_takes_long_or_much(tmp_path):
    paths = []
    for name, content in hostile().items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )
    took, most = json.loads(ran.stdout)
    assert {path: seconds for path, seconds in took.items() if seconds > 5} == {}
    assert most < 200 << 10  # KB


@settings(max_examples=200)
@given(st.data())
def test_damaged_files_are_refused_or_read_alike_at_every_door(tmp_path_factory, data):
    name = data.draw(st.sampled_from([*ODD]))
    content = bytearray(ODD[name][0])
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, max(0, min(len(content), 2000) - 1)))
        part = data.draw(
            st.sampled_from([b"", b"MTrk", b"MThd", b"\xff\x2f\0", b"\xf0", b"\x90"])
            | st.binary(max_size=4)
        )
        content[at : at + data.draw(st.integers(0, 4))] = part
    content = content[: data.draw(st.integers(0, len(content)) | st.just(len(content)))]
    path = tmp_path_factory.getbasetemp() / "damaged.mid"
    path.write_bytes(content)
    assert len(set(doors(path).values())) == 1
    try:
        midi = read(path)
    except Refused:
        return
    for line in midi.lines:
        assert (line.onset >= 0).all()
        assert (line.end >= line.onset).all()
        assert np.isfinite(line.end).all()
        assert set(line.velocity.tolist()) <= set(range(1, 128))
        assert set(line.pitch.tolist()) <= set(range(128))
        assert (np.diff(line.onset) >= 0).all()


TIME = st.integers(1, 900)


@given(
    st.lists(
        st.tuples(st.integers(0, 15), st.integers(0, 127), st.integers(1, 127), TIME, TIME),
        min_size=1,
        max_size=60,
    )
)
def test_what_is_written_is_read(played):
    track, now, expected = b"", 0, []
    for channel, pitch, velocity, before, held in played:
        track += number(before) + strike(pitch, held, channel, velocity)[1:]
        now += before
        expected.append((channel, now / 960, pitch, velocity, (now + held) / 960))
        now += held
    found = [
        (line.channel, *row)
        for line in parse(file(track)).lines
        for row in zip(
            *(getattr(line, name).tolist() for name in ("onset", "pitch", "velocity", "end")),
            strict=True,
        )
    ]
    assert sorted(found) == [pytest.approx(row) for row in sorted(expected)]


def test_the_first_halves_of_odd_files_are_cut_off_not_lost():
    whole = file(FIRST)
    found = [notes(parse(whole[:size])) for size in range(40, len(whole))]
    assert found == sorted(found)
    assert found[-1] == 20
