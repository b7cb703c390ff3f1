"""Pure values and decisions: no clock, no thread, no socket, no file.

A note is heard, a network step is made, and a note is played, all in calls that are told the time.
Messages are in `messages`, and every control is declared once, in `controls`: OSC, TOML, Max, Pd
and SuperCollider derive from it. It may use values, NumPy and the protocol's values.
"""
