"""A disk that takes no more: files may have a few bytes, and each write beyond them fails."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

WHY = "File too large"


@contextmanager
def full_disk(most: int = 0) -> Iterator[None]:
    """Let this process and those that it starts write at most so many bytes into a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
