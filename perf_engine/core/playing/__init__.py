"""The instrument: performer, ensemble and voices, with all keys that sound or are held.

It hears messages, makes predictions, and plays notes. It owns all other parts of the core.
"""
