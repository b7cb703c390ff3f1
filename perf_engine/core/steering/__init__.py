"""Steering of the draw: taste, governor, repetition guard, measures, velocity and groove.

Each turns settings and measures into factors and masks. None of them keeps time or decides
whose turn it is.
"""
