"""MIDI files, read in one place for the engine, the studio and the training: bytes to notes.

`reader.read` opens a file and returns its lines of notes, and sentences about each repair.
"""
