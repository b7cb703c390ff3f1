"""Measures of played music: statistics, overlaps with real music, continuations, repetition.

They work on notes in memory. They may use files and the core, no socket.
"""
