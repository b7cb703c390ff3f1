from __future__ import annotations

import pickle
from pathlib import Path

from perf_engine.midi_files.refusal import Refused


def test_a_refusal_names_the_file_and_passes_between_processes():
    refused = pickle.loads(pickle.dumps(Refused(Path("a.mid"), "empty file")))
    assert str(refused) == "a.mid is not a MIDI file that can be read: empty file"
    assert (refused.path, refused.reason) == (Path("a.mid"), "empty file")
