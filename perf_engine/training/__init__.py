"""From MIDI folders to a model: the only place that knows PyTorch.

`data` reads music, `learn` trains and exports, and `measure` examines models on held-out pieces.
It may use files and processes, no socket, and nothing of it is needed to play.
"""
