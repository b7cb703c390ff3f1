"""The MIDI bridge: a client of the OSC API that plays synthesizers and hears keyboards.

Its decisions are made here; ports are held by a process of their own. It may use the protocol and
MIDI, not the engine's objects.
"""
