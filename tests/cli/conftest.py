"""Fixtures of the tests of commands."""

from tests.support.running import (
    model as model,  # a small model
)
from tests.support.running import (
    run as run,  # starts engines with it, and ends them
)
