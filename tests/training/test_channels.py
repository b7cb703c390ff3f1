from __future__ import annotations

import struct

import mido
from hypothesis import given
from hypothesis import strategies as st
from invented import note, scale, write

from perf_engine.training.channels import channels_of

HEAD = b"MThd" + struct.pack(">IHHH", 6, 1, 1, 480)


def test_channels_are_found_in_every_track(tmp_path):
    text = [
        (3, mido.MetaMessage("marker", text="x" * 200)),
        (4, mido.Message("sysex", data=[1] * 9)),
    ]
    bends = [(5, mido.Message("pitchwheel", pitch=9)), (6, mido.Message("aftertouch", value=3))]
    first = [*text, *bends, *note(480, 960, 60), *note(480, 960, 64, channel=2)]
    path = write(tmp_path / "a.mid", first, note(480, 960, 60, channel=15))
    assert channels_of(path.read_bytes()) == {(480, 60): {1, 16}, (480, 64): {3}}


def test_running_status_is_read_and_a_strike_without_force_is_none():
    track = bytes([0, 0x93, 60, 9, 10, 62, 9, 10, 60, 0, 0, 0xFF, 0x2F, 0])
    content = HEAD + b"MTrk" + struct.pack(">I", len(track)) + track
    assert channels_of(content) == {(0, 60): {4}, (10, 62): {4}}


def test_what_is_cut_off_counts_as_far_as_it_goes(tmp_path):
    whole = write(tmp_path / "a.mid", scale()).read_bytes()
    assert set(channels_of(whole[:200])) < set(channels_of(whole))


@given(st.binary(max_size=300))
def test_whatever_is_read_nothing_is_raised(content):
    channels_of(HEAD + b"MTrk" + struct.pack(">I", len(content)) + content)
