"""Primes: pitches and MIDI files to remember, read beside the playing, waited for by a sync."""

from __future__ import annotations

import os
import select
from pathlib import Path

import mido
import pytest

from perf_engine.core.messages import Prime, PrimeNote
from tests.engine.stage import Peer, Stage


def test_sync_waits_for_the_prime(stage: Stage, peer: Peer) -> None:
    assert stage.ask(peer, "/perf/prime", 60, 64, 67) == ["/perf/done", "/perf/prime", 3]
    assert stage.performer.commands == [
        Prime([PrimeNote(0.25 * n, p, 80, 0.25) for n, p in enumerate((60, 64, 67))])
    ]
    assert stage.ask(peer, "/perf/sync", 5) == []
    assert stage.ask(peer, "/perf/prime", 60)[:3] == ["/perf/fail", "/perf/prime", 4]
    stage.performer.busy = False
    stage.turn()
    assert peer.messages() == [("/perf/synced", [5])]


def finish_reading(stage: Stage) -> None:
    for _ in range(200):
        if not stage.loop.orders.busy:
            break
        select.select([stage.loop.orders], [], [], 10.0)
        stage.turn()
    stage.turn()


def test_a_midi_file_is_read_beside_and_fed(stage: Stage, peer: Peer, tmp_path: Path) -> None:
    file = mido.MidiFile()
    track = mido.MidiTrack()
    file.tracks.append(track)
    for pitch in (60, 64):
        track.append(mido.Message("note_on", note=pitch, velocity=70, time=0))
        track.append(mido.Message("note_off", note=pitch, time=480))
    path = tmp_path / "two notes.mid"
    file.save(path)
    assert stage.ask(peer, "/perf/prime", str(path)) == []
    assert stage.ask(peer, "/perf/prime", 60)[:3] == ["/perf/fail", "/perf/prime", 4]
    peer.say("/perf/sync", 8)
    finish_reading(stage)
    assert peer.messages() == [("/perf/done", ["/perf/prime", 2])]
    (prime,) = stage.performer.commands
    assert prime == Prime((PrimeNote(0.0, 60, 70, 0.5), PrimeNote(0.5, 64, 70, 0.5)))
    stage.performer.busy = False
    stage.turn()
    assert peer.messages() == [("/perf/synced", [8])]


def test_what_was_odd_in_a_file_is_logged_once(
    stage: Stage, peer: Peer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    track = b"\0\xff\x59\2\xee\1\0\x90\x3c\x40\x83\x60\x80\x3c\0\0\xff\x2f"
    path = tmp_path / "odd.mid"
    path.write_bytes(b"MThd\0\0\0\6\0\0\0\1\1\xe0MTrk\0\0\0\x12" + track)
    caplog.set_level("INFO", "perf_engine.engine.handlers.prime")
    peer.say("/perf/prime", str(path))
    stage.turn(2)
    finish_reading(stage)
    assert peer.messages() == [("/perf/done", ["/perf/prime", 1])]
    assert caplog.messages == [f"{path}: it is cut off: what is there is read"]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ["none.mid", "text.mid", "", ".", "pipe.mid", "/dev/zero"])
def test_a_file_that_is_no_music_is_not_found(
    stage: Stage, peer: Peer, tmp_path: Path, name: str
) -> None:
    (tmp_path / "text.mid").write_text("no music")
    os.mkfifo(tmp_path / "pipe.mid")
    peer.say("/perf/prime", str(tmp_path / name))
    stage.turn(2)
    finish_reading(stage)
    ((address, (what, code, text)),) = peer.messages()
    assert (address, what, code) == ("/perf/fail", "/perf/prime", 5)
    assert "be read: " in text
    assert str(tmp_path / name) in text


def test_panic_ends_the_reading_of_a_file(stage: Stage, peer: Peer, tmp_path: Path) -> None:
    peer.say("/perf/prime", str(tmp_path / "none.mid"))
    stage.turn(2)
    peer.say("/perf/panic")
    stage.turn(3)
    addresses = [(a, v[0]) for a, v in peer.messages()]
    assert ("/perf/fail", "/perf/prime") in addresses
    assert not stage.loop.orders.busy
