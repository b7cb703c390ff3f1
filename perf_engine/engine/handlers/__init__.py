"""The handlers of the OSC addresses, by subject, and their table.

They take typed arguments and command the instrument. They may start helper processes and never
wait for them.
"""
