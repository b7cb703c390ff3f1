"""Notes become samples: a SoundFont, a synthesizer, and a limiter that never clips.

`synth.Synth` makes blocks of samples, `programs` knows the instruments of General MIDI by name,
and `soundfonts` says which SoundFont is taken and why. Nothing here opens a sound device.
"""
