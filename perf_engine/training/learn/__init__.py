"""From a data set to a model: batches, the PyTorch model, runs, fine-tuning and export.

Only here is PyTorch imported. It may use files.
"""
