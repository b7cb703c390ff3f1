"""The engine is heard without another program: a synthesizer and a sound device.

`process` is an ordinary client of the engine. `client` turns the engine's messages into what
sounds, `renderer` makes the samples of a block, `keys` knows what sounds, and `device` is the
sound device, which may come and go.
"""
