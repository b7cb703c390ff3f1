"""Puts this folder on the path, so that every test can say `from peers import require`."""

from peers import jack as jack  # the JACK server, a fixture for every test that names it
