"""Play music together with a machine, live.

`perf_engine.connect()` finds an engine, or starts one, and gives a connection to it for a REPL or a
notebook; `perf_engine.connect_async()` the same for asyncio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .clients.python.connecting import connect as connect
    from .clients.python.connecting import connect_async as connect_async

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Imported when it is asked for: whoever only plays needs no client."""
    if name in ("connect", "connect_async"):
        from .clients.python import connecting

        return getattr(connecting, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
