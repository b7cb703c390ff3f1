"""A call of a driver that never returns, and holds Python's lock, ends its process."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from perf_engine.clients.driver_calls import LEAVING, USING, ends_after
from perf_engine.clients.midi.ports.hanging import HANGS
from tests.support.concert import PATIENCE, ROOT

if not hasattr(signal, "setitimer"):
    pytest.skip("this system has no SIGALRM", allow_module_level=True)

NEVER = "import ctypes; ctypes.PyDLL(None).pause()"  # in C, without letting other threads run


def ran(script: str) -> int:
    """The status of a Python that ran so much."""
    command = (sys.executable, "-c", script)
    return subprocess.run(command, cwd=ROOT, timeout=PATIENCE, check=False).returncode


def test_a_call_that_never_returns_ends_the_process() -> None:
    module = "from perf_engine.clients.driver_calls import ends_after"
    assert ran(f"{module}\nwith ends_after(0.1):\n    {NEVER}") == -signal.SIGALRM


def test_a_call_that_returns_leaves_no_alarm() -> None:
    with ends_after(30.0):
        assert 0.0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 30.0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_call_that_fails_leaves_no_alarm() -> None:
    with pytest.raises(OSError, match="no such device"), ends_after(30.0):
        raise OSError("no such device")
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_who_is_kept_alive_no_more_ends() -> None:
    module = "import time\nfrom perf_engine.clients.driver_calls import keep_alive"
    turns = "for turn in range(5):\n    keep_alive(0.3)\n    time.sleep(0.1)"
    assert ran(f"{module}\n{turns}\nkeep_alive(0.0)") == 0
    assert ran(f"{module}\n{turns}\n{NEVER}") == -signal.SIGALRM


def test_who_started_the_process_judges_first() -> None:
    assert HANGS < USING
    assert LEAVING > 10.0  # a JACK server stands still so long where another client was killed


ENDS = {
    "holder": """
import socket, sys, time
from perf_engine.clients.midi.ports import holder
from perf_engine.clients.midi.ports.holder_messages import Frames
from tests.clients.midi.ports.test_holder import Nobody, Ports
class Hangs(Ports):
    def end(self):
        {never}
holder.Patchbay, holder.Watch, holder.LEAVING = Hangs, Nobody, 0.1
bridge, own = socket.socketpair()
made = holder.Holder(Frames(own), ["auto"], "auto")
assert made.start(patient=False)
bridge.close()
made.run()
""",
    "holder that sends": """
import socket
from perf_engine.clients.midi.ports import holder
from perf_engine.clients.midi.ports import holder_messages as f
from perf_engine.clients.midi.ports.holder_messages import Frames
from tests.clients.midi.ports.test_holder import Nobody, Ports
class Hangs(Ports):
    def send(self, message):
        {never}
holder.Patchbay, holder.Watch, holder.LEAVING = Hangs, Nobody, 0.1
bridge, own = socket.socketpair()
made, frames = holder.Holder(Frames(own), ["auto"], "auto"), Frames(bridge)
assert made.start(patient=False)
holder.keep_alive(0.1)
frames.put(f.SEND, bytes([144, 60, 90]))
frames.flush()
made.run()
""",
    "holder that opens": """
import socket
from perf_engine.clients.midi.ports import holder
from perf_engine.clients.midi.ports.holder_messages import Frames
from tests.clients.midi.ports.test_holder import Nobody, Ports
class Hangs(Ports):
    def start(self):
        {never}
holder.Patchbay, holder.Watch, holder.USING = Hangs, Nobody, 0.1
bridge, own = socket.socketpair()
holder.Holder(Frames(own), ["auto"], "auto").start(patient=False)
""",
    "scanner": """
import os, sys
from perf_engine.clients.midi.ports import scan
class Hangs(scan.Scanner):
    def look(self, now):
        return scan.Look((), (), ())
    def end(self):
        {never}
scan.Scanner, scan.LEAVING = Hangs, 0.1
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
scan.main()
""",
    "scanner that looks": """
from perf_engine.clients.midi.ports import scan
class Hangs(scan.Scanner):
    def look(self, now):
        {never}
import os
scan.Scanner, scan.USING = Hangs, 0.1
inside, outside = os.pipe()
os.dup2(inside, 0)
scan.main()
""",
    "sound": """
from perf_engine.clients.sound import process
def hangs():
    {never}
process.portaudio, process.USING = hangs, 0.1
process.main(["--test"])
""",
}


@pytest.mark.parametrize("script", ENDS.values(), ids=ENDS)
def test_a_process_of_ours_ends_though_its_driver_never_returns(script: str) -> None:
    assert ran(script.format(never=NEVER)) == -signal.SIGALRM
