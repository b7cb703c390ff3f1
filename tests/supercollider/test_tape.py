"""The tape that is made of what sclang says to scsynth."""

import struct

import pytest

from perf_engine.protocol.packets import build, split
from tests.supercollider.tape import BUNDLE, FRACTIONS, NTP, Tape, commands, entry, is_played, when

STRIKE = struct.pack(">i4s", 9, b",\0\0\0")  # /s_new, as sclang says it
QUESTION = build("/status")


def bundle(tag, *messages):
    inside = b"".join(struct.pack(">i", len(message)) + message for message in messages)
    return BUNDLE + struct.pack(">Q", tag) + inside


def test_commands_are_read_by_name_and_by_number():
    assert list(commands(QUESTION)) == ["/status"]
    assert list(commands(STRIKE)) == [9]
    assert list(commands(bundle(1, STRIKE, build("/n_free", 1000)))) == [9, "/n_free"]


def test_what_sounds_is_told_from_what_asks_and_no_strike_is_lost_with_a_question():
    assert is_played(STRIKE)
    assert is_played(bundle(1, STRIKE, STRIKE))
    assert not is_played(QUESTION)
    with pytest.raises(ValueError, match="and asks"):
        is_played(bundle(1, STRIKE, QUESTION))


def test_a_time_tag_is_kept_and_at_once_is_now():
    later = (NTP + 12) * FRACTIONS + 5
    assert when(bundle(later, STRIKE)) == later
    assert when(STRIKE) > (NTP + 1_700_000_000) * FRACTIONS
    assert when(bundle(1, STRIKE)) > (NTP + 1_700_000_000) * FRACTIONS


def test_an_entry_of_a_score_is_a_bundle_at_its_time():
    for packet in (build("/n_free", 1000), bundle(77, build("/n_free", 1000))):
        made = entry(3 * FRACTIONS, packet)
        assert int.from_bytes(made[:4], "big") == len(made) - 4
        assert int.from_bytes(made[12:20], "big") == 3 * FRACTIONS
        assert [message for message, _ in split(made[4:])] == [build("/n_free", 1000)]


def test_an_empty_tape_is_refused(tmp_path):
    tape = Tape(9)
    with pytest.raises(ValueError, match="nothing was said"):
        tape.render(tmp_path, 48000)
    tape.close()
