"""Primes: pitches and MIDI files to remember, read beside the playing, waited for by a sync."""

from __future__ import annotations

import select
from pathlib import Path

import mido
import pytest
from stage import Peer, Stage

from perf_engine.core.messages import Prime, PrimeNote


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
        if stage.loop.prime.child is None:
            break
        select.select([stage.loop.prime.child], [], [], 10.0)
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


@pytest.mark.parametrize("name", ["none.mid", "text.mid", "", "."])
def test_a_file_that_is_no_music_is_not_found(
    stage: Stage, peer: Peer, tmp_path: Path, name: str
) -> None:
    (tmp_path / "text.mid").write_text("no music")
    peer.say("/perf/prime", str(tmp_path / name))
    stage.turn(2)
    finish_reading(stage)
    ((address, (what, code, text)),) = peer.messages()
    assert (address, what, code) == ("/perf/fail", "/perf/prime", 5)
    assert text


def test_panic_ends_the_reading_of_a_file(stage: Stage, peer: Peer, tmp_path: Path) -> None:
    peer.say("/perf/prime", str(tmp_path / "none.mid"))
    stage.turn(2)
    peer.say("/perf/panic")
    stage.turn(3)
    addresses = [(a, v[0]) for a, v in peer.messages()]
    assert ("/perf/fail", "/perf/prime") in addresses
    assert stage.loop.prime.child is None
