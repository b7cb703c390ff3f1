"""Modes and turns: the table of modes, turn taking, the end of a phrase, the length of an answer.

It gets times and tells who may play. It draws no notes.
"""
