"""The network at play time: weights, one step, sampling, and the vocabulary of events.

It draws one event at a time and decides nothing about turns. It may use values and NumPy only.
"""
