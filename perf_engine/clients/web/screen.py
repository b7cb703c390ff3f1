"""The browser of whoever sits here: opened where there is a screen, and never waited for."""

from __future__ import annotations

import logging
import os
import sys
import threading
import webbrowser
from collections.abc import Mapping

logger = logging.getLogger(__name__)


def there(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Return whether a browser would have a screen that the person here can see."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return False
    if platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def show(address: str) -> bool:
    """Open an address in the browser; return whether that was tried.

    A browser may take seconds to start, or, in a terminal, never return: so a thread waits for it.
    """
    if not there():
        return False

    def opening() -> None:
        try:
            webbrowser.open(address)
        except (webbrowser.Error, OSError) as error:
            logger.debug("no browser: %s", error)

    threading.Thread(target=opening, name="browser", daemon=True).start()
    return True
