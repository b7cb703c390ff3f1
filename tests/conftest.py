"""Puts this folder on the path, so that every test can say `from peers import require`."""

from hypothesis import settings
from peers import jack as jack  # the JACK server, a fixture for every test that names it

settings.register_profile("unhurried", deadline=None)  # a busy machine fails no law
settings.load_profile("unhurried")
