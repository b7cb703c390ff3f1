"""A stand-in for the system's service manager: it hears what services tell it by sd_notify."""

from __future__ import annotations

import select
import socket
import time
from pathlib import Path
from types import TracebackType


class Notified:
    """A socket that services notify, and what they have said."""

    def __init__(self, address: str | Path) -> None:
        """`address`: a path, or a name of the abstract namespace that begins with a zero."""
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(address))
        self.socket.setblocking(False)
        self.said: list[str] = []

    def told(self) -> list[str]:
        """What was said since the last call."""
        new: list[str] = []
        while True:
            try:
                new.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                self.said += new
                return new

    def until(self, message: str, seconds: float = 60.0) -> bool:
        """Wait until it is told this; False after so many seconds."""
        end = time.monotonic() + seconds
        while message not in self.told():
            if not select.select([self.socket], [], [], max(0.0, end - time.monotonic()))[0]:
                return False
        return True

    def close(self) -> None:
        """Listen no more."""
        self.socket.close()

    def __enter__(self) -> Notified:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
