"""Sessions on disk: an instrument is recorded by a writer process; a replay reads and sends them.

Formats are declared in `kinds`. It may use files, in helper processes.
"""
