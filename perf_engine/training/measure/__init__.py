"""Measures of a model's prediction of held-out music, beside unigram and Markov models.

Figures are nats an event. It may use files and NumPy.
"""
