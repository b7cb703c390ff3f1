"""The beat: a clock that obeys commands, and a tracker that hears the beat in what is struck.

The clock follows other clocks and draws nothing. Both may use values only.
"""
