import os
import subprocess
import sys
from pathlib import Path

import pytest

from perf_engine.clients.midi.ports import no_midi
from perf_engine.clients.midi.ports.no_midi import Failure, not_loaded, not_started, own_words

ROOT = Path(__file__).parents[4]
NO_MODULE = ModuleNotFoundError("No module named 'rtmidi'")
NO_SEQUENCER = Failure("ALSA", "MidiInAlsa::initialize: error creating ALSA client object")


def library_missing(name):
    return ImportError(f"{name}: cannot open shared object file: No such file or directory")


def test_an_error_keeps_its_words_on_one_line():
    assert own_words(OSError("one\n  two.")) == "one two"
    assert own_words(OSError()) == "OSError"
    assert own_words(OSError("MidiInJack::initialize: JACK server not running?")) == (
        "JACK server not running?"
    )


@pytest.mark.parametrize(
    ("error", "python", "said", "remedy"),
    [
        (NO_MODULE, (3, 12), "python-rtmidi is not installed (No module", "reinstall python-rtm"),
        (NO_MODULE, (3, 13), "installed (No module named 'rtmidi')", "--force-reinstall rtmidi2"),
        (library_missing("libasound.so.2"), (3, 11), "libasound.so.2: cannot open", "libasound2"),
        (library_missing("libasound.so.2"), (3, 13), "libasound.so.2: cannot open", "libasound2"),
        (library_missing("libodd-5a.so.0"), (3, 11), "does not load (libodd-5a.so", "libodd"),
        (ImportError("undefined symbol: x"), (3, 11), "undefined symbol: x", "--force-reinstall"),
    ],
)
def test_what_cannot_be_imported_is_said_in_its_own_words_with_what_to_do(
    error, python, said, remedy
):
    sentence = not_loaded(error, python)
    reason, _, what_to_do = sentence.partition("; notes go over OSC only; for MIDI, ")
    package = "rtmidi2" if python >= (3, 13) else "python-rtmidi"
    assert reason.startswith(f"MIDI is off: {package} ")
    assert said in reason
    assert remedy in what_to_do
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("failures", "remedy"),
    [
        ([NO_SEQUENCER, Failure("Jack", "JACK server not running?")], "modprobe snd-seq, or start"),
        ([Failure("Windows Multimedia", "no")], "restart the computer"),
        ([], "libasound2-dev"),
    ],
)
def test_drivers_that_do_not_start_are_said_in_their_own_words(
    failures, remedy, monkeypatch, tmp_path
):
    monkeypatch.setattr(no_midi, "SEQUENCER", str(tmp_path / "nowhere"))
    sentence = not_started(failures)
    assert all(f"{failure.name}: {failure.why}" in sentence for failure in failures)
    assert remedy in sentence.partition("for MIDI, ")[2]


def test_a_sequencer_that_may_not_be_opened_is_no_missing_one(monkeypatch, tmp_path):
    monkeypatch.setattr(no_midi, "SEQUENCER", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "adduser $USER audio" in not_started([NO_SEQUENCER])


@pytest.mark.parametrize("body", ["raise ImportError('libasound.so.2: cannot open')", None])
def test_the_bridge_says_it_and_ends_well(body, tmp_path):
    if body is None:
        hide = "import sys; sys.modules['rtmidi'] = sys.modules['rtmidi2'] = None\n"
    else:
        for name in ("rtmidi", "rtmidi2"):
            (tmp_path / f"{name}.py").write_text(body)
        hide = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            hide + "from perf_engine.clients.midi.process import main; "
            "sys.exit(main(['--engine-port', '9']))",
        ],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert '{"opened": [], "failed": ["MIDI is off: python-rtmidi ' in run.stdout
    assert ("libasound.so.2" in run.stdout) == (body is not None)
