"""From MIDI folders to a data set on disk: reading, roles, selection, metre and splits.

Reading runs in several processes. It may use files and NumPy, no PyTorch.
"""
