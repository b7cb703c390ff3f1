"""Away from the stage: audition, demonstration, statistics and pictures of music.

It plays MIDI files to a machine, live or offline, and counts what came back. It may use files, the
OSC API and the core, and it has no part in live playing.
"""
