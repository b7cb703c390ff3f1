"""From MIDI folders to a model: the only place that knows PyTorch."""
