"""A JACK server for every test that names it, and laws that no slow machine breaks."""

import os
import signal

from hypothesis import settings

from tests.support.peers import (
    jack as jack,  # the JACK server, a fixture for every test that names it
)

for library in ("OPENBLAS", "OMP", "MKL"):  # one thread for each, as where it plays
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
os.environ.setdefault("PERF_SOUND", "0")  # an engine of a test sounds where the test asks for it
os.environ.setdefault("PERF_NO_WEB", "1")  # engines serve a page only where a test asks for it

# A shell that starts the tests in its background has them ignore SIGQUIT, and all that they start.
if hasattr(signal, "SIGQUIT"):
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)

settings.register_profile("unhurried", deadline=None)  # a busy machine fails no law
settings.load_profile("unhurried")
