"""Our own clients of the OSC API, each its own process: MIDI, Python, the web and Ableton Link.

They speak to an engine as everybody else's programs do. They may use the protocol and their own
ports, browsers and drivers, never the engine's objects.
"""
