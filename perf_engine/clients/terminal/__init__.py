"""A terminal as an instrument: a live view of the engine, and keys that play it.

`process.py` runs beside the engine, as an ordinary client of its OSC API, and writes the engine's
log above the view.
"""
