"""Input of the engine: port, queues, priority, address patterns, access, calls of handlers.

It checks messages and stamps them, and makes no music. It may use the engine's own socket.
"""
