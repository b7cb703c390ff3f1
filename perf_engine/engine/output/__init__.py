"""Output of the engine: notes to each client in its own timing, text to terminal and log.

No output ever waits for its reader. It may use sockets that do not block.
"""
