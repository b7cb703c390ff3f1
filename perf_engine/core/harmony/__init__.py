"""Harmony: chords by name, the chord that is heard or given, and which pitches it favours.

It is told what is struck, and on which beat. It may use values only.
"""
