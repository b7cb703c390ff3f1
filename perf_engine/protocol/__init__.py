"""The OSC protocol, once, for the engine and for every client of it.

It contains packets as bytes, the table of addresses and its checks, notes as values and as
messages, the lease, ports, MIDI's numbers, errors, the controls' names in words, and a client's
dialogue and socket. It imports nothing of ours; only `udp`, `double_bind`, `clock_offset` and
`pipes` touch a socket, a clock or a pipe, and the core may import none of them.
"""
