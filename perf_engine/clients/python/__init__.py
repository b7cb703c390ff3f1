"""Python clients of the machine: `perf_engine.connect()` for a REPL, and one for asyncio.

It starts or finds an engine and speaks OSC to it. It may use the protocol, not the engine's
objects.
"""
